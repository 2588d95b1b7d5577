"""Answers to several questions under one roof."""

from __future__ import annotations

from knowledge.answering.rendering import plain, shorten
from knowledge.answering.together import together
from knowledge.assistant import Assistant
from knowledge.model import Answer, Block, Citation, Point, Retrieved


def _answer(name: str, points: int = 1, size: int = 10) -> Answer:
    cited = Citation(document=name, title=name, label=name, locator="Pasal 1")
    rows = tuple(Point(text="x" * size, refs=(1,)) for _ in range(points))
    found = tuple(Retrieved(unit_id=f"{name}/{n}", file=name, page_from=n, page_to=n, score=1.0) for n in range(1, 9))
    return Answer(question=name, blocks=(Block(lead=name, points=rows),), citations=(cited,), retrieved=found)


NONE = Answer(question="c", blocks=(Block(lead="Tidak ditemukan."),), abstained=True, hints=("Coba lagi.",))


def test_each_under_its_own_heading_with_its_own_sources() -> None:
    whole = together("a? b?", ["a?", "b?"], [_answer("a"), _answer("b")])
    assert [block.heading for block in whole.blocks] == ["1. a?", "2. b?"]
    assert "2. b?\nb [2]\n" in plain(whole)  # as typed, not in capitals
    assert [whole.citations[block.points[0].refs[0] - 1].document for block in whole.blocks] == ["a", "b"]


def test_a_source_of_both_is_numbered_once() -> None:
    assert len(together("a? a?", ["a?", "a?"], [_answer("a"), _answer("a")]).citations) == 1


def test_one_part_may_abstain() -> None:
    whole = together("a? c?", ["a?", "c?"], [_answer("a"), NONE])
    assert not whole.abstained
    assert whole.blocks[1].lead == "Tidak ditemukan."
    assert whole.hints == ()
    assert together("c? c?", ["c?", "c?"], [NONE, NONE]).abstained


def test_search_results_come_in_turn() -> None:
    found = together("a? b?", ["a?", "b?"], [_answer("a"), _answer("b")]).retrieved
    assert [row.file for row in found[:4]] == ["a", "b", "a", "b"]
    assert len(found) == 10


def test_a_long_answer_leaves_room_for_the_other() -> None:
    short, shown, total = shorten(together("a? b?", ["a?", "b?"], [_answer("a", 20, 100), _answer("b", 2, 100)]))
    assert {block.part for block in short.blocks} == {1, 2}
    assert sum(len(p.text) for b in short.blocks for p in b.points) <= 1200
    assert (shown, total) == (sum(len(b.points) for b in short.blocks), 22)


def test_the_assistant_answers_both(assistant: Assistant) -> None:
    answer = assistant.answer("bobot indikator 8 pemdi berapa? terus resep rendang gimana?")
    assert [block.part for block in answer.blocks] == sorted(block.part for block in answer.blocks)
    assert {block.part for block in answer.blocks} == {1, 2}
    assert "Maaf" in answer.blocks[-1].lead
    assert not answer.abstained
