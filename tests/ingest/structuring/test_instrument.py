"""Indicator blocks of both questionnaires and their five levels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.structuring.instrument import level_name
from ingest.structuring.lines import Line
from ingest.structuring.structure import Section, sections
from ingest.structuring.units import build_units
from knowledge.model import Document, Page, Regime, Unit

DOCUMENT = Document(id="contoh", sha256="0" * 64, file="contoh.pdf", title="Contoh", label="Contoh 1/2031", kind="Uji")

DETAILED = """BAB II
INSTRUMEN
INDIKATOR 32
Domain Aspek Ind Kuesioner
D4 A7 ID-32 Tingkat Kematangan Layanan
Perencanaan.
Deskripsi Indikator: a. Layanan adalah keluaran.
Level 1 Kriteria Level Layanan memberi informasi.
Kriteria Bukti
Dukung
Tangkapan layar.
Level 2 Kriteria Level Kriteria tingkat 1 telah terpenuhi.
Level 3 Kriteria Level Tiga.
Level 4 Kriteria Level Empat.
Level 5 Kriteria Level Lima.
BAB III
KAIDAH
INDIKATOR 32
Contoh kaidah."""

BRIEF = """Domain 1 : Kebijakan Internal SPBE
Aspek 1 : Kebijakan Internal
Indikator 3 : Tingkat Kematangan
Manajemen Data
Pertanyaan : Apakah ada?
Tingkat Kriteria
1 Konsep belum tersedia.
2 Kebijakan telah ditetapkan dengan
3 (tiga) muatan.
3 Kriteria tingkat 2 telah terpenuhi.
4 Empat.
5 Lima.
Jawaban : Pilih tingkat"""


def _levels(text: str) -> list[Section]:
    return [s for s in sections([Line(line, 1) for line in text.split("\n")]) if s.kind == "level"]


def test_detailed_questionnaire() -> None:
    levels = _levels(DETAILED)
    assert [(s.indicator, s.level) for s in levels] == [(32, n) for n in range(1, 6)]
    assert levels[0].trail == (
        "BAB II INSTRUMEN",
        "Indikator 32 Tingkat Kematangan Layanan Perencanaan",
        "Level 1 Informasi",
    )
    assert levels[0].path == "indikator-32/level-1"
    assert levels[0].regime is Regime.SPBE


def test_an_extract_may_begin_within_an_indicator() -> None:
    rest = DETAILED.replace(
        "BAB II\nINSTRUMEN\nINDIKATOR 32", "Level 1 Kriteria Level Satu.\nLevel 2 Kriteria Level Dua.\nINDIKATOR 32"
    )
    found = {section.path: section.indicator for section in sections([Line(text, 1) for text in rest.split("\n")])}
    assert (found["indikator-31/level-2"], found["indikator-32/level-2"]) == (31, 32)
    whole = sections([Line(text, 1) for text in DETAILED.split("\n")])
    assert {section.indicator for section in whole} <= {None, 32}


def test_brief_questionnaire_takes_its_levels_in_sequence() -> None:
    levels = _levels(BRIEF)
    assert [s.level for s in levels] == [1, 2, 3, 4, 5]
    assert levels[0].trail[-2] == "Indikator 3 Tingkat Kematangan Manajemen Data"


def _units(text: str, turns: int = 10_000) -> tuple[Unit, ...]:
    """Units of these lines, with a new page after every ``turns`` lines."""
    lines = [Line(line, 1 + number // turns) for number, line in enumerate(text.split("\n"))]
    pages = [Page(number=n, raw="", text="") for n in range(1, lines[-1].page + 1)]
    return build_units(DOCUMENT, pages, lines)


WHOLE = """INDIKATOR 14
Domain Aspek Ind Kuesioner
D2 A2 ID-14 Tingkat Kematangan Inovasi.
Deskripsi Indikator: a. Inovasi adalah pembaruan.
Ketentuan Penilaian: Penilaian dilakukan
terhadap dokumen.
Contoh Bukti Dukung: Data dukung.
Level 1 Kriteria Level Konsep belum
tersedia.
Kriteria
pemenuhan
Level
Kriteria ini terpenuhi
bila konsep disusun.
Kriteria Bukti
Dukung
1) Draf;
2) Notulensi.
Level 2 Kriteria Level Konsep telah ditetapkan.
Kriteria Pemenuhan Level: Sudah ada.
Kriteria Bukti Dukung Kriteria Bukti yang lain."""


def test_the_parts_of_a_level_are_cells_without_their_labels() -> None:
    first, second = [u for u in _units(WHOLE) if u.kind == "level"]
    assert [(c.column, c.text) for c in first.cells] == [
        ("Kriteria Level", "Konsep belum tersedia."),
        ("Kriteria Pemenuhan", "Kriteria ini terpenuhi bila konsep disusun."),
        ("Kriteria Bukti Dukung", "1) Draf;\n2) Notulensi."),
    ]
    assert [c.text for c in second.cells] == ["Konsep telah ditetapkan.", "Sudah ada.", "Kriteria Bukti yang lain."]


def test_the_parts_of_a_description_are_cells_of_the_indicator() -> None:
    unit = next(u for u in _units(WHOLE) if u.kind == "indicator")
    assert [(c.column, c.text) for c in unit.cells] == [
        ("Deskripsi Indikator", "a. Inovasi adalah pembaruan."),
        ("Ketentuan Penilaian", "Penilaian dilakukan terhadap dokumen."),
        ("Contoh Bukti Dukung", "Data dukung."),
    ]


def test_an_indicator_has_its_name_where_a_scan_misread_its_aspect() -> None:
    unit = next(u for u in _units(WHOLE.replace("D2 A2 ID-14", "D2 Al ID-14")) if u.kind == "indicator")
    assert unit.breadcrumb[-1] == "Indikator 14 Tingkat Kematangan Inovasi"


def test_a_block_without_any_known_label_has_no_cells() -> None:
    units = _units("INDIKATOR 4\nDomain Aspek Ind Kuesioner\nTeks lain saja.")
    assert [(u.kind, u.cells) for u in units] == [("indicator", ())]


def test_a_cell_over_a_page_break_names_both_pages() -> None:
    level = next(u for u in _units(WHOLE, turns=13) if u.level == 1)
    assert [(c.page_from, c.page_to) for c in level.cells] == [(1, 1), (1, 2), (2, 2)]


@given(st.integers(1, 25))
def test_cells_hold_the_same_words_wherever_the_pages_break(turns: int) -> None:
    def cells(units: tuple[Unit, ...]) -> list[tuple[str, str]]:
        return [(c.column, c.text) for u in units for c in u.cells]

    assert cells(_units(WHOLE, turns)) == cells(_units(WHOLE))


def test_a_level_split_in_two_units_has_its_cells_whole_in_the_first() -> None:
    long = "\n".join(f"{n}) butir bukti yang cukup panjang untuk satu baris;" for n in range(1, 60))
    text = WHOLE.replace("bila konsep disusun.", long).replace("1) Draf;", long)
    levels = [u for u in _units(text) if u.level == 1]
    assert len(levels) > 1
    assert levels[0].cells[2].text.startswith("1) butir")
    assert levels[0].cells[2].text.endswith("2) Notulensi.")
    assert not levels[1].cells


def test_the_brief_form_has_one_cell_a_level_without_its_number_and_the_answer() -> None:
    units = _units(BRIEF)
    levels = [u.cells[0] for u in units if u.kind == "level"]
    assert [c.column for c in levels] == ["Kriteria"] * 5
    assert levels[1].text == "Kebijakan telah ditetapkan dengan 3 (tiga) muatan."
    assert levels[2].text == "Kriteria tingkat 2 telah terpenuhi."
    assert levels[4].text == "Lima."
    question = next(u for u in units if u.kind == "indicator").cells
    assert [(c.column, c.text) for c in question] == [("Pertanyaan", "Apakah ada?")]


def test_level_names_of_processes_and_services() -> None:
    assert level_name(14, 3) == "Terdefinisi"
    assert level_name(32, 3) == "Transaksi"
