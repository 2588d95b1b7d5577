"""Which lines are quoted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.keeping.index import Entry
from knowledge.quoting.asked import Asked
from knowledge.quoting.choosing import Choice, choose, weighed
from knowledge.quoting.grouping import Passage
from knowledge.quoting.lines import lines
from knowledge.text import tokens
from tests.knowledge.quoting.units import entry, hits

LIST = "Arsip kantor terdiri atas:\n" + "\n".join(f"{n}. jenis {word};" for n, word in enumerate("abcdefgh", 1))
DUTIES = """Tugas penjaga arsip dijabarkan di bawah ini:
1) Kepala gudang memiliki tugas:
a) memimpin rapat;
b) menutup gudang.
2) Juru catat memiliki tugas:
a) menulis buku;
b) menghitung peti."""


def asked(text: str, *, listed: bool = False) -> Asked:
    return Asked(dict.fromkeys(tokens(text), 1.0), listed=listed)


def chosen(question: Asked, room: int, *rows: Entry) -> list[Choice]:
    passages = [Passage((row,), tuple(hits(row)), at) for at, row in enumerate(rows)]
    return choose([weighed(passage, lines(passage), question) for passage in passages], question, room)


def texts(choice: Choice) -> list[str]:
    return [choice.kept[at].text for at in choice.shown()]


def test_a_list_is_quoted_whole_with_its_lead_in() -> None:
    (choice,) = chosen(asked("jenis arsip kantor", listed=True), 1000, entry("x", LIST))
    assert texts(choice) == LIST.split("\n")
    assert choice.rest == []


def test_a_list_too_long_goes_on_behind_what_else_is_quoted() -> None:
    listed = [line + " yang disimpan di gudang bawah kantor pusat" for line in LIST.split("\n")[1:]]
    whole = ["Arsip kantor terdiri atas:", *listed]
    other = entry("y", "Kantor arsip jenis lama.", 2)
    first, second = chosen(asked("jenis arsip kantor", listed=True), 285, entry("x", "\n".join(whole), 1), other)
    shown = texts(first)
    assert whole[: len(shown)] == shown != whole
    assert shown + [first.kept[at].text for at in first.rest] == whole
    assert texts(second) == ["Kantor arsip jenis lama."]


def test_a_list_too_long_that_ends_the_answer_goes_on_in_place() -> None:
    (choice,) = chosen(asked("jenis arsip kantor", listed=True), 120, entry("x", LIST))
    assert texts(choice) == LIST.split("\n")
    assert choice.rest == []


def test_a_list_is_shown_with_the_items_that_another_one_has_too() -> None:
    item = "b. membantu pembina data daerah mencatat arsip kantor."
    rows = [entry(str(n), f"({n}) Tugas petugas arsip {n}:\na. menjaga gudang {n};\n{item}", n) for n in (1, 2)]
    for choice in chosen(asked("tugas petugas arsip", listed=True), 1000, *rows):
        assert texts(choice)[-1] == item


def test_of_a_list_too_long_the_item_that_is_asked_for() -> None:
    text = LIST.replace("jenis f", "jenis gaib rahasia kuno")
    (choice,) = chosen(asked("gaib rahasia kuno"), 100, entry("x", text))
    assert "6. jenis gaib rahasia kuno;" in texts(choice)
    assert texts(choice)[0] == "Arsip kantor terdiri atas:"


def test_a_lead_in_is_never_quoted_alone() -> None:
    assert chosen(asked("arsip kantor"), 60, entry("x", LIST)) == []


def test_a_second_unit_that_says_more_stands_first() -> None:
    poor = entry("x", "Petugas arsip memakai seragam.", 1)
    rich = entry("y", "Petugas arsip memeriksa gudang bawah setiap bulan.", 2)
    first, *_ = chosen(asked("petugas arsip memeriksa gudang bawah"), 1000, poor, rich)
    assert first.passage.entries == (rich,)


def test_of_two_sentences_the_one_with_the_kind_asked_for_is_worth_more() -> None:
    unit = entry("x", "Laporan arsip disampaikan kepada pimpinan.\nLaporan arsip disampaikan dalam 7 (tujuh) hari.")
    question = Asked(dict.fromkeys(tokens("laporan arsip disampaikan"), 1.0), [re.compile(r"\d+ ?(\(\w+\) )?hari")])
    (choice,) = chosen(question, 1000, unit)
    assert choice.kept[choice.shown(best_first=True)[0]].text == "Laporan arsip disampaikan dalam 7 (tujuh) hari."


@pytest.mark.parametrize("reference", ["Pasal 8 ayat (2) berlaku.", "7. berlaku.", "tabel 3 berlaku"])
def test_a_number_that_only_names_a_place_is_none(reference: str) -> None:
    question = Asked({}, [re.compile(r"\d")])
    assert question.kind_of(reference) == 1.0 < question.kind_of("berlaku 7 hari")


def test_what_was_quoted_is_not_quoted_again() -> None:
    said = "Petugas arsip memeriksa gudang bawah setiap bulan."
    choices = chosen(asked("petugas memeriksa gudang"), 1000, entry("x", said, 1), entry("y", said, 2))
    assert len(choices) == 1


def test_what_shares_no_word_with_the_question_is_not_quoted() -> None:
    assert chosen(asked("anggaran belanja"), 1000, entry("x", "Petugas arsip memeriksa gudang.")) == []


@given(st.integers(0, 500))
def test_the_room_is_kept(room: int) -> None:
    rows = [entry("x", LIST, 1), entry("y", "Arsip kantor dijaga. Kantor arsip terbuka bagi jenis tamu mana pun.", 2)]
    choices = chosen(asked("jenis arsip kantor", listed=True), room, *rows)
    # All but a list that ends the answer, which is cut where it is shown.
    assert sum(choice.lead + choice.cost(choice.shown()) for choice in choices[:-1]) <= room
    assert not choices or choices[-1].lead + choices[-1].cost(choices[-1].taken[0]) <= room


def test_of_a_list_too_long_the_list_inside_it_that_is_asked_for() -> None:
    (choice,) = chosen(asked("tugas penjaga arsip juru catat", listed=True), 200, entry("x", DUTIES))
    lines_of = DUTIES.split("\n")
    assert texts(choice) == [lines_of[0], *lines_of[4:]]


def test_of_a_list_too_long_what_goes_on_with_its_items_is_left_out() -> None:
    names = ["a) Pilihan satu dipilih bila murah.", "b) Pilihan dua dipilih bila cepat."]
    text = "\n".join(
        ["Pilihan arsip meliputi:", *(f"{name} Hal ini dilakukan dengan hati-hati sekali." for name in names)]
    )
    (whole,) = chosen(asked("pilihan arsip", listed=True), 400, entry("x", text))
    assert " ".join(texts(whole)) == " ".join(text.split())
    (brief,) = chosen(asked("pilihan arsip", listed=True), 150, entry("x", text))
    assert texts(brief) == ["Pilihan arsip meliputi:", *names]


def test_a_document_that_needs_a_warning_takes_the_room_of_one() -> None:
    row = entry("pasal-1", "Kepala dinas menunjuk wali data.")
    passage = Passage((row,), tuple(hits(row)), 0)
    question = asked("kepala dinas menunjuk wali data")

    def fits(warning: str, room: int) -> bool:
        return bool(choose([weighed(passage, lines(passage), question, warning)], question, room))

    room = next(room for room in range(500) if fits("", room))
    assert not fits("Sudah dicabut.", room)
    assert fits("Sudah dicabut.", room + len("⚠ Sudah dicabut.") + 2)
