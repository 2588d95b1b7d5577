"""A question that an admin has answered: asked in the same words, it gets that answer, before any lookup. Otherwise an
entry of the FAQ is found like any unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from knowledge.answering.drafting import Draft
from knowledge.keeping.index import Entry
from knowledge.model import FAQ, Point, Turn
from knowledge.question import Question
from knowledge.text import stem, words

HEADING = "Jawaban admin"

Read = Callable[[str, tuple[Turn, ...]], Question]


class AnsweredBefore:
    """The questions of the FAQ's entries in a generation. ``read`` understands a text as a question."""

    def __init__(self, rows: Iterable[Entry], read: Read) -> None:
        self._entries: dict[frozenset[str], Entry] = {}
        for row in rows:
            if row.document.kind == FAQ:
                for question in row.unit.breadcrumb[1:]:  # a later entry has the last word
                    self._entries[_words(read(question, ()))] = row

    def find(self, question: Question) -> Entry | None:
        """The entry that answers this very question."""
        return None if question.injected else self._entries.get(_words(question))


def tell(entry: Entry, draft: Draft) -> bool:
    """Add an entry's answer, line by line and word for word; False when nothing of it may be said (it gives orders)."""
    lines = entry.unit.text.split("\n")
    ref = draft.cite_unit(entry, lines[0])
    draft.add(heading=HEADING, points=[Point(text=line, refs=(ref,), verbatim=True) for line in lines])
    return bool(draft.blocks)


def _words(question: Question) -> frozenset[str]:
    # All words, the small ones too: "boleh" and "tidak boleh" are two questions.
    return frozenset(map(stem, words(question.search)))
