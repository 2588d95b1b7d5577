"""The handbook's units: cut along the bookmarks, complete, small, each naming what stands behind it."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.handbook.book import make
from ingest.handbook.units import (
    LIMIT,
    PEMDI,
    SPAN,
    TERMS,
    TITLE,
    OutlineEntry,
    handbook_units,
    slug,
)
from ingest.reading import read_document
from knowledge.catalog import load
from knowledge.keeping.handbook_source import CONTENTS, underlying
from knowledge.model import Confidence, Page, Regime, Unit
from tests.ingest.handbook_reading import DOCUMENT, read_outline, read_pages

UNSOURCED = re.compile(r"buku-saku/(sampul|daftar-isi|sumber)\b|buku-saku/[a-z-]+$")  # and chapters' introductions


def page(number: int, *lines: str) -> Page:
    text = "\n".join((f"{TITLE} · 3 Indikator Pemdi", *lines, f"Halaman {number}"))
    return Page(number=number, label=str(number), raw=text, text=text)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("buku") / "buku-saku.pdf"
    make(load(), path)
    return path


@pytest.fixture(scope="module")
def pages(book: Path) -> tuple[Page, ...]:
    return read_pages(book)


@pytest.fixture(scope="module")
def units(book: Path, pages: tuple[Page, ...]) -> tuple[Unit, ...]:
    return handbook_units(DOCUMENT, pages, read_outline(book))


def test_units_hold_all_text_but_running_lines(pages: tuple[Page, ...], units: tuple[Unit, ...]) -> None:
    running = re.compile(rf"^(?:{re.escape(TITLE)} · .*|Halaman \d+)\s*$", re.MULTILINE)
    printed = "".join(running.sub("", p.text) for p in pages)
    assert _flat(printed) == _flat("".join(unit.text for unit in units))


def test_units_are_small_numbered_and_unique(units: tuple[Unit, ...]) -> None:
    assert max(len(unit.text) for unit in units) <= LIMIT
    assert all(unit.page_to - unit.page_from < SPAN for unit in units)
    assert [unit.ordinal for unit in units] == list(range(len(units)))
    assert len({unit.id for unit in units}) == len(units)


def test_units_stand_on_their_pages(pages: tuple[Page, ...], units: tuple[Unit, ...]) -> None:
    for unit in units:
        printed = _flat("".join(p.text for p in pages[unit.page_from - 1 : unit.page_to]))
        words = _flat(unit.text)
        assert words[:20] in _flat(pages[unit.page_from - 1].text)
        assert words[-8:] in _flat(pages[unit.page_to - 1].text)
        assert words[:20] in printed


def test_every_unit_with_facts_names_source_and_confidence(units: tuple[Unit, ...]) -> None:
    silent = [unit.id for unit in units if underlying(unit.text) is None and not UNSOURCED.match(unit.id)]
    assert [name for name in silent if "versi-lain" not in name] == []


def test_an_indicator_and_its_levels_are_units(units: tuple[Unit, ...]) -> None:
    found = {unit.id: unit for unit in units}
    level = found["buku-saku/pemdi/indikator-14/level-3"]
    assert (level.regime, level.indicator, level.level) == (Regime.PEMDI, 14, 3)
    assert level.locator == "Indikator Pemdi 14 Infrastruktur Pemerintah Digital, level 3"
    assert level.breadcrumb[:3] == (TITLE, PEMDI.title, "Indikator Pemdi 14 Infrastruktur Pemerintah Digital")
    assert level.text.startswith("Level 3 – ")
    whole = found["buku-saku/pemdi/indikator-14"]
    assert (whole.indicator, whole.level, whole.kind) == (14, None, "handbook")


def test_terms_are_units_of_their_regime(units: tuple[Unit, ...]) -> None:
    found = {unit.id: unit for unit in units}
    catalog = load()
    for term in catalog.terms:
        unit = found[f"buku-saku/istilah/{slug(term.term)}"]
        assert unit.locator == f"istilah {term.term}"
        if term.regime:
            assert unit.regime is term.regime


def test_the_table_of_contents_is_told_apart(units: tuple[Unit, ...]) -> None:
    contents = [unit for unit in units if unit.id.startswith(CONTENTS)]
    assert contents
    assert all("Keyakinan" not in unit.text for unit in contents)


def test_two_sections_on_one_page_and_one_over_two() -> None:
    pages = [
        page(1, "3 Indikator Pemdi", "Pengantar."),
        page(2, "Indikator Pemdi 1 Tata", "Kelola", "Satu.", "Indikator Pemdi 2 Layanan", "Dua."),
        page(3, "Masih dua."),
    ]
    outline = [
        OutlineEntry(PEMDI.title, 1, 0),
        OutlineEntry("Indikator Pemdi 1 Tata Kelola", 2, 1),
        OutlineEntry("Indikator Pemdi 2 Layanan", 2, 1),
    ]
    units = handbook_units(DOCUMENT, pages, outline)
    assert [unit.id for unit in units] == [
        "buku-saku/pemdi",
        "buku-saku/pemdi/indikator-1",
        "buku-saku/pemdi/indikator-2",
    ]
    assert [(unit.page_from, unit.page_to) for unit in units] == [(1, 1), (2, 2), (2, 3)]
    assert units[1].text == "Indikator Pemdi 1 Tata\nKelola\nSatu."
    assert units[2].text == "Indikator Pemdi 2 Layanan\nDua.\nMasih dua."
    assert units[2].page_label == "2"


def test_a_heading_alone_goes_with_what_follows() -> None:
    pages = [page(1, TERMS.title, "API", "Antarmuka.")]
    units = handbook_units(DOCUMENT, pages, [OutlineEntry(TERMS.title, 1, 0), OutlineEntry("API", 1, 1)])
    assert [unit.text for unit in units] == [f"{TERMS.title}\nAPI\nAntarmuka."]


def test_same_titles_get_different_ids() -> None:
    pages = [page(1, TERMS.title, "Isi.", "API", "Satu."), page(2, "API", "Dua.")]
    outline = [OutlineEntry(TERMS.title, 1, 0), OutlineEntry("API", 1, 1), OutlineEntry("API", 2, 1)]
    assert [u.id.rpartition("/")[2] for u in handbook_units(DOCUMENT, pages, outline)] == ["istilah", "api", "api-2"]


def test_a_heading_that_is_not_on_its_page_loses_no_text() -> None:
    pages = [page(1, "Satu."), page(2, "Dua.")]
    units = handbook_units(DOCUMENT, pages, [OutlineEntry("Tak ada", 2, 0)])
    assert [unit.text for unit in units] == ["Satu.", "Dua."]


def test_without_bookmarks_everything_is_still_there() -> None:
    assert [unit.text for unit in handbook_units(DOCUMENT, [page(1, "Satu.")], [])] == ["Satu."]
    assert handbook_units(DOCUMENT, [], []) == ()


@given(
    st.lists(
        st.lists(st.text(st.sampled_from("ab •1\n"), min_size=1, max_size=900), min_size=1, max_size=4),
        min_size=1,
        max_size=6,
    )
)
def test_long_sections_are_cut_without_loss(texts: list[list[str]]) -> None:
    pages = [page(number, *lines) for number, lines in enumerate(texts, 1)]
    units = handbook_units(DOCUMENT, pages, [OutlineEntry("Judul", 1, 0)])
    assert _flat("".join(unit.text for unit in units)) == _flat("".join(line for lines in texts for line in lines))
    assert all(len(unit.text) <= LIMIT and unit.page_to - unit.page_from < SPAN for unit in units)


def test_underlying_of_one_line_broken_over_lines() -> None:
    text = "Isi.\nSumber: PermenPANRB 59/2020 Pasal 1\n(disarikan) ·\nKeyakinan: tinggi"
    assert underlying(text) == ("PermenPANRB 59/2020 Pasal 1 (disarikan)", "tinggi")


def test_underlying_joins_sources_and_keeps_the_weakest_confidence() -> None:
    lines = ("Kriteria – Sumber: A · Keyakinan: draf", "Sumber: B · Keyakinan: sedang", "Sumber: A · Keyakinan: sedang")
    assert underlying("\n".join(lines)) == ("A; B", "draf")


def test_underlying_of_text_without_a_source() -> None:
    assert underlying("Sumber: belum ada") is None
    assert underlying("Sumber: satu\nSumber: dua · Keyakinan: entah") is None


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[A-Za-z0-9/,.()]{1,12}( [A-Za-z0-9/,.()]{1,12}){0,4}", fullmatch=True),
            st.sampled_from(Confidence),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_underlying_reads_what_is_printed(lines: list[tuple[str, Confidence]]) -> None:
    found = underlying("\n".join(f"Sumber: {source} · Keyakinan: {word}" for source, word in lines))
    order = list(Confidence)
    assert found == (
        "; ".join(dict.fromkeys(source for source, _ in lines)),
        max((word for _, word in lines), key=order.index).value,
    )


@pytest.mark.parametrize(
    ("text", "expected"), [("Arsitektur SPBE", "arsitektur-spbe"), ("SP4N-LAPOR!", "sp4n-lapor"), ("≥", "tanpa-judul")]
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_reading_units_needs_no_pdf_writer() -> None:
    code = "import sys, ingest.handbook.units; sys.exit('fpdf' in sys.modules or 'matplotlib' in sys.modules)"
    root = Path(__file__).resolve().parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def _flat(text: str) -> str:
    return "".join(text.split())


def test_read_as_any_pdf_the_book_loses_no_text(book: Path, pages: tuple[Page, ...]) -> None:
    running = re.compile(rf"^(?:{re.escape(TITLE)} · .*|Halaman \d+)\s*$", re.MULTILINE)
    units = read_document(book, load().regulations).units
    text = _flat("".join(unit.text for unit in units))
    # Past the table of contents, whose rows of dots are dropped.
    lines = [line for p in pages if p.number > 8 for line in running.sub("", p.text).splitlines()]
    assert len(lines) > 1000
    assert [line for line in lines if _flat(unicodedata.normalize("NFKC", line)) not in text] == []


def test_a_sentence_over_two_lines_is_whole() -> None:
    full = "Berkas bukti dinamai dengan nomor indikator, huruf urut, lalu nama dokumen,"
    [unit] = handbook_units(DOCUMENT, [page(1, "Judul", full, "misalnya ini.", full, "• Butir.", "Baris pendek")], [])
    assert unit.text == f"Judul\n{full} misalnya ini.\n{full}\n• Butir.\nBaris pendek"
