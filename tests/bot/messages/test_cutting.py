"""Beginning and rest of an answer are the whole answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import answer_html
from bot.messages.cutting import head, is_cut, tail, whole
from knowledge.model import Answer, Block, Point
from tests.bot.assistants import evidence, simple

blocks = st.lists(st.tuples(st.integers(0, 300), st.lists(st.integers(1, 400), max_size=8)), min_size=1, max_size=4)


def answer_of(shape: list[tuple[int, list[int]]]) -> Answer:
    made = [
        Block(
            heading=f"Bagian {number}",
            lead="l" * lead,
            points=tuple(Point(text=f"{number}.{i} " + "p" * n) for i, n in enumerate(points)),
        )
        for number, (lead, points) in enumerate(shape)
    ]
    return Answer(question="q", blocks=tuple(made))


@given(blocks)
def test_head_and_tail_hold_every_point_once_in_order(shape: list[tuple[int, list[int]]]) -> None:
    answer = answer_of(shape)
    part = head(answer)
    rest = tail(answer, part)
    texts = [p.text for a in (part.answer, rest.answer) for b in a.blocks for p in b.points]
    assert sorted(texts) == sorted(p.text for b in answer.blocks for p in b.points)
    assert is_cut(answer, part) == bool(rest.answer.blocks)


def test_short_answer_is_not_cut() -> None:
    answer = evidence()
    part = head(answer)
    assert not is_cut(answer, part)
    assert "Menampilkan" not in answer_html(part)


def test_rest_goes_on_counting_and_shows_its_own_sources_only() -> None:
    answer = evidence(points=11, length=150)
    text = answer_html(tail(answer, head(answer)))
    assert "7. Bukti dukung nomor 7" in text
    assert "⚠️" not in text


def test_source_without_references_in_the_text_is_still_shown() -> None:
    answer = simple("q", citations=[{"document": "d", "title": "Katalog", "locator": "Tabel 1"}])
    assert "[1] Katalog, Tabel 1" in answer_html(whole(answer))
