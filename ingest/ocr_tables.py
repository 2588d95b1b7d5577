"""Ruled tables on a picture of a page: recognised words are put into cells, and cells read row by row.

Tesseract reads a table straight across, so that a label of three lines ("Kriteria / pemenuhan / Level") ends up
inside the sentence beside it. The ruling lines, which it leaves out, say where the cells are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SHRINK = 2
_DARK = 160  # of 255
_SOLID = 0.97  # of a run of points, against specks of a scan
# At 300 dpi, in pixels: longer than a letter is high, a dash wide, a rule thick.
_UPRIGHT, _LEVEL, _THICK, _NEAR = 120, 200, 16, 12


@dataclass(frozen=True)
class Word:
    """A recognised word: its line (in reading order), box in pixels from the upper left, confidence 0–100."""

    text: str
    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


@dataclass(frozen=True)
class Rule:
    """A straight line: its place across and where it runs from and to, in pixels."""

    place: int
    start: int
    end: int


@dataclass(frozen=True)
class Rules:
    """The ruling lines of a page. ``bands``: (top, bottom) of each table."""

    upright: tuple[Rule, ...] = ()
    level: tuple[Rule, ...] = ()
    bands: tuple[tuple[int, int], ...] = field(default=())

    def cell(self, x: float, y: float) -> tuple[int, int, int, int] | None:
        """(top, left, bottom, right) of the cell that holds a point; None outside of tables."""
        beside = [rule.place for rule in self.upright if rule.start - _NEAR <= y <= rule.end + _NEAR]
        around = [rule.place for rule in self.level if rule.start - _NEAR <= x <= rule.end + _NEAR]
        left, right = _between(beside, x)
        top, bottom = _between(around, y)
        if left is None or right is None or top is None or bottom is None:
            return None
        return top, left, bottom, right

    def band(self, y: float) -> int:
        """Which table a height belongs to."""
        return next((n for n, (top, bottom) in enumerate(self.bands) if top - _NEAR <= y <= bottom + _NEAR), -1)


def find_rules(picture: Image.Image) -> Rules:
    """The ruling lines of a grey picture at 300 dpi; none where they make no table."""
    points = np.asarray(picture.convert("L").reduce(_SHRINK)) < _DARK
    if min(points.shape) <= _LEVEL:
        return Rules()
    points = _outlined(points)
    upright, level = tuple(_runs(points, _UPRIGHT)), tuple(_runs(points.T, _LEVEL))
    if len(upright) < 2 or len(level) < 2:
        return Rules()
    bands: list[tuple[int, int]] = []
    for rule in sorted(upright, key=lambda rule: rule.start):
        if bands and rule.start <= bands[-1][1] + _NEAR:
            bands[-1] = (bands[-1][0], max(bands[-1][1], rule.end))
        else:
            bands.append((rule.start, rule.end))
    return Rules(upright, level, tuple(bands))


def read_by_cells(words: Sequence[Word], rules: Rules) -> list[list[Word]]:
    """Lines of words in reading order: as they come outside of tables, cell after cell within. A cell of one line
    and what stands to the right of it in its row are one line."""
    lines: dict[Any, list[Word]] = defaultdict(list)
    for word in words:
        middle = ((word.left + word.right) / 2, (word.top + word.bottom) / 2)
        cell = rules.cell(*middle)
        lines[(word.line, cell, rules.band(middle[1]) if cell else -1)].append(word)
    tables: dict[int, list[tuple[tuple[int, int, int, int], list[Word]]]] = defaultdict(list)
    for (_, cell, band), line in lines.items():
        if cell:
            tables[band].append((cell, line))
    found: list[list[Word]] = []
    for (_, cell, band), line in lines.items():
        if not cell:
            found.append(line)
        elif band in tables:
            found += _rows(tables.pop(band))
    return found


def _rows(parts: Sequence[tuple[tuple[int, int, int, int], list[Word]]]) -> Iterator[list[Word]]:
    cells: dict[tuple[int, int, int, int], list[list[Word]]] = defaultdict(list)
    for cell, line in parts:
        cells[cell].append(line)
    open_row: int | None = None
    waiting: list[Word] = []
    for cell in sorted(cells):
        lines = sorted(cells[cell], key=lambda line: min(word.top for word in line))
        if waiting and cell[0] == open_row:
            lines[0] = waiting + lines[0]
        elif waiting:
            yield waiting
        open_row = cell[0]
        yield from lines[:-1] if len(lines) == 1 else lines
        waiting = lines[0] if len(lines) == 1 else []
    if waiting:
        yield waiting


def _between(places: Sequence[int], at: float) -> tuple[int | None, int | None]:
    return (
        max((place for place in places if place <= at), default=None),
        min((place for place in places if place > at), default=None),
    )


def _runs(points: NDArray[np.bool_], length: int) -> Iterator[Rule]:
    """Upright runs of at least ``length`` pixels in a shrunk picture, neighbouring ones as one rule."""
    shortest = length // _SHRINK
    wide = points.copy()  # a scan stands a little askew
    wide[:, 1:] |= points[:, :-1]
    wide[:, :-1] |= points[:, 1:]
    sums = np.zeros((wide.shape[0] + 1, wide.shape[1]), np.uint16)
    np.cumsum(wide, axis=0, dtype=np.uint16, out=sums[1:])
    solid = sums[shortest:] - sums[:-shortest] >= _SOLID * shortest
    merged: list[list[int]] = []
    for column in np.flatnonzero(solid.any(axis=0)):
        heights = np.flatnonzero(solid[:, column])
        gaps = np.flatnonzero(np.diff(heights) > 1)
        for first, last in zip([heights[0], *heights[gaps + 1]], [*heights[gaps], heights[-1]], strict=True):
            _merge(merged, int(column) * _SHRINK, int(first) * _SHRINK, int(last + shortest) * _SHRINK)
    for left, right, start, end in merged:
        if right - left <= _THICK:
            yield Rule((left + right) // 2, start, end)


def _outlined(points: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Filled cells as their outlines: they end where a rule would stand, and between their letters stands none."""
    size = _THICK // _SHRINK + 1
    core = _sums(points, size) >= _SOLID * size * size
    filled = _sums(np.pad(core, size - 1), size) > 0
    inner = filled.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            inner &= np.roll(filled, step, axis)
    return (points & ~filled) | (filled & ~inner)


def _sums(points: NDArray[np.bool_], size: int) -> NDArray[np.int32]:
    """Dark points in each square of ``size``, by their upper left corner."""
    sums = np.zeros((points.shape[0] + 1, points.shape[1] + 1), np.int32)
    sums[1:, 1:] = points.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    found: NDArray[np.int32] = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    return found


def _merge(merged: list[list[int]], place: int, start: int, end: int) -> None:
    for known in merged:
        if place - known[1] <= 3 * _SHRINK and start <= known[3] + _NEAR and end >= known[2] - _NEAR:
            known[1], known[2], known[3] = place, min(known[2], start), max(known[3], end)
            return
    merged.append([place, place, start, end])
