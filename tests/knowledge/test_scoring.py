"""Exact arithmetic: the examples printed in PermenPANRB 59/2020, and what must hold of any levels."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.catalog import load
from knowledge.model import Regime
from knowledge.scoring import Weighted, effect, index, plain, rounded, shown

CATALOG = load()
PARTS: list[tuple[str, Sequence[Weighted]]] = [
    *((f"{regime} seluruhnya", CATALOG.indicators_of(regime)) for regime in Regime),
    *((f"aspek {a.regime} {a.number}", CATALOG.indicators_of(a.regime, a.number)) for a in CATALOG.aspects),
    *((f"domain {d.number}", [a for a in CATALOG.aspects if a.domain == d.number]) for d in CATALOG.domains),
    ("domain", CATALOG.domains),
]
parts = st.sampled_from([rows for _, rows in PARTS])
hundredths = st.integers(100, 500).map(lambda n: Decimal(n) / 100)


def levels(*told: str | int) -> dict[int, Decimal]:
    return dict(enumerate(map(Decimal, told), 1))


def test_the_printed_example_of_an_aspect() -> None:
    aspect = CATALOG.indicators_of(Regime.SPBE, 2)
    assert index(aspect, {11: Decimal(3), 12: Decimal(4), 13: Decimal(3), 14: Decimal(2)}).exact == 3


def test_the_printed_example_of_a_domain() -> None:
    aspects = [a for a in CATALOG.aspects if a.domain == 2]
    made = index(aspects, {2: Decimal(3), 3: Decimal(4), 4: Decimal(3)})
    assert made.exact == Fraction("3.4")


def test_the_printed_example_of_the_whole() -> None:
    made = index(CATALOG.domains, levels("3.70", "3.40", "3.00", "3.20"))
    assert made.exact == Fraction("3.282")
    assert rounded(made.exact) == Decimal("3.28")


@pytest.mark.parametrize(("name", "rows"), [row for row in PARTS if "seluruhnya" in row[0] or row[0] == "domain"])
def test_the_weights_of_a_whole_sum_to_100(name: str, rows: Sequence[Weighted]) -> None:
    assert index(rows, {}).weight == 100, name


@settings(deadline=None)
@given(parts, hundredths)
def test_all_alike_gives_the_same(rows: Sequence[Weighted], value: Decimal) -> None:
    assert index(rows, {row.number: value for row in rows}).exact == Fraction(value)


@settings(deadline=None)
@given(parts, st.data())
def test_an_index_lies_between_its_lowest_and_highest_value(rows: Sequence[Weighted], data: st.DataObject) -> None:
    values = {row.number: data.draw(hundredths) for row in rows}
    exact = index(rows, values).exact
    assert exact is not None
    assert min(values.values()) <= exact <= max(values.values())


@settings(deadline=None)
@given(parts, st.data())
def test_what_is_missing_leaves_bounds_that_hold_whatever_it_is(rows: Sequence[Weighted], data: st.DataObject) -> None:
    values = {row.number: data.draw(hundredths) for row in rows}
    known = {number: value for number, value in values.items() if data.draw(st.booleans())}
    partial, exact = index(rows, known), index(rows, values).exact
    low, high = partial.bounds
    assert exact is not None
    assert 1 <= low <= exact <= high <= 5
    assert {row.number for row in partial.missing} == values.keys() - known.keys()
    assert (partial.exact is None) == bool(partial.missing)


@settings(deadline=None)
@given(parts, st.data())
def test_one_part_more_changes_the_index_by_its_effect(rows: Sequence[Weighted], data: st.DataObject) -> None:
    values = {row.number: data.draw(hundredths) for row in rows}
    chosen = data.draw(st.sampled_from(list(rows)))
    after = data.draw(hundredths)
    before, then = index(rows, values), index(rows, {**values, chosen.number: after})
    assert before.exact is not None
    assert then.exact is not None
    change = effect(chosen.weight, values[chosen.number], after, before.weight)
    assert then.exact - before.exact == change
    assert (change >= 0) == (after >= values[chosen.number])


@settings(deadline=None)
@given(st.data())
def test_the_whole_of_domains_is_the_whole_of_indicators(data: st.DataObject) -> None:
    indicators = CATALOG.indicators_of(Regime.SPBE)
    values = {row.number: data.draw(hundredths) for row in indicators}
    whole = index(indicators, values).exact
    by_aspect = [
        (a.weight, index(CATALOG.indicators_of(Regime.SPBE, a.number), values).exact)
        for a in CATALOG.aspects_of(Regime.SPBE)
    ]
    assert whole == sum(Fraction(weight) * (value or 0) for weight, value in by_aspect) / 100


@pytest.mark.parametrize("value", ["0", "0.99", "5.01", "6"])
def test_a_value_beyond_the_scale_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        index(CATALOG.domains, {1: Decimal(value)})


def test_nothing_has_no_index() -> None:
    with pytest.raises(ValueError, match="at least one"):
        index([], {})


@settings(deadline=None)
@given(st.fractions(-5, 5))
def test_rounding_is_to_the_nearest_hundredth(value: Fraction) -> None:
    assert abs(Fraction(rounded(value)) - value) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), "3,00"),
        (Fraction("3.282"), "3,282 ≈ 3,28"),
        (Fraction("2.125"), "2,125 ≈ 2,13"),
        (Fraction(8, 3), "≈ 2,67"),
    ],
)
def test_values_in_words(value: Fraction, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(("value", "text"), [("2.50", "2,5"), ("10.00", "10"), ("16.5", "16,5"), ("100", "100")])
def test_decimals_without_needless_zeros(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text
