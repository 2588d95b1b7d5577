"""Suggested next questions: those that can be asked as they stand become buttons."""

from __future__ import annotations

import re

from knowledge.model import Answer

_QUOTED = re.compile("“([^”]+)”")


def suggestions(answer: Answer) -> tuple[str, ...]:
    """Questions in an answer's hints: a hint that is one, or the example a hint quotes."""
    found = (_question(hint) for hint in answer.hints)
    return tuple(dict.fromkeys(question for question in found if question))


def lines(answer: Answer) -> tuple[str, ...]:
    """Hints to be read: all that are not a question as a whole."""
    return tuple(hint for hint in answer.hints if not hint.endswith("?"))


def _question(hint: str) -> str:
    if hint.endswith("?"):
        return hint
    quoted = _QUOTED.search(hint)
    return quoted[1] if quoted else ""
