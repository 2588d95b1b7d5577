"""Questions of one meaning are gathered; wordings that others may read hold no personal data."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.unanswered.clusters import NEAR, gather, holding
from bot.unanswered.questions import Asked, QuestionState, Why
from bot.unanswered.wording import for_others
from knowledge.keeping.faq import LONGEST_QUESTION, MOST_QUESTIONS

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def asked(at: int, angle: float | None, text: str = "", chat: int | None = None) -> Asked:
    """A question whose vector points in a direction (radians)."""
    vector = None if angle is None else np.asarray([np.cos(angle), np.sin(angle)], dtype=np.float32)
    place = (at, at, chat or at, at, None)
    return Asked(*place, text or f"kata {chr(96 + at)}", Why.ASKED, "", "", NOW, QuestionState.OPEN, None, 0, vector)


def ids(questions: list[Asked]) -> list[list[int]]:
    return [[member.id for member in cluster.members] for cluster in gather(questions)]


WITHIN = float(np.arccos(NEAR)) - 0.01


def test_near_questions_are_one_and_far_ones_are_not() -> None:
    assert ids([asked(1, 0.0), asked(2, WITHIN), asked(3, 1.5)]) == [[1, 2], [3]]


def test_a_question_must_be_near_to_each_of_a_cluster() -> None:
    assert ids([asked(1, 0.0), asked(2, WITHIN), asked(3, 2 * WITHIN)]) == [[1, 2], [3]]


def test_the_most_asked_come_first_then_the_newest() -> None:
    assert ids([asked(1, 0.0), asked(2, 1.0), asked(3, 1.0), asked(4, 2.0)]) == [[2, 3], [4], [1]]


def test_one_private_chat_counts_once_and_each_message_of_a_group() -> None:
    private, group = [asked(n, 0.0, chat=7) for n in (1, 2)], [asked(n, 1.5, chat=-7) for n in (3, 4)]
    assert [cluster.askers for cluster in gather(private)] == [1]
    assert [cluster.askers for cluster in gather(group)] == [2]


def test_other_numbers_are_another_question() -> None:
    assert ids([asked(1, 0.0, "indikator 14"), asked(2, 0.0, "indikator 15")]) == [[2], [1]]


def test_numbers_of_persons_make_no_other_question() -> None:
    phoned = [
        asked(n, 0.0, f"indikator 14, hubungi {phone}") for n, phone in ((1, "081234567890"), (2, "081398765432"))
    ]
    assert ids(phoned) == [[1, 2]]


def test_a_question_without_a_vector_stands_alone() -> None:
    assert ids([asked(1, None), asked(2, None), asked(3, 0.0)]) == [[3], [2], [1]]
    assert gather([]) == ()


def test_wordings_are_told_once_the_most_frequent_first() -> None:
    (cluster,) = gather([asked(1, 0.0, "A b"), asked(2, 0.0, "c d"), asked(3, 0.0, "c  D")])
    assert cluster.wordings == ("c d", "A b")
    assert holding([cluster], 3) is cluster
    assert holding([cluster], 9) is None


@given(st.lists(st.floats(0, 6.2), max_size=12))
def test_every_question_is_in_one_cluster_and_each_two_of_one_are_near(angles: list[float]) -> None:
    made = gather([asked(at, angle) for at, angle in enumerate(angles, 1)])
    assert sorted(member.id for cluster in made for member in cluster.members) == list(range(1, len(angles) + 1))
    for cluster in made:
        vectors = np.stack([member.vector for member in cluster.members if member.vector is not None])
        assert (vectors @ vectors.T).min() >= NEAR - 1e-5


@given(st.lists(st.text(max_size=400), max_size=9))
def test_wordings_for_others_keep_to_their_limits(texts: list[str]) -> None:
    made = for_others(texts)
    assert len(made) <= MOST_QUESTIONS
    assert all(0 < len(line) <= LONGEST_QUESTION for line in made)


def test_addresses_user_names_and_numbers_of_persons_are_left_out() -> None:
    said = "tanya @rina_spbe, rina.a@contoh.go.id atau +62 812-3456-7890, NIP 198001012005011001, indikator 14 di 2026"
    assert for_others([said]) == ("tanya …, … atau …, NIP …, indikator 14 di 2026",)
    assert for_others(["0812-3456-7890"]) == ()
