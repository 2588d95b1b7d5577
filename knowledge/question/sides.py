"""The two things that a question sets side by side ("beda audit infrastruktur dan audit aplikasi")."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.text import content_words, words

_JOINT = re.compile(r"\s*,?\s+(?:dan|dengan|sama|serta|versus|vs\.?|atau|and|dibanding(?:kan)?(?: dengan)?)\s+")
_BETWEEN = frozenset({"antara", "between", "the", "of", "ada", "saja", "sih", "dong", "ya", "apanya", "letak"})
MOST = 5  # words of a thing's name; more is a sentence


def sides(spelled: str, cues: Iterable[str], empty: Iterable[str]) -> tuple[str, str] | None:
    """The names of exactly two things compared in a spelled-out question; None where it does not name two.

    ``cues`` are the phrases that compare, ``empty`` the words that only ask."""
    text = " ".join(word for word in re.split(r"[\s?!.,;:]+", spelled) if word)
    joints = {"dibanding", "dibandingkan", "versus", "vs", "sama dengan"}
    for cue in sorted(set(cues) - joints, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(cue)}(?:nya)?(?!\w)", " ", text)
    left_out = _BETWEEN | set(empty)
    kept = " ".join(word for word in text.split() if word not in left_out)
    parts = [part.strip() for part in _JOINT.split(kept)]
    if len(parts) != 2 or any(not content_words(part) or len(words(part)) > MOST for part in parts):
        return None
    return (parts[0], parts[1]) if content_words(parts[0]) != content_words(parts[1]) else None
