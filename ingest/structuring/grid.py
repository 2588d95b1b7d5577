"""A drawn table → columns with names and rows with values, over page breaks.

Cells are told by their boxes: a merged cell counts for each row and column it covers. The heads of columns may take
several rows, stand again on the next page, or stand in the middle where a table changes its columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.extracting.drawn import RawCell, RawTable

_NEAR = 4.0  # points between edges that are one
_NUMBER = re.compile(r"[<>≤≥±~]?\s*[-–]?\s*[0-9][0-9.,]*\s*%?$")
_YEAR = re.compile(r"(19|20)[0-9]{2}$")
_ORDINAL = re.compile(r"\(?[0-9]{1,2}\)?$")
_NUMBERED = re.compile(r"(No\.?|Nomor|Nomer|NO\.?|NOMOR)(\s|$)")
_LONGEST_HEAD = 90
# What the columns of a table without heads are called: the first, and the others.
NAMELESS = ("Uraian", "Isi")


@dataclass(frozen=True)
class Row:
    """A row of a table. ``values``: one text a column, merged cells from above included; ``cells``: (column, text)
    of the cells that stand in this row, in order; ``columns``: the names in force here; ``kind``: head (of
    columns), group (a line over all columns that names what follows) or data; ``starts``: columns in which a
    cell begins."""

    values: tuple[str, ...]
    cells: tuple[tuple[int, str], ...]
    starts: frozenset[int] = frozenset()
    columns: tuple[str, ...] = ()
    kind: str = "data"
    group: str = ""

    @property
    def own(self) -> tuple[str, ...]:
        """The texts that stand in this row."""
        return tuple(text for _, text in self.cells)

    def moved(self, column: int, text: str) -> Row:
        """The row with another text in a column in which one of its cells begins."""
        values = tuple(text if index == column else value for index, value in enumerate(self.values))
        return replace(self, values=values, cells=tuple((c, text if c == column else t) for c, t in self.cells))


@dataclass(frozen=True)
class Grid:
    """A table on one page: its ``edges`` (points, left to right) and rows. ``continues``: it goes on with the
    table before it, whose columns it has."""

    edges: tuple[float, ...]
    rows: tuple[Row, ...]
    named: bool
    continues: bool = False

    @property
    def head(self) -> tuple[str, ...]:
        """All texts of the heads at the top."""
        return tuple(text for row in self._top() for text in row.own)

    def _top(self) -> Iterator[Row]:
        for row in self.rows:
            if row.kind != "head":
                return
            yield row


@dataclass
class _Body:
    """Rows as they come: the cells that cover each, and those that begin in it."""

    edges: list[float]
    covering: list[list[RawCell]] = field(default_factory=list)
    own: list[list[RawCell]] = field(default_factory=list)
    strong: list[bool] = field(default_factory=list)

    def span(self, cell: RawCell) -> tuple[int, int]:
        """The columns a cell covers: first, and last + 1."""
        return _nearest(self.edges, cell.x0), _nearest(self.edges, cell.x1)

    def pattern(self, row: int) -> tuple[tuple[int, int], ...]:
        return tuple(sorted(self.span(cell) for cell in self.covering[row]))


def read_grid(table: RawTable) -> Grid | None:
    """The columns and rows of a table; None for one that has a single column or no words: a frame, no table."""
    body = _body(table)
    patterns = Counter(body.pattern(row) for row in range(len(body.own)))
    columns = max(patterns, key=lambda pattern: (patterns[pattern] * (len(pattern) > 1), len(pattern)), default=())
    edges = sorted({edge for span in columns for edge in span})
    if len(edges) < 3:
        return None
    body.edges = [body.edges[edge] for edge in edges]
    rows = [_row(body, row) for row in range(len(body.own))]
    kinds = _kinds(body, rows)
    if not any(any(row.own) for row in rows):
        return None
    named = "head" in kinds
    return Grid(tuple(body.edges), tuple(_named(rows, kinds)), named)


def _body(table: RawTable) -> _Body:
    cells = [cell for row in table.rows for cell in row.cells]
    body = _Body(_cluster([edge for cell in cells for edge in (cell.x0, cell.x1)]))
    for row in table.rows:
        if not row.cells:
            continue
        top = max(cell.top for cell in row.cells)
        middle = (top + min(cell.bottom for cell in row.cells)) / 2
        body.covering.append([cell for cell in cells if cell.top <= middle < cell.bottom])
        body.own.append(sorted(row.cells, key=lambda cell: cell.x0))
        body.strong.append(row.strong)
    return body


def _cluster(edges: Sequence[float]) -> list[float]:
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge > found[-1] + _NEAR:
            found.append(edge)
    return found


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _row(body: _Body, row: int) -> Row:
    """Values by column; a cell over several columns gives its text to the first."""
    last = len(body.edges) - 2
    values = [""] * (last + 1)
    starts = set()
    for cell in body.covering[row]:
        first = min(body.span(cell)[0], last)
        starts.add(first)
        values[first] = values[first] or cell.text
    own: dict[int, str] = {}
    for cell in body.own[row]:
        first = min(body.span(cell)[0], last)
        own[first] = "\n".join(filter(None, (own.get(first, ""), cell.text)))
    values = [own.get(column, value) for column, value in enumerate(values)]
    return Row(tuple(values), tuple(own.items()), frozenset(starts))


def _kinds(body: _Body, rows: Sequence[Row]) -> list[str]:
    """Head, group or data for each row. A title over all columns at the top belongs to the heads below it."""
    whole = (0, len(body.edges) - 1)
    kinds = ["data"] * len(rows)
    for index, row in enumerate(rows):
        if len(body.own[index]) == 1 and body.span(body.own[index][0]) == whole and len(row.own[0]) <= _LONGEST_HEAD:
            kinds[index] = "group"
    top = 0
    while top < len(rows) and (kinds[top] == "group" or not any(rows[top].own)):
        top += 1
    titled = top > 0
    if top < len(rows) and _is_head(body, rows, kinds, top, titled):
        for index in range(top + 1):
            kinds[index] = "head"
        _deepen(body, rows, kinds, top)
    for index in range(top + 1, len(rows)):
        if kinds[index] == "data" and _changes_columns(rows, kinds, index):
            kinds[index] = "head"
    return kinds


def _is_head(body: _Body, rows: Sequence[Row], kinds: Sequence[str], top: int, titled: bool) -> bool:
    row = rows[top]
    texts = [text for text in row.own if text]
    if not texts or not all(_letters(text) or _YEAR.match(text) for text in texts) or len(rows) - top < 2:
        return False
    if any(len(text) > _LONGEST_HEAD for text in texts):
        return False
    deep = any(cell.bottom > body.own[top + 1][0].top + _NEAR for cell in body.own[top])
    wide = len(row.cells) < len(body.edges) - 1
    if re.search(r"[0-9]$", texts[0]) and not (deep and wide):
        return False
    below = [other for other, kind in zip(rows[top + 1 :], kinds[top + 1 :], strict=True) if kind == "data"]
    if _NUMBERED.match(texts[0]) or _contrasts(row, below):
        return True
    if body.strong[top] or deep or wide:
        return True
    return all(row.own) and (len(row.own) > 2 or not titled)


def _deepen(body: _Body, rows: Sequence[Row], kinds: list[str], top: int) -> None:
    """Further rows of the head: those a merged head reaches into, what stands below a head over several columns,
    and numbers of columns, (1) (2) (3)."""
    reach = max(cell.bottom for cell in body.own[top])
    wide = any(body.span(cell)[1] - body.span(cell)[0] > 1 for cell in body.own[top])
    for index in range(top + 1, len(rows)):
        inside = body.own[index][0].top + _NEAR < reach
        numbers = [text for text in rows[index].own if text]
        counted = len(numbers) > 2 and all(re.fullmatch(r"\(?[0-9]{1,2}\)", text) for text in numbers)
        below = wide and index == top + 1 and body.strong[index] and not any(map(_numeric, rows[index].own))
        if not (inside or counted or below):
            break
        kinds[index] = "head"


def _changes_columns(rows: Sequence[Row], kinds: Sequence[str], index: int) -> bool:
    """Whether a row in the middle names columns: words in each, where the rows below have numbers."""
    row = rows[index]
    if len([value for value in row.values if value]) < 3 or not all(_letters(text) for text in row.own):
        return False
    if any(len(text) > _LONGEST_HEAD for text in row.own) or "\n" not in "".join(row.own):
        return False
    below = [other for other, kind in zip(rows[index + 1 :], kinds[index + 1 :], strict=True) if kind == "data"]
    above = [other for other, kind in zip(rows[:index], kinds[:index], strict=True) if kind == "data"]
    return _contrasts(row, below[:3]) and len(above) < 3


def _contrasts(row: Row, below: Sequence[Row]) -> bool:
    """Whether a column has numbers below a text (or a year) of this row."""
    for column, text in enumerate(row.values):
        values = [other.values[column] for other in below if other.values[column]]
        if not text or not values:
            continue
        numbers = sum(_numeric(value) and not _YEAR.match(value) for value in values)
        if numbers * 2 > len(values) and (not _numeric(text) or _YEAR.match(text)):
            return True
    return False


def _numeric(text: str) -> bool:
    return bool(_NUMBER.match(text))


def _letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _named(rows: Sequence[Row], kinds: Sequence[str]) -> Iterator[Row]:
    """Rows with the names of their columns and the line that stands over their group."""
    width = len(rows[0].values)
    columns: tuple[str, ...] = ()
    head: list[Row] = []
    group = ""
    for row, kind in zip(rows, kinds, strict=True):
        if kind == "head":
            head.append(row)
        elif head:
            columns = _join_heads(head, width)
            head = []
        if kind == "group":
            group = _flat(row.own[0])
        fallback = tuple(NAMELESS[min(column, 1)] for column in range(width))
        yield replace(row, columns=columns or fallback, kind=kind, group="" if kind == "head" else group)


def _join_heads(head: Sequence[Row], width: int) -> tuple[str, ...]:
    """One name a column: the texts above it, line by line, top down; one over several columns counts for each."""
    names: list[list[str]] = [[] for _ in range(width)]
    titles = [row for row in head if len(row.own) == 1 and width > 1 and row is not head[-1]]
    for row in head:
        if any(row is title for title in titles):
            continue
        last = ""
        for column in range(width):
            last = row.values[column] if column in row.starts else last
            if last and last not in names[column]:
                names[column].append(last)
    return tuple("\n".join(texts) for texts in names)


def _flat(text: str) -> str:
    return " ".join(text.split())


def link(grids: Sequence[Grid], adjacent: Sequence[bool]) -> list[Grid]:
    """Grids in order, each that goes on with the one before under its names.

    ``adjacent[i]``: grid i+1 stands at the top of the page after that on whose end grid i stands, and nothing
    between them.
    """
    linked = list(grids[:1])
    for (before, grid), near in zip(pairwise(grids), adjacent, strict=True):
        previous = linked[-1]
        linked.append(_continued(previous, before, grid) if near and _same_columns(previous, grid) else grid)
    return linked


def _same_columns(before: Grid, grid: Grid) -> bool:
    """The same outer edges, and the inner ones of one among those of the other."""
    if abs(before.edges[0] - grid.edges[0]) > _NEAR or abs(before.edges[-1] - grid.edges[-1]) > _NEAR:
        return False
    few, many = sorted((before.edges, grid.edges), key=len)
    return all(any(abs(edge - other) <= _NEAR for other in many) for edge in few)


def _continued(previous: Grid, before: Grid, grid: Grid) -> Grid:
    head, repeated = _squeeze(previous.head), _squeeze(grid.head)
    if grid.head and head != repeated and _certain_head(grid):
        return grid
    data = [row for row in previous.rows if row.kind != "head"]
    columns = data[-1].columns if data else _stretched(before, grid)
    group = data[-1].group if data else ""
    rows = []
    for row in grid.rows:
        kind = row.kind
        if kind == "head" and head != repeated:
            kind = "data"  # taken for a head only because it comes first
        if kind == "group":
            group = _flat(row.own[0])
        names = columns if len(columns) == len(row.values) else row.columns
        rows.append(replace(row, kind=kind, columns=names, group=group))
    return Grid(grid.edges, tuple(rows), bool(columns), continues=True)


def _certain_head(grid: Grid) -> bool:
    """Whether the first row names columns beyond doubt: numbers stand below its words."""
    rows = [row for row in grid.rows if row.kind == "head"]
    data = [row for row in grid.rows if row.kind == "data"]
    return bool(rows) and (_contrasts(rows[-1], data) or bool(_NUMBERED.match(rows[-1].own[0])))


def _stretched(before: Grid, grid: Grid) -> tuple[str, ...]:
    """The names of a table whose heads alone stand before the page break, for the columns after it."""
    names = _join_heads([row for row in before.rows if row.kind == "head"], len(before.edges) - 1)
    stretched = []
    for left, right in pairwise(grid.edges):
        middle = (left + right) / 2
        column = next(
            i for i, (x0, x1) in enumerate(pairwise(before.edges)) if x0 <= middle < x1 or i == len(names) - 1
        )
        stretched.append(names[column])
    return tuple(stretched)


def _squeeze(texts: Sequence[str]) -> str:
    return "".join("".join(texts).split()).lower()
