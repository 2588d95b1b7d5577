"""True and false sentences about the same sources: no false one is shown, and most of the true ones are."""

from __future__ import annotations

import pytest

from tests.knowledge.composing.paraphrases import cases, mutated

KEPT = 0.6  # share of the true sentences in other words that must be shown


def test_no_false_sentence_is_shown() -> None:
    false = [one for one in cases() if not one.true]
    assert len(false) >= 60
    assert [one.text for one in false if one.shown] == []


def test_most_true_sentences_are_shown() -> None:
    true = [one for one in cases() if one.true]
    assert len(true) >= 60
    assert sum(one.shown for one in true) >= KEPT * len(true)


@pytest.mark.parametrize(
    "kind", ["bound", "duty", "negation", "conjunction", "scope", "time", "manner", "number", "roles",
             "exception dropped", "condition dropped"],
)  # fmt: skip
def test_no_true_sentence_made_false_is_shown(kind: str) -> None:
    made = [one for one in mutated() if one.kind == f"false: {kind}"]
    assert made
    assert [one.text for one in made if one.shown] == []
