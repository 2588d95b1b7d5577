"""The handbook's own words cut into citable units along its PDF outline.

Also holds what the maker and the reader of the handbook must agree on (title, subject, chapters, running
lines), so that reading one needs no PDF-writing library.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.model import Document, Page, Regime, Unit

TITLE = "Buku Saku Literasi SPBE & Pemdi 2026"
SUBJECT = "asisten-spbe-handbook"  # the PDF metadata by which a handbook is recognised
ROOT = "buku-saku"
UNVERIFIED = "belum diverifikasi ke naskah resmi"

LIMIT = 1800  # characters of one unit
SPAN = 3  # pages of one unit
MEASURE = 66  # characters that every full line of the book holds


class Chapter(NamedTuple):
    """A chapter of the handbook: the part of the unit ids, its printed title, the regime it treats, and
    whether its sections are listed in the table of contents."""

    slug: str
    title: str
    regime: Regime | None = None
    listed: bool = True


CHANGES = Chapter("perubahan", "1 Yang berubah pada 2026")
SCORING = Chapter("penilaian", "2 Struktur dan cara menghitung")
PEMDI = Chapter("pemdi", "3 Indikator Pemdi", Regime.PEMDI)
SPBE = Chapter("spbe", "4 Struktur dan tingkat kematangan SPBE", Regime.SPBE)
MAPPING = Chapter("pemetaan", "5 Pemetaan bukti SPBE ke Pemdi", Regime.PEMDI, listed=False)
SCORES = Chapter("nilai", "6 Nilai Indeks SPBE", Regime.SPBE)
TOPICS = Chapter("tanya-jawab", "7 Tanya jawab", listed=False)
TERMS = Chapter("istilah", "8 Daftar istilah", listed=False)
REGULATIONS = Chapter("peraturan", "9 Peraturan dan statusnya", listed=False)
SOURCES = Chapter("sumber", "10 Sumber dan tingkat keyakinan")
TABLE_OF_CONTENTS = Chapter("daftar-isi", "Daftar isi", listed=False)
CHAPTERS = (CHANGES, SCORING, PEMDI, SPBE, MAPPING, SCORES, TOPICS, TERMS, REGULATIONS, SOURCES, TABLE_OF_CONTENTS)

_BY_TITLE = {chapter.title: chapter for chapter in CHAPTERS}
_RUNNING = re.compile(rf"^(?:{re.escape(TITLE)} · .*|Halaman \d+)$")
_INDICATOR = re.compile(r"^(?:Pemetaan )?Indikator (Pemdi|SPBE) (\d+)\b")
_LEVEL = re.compile(r"^(?:Level|Tingkat \w+) ([1-5])\b")
_APPLIES = re.compile(r"^Berlaku untuk: (Pemdi|SPBE)\b", re.MULTILINE)
_REGIME_NAME = re.compile(r"\b(Pemdi|SPBE)\b")
_ITEM_START = re.compile(r"^(?:•|\d+\s|Sumber:|Kriteria|Bukti)")


@dataclass(frozen=True)
class OutlineEntry:
    """One bookmark of a PDF: its title, the 1-based page it points to, and its depth (0 = top)."""

    title: str
    page: int
    depth: int


def handbook_units(document: Document, pages: Sequence[Page], outline: Sequence[OutlineEntry]) -> tuple[Unit, ...]:
    """Cut a handbook into units: one for each bookmark, those longer than 1,800 characters or 3 pages in pieces.

    ``pages`` are all pages in order, ``outline`` the bookmarks in reading order. The units, joined, hold all text
    of the pages but running headers and page numbers.
    """
    body = _Body(pages)
    units: list[Unit] = []
    taken: dict[str, int] = {}
    for section in _sections(body, outline):
        regime, indicator, level = _subject(section.chain, body.text[section.start : section.stop])
        base = _unique("/".join((ROOT, *_slugs(section.chain))), taken)
        for part, (start, stop) in enumerate(_pieces(body, section.start, section.stop), 1):
            first, last = body.page(start), body.page(stop - 1)
            unit = Unit(
                id=base if part == 1 else f"{base}/bagian-{part}",
                document_id=document.id,
                ordinal=len(units),
                kind="handbook",
                locator=_locator(section.chain),
                breadcrumb=(TITLE, *section.chain),
                text=_flow(body.text[start:stop]),
                page_from=first.number,
                page_to=last.number,
                page_label=first.label,
                regime=regime,
                indicator=indicator,
                level=level,
            )
            units.append(unit)
    return tuple(units)


def slug(text: str) -> str:
    """Lower-case words of a title joined by hyphens: ``Arsitektur SPBE`` → ``arsitektur-spbe``."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())) or "tanpa-judul"


class _Section(NamedTuple):
    chain: tuple[str, ...]  # titles from the chapter down
    start: int
    stop: int


class _Body:
    """All pages as one text, without running lines, and the way back from a position to its page."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._starts: list[int] = []
        parts: list[str] = []
        position = 0
        for page in pages:
            lines = page.text.replace("\r\n", "\n").split("\n")
            text = "\n".join(line for line in lines if not _RUNNING.match(line.strip())).strip("\n") + "\n"
            self._starts.append(position)
            parts.append(text)
            position += len(text)
        self.text = "".join(parts)

    def page(self, position: int) -> Page:
        return self._pages[self._index(position)]

    def start_of(self, number: int) -> int:
        """Where the text of a 1-based page begins (the end of all text for a page that is not there)."""
        return next((s for s, p in zip(self._starts, self._pages, strict=True) if p.number >= number), len(self.text))

    def reach(self, position: int) -> int:
        """The first position that a unit beginning here may no longer hold, for its pages."""
        index = self._index(position) + SPAN
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def _index(self, position: int) -> int:
        return bisect_right(self._starts, position) - 1


def _sections(body: _Body, outline: Sequence[OutlineEntry]) -> Iterator[_Section]:
    """The stretches of text between bookmarks; a heading without text of its own goes with what follows it."""
    chain: list[str] = []
    at: list[tuple[tuple[str, ...], int]] = [(("Sampul",), 0)]
    for entry in outline:
        title = " ".join(entry.title.split())
        chain = [*chain[: entry.depth], title]
        at.append((tuple(chain), _find(body, title, entry.page, after=at[-1][1])))
    start: int | None = None
    for number, (titles, begin) in enumerate(at):
        stop = at[number + 1][1] if number + 1 < len(at) else len(body.text)
        start = begin if start is None else start
        if number + 1 < len(at) and " ".join(body.text[start:stop].split()) in ("", titles[-1]):
            continue
        yield _Section(titles, start, stop)
        start = None


def _find(body: _Body, title: str, page: int, after: int) -> int:
    """Where a heading stands on its page, after the heading before it; the page's start where it is not found."""
    begin, end = max(body.start_of(page), after), body.start_of(page + 1)
    words = r"\s+".join(map(re.escape, title.split()))
    for pattern in (rf"^{words}$", rf"^{words}", words):
        if match := re.compile(pattern, re.MULTILINE).search(body.text, begin, end):
            return match.start()
    return begin


def _pieces(body: _Body, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Stretches within the limits of a unit, without white space at their ends; cut between items where one
    begins in the second half, else between lines, else between words."""
    while True:
        start += len(body.text[start:stop]) - len(body.text[start:stop].lstrip())
        if start >= stop:
            return
        end = min(stop, start + LIMIT, body.reach(start))
        if end < stop and body.text[end - 1] != "\n":
            end = _cut(body.text, start, end)
        yield start, start + len(body.text[start:end].rstrip())
        start = end


def _cut(text: str, start: int, end: int) -> int:
    lines = [match.end() for match in re.compile("\n").finditer(text, start, end)]
    items = [cut for cut in lines if cut - start > LIMIT // 2 and _ITEM_START.match(text[cut : cut + 20])]
    if items or lines:
        return (items or lines)[-1]
    space = text.rfind(" ", start, end)
    return space if space > start else end


def _flow(text: str) -> str:
    """Lines that only the width of the page broke, in one again, so that a sentence is whole."""
    out: list[str] = []
    last = ""
    for line in text.split("\n"):
        full = len(last) + len(line.split(" ", 1)[0]) >= MEASURE
        if full and last[-1] not in ".:" and line and not _ITEM_START.match(line):
            out[-1] += f" {line}"
        else:
            out.append(line)
        last = line
    return "\n".join(out)


def _subject(chain: tuple[str, ...], text: str) -> tuple[Regime | None, int | None, int | None]:
    """Regime, indicator and level that a section treats, from its titles and its "Berlaku untuk" line."""
    chapter = _BY_TITLE.get(chain[0])
    regime, indicator, level = chapter.regime if chapter else None, None, None
    for title in chain[1:]:
        named = set(_REGIME_NAME.findall(title))
        if len(named) == 1 and not (chapter and chapter.regime):
            regime = Regime(named.pop().lower())
        if match := _INDICATOR.match(title):
            regime, indicator = Regime(match[1].lower()), int(match[2])
        if match := _LEVEL.match(title):
            level = int(match[1])
    if match := _APPLIES.search(text):
        regime = Regime(match[1].lower())
    return regime, indicator, level


def _slugs(chain: tuple[str, ...]) -> Iterator[str]:
    chapter = _BY_TITLE.get(chain[0])
    yield chapter.slug if chapter else slug(chain[0])
    for title in chain[1:]:
        if match := _INDICATOR.match(title):
            yield f"indikator-{match[2]}"
        elif match := _LEVEL.match(title):
            yield f"level-{match[1]}" if title.startswith("Level") else slug(title)
        else:
            yield slug(title)


def _unique(name: str, taken: dict[str, int]) -> str:
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else _unique(f"{name}-{taken[name]}", taken)


def _locator(chain: tuple[str, ...]) -> str:
    own = chain[-1]
    if len(chain) == 1:
        return f"Bab {own}" if own[:1].isdigit() else own
    if own.startswith("Level") and (match := _LEVEL.match(own)):
        return f"{chain[-2]}, level {match[1]}"
    return f"istilah {own}" if chain[0] == TERMS.title else own
