"""What a lookup works with, and what it may say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from functools import cache

from knowledge.answering.drafting import Draft
from knowledge.catalog import Aspect, Catalog, Domain, Indicator
from knowledge.finding.retrieval import Searcher
from knowledge.model import Regime
from knowledge.question import Question
from knowledge.text import STOPWORDS, content_words, stem, tokens, words
from knowledge.vocabulary import Vocabulary, explained

_JOINT = re.compile(r"[/-]")
TITLE = {Regime.PEMDI: "Pemdi", Regime.SPBE: "SPBE"}
NAMES = {Regime.PEMDI: "Pemdi 2026 (berlaku)", Regime.SPBE: "SPBE (pembanding)"}


class Outcome(Enum):
    """``PASS``: not my question. ``ANSWERED``: the draft holds facts. ``ADD``: it does, and passages of the
    documents belong beside them. ``NOT_FOUND``: the draft says what is not known."""

    PASS = auto()
    ANSWERED = auto()
    ADD = auto()
    NOT_FOUND = auto()


@dataclass(frozen=True)
class Context:
    """The catalog, the search over the open generation, today's date, and what documents are called."""

    catalog: Catalog
    searcher: Searcher
    today: date
    vocabulary: Vocabulary | None = None

    def regimes(self, question: Question) -> tuple[Regime, ...]:
        """Regimes to answer for, the one in force first; both when none is named."""
        return tuple(r for r in (Regime.PEMDI, Regime.SPBE) if not question.regimes or r in question.regimes)

    def indicators(self, question: Question) -> list[Indicator]:
        """Indicators the question names, Pemdi first. A number counts in each regime that is open; a name in
        its own, unless the question names the other regime; numbers win over names."""
        keys = [(r, n) for r in self.regimes(question) for n in question.indicators]
        if both := [key for key in keys if key in question.named]:
            keys = both  # number and name agree: the other regime's namesake is not meant
        if not keys:
            named = [key for key in question.named if not question.regimes or key[0] in question.regimes]
            keys = sorted(named, key=lambda key: (key[0] is Regime.SPBE, key[1]))
        return [self.catalog.indicator_by_key[key] for key in keys if key in self.catalog.indicator_by_key]

    def inside(self, domain: Domain) -> tuple[tuple[Aspect, ...], tuple[Indicator, ...]]:
        """Aspects and indicators of a domain of SPBE, by number."""
        aspects = tuple(a for a in self.catalog.aspects_of(Regime.SPBE) if a.domain == domain.number)
        numbers = {a.number for a in aspects}
        return aspects, tuple(i for i in self.catalog.indicators_of(Regime.SPBE) if i.aspect in numbers)


Lookup = Callable[[Question, Context, Draft], Outcome]


def number(value: Decimal) -> str:
    """A decimal in Indonesian notation, digits as the source prints them."""
    return str(value).replace(".", ",")


def runs(numbers: Iterable[int]) -> str:
    """``1, 3–5``: numbers with runs drawn together."""
    found: list[list[int]] = []
    for n in sorted(numbers):
        if found and n == found[-1][-1] + 1:
            found[-1].append(n)
        else:
            found.append([n])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found)


def listed(numbers: Sequence[int | str]) -> str:
    """``5``, ``5 dan 18``, ``10, 11, dan 12``."""
    *before, last = map(str, numbers)
    return f"{', '.join(before)}{',' if len(before) > 1 else ''} dan {last}" if before else last


def names_of(documents: Iterable[str], context: Context) -> list[str]:
    """What the named documents are called: titles, labels and kinds of those that are held or listed."""
    held, known = context.searcher.documents, context.catalog.regulation_by_id
    names = []
    for one in documents:
        if one in held:
            names += [held[one].title, held[one].label, held[one].kind, held[one].file.replace("-", " ")]
        if one in known:
            names += [known[one].title, known[one].short, known[one].kind]
        if context.vocabulary:
            names += [name for name, target in context.vocabulary.nicknames.items() if target == one]
            kinds = context.vocabulary.regulations.items()
            names += [name for prefix, said in kinds if one.startswith(prefix) for name in said]
    return names


def heading(regime: Regime, regimes: tuple[Regime, ...]) -> str:
    """A block's heading where both regimes stand side by side; none where only one was asked for."""
    return NAMES[regime] if len(regimes) > 1 else ""


def unexplained(question: Question, *explained: str) -> set[str]:
    """Content words of the question that none of these texts (nor common wording) accounts for."""
    known = {token for text in explained for token in tokens(text)} | common()

    def told(word: str) -> bool:
        parts = _JOINT.split(word)  # "kabupaten/kota" is told where both its parts are
        plain = word in known or len(word) <= 2 or any(ch.isdigit() for ch in word)
        return plain or (len(parts) > 1 and all(told(stem(part)) for part in parts))

    return {word for word in content_words(question.spelled) if not told(word)}


@cache
def common() -> frozenset[str]:
    """Words that say nothing of what is asked, and their stems."""
    said = explained().common
    return frozenset((*tokens(said), *said.split(), *STOPWORDS))


def plain_words(text: str) -> str:
    """Words of a text joined by single spaces: the form phrases of the catalog are matched in."""
    return " ".join(words(text))
