"""Where a unit's words stand on a page."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.proving.marking import marked, part_on_page
from knowledge.text import squeeze

SENTENCE = "Petugas lapangan memeriksa gudang arsip setiap 45 hari kerja."
OTHER = "Ketua komite memimpin rapat pleno setiap triwulan di ibu kota."


def said(page: str, wanted: str, part: tuple[int, int] | None = None) -> list[str]:
    return [page[start:end] for start, end in marked(wanted, page, part)]


@pytest.mark.parametrize(
    "page",
    [
        "Petugas   lapangan memeriksa\r\ngudang arsip setiap 45 hari kerja.",
        "PETUGAS LAPANGAN memeriksa gudang arsip setiap 45 hari kerja.",
        "Petugas lapangan meme-\nriksa gudang arsip setiap 45 hari kerja.",
        "Petugas lapangan meme\ufffe\nriksa gudang arsip setiap 45 hari kerja.",
        "Pet\u00adugas lapangan memeriksa gudang ar\ufb01p setiap 45 hari kerja.".replace("\ufb01", "si"),
    ],
    ids=["white space", "case", "hyphen", "pdfium's hyphen", "soft hyphen"],
)
def test_words_are_found_however_the_page_sets_them(page: str) -> None:
    around = f"{OTHER}\n{page}\n{OTHER}"
    assert said(around, SENTENCE) == [page]


def test_a_misread_digit_is_bridged() -> None:
    page = f"{OTHER}\n{SENTENCE.replace('45', '4S')}\n{OTHER}"
    assert said(page, SENTENCE) == [SENTENCE.replace("45", "4S")]


def test_a_run_head_amid_the_words_is_left_out() -> None:
    page = f"Petugas lapangan memeriksa gudang arsip\n- 3 - JDIH\nsetiap 45 hari kerja. {OTHER}"
    assert said(page, SENTENCE) == ["Petugas lapangan memeriksa gudang arsip", "setiap 45 hari kerja."]


def test_brackets_and_full_stops_belong_to_the_words() -> None:
    page = f"{OTHER} (4) {SENTENCE} (5) {OTHER}"
    assert said(page, f"4 {SENTENCE[:-1]}") == [f"(4) {SENTENCE}"]


def test_shared_words_elsewhere_are_not_marked() -> None:
    page = f"Arsip menurut petugas lapangan itu lengkap. {OTHER}"
    assert said(page, SENTENCE) == []
    assert said("", SENTENCE) == said(page, "") == []


def test_of_like_passages_the_right_one_is_marked() -> None:
    row = "Kriteria tingkat sebelumnya telah terpenuhi dan kebijakan internal ditetapkan."
    page = f"Level 3\n{row}\nLevel 4\n{row}\nLevel 5"
    start = page.index("Level 4")
    found = marked(page, page, (start, page.index("Level 5")))
    assert [page[a:b] for a, b in found] == [f"Level 4\n{row}"]


def test_a_page_that_repeats_itself_takes_no_longer() -> None:
    assert marked("a" * 2000, "a" * 50_000) == [(0, 2000)]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=12), st.data())
@example(["ﬁ" * 20], None)
def test_what_is_marked_is_of_the_page_and_in_order(words: list[str], data: st.DataObject | None) -> None:
    page = " ".join(words)
    wanted = " ".join(data.draw(st.permutations(words))) if data else page
    found = marked(wanted, page)
    assert all(0 <= start < end <= len(page) for start, end in found)
    assert found == sorted(found)


@given(st.text(min_size=1, max_size=200))
def test_a_page_is_wholly_marked_by_its_own_text(page: str) -> None:
    found = marked(page, page)
    letters, _ = squeeze(page)
    assert "".join(squeeze(page[start:end])[0] for start, end in found) == letters


PAGES = [(3, "Pasal 4\nYang pertama disebut di sini\ndan masih ber-"), (4, "lanjut di sini.\nPasal 5\nLain lagi.")]


def test_a_unit_over_two_pages_is_dealt_out_to_them() -> None:
    text = "Yang pertama disebut di sini\ndan masih berlanjut di sini."
    first, second = part_on_page(text, PAGES, 3), part_on_page(text, PAGES, 4)
    assert first is not None
    assert second is not None
    assert PAGES[0][1][slice(*first)] == "Yang pertama disebut di sini\ndan masih ber"
    assert PAGES[1][1][slice(*second)] == "lanjut di sini"


def test_a_unit_that_is_not_on_the_page_has_no_part_of_it() -> None:
    assert part_on_page("Pasal 5\nLain lagi.", PAGES, 3) is None
    assert part_on_page("Tidak ada", PAGES, 3) is None
    assert part_on_page("", PAGES, 3) is None


def test_a_phrase_that_also_stands_elsewhere_does_not_part_a_misread_line() -> None:
    line = "Yang dimaksud dengan penyandang disabilitas sebagaimana dimaksud pada ayat satu dilayani secara khusus."
    misread = line.replace("penyandang disabilitas sebagaimana", "penyanclang dlsabilitas sebagairnana")
    page = f"{OTHER}\n{misread}\n{SENTENCE}\nSetiap penyandang disabilitas sebagaimana mestinya.\n"
    wanted = f"{OTHER}\n{line}\n{SENTENCE}\n"
    start = wanted.index(line)
    assert said(page, wanted, (start, start + len(line))) == [misread]
