"""Tables are found where they are drawn, in the extraction process; nothing that fails there costs text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from ingest.extracting import tables
from ingest.extracting.drawn import RawTable
from ingest.extracting.extract import extract
from ingest.extracting.limits import Limits
from ingest.extracting.pdf import read_pdf
from tests.ingest.table_pdfs import Drawn, Sheet, write

WEIGHTS = Drawn(
    [["No", "Unsur yang\ndinilai", "Bobot"], ["1", "Kelengkapan\nberkas", "40"], ["2", "Ketepatan", "60"]],
    [15, 70, 30],
)


def _texts(table: RawTable) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def _found(path: Path, page: int = 0) -> list[RawTable]:
    return list(extract(path, Limits()).pages[page].tables)


def test_a_ruled_table_is_found_with_its_cells(tmp_path: Path) -> None:
    path = write(tmp_path / "t.pdf", [Sheet(["Sebuah kalimat.", WEIGHTS])])
    (table,) = _found(path)
    assert _texts(table) == [["No", "Unsur yang\ndinilai", "Bobot"], ["1", "Kelengkapan\nberkas", "40"],
                             ["2", "Ketepatan", "60"]]  # fmt: skip
    edges = [cell.x0 for cell in table.rows[1].cells]
    assert edges == sorted(edges)
    assert table.rows[0].cells[0].bottom == pytest.approx(table.rows[1].cells[0].top, abs=1)


def test_a_page_of_prose_is_not_shown_to_pdfplumber(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []

    def find(self: tables.TableFinder, number: int, captioned: bool) -> list[dict[str, Any]]:
        shown.append(number)
        return []

    monkeypatch.setattr(tables.TableFinder, "_find", find)
    prose, ruled = Sheet(["Pasal 1", "Uji diadakan."]), Sheet([WEIGHTS])
    questionnaire = Sheet(["INDIKATOR 4", "Domain Aspek Ind Kuesioner", WEIGHTS])
    captioned = Sheet(["Tabel 2. Bobot unsur", "tanpa garis"])
    path = write(tmp_path / "t.pdf", [prose, ruled, questionnaire, captioned])
    read_pdf(path, 10, 10_000)
    assert shown == [1, 3]


@pytest.mark.parametrize("error", [ValueError, MemoryError, RecursionError])
def test_a_failure_costs_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def fail(self: tables.TableFinder, number: int, captioned: bool) -> list[dict[str, Any]]:
        raise error

    monkeypatch.setattr(tables.TableFinder, "_find", fail)
    pages = read_pdf(write(tmp_path / "t.pdf", [Sheet(["Kata pengantar", WEIGHTS])]), 10, 10_000)["pages"]
    assert pages[0]["tables"] == []
    assert "Kata pengantar" in pages[0]["raw"]
    assert "Ketepatan" in pages[0]["raw"]


def test_a_slow_page_is_given_up_and_the_allowance_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(self: tables.TableFinder, number: int, captioned: bool) -> list[dict[str, Any]]:
        while True:
            pass

    monkeypatch.setattr(tables.TableFinder, "_find", hang)
    path = write(tmp_path / "t.pdf", [Sheet([WEIGHTS])] * 3)
    document = pdfium.PdfDocument(path)
    finder = tables.TableFinder(path, seconds=0.3)
    for number in range(3):
        page = document[number]
        assert finder.tables(number, page, page.get_textpage().get_text_range()) == []
    assert finder.pages <= 2  # the clock that stops a page is a little fast
    assert 0.2 < finder.spent < 2


def test_a_captioned_table_without_rules_is_read_by_alignment(tmp_path: Path) -> None:
    labels = ["Kelengkapan", "Ketepatan waktu", "Kerapian", "Kejelasan isi", "Ejaan"]
    rows = [["Unsur", "Bobot", "Nilai"], *[[label, str(10 * n), str(n)] for n, label in enumerate(labels, 1)]]
    path = write(tmp_path / "t.pdf", [Sheet(["Tabel 3. Bobot unsur", Drawn(rows, [50, 40, 30], ruled=False)])])
    (table,) = _found(path)
    assert ["Kejelasan isi", "40", "4"] in _texts(table)
    assert len(table.rows) == 6


def test_prose_below_a_caption_is_no_table(tmp_path: Path) -> None:
    prose = [
        "Tabel 3. Uraian",
        *("Kalimat ini mengalir begitu saja tanpa kolom yang jelas di halaman." for _ in range(9)),
    ]
    assert _found(write(tmp_path / "t.pdf", [Sheet(prose)])) == []
