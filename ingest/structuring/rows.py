"""Tables and lines → sections of rows: each data row (or run of short rows) with its cells.

A row's text is its lines, word for word; its cells come from the drawn table. Words of a cell that do not stand
in the row's lines are not taken over, so that nothing invisible gets in. Where lines cannot be told apart by row,
they stay together, with the cells of all their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.extracting.clean import normalise
from ingest.extracting.drawn import RawTable
from ingest.structuring.alignment import align, as_printed, backwards, fits, letters, settle
from ingest.structuring.grid import NAMELESS, Grid, Row, link, read_grid
from ingest.structuring.lines import Line
from ingest.structuring.structure import Section
from ingest.structuring.ticks import told
from knowledge.model import Cell

# Short rows that follow each other on a page are one unit up to this size, in characters.
ROW_GROUP = 400
_LEAST_FIT = 0.6  # of the rows with words, for a table to be taken apart
_LABEL = 60
_HEADING_LINES = 8  # a caption and heads of columns before the first row
_COLUMNS = 160
_TABLE = re.compile(r"((?:Tabel|TABEL|Matriks|MATRIKS) [0-9]+(?:\.[0-9]+)*(?:\.[A-Z])?)\b.*$")
_WORD = re.compile(r"[^\W\d_]+")
_OTHERS = ("level", "indicator", "pasal", "ayat")  # their parsers know better


@dataclass
class _Placed:
    """A table on its page, and the lines of each row (places in the document)."""

    page: int
    grid: Grid
    spans: list[tuple[int, int]]
    fit: list[bool]

    @property
    def start(self) -> int:
        return min(first for first, end in self.spans if end > first)

    @property
    def end(self) -> int:
        return max(end for first, end in self.spans if end > first)


@dataclass(frozen=True)
class _Item:
    """Lines of one row, of one line over a group, or of heads: what a section is made of."""

    start: int
    end: int
    kind: str
    rows: tuple[Row, ...]
    pages: tuple[int, int]
    fit: bool = True
    number: int = 0


def with_rows(
    found: Sequence[Section], lines: Sequence[Line], tables: Mapping[int, Sequence[RawTable]]
) -> list[Section]:
    """Sections of which those that hold tables are cut into rows.

    ``tables`` by page (1-based). Together the sections hold every line exactly once, as before.
    """
    placed = _place(lines, tables)
    vocabulary = _vocabulary(lines) if placed else frozenset()
    sections = list(found)
    counted: dict[str, int] = {}
    for table in _tables(placed, lines):
        host = _host(sections, table[0])
        if host is None or host.kind in _OTHERS or host.changes:
            continue
        items = list(_items(table))
        if sum(item.kind == "data" for item in items) < 2 or _blank(items):
            continue
        counted[host.path] = counted.get(host.path, 0) + 1
        printed = " ".join(line.text for line in lines[items[0].start : items[-1].end])
        rows = list(_Rows(host, counted[host.path], lines, printed, vocabulary).sections(items))
        sections = _insert(sections, rows, host)
    return sections


def _host(sections: Sequence[Section], part: _Placed) -> Section | None:
    """The section a table stands in. A section that its own heads were taken to begin is none, but a title over
    all its columns is one."""
    index = next((i for i, s in enumerate(sections) if s.start <= part.start < s.end), None)
    if index is None:
        return None
    host = sections[index]
    titled = len(part.grid.rows[0].cells) == 1
    before = sections[index - 1] if index else None
    if host.start < part.start or titled or before is None or before.values or before.kind in _OTHERS:
        return host
    return before


def _place(lines: Sequence[Line], tables: Mapping[int, Sequence[RawTable]]) -> list[_Placed]:
    """Tables with the lines of their rows, in the order of the lines."""
    placed: list[_Placed] = []
    for page in sorted(tables):
        own = [index for index, line in enumerate(lines) if line.page == page]
        if not own:
            continue
        texts = [lines[index].text for index in own]
        taken = [False] * len(own)
        for table in sorted(tables[page], key=_area):  # one within another first
            grid = read_grid(table)
            if grid is None:
                continue
            grid = replace(grid, rows=tuple(_upright(row) for row in grid.rows))
            spans = align(texts, grid.rows, taken)
            if not spans:
                continue
            grid = replace(grid, rows=tuple(settle(grid.rows, spans, texts)))
            fit = [fits(" ".join(texts[a:b]), row) for (a, b), row in zip(spans, grid.rows, strict=True)]
            worded = [good for good, row in zip(fit, grid.rows, strict=True) if letters("".join(row.own))]
            if not worded or sum(worded) < _LEAST_FIT * len(worded):
                continue
            for first, end in spans:
                taken[first:end] = [True] * (end - first)
            placed.append(_Placed(page, grid, [(own[0] + a, own[0] + b) for a, b in spans], fit))
    return sorted((p for p in placed if any(b > a for a, b in p.spans)), key=lambda p: p.start)


def _area(table: RawTable) -> float:
    x0, top, x1, bottom = table.box
    return (x1 - x0) * (bottom - top)


def _upright(row: Row) -> Row:
    for column, text in row.cells:
        row = row.moved(column, backwards(text))
    return replace(row, values=tuple(backwards(value) for value in row.values))


def _tables(placed: Sequence[_Placed], lines: Sequence[Line]) -> Iterator[list[_Placed]]:
    """Tables over all their pages: one goes on where nothing stands between its parts but a page break."""
    if not placed:
        return
    adjacent = [
        before.end == after.start and lines[before.end - 1].page + 1 == after.page for before, after in pairwise(placed)
    ]
    for part, grid in zip(placed, link([part.grid for part in placed], adjacent), strict=True):
        part.grid = grid
    table = [placed[0]]
    for part in placed[1:]:
        if not part.grid.continues:
            yield table
            table = []
        table.append(part)
    yield table


def _items(table: Sequence[_Placed]) -> Iterator[_Item]:
    """Rows in order, numbered, each over a page break whole; rows whose lines run into each other together."""
    items: list[_Item] = []
    for part in table:
        opening = part is not table[0]
        for row, (start, end), fit in zip(part.grid.rows, part.spans, part.fit, strict=True):
            if end == start and fit:
                continue
            item = _Item(start, end, row.kind, (row,), (part.page, part.page), fit)
            if opening and row.kind == "data":
                opening = False
                data = [i for i, other in enumerate(items) if other.kind == "data"]
                if data and not row.values[0].strip() and len(items[data[-1]].rows[-1].values) == len(row.values):
                    items[data[-1] :] = [_longer(items[data[-1]], item)]
                    continue
            if items and item.kind == items[-1].kind == "data" and not (item.fit and items[-1].fit):
                before = items[-1]
                if not item.fit and not before.fit and before.pages[1] == part.page:
                    items[-1] = replace(before, end=max(end, before.end), rows=(*before.rows, row))
                    continue
            items.append(item)
    number = 0
    for item in items:
        if item.end == item.start:
            continue  # words that are nowhere on the page
        if item.kind == "data":
            number += 1
            yield replace(item, number=number)
            number += len(item.rows) - 1
        else:
            yield item


def _blank(items: Sequence[_Item]) -> bool:
    """Whether it is a form to fill in: half of its columns are empty, or more."""
    columns: dict[str, bool] = {}
    for item in items:
        for row in item.rows if item.kind == "data" else ():
            for name, value in zip(row.columns, row.values, strict=True):
                columns[name] = columns.get(name, False) or bool(letters(value))
    return 2 * sum(columns.values()) <= len(columns)


def _longer(before: _Item, rest: _Item) -> _Item:
    """A row and its rest on the next page (with the heads that stand between them)."""
    last, more = before.rows[-1], rest.rows[0]
    values = tuple("\n".join(filter(None, pair)) for pair in zip(last.values, more.values, strict=True))
    row = replace(last, values=values)
    return _Item(before.start, rest.end, "data", (*before.rows[:-1], row), (before.pages[0], rest.pages[1]))


@dataclass(frozen=True)
class _Rows:
    """Makes the sections of one table. ``host``: the section it stands in; ``place``: which table of it;
    ``printed``: all its lines."""

    host: Section
    place: int
    lines: Sequence[Line]
    printed: str
    vocabulary: frozenset[str]

    def sections(self, items: Sequence[_Item]) -> Iterator[Section]:
        """Sections of rows; heads and lines over a group go with the row after them."""
        waiting: list[_Item] = []
        for item in items:
            if waiting and self._apart(waiting, item):
                yield self._section(waiting)
                waiting = []
            waiting.append(item)
        if waiting:
            yield self._section(waiting)

    def _apart(self, waiting: Sequence[_Item], item: _Item) -> bool:
        data = [other for other in waiting if other.kind == "data"]
        if not data:
            return False  # heads wait for their first row
        if item.kind != "data" or not (item.fit and data[-1].fit):
            return True
        turned = self.lines[item.start].page != self.lines[waiting[0].start].page or item.pages[0] != item.pages[1]
        size = sum(len(line.text) + 1 for line in self.lines[data[0].start : item.end])
        gap = item.start > waiting[-1].end
        return turned or gap or size > ROW_GROUP or item.rows[0].columns != data[-1].rows[0].columns

    def _section(self, items: Sequence[_Item]) -> Section:
        data = [item for item in items if item.kind == "data"]
        first = data[0].number if data else 0
        last = data[-1].number + len(data[-1].rows) - 1 if data else 0
        rows = [row for item in data for row in item.rows]
        columns = rows[0].columns if rows else ()
        path = f"{self.host.path}/tabel-{self.place}" if self.place > 1 else self.host.path
        trail = self.host.trail
        group = rows[0].group if rows else ""
        names = " | ".join(dict.fromkeys(filter(None, map(self._name, columns))))[:_COLUMNS]
        return replace(
            self.host,
            start=items[0].start,
            end=max(item.end for item in items),
            path=f"{path}/baris-{first}",
            locator=self._locator(first, last, rows),
            kind="row" if data and all(item.fit for item in items) else "table",
            heading=0,
            trail=tuple(filter(None, (*trail, names, self._name(group)))),
            cells=(),
            values=tuple(cell for item in data for row in item.rows for cell in self._cells(row, item)),
        )

    def _locator(self, first: int, last: int, rows: Sequence[Row]) -> str:
        name = _TABLE.sub(r"\1", self.host.locator)
        if not rows:
            return name
        if last > first:
            return f"{name}, baris {first}–{last}"
        telling = next((v for v in rows[0].values if any(c.isalpha() for c in v)), "")
        label = self._words(telling)
        label = label if len(label) <= _LABEL else label[: _LABEL - 2].rsplit(" ", 1)[0] + " …"
        return f"{name}, baris {first}: {label}" if label else f"{name}, baris {first}"

    def _cells(self, row: Row, item: _Item) -> Iterator[Cell]:
        """The row's values by column. The first column is always there: it tells the rows of a unit apart."""
        line = " ".join(line.text for line in self.lines[item.start : item.end])
        own = {column for column, _ in row.cells}
        texts: list[tuple[str, str]] = []
        for column, (name, value) in enumerate(zip(row.columns, row.values, strict=True)):
            seen = _stands(value, line if column in own else self.printed)
            text = as_printed(self._words(value), self.printed) if seen else ""
            if texts and name and name == row.columns[column - 1] and name not in NAMELESS:
                # One head over several columns: they are one.
                texts[-1] = (texts[-1][0], f"{texts[-1][1]} {text}".strip())
            else:
                texts.append((self._name(name) or NAMELESS[0], text))
        for place, (name, text) in enumerate(told(texts)):
            if text or not place:
                yield Cell(column=name, text=text, page_from=item.pages[0], page_to=item.pages[1])

    def _name(self, text: str) -> str:
        """The name of a column or group; none where it has words that are not printed in the table."""
        return self._words(text) if text in NAMELESS or _stands(text, self.printed) else ""

    def _words(self, text: str) -> str:
        """A cell's lines as one; a word cut at the edge of a narrow cell is whole again where the document has it."""
        parts = [normalise(part) for part in text.split("\n")]
        joined = ""
        for part in filter(None, parts):
            joined = self._join(joined, part) if joined else part
        return joined

    def _join(self, left: str, right: str) -> str:
        cut, rest = _WORD.findall(left)[-1:], _WORD.match(right)
        if not cut or rest is None or not left.rstrip("-").endswith(cut[0]):
            return f"{left} {right}"
        whole = (cut[0] + rest[0]).lower() in self.vocabulary
        if left.endswith("-"):
            return left[:-1] + right if whole and rest[0].islower() else left + right
        if whole and rest[0].islower() and cut[0].lower() not in self.vocabulary:
            return left + right
        return f"{left} {right}"


def _stands(text: str, line: str) -> bool:
    """Whether all words of a text stand in a line."""
    printed = letters(line)
    return all(letters(word) in printed for word in text.split())


def _vocabulary(lines: Sequence[Line]) -> frozenset[str]:
    """Words that stand whole: followed or preceded by others on their line, or long."""
    words: set[str] = set()
    for line in lines:
        found = _WORD.findall(line.text.lower())
        words.update(found[:-1] if len(found) > 1 else [])
        words.update(word for word in found[1:] if len(word) > 8)
    return frozenset(words)


def _insert(found: Sequence[Section], rows: Sequence[Section], host: Section) -> list[Section]:
    """The sections with these rows cut out of them. What a table's lines were taken to begin (a number, a line in
    capitals) begins nothing: the lines up to the next section go on with that before the table."""
    sections: list[Section] = []
    low, high = rows[0].start, rows[-1].end
    heading = host.kind == "table" and low - host.start <= _HEADING_LINES
    outer = _outer(found, host)
    for section in found:
        if section is host:
            if section.start < low and not heading:
                sections.append(replace(section, end=min(section.end, low)))
        elif low <= section.start < high:
            continue
        else:
            sections.append(section)
    pieces = [replace(rows[0], start=host.start), *rows[1:]] if heading else list(rows)
    end = max(high, *(section.end for section in found if section is host or low <= section.start < high))
    filled: list[Section] = []
    for piece, following in zip(pieces, [*(p.start for p in pieces[1:]), end], strict=True):
        filled.append(piece)
        if piece.end < following:
            filled.append(replace(outer, start=piece.end, end=following))
    return sorted([*sections, *filled], key=lambda section: section.start)


def _outer(found: Sequence[Section], host: Section) -> Section:
    """What the lines after a table belong to: the section around it, not its caption."""
    host = replace(host, heading=0)
    if host.kind != "table":
        return replace(host, kind="section", path=f"{host.path}/lanjutan", cells=(), values=())
    trail = host.trail[:-1]
    same = next((s for s in reversed(found) if s.start < host.start and s.trail == trail), None)
    path = host.path.rsplit("/", 1)[0] if "/" in host.path else host.path
    locator = same.locator if same else (trail[-1] if trail else host.locator)
    return replace(host, kind="section", path=f"{path}/lanjutan", locator=locator, trail=trail, cells=(), values=())
