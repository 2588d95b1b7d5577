"""One content in two PDFs: a unit of a scan stands for the unit of its original that says the same.

Runs of three words are compared, which survives other line breaks and a misread word now and then: measured on
real regulations, a scan shares 0.8–0.9 of them with its original, different documents at most 0.65.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from knowledge.index import Entry
from knowledge.text import fold

SCAN = 0.7  # share of a scan's runs that its original holds
FEWEST = 8  # runs below which a unit is too short to be told from others
_RUN = 3
_WORD = re.compile(r"[a-z0-9]+")

Run = tuple[str, ...]
Runs = frozenset[Run]


def runs(text: str) -> Runs:
    """Every run of three words of a text, whatever its case, marks and line breaks."""
    words = _WORD.findall(fold(text))
    return frozenset(zip(*(words[at:] for at in range(_RUN)), strict=False))


class Originals:
    """For the scanned units of a generation, the units of other PDFs that hold their text better."""

    def __init__(self, rows: Sequence[Entry]) -> None:
        self._rows = rows

    def of(self, entry: Entry) -> Entry:
        """The unit to show for a unit: that of the original for one of a scan, else the unit itself."""
        return self._found.get(entry.key, entry)

    def best(self, rows: Sequence[Entry]) -> list[Entry]:
        """Units without those that only repeat, scanned, what a better PDF holds."""
        return [row for row in rows if row.key not in self._found]

    @cached_property
    def _found(self) -> dict[str, Entry]:
        scans = {row.key: runs(row.unit.text) for row in self._rows if row.unit.ocr and not row.document.handbook}
        if len({row.rev for row in self._rows if not row.document.handbook}) < 2 or not scans:
            return {}
        wanted = frozenset().union(*scans.values())
        holders: dict[Run, list[int]] = defaultdict(list)
        for at, row in enumerate(self._rows):
            for run in runs(row.unit.text) & wanted if not row.document.handbook else ():
                holders[run].append(at)
        return {
            row.key: found
            for row in self._rows
            if row.key in scans and (found := self._original(row, scans[row.key], holders)) is not None
        }

    def _original(self, scan: Entry, own: Runs, holders: dict[Run, list[int]]) -> Entry | None:
        if len(own) < FEWEST:
            return None
        shared: dict[int, set[Run]] = defaultdict(set)
        units: dict[int, Counter[int]] = defaultdict(Counter)
        for run in own:
            for at in holders[run]:
                if _better(self._rows[at], scan):
                    shared[self._rows[at].rev].add(run)
                    units[self._rows[at].rev][at] += 1
        for rev, held in sorted(shared.items(), key=lambda item: -len(item[1])):
            place = units[rev].most_common(1)[0][0]
            if len(held) >= SCAN * len(own) and (_one(scan, self._rows[place]) or _figures_agree(own, held)):
                return self._rows[place]
        return None


def _better(other: Entry, scan: Entry) -> bool:
    """Whether a unit of another PDF may be shown for a scanned one: not scanned, or of the larger PDF."""
    if other.rev == scan.rev or (other.document.number and scan.document.number and not _one(other, scan)):
        return False
    return (other.unit.ocr, -other.document.pages, other.rev) < (True, -scan.document.pages, scan.rev)


def _one(entry: Entry, other: Entry) -> bool:
    return entry.document.id == other.document.id


def _figures_agree(own: Runs, held: set[Run]) -> bool:
    """Reports made from one form differ in their figures only: those must be found too."""
    with_figures = [run for run in own if any(word[0].isdigit() for word in run)]
    return sum(run in held for run in with_figures) >= 0.9 * len(with_figures)
