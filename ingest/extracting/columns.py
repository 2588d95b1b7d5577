"""Two columns of print whose lines were written or recognised straight across: read one after the other.

Only running text counts as a column: many lines on both sides of one gap near the middle, most of them going on
from the line before. Tables and labels beside a text stay as they are.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_LEAST_LINES = 8
_LEAST_SHARE = 0.5  # of the page's lines
_MIDDLE = (0.35, 0.65)  # of the width of the print
_GAP = 0.025  # of the width of the print
_RUNNING = 0.4  # of a column's lines begin in the middle of a sentence
_WORDS = 3.0  # a line and column, on average


@dataclass(frozen=True)
class Token:
    """A word and where it stands from left to right, in any unit."""

    left: float
    right: float
    text: str


def in_columns(lines: Sequence[Sequence[Token]]) -> list[str] | None:
    """The page's lines with its two columns one after the other, between lines over its whole width; None where
    there are no two columns. Every word is kept."""
    lines = [line for line in lines if line]
    gutter = _gutter(lines)
    if gutter is None:
        return None
    sides = [_sides(line, gutter) for line in lines]
    both = [side for side in sides if side and side[0] and side[1]]
    if len(both) < max(_LEAST_LINES, _LEAST_SHARE * len(lines)) or not all(
        _is_running([side[column] for side in both]) for column in (0, 1)
    ):
        return None
    return list(_read(lines, sides))


def _gutter(lines: Sequence[Sequence[Token]]) -> float | None:
    left = min((token.left for line in lines for token in line), default=0.0)
    width = max((token.right for line in lines for token in line), default=0.0) - left
    low, high = (left + share * width for share in _MIDDLE)
    gaps = []
    for line in lines:
        found = [(b.left - a.right, (a.right + b.left) / 2) for a, b in pairwise(line) if b.left - a.right > 0]
        inside = [gap for gap in found if gap[0] >= _GAP * width and low <= gap[1] <= high]
        gaps += [max(inside)[1]] if inside else []
    return median(gaps) if len(gaps) >= _LEAST_LINES else None


def _sides(line: Sequence[Token], gutter: float) -> tuple[list[Token], list[Token]] | None:
    """The words left and right of the gutter; None for a line that runs across it."""
    left = [token for token in line if token.right <= gutter]
    right = [token for token in line if token.left >= gutter]
    return (left, right) if len(left) + len(right) == len(line) else None


def _is_running(column: Sequence[Sequence[Token]]) -> bool:
    words = sum(len(line) for line in column)
    running = sum(line[0].text[:1].islower() for line in column)
    return words >= _WORDS * len(column) and running >= _RUNNING * len(column)


def _read(lines: Sequence[Sequence[Token]], sides: Sequence[tuple[list[Token], list[Token]] | None]) -> Iterator[str]:
    columns: tuple[list[str], list[str]] = ([], [])
    for line, side in zip(lines, sides, strict=True):
        if side is None:
            yield from (*columns[0], *columns[1])
            columns = ([], [])
            yield _text(line)
            continue
        for column, words in zip(columns, side, strict=True):
            if words:
                column.append(_text(words))
    yield from (*columns[0], *columns[1])


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def written_in_columns(text_page: pdfium.PdfTextPage, raw: str) -> list[str] | None:
    """As :func:`in_columns` for the text of a PDF page whose columns were written line by line, across."""
    if len(raw) != text_page.count_chars() or not _side_by_side(text_page):
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    lines: list[list[Token]] = []
    start = 0
    for line in raw.split("\n"):
        tokens: list[Token] = []
        at = start
        for word in line.split(" "):
            if word.strip():
                edges = []
                for index in (at, at + len(word.rstrip()) - 1):
                    pdfium_c.FPDFText_GetCharOrigin(text_page, index, x, y)
                    edges.append(x.value)
                tokens.append(Token(edges[0], edges[1] + 1, word.strip()))
            at += len(word) + 1
        lines.append(tokens)
        start += len(line) + 1
    return in_columns(lines)


def _side_by_side(text_page: pdfium.PdfTextPage) -> bool:
    """Whether many runs of text are followed by one at the same height, to the right: cheap, for every page."""
    count = pdfium_c.FPDFText_CountRects(text_page, 0, -1)
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    beside = 0
    before: tuple[float, float, float] | None = None
    for index in range(min(count, 2_000)):
        pdfium_c.FPDFText_GetRect(text_page, index, left, top, right, bottom)
        if before and left.value > before[0] + 4 and bottom.value < before[1] and top.value > before[2]:
            beside += 1
        before = right.value, top.value, bottom.value
    return beside >= _LEAST_LINES
