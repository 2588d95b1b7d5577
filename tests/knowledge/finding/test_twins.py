"""A scanned unit stands for its original; what only resembles it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.finding.twins import Originals, pairs
from knowledge.keeping.index import Entry
from knowledge.model import Document, Unit

WORDS = (
    "Kepala dinas menyusun daftar gudang arsip dan memeriksa kuitansi rusak bersama petugas lapangan setiap hari Senin "
    "sebelum rapat pleno komite dibuka oleh ketua"
)
OTHER = (
    "Juru kunci mencatat cicak tembaga dalam buku merah lalu menyimpan buku itu di lemari besi sampai akhir tahun "
    "anggaran dan melaporkannya kepada camat"
)
REPORT = "Indeks SPBE kota mencapai {} dari 5 dengan predikat baik menurut hasil evaluasi tahun {} oleh asesor luar"


def _entry(
    rev: int, text: str, *, id_: str = "perbup-banjar-5-2030", number: str | None = "5", ocr: bool = False, at: int = 0
) -> Entry:
    document = Document(
        id=id_, sha256=str(rev) * 64, file=f"{rev}.pdf", title=id_, label=id_, kind="Dokumen", number=number, pages=9
    )
    unit = Unit(
        id=f"{id_}/{at}",
        document_id=id_,
        ordinal=at,
        kind="pasal",
        locator="x",
        text=text,
        page_from=1,
        page_to=1,
        ocr=ocr,
    )
    return Entry(f"{rev}:{at}", rev, document, unit, f"{rev}:{at}")


def test_a_scan_with_misread_words_in_another_order_stands_for_its_original() -> None:
    words = WORDS.split()
    scrambled = " ".join([*words[12:], *words[:12]]).replace("kuitansi", "kuitonsi")
    original, scan = _entry(1, WORDS), _entry(2, scrambled, ocr=True)
    originals = Originals([original, _entry(1, OTHER, at=1), scan])
    assert originals.of(scan) == original
    assert originals.of(original) == original
    assert scan not in originals.best([original, scan])


def test_of_two_scans_the_larger_pdf_is_the_original() -> None:
    whole, part = _entry(1, WORDS, ocr=True), _entry(2, WORDS, ocr=True)
    part = Entry(part.key, 2, part.document.model_copy(update={"pages": 2}), part.unit, part.content_hash)
    originals = Originals([whole, part])
    assert (originals.of(part), originals.of(whole)) == (whole, whole)


@pytest.mark.parametrize(
    "other",
    [
        _entry(1, OTHER),
        _entry(1, WORDS, id_="perbup-banjar-9-2031", number="9"),
        _entry(2, WORDS, at=1),
    ],
)
def test_what_is_not_the_original_is_not_taken_for_it(other: Entry) -> None:
    scan = _entry(2, WORDS, ocr=True)
    assert Originals([other, scan]).of(scan) == scan


def test_a_page_that_repeats_a_regulation_is_not_a_copy_of_it() -> None:
    report = [
        _entry(2, text, id_="laporan", number=None, ocr=True, at=at) for at, text in enumerate((WORDS, OTHER * 3))
    ]
    law = _entry(1, WORDS)
    assert Originals([law, *report]).of(report[0]) == report[0]


def test_reports_of_one_form_with_other_figures_are_not_one() -> None:
    scan = _entry(2, REPORT.format("2,31", 2023), id_="laporan-a", number=None, ocr=True)
    other = _entry(1, REPORT.format("2,87", 2024), id_="laporan-b", number=None)
    same = _entry(3, REPORT.format("2,31", 2023), id_="laporan-c", number=None)
    assert Originals([other, scan]).of(scan) == scan
    assert Originals([other, same, scan]).of(scan) == same


@given(st.text())
def test_pairs_do_not_depend_on_case_marks_or_line_breaks(text: str) -> None:
    assert pairs(text.replace(" ", "\n")) == pairs(text)
    assert all(len(pair) == 2 for pair in pairs(text))
