"""The fit of the two numbers of knowledge/deciding/decision.py: nearness of the best unit, and how much the
share of the question's words tips it. All else that decides (what is demanded, the kind of thing asked for, the
home of the subject) has no number fitted here and is in force while this runs.

Negatives are unanswerable questions and, with the documents that answer them deleted, answerable ones. Folds are by
document: the numbers used for the questions of one document are those with the most abstentions on all the others, of
those with at most 5 % false refusals there. Prints the best pairs over everything and what the folds give.

    python benchmarks/decision.py DATA [FILE.jsonl ...]      DATA: a knowledge base of ../shared/pdfs
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from zlib import crc32

from left_out import EVAL, folds, without

from knowledge import assistant as answering
from knowledge.assistant import Assistant
from knowledge.deciding import decision
from knowledge.embedding import DEFAULT_MODEL, Embedder, make
from knowledge.evaluating import evaluation
from knowledge.lookup import Lookup, Outcome
from knowledge.quoting.passages import Evidence

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"
FILES = [
    EVAL / "dev.jsonl",
    EVAL / "dev_unanswerable.jsonl",
    GOLDEN / "unanswerable.jsonl",
    GOLDEN / "answerable.jsonl",
]
WORDS = (0.0, 0.02, 0.04, 0.06, 0.08, 0.12)
ENOUGH = tuple(0.84 + 0.002 * step for step in range(32))
REFUSED = 0.05  # the largest share of false refusals
PARTS = 10
Pair = tuple[float, float]


@dataclass(frozen=True)
class Case:
    """A question as decided without the two numbers. ``open``: they would decide; ``refused``: something else has."""

    fold: str
    answerable: bool
    removed: bool
    refused: bool
    open: bool
    similarity: float = 0.0
    together: float = 0.0

    def abstained(self, pair: Pair) -> bool:
        """Whether these numbers, words' and enough, make it abstain."""
        return self.refused or (self.open and self.similarity + pair[0] * self.together < pair[1])


class Watched(Assistant):
    """An assistant that remembers the evidence of the last question, and whether it was only searched."""

    evidence: Evidence | None = None
    searched = False

    def _look_up(self, *args: Any) -> tuple[Outcome, Lookup | None]:
        outcome, lookup = super()._look_up(*args)
        self.searched = outcome is Outcome.PASS
        return outcome, lookup


def cases(assistant: Watched, items: Iterable[evaluation.Item], *, removed: bool) -> list[Case]:
    """Ask with nothing but the two numbers left out. Questions answered rightly although their documents are gone
    are no negatives and are left out."""
    found = []
    for item in items:
        assistant.searched = False
        result = evaluation.run([item], assistant.answer)[0]
        if removed and result.facts and not result.answer.abstained:
            continue
        evidence = assistant.evidence
        named = any(hit.lookup for hit in evidence.hits) if evidence else False
        files = sorted(file for file, _ in item.gold)
        found.append(
            Case(
                fold=files[0] if files else f"none {crc32(item.question.encode()) % PARTS}",
                answerable=not removed and not item.unanswerable,
                removed=removed,
                refused=result.answer.abstained,
                open=assistant.searched and not named,
                similarity=evidence.similarity if evidence else 0.0,
                together=evidence.together if evidence else 0.0,
            )
        )
    return found


def collect(data: Path, files: Sequence[Path], embedder: Embedder) -> list[Case]:
    """Every question with all documents, and those with gold pages again without theirs."""
    items = [item for path in files for item in evaluation.read(path)]
    found: list[Case] = []
    real = answering.decide
    decision.WORDS, decision.ENOUGH = 0.0, -1.0
    watched: list[Watched] = []

    def spy(question: Any, evidence: Evidence, vocabulary: Any) -> decision.Decision:
        watched[-1].evidence = evidence
        return real(question, evidence, vocabulary)

    answering.decide = spy
    for gone, asked in [(frozenset[str](), items), *folds(items).items()]:
        with without(data, gone, embedder, Watched) as made:
            watched.append(made)
            found += cases(made, asked, removed=bool(gone))
    return found


def told(cases: Sequence[Case], abstained: Sequence[bool]) -> str:
    """The figures of decided cases."""

    def share(kind: str, wanted: Sequence[bool]) -> str:
        of = [flag for flag, chosen in zip(abstained, wanted, strict=True) if chosen]
        return f"{kind} {sum(of)}/{len(of)} = {sum(of) / (len(of) or 1):.3f}"

    return "; ".join(
        [
            share("false refusals", [case.answerable for case in cases]),
            share("abstained, unanswerable", [not case.answerable and not case.removed for case in cases]),
            share("abstained, documents removed", [case.removed for case in cases]),
        ]
    )


def best(cases: Sequence[Case]) -> Pair:
    """The pair with the most abstentions on negatives among those with few enough false refusals (or the fewest)."""

    def quality(pair: Pair) -> tuple[bool, float, int]:
        positive = [case.abstained(pair) for case in cases if case.answerable]
        share = sum(positive) / (len(positive) or 1)
        rightly = sum(case.abstained(pair) for case in cases if not case.answerable)
        return share <= REFUSED, -share if share > REFUSED else 0.0, rightly

    return max(product(WORDS, ENOUGH), key=quality)


def main(data: Path, files: Sequence[Path]) -> None:
    """Fit and report."""
    found = collect(data, files, make(DEFAULT_MODEL, data / "models"))
    never = [case.refused for case in found]
    sys.stdout.write(f"without the two numbers: {told(found, never)}\n")
    chosen = best(found)
    sys.stdout.write(f"all: WORDS {chosen[0]:.2f} ENOUGH {chosen[1]:.3f}: ")
    sys.stdout.write(f"{told(found, [case.abstained(chosen) for case in found])}\n")
    for enough in ENOUGH[::4]:
        pair = (chosen[0], enough)
        line = told(found, [case.abstained(pair) for case in found])
        sys.stdout.write(f"  WORDS {pair[0]:.2f} ENOUGH {enough:.3f}: {line}\n")
    names = sorted({case.fold for case in found})
    part = {name: at % PARTS for at, name in enumerate(names)}
    pairs = [best([case for case in found if part[case.fold] != fold]) for fold in range(PARTS)]
    held_out = [case.abstained(pairs[part[case.fold]]) for case in found]
    sys.stdout.write(f"cross-validated by document: {told(found, held_out)}; pairs {sorted(set(pairs))}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]] or FILES)
