"""The two things that a question sets side by side ("beda audit infrastruktur dan audit aplikasi")."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.cues import alternatives
from knowledge.text import content_words, words
from knowledge.vocabulary import cues

MOST = 5  # words of a thing's name; more is a sentence


def sides(spelled: str, compared: Iterable[str], empty: Iterable[str]) -> tuple[str, str] | None:
    """The names of exactly two things compared in a spelled-out question; None where it does not name two.

    ``compared`` are the phrases that compare, ``empty`` the words that only ask."""
    text = " ".join(word for word in re.split(r"[\s?!.,;:]+", spelled) if word)
    joints = {*cues().joints, *cues().against}
    for cue in sorted(set(compared) - joints - {"sama dengan"}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(cue)}(?:nya)?(?!\w)", " ", text)
    left_out = {*cues().between, *empty}
    kept = " ".join(word for word in text.split() if word not in left_out)
    parts = [part.strip() for part in re.split(rf"\s*,?\s+(?:{alternatives(joints)})\s+", kept)]
    if len(parts) != 2 or any(not content_words(part) or len(words(part)) > MOST for part in parts):
        return None
    return (parts[0], parts[1]) if content_words(parts[0]) != content_words(parts[1]) else None
