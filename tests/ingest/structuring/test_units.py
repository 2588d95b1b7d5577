"""Units hold all text, stand on their pages, fit the embedding window and have unique ids."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ingest.extracting.clean import clean
from ingest.extracting.extract import RawDocument, RawPage
from ingest.structuring.lines import join
from ingest.structuring.units import build_units
from knowledge.model import Document, Page, Unit
from tests.ingest.conftest import LAW

DOCUMENT = Document(id="contoh", sha256="0" * 64, file="contoh.pdf", title="Contoh", label="Contoh 1/2031", kind="Uji")


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _units(pages: Sequence[Sequence[str]]) -> tuple[tuple[Page, ...], tuple[Unit, ...]]:
    raw = RawDocument(tuple(RawPage("\n".join(lines), tuple(lines)) for lines in pages))
    cleaned = clean(raw)
    return cleaned.pages, build_units(DOCUMENT, cleaned.pages, cleaned.lines)


def assert_sound(pages: Sequence[Page], units: Sequence[Unit]) -> None:
    """The invariants of units: nothing dropped, text on its pages, ids unique, ordinals in order."""
    assert _squeeze("".join(u.text for u in units)) == _squeeze("".join(p.text for p in pages))
    assert len({u.id for u in units}) == len(units)
    assert [u.ordinal for u in units] == list(range(len(units)))
    for unit in units:
        assert unit.text
        own = _squeeze("".join(p.text for p in pages[unit.page_from - 1 : unit.page_to]))
        assert _squeeze(unit.text) in own


_LINE = st.one_of(
    st.sampled_from([line for page in LAW for line in page]),
    st.sampled_from(
        [
            "BAB II", "A. Umum", "1. Langkah", "a. butir;", "(2) Ayat kedua.", "Tabel 3 Bobot", "INDIKATOR 4",
            "Domain Aspek Ind Kuesioner", "Level 1 Kriteria Level Ada.", "LAMPIRAN II", "ATAS", "PENJELASAN",
            "Domain 1 : Kebijakan", "Indikator 2 : Nama", "Tingkat Kriteria", "1 Satu", "2 Dua", "Pasal", "- 7 -",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60),
)  # fmt: skip


@given(st.lists(st.lists(_LINE, max_size=25), min_size=1, max_size=4))
def test_no_text_is_dropped_whatever_stands_there(pages: list[list[str]]) -> None:
    assert_sound(*_units(pages))


def test_page_one_is_page_one() -> None:
    pages, units = _units(LAW)
    assert units[0].page_from == 1
    assert next(u for u in units if u.id == "contoh/pasal-2").page_from == 2
    assert next(u for u in units if u.id == "contoh/pasal-2").page_label == "2"
    assert units[0].breadcrumb[0] == "Contoh 1/2031"
    assert_sound(pages, units)


def test_long_sections_are_cut_between_items_and_keep_their_lead_in() -> None:
    items = [f"{n}. butir ke-{n} berisi {'keterangan panjang ' * 8}selesai;" for n in range(1, 16)]
    pages, units = _units([["BAB I", "PENDAHULUAN", "Penguji wajib menyiapkan hal berikut:", *items]])
    assert len(units) > 1
    assert all(len(u.text) <= 2_000 for u in units)
    assert units[-1].breadcrumb[-1] == "Penguji wajib menyiapkan hal berikut:"
    assert units[-1].text[0].isdigit()
    assert_sound(pages, units)


def test_a_table_over_two_pages_is_cut_at_the_page_and_keeps_its_columns() -> None:
    first = ["BAB I", "BOBOT", "Tabel 9 Bobot Indikator", "Nomor Nama Bobot", "Indikator 1 Arsitektur 1,30"]
    second = ["Indikator 2 Peta Rencana 1,30", "Indikator 3 Manajemen Data 1,50"]
    filler = [f"Indikator {n} Nama yang cukup panjang untuk satu baris tabel 2,50" for n in range(4, 12)]
    _, units = _units([first + filler, second + filler])
    last = units[-1]
    assert (last.kind, last.page_from) == ("table", 2)
    assert last.breadcrumb[-2:] == ("Tabel 9 Bobot Indikator", "Nomor Nama Bobot")


def test_an_empty_page_makes_no_unit() -> None:
    _, units = _units([[], ["Isi dokumen ini singkat saja."], [" "]])
    assert [u.page_from for u in units] == [2]


def test_the_sum_below_a_table_is_a_line_of_its_own() -> None:
    assert join(["3 RSUD Contoh 845 511", "Jumlah 2.405 1.363"]) == "3 RSUD Contoh 845 511\nJumlah 2.405 1.363"
    assert join(["Rincian untuk tahun 2031", "Jumlah pegawai dihitung."]) == (
        "Rincian untuk tahun 2031 Jumlah pegawai dihitung."
    )
