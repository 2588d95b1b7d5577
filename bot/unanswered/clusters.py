"""Questions of the same meaning, gathered: an admin answers them once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.unanswered.masking import masked
from bot.unanswered.questions import Asked, Questions
from knowledge.keeping.store import Vector

NEAR = 0.93
"""Cosine from which on two questions are taken for the same; chosen by ``benchmarks/clusters.py``."""

_NUMBER = re.compile(r"\d+")

Embed = Callable[[str], tuple[str, Vector]]


@dataclass
class Cluster:
    """Questions of one meaning, oldest first; the first is the one the others are near to, and names the cluster."""

    members: list[Asked] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.members[0].id

    @property
    def askers(self) -> int:
        """How many asked, as far as is known."""
        return len({member.asker for member in self.members})

    @property
    def wordings(self) -> tuple[str, ...]:
        """The different wordings, the most frequent first."""
        said: dict[str, list[str]] = {}
        for member in self.members:
            said.setdefault(" ".join(member.question.casefold().split()), []).append(member.question)
        return tuple(group[0] for group in sorted(said.values(), key=len, reverse=True))


def gather(asked: Sequence[Asked], near: float = NEAR) -> tuple[Cluster, ...]:
    """Greedy, in the order asked: a question joins the cluster whose every question is near enough and has the same
    numbers, those of persons apart ("indikator 14" is not "indikator 15"), the nearest of several; else it begins one.
    The most asked come first, then the newest. Vectors are of unit length; a question without one stands alone."""
    cosines, numbers = _cosines(asked), [frozenset(_NUMBER.findall(masked(one.question))) for one in asked]
    places: list[list[int]] = []
    for at in range(len(asked)):
        best, found = near, None
        for place in places:
            if numbers[place[0]] == numbers[at] and (least := float(cosines[at, place].min())) >= best:
                best, found = least, place
        if found is None:
            places.append([at])
        else:
            found.append(at)
    clusters = [Cluster([asked[at] for at in place]) for place in places]
    return tuple(sorted(clusters, key=lambda c: (-c.askers, -c.members[-1].id)))


def current(questions: Questions, embed: Embed) -> tuple[Cluster, ...]:
    """The clusters of the open questions. Embeds those that have no vector yet, so not on the event loop."""
    model, _ = embed("antrean")
    missing = questions.without_vector(model)
    questions.keep_vectors(((id_, embed(wording)[1]) for id_, wording in missing), model)
    return gather(questions.open())


def holding(clusters: Sequence[Cluster], question: int) -> Cluster | None:
    """The cluster of a question."""
    return next((c for c in clusters if any(member.id == question for member in c.members)), None)


def _cosines(asked: Sequence[Asked]) -> Vector:
    """The cosine of each two questions, shape (n, n); 0 where one has no vector."""
    vectors = [one.vector for one in asked if one.vector is not None]
    none = np.zeros_like(vectors[0]) if vectors else np.zeros(1, dtype=np.float32)
    table = np.stack([none if one.vector is None else one.vector for one in asked]) if asked else none[None]
    made: Vector = table @ table.T
    return made
