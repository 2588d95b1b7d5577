"""Catalog values as the handbook prints them: numbers, dates, ranges, and the line that names a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ingest.handbook.layout import ITEM, LABEL, NOTE, OFFICIAL, UNOFFICIAL, Block, Layout
from ingest.handbook.units import UNVERIFIED
from knowledge.catalog import Catalog, Fact, Predicate, Regulation, Stage
from knowledge.model import Confidence

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
CARD = 3.0  # indent of the text inside a card, in mm


def number(value: Decimal, places: int | None = None) -> str:
    """A number with a decimal comma, as many places as the catalog states unless told."""
    return f"{value if places is None else round(value, places)}".replace(".", ",")


def percent(value: Decimal) -> str:
    """A weight: ``1,30%``, ``5%``."""
    return f"{number(value)}%"


def day(value: date) -> str:
    """``1 Agustus 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def period(stage: Stage) -> str:
    """When a stage takes place, in words."""
    if stage.start and stage.end:
        return day(stage.start) if stage.start == stage.end else f"{day(stage.start)} – {day(stage.end)}"
    if stage.start:
        return stage.when or f"mulai {day(stage.start)}"
    if stage.end:
        return stage.when or f"selesai {day(stage.end)}"
    return stage.when or "tanggal belum diketahui"


def interval(predicate: Predicate, last: bool) -> str:
    """The range of a predicate: ``1,50 – <2,50``; closed at the top for the highest."""
    return f"{number(predicate.lower, 2)} – {'' if last else '<'}{number(predicate.upper, 2)}"


def credit(catalog: Catalog, fact: Fact) -> str:
    """``Sumber: … · Keyakinan: …``: the regulation behind a fact, its source, and how far it can be trusted."""
    return _credit(catalog, fact.regulation, fact.source, fact.confidence)


def credits_of(catalog: Catalog, facts: Iterable[Fact]) -> tuple[str, ...]:
    """The distinct credits of several facts, in their order."""
    return tuple(dict.fromkeys(credit(catalog, fact) for fact in facts))


def credits_under(page: Layout, catalog: Catalog, facts: Iterable[Fact]) -> None:
    """The distinct credits of what stands above (a table, a figure), one line each."""
    for line in credits_of(catalog, facts):
        page.draw(credit_block(page, line))


def regulations_named(catalog: Catalog, *ids: str) -> list[Regulation]:
    """Those of some regulations that the catalog knows."""
    return [catalog.regulation_by_id[name] for name in ids if name in catalog.regulation_by_id]


def level_credits(catalog: Catalog, regulation: str | None, pairs: Sequence[tuple[str, str, Confidence]]) -> list[str]:
    """Credits of the parts of a level, each named (``Kriteria – Sumber: …``)."""
    return [f"{part} – {_credit(catalog, regulation, source, confidence)}" for part, source, confidence in pairs]


def credit_block(page: Layout, text: str, indent: float = 0.0) -> Block:
    """A credit as a block; what was not read in an official text stands out in amber."""
    return page.block(text, UNOFFICIAL if UNVERIFIED in text else OFFICIAL, indent)


def items(page: Layout, label: str, texts: Sequence[str], indent: float = 0.0) -> list[Block]:
    """A labelled list; nothing where there are no items."""
    if not texts:
        return []
    return [page.block(label, LABEL, indent), *(page.block(text, ITEM, indent, bullet=True) for text in texts)]


def note(page: Layout, fact: Fact, indent: float = 0.0) -> list[Block]:
    """The fact's note, where it has one."""
    return [page.block(f"Catatan: {fact.note}", NOTE, indent)] if fact.note else []


def _credit(catalog: Catalog, regulation: str | None, source: str, confidence: Confidence) -> str:
    known = catalog.regulation_by_id.get(regulation or "")
    named = source if known is None or known.short in source else f"{known.short} – {source}"
    doubt = "" if confidence is Confidence.TINGGI else f" ({UNVERIFIED})"
    return f"Sumber: {named.rstrip('.')} · Keyakinan: {confidence}{doubt}"
