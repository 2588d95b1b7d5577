"""Outlines: the numbered sub-headings of a chapter or section as one unit that can be found and quoted.

The steps of a procedure are often sections of their own, and then no unit tells their order. An outline is derived from
the units and the tree whenever an index is built or opened; it is never stored beside them, so that every line of
a document stands in exactly one stored unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from knowledge.model import Document, Node, Unit

if TYPE_CHECKING:
    from knowledge.keeping.index import Entry

FEWEST = 3  # sub-headings that make an outline
_NUMBERED = re.compile(r"(?:[A-Z]|[0-9]{1,2}|[a-z])(?:\.[0-9]{1,2})*[.)]?\s+\S")
_NUMBER = re.compile(r"^(?:BAB\s+[IVXL]+|(?:[A-Z]|[0-9]{1,2}|[a-z])(?:\.[0-9]{1,2})*[.)])\s+")
_NAME = "/kerangka"
_PARENTS = ("bab", "section", "lampiran")


def outlines(document: Document, units: Sequence[Unit], nodes: Sequence[Node]) -> list[Unit]:
    """One unit (kind "outline") for each chapter or section with at least three numbered sub-headings, in the order of
    the document. Its lines are the headings, verbatim; its pages those on which they stand."""
    by_id = {unit.id: unit for unit in units}
    above = {node.id: node for node in nodes if node.kind in _PARENTS}
    numbered = [n for n in nodes if n.kind == "section" and n.parent in above and _NUMBERED.match(n.heading)]
    children: dict[str, list[Node]] = {}
    for child in numbered:
        children.setdefault(child.parent or "", []).append(child)
    return [
        _outline(document, above[parent], below, by_id[below[0].unit])
        for parent, below in children.items()
        if len(below) >= FEWEST and below[0].unit in by_id
    ]


def covering(rows: Sequence[Entry], known: Sequence[Entry]) -> Entry | None:
    """The outline among ``known`` under which most of these units stand, two at least; of several the innermost."""
    counted = [(sum(within(row, outline) for row in rows), len(outline.unit.id), outline) for outline in known]
    most, _, found = max(counted, key=lambda item: item[:2], default=(0, 0, None))
    return found if most >= 2 else None


def within(row: Entry, outline: Entry) -> bool:
    """Whether a unit stands under an outline's heading."""
    return row.rev == outline.rev and row.unit.id.startswith(outline.unit.id.removesuffix(_NAME) + "/")


def named(heading: str) -> str:
    """A heading without its number ("BAB III", "C.")."""
    return _NUMBER.sub("", heading)


def _outline(document: Document, node: Node, below: Sequence[Node], first: Unit) -> Unit:
    """The outline of a node; its place in the document is that of its first sub-heading's unit."""
    crumbs = [crumb for crumb, _ in groupby((*_above(first, below[0]), node.heading))]
    return Unit(
        id=f"{document.id}/{node.id}{_NAME}",
        document_id=document.id,
        ordinal=first.ordinal,
        kind="outline",
        locator=node.heading,
        breadcrumb=tuple(crumbs),
        text="\n".join([node.heading, *(child.heading for child in below)]),
        page_from=below[0].page_from,
        page_to=max(child.page_from for child in below),
        page_label=first.page_label,
        regime=first.regime,
        ocr=first.ocr,
    )


def _above(unit: Unit, node: Node) -> tuple[str, ...]:
    """What stands above a node in the breadcrumb of the unit in which it begins."""
    crumbs = unit.breadcrumb
    return crumbs[: crumbs.index(node.heading)] if node.heading in crumbs else crumbs[:1]
