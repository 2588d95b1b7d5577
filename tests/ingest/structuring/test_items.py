"""Ayat, huruf and angka: nested, inserted, misread, and never opened by a wrapped reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structuring.items import items, label


def _paths(text: str, *, definitions: bool = False) -> list[str]:
    lines = text.split("|")
    return [
        ".".join(number for _, number in item.path) for item in items(lines, 0, len(lines), definitions=definitions)
    ]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("(1) Satu:|a. butir; dan|b. butir.|(2) Dua.", ["1", "1.a", "1.b", "2"]),
        ("(1) Satu.|(1a) Sisipan.|(1b) Sisipan.|(2) Dua.", ["1", "1a", "1b", "2"]),
        ("a. satu:|1. angka;|2. angka;|b. dua:|1. angka.", ["a", "a.1", "a.2", "b", "b.1"]),
        ("(1) Satu:|a. huruf:|1. angka:|a) kecil:|1) terkecil.", ["1", "1.a", "1.a.1", "1.a.1.a", "1.a.1.a.1"]),
        ("a. satu;|a1. sisipan;|b. dua.", ["a", "a1", "b"]),
        ("1. Uji adalah.|1a. Sisipan adalah.|2. Mutu adalah.", ["1", "1a", "2"]),
        ("(l) Satu.|(21 Dua.|(3lTiga.|l4l Empat.|(s) Lima.", ["1", "2", "3", "4", "5"]),
        (". a. satu;|b.. dua;|'c. tiga.", ["a", "b", "c"]),
        ('"a. satu,|b. dua,|c. tiga.', ["a", "b", "c"]),
        ("(1) Satu sebagaimana dimaksud pada ayat|(2) huruf|a. tetap.|(2) Dua.", ["1", "2"]),
        ("(1) Satu sesuai dengan huruf|b. tetap.|(2) Dua.", ["1", "2"]),
        ("b. bukan awal.|(3) bukan awal.|3. bukan awal.", []),
        ("a. satu;|z. jauh.", ["a"]),
        ("Syarat meliputi:|a. satu;|b. dua.|Larangan meliputi:|a. lain.", ["a", "b", "a"]),
        ("Ayat (1)|Cukup jelas.|Ayat(21|Huruf a|Cukup jelas.|Hurufb|Jelas.", ["1", "2", "2.a", "2.b"]),
    ],
)
def test_items(text: str, paths: list[str]) -> None:
    assert _paths(text) == paths


def test_letters_beyond_z() -> None:
    text = "|".join(f"{letter}. butir;" for letter in [*"abcdefghijklmnopqrstuvwxyz", "aa", "bb"])
    assert _paths(text)[-3:] == ["y", "z", "aa"]


def test_lost_numbers_of_definitions_are_no_end() -> None:
    text = "1. Uji adalah kegiatan.|Mutu adalah ukuran.|7. Data adalah catatan:|a. satu;|8. Peta adalah gambar."
    assert _paths(text, definitions=True) == ["1", "7", "7.a", "8"]
    assert _paths(text) == ["1", "1.a"]


def test_a_letter_read_as_a_digit_in_an_elucidation() -> None:
    texts = ["Pasal 2", *(f"Huruf {letter}" for letter in "abcdefghijk"), "Huruf 1", "Huruf 5"]
    assert [item.number for item in items(texts, 1, len(texts))][-2:] == ["k", "l"]


def test_labels() -> None:
    assert [label("ayat", "1a"), label("huruf", "b"), label("angka", "3")] == ["ayat (1a)", "huruf b", "angka 3"]


@given(st.lists(st.text("(123abl).Ayathuruf :;", max_size=8)))
def test_each_line_opens_one_item_at_most_and_below_an_open_one(texts: list[str]) -> None:
    found = items(texts, 0, len(texts))
    assert [item.index for item in found] == sorted({item.index for item in found})
    opened: set[tuple[tuple[str, str], ...]] = {()}
    for item in found:
        assert item.path[:-1] in opened
        opened.add(item.path)
