"""Tables as they are drawn on a page: cells with their boxes. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RawCell:
    """A cell as drawn: its box in points, origin at the page's top left, and its lines of text."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str


@dataclass(frozen=True)
class RawRow:
    """The cells that begin in a row, left to right; ``strong``: all in bold or in white."""

    cells: tuple[RawCell, ...]
    strong: bool = False


@dataclass(frozen=True)
class RawTable:
    """A table on one page."""

    rows: tuple[RawRow, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom in points."""
        cells = [cell for row in self.rows for cell in row.cells]
        return (
            min(c.x0 for c in cells),
            min(c.top for c in cells),
            max(c.x1 for c in cells),
            max(c.bottom for c in cells),
        )


def from_json(tables: Sequence[dict[str, Any]]) -> tuple[RawTable, ...]:
    """Tables as :class:`ingest.extracting.tables.TableFinder` gives them, without those that have no cell."""
    return tuple(
        RawTable(tuple(RawRow(tuple(RawCell(*cell) for cell in row["cells"]), row["strong"]) for row in table["rows"]))
        for table in tables
        if any(row["cells"] for row in table["rows"])
    )
