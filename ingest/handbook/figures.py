"""The handbook's figures, drawn as vectors: bars of weights, a calendar of stages, lines of a series."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ingest.handbook.layout import AMBER, BLUE, GREY, INK, INNER, LEFT, NAVY, RULE, TEAL, WHITE, Colour, Layout, Style

LABEL = Style(7.2, line=3.7)
VALUE = Style(7.2, "B", line=3.7)
TICK = Style(6.2, "", GREY, line=3.4)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


class Bar(NamedTuple):
    """One bar: label, value, the value as printed, colour."""

    label: str
    value: float
    printed: str
    colour: Colour = BLUE


class Span(NamedTuple):
    """One stretch of a calendar; ``firm`` ones are drawn filled, the others hatched in amber."""

    label: str
    start: date
    end: date
    printed: str
    firm: bool


class Series(NamedTuple):
    """One line of a chart: name, a value for each point of the axis (None: not published), colour."""

    name: str
    values: Sequence[float | None]
    colour: Colour
    bold: bool = False


def bars(page: Layout, items: Sequence[Bar], caption: str) -> None:
    """A horizontal bar chart: label, bar, value, from the top down."""
    labels = INNER * 0.46
    rows = [page.broken(item.label, LABEL, labels - 3) for item in items]
    heights = [max(len(lines) * LABEL.line, 4.6) + 2.0 for lines in rows]
    page.caption(caption, "Gambar", sum(heights) + 3)
    longest = max(item.value for item in items)
    x, y = LEFT + labels, page.y
    for item, lines, height in zip(items, rows, heights, strict=True):
        top = y + (height - len(lines) * LABEL.line) / 2
        for number, line in enumerate(lines):
            page.put_line(LEFT, top + number * LABEL.line, line, LABEL)
        length = (INNER - labels - 16) * item.value / longest
        page.fill(x, y + (height - 4.2) / 2, length, 4.2, item.colour)
        page.put_line(x + length + 1.5, y + (height - VALUE.line) / 2, item.printed, VALUE)
        y += height
    page.set_draw_color(*RULE)
    page.line(x, page.y, x, y)
    page.set_xy(LEFT, y + 3)


def calendar(page: Layout, spans: Sequence[Span], caption: str) -> None:
    """Stages over months: one row each, its name and dates above its bar."""
    first = min(span.start for span in spans).replace(day=1)
    last = max(span.end for span in spans)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    row, axis = 9.6, 5.0
    page.caption(caption, "Gambar", axis + row * len(spans) + 4)
    width, y = INNER / months, page.y

    def at(day: date, whole: int = 0) -> float:
        index = (day.year - first.year) * 12 + day.month - first.month
        return LEFT + width * (index + (day.day - 1 + whole) / 31)

    bottom = y + axis + row * len(spans)
    for number in range(months):
        month = (first.month - 1 + number) % 12
        year = first.year + (first.month - 1 + number) // 12
        page.put_line(LEFT + number * width, y, f"{MONTHS[month]} {year}", TICK, "C", width)
        page.set_draw_color(*RULE)
        page.line(LEFT + number * width, y + axis - 0.6, LEFT + number * width, bottom)
    page.line(LEFT + INNER, y + axis - 0.6, LEFT + INNER, bottom)
    for number, span in enumerate(spans):
        top = y + axis + number * row
        text = f"{span.label}: {span.printed}"
        length = page.width_of(text, TICK)
        start = min(at(span.start) + 0.8, LEFT + INNER - length - 0.8)
        page.fill(max(start, LEFT) - 0.4, top + 0.6, length + 0.8, TICK.line, WHITE)
        page.put_line(max(start, LEFT), top + 0.6, text, TICK._replace(colour=INK))
        left = at(span.start)
        page.fill(left, top + 4.4, max(at(span.end, 1) - left, 1.4), 3.6, TEAL if span.firm else AMBER)
        if not span.firm:
            _hatch(page, left, top + 4.4, max(at(span.end, 1) - left, 1.4), 3.6)
    page.set_xy(LEFT, bottom + 2.5)


def _hatch(page: Layout, x: float, y: float, width: float, height: float) -> None:
    """White slanted lines: told apart from a filled bar in black and white, too."""
    page.set_draw_color(*WHITE)
    page.set_line_width(0.35)
    at = x
    while at + height < x + width:
        page.line(at, y + height, at + height, y)
        at += 1.8
    page.set_line_width(0.2)


def lines(page: Layout, ticks: Sequence[str], series: Sequence[Series], top: float, caption: str) -> None:
    """A line chart from 1 to ``top``; the values of bold series are printed at their points."""
    height, legend = 52.0, 5.5
    page.caption(caption, "Gambar", height + legend + 8)
    x0, y0, width = LEFT + 7, page.y + legend, INNER - 12
    at = LEFT
    for item in series:
        page.fill(at, page.y + 1.4, 4, 1.1, item.colour)
        y = page.y
        page.put_line(at + 5, y, item.name, TICK)
        page.set_y(y)
        at += page.width_of(item.name, TICK) + 9

    def spot(index: int, value: float) -> tuple[float, float]:
        return x0 + width * (index + 0.5) / len(ticks), y0 + height * (1 - (value - 1) / (top - 1))

    for mark in range(1, int(top) + 1):
        y = spot(0, float(mark))[1]
        page.put_line(LEFT, y - TICK.line / 2, str(mark), TICK, "R", 5)
        page.rule(y, x=x0, width=width)
    for item in series:
        _polyline(page, item, spot)
    for item in series:
        if item.bold:
            _values(page, item, spot)
    for index, tick in enumerate(ticks):
        page.put_line(x0 + width * index / len(ticks), y0 + height + 1, tick, TICK, "C", width / len(ticks))
    page.set_xy(LEFT, y0 + height + 7)


def _polyline(page: Layout, item: Series, spot: Callable[[int, float], tuple[float, float]]) -> None:
    points = [(*spot(i, value), value) for i, value in enumerate(item.values) if value is not None]
    page.set_draw_color(*item.colour)
    page.set_line_width(0.8 if item.bold else 0.35)
    for (x1, y1, _), (x2, y2, _) in pairwise(points):
        page.line(x1, y1, x2, y2)
    page.set_fill_color(*item.colour)
    radius = 0.9 if item.bold else 0.6
    for x, y, _ in points:
        page.ellipse(x - radius, y - radius, 2 * radius, 2 * radius, style="F")
    page.set_line_width(0.2)


def _values(page: Layout, item: Series, spot: Callable[[int, float], tuple[float, float]]) -> None:
    """The values of a series over its points, on white, so that no line runs through a figure."""
    style = VALUE._replace(size=6.2, colour=NAVY, line=2.8)
    for index, value in enumerate(item.values):
        if value is not None:
            x, y = spot(index, value)
            page.fill(x - 3.6, y - 4.1, 7.2, 2.8, WHITE)
            page.put_line(x - 6, y - 4.1, f"{value:.2f}".replace(".", ","), style, "C", 12)
