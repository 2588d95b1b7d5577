"""What a question gives for a calculation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from knowledge.lookup.given import given, move


def numbers(told: dict[int, str]) -> dict[int, Decimal]:
    return {number: Decimal(value) for number, value in told.items()}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("i19 level 3, i20 level 2, berapa indeks aspek 7 pemdi?", {19: "3", 20: "2"}),
        ("hitung indeks aspek 2: i11 3, i12 4, i13 3 dan i14 2", {11: "3", 12: "4", 13: "3", 14: "2"}),
        ("i11-i14: 3,4,3,2", {11: "3", 12: "4", 13: "3", 14: "2"}),
        ("indikator 11, 12, 13 dan 14 masing-masing level 3, 4, 3, 2", {11: "3", 12: "4", 13: "3", 14: "2"}),
        ("indikator 29 sampai 31 level 4", {29: "4", 30: "4", 31: "4"}),
        ("i1 nilainya 2,5 dan i2 = 3.75", {1: "2.5", 2: "3.75"}),
    ],
)
def test_levels_of_indicators(text: str, told: dict[int, str]) -> None:
    found = given(text)
    assert found.of("indikator") == numbers(told)
    assert found.rest is None
    assert not found.unclear


@pytest.mark.parametrize(
    ("text", "rest", "told"),
    [
        ("semua indikator level 3", "3", {}),
        ("kalau 47 indikator level 3 semua", "3", {}),
        ("semua level 3 kecuali i5 level 2", "3", {5: "2"}),
        ("i5 level 2, sisanya level 4", "4", {5: "2"}),
        ("semua indikator aspek 7 level 3", "3", {}),
        ("indeks aspek 7 kalau semua level 3", "3", {}),
    ],
)
def test_a_level_of_all_others(text: str, rest: str, told: dict[int, str]) -> None:
    found = given(text)
    assert found.rest == Decimal(rest)
    assert found.of("indikator") == numbers(told)


def test_ranges_follow_one_another() -> None:
    found = given("indikator 1-10 level 4, 11-20 level 3, 21 sampai 31 level 2").of("indikator")
    assert [found[number] for number in (1, 10, 11, 20, 21, 31)] == [4, 4, 3, 3, 2, 2]
    assert len(found) == 31


def test_a_value_of_all_the_parts_named() -> None:
    assert set(given("indeks aspek 1 sampai 7 semua 2,5").of("aspek").values()) == {Decimal("2.5")}


def test_indices_of_parts() -> None:
    assert given("aspek 1 1,75; aspek 2: 1,28").of("aspek") == numbers({1: "1.75", 2: "1.28"})
    assert given("domain 1 = 3,70 dan domain 4 3,20").of("domain") == numbers({1: "3.70", 4: "3.20"})


@pytest.mark.parametrize("text", ["bobot indikator 14 itu 5 % kan", "pasal 5 permenpanrb 59/2020", "indeks spbe 2024"])
def test_other_numbers_are_no_values(text: str) -> None:
    assert not given(text)


@pytest.mark.parametrize("text", ["i1, i2 dan i3 level 2, 4", "i1 level 7"])
def test_what_does_not_fit_is_unclear(text: str) -> None:
    assert given(text).unclear


@pytest.mark.parametrize("text", ["naik dari level 2 ke level 3", "dari 2 ke 3", "level 2 menjadi 3"])
def test_a_step_from_one_level_to_another(text: str) -> None:
    assert move(text) == (Decimal(2), Decimal(3))


@settings(deadline=None)
@examples(st.dictionaries(st.integers(1, 47), st.integers(1, 5), min_size=1, max_size=12))
def test_a_list_is_read_as_it_was_written(levels: dict[int, int]) -> None:
    text = ", ".join(f"i{number} level {level}" for number, level in levels.items())
    assert given(f"kalau {text} berapa indeksnya").of("indikator") == levels


@settings(deadline=None)
@examples(st.text(alphabet="i123 ,=.-levldansemua%", max_size=60))
def test_anything_can_be_read(text: str) -> None:
    found = given(text)
    assert found.unclear or all(1 <= value <= 5 for row in found.values.values() for value in row.values())
