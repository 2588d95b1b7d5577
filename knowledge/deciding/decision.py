"""Whether what was found answers the question; when not, the assistant says so instead of filling in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from knowledge.question import Question
from knowledge.quoting.passages import Evidence
from knowledge.text import fold
from knowledge.vocabulary import Vocabulary

# Nearness counts most; the share of the question's words that the evidence carries tips the balance.
# Both numbers are fitted with folds by document (benchmarks/decision.py), and taken a little below the best: of
# documents never seen, more questions lie just under it.
WORDS = 0.04
ENOUGH = 0.864
TYPED = 0.008  # less is enough where the best unit holds the kind of thing asked for: people's words are not a rule's

_INDEX = re.compile(
    r"\b(indeks|skor|nilai) "
    r"((?!spbe|pemdi|aspek|domain|kota|kabupaten|provinsi|nasional|dan|kami|kita|berapa|kalau|jika|yang|untuk|ini|itu|akan|tahun|instansi|daerah|"
    r"pemda|semua|akhir|minimal|maksimal|di|dari|pada|nya)[a-z]{3,})"
)
_PLACE = re.compile(
    r"\b(kabupaten|kota|provinsi) ((?!(?:kami|kita|saya|ini|itu|mana|lain|yang|apa|dan|atau|dengan|untuk|"
    r"tersebut|berapa)\b)[a-z]{3,})"
)
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


def decide(question: Question, evidence: Evidence, vocabulary: Vocabulary) -> Decision:
    """Judge the evidence: it must be near, share the question's words, and hold the kind of thing asked for."""
    if question.unknown_documents and not question.documents:
        return Decision(False, f"Naskah {question.unknown_documents[0].upper()} tidak ada di sini.")
    if question.documents and not any(h.entry.document.id in question.documents for h in evidence.hits):
        return Decision(False, "Naskah yang Anda sebut tidak ada di sini, atau tidak memuat hal itu.")
    if not evidence.hits or (evidence.terms < 2 and not any(hit.lookup for hit in evidence.hits)):
        return Decision(False)
    text = " ".join(fold(hit.entry.unit.passage) for hit in evidence.hits)
    if not demands_met(question, text, vocabulary):
        return Decision(False, "Hal itu tidak disebut dalam dokumen yang saya miliki.")
    near = " ".join(f"{hit.entry.document.label} {fold(hit.entry.unit.passage)}" for hit in evidence.hits[:3])
    if question.wants(*_DATED):
        rules = {int(year) for year in _RULE.findall(question.spelled)}
        missing = [y for y in question.years if str(y) not in near and y not in rules and not _of_document(y, question)]
        if missing:
            return Decision(False, f"Tidak ada keterangan tahun {', '.join(map(str, missing))} tentang hal itu.")
    if question.wants("score", "weight", "predicate") and (other := _other_index(question, text)):
        return Decision(False, f"Dokumen yang saya miliki tidak memuat {other}.")
    if question.wants("score", "predicate") and (place := _elsewhere(question, text)):
        return Decision(False, f"Tidak ada keterangan tentang {place.title()} untuk hal itu.")
    if question.agencies and question.wants("score") and not any(h.lookup for h in evidence.hits):
        return Decision(False, "Angka gabungan atau peringkat antarinstansi tidak saya hitung.")
    if any(fold(name).split(" ", 1)[-1] not in text for name in question.agencies):
        return Decision(False, f"Tidak ada keterangan tentang {question.agencies[0]} untuk hal itu.")
    if any(hit.lookup for hit in evidence.hits):
        return Decision(True)
    score = evidence.similarity + WORDS * evidence.together
    return Decision(score >= ENOUGH - TYPED * _typed(question, evidence, vocabulary), score=score)


def _typed(question: Question, evidence: Evidence, vocabulary: Vocabulary) -> bool:
    """Whether the best unit holds every kind of thing asked for (a span of time, a capacity); any number, or anybody,
    stands everywhere and tells nothing."""
    loose = [vocabulary.kinds.get(name) for name in ("number", "person")]
    kinds = [kind.evidence for kind in vocabulary.expected(question.spelled) if kind not in loose]
    kinds += [demand.evidence for demand in vocabulary.demanded(question.spelled)]
    text = fold(evidence.hits[0].entry.unit.passage)
    return bool(kinds) and all(re.search(kind, text) for kind in kinds)


def _elsewhere(question: Question, text: str) -> str:
    """A regency, city or province that is named, but not in the evidence."""
    for kind, name in _PLACE.findall(question.spelled):
        if name not in text:
            return f"{kind} {name}"
    return ""


def _other_index(question: Question, text: str) -> str:
    """An index or score asked about that the evidence never names."""
    for kind, name in _INDEX.findall(question.spelled):
        if (f"indeks {name}" if kind == "indeks" else name) not in text:
            return f"{kind} {name}"
    return ""


def demands_met(question: Question, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a folded text holds everything of a kind that cannot be paraphrased (an amount, a name, a number)."""
    return all(re.search(demand.evidence, text) for demand in vocabulary.demanded(question.spelled))


def _of_document(year: int, question: Question) -> bool:
    return any(name.endswith(f"-{year}") for name in question.documents)
