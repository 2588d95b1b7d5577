"""Our words in English for a question in English; quotes and names as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.english import in_english, load
from knowledge.answering.rendering import plain
from knowledge.assistant import Assistant
from knowledge.errors import CatalogError
from knowledge.model import Answer, Block, Citation, Point
from tests.knowledge.answering.own_words import texts

CITED = Citation(document="x", title="x", label="X 1/2020", locator="Pasal 1")


def test_lead_lines_are_english_and_quotes_stay() -> None:
    point = Point(text="Bobot aspek Pemdi:", refs=(1,), verbatim=True)
    answer = in_english(
        Answer(question="q", blocks=(Block(lead="Bobot aspek Pemdi:", points=(point,)),), citations=(CITED,))
    )
    assert answer.english
    assert [block.lead for block in answer.blocks] == [load().note, "Weight of the aspect in Pemdi:"]
    assert answer.blocks[1].points == (point,)
    assert "Sources:" in plain(answer)


def test_a_line_without_words_of_its_own_stays() -> None:
    block = Block(lead="Pasal 5 ayat (2):", points=(Point(text="x"),))
    assert in_english(Answer(question="q", blocks=(block,))).blocks == (block,)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("What is the weight of Pemdi indicator 19?", "Weight of the indicator in Pemdi:"),
        ("What evidence is needed for level 2 of indicator 5?", "Pemdi indicator 5"),
        ("What is indicator 51 about?", "There is no indicator 51 in Pemdi 2026, which has only 20 indicators."),
        ("What does walidata mean?", "Walidata"),
        ("Who should I vote for?", "Sorry, I cannot help with that"),
    ],
)
def test_the_assistant_answers_in_the_language_of_the_question(assistant: Assistant, asked: str, said: str) -> None:
    assert any(block.lead.startswith(said) for block in assistant.answer(asked).blocks)


def test_indonesian_stays_indonesian(assistant: Assistant) -> None:
    answer = assistant.answer("bobot indikator 19 pemdi?")
    assert not answer.english
    assert answer.blocks[0].lead == "Bobot indikator Pemdi:"


@pytest.mark.parametrize("line", ["'{}{} x': '{1}'", "'{} x': '{2}'", "b: c", "x: [1]", "x: y, x: z"])
def test_a_malformed_file_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "rusak.yaml"
    path.write_text(f"note: x\ntelling: []\nmonths: {{}}\nsame: [b]\nlines: {{{line}}}\n", encoding="utf-8")
    load.cache_clear()
    with pytest.raises(CatalogError, match=r"rusak\.yaml"):
        load(path)
    load.cache_clear()


def test_all_that_the_code_can_say_has_an_english_form() -> None:
    wording = load()
    found = texts()
    assert len(found) > 150
    known = {*wording.same, *wording.lines}

    def english(text: str) -> bool:
        fills = [text.replace("{}", "7"), text.removesuffix("{}").replace("{}", "7")]
        return text in known or text.strip() in known or any(wording.say(filled) != filled for filled in fills)

    silent = {text: place for text, place in found.items() if not english(text)}
    assert not silent


@pytest.mark.parametrize(
    ("ours", "english"),
    [
        ("Tidak: bukan 5%. Bobot aspek SPBE:", "No: not 5%. Weight of the aspect in SPBE:"),
        ("Bobot terbesar: aspek 2, 3, dan 5, 12%.", "The largest weight: aspect 2, 3, and 5, 12%."),
        ("Ya, benar. Nilai 3,2 berpredikat Baik.", "Yes, that is right. A value of 3,2 has the predicate Baik."),
        (
            "Visitasi berakhir 20 September 2026 (10 hari lagi). "
            "Jadwal evaluasi Pemdi 2026 yang saya ketahui, per 10 Agustus 2026:",
            "Visitasi ends 20 September 2026 (in 10 days). "
            "Schedule of the Pemdi 2026 evaluation as far as I know, as of 10 August 2026:",
        ),
        (
            "Perpres 95/2018 mulai berlaku 5 Oktober 2018. Perpres 95/2018 tentang SPBE: berlaku.",
            "Perpres 95/2018 is in force since 5 October 2018. Perpres 95/2018 on SPBE: in force.",
        ),
        ("Visitasi: 1–20 Mei 2026 (sudah lewat)", "Visitasi: 1–20 May 2026 (over)"),
        (
            "Jawabannya tidak ditemukan dalam basis pengetahuan. Tidak ada keterangan tahun 2030 tentang hal itu.",
            "The answer was not found in the knowledge base (jawabannya tidak ditemukan). "
            "Nothing is said about it for 2030.",
        ),
        ("Indeks aspek 5 Pemdi (Teknologi)", "Index of aspect 5 Pemdi (Teknologi)"),
        (
            "Indeks yang dinilai sekarang adalah Indeks Pemerintah Digital (Indeks Pemdi/IPD)",
            "Indeks yang dinilai sekarang adalah Indeks Pemerintah Digital (Indeks Pemdi/IPD)",
        ),  # a sentence of the catalog stays whole
        ("Tata kelola dan manajemen layanan", "Tata kelola dan manajemen layanan"),  # a name
    ],
)
def test_texts_are_put_into_english_with_what_is_filled_in(ours: str, english: str) -> None:
    assert load().say(ours) == english


ASKED = (
    "Is PermenPANRB 59/2020 still in force?",
    "Has Perpres 95/2018 been revoked?",
    "When was PermenPANRB 8/2026 promulgated?",
    "What does IPD mean?",
    "Who is a data producer?",
    "What is indicator 10 about?",
    "What is the weight of aspect 7?",
    "Which indicator has the largest weight?",
    "What evidence is needed for indicator 14 level 3?",
    "What is the difference between level 3 and level 4 of indicator 5?",
    "Compare SPBE and Pemdi",
    "How many domains does SPBE have?",
    "How many levels are there?",
    "What is the predicate for a score of 3.6?",
    "What was the SPBE index of Banjarmasin in 2024?",
    "When does the self-assessment for IPD 2026 end?",
    "What is the schedule of IPD 2026?",
    "Which SPBE evidence can be reused for Pemdi indicator 5?",
    "How often must an audit be done?",
    "Does indicator 51 exist?",
    "Who is the head of Diskominfo Banjar?",
    "What is the price of the audit?",
    "What does Article 16 of Perpres 39/2019 say?",
)


@pytest.mark.parametrize("asked", ASKED)
def test_no_line_in_english_tells_something_in_indonesian(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert answer.english
    own = [line for block in answer.blocks for line in (block.heading, block.lead)]
    own += [point.text for block in answer.blocks for point in block.points if not point.verbatim]
    own += [*answer.warnings, *answer.hints, *(re.split("source: |based on: ", c.note)[0] for c in answer.citations)]
    assert not [line for line in own if load().is_half(line)]


@given(st.text(max_size=80))
def test_any_text_can_be_said(text: str) -> None:
    assert isinstance(load().say(text), str)
