"""What an answer to a question must hold to be one: the kind of thing asked for, the things counted, the field named.
Words in ``expected.yaml``, kinds in ``knowledge/kinds.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cached_property, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge import kinds
from knowledge.errors import CatalogError
from knowledge.kinds import NUMERALS
from knowledge.text import STOPWORDS, stem, tokens, words
from knowledge.vocabulary import has

PATH = Path(__file__).with_name("expected.yaml")
_NUMERAL = re.compile(rf"\d[\d.,]*|{NUMERALS}|belas|puluh|ratus|seratus|ribu|seribu")
_FIGURE = re.compile(rf"\d[\d.,]*|{NUMERALS}")
_DOING = re.compile(r"(?:pe|ke)[a-z]+an$")  # "penyelesaian", "kehadiran" are not counted but measured
# Numbers that count nothing: a line's own, a rule's ("Nomor 6 Tahun 2023"), an article's, a level's.
_NUMBERED = re.compile(
    r"^\(?\d+\) |^\d+\. |\bnomor \d+ tahun \d{4}\b|\btahun \d{4} nomor \d+\b"
    r"|\b(?:ayat|pasal|angka|nomor|level|tingkat|indikator|tabel|lampiran|halaman) \(?\d[\d.]*\)?"
)
_DATED = re.compile(r"\S*\d/\S*|\b(?:19|20)\d\d\b")  # "000/27/SE/2026" and years count nothing either
_ROW = re.compile(r"^\d{1,3}(?= [a-z])")
_HOW_MANY = re.compile(r"(?:(?P<before>[a-z]+) )?\bberapa (?P<after>(?:[a-z]+ ?){1,5})")
_PEOPLE = re.compile(rf"\b(?:\d+|{NUMERALS}) (?:\([a-z ]+\) )?orang\b")  # "2 (dua) orang", of whatever else
_NUMBER_OF = re.compile(r"\bjumlah (?P<noun>[a-z]{4,})\b.{0,60}\bberapa\b")


class Expected(BaseModel):
    """The whole file, typed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    generic: str
    measures: str
    units: str
    spans: str
    counters: str
    own: str
    bodies: str
    things: tuple[tuple[str, ...], ...]
    fields: dict[str, tuple[str, ...]]

    @cached_property
    def generic_stems(self) -> frozenset[str]:
        """Words, and their stems, that say nothing of a subject."""
        return frozenset(form for word in self.generic.split() for form in (word, stem(word), *tokens(word)))

    def empty(self, word: str) -> bool:
        """Whether a folded word names no index or place of its own: one that questions are made of, a unit."""
        return (
            word in STOPWORDS
            or word in self._units
            or word in self.own.split()
            or not self.generic_stems.isdisjoint({word, stem(word)})
        )

    @cached_property
    def _measures(self) -> frozenset[str]:
        return frozenset(self.measures.split())

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset(self.units.split())

    def unmet(self, question: str, lines: Sequence[str]) -> str:
        """What a spelled-out question expects of an answer and these folded lines of it do not hold, for the reader to
        see ("lamanya"); empty when they hold it all."""
        lines = [_NUMBERED.sub(" ", line) for line in _unnumbered(lines)]
        text = " ".join(lines)
        for kind in kinds.asked(question):
            if kind.missing and not kind.holds.search(text):
                return kind.missing
        for noun in self.counted(question):
            people = f"orang {noun}" in question and _PEOPLE.search(text)
            if not people and not any(self._counts(line, stem(noun)) for line in lines):
                return f"jumlah {noun}"
        return ""

    def cues(self, question: str) -> frozenset[str]:
        """The stems with which a spelled-out question asks for the kinds of thing expected: they say nothing of what it
        is about."""
        found = (kind.asks.search(question) for kind in kinds.asked(question) if kind.missing)
        return frozenset(token for match in found if match for token in tokens(match.group()))

    def named_bodies(self, question: str) -> list[tuple[str, str]]:
        """The bodies a folded question names, each with the word behind its kind: "dinas", "perikanan"."""
        kinds = "|".join(self.bodies.split())
        pairs = re.findall(rf"\b({kinds}) ([a-z]{{4,}})", question)
        return [(kind, name) for kind, name in pairs if not self.empty(name)]

    def counted(self, question: str) -> list[str]:
        """The things of which a spelled-out question asks how many: "berapa programmer", "berapa batas nilai
        pengadaan"; units ("berapa persen") are no things."""
        found = []
        for match in _HOW_MANY.finditer(question):
            after = [w for w in match["after"].split() if w not in self._measures]
            noun = next(iter(after[1:] if after[:1] == ["orang"] else after), "")
            counts = match["before"] not in self._units and noun not in self._units
            if counts:
                found.append(noun)
        found += [match["noun"] for match in _NUMBER_OF.finditer(question)]
        dull = STOPWORDS | self.generic_stems | self._measures | self._units
        return [noun for noun in dict.fromkeys(found) if len(noun) > 3 and not _DOING.match(noun) and noun not in dull]

    def _counts(self, line: str, noun: str) -> bool:
        """Whether a folded line gives a number of a noun (its stem): before it ("19 orang anggota"), or at most four
        words after it with nothing else counted ("petugas paling sedikit 3 orang")."""
        listed = [part for word in words(_DATED.sub(" ", line)) for part in word.split("/")]
        for at, word in enumerate(listed):
            if not _FIGURE.fullmatch(word):
                continue
            behind = listed[at + 1 : at + 6]
            while behind and _NUMERAL.fullmatch(behind[0]):  # "3 (tiga) orang", and the cells of a row
                behind = behind[1:]
            if behind[:1] and behind[0] in self.spans.split():
                continue
            if noun in map(stem, behind):
                return True
            before = listed[max(0, at - 5) : at]
            if (noun in map(stem, before) or "jumlah" in before) and (not behind or behind[0] in self.counters.split()):
                return True
        return False

    def thing(self, question: str, heads: Set[str], text: str) -> str:
        """A thing that a folded question asks about by name (its stems are among the ``heads``) and a folded text does
        not name; empty for none."""
        for names in self.things:
            named = (name for name in names if has(question, name) or has(question, f"{name}nya"))
            if any(not heads.isdisjoint(tokens(name)) for name in named) and not any(name in text for name in names):
                return names[0]
        return ""

    def field(self, question: str, text: str) -> str:
        """The field of others that a spelled-out question names and a folded text does not, in any form of the words;
        empty for none."""
        said = set(tokens(text))
        for name, cues in self.fields.items():
            if any(has(question, cue) and not (has(text, cue) or set(tokens(cue)) <= said) for cue in cues):
                return name
        return ""


def _unnumbered(lines: Sequence[str]) -> list[str]:
    """Lines without the numbers by which rows of a table are counted: those that go on from one line to the next."""
    numbers = [int(match[0]) if (match := _ROW.match(line)) else None for line in lines]
    kept = []
    for at, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        beside = numbers[max(0, at - 1) : at] + numbers[at + 1 : at + 2]
        counted = number is not None and any(abs(other - number) == 1 for other in beside if other is not None)
        kept.append(_ROW.sub("", line, count=1) if counted else line)
    return kept


@lru_cache(maxsize=1)
def load(path: Path = PATH) -> Expected:
    """Read the expectations. Raises CatalogError when the file is malformed."""
    try:
        return Expected.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValueError) as error:
        raise CatalogError(f"{path.name}: {error}") from error
