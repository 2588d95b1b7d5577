"""Word lists that tell what a question asks and what it is made of: the sections ``cues`` and ``explained`` of
``vocabulary.yaml``, typed. Each list has one name here, and everybody who needs it uses it by that name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

Phrase = tuple[str, ...]


def _distinct(phrases: Phrase) -> Phrase:
    """Phrases as they stand in folded text, each once. Raises ValueError."""
    if not phrases:
        raise ValueError("daftar kosong")
    if wrong := [one for one in phrases if one != " ".join(one.lower().split()) or not one.strip("*")]:
        raise ValueError(f"bukan teks kecil tanpa spasi ganda: {wrong}")
    if twice := {one for one in phrases if phrases.count(one) > 1}:
        raise ValueError(f"tertulis dua kali: {sorted(twice)}")
    return phrases


Phrases = Annotated[Phrase, AfterValidator(_distinct)]
"""Phrases of a folded text as whole words; ``*`` at the end stands for any ending."""

Words = Annotated[str, AfterValidator(lambda text: " ".join(_distinct(tuple(text.split()))))]
"""Single words, separated by spaces."""


class Cues(BaseModel):
    """What a question asks for or speaks of, by the phrases that say so."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    # order and size
    highest: Phrases
    higher: Phrases
    lowest: Phrases
    lower: Phrases
    mean: Phrases
    total: Phrases
    whole: Phrases
    ranking: Phrases
    every: Phrases
    threshold: Phrases
    # change
    rise: Phrases
    fall: Phrases
    changed: Phrases
    unchanged: Phrases
    difference: Phrases
    # places and persons
    province: Phrases
    across: Phrases
    agency_kinds: dict[str, Phrases]
    areas: Phrases
    own: Phrases
    ours: Phrases
    persons: Phrases
    thanks: Phrases
    # time
    begins: Phrases
    begins_day: Phrases
    ends: Phrases
    ends_day: Phrases
    after: Phrases
    before: Phrases
    now: Phrases
    evaluation: Phrases
    schedule: Phrases
    stages: Phrases
    # a day or span as seen from today
    offsets: dict[int, Phrases]
    units: dict[str, Phrases]
    coming: Phrases
    past: Phrases
    present: Phrases
    later: Phrases
    within: Phrases
    parts: dict[str, Phrases]
    months: dict[int, Phrases]
    # documents
    status: Phrases
    ended: Phrases
    in_force: Phrases
    why: Phrases
    dated: Phrases
    promulgation: Phrases
    criminal: Phrases
    administrative: Phrases
    stated: dict[str, Phrases]
    states: dict[str, Phrases]
    otherwise: Phrases
    recitals: Phrases
    frame: Phrases
    # indicators and their parts
    indicator: Phrases
    aspect: Phrases
    level: Phrases
    risk_levels: Phrases
    which_indicator: Phrases
    inside: Phrases
    columns: dict[str, Phrases]
    name_ends: Phrases
    generic_terms: Phrases
    common_predicates: Phrases
    rated: Phrases
    # between two things
    joints: Phrases
    sequence: Phrases
    against: Phrases
    between: Phrases


class Explained(BaseModel):
    """Words that questions of a kind are made of besides the names they say: what is left asks for something else."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    request: Words
    common: Words
    agencies: Words
    predicate: Words
    predicates: Words
    national: Words
    scores: Words
    timeline: Words
    definition: Words
    regulation: Words
    formula: Words
    weight: Words
    extreme: Words
    weights: Words
    count: Words
    inside: Words
    level: Words
    evidence: Words
    indicator: Words
    listing: Words
    comparison: Words
    extent: Words
    closing: Words
    chapter: Words
    sanction: Words
    stated: Words
    generic: Words
    cells: Words


@lru_cache(maxsize=1024)
def _pattern(phrases: Phrase) -> re.Pattern[str]:
    longest = sorted(phrases, key=len, reverse=True)
    written = "|".join(re.escape(one.rstrip("*")) + (r"\w*" if one.endswith("*") else "") for one in longest)
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)")


def says(text: str, *lists: Iterable[str]) -> bool:
    """Whether a folded text holds a phrase of one of the lists as whole words."""
    return any(_pattern(tuple(phrases)).search(text) is not None for phrases in lists)


def alternatives(*lists: Iterable[str]) -> str:
    """The phrases of the lists as alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(one) for one in sorted({p for phrases in lists for p in phrases}, key=len, reverse=True))
