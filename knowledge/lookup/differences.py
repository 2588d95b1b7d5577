"""How the indices of two agencies, or of one agency in two years, stand to each other: exact, with the working."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from knowledge.answering.drafting import Draft
from knowledge.catalog import AgencyScore, Domain
from knowledge.lookup.context import Context, number
from knowledge.model import Point
from knowledge.question import Question
from knowledge.scoring import plain, shown

_PARTS = ("index", "policy", "governance", "management", "services")  # by the number of the domain; 0 is the whole


def domain_asked(question: Question, context: Context) -> Domain | None:
    """The one domain of SPBE whose index is asked for; None where it is the whole index."""
    named = [d for d in context.catalog.domains if d.number in question.domains]
    return named[0] if len(named) == 1 else None


def _value(row: AgencyScore, part: Domain | None) -> Decimal:
    value: Decimal = getattr(row, _PARTS[part.number if part else 0])
    return value


def _called(part: Domain | None) -> str:
    return f"Indeks domain {part.name.removesuffix(' SPBE')}" if part else "Indeks SPBE"


def apart(
    question: Question, rows: Sequence[AgencyScore], part: Domain | None, draft: Draft
) -> tuple[str, list[Point]] | None:
    """Which of two agencies has the higher index and by how much, in each year that both have one; the last year
    first. None where they have none in common."""
    one, other = question.agencies
    held = {(row.agency, row.year): row for row in rows}
    years = sorted({year for _, year in held if (one, year) in held and (other, year) in held}, reverse=True)
    points, verdicts = [], []
    for year in years:
        high, low = sorted((held[one, year], held[other, year]), key=lambda row: -_value(row, part))
        first, last = _value(high, part), _value(low, part)
        refs = tuple(dict.fromkeys(draft.cite_fact(row, f"Indeks SPBE {year}") for row in (high, low)))
        standing = f"{high.agency} {number(first)}, {low.agency} {number(last)}"
        points.append(
            Point(
                text=f"{year}: {standing}; selisih {number(first)} − {number(last)} = {plain(first - last)}", refs=refs
            )
        )
        verdicts.append(f"{high.agency} lebih tinggi {plain(first - last)}" if first != last else "sama")
    return (f"{_called(part)} {years[0]}: {verdicts[0]}.", points) if years else None


def change(name: str, rows: list[AgencyScore], part: Domain | None) -> str:
    """How an agency's index changed between its first and last year here; empty where there is one year only."""
    if len(rows) < 2:
        return ""
    first, *_, last = sorted(rows, key=lambda s: s.year)
    before, after = _value(first, part), _value(last, part)
    step = after - before
    share = shown(Fraction(100 * abs(step)) / Fraction(before)).rpartition(" ")[2]
    verb = f"{'naik' if step > 0 else 'turun'} {plain(abs(step))} ({share}%)" if step else "tetap"
    years = f"dari {number(before)} ({first.year}) menjadi {number(after)} ({last.year})"
    return f"{_called(part)} {name} {verb}, {years}:"
