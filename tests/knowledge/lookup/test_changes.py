"""The change between two figures of a table."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lookup.changes import change, decimal
from knowledge.question import Question

PERCENT = Question(text="", spelled="berapa persen kenaikan air", search="")
STEP = Question(text="", spelled="naik berapa air", search="")


@pytest.mark.parametrize(
    ("text", "value"),
    [("2,87", "2.87"), ("1.240", "1240"), ("71%", "71"), ("2,98 (Baik)", "2.98"), ("16-20", None), ("Baik", None)],
)
def test_figures_are_read_as_printed(text: str, value: str | None) -> None:
    assert decimal(text) == (None if value is None else Decimal(value))


def test_the_difference_and_on_request_the_percentage_with_its_working() -> None:
    told = [(2031, "2,30"), (2030, "1,50")]
    assert change(STEP, "Air", told) == "Air 2030 ke 2031: 1,50 → 2,30, naik 0,80"
    assert change(PERCENT, "Air", told) == "Air 2030 ke 2031: 1,50 → 2,30, naik 0,80 atau 53,3% (0,80 ÷ 1,50 × 100)"
    assert change(PERCENT, "Air", [(2030, "2,0"), (2031, "1,5")]).endswith("turun 0,5 atau 25,0% (0,5 ÷ 2,0 × 100)")


def test_nothing_is_made_of_what_has_no_change_in_percent() -> None:
    assert change(PERCENT, "Air", [(2030, "40%"), (2031, "50%")]).endswith("naik 10")
    assert change(PERCENT, "Air", [(2030, "0"), (2031, "5")]).endswith("naik 5")
    assert change(PERCENT, "Air", [(2030, "5"), (2031, "5")]).endswith("tetap")


@pytest.mark.parametrize("dated", [[(2030, "1")], [(2030, "1"), (2030, "2")], [(2030, "1"), (2031, "Baik")]])
def test_two_figures_of_two_years_are_needed(dated: list[tuple[int, str]]) -> None:
    assert change(STEP, "Air", dated) == ""


@given(st.integers(1, 99_999), st.integers(0, 99_999))
def test_the_percentage_is_the_exact_one_rounded(old: int, new: int) -> None:
    line = change(
        PERCENT, "Air", [(2030, f"{old / 100:.2f}".replace(".", ",")), (2031, f"{new / 100:.2f}".replace(".", ","))]
    )
    if old == new:
        assert line.endswith("tetap")
        return
    said = Fraction(line.split("atau ")[1].split("%")[0].replace(",", "."))
    assert abs(said - Fraction(abs(new - old) * 100, old)) <= Fraction(1, 20)
    assert (" naik " in line) == (new > old)
