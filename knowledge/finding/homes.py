"""Where a subject is settled: the regulation that a question is about, by the subjects listed for it.

A rule that is not held is often mentioned in others. What they say by the way is no answer, however near it sounds,
unless it says all that was asked; else the question is told which document would answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from knowledge.catalog import Catalog, Regulation
from knowledge.cues import says
from knowledge.keeping.index import Entry
from knowledge.model import Regime
from knowledge.question import Question
from knowledge.text import fold, stem, words
from knowledge.vocabulary import cues


class Homes:
    """The regulations listed, and which of their subjects the documents of an open generation are about."""

    def __init__(self, catalog: Catalog, rows: Sequence[Entry]) -> None:
        self._rows = [row for row in rows if not row.document.handbook]
        self._held = {row.document.id for row in self._rows}
        self._subjects = [(stems(name), row) for row in catalog.regulations for name in row.subjects]
        self._guide = next((row for row in catalog.regulations if row.details is Regime.SPBE), None)
        instrument = [one for one in catalog.indicators if one.regime is Regime.SPBE]
        self._indicators = {stems(name) for one in instrument for name in (one.name, one.short, *one.aliases)}
        self._guided = 2 * len(self._evidenced) >= len(instrument)
        self._titles = {f" {stems(title)} " for title in {row.document.title for row in self._rows}}

    def missing(self, question: Question) -> Regulation | None:
        """The regulation that settles what a question is about, when neither it nor any other document about that
        subject is held. The longest subject named in the question counts; None when it names a document,
        or asks of Pemdi alone, of which the catalog is all there is."""
        if question.documents or question.unknown_documents or question.regimes == (Regime.PEMDI,):
            return None
        text = f" {stems(question.search)} "
        if not self._guided and self._of_instrument(question, text):
            return self._guide
        named = [] if question.indicators else [s for s in self._subjects if f" {s[0]} " in text]
        if not named:
            return None
        longest = max(len(subject) for subject, _ in named)
        homes = [(subject, row) for subject, row in named if len(subject) == longest]
        if any(row.id in self._held or self._titled(subject) for subject, row in homes):
            return None
        return homes[0][1]

    def _titled(self, subject: str) -> bool:
        """Whether a held document is about a subject: whether its title says so."""
        return any(f" {subject} " in title for title in self._titles)

    @cached_property
    def _evidenced(self) -> set[int]:
        """SPBE indicators for whose levels a held document tells the evidence."""
        return {
            row.unit.indicator
            for row in self._rows
            if row.unit.indicator
            and row.unit.level
            and row.unit.regime is Regime.SPBE
            and "bukti" in fold(row.unit.text)
        }

    def _of_instrument(self, question: Question, text: str) -> bool:
        """Whether a question is about how SPBE indicators are judged; which indicator it is, the catalog knows."""
        if says(question.spelled, cues().which_indicator):
            return False
        if question.indicators or question.wants("evidence"):
            return True
        if says(question.spelled, cues().level) and not says(question.spelled, cues().risk_levels):
            return True
        if any(regime is Regime.SPBE for regime, _ in question.named):
            return True
        own = {subject for subject, row in self._subjects if row is self._guide}
        return any(f" {name} " in text for name in self._indicators | own)


def stems(text: str) -> str:
    """The stems of a text's words joined by single spaces: the form in which phrases are compared."""
    return " ".join(stem(word) for word in words(fold(text)))
