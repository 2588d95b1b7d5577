"""Our own questions asked of two generations, so that they can be compared."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.evaluating.golden import Golden, asked
from knowledge.keeping.store import Store


def compared(store: Store, before: int, after: int, measure: Callable[[int], Golden | None]) -> tuple[Golden, Golden]:
    """What two generations answer of our own questions, kept in SQL once it was asked; empty where ``measure`` cannot
    say. Both are asked again where one was asked by a version with other questions: those figures say nothing of each
    other."""

    def of(generation: int, *, again: bool = False) -> Golden:
        golden = store.generation(generation).golden
        if golden is None or again:
            golden = measure(generation)
            if golden is not None:
                store.keep_golden(generation, golden)
        return golden or {}

    first, second = of(before), of(after)
    if first and second and asked(first) != asked(second):
        first, second = of(before, again=True), of(after, again=True)
    return first, second
