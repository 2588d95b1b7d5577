"""Units at hand, as a generation holds them, without a knowledge base."""

from __future__ import annotations

from typing import Any, cast

from knowledge.finding.retrieval import Hit
from knowledge.keeping.index import Entry, Index
from knowledge.model import Cell, Document, Unit

RULE = Document(id="perpres-1-2020", sha256="0" * 64, file="a.pdf", title="Perpres", label="Perpres 1/2020", kind="law")


def entry(place: str, text: str, ordinal: int = 0, **more: Any) -> Entry:
    """A unit ``perpres-1-2020/<place>``; its locator is the place unless given."""
    fields = {"kind": "section", "locator": place, "breadcrumb": (RULE.label,), "page_from": 1, "page_to": 1} | more
    unit = Unit(id=f"{RULE.id}/{place}", document_id=RULE.id, ordinal=ordinal, text=text, **fields)
    return Entry(f"1:{place}", 1, RULE, unit, place)


def table(place: str, text: str, rows: list[dict[str, str]], ordinal: int = 0) -> Entry:
    """A table's unit with its cells."""
    cells = tuple(Cell(column=c, text=t, page_from=1, page_to=1) for row in rows for c, t in row.items())
    return entry(place, text, ordinal, kind="row", cells=cells)


class Rows:
    """The part of an index that knows its units."""

    def __init__(self, *rows: Entry) -> None:
        self.rows = list(rows)

    def position(self, key: str) -> int:
        return next(at for at, row in enumerate(self.rows) if row.key == key)


def held(*rows: Entry) -> Index:
    """An index that holds these units in this order."""
    return cast(Index, Rows(*rows))


def hits(*rows: Entry) -> list[Hit]:
    """These units as found, best first."""
    return [Hit(row, 1.0) for row in rows]
