"""Whether what was found answers the question; when not, the assistant says so instead of filling in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.passages import Evidence
from knowledge.question import Question
from knowledge.text import fold
from knowledge.vocabulary import Vocabulary

COVERAGE = 0.34  # least share of the question's weight that the first five units must carry together
SIMILARITY = 0.80  # least cosine of the nearest unit (e5 places everything above 0.7)


@dataclass(frozen=True)
class Decision:
    """``enough`` to answer, and for which ``reason`` not (Indonesian, for the reader)."""

    enough: bool
    reason: str = ""


def decide(question: Question, evidence: Evidence, vocabulary: Vocabulary) -> Decision:
    """Judge the evidence: it must be near, share the question's words, and hold the kind of thing asked for."""
    if not evidence.hits:
        return Decision(False)
    text = " ".join(fold(hit.entry.unit.passage) for hit in evidence.hits)
    if not demands_met(question, text, vocabulary):
        return Decision(False, "Hal itu tidak disebut dalam dokumen yang saya miliki.")
    if missing := [y for y in question.years if str(y) not in text and not _of_document(y, question)]:
        return Decision(False, f"Tidak ada keterangan tahun {', '.join(map(str, missing))} tentang hal itu.")
    if any(fold(name).split(" ", 1)[-1] not in text for name in question.agencies):
        return Decision(False, f"Tidak ada keterangan tentang {question.agencies[0]} untuk hal itu.")
    if any(hit.lookup for hit in evidence.hits):
        return Decision(True)
    return Decision(evidence.together >= COVERAGE and evidence.similarity >= SIMILARITY)


def demands_met(question: Question, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a folded text holds everything of a kind that cannot be paraphrased (an amount, a name, a number)."""
    return all(re.search(demand.evidence, text) for demand in vocabulary.demanded(question.spelled))


def _of_document(year: int, question: Question) -> bool:
    return any(name.endswith(f"-{year}") for name in question.documents)
