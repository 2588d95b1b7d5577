"""Numbers as Indonesian texts write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.composing.numerals import in_digits, place, roman, spelled, value

ONES = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]


def say(n: int) -> str:
    """A number below a milliard in Indonesian words."""
    for size, word in ((10**6, "juta"), (1000, "ribu"), (100, "ratus")):
        if n >= size:
            head, rest = divmod(n, size)
            lead = f"se{word}" if head == 1 and size < 10**6 else f"{say(head)} {word}"
            return f"{lead} {say(rest)}".strip() if rest else lead
    if n >= 20:
        return f"{ONES[n // 10]} puluh {ONES[n % 10]}".strip()
    if n in (10, 11):
        return ("sepuluh", "sebelas")[n - 10]
    return f"{ONES[n - 10]} belas" if n > 11 else ONES[n] or "nol"


@given(st.integers(0, 10**9 - 1))
def test_every_number_is_understood_in_words(n: int) -> None:
    assert spelled(say(n)) == [n]


@given(st.integers(0, 10**9 - 1), st.integers(0, 99), st.booleans())
def test_every_number_is_understood_in_digits(n: int, cents: int, decimals: bool) -> None:
    text = f"{n:,}".replace(",", ".") + (f",{cents:02d}" if decimals else "")
    assert value(text) == n + (Decimal(cents) / 100 if decimals else 0)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,75", "0.75"),
        ("2,60", "2.6"),
        ("2.60", "2.6"),
        ("3.500", "3500"),
        ("0.500", "0.5"),
        ("08.00", "8"),
        ("007", "7"),
    ],
)
def test_dots_group_thousands_only_where_they_can(text: str, number: str) -> None:
    assert value(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.2.3", "1,2,3", "1.234.5,", "27001.2013.1"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("dua puluh satu (21) hari", "21 (21) hari"),
        ("level tiga dan level empat", "level 3 dan level 4"),
        ("dua tiga hari", "2 3 hari"),
        ("forty-five days", "45 days"),
        ("salah satu dari satu data", "salah satu dari satu data"),
        ("1,5 juta dan 6 ribu", "1,5 juta dan 6 ribu"),
        ("seratus dua puluh lima ribu tiga ratus", "125300"),
        ("keduanya", "keduanya"),
    ],
)
def test_number_words_become_digits_where_they_count(text: str, digits: str) -> None:
    assert in_digits(text) == digits


@given(st.integers(1, 99))
def test_roman_numerals(n: int) -> None:
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
    assert roman(tens[n // 10] + ones[n % 10]) == n


@pytest.mark.parametrize(
    ("text", "where"), [("3", 3), ("ketiga", 3), ("tiga", 3), ("iii", 3), ("kesatu", 1), ("", None), ("data", None)]
)
def test_places_in_an_order(text: str, where: int | None) -> None:
    assert place(text) == where
