"""Numbers of articles from their sequence; wrapped references open nothing; BAB, Bagian, Paragraf, misread too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structuring.headings import article_marks, group_heading, number_key, roman_marks, roman_value


def _numbers(*lines: str, loose: bool = False) -> list[str]:
    texts = [text for line in lines for text in line.split("|")]
    return [mark.number for mark in article_marks(texts, 0, len(texts), loose=loose)]


def _between(before: int, misread: str, after: str = "") -> str | None:
    """What a misread heading after the articles 1..before is taken for."""
    lines = [f"Pasal {n}|Isi." for n in range(1, before + 1)]
    marks = _numbers(*lines, f"{misread}|Isi.", *([f"{after}|Isi."] if after else []))
    return marks[before] if len(marks) > before else None


@pytest.mark.parametrize(
    ("before", "misread", "number"),
    [
        (0, "Pasal I", "1"),
        (0, "Pasal 1", "1"),
        (10, "Pasal l1", "11"),
        (10, "Pasal 1 1", "11"),
        (11, "Pasal t2", "12"),
        (26, "Pasal2T", "27"),
        (71, "PasalT2", "72"),
        (19, "Pasal 2O", "20"),
        (24, "Pasal2SG", "25"),
        (25, "Pasal2SG", "26"),
        (21, "Pasa722", "22"),
        (21, "PasaJ22", "22"),
        (22, "' Pasal 23", "23"),
        (28, ". Pasal 29", "29"),
        (6, "Pasal 6A", "6A"),
        (6, "Pasal 8", "8"),
        (12, "Pasal", "13"),
        (2, "Pasal 3 ayat (2)", None),
        (9, "Pasal 2", None),
        (9, "Pasal 40", None),
        (9, "Pasal 10 dan Pasal 11", None),
    ],
)
def test_a_misread_number_is_what_the_sequence_says(before: int, misread: str, number: str | None) -> None:
    assert _between(before, misread) == number


def test_inserted_articles_follow_theirs() -> None:
    wanted = ["1", "2", "2A", "2B", "3", "3A", "4"]
    assert _numbers(*(f"Pasal {n}|Isi." for n in wanted)) == wanted


def test_a_wrapped_reference_is_no_heading() -> None:
    lines = [
        "Pasal 1|Isi.",
        "Pasal 2|Ketentuan sebagaimana dimaksud dalam|Pasal 3|berlaku.",
        "Pasal 3|Isi.",
        "Pasal 4|Isi.",
    ]
    texts = [text for line in lines for text in line.split("|")]
    assert [(m.index, m.number) for m in article_marks(texts, 0, len(texts))] == [
        (0, "1"),
        (2, "2"),
        (6, "3"),
        (8, "4"),
    ]


def test_a_reference_after_the_last_article_does_not_add_one() -> None:
    assert _numbers("Pasal 1|Isi.", "Pasal 2|Berlaku sesuai dengan|Pasal 3|Undang-Undang lain.") == ["1", "2"]


def test_a_later_outlier_does_not_swallow_what_is_between() -> None:
    lines = [f"Pasal {n}|Isi." for n in range(1, 6)]
    assert _numbers(*lines[:2], "Pasal 5|Isi.", *lines[2:]) == ["1", "2", "3", "4", "5"]


def test_an_unreadable_number_between_two_is_the_one_between() -> None:
    assert _numbers("Pasal 1|Isi.", "Pasal 2|Isi.", "Pasal 8|Isi.", "Pasal 4|Isi.", "Pasal 5|Isi.") == list("12345")


def test_numbers_set_below_a_column_of_headings() -> None:
    lines = ["Pasal 9|Cukup jelas.", "Pasal|Pasal|10|Cukup jelas.|1l|Cukup jelas.", "Pasal 12|Cukup jelas."]
    texts = [text for line in lines for text in line.split("|")]
    found = article_marks([f"Pasal {n}" for n in range(1, 9)] + texts, 0, len(texts) + 8, loose=True)
    assert [m.number for m in found][-4:] == ["9", "10", "11", "12"]
    assert texts[found[-2].index - 8] == "1l"


@given(st.lists(st.sampled_from(["Pasal 1", "Pasal 2", "Pasal 2A", "Pasal l0", "Pasal", "Isi.", "dan", "BAB II", "7"])))
def test_numbers_always_rise(texts: list[str]) -> None:
    marks = article_marks(texts, 0, len(texts), loose=True)
    keys = [number_key(mark.number) for mark in marks]
    assert keys == sorted(set(keys))
    assert [m.index for m in marks] == sorted({m.index for m in marks})


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        (["BAB IXA", "PELAKSANAAN UJI", "Pasal 5"], ("bab", "BAB IXA PELAKSANAAN UJI")),
        (["BAB Ix", "LARANGAN", "DALAM UJI", "Pasal 5"], ("bab", "BAB IX LARANGAN DALAM UJI")),
        (["BAB lV", "ASAS"], ("bab", "BAB IV ASAS")),
        (["BAB XIVB KETENTUAN PIDANA"], ("bab", "BAB XIVB KETENTUAN PIDANA")),
        (["Bagian Kedua Belas", "Umum"], ("bagian", "Bagian Kedua Belas Umum")),
        (["Paragraf 2A", "Tim Penguji"], ("paragraf", "Paragraf 2A Tim Penguji")),
        (["BAB II", "ASAS", "Setiap orang berhak."], ("bab", "BAB II ASAS")),
        (["BAB II ini mengatur asas"], None),
        (["Bagian Analisis Risiko"], None),
        (["BAB V", "BAB V", "PENDANAAN"], None),
    ],
)
def test_group_headings(lines: list[str], heading: tuple[str, str] | None) -> None:
    assert group_heading(lines, 0, len(lines)) == heading


def test_a_wrapped_reference_to_a_chapter_is_no_heading() -> None:
    assert group_heading(["sebagaimana diatur dalam", "BAB II", "Peraturan ini."], 1, 3) is None


def test_roman_articles_of_amending_acts() -> None:
    texts = ["Pasal l", "1. Ketentuan Pasal 11 diubah:", "Pasal 11", "Isi.", "Pasal 1", "Pasal II", "Berlaku."]
    assert [(m.index, m.number) for m in roman_marks(texts, 0, len(texts))] == [(0, "I"), (5, "II")]
    assert [m.number for m in roman_marks(["Pasal I", "Isi.", "Pasal Il", "Berlaku."], 0, 4)] == ["I", "II"]
    assert roman_marks(["Isi."], 0, 1) == []


def test_roman_values() -> None:
    assert [roman_value(n) for n in ("I", "IV", "IX", "XIV", "XL")] == [1, 4, 9, 14, 40]
