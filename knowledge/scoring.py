"""Exact arithmetic on maturity levels: indices of an aspect, a domain or the whole, and what changes them.

Source of the formulas: PermenPANRB 59/2020 Lampiran I, Bab II huruf B angka 4 (SPBE), and PermenPANRB 8/2026
Lampiran bagian B as second-hand sources give it (Pemdi). In both an index is the mean of levels weighted by the
weights of its parts: Σ(value × weight) ÷ Σ(weight). The index of a domain made from indices of aspects, and that
of the whole made from those of domains, are the same mean, so one function serves all three. Neither regulation
states how to round: they print two decimals. Nothing is rounded on the way here; a result is rounded half up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

LOWEST, HIGHEST = Decimal(1), Decimal(5)  # the scale of levels and indices in both regimes
PLACES = Decimal("0.01")


class Weighted(Protocol):
    """An indicator, aspect or domain: a number and a weight in percent of the whole index."""

    @property
    def number(self) -> int: ...

    @property
    def weight(self) -> Decimal: ...


@dataclass(frozen=True)
class Index:
    """The index over ``parts`` as far as their values are known. ``total`` is Σ(value × weight) of the known ones,
    ``weight`` the weight of all parts; ``missing`` are those without a value."""

    parts: tuple[Weighted, ...]
    values: Mapping[int, Decimal]

    @property
    def weight(self) -> Decimal:
        return sum((part.weight for part in self.parts), Decimal(0))

    @property
    def known(self) -> tuple[Weighted, ...]:
        return tuple(part for part in self.parts if part.number in self.values)

    @property
    def missing(self) -> tuple[Weighted, ...]:
        return tuple(part for part in self.parts if part.number not in self.values)

    @property
    def total(self) -> Decimal:
        return sum((part.weight * self.values[part.number] for part in self.known), Decimal(0))

    def at(self, rest: Decimal) -> Fraction:
        """The index when every missing part has the value ``rest``."""
        left = sum((part.weight for part in self.missing), Decimal(0))
        return Fraction(self.total + rest * left) / Fraction(self.weight)

    @property
    def exact(self) -> Fraction | None:
        """The index; None while a value is missing."""
        return None if self.missing else self.at(LOWEST)

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest the index can be: missing values at 1 and at 5."""
        return self.at(LOWEST), self.at(HIGHEST)


def index(parts: Sequence[Weighted], values: Mapping[int, Decimal]) -> Index:
    """The index over ``parts`` from ``values`` by number.

    Raises ValueError when there is no part, or a value lies outside 1–5.
    """
    if not parts:
        raise ValueError("an index needs at least one part")
    mine = {part.number: values[part.number] for part in parts if part.number in values}
    if wrong := [value for value in mine.values() if not LOWEST <= value <= HIGHEST]:
        raise ValueError(f"value outside {LOWEST}-{HIGHEST}: {wrong[0]}")
    return Index(tuple(parts), mine)


def effect(weight: Decimal, before: Decimal, after: Decimal, of: Decimal = Decimal(100)) -> Fraction:
    """How much an index of the weight ``of`` (percent) changes when a part of ``weight`` goes from ``before`` to
    ``after``: weight × (after − before) ÷ of."""
    return Fraction(weight * (after - before)) / Fraction(of)


def rounded(value: Fraction, places: Decimal = PLACES) -> Decimal:
    """Half up (away from zero) to two decimals, the form in which both regulations print an index."""
    whole = (abs(value) / Fraction(places) + Fraction(1, 2)).__floor__()
    return whole * places if value >= 0 else -whole * places


def shown(value: Fraction) -> str:
    """A value in Indonesian notation: ``3,28``; ``2,987 ≈ 2,99``; ``≈ 2,67`` where the decimals never end."""
    near = rounded(value)
    short = f"{near:.2f}".replace(".", ",")
    if Fraction(near) == value:
        return short
    fine = rounded(value, Decimal("0.00001"))
    return f"{plain(fine)} ≈ {short}" if Fraction(fine) == value else f"≈ {short}"


def plain(value: Decimal) -> str:
    """A decimal without needless zeros in Indonesian notation: ``2,5``, ``10``, ``16,5``."""
    short = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{short:f}".replace(".", ",")
