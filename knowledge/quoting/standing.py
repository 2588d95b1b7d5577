"""On which page of a unit the words of a question stand: the page a person should open first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from knowledge.keeping.index import Entry
from knowledge.model import Page, Retrieved, Unit
from knowledge.quoting.pieces import pieces
from knowledge.text import squeeze, tokens

_BEGINNING = 40  # letters of a piece that tell where it begins
PageOf = Callable[[int, int], Page | None]


class Standing:
    """Finds pieces of units on their pages; what it has found it keeps, since neither ever changes. ``page_of`` gives
    a page by revision and 1-based number."""

    def __init__(self, page_of: PageOf) -> None:
        self._page_of = page_of
        self._letters: dict[tuple[int, int], str] = {}
        self._known: dict[str, tuple[tuple[int, frozenset[str]], ...]] = {}

    def pages(self, entry: Entry, weights: Mapping[str, float]) -> list[int]:
        """The pages of a unit, the one that holds most of the question first, then the others in order.

        ``weights`` gives what each stem of the question counts. A unit that holds none of them keeps its order.
        """
        unit = entry.unit
        every = range(unit.page_from, unit.page_to + 1)
        if len(every) == 1:
            return [unit.page_from]
        held: dict[int, set[str]] = {page: set() for page in every}
        for page, words in self._pieces(entry):
            if page in held:  # a cell merged over several rows may stand on a page before this row's
                held[page] |= words
        first = max(every, key=lambda page: (sum(w for token, w in weights.items() if token in held[page]), -page))
        return [first, *(page for page in every if page != first)]

    def retrieved(self, entry: Entry, score: float, weights: Mapping[str, float]) -> list[Retrieved]:
        """A unit as search results: the page to open first, then the rest of its pages (of a unit of more than three
        pages, that page alone)."""
        pages = self.pages(entry, weights)
        runs = [(pages[0], pages[0]), *(_runs(pages[1:]) if len(pages) <= 3 else ())]
        if len(runs) == 2 and runs[1][0] == pages[0] + 1:
            runs = [(pages[0], runs[1][1])]
        return [
            Retrieved(
                unit_id=entry.unit.id, file=entry.document.file, page_from=first, page_to=last, score=round(score, 6)
            )
            for first, last in runs
        ]

    def _pieces(self, entry: Entry) -> tuple[tuple[int, frozenset[str]], ...]:
        """Each piece of a unit: its page, and its stems (with those of its column's name in a table)."""
        if entry.key not in self._known:
            self._known[entry.key] = tuple(self._located(entry))
        return self._known[entry.key]

    def _located(self, entry: Entry) -> Iterator[tuple[int, frozenset[str]]]:
        unit = entry.unit
        for column, text, first, last in _parts(unit):
            page = first
            for piece in pieces(text):
                page = self._page(entry.rev, piece.text, page, last)
                yield page, frozenset(tokens(f"{column} {piece.text}"))

    def _page(self, rev: int, text: str, first: int, last: int) -> int:
        """The page on which a text begins: the first of these that holds its beginning, else the first."""
        wanted = squeeze(text)[0][:_BEGINNING]
        return next((page for page in range(first, last + 1) if wanted in self._squeezed(rev, page)), first)

    def _squeezed(self, rev: int, number: int) -> str:
        if (rev, number) not in self._letters:
            page = self._page_of(rev, number)
            self._letters[rev, number] = squeeze(page.text)[0] if page else ""
        return self._letters[rev, number]


def _parts(unit: Unit) -> Iterator[tuple[str, str, int, int]]:
    """A unit's cells with their columns, else its whole text; each with its pages."""
    if unit.cells:
        for cell in unit.cells:
            yield cell.column, cell.text, cell.page_from, cell.page_to
    else:
        yield "", unit.text, unit.page_from, unit.page_to


def _runs(pages: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending pages as unbroken runs."""
    found = []
    for _, group in groupby(enumerate(pages), key=lambda pair: pair[1] - pair[0]):
        run = [page for _, page in group]
        found.append((run[0], run[-1]))
    return found
