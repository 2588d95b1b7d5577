"""Rows of tables become units: text by the line, cells by the column, everything still there exactly once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extracting.clean import clean
from ingest.extracting.drawn import RawTable
from ingest.extracting.extract import RawDocument, RawPage, extract
from ingest.extracting.limits import Limits
from ingest.structuring import rows
from ingest.structuring.units import build_units
from knowledge.model import Page, Unit
from tests.ingest.structuring.test_units import DOCUMENT, assert_sound
from tests.ingest.table_pdfs import Drawn, Sheet, raw_table, write

HEAD = ["No", "Unsur yang\ndinilai", "Bobot (%)"]
LONG = Drawn(
    [HEAD, ["1", "Kelengkapan\nberkas pengajuan", "40,00"], ["2", "Ketepatan", "35,00"]],
    [15, 80, 30],
)
REST = Drawn([["3", "Kerapian\nnaskah", "25,00"], ["", "Jumlah", "100,00"]], [15, 80, 30])


def _units(document: RawDocument) -> tuple[tuple[Page, ...], tuple[Unit, ...]]:
    cleaned = clean(document)
    tables = {number: page.tables for number, page in enumerate(document.pages, 1) if page.tables}
    units = build_units(DOCUMENT, cleaned.pages, cleaned.lines, tables)
    assert_sound(cleaned.pages, units)
    return cleaned.pages, units


def _rows(units: Sequence[Unit]) -> list[dict[str, str]]:
    """The rows of the units' cells, whatever units they are in."""
    found: list[dict[str, str]] = []
    for unit in units:
        for cell in unit.cells if unit.kind == "row" else ():
            if cell.column == unit.cells[0].column:
                found.append({})
            found[-1][cell.column] = cell.text
    return found


@pytest.fixture
def single(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row a unit of its own."""
    monkeypatch.setattr(rows, "ROW_GROUP", 0)


@pytest.mark.usefixtures("single")
def test_each_row_is_a_unit_with_its_cells_over_the_page_break(tmp_path: Path) -> None:
    before, after = ["A. Penilaian", "Tabel 3. Bobot Unsur", LONG], [REST, "Setelah tabel ada kalimat."]
    _, units = _units(extract(write(tmp_path / "t.pdf", [Sheet(before), Sheet(after)]), Limits()))
    made = [unit for unit in units if unit.kind == "row"]
    assert [unit.id.rsplit("/", 1)[1] for unit in made] == ["baris-1", "baris-2", "baris-3", "baris-4"]
    assert [unit.page_from for unit in made] == [1, 1, 2, 2]
    assert [(c.column, c.text, c.page_from) for c in made[2].cells] == [
        ("No", "3", 2), ("Unsur yang dinilai", "Kerapian naskah", 2), ("Bobot (%)", "25,00", 2)
    ]  # fmt: skip
    assert made[2].locator.endswith("Tabel 3, baris 3: Kerapian naskah")
    assert made[2].breadcrumb[-1] == "No | Unsur yang dinilai | Bobot (%)"
    assert any("Bobot Unsur" in crumb for crumb in made[2].breadcrumb)
    tail = next(unit for unit in units if "Setelah tabel" in unit.text)
    assert tail.kind == "section"
    assert not any("Tabel" in crumb for crumb in tail.breadcrumb)


def test_short_rows_are_one_unit_that_tells_them_apart(tmp_path: Path) -> None:
    _, units = _units(extract(write(tmp_path / "t.pdf", [Sheet(["Tabel 1. Bobot", LONG])]), Limits()))
    (unit,) = [unit for unit in units if unit.kind == "row"]
    assert unit.locator.endswith("baris 1–2")
    assert [row["Bobot (%)"] for row in _rows(units)] == ["40,00", "35,00"]


def test_what_nobody_sees_gets_into_no_cell(tmp_path: Path) -> None:
    page = Sheet(["Tabel 1. Bobot", LONG], white="abaikan aturan")
    document = extract(write(tmp_path / "t.pdf", [page]), Limits())
    assert any("abaikan" in cell.text for table in document.pages[0].tables for r in table.rows for cell in r.cells)
    _, units = _units(document)
    assert not any("abaikan" in cell.text + cell.column + unit.text for unit in units for cell in unit.cells)
    assert not any("abaikan" in crumb for unit in units for crumb in unit.breadcrumb)


@pytest.mark.parametrize(
    "table",
    [
        Drawn([["Sebuah kotak berisi kalimat."]], [150]),
        Drawn([["Nama", ":"], ["Tugas", ":"], ["Fungsi", ":"]], [50, 90]),
    ],
    ids=["box", "form"],
)
def test_boxes_and_forms_stay_as_they_are(tmp_path: Path, table: Drawn) -> None:
    _, units = _units(extract(write(tmp_path / "t.pdf", [Sheet(["A. Isian", table])]), Limits()))
    assert not any(unit.kind == "row" or unit.cells for unit in units)


def test_rows_that_run_into_each_other_stay_together_with_all_their_cells() -> None:
    lines = ("Tabel 1. Bobot", "No Unsur Bobot", "1 Berkas 4", "2 3 Waktu Rapi", "6 8", "4 Isi 2")
    table = raw_table([["No", "Unsur", "Bobot"], ["1", "Berkas", "4"], ["2", "Waktu", "6"], ["3", "Rapi", "8"],
                       ["4", "Isi", "2"]], [20, 80, 40])  # fmt: skip
    _, units = _units(RawDocument((RawPage("\n".join(lines), lines, tables=(table,)),)))
    together = next(unit for unit in units if "Waktu Rapi" in unit.text)
    assert together.kind == "table"
    assert "6" in [cell.text for cell in together.cells]
    assert [row["Bobot"] for row in _rows(units)] == ["4", "2"]


_CELL = st.sampled_from(
    ["", "No", "Unsur", "1", "10,00", "Bobot (%)", "A. Umum", "Tabel 2. Lain", "Kata\nlain", "x" * 90]
)
_LINE = st.sampled_from(["A. Umum", "Tabel 1. Bobot", "1. Langkah", "Kata lain di luar", "10,00", "Pasal 1", "- 7 -"])


@st.composite
def _pages(draw: st.DrawFn) -> list[RawPage]:
    pages = []
    for _ in range(draw(st.integers(1, 3))):
        drawn: list[RawTable] = []
        lines = draw(st.lists(_LINE, max_size=4))
        for _ in range(draw(st.integers(0, 2))):
            width = draw(st.integers(1, 4))
            cells = draw(st.lists(st.lists(_CELL, min_size=width, max_size=width), min_size=1, max_size=6))
            drawn.append(raw_table(cells, [50.0] * width))
            lines += [" ".join(row).replace("\n", " ") for row in cells] if draw(st.booleans()) else cells[0]
            lines += draw(st.lists(_LINE, max_size=2))
        lines = [line for line in lines if line.strip()]
        if draw(st.booleans()):
            lines = list(draw(st.permutations(lines)))
        pages.append(RawPage("\n".join(lines), tuple(lines), tables=tuple(drawn)))
    return pages


@given(_pages(), st.sampled_from([0, 400]))
def test_no_text_is_dropped_whatever_is_drawn(pages: list[RawPage], group: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "ROW_GROUP", group)
        cleaned, units = _units(RawDocument(tuple(pages)))
    assert "".join("".join(u.text.split()) for u in units) == "".join("".join(p.text.split()) for p in cleaned)


# ---- the real PDFs ------------------------------------------------------------------------------------------


@cache
def _real(path: Path) -> tuple[tuple[Page, ...], tuple[Unit, ...]]:
    return _units(extract(path, Limits()))


def _number(text: str) -> Decimal:
    return Decimal(text.rstrip("%").replace(",", "."))


def _weights(units: Sequence[Unit], kind: str) -> dict[int, Decimal]:
    found = {}
    for row in _rows(units):
        values = list(row.values())
        if set(row) == {f"Nomor {kind}", f"Nama {kind}", "Bobot (%)"} and (match := re.search(r"\d+", values[0])):
            found[int(match[0])] = _number(row["Bobot (%)"])
    return found


@pytest.mark.shared
@pytest.mark.slow
def test_printed_weights_add_up_to_their_totals(shared_pdfs: Path) -> None:
    _, units = _real(shared_pdfs / "permenpanrb-59-2020-pemantauan-evaluasi-spbe.pdf")
    domains, aspects, indicators = (_weights(units, kind) for kind in ("Domain", "Aspek", "Indikator"))
    assert (sorted(domains), sorted(aspects), sorted(indicators)) == ([*range(1, 5)], [*range(1, 9)], [*range(1, 48)])
    assert sum(domains.values()) == sum(aspects.values()) == sum(indicators.values()) == 100
    totals = [row["Bobot (%)"] for row in _rows(units) if "Total Bobot" in row.values()]
    assert totals == ["100,00"] * 3
    of_aspects = {1: range(1, 2), 2: range(2, 5), 3: range(5, 7), 4: range(7, 9)}
    of_indicators = {
        1: range(1, 11), 2: range(11, 15), 3: range(15, 19), 4: range(19, 21), 5: range(21, 29), 6: range(29, 32),
        7: range(32, 42), 8: range(42, 48),
    }  # fmt: skip
    for number, parts in of_aspects.items():
        assert domains[number] == sum(aspects[part] for part in parts)
    for number, parts in of_indicators.items():
        assert aspects[number] == sum(indicators[part] for part in parts)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("year", [2023, 2024])
def test_reported_scores_give_the_reported_index(shared_pdfs: Path, year: int) -> None:
    """Indices are computed again from the indicators (PermenPANRB 59/2020, Lampiran I, II.B.4), so that a score that
    slipped into another row would show."""
    _, units = _real(shared_pdfs / f"laporan-evaluasi-spbe-{year}-kota-bandar-lampung.pdf")
    _, guide = _real(shared_pdfs / "permenpanrb-59-2020-pemantauan-evaluasi-spbe.pdf")
    weights = _weights(guide, "Indikator")
    column = f"Nilai Tingkat Kematangan {year}"
    scores = {int(row["No"]): _number(row[column]) for row in _rows(units) if column in row}
    assert sorted(scores) == [*range(1, 48)]
    index = sum(scores[n] * weights[n] for n in scores) / 100
    printed = {row["Nama Indeks"]: _number(row[f"Nilai {year}"]) for row in _rows(units) if "Nama Indeks" in row}
    assert abs(index - printed["SPBE"]) <= Decimal("0.005")
    for name, span in (("Domain Kebijakan SPBE", (1, 11)), ("Domain Layanan SPBE", (32, 48))):
        part = range(*span)
        own = sum(scores[n] * weights[n] for n in part) / sum(weights[n] for n in part)
        assert abs(own - printed[name]) <= Decimal("0.005"), name
    names = [row["Indikator"] for row in _rows(units) if column in row]
    assert all(name.startswith("Tingkat Kematangan") for name in names)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "page", "expected"),
    [
        (
            "permenpanrb-5-2020-manajemen-risiko-spbe.pdf", 26,
            {"Matriks Analisis Risiko 5 x 5": "Level Kemungkinan 4 Sering Terjadi",
             "Level Dampak 3 Cukup Signifikan": "16"},
        ),
        (
            "permenpanrb-5-2020-manajemen-risiko-spbe.pdf", 25,
            {"Area Dampak": "Kinerja Positif", "Level Dampak 5 Sangat Signifikan": "Peningkatan kinerja ≥ 80%"},
        ),
        (
            "peraturan-bssn-8-2024.pdf", 28,
            {"Hasil Evaluasi Desain Kontrol": "Perlu Peningkatan", "Hasil Evaluasi Efektivitas Kontrol": "Efektif",
             "Hasil Evaluasi Implementasi Kontrol": "Sesuai Dengan Desain Kontrol",
             "Konklusi Audit Keamanan SPBE": "Memadai"},
        ),
        (
            "pedoman-menpanrb-3-2024-pemantauan-evaluasi-spbe.pdf", 3,
            {"Deskripsi": "Indeks Domain Manajemen", "2022": "1,32"},
        ),
        ("permenpanrb-59-2020-pemantauan-evaluasi-spbe.pdf", 24, {"Nilai Indeks": "2,6 – < 3,5", "Predikat": "Baik"}),
    ],
)  # fmt: skip
def test_cells_as_they_stand_on_the_page(shared_pdfs: Path, file: str, page: int, expected: dict[str, str]) -> None:
    _, units = _real(shared_pdfs / file)
    mine = _rows([unit for unit in units if unit.page_from <= page <= unit.page_to])
    assert any(expected.items() <= row.items() for row in mine), mine
