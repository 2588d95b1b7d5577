"""Small words that turn a statement round: negation, duty and leave, bounds, before and after. A sentence may use them
as its source does.

Read by rule, without grammar: too strict costs a reworded sentence, too lenient a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.text import STOPWORDS, fold, stem

_NEGATORS = frozenset({"tidak", "bukan", "belum", "tanpa", "tak", "jangan", "dilarang", "kecuali"})
_FOREIGN_NEGATORS = frozenset({"not", "no", "never", "without", "cannot", "neither", "nor", "except"})
_REACH = 4  # words after a negator among which the negated one stands
_PART = re.compile(r"[^\W\d_]+")
CLASSES: dict[str, tuple[str, ...]] = {
    "duty": ("wajib", "diwajibkan", "kewajiban", "harus", "mesti", "must", "shall", "mandatory", "required", "obliged"),
    "ban": ("dilarang", "larangan", "tidak boleh", "tidak dapat", "must not", "may not", "prohibited", "forbidden"),
    "at least": ("paling sedikit", "paling rendah", "paling kurang", "sekurang-kurangnya", "sedikitnya", "minimal",
                 "minimum", "at least"),
    "at most": ("paling banyak", "paling tinggi", "paling lama", "paling lambat", "setinggi-tingginya", "maksimal",
                "selambat-lambatnya", "selama-lamanya", "sebanyak-banyaknya", "maksimum", "maximum", "at most",
                "no later than", "not exceed", "tidak melebihi"),
    "may": ("dapat", "boleh", "bisa", "may", "can"),
    "at earliest": ("paling cepat", "paling awal", "not before", "no earlier than", "at the earliest"),
    "before": ("sebelum", "before", "prior to"),
    "after": ("sesudah", "setelah", "after"),
    "only": ("hanya", "satu-satunya", "semata-mata", "only", "solely", "exclusively"),
    "more": ("lebih dari", "melebihi", "di atas", "more than", "above", "exceeds"),
    "all": ("seluruh", "semua", "setiap", "tiap", "tiap-tiap", "segala", "all", "every", "each"),
    "some": ("sebagian", "beberapa", "salah satu", "sejumlah", "some", "several", "one of", "part of"),
    "day": ("hari ini", "besok", "lusa", "kemarin", "minggu ini", "minggu depan", "bulan ini", "bulan depan",
            "tahun ini", "tahun depan", "tahun lalu", "today", "tomorrow", "yesterday", "next week", "next month",
            "next year"),
    "yearly": ("tahunan", "per tahun", "setiap tahun", "tiap tahun", "annual", "annually", "yearly"),
    "monthly": ("bulanan", "per bulan", "setiap bulan", "tiap bulan", "monthly"),
    "weekly": ("mingguan", "per minggu", "setiap minggu", "tiap minggu", "weekly"),
    "daily": ("harian", "per hari", "setiap hari", "tiap hari", "daily"),
    "less": ("kurang dari", "di bawah", "less than", "below"),
}  # fmt: skip
_PATTERNS = {
    name: re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, phrases))})(?:lah|nya)?(?![\w-])")
    for name, phrases in CLASSES.items()
}


def classes(text: str) -> set[str]:
    """Which kinds of turning words a text uses (keys of ``CLASSES``)."""
    folded = fold(text)
    return {name for name, pattern in _PATTERNS.items() if pattern.search(folded)}


def negated(text: str) -> tuple[set[str], set[str]]:
    """The stems a text denies, and those it uses without denying them."""
    denied: set[str] = set()
    plain: set[str] = set()
    for sentence in re.split(r"[.;:]", fold(text)):
        left = 0
        for word in _PART.findall(sentence):
            if word in _NEGATORS:
                left = _REACH
            elif word not in STOPWORDS or word in ("harus", "perlu", "dapat", "boleh", "ada"):
                (denied if left else plain).add(stem(word))
                left = 0
            elif left:
                left -= 1
    return denied, plain


def turned(sentence: str, sources: Iterable[str]) -> bool:
    """Whether a sentence denies what its sources state, states what they only deny, or brings in a duty, a ban or a
    bound that they do not know."""
    together = "\n".join(sources)
    if classes(sentence) - classes(together):
        return True
    denied, plain = negated(sentence)
    known, stated = negated(together)
    return bool(denied - known) or bool((plain & known) - stated)


def turned_abroad(sentence: str, sources: Iterable[str]) -> bool:
    """The same for an English sentence on Indonesian sources, as far as that can be seen: duties and bounds, and a
    negation where no source has one."""
    together = "\n".join(sources)
    if classes(sentence) - classes(together):
        return True
    words = set(_PART.findall(fold(sentence)))
    return bool(words & _FOREIGN_NEGATORS) and not set(_PART.findall(fold(together))) & _NEGATORS
