"""Which regency, city or province a question is about, and whether a text speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from knowledge.deciding import expected
from knowledge.question import Question
from knowledge.question.spelling import LISTS
from knowledge.text import fold, words

_KIND = re.compile(r"\b(kabupaten|kota|provinsi) ([a-z]{3,}(?: [a-z]{3,})?)")
_AREAS = ("kota ", "kabupaten ")
_OF_RULE = re.compile(
    r"\b(?:perbup|perwali|perwal|pergub|perda|peraturan (?:bupati|wali ?kota|gubernur|daerah)) ([a-z]{3,})"
)
_OF_RULES = re.compile(
    r"\b(?:perbup|perwali|perwal|pergub|kepgub|kepbup|kepwal|perda|provinsi|kabupaten|kota)"
    r" ([a-z]{3,}(?: [a-z]{3,})?)(?= \d|$)"
)
_CAPITAL = re.compile(r"\b(?:[Kk]abupaten|[Kk]ota|[Pp]rovinsi|KABUPATEN|KOTA|PROVINSI) ([A-Z][A-Za-z]{3,})")


def places(question: Question) -> list[str]:
    """The folded names of places a question names: by its kind ("kabupaten tapin"), or by a name that is no other word
    ("banyuwangi"), or as an agency that the catalog knows. A province keeps its kind: cities bear its name too."""
    found = [fold(name) for name in _CAPITAL.findall(question.text)]
    for kind, name in _KIND.findall(question.spelled):
        first, *second = name.split(" ")
        if expected.load().empty(first):
            continue
        found.append(f"provinsi {first}" if kind == "provinsi" else first)
        found += [word for word in second if word in _only_places()]
    found += [word for word in words(question.spelled) if word in _only_places()]
    found += ruled(question)
    found += [fold(name).split(" ", 1)[1] for name in question.agencies if fold(name).startswith(_AREAS)]
    return list(dict.fromkeys(found))


def ruled(question: Question) -> list[str]:
    """The places whose own rule a question names: "menurut perbup banjar"."""
    return [name for name in _OF_RULE.findall(question.spelled) if not expected.load().empty(name)]


def issuers(titles: Iterable[str]) -> frozenset[str]:
    """The places that rules and reports are of, by the labels and titles of documents."""
    found = (match for title in set(titles) for match in _OF_RULES.findall(fold(title)))
    return frozenset(name for name in found if not any(expected.load().empty(word) for word in name.split()))


def said_in(place: str, text: str) -> bool:
    """Whether a folded text names a place, as words of its own."""
    return re.search(rf"\b{re.escape(place)}\b", text) is not None


@lru_cache(maxsize=1)
def _only_places() -> frozenset[str]:
    """Words of places that are no other words of Indonesian."""
    listed, *others = (frozenset((LISTS / name).read_text(encoding="utf-8").split()) for name in _FILES)
    return frozenset(word for word in listed.difference(*others) if not expected.load().empty(word))


_FILES = ("places.txt", "id.txt", "everyday.txt")
