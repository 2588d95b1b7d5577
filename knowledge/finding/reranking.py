"""A second look at the units found, for a model that reads question and unit together. None is built in: a
rerank by pieces of the units won nothing on questions never seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from knowledge.keeping.index import Entry


class Reranker(Protocol):
    """Puts units found for a question into a better order."""

    def rerank(self, query: str, rows: Sequence[Entry]) -> Sequence[Entry]:
        """The same units, the best first. ``query`` is the repaired search text, ``rows`` the units as found."""
        ...


class KeepOrder:
    """The order as found."""

    def rerank(self, query: str, rows: Sequence[Entry]) -> Sequence[Entry]:
        """The units as they are."""
        return rows
