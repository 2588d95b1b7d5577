"""The handbook as a PDF: the same bytes for the same catalog, complete, set within its pages."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from ingest.handbook.book import make
from ingest.handbook.layout import BODY, BOTTOM, HEIGHT, LEFT, Layout
from ingest.handbook.units import CHAPTERS, SUBJECT, TITLE, UNVERIFIED, OutlineEntry
from knowledge.catalog import Catalog, load
from knowledge.model import Confidence, Page, Regime
from tests.ingest.handbook_reading import read_outline, read_pages

POINTS = 72 / 25.4


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Path:
    path = tmp_path_factory.mktemp("buku") / "buku-saku.pdf"
    make(catalog, path)
    return path


@pytest.fixture(scope="module")
def pages(book: Path) -> tuple[Page, ...]:
    return read_pages(book)


@pytest.fixture(scope="module")
def outline(book: Path) -> tuple[OutlineEntry, ...]:
    return read_outline(book)


def test_same_catalog_gives_the_same_bytes(book: Path, catalog: Catalog, tmp_path: Path) -> None:
    make(catalog, tmp_path / "lagi.pdf")
    assert (tmp_path / "lagi.pdf").read_bytes() == book.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["lagi.pdf"]


def test_another_process_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from ingest.handbook.book import make; from knowledge.catalog import load;"
        "make(load(), pathlib.Path(sys.argv[1]))"
    )
    other = tmp_path / "lain.pdf"
    root = Path(__file__).resolve().parents[3]
    subprocess.run([sys.executable, "-c", code, str(other)], check=True, cwd=root, env={"PYTHONHASHSEED": "7"})
    assert hashlib.sha256(other.read_bytes()).digest() == hashlib.sha256(book.read_bytes()).digest()


def test_another_catalog_gives_another_book(book: Path, catalog: Catalog, tmp_path: Path) -> None:
    term = catalog.terms[0].model_copy(update={"definition": "Penjelasan yang lain."})
    make(catalog.model_copy(update={"terms": (term, *catalog.terms[1:])}), tmp_path / "lain.pdf")
    assert (tmp_path / "lain.pdf").read_bytes() != book.read_bytes()


def test_metadata_names_the_book(book: Path) -> None:
    reader = PdfReader(book)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.subject) == (TITLE, SUBJECT)
    assert str(reader.root_object["/Lang"]) == "id"


def test_bookmarks_name_every_chapter_indicator_and_term(outline: tuple[OutlineEntry, ...], catalog: Catalog) -> None:
    titles = [entry.title for entry in outline]
    assert {chapter.title for chapter in CHAPTERS} == {entry.title for entry in outline if entry.depth == 0}
    for indicator in catalog.indicators_of(Regime.PEMDI):
        assert f"Indikator Pemdi {indicator.number} {indicator.short}" in titles
    assert sum(title.startswith("Level ") for title in titles) == 100
    assert {term.term for term in catalog.terms} <= set(titles)


def test_bookmarks_point_to_the_page_that_holds_their_heading(
    outline: tuple[OutlineEntry, ...], pages: tuple[Page, ...]
) -> None:
    for entry in outline:
        assert _flat(entry.title) in _flat(pages[entry.page - 1].raw)


def test_contents_give_the_pages_of_the_bookmarks(outline: tuple[OutlineEntry, ...], pages: tuple[Page, ...]) -> None:
    contents = _flat("".join(p.raw for p in pages if "· Daftar isi" in p.raw))
    for entry in outline:
        if re.match(r"Indikator Pemdi \d", entry.title):
            assert _flat(f"{entry.title}{entry.page}") in contents


def test_pages_carry_running_title_and_number(pages: tuple[Page, ...]) -> None:
    for page in pages[1:]:
        lines = page.raw.strip().split("\n")
        assert lines[0].startswith(f"{TITLE} · ")
        assert lines[-1].strip() == f"Halaman {page.number}"


def test_names_weights_and_evidence_are_printed_in_reading_order(pages: tuple[Page, ...], catalog: Catalog) -> None:
    text = " ".join(" ".join(page.raw for page in pages).split())
    for indicator in catalog.indicators:
        assert indicator.name in text
    for indicator in catalog.indicators_of(Regime.PEMDI):
        for level in indicator.levels:
            assert f"Kriteria: {' '.join(level.criterion.split())}" in _no_running(pages)
            assert all(" ".join(item.split()) in _no_running(pages) for item in level.evidence)


def test_scores_are_printed(pages: tuple[Page, ...], catalog: Catalog) -> None:
    text = _no_running(pages)
    for score in catalog.agency_scores:
        values = (score.index, score.policy, score.governance, score.management, score.services)
        row = " ".join(f"{value:.2f}".replace(".", ",") for value in values)
        assert f"{score.agency} {row} {score.predicate}" in text


def test_facts_that_are_not_official_say_so(pages: tuple[Page, ...], catalog: Catalog) -> None:
    text = _no_running(pages)
    doubtful = [word for word in Confidence if word is not Confidence.TINGGI]
    for word in doubtful:
        assert text.count(f"Keyakinan: {word} ({UNVERIFIED})") == text.count(f"Keyakinan: {word}")
    assert f"Keyakinan: tinggi ({UNVERIFIED})" not in text


def test_nothing_is_printed_beyond_the_margins(book: Path) -> None:
    pdf = pypdfium2.PdfDocument(book)
    for number in range(1, len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, _ = text.get_rect(index)
            assert left >= LEFT * POINTS - 2  # italics lean out a little
            assert right <= page.get_width() - LEFT * POINTS + 2
            said = text.get_text_bounded(*text.get_rect(index))
            assert bottom >= BOTTOM * POINTS - 2 or "Halaman" in said
    pdf.close()


def test_no_page_is_empty_and_no_heading_stands_last(
    pages: tuple[Page, ...], outline: tuple[OutlineEntry, ...]
) -> None:
    for page in pages[1:]:
        lines = [line.strip() for line in page.raw.strip().split("\n")][1:-1]
        assert len(lines) >= 2
        headings = {entry.title for entry in outline if entry.page == page.number}
        assert lines[-1] not in headings or "· Daftar isi" in page.raw


def test_a_word_is_broken_only_when_it_is_wider_than_the_line() -> None:
    with Layout() as page:
        narrow = page.width_of("tanpa-pemisah", BODY) + 0.1
        assert page.broken("ini cukup pendek", BODY, 200) == ("ini cukup pendek",)
        assert "".join(page.broken("a" * 200, BODY, 40)) == "a" * 200
        assert page.broken("tanpa-pemisah kata-kata", BODY, narrow) == ("tanpa-pemisah", "kata-kata")


def test_a_block_that_is_too_tall_flows_over_pages() -> None:
    with Layout() as page:
        page.add_page()
        page.card("Judul", [page.block("kata " * 3000)])
        assert page.page_no() > 1
        assert page.y <= HEIGHT - BOTTOM + 3


def _flat(text: str) -> str:
    return "".join(text.split())


def _no_running(pages: tuple[Page, ...]) -> str:
    lines = (line for page in pages[1:] for line in page.raw.strip().split("\n")[1:-1])
    return " ".join(" ".join(lines).split())
