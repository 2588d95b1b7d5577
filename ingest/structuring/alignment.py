"""Which lines of a page make up which row of a table.

Lines follow each other in the order the page was written, row by row. So each row takes a run of lines whose
letters are those of its cells, and the runs that fit best together are found by dynamic programming.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.structuring.grid import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Counts = NDArray[np.int64]
    _Costs = NDArray[np.float64]

_BUCKETS = 64
_MOST_LINES = 300
_NOT_FIRST = 80.0  # letters that a row must fit better for not beginning with its first cell
_TAKEN = 10_000
_SKIP = 1.5  # what a letter costs that stands between two rows and belongs to neither
_SLACK = 0.04
_SURELY = 2
_SPACED = re.compile(r"(?:\b\w ){4}")
_GLUED = 12


def letters(text: str) -> str:
    """Letters and digits of a text, small: what stays the same whatever the layout."""
    return "".join(character for character in text.lower() if character.isalnum())


def align(texts: Sequence[str], rows: Sequence[Row], taken: Sequence[bool]) -> list[tuple[int, int]]:
    """For each row the lines ``first``..``end`` (exclusive) that make it up, in order and apart; empty at its
    place for a row without words. Lines marked ``taken`` are another table's. ``[]`` for a page too long."""
    if not texts or len(texts) > _MOST_LINES:
        return []
    import numpy as np  # only where there are tables

    lines = [letters(text) for text in texts]
    prefix = np.zeros((len(lines) + 1, _BUCKETS), dtype=np.int64)
    for index, line in enumerate(lines):
        prefix[index + 1] = prefix[index] + _counts(line)
        if taken[index]:
            prefix[index + 1, 0] += _TAKEN
    skip = np.array([0.0 if taken[i] else _SKIP * len(line) + 1 for i, line in enumerate(lines)])
    best = np.zeros(len(lines) + 1)  # lines before the first row cost nothing
    back: list[tuple[_Counts, _Counts]] = []
    for position, row in enumerate(rows):
        total = best[:, None] + _costs(prefix, lines, row)
        begin = total.argmin(axis=0)
        placed = total.min(axis=0)
        ends = np.arange(len(lines) + 1)
        last = position == len(rows) - 1
        for index in range(1, len(lines) + 1):
            skipped = placed[index - 1] + (0.0 if last else skip[index - 1])
            if skipped < placed[index]:
                placed[index], ends[index] = skipped, ends[index - 1]
        best = placed
        back.append((begin, ends))
    return _trace(back, len(lines))


def _costs(prefix: _Counts, lines: Sequence[str], row: Row) -> _Costs:
    """What it costs to take lines i..j as this row, for all i ≤ j: letters too many and too few."""
    import numpy as np

    wanted = _counts(letters(" ".join(row.own)))
    difference = prefix[None, :, :] - prefix[:, None, :]
    costs: _Costs = np.abs(difference - wanted).sum(axis=2).astype(np.float64)
    costs[np.tril_indices(len(prefix), -1)] = np.inf
    first = next((letters(text.split()[0]) for text in row.own if letters(text)), "")
    for index, line in enumerate(lines):
        if first and not line.startswith(first):
            costs[index, index + 1 :] += _NOT_FIRST
    return costs


def _trace(back: Sequence[tuple[_Counts, _Counts]], count: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    end = count
    for begin, ends in reversed(back):
        end = int(ends[end])
        start = int(begin[end])
        spans.append((start, end))
        end = start
    return spans[::-1]


def _counts(text: str) -> _Counts:
    import numpy as np

    counts = np.zeros(_BUCKETS, dtype=np.int64)
    for character in text:
        # Bucket 0 marks lines that are taken.
        counts[1 + ord(character) % (_BUCKETS - 1)] += 1
    return counts


def surplus(text: str, row: Row) -> int:
    """How many letters a text has too many or too few for a row."""
    import numpy as np

    return int(np.abs(_counts(letters(text)) - _counts(letters(" ".join(row.own)))).sum())


def fits(text: str, row: Row) -> bool:
    """Whether a text is that of a row, but for a letter or two that two readings of a PDF may differ in."""
    size = len(letters(text))
    return surplus(text, row) <= min(max(_SURELY, _SLACK * size), 12)


def settle(rows: Sequence[Row], spans: Sequence[tuple[int, int]], texts: Sequence[str]) -> list[Row]:
    """Rows whose wrapped words, drawn into the next row's cell, are theirs again.

    A name too long for its row is drawn over the rule below it; the order of the lines tells whose it is.
    """
    settled = list(rows)
    for index in range(len(settled) - 1):
        own = " ".join(texts[spans[index][0] : spans[index][1]])
        for column, text in settled[index + 1].cells:
            head, _, rest = text.partition("\n")
            mine = dict(settled[index].cells)
            if not rest or column not in mine or not letters(head):
                continue
            moved = settled[index].moved(column, f"{mine[column]}\n{head}")
            if surplus(own, moved) + len(letters(head)) <= surplus(own, settled[index]):
                settled[index] = moved
                settled[index + 1] = settled[index + 1].moved(column, rest)
                break
    return settled


def backwards(text: str) -> str:
    """A text set bottom up, letter above letter, in reading order; any other as it is."""
    parts = text.split("\n")
    return "".join(reversed(parts)) if len(parts) >= 4 and all(len(part) == 1 for part in parts) else text


def as_printed(text: str, line: str) -> str:
    """The same letters as they stand in a line: with its blanks, where a cell has them between all letters or none.

    The text itself where its blanks look right or the line does not hold it.
    """
    if not (_SPACED.search(text) or (" " not in text and len(text) >= _GLUED)):
        return text
    places = [index for index, character in enumerate(line) if character.isalnum()]
    at = letters(line).find(letters(text))
    if at < 0 or len(places) != len(letters(line)):
        return text
    end = places[at + len(letters(text)) - 1] + 1
    return line[places[at] : end] + re.sub(r"^.*\w", "", text, flags=re.DOTALL)
