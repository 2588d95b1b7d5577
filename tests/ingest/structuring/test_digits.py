"""Misread digits are put right where only a number can stand, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structuring.digits import repair_digits, repair_list_ends


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Pasal l1", "Pasal 11"),
        ("PasaJ42, Pasal 4O", "Pasal 42, Pasal 40"),
        ("Pasal2 dan Pasal l", "Pasal 2 dan Pasal 1"),
        ("dimaksud pada ayat (l), ayat (21, dan ayat (4)", "dimaksud pada ayat (1), ayat (2), dan ayat (4)"),
        ("(21 Aplikasi SPBE", "(2) Aplikasi SPBE"),
        ("(4lForum Satu Data", "(4) Forum Satu Data"),
        ("(l) Data", "(1) Data"),
        ("(1l) Data", "(11) Data"),
        ("denda Rp2.0O0.000,00", "denda Rp2.000.000,00"),
        ("sebesar Rp 5OO.OOO", "sebesar Rp 500.000"),
        ("Tahun 2O23 Nomor l82", "Tahun 2023 Nomor 182"),
        ("bobot 13Yo dan 45,5Y9", "bobot 13% dan 45,5%"),
        ("Cc. layanan", "c. layanan"),
        ("BABII", "BAB II"),
        ("NOMOR 39TAHUN 2019", "NOMOR 39 TAHUN 2019"),
    ],
)
def test_digits_are_put_right(read: str, meant: str) -> None:
    assert repair_digits(read) == meant


@pytest.mark.parametrize(
    "line",
    [
        "Pasal I",
        "Pasal II",
        "Pasal 28G ayat (1)",
        "Pasal 2SG",  # 28G
        "Pasal 1S",
        "ayat (1a) dan ayat (12)",
        "(21) Setiap",
        "Pasal Ini berlaku",
        "Rp dan Rupiah",
        "BAB IXA",
        "ID-10 dan ISO/IEC 27001",
        "Level II, huruf l, lampiran IOI",
        "Ada. Itu",
    ],
)
def test_what_is_right_or_in_doubt_stays(line: str) -> None:
    assert repair_digits(line) == line


def test_items_of_a_list_end_in_semicolons() -> None:
    read = [
        "(2) Data meliputi:",
        "a. kesehatan,",
        "b. data anak:",
        "c. keuangan, dan/atau",
        "d. lainnya, yaitu",
        "ini.",
    ]
    meant = [
        "(2) Data meliputi:",
        "a. kesehatan;",
        "b. data anak;",
        "c. keuangan; dan/atau",
        "d. lainnya, yaitu",
        "ini.",
    ]
    assert repair_list_ends(read) == meant
    assert repair_list_ends(meant) == meant
    assert repair_list_ends([]) == []


@given(st.text(st.sampled_from("Pasal ayt(12)0OlISBZRp.,BAbTHUNdi"), max_size=40))
def test_repairing_twice_changes_nothing_more(line: str) -> None:
    once = repair_digits(line)
    assert repair_digits(once) == once
