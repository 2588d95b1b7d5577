"""Our words in English for a question in English; quotes and names as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answering.english import in_english, load
from knowledge.answering.rendering import plain
from knowledge.assistant import Assistant
from knowledge.errors import CatalogError
from knowledge.model import Answer, Block, Citation, Point

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
        ("What is indicator 51 about?", "Pemdi 2026 has only 20 indicators; there is no indicator 51."),
        ("Who should I vote for?", "Sorry, I cannot help with that"),
    ],
)
def test_the_assistant_answers_in_the_language_of_the_question(assistant: Assistant, asked: str, said: str) -> None:
    assert any(block.lead.startswith(said) for block in assistant.answer(asked).blocks)


def test_indonesian_stays_indonesian(assistant: Assistant) -> None:
    answer = assistant.answer("bobot indikator 19 pemdi?")
    assert not answer.english
    assert answer.blocks[0].lead == "Bobot indikator Pemdi:"


def test_a_malformed_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rusak.yaml"
    path.write_text("note: x\nlines: [['(', 'x']]\n", encoding="utf-8")
    load.cache_clear()
    with pytest.raises(CatalogError, match=r"rusak\.yaml"):
        load(path)
