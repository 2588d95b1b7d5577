"""One content in two PDFs: a unit of a scan stands for the unit of its original that says the same.

Pairs of neighbouring words are compared, which survives other line breaks, table cells read in another order and
a misread word now and then: measured on real documents, a scan shares 0.8–0.99 of them with its original. More than
half must be shared; what else shares that much (up to 0.66 was seen) is told apart by its number and its figures.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from functools import cached_property
from itertools import pairwise

from knowledge.keeping.index import Entry
from knowledge.model import Document
from knowledge.text import fold

_WORD = re.compile(r"[a-z0-9]+")

Pair = tuple[str, str]
Pairs = frozenset[Pair]


def pairs(text: str) -> Pairs:
    """Every two neighbouring words of a text, whatever their case, marks and line breaks."""
    return frozenset(pairwise(_WORD.findall(fold(text))))


def same(scan: Document, other: Document, own: Pairs, held: Set[Pair]) -> bool:
    """Whether a scan's ``own`` pairs say what another document says, that shares those ``held`` with it."""
    if 2 * len(held) <= len(own):
        return False
    if scan.id == other.id:
        return True
    if scan.number and other.number:
        return False  # two regulations, however much one repeats of the other
    # Reports that are made from one form differ in their figures only.
    return bool(scan.number or other.number) or _figures_agree(own, held)


class Originals:
    """For the scanned units of a generation, the units of other PDFs that hold their text better."""

    def __init__(self, rows: Sequence[Entry]) -> None:
        self._rows = rows
        self._documents: dict[int, Pairs] = {}

    def of(self, entry: Entry) -> Entry:
        """The unit to show for a unit: that of the original for one of a scan, else the unit itself."""
        return self._found.get(entry.key, entry)

    def best(self, rows: Sequence[Entry]) -> list[Entry]:
        """Units without those that only repeat, scanned, what a better PDF holds."""
        return [row for row in rows if row.key not in self._found]

    @cached_property
    def _found(self) -> dict[str, Entry]:
        scans = {row.key: pairs(row.unit.text) for row in self._rows if row.unit.ocr and not row.document.handbook}
        if len({row.rev for row in self._rows if not row.document.handbook}) < 2 or not scans:
            return {}
        wanted = frozenset().union(*scans.values())
        holders: dict[Pair, list[int]] = defaultdict(list)
        for at, row in enumerate(self._rows):
            for pair in pairs(row.unit.text) & wanted if not row.document.handbook else ():
                holders[pair].append(at)
        return {
            row.key: found
            for row in self._rows
            if row.key in scans and (found := self._original(row, scans[row.key], holders)) is not None
        }

    def _original(self, scan: Entry, own: Pairs, holders: dict[Pair, list[int]]) -> Entry | None:
        shared: dict[int, set[Pair]] = defaultdict(set)
        units: dict[int, Counter[int]] = defaultdict(Counter)
        for pair in own:
            for at in holders[pair]:
                if _better(self._rows[at], scan):
                    shared[self._rows[at].rev].add(pair)
                    units[self._rows[at].rev][at] += 1
        for rev, held in sorted(shared.items(), key=lambda item: -len(item[1])):
            found = self._rows[units[rev].most_common(1)[0][0]]
            if same(scan.document, found.document, own, held) and self._copied(scan, found):
                return found
        return None

    def _copied(self, scan: Entry, other: Entry) -> bool:
        """Whether two PDFs are one document, by name or as a whole: a single unit may repeat any other."""
        if scan.document.id == other.document.id:
            return True
        own, others = self._pairs_of(scan.rev), self._pairs_of(other.rev)
        return same(scan.document, other.document, own, own & others)

    def _pairs_of(self, rev: int) -> Pairs:
        if rev not in self._documents:
            self._documents[rev] = frozenset().union(*(pairs(row.unit.text) for row in self._rows if row.rev == rev))
        return self._documents[rev]


def _better(other: Entry, scan: Entry) -> bool:
    """Whether a unit of another PDF may be shown for a scanned one: not scanned, or of the larger PDF."""
    if other.rev == scan.rev:
        return False
    return (other.unit.ocr, -other.document.pages, other.rev) < (True, -scan.document.pages, scan.rev)


def _figures_agree(own: Pairs, held: Set[Pair]) -> bool:
    """Whether every figure is found too: one that is not may be another one, or misread; both files are kept then."""
    return all(pair in held for pair in own if any(word[0].isdigit() for word in pair))
