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
_STEP = 40  # grey levels
_SOLID = 0.95  # of a run of points: rules cross, and a scan has specks
# At 300 dpi, in pixels: longer than a letter is high, a dash wide, a rule thick.
_UPRIGHT, _LEVEL, _THICK, _NEAR = 120, 200, 16, 12


Box = tuple[int, int, int, int]  # top, left, bottom, right


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

    def cell(self, x: float, y: float) -> Box | None:
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
    grey = np.asarray(picture.convert("L").reduce(_SHRINK)).astype(np.int16)
    if min(grey.shape) <= _LEVEL:
        return Rules()
    upright, level = _meeting(list(_runs(_edges(grey), _UPRIGHT)), list(_runs(_edges(grey.T), _LEVEL)))
    bands: list[tuple[int, int]] = []
    for rule in sorted(upright, key=lambda rule: rule.start):
        if bands and rule.start <= bands[-1][1] + _NEAR:
            bands[-1] = (bands[-1][0], max(bands[-1][1], rule.end))
        else:
            bands.append((rule.start, rule.end))
    return Rules(tuple(upright), tuple(level), tuple(bands))


def _meeting(upright: list[Rule], level: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules of a grid: each meets two of the other direction. The foot of a line of print or the stroke of a
    signature may be as straight, but meets none."""
    while True:
        before = len(upright) + len(level)
        upright = [rule for rule in upright if sum(_meets(rule, other) for other in level) >= 2]
        level = [rule for rule in level if sum(_meets(other, rule) for other in upright) >= 2]
        if len(upright) + len(level) == before:
            return upright, level


def _meets(upright: Rule, level: Rule) -> bool:
    return (
        upright.start - _NEAR <= level.place <= upright.end + _NEAR
        and level.start - _NEAR <= upright.place <= level.end + _NEAR
    )


def read_by_cells(words: Sequence[Word], rules: Rules) -> list[list[Word]]:
    """Lines of words in reading order: as they come outside of tables, cell after cell within. A cell of one line
    and what stands to the right of it in its row are one line."""
    outside, tables = _placed(words, rules)
    found: list[list[Word]] = []
    for band, line in outside:
        if line:
            found.append(line)
        else:
            found += _rows(tables[band])
    return found


def tables_of(words: Sequence[Word], rules: Rules, picture: Image.Image, dpi: int) -> list[dict[str, Any]]:
    """The tables as :class:`ingest.extracting.tables.TableFinder` gives them, boxes in points; one column is none."""
    found = []
    for cells in _placed(words, rules)[1].values():
        if len({box[1] for box in cells}) < 2:
            continue
        rows: dict[int, list[list[Any]]] = defaultdict(list)
        for (top, left, bottom, right), lines in sorted(cells.items()):
            text = "\n".join(" ".join(word.text for word in line) for line in lines)
            rows[top].append([*(round(edge * 72 / dpi, 1) for edge in (left, top, right, bottom)), text])
        dark = {top: _on_dark(picture, [box for box in cells if box[0] == top]) for top in rows}
        found.append({"rows": [{"strong": dark[top], "cells": row} for top, row in rows.items()]})
    return found


def _on_dark(picture: Image.Image, boxes: Sequence[Box]) -> bool:
    """Whether a row is printed in white on a dark ground."""
    return all(
        np.asarray(picture.crop((left, top, right, bottom)).convert("L")).mean() < _DARK
        for top, left, bottom, right in boxes
    )


def _placed(
    words: Sequence[Word], rules: Rules
) -> tuple[list[tuple[int, list[Word]]], dict[int, dict[Box, list[list[Word]]]]]:
    """Lines outside of tables in order, an empty one in the place of each table; and each table's cells with
    their lines, top down."""
    lines: dict[tuple[tuple[int, int, int], Box | None, int], list[Word]] = defaultdict(list)
    for word in words:
        middle = ((word.left + word.right) / 2, (word.top + word.bottom) / 2)
        cell = rules.cell(*middle)
        lines[(word.line, cell, rules.band(middle[1]) if cell else -1)].append(word)
    outside: list[tuple[int, list[Word]]] = []
    tables: dict[int, dict[Box, list[list[Word]]]] = {}
    for (_, cell, band), line in lines.items():
        if cell is None:
            outside.append((-1, line))
            continue
        if band not in tables:
            tables[band] = defaultdict(list)
            outside.append((band, []))
        tables[band][cell].append(line)
    for cells in tables.values():
        for box, own in cells.items():
            cells[box] = sorted(own, key=lambda line: min(word.top for word in line))
    return outside, tables


def _rows(cells: dict[Box, list[list[Word]]]) -> Iterator[list[Word]]:
    open_row: int | None = None
    waiting: list[Word] = []
    for box in sorted(cells):
        lines = list(cells[box])
        if waiting and box[0] == open_row:
            lines[0] = waiting + lines[0]
        elif waiting:
            yield waiting
        open_row = box[0]
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


def _edges(grey: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Points between whose left and right the picture grows darker or lighter: both sides of an upright rule, black
    on white or on the grey of a head, or white between two filled cells; the side of a filled cell itself."""
    edges = np.zeros(grey.shape, np.bool_)
    edges[:, 1:-1] = np.abs(grey[:, 2:] - grey[:, :-2]) >= _STEP
    return edges


def _merge(merged: list[list[int]], place: int, start: int, end: int) -> None:
    for known in merged:
        if place - known[1] <= 3 * _SHRINK and start <= known[3] + _NEAR and end >= known[2] - _NEAR:
            known[1], known[2], known[3] = place, min(known[2], start), max(known[3], end)
            return
    merged.append([place, place, start, end])
