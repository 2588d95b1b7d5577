"""Headings of guidelines and reports: captions."""

from __future__ import annotations

import re

import pytest

from ingest.structuring.lines import Line
from ingest.structuring.structure import Section, sections
from tests.ingest.conftest import RealReading


def _sections(text: str) -> list[Section]:
    return sections([Line(line, 1) for line in text.split("\n")])


HEAD = "BAB III\nPROSES PENILAIAN\nA. Tahap Persiapan\n"


def test_a_reference_at_the_start_of_a_line_is_no_caption() -> None:
    text = HEAD + "Aktivitas dideskripsikan pada\nGambar 2.\nGambar 2 Aktivitas Persiapan\nTahap Persiapan dijelaskan."
    found = [s for s in _sections(text) if s.path.endswith("gambar-2")]
    assert [(s.start, s.locator) for s in found] == [(5, "BAB III, Gambar 2 Aktivitas Persiapan")]


def test_a_reference_with_words_after_it_is_no_caption() -> None:
    text = HEAD + "Hal itu dapat dilihat dengan jelas pada\nTabel 4 Bagian Kedua ini.\nTabel 4 Bobot\n1 Arsitektur 2,50"
    assert [s.start for s in _sections(text) if s.kind == "table"] == [5]


def test_a_caption_takes_its_title_from_the_next_line() -> None:
    text = (
        HEAD + "Aktivitas dijelaskan di bawah.\nGambar 2.\nAktivitas pada Tahap Persiapan\nTahap Persiapan dijelaskan."
    )
    [found] = [s for s in _sections(text) if s.path.endswith("gambar-2")]
    assert found.locator == "BAB III, Gambar 2 Aktivitas pada Tahap Persiapan"


def test_a_caption_at_the_end_of_the_document_stands_alone() -> None:
    [found] = [s for s in _sections(HEAD + "Aktivitas dijelaskan.\nGambar 2") if s.path.endswith("gambar-2")]
    assert found.locator == "BAB III, Gambar 2"


def test_a_form_may_be_the_title_of_a_table() -> None:
    [found] = [s for s in _sections(HEAD + "Lihat contoh.\nTabel 6\nFormulir 2.6 Kategori Risiko") if s.kind == "table"]
    assert found.locator == "BAB III, Tabel 6 Formulir 2.6 Kategori Risiko"


@pytest.mark.shared
def test_no_caption_of_the_real_annex_is_doubled(real_reading: RealReading) -> None:
    file = "permenpanrb-59-2020-pemantauan-evaluasi-spbe.pdf"
    locators = [unit.locator for unit in real_reading(file).units]
    assert "Lampiran I, Gambar 2 Aktivitas pada Tahap Persiapan Pemantauan dan Evaluasi SPBE" in locators
    assert not [text for text in locators if re.search(r"(Gambar|Tabel) \S+ \1 ", text)]


def test_numbers_with_points_are_headings_below_their_chapter() -> None:
    text = (
        "BAB III\nKENDALA\n3.1 Umum\nKendala utama ialah tenaga.\n3.2 Tindak Lanjut\nDilakukan pada tahun 2031.\n"
        "3.2.1 Penanggung Jawab\nSekretaris Dinas."
    )
    assert [s.path for s in _sections(text)] == ["bab-iii", "bab-iii/3-1", "bab-iii/3-2", "bab-iii/3-2/3-2-1"]


@pytest.mark.parametrize("line", ["1.1 Latar Belakang ........ 3", "1.1 Latar Belakang 3", "2.1 Nilai aspek 3,10"])
def test_a_line_of_contents_or_of_a_table_is_no_heading(line: str) -> None:
    assert [s.path for s in _sections(f"BAB I\nPENDAHULUAN\n{line}\nDan seterusnya.")] == ["bab-i"]
