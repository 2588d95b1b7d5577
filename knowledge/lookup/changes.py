"""The change between two figures of a table: the difference, and the rise or fall in percent, with the working.

Computed here, exactly, from what the table prints; only the percentage is rounded (half up, to one decimal).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from knowledge.cues import says
from knowledge.lookup.context import number
from knowledge.question import Question
from knowledge.vocabulary import cues, has

_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s*(%?)")
_PERCENT = ("persen", "%", "persentase", "persennya", "presentase")
_TENTH = Decimal("0.1")


def decimal(text: str) -> Decimal | None:
    """A figure as a table prints it ("1.240", "2,87", "71%"), what stands in brackets behind it left out."""
    match = _NUMBER.fullmatch(text.split("(")[0].strip())
    return Decimal(re.sub(r"\.(?=\d{3}\b)", "", match[1]).replace(",", ".")) if match else None


def asks_change(question: Question) -> bool:
    """Whether a question asks how much something rose, fell or differs."""
    lists = cues()
    return question.wants("comparison") or says(question.spelled, lists.rise, lists.fall, lists.difference)


def change(question: Question, name: str, dated: Sequence[tuple[int, str]]) -> str:
    """The change between two figures of two years (``(year, text)``), as a line: "Air: 1,50 → 2,30 (naik 0,80)"; with
    the percentage and its working where percent are asked for. Empty where these are not two figures of two years.

    Percentage: difference ÷ earlier figure × 100.
    """
    if len({year for year, _ in dated}) != len(dated) or len(dated) != 2:
        return ""
    (first, old), (last, new) = sorted(dated)
    before, after = decimal(old), decimal(new)
    if before is None or after is None:
        return ""
    apart = abs(after - before)
    step = f"naik {number(apart)}" if after > before else f"turun {number(apart)}" if apart else "tetap"
    if apart and before and "%" not in old + new and any(has(question.spelled, word) for word in _PERCENT):
        share = (apart / before * 100).quantize(_TENTH, ROUND_HALF_UP)
        step = f"{step} atau {number(share)}% ({number(apart)} ÷ {number(before)} × 100)"
    return f"{name} {first} ke {last}: {old} → {new}, {step}"
