"""A question as it is understood."""

from __future__ import annotations

from decimal import Decimal

from knowledge.model import Regime, Value


class Question(Value):
    """An understood question.

    ``text`` as typed; ``spelled`` folded and written out (a follow-up that only changes a level, a year or another
    such part of the question before it is that question with the part changed); ``search`` what is searched for;
    ``carried`` the part of it that earlier turns say; ``indicators`` numbers named (regime open unless ``regimes``
    says); ``named`` indicators found by name; ``documents`` ids of documents and regulations named; ``continues``
    whether anything was taken over from an earlier turn.
    """

    text: str
    spelled: str
    search: str
    carried: str = ""
    regimes: tuple[Regime, ...] = ()
    indicators: tuple[int, ...] = ()
    named: tuple[tuple[Regime, int], ...] = ()
    levels: tuple[int, ...] = ()
    bad_levels: tuple[int, ...] = ()
    aspects: tuple[tuple[Regime, int], ...] = ()
    domains: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    unknown_documents: tuple[str, ...] = ()
    pasal: str | None = None
    ayat: str | None = None
    years: tuple[int, ...] = ()
    numbers: tuple[Decimal, ...] = ()
    agencies: tuple[str, ...] = ()
    asks: frozenset[str] = frozenset()
    english: bool = False
    injected: bool = False
    continues: bool = False

    def wants(self, *kinds: str) -> bool:
        """Whether the question asks for any of these kinds of thing."""
        return not self.asks.isdisjoint(kinds)
