"""Whether what was found answers the question; when not, the assistant says so instead of filling in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from knowledge import kinds
from knowledge.question import Question
from knowledge.quoting.passages import Evidence
from knowledge.text import fold

# Nearness counts most; the share of the question's words that the evidence carries tips the balance.
# Both numbers are fitted with folds by document (benchmarks/decision.py).
WORDS = 0.04
ENOUGH = 0.856

_RULE = re.compile(
    r"\b(?:aturan|peraturan|permen\w*|perpres|pedoman|ketentuan|regulasi|uu) (?:baru |tahun )*(20\d\d)\b"
)
_DATED = ("score", "when", "predicate")


@dataclass(frozen=True)
class Decision:
    """``enough`` to answer, and for which ``reason`` not (Indonesian, for the reader). ``score`` of what was searched:
    the cosine, between -1 and 1, and a little for the words; infinite of what was named."""

    enough: bool
    reason: str = ""
    score: float = inf


def decide(question: Question, evidence: Evidence) -> Decision:
    """Judge the evidence: it must be near, share the question's words, and hold the kind of thing asked for."""
    if question.unknown_documents and not question.documents:
        return Decision(False, f"Naskah {question.unknown_documents[0].upper()} tidak ada di sini.")
    if question.documents and not any(h.entry.document.id in question.documents for h in evidence.hits):
        return Decision(False, "Naskah yang Anda sebut tidak ada di sini, atau tidak memuat hal itu.")
    if not evidence.hits or (evidence.terms < 2 and not any(hit.lookup for hit in evidence.hits)):
        return Decision(False)
    text = " ".join(fold(hit.entry.unit.passage) for hit in evidence.hits)
    if not demands_met(question, text):
        return Decision(False, "Hal itu tidak disebut dalam dokumen yang saya miliki.")
    near = " ".join(f"{hit.entry.document.label} {fold(hit.entry.unit.passage)}" for hit in evidence.hits[:3])
    if question.wants(*_DATED):
        missing = [y for y in question.years if str(y) not in near and y not in rules(question)]
        if missing:
            return Decision(False, f"Tidak ada keterangan tahun {', '.join(map(str, missing))} tentang hal itu.")
    if question.agencies and question.wants("score") and not any(h.lookup for h in evidence.hits):
        return Decision(False, "Angka gabungan atau peringkat antarinstansi tidak saya hitung.")
    if any(fold(name).split(" ", 1)[-1] not in text for name in question.agencies):
        return Decision(False, f"Tidak ada keterangan tentang {question.agencies[0]} untuk hal itu.")
    if any(hit.lookup for hit in evidence.hits):
        return Decision(True)
    score = evidence.similarity + WORDS * evidence.together
    return Decision(score >= ENOUGH, score=score)


def demands_met(question: Question, text: str) -> bool:
    """Whether a folded text holds everything of a kind that cannot be paraphrased (an amount, a name, a number)."""
    return all(kind.holds.search(text) for kind in kinds.strict(question.spelled))


def rules(question: Question) -> set[int]:
    """The years in a question that only tell which rule or document is meant."""
    named = {year for year in question.years if any(name.endswith(f"-{year}") for name in question.documents)}
    return named | {int(year) for year in _RULE.findall(question.spelled)}
