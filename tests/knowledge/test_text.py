"""Text as it is compared, and quotes found again on raw pages."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import content_words, find_quote, fold, tokens, words

WORD = st.text("abcdefghijklmnoprstuwy", min_size=1, max_size=12)
RAW = st.text(st.sampled_from("abde 12\n-.,\u00adAé\u0301ﬁ"), max_size=200)


def test_fold_makes_writings_of_the_same_alike() -> None:
    assert fold("  Peng\u00adhitungan   NILAI\nIndeks ") == "penghitungan nilai indeks"
    assert fold("e\u2010Government") == fold("e\u2212government") == "e-government"
    assert fold("ﬁnal") == "final"


@given(st.text(st.characters(codec="latin-1")))
def test_fold_is_idempotent_and_has_no_outer_or_double_space(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == folded.strip()
    assert "  " not in folded


def test_words_keep_numbers_and_compounds_whole() -> None:
    assert words("Nilai 3,50 menurut PermenPANRB 59/2020 (DPA-SKPD).") == [
        "nilai",
        "3,50",
        "menurut",
        "permenpanrb",
        "59/2020",
        "dpa-skpd",
    ]


def test_tokens_leave_stop_words_out_and_split_compounds() -> None:
    assert tokens("apa yang dimaksud dengan") == []
    assert {"59/2020", "59", "2020"} <= set(tokens("Permen 59/2020"))
    assert tokens("laporannya") == tokens("laporan") == ["lapor"]


@given(st.lists(WORD))
def test_tokens_do_not_depend_on_case_or_spacing(given_words: list[str]) -> None:
    assert tokens(" ".join(given_words)) == tokens("\n ".join(given_words).upper())


def test_content_words_are_longer_than_a_letter_or_numbers() -> None:
    assert content_words("huruf a level 3") == {"huruf", "level", "3"}


@pytest.mark.parametrize(
    ("wanted", "raw", "quote"),
    [
        ("penerapan layanan", "tentang pene-\nrapan  layanan publik", "pene-\nrapan  layanan"),
        ("Pasal 5", "KETENTUAN\nPasal 5\nayat", "Pasal 5"),
        ("sudah selesai", "hal itu (sudah selesai).", "sudah selesai)."),
        ("5 hari", "paling lama 15 hari, kadang 5 hari", "5 hari"),
        ("ayat 1", "ayat 12 dan ayat 1.", "ayat 1."),
        ("data", "pendataan lalu data", "data"),
        ("résumé", "re\u0301sume\u0301", "re\u0301sume"),
    ],
)
def test_quote_is_the_run_of_the_raw_page(wanted: str, raw: str, quote: str) -> None:
    assert find_quote(wanted, raw) == quote


@pytest.mark.parametrize(
    ("wanted", "raw", "quote"),
    [
        ("Pasal 11 berlaku", "lalu\nPasal l1 berlaku, dan", "Pasal l1 berlaku"),
        ("menurut ayat (1), ayat (2), dan", "menurut ayat (l), ayat (21, dan", "menurut ayat (l), ayat (21, dan"),
        ("denda Rp2.000 (dua ribu)", "denda Rp2.0O0 (dua ribu)", "denda Rp2.0O0 (dua ribu)"),
        ("(4) Forum Data", "(4lForum Data", "4lForum Data"),
    ],
)
def test_what_was_put_right_is_quoted_as_it_was_read(wanted: str, raw: str, quote: str) -> None:
    assert find_quote(wanted, raw) == quote


@pytest.mark.parametrize(
    ("wanted", "raw"), [("5 hari", "paling lama 15 hari"), ("data", "pendataan"), ("", "apa saja"), ("!?", "!?")]
)
def test_what_does_not_stand_there_is_not_quoted(wanted: str, raw: str) -> None:
    assert find_quote(wanted, raw) is None


def test_words_glued_to_their_neighbours_on_the_page_are_still_found() -> None:
    wanted = "petugas memeriksa gudang arsip setiap bulan"
    assert find_quote(wanted, f"(1)Para{wanted}sekali") == wanted


def test_a_passage_that_goes_on_overleaf_is_quoted_to_the_end_of_the_page() -> None:
    page = "Pasal 9\nPetugas memeriksa gudang arsip dan"
    assert find_quote("Petugas memeriksa gudang arsip dan mencatat hasilnya", page) == (
        "Petugas memeriksa gudang arsip dan"
    )
    assert find_quote("Petugas memeriksa rumah", page) is None


def test_of_two_beginnings_the_longer_is_quoted() -> None:
    page = "Petugas memeriksa gudang arsip lama. Petugas memeriksa gudang arsip baru tahun"
    wanted = "Petugas memeriksa gudang arsip baru tahun depan"
    assert find_quote(wanted, page) == "Petugas memeriksa gudang arsip baru tahun"


@given(RAW, RAW, st.integers(1, 300))
def test_a_quote_is_a_run_of_the_raw_text_within_the_limit(wanted: str, raw: str, limit: int) -> None:
    run = find_quote(wanted, raw, limit)
    if run is not None:
        assert run in raw
        assert 0 < len(run) <= limit


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).lower() if c.isalnum())


@given(st.lists(WORD, min_size=1, max_size=30), st.data())
def test_any_words_of_a_page_are_found_however_it_spaces_them(page: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(page) - 1))
    end = data.draw(st.integers(start + 1, len(page)))
    gaps = data.draw(st.lists(st.sampled_from([" ", "\n", "  ", " \n"]), min_size=len(page), max_size=len(page)))
    raw = "".join(word + gap for word, gap in zip(page, gaps, strict=True))
    wanted = " ".join(page[start:end])
    run = find_quote(wanted, raw)
    assert run is not None
    assert run in raw
    assert len(run) <= 300
    assert _letters(wanted).startswith(_letters(run))
    if len(wanted) < 250:
        assert _letters(run) == _letters(wanted)
