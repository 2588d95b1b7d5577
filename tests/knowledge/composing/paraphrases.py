"""The sentences of ``paraphrases.yaml``, and false ones made from its true ones and its sources by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.composing.checking import Evidence, check
from knowledge.quoting.pieces import pieces

_DATA = Path(__file__).with_name("paraphrases.yaml")
_SWAPS = {
    "bound": (("paling lama", "paling singkat"), ("paling lambat", "paling cepat"), ("paling banyak", "paling sedikit"),
              ("paling sedikit", "paling banyak"), ("paling singkat", "paling lama"), ("minimal", "maksimal"),
              ("maksimal", "minimal"), ("paling lama ", ""), ("paling lambat ", ""), ("paling banyak ", ""),
              ("paling sedikit ", ""), ("paling singkat ", ""), ("minimal ", "")),
    "duty": (("wajib", "dapat"), ("wajib ", ""), ("dapat", "wajib"), ("dilarang", "wajib"), ("dilarang ", ""),
             ("dilarang", "dapat"), ("wajib", "dilarang"), ("dapat", "dilarang")),
    "negation": (("tidak ", ""), ("bukan ", ""), ("wajib", "tidak wajib"), ("dapat", "tidak dapat"),
                 (" di", " tidak di"), (" me", " tidak me"), ("telah", "belum")),
    "conjunction": (("dan/atau", "dan"), ("dan/atau", "atau"), (" atau ", " dan "), (" dan ", " atau "),
                    (" dan ", " dan/atau ")),
    "scope": (("semua", "sebagian"), ("semua ", ""), ("seluruh", "sebagian"), ("setiap", "sebagian"), ("hanya ", ""),
              ("Setiap Orang", "Orang"), ("tiap ", "")),
    "time": (("sebelum", "setelah"), ("setelah", "sebelum"), ("sesudah", "sebelum")),
    "manner": (("tertulis", "lisan"), ("dengan sengaja ", ""), (" internal", " eksternal")),
}  # fmt: skip
_EXCEPTION = re.compile(r",? (?:kecuali|sebelum pemeriksaan) [^,.;]*")
_CONDITION = re.compile(r"^(?:Dalam hal|Jika|Apabila) [^,]*, ")
_NUMBER = re.compile(r"(?<![\w(.,/–-])\d+(?:[.,]\d+)*(?![\w)/–-]|[.,]\d)")


@dataclass(frozen=True)
class Case:
    """A sentence, the kind of change it shows, whether it is true, and whether the check lets it be shown."""

    kind: str
    text: str
    true: bool
    shown: bool


@lru_cache(maxsize=1)
def _sources() -> list[tuple[Evidence, list[str], list[str]]]:
    rows = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return [(Evidence(row["text"], row["about"]), row["right"], row["wrong"]) for row in rows]


def cases() -> Iterator[Case]:
    """The sentences written by hand."""
    for source, true, false in _sources():
        for text in true:
            yield Case("true, in other words", text, True, _shown(text, source))
        for text in false:
            yield Case("false, by hand", text, False, _shown(text, source))


def mutated() -> Iterator[Case]:
    """False sentences made from true ones: those by hand, and the sources' own."""
    for source, true, _ in _sources():
        own = [re.sub(r"^(?:\(\d\)|\w[.)])\s+", "", piece.text) for piece in pieces(source.text)]
        own = [text for text in own if len(text.split()) > 3 and not text.endswith((":", ";"))]
        told = {text.rstrip(".").lower() for text in (*true, *own)}
        seen = set(told)
        for text in (*true, *own):
            for kind, made in changes(text, source):
                if made.rstrip(".").lower() in seen:
                    continue
                seen.add(made.rstrip(".").lower())
                yield Case(f"false: {kind}", made, False, _shown(made, source))


def changes(text: str, source: Evidence) -> Iterator[tuple[str, str]]:
    """False sentences made of a true one: the kind of change, and the sentence."""
    for kind, swaps in _SWAPS.items():
        for old, new in swaps:
            for match in re.finditer(rf"(?<!\w){re.escape(old)}" if old[0] != " " else re.escape(old), text):
                if old == "wajib" and text[: match.start()].endswith("tidak "):
                    continue
                yield kind, text[: match.start()] + new + text[match.end() :]
    for match in _NUMBER.finditer(re.sub(r"\s*\([^)]*\)", lambda m: " " * len(m[0]), text)):
        for other in {m[0] for m in _NUMBER.finditer(source.text)} - {match[0]}:
            made = re.sub(r"\s*\([a-z ]+\)", "", text[: match.start()] + other + text[match.end() :])
            yield "number", made
    if (made := _EXCEPTION.sub("", text)) != text:
        yield "exception dropped", made
    if (made := _CONDITION.sub("", text)) != text:
        yield "condition dropped", made
    yield from (("roles", made) for made in _roles(text))


def _roles(text: str) -> Iterator[str]:
    """The same with two of its names changed about."""
    names = list(re.finditer(r"[A-Z][\w-]*(?: [A-Z][\w-]*)*", text))
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            if first[0] != second[0] and first[0] not in second[0] and second[0] not in first[0]:
                a, b = first.span(), second.span()
                yield text[: a[0]] + second[0] + text[a[1] : b[0]] + first[0] + text[b[1] :]


def _shown(text: str, source: Evidence) -> bool:
    return not check(text, [1], {1: source}).faults
