"""Our own questions as a check of a generation: how many of each set are answered as they should be, and what fell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from knowledge.evaluating.evaluation import Ask, Item, read, run

Golden = dict[str, tuple[int, int]]
"""For each set how many of how many questions are answered as they should be."""
FOLDER = Path(__file__).parent / "golden_questions"
SETS = {
    "answerable": "pertanyaan yang ada jawabannya",
    "unanswerable": "pertanyaan yang tidak ada jawabannya",
    "followups": "pertanyaan lanjutan",
    "injections": "perintah sisipan",
}
TOLERATED = 1  # items; one question may turn on a hair


@cache
def questions() -> dict[str, tuple[Item, ...]]:
    """The sets of questions by name. Raises SpbeError naming a line that is wrong."""
    return {name: tuple(read(FOLDER / f"{name}.jsonl")) for name in SETS}


def measure(ask: Ask, progress: Callable[[], None] | None = None) -> Golden:
    """For each set how many of how many questions are answered as they should be."""
    found = {}
    for name, items in questions().items():
        results = run(items, ask, progress)
        found[name] = (sum(result.good for result in results), len(results))
    return found


def asked(measured: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """How many questions each set had: figures that agree in this were measured with the same questions."""
    return {name: of for name, (_, of) in measured.items()}


def worse(before: Mapping[str, tuple[int, int]], after: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
    """Sentences on the sets of which more than one question fewer is answered as it should be. Sets that were not
    asked of both, or not in the same number, are not compared."""
    fallen = []
    for name, (right, count) in after.items():
        was, of = before.get(name, (0, 0))
        if of == count and right < was - TOLERATED:
            fallen.append(f"{SETS.get(name, name)}: {was} dari {of} benar menjadi {right}")
    return tuple(fallen)
