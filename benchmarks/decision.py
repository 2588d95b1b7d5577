"""The fit of the numbers by which it is decided: WORDS and ENOUGH of knowledge/deciding/decision.py (nearness of the
best unit, and how much the share of the question's words tips it) and ASIDE of knowledge/deciding/judging.py. All else
that decides (what is demanded, the kind of thing asked for, places, years, the home of the subject) has no number
fitted here and is in force while this runs.

Negatives are unanswerable questions and, with the documents that answer them deleted, answerable ones. Folds are by
document over all the sets together: the numbers used for the questions of one document are those with the most
abstentions on all the others, of those with at most 5 % false refusals there. Folds by set tell more of questions not
seen yet: each set is decided by the numbers of the others. Prints the sweep of each number and what the folds give.

    python benchmarks/decision.py DATA [FILE.jsonl ...] [DATA FILE.jsonl ...]   DATA: a knowledge base; its files behind
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

from left_out import EVAL, folds, without

from knowledge import assistant as answering
from knowledge.assistant import Assistant
from knowledge.deciding import decision, judging
from knowledge.embedding import DEFAULT_MODEL, Embedder, make
from knowledge.evaluating import evaluation
from knowledge.lookup import Lookup
from knowledge.model import Answer
from knowledge.question import Question
from knowledge.quoting.passages import Evidence

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"
FILES = [
    EVAL / "dev.jsonl",
    EVAL / "dev_unanswerable.jsonl",
    GOLDEN / "unanswerable.jsonl",
    GOLDEN / "answerable.jsonl",
]
WORDS = (0.0, 0.02, 0.04, 0.06, 0.08)
ENOUGH = tuple(0.83 + 0.002 * step for step in range(28))
ASIDE = (0.0, 0.25, 0.5, 0.75, 1.0)
REFUSED = 0.05  # the largest share of false refusals
PARTS = 10
Numbers = tuple[float, float, float]


@dataclass(frozen=True)
class Case:
    """A question as decided without the numbers. ``refused``: something else has abstained; ``open``: nearness would
    decide; ``aside``: for each value of ASIDE, whether the draft is judged to be no answer."""

    source: str
    fold: str
    answerable: bool
    removed: bool
    refused: bool
    open: bool
    similarity: float = 0.0
    together: float = 0.0
    aside: tuple[bool, ...] = ()

    def abstained(self, numbers: Numbers) -> bool:
        """Whether these numbers make it abstain."""
        words, enough, aside = numbers
        if self.refused or (self.open and self.similarity + words * self.together < enough):
            return True
        return bool(self.aside) and self.aside[ASIDE.index(aside)]


class Watched(Assistant):
    """An assistant that remembers the evidence of the last question and how its draft is judged at each ASIDE; what it
    answers is what every draft would be."""

    evidence: Evidence | None = None
    lookup: Lookup | None = None
    verdicts: tuple[bool, ...] = ()


def watch(watched: Watched) -> tuple[Any, Any]:
    """``decide`` and ``Judge.judge`` as they tell an assistant what they saw."""
    decide, judge = decision.decide, judging.Judge.judge

    def deciding(question: Question, evidence: Evidence) -> decision.Decision:
        watched.evidence = evidence
        return decide(question, evidence)

    def judged(self: Any, question: Question, answer: Answer, lookup: Lookup | None) -> decision.Decision:
        watched.lookup = lookup
        verdicts = []
        for value in ASIDE:
            with patch.object(judging, "ASIDE", value):
                verdicts.append(not judge(self, question, answer, lookup).enough)
        watched.verdicts = tuple(verdicts)
        return decision.Decision(True)

    return deciding, judged


def cases(assistant: Watched, items: Iterable[evaluation.Item], source: str, *, removed: bool) -> list[Case]:
    """Ask with nothing but the numbers left out. Questions answered rightly although their documents are gone are no
    negatives and are left out."""
    found = []
    for item in items:
        assistant.evidence, assistant.lookup, assistant.verdicts = None, None, ()
        result = evaluation.run([item], assistant.answer)[0]
        if removed and result.facts and not result.answer.abstained:
            continue
        evidence = assistant.evidence
        named = any(hit.lookup for hit in evidence.hits) if evidence else False
        files = sorted(file for file, _ in item.gold)
        found.append(
            Case(
                source=source,
                fold=files[0] if files else f"none {crc32(item.question.encode()) % PARTS}",
                answerable=not removed and not item.unanswerable,
                removed=removed,
                refused=result.answer.abstained,
                open=bool(assistant.verdicts) and assistant.lookup is None and not named,
                similarity=evidence.similarity if evidence else 0.0,
                together=evidence.together if evidence else 0.0,
                aside=assistant.verdicts,
            )
        )
    return found


def collect(data: Path, files: Sequence[Path], embedder: Embedder) -> list[Case]:
    """Every question with all documents, and those with gold pages again without theirs."""
    sources = {item.id: path.stem for path in files for item in evaluation.read(path)}
    items = [item for path in files for item in evaluation.read(path)]
    found: list[Case] = []
    with patch.object(decision, "WORDS", 0.0), patch.object(decision, "ENOUGH", -1.0):
        for gone, asked in [(frozenset[str](), items), *folds(items).items()]:
            with without(data, gone, embedder, Watched) as made:
                deciding, judged = watch(made)
                with patch.object(answering, "decide", deciding), patch.object(judging.Judge, "judge", judged):
                    for item in asked:
                        found += cases(made, [item], sources[item.id], removed=bool(gone))
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


def best(cases: Sequence[Case], aside: float = judging.ASIDE) -> Numbers:
    """The numbers with the most abstentions on negatives among those with few enough false refusals (or the fewest).
    Unanswerable questions and removed documents weigh alike, however many there are of each."""

    def quality(numbers: Numbers) -> tuple[bool, float, float]:
        counts = {kind: [0, 0] for kind in ("answerable", "unanswerable", "removed")}
        for case in cases:
            kind = "answerable" if case.answerable else "removed" if case.removed else "unanswerable"
            counts[kind][0] += case.abstained(numbers)
            counts[kind][1] += 1
        share = {kind: of / (total or 1) for kind, (of, total) in counts.items()}
        refused = share["answerable"]
        return refused <= REFUSED, -refused if refused > REFUSED else 0.0, share["unanswerable"] + share["removed"]

    return max(product(WORDS, ENOUGH, (aside,)), key=quality)


def report(found: Sequence[Case]) -> None:
    """The sweeps, and the figures of the numbers in force and of numbers fitted without the document asked about."""

    def line(name: str, numbers: Numbers) -> None:
        sys.stdout.write(f"{name}: {told(found, [case.abstained(numbers) for case in found])}\n")

    sys.stdout.write(f"without the numbers: {told(found, [case.refused for case in found])}\n")
    words, enough, aside = IN_FORCE
    line(f"in force, WORDS {words} ENOUGH {enough} ASIDE {aside}", IN_FORCE)
    for value in WORDS:
        line(f"  WORDS {value:.2f}, its best ENOUGH", best_of(found, value))
    for value in ENOUGH[::2]:
        line(f"  ENOUGH {value:.3f}", (words, value, aside))
    for value in ASIDE:
        line(f"  ASIDE {value:.2f}", (words, enough, value))
    names = sorted({case.fold for case in found})
    part = {name: at % PARTS for at, name in enumerate(names)}
    flags, fitted = held_out(found, [part[case.fold] for case in found])
    sys.stdout.write(f"cross-validated by document: {told(found, flags)}; {fitted}\n")
    flags, fitted = held_out(found, [case.source for case in found])
    sys.stdout.write(f"each set by the numbers of the others: {told(found, flags)}; {fitted}\n")
    for source in dict.fromkeys(case.source for case in found):
        of = [(case, flag) for case, flag in zip(found, flags, strict=True) if case.source == source]
        sys.stdout.write(f"  {source}: {told([case for case, _ in of], [flag for _, flag in of])}\n")


def held_out(found: Sequence[Case], part: Sequence[object]) -> tuple[list[bool], list[Numbers]]:
    """Whether each case is abstained from by the numbers fitted on the cases of all other parts; those numbers."""
    fitted = {
        one: best([case for case, other in zip(found, part, strict=True) if other != one])
        for one in dict.fromkeys(part)
    }
    flags = [case.abstained(fitted[one]) for case, one in zip(found, part, strict=True)]
    return flags, sorted(set(fitted.values()))


def best_of(found: Sequence[Case], words: float) -> Numbers:
    """The best numbers with this value of WORDS."""
    allowed = [n for n in product((words,), ENOUGH, (judging.ASIDE,)) if _refused(found, n) <= REFUSED]
    return max(allowed, key=lambda n: sum(c.abstained(n) for c in found if not c.answerable), default=IN_FORCE)


def _refused(found: Sequence[Case], numbers: Numbers) -> float:
    asked = [case for case in found if case.answerable]
    return sum(case.abstained(numbers) for case in asked) / (len(asked) or 1)


IN_FORCE: Numbers = (decision.WORDS, decision.ENOUGH, judging.ASIDE)


def main(given: Sequence[str]) -> None:
    """Fit and report over each knowledge base with its files."""
    bases: list[tuple[Path, list[Path]]] = []
    for name in map(Path, given):
        if name.suffix == ".jsonl":
            bases[-1][1].append(name)
        else:
            bases.append((name, []))
    found: list[Case] = []
    for data, files in bases:
        found += collect(data, files or FILES, make(DEFAULT_MODEL, data / "models"))
    report(found)


if __name__ == "__main__":
    main(sys.argv[1:])
