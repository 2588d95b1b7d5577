"""Answers to questions in English: our own words are put into English, quotes stay as they are.

The words are data (``english.yaml``): the texts that the code writes, with ``{}`` for what is put in, and their
English. A test reads the texts out of the code and fails where one has none. What the catalog says stays Indonesian.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from knowledge.errors import CatalogError
from knowledge.model import Answer, Block, Citation, Point
from knowledge.text import fold, words
from knowledge.vocabulary import EachOnce

PATH = Path(__file__).with_name("english.yaml")
_SLOT = re.compile(r"(?:\{\})+")
_PLACE = re.compile(r"\{(\d+)\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|\d)")
_TALK = 4  # words from which a text is a sentence, not a name
_RULES = re.compile(r"(?:(?:[^\W\d_]+ )+\d+/\d{4}(?:,? dan |, )?)+")  # "UU 19/2016 dan UU 1/2024"
_ASIDE = re.compile(r"“[^”]*”|\([^()]*\)")
_NUMBERS = re.compile(r"(?:[\d,–%-]+|dan| )+")  # "10, 11, dan 12"
# What is put in crosses no end of a sentence, unless the text begins with it.
_WITHIN = r"((?:(?![.!?] [A-Z]).)*?)"


class Wording(BaseModel):
    """The whole file, typed. ``lines``: text as the code writes it → English; ``same``: texts alike in both;
    ``note`` stands above quotes, ``catalog`` above what the catalog says; ``telling`` are words
    that only an Indonesian sentence has, no name."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    note: str
    catalog: str
    telling: frozenset[str]
    months: dict[str, str]
    same: tuple[str, ...]
    lines: dict[str, str]

    @model_validator(mode="after")
    def _slots(self) -> Wording:
        """The English of a text puts in what the text has, nothing else."""
        for text, english in self.lines.items():
            if text != template(text):
                raise ValueError(f"dua isian berdampingan: {text}")
            if max(map(int, _PLACE.findall(english)), default=0) > text.count("{}"):
                raise ValueError(f"isian yang tidak ada: {english}")
        if both := set(self.same) & self.lines.keys():
            raise ValueError(f"sama dan berbeda sekaligus: {sorted(both)}")
        return self

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """Those that say most by themselves first."""
        texts = [text for text in self.lines if "{}" in text]
        texts.sort(key=lambda text: -len(text.replace("{}", "")))
        return [(_pattern(text), self.lines[text]) for text in texts]

    @cached_property
    def _dates(self) -> re.Pattern[str]:
        months = "|".join(self.months)
        return re.compile(rf"(?:\d{{1,2}}[ –]*|{months}|\d{{4}}|[ –])*(?:{months})(?:[ –]|\d|{months})*")

    def is_half(self, text: str) -> bool:
        """Whether a text put into English still tells something in Indonesian, outside quotes and brackets."""
        return not self.telling.isdisjoint(words(fold(_ASIDE.sub(" ", text))))

    def say(self, text: str, dates: bool = True) -> str:
        """A text of ours in English, sentence by sentence where it is several; as it is where the file has no words
        for it. ``dates`` False leaves dates as the source writes them."""
        bare = text.strip()
        if not any(map(str.isalpha, bare)):
            return text
        for key in dict.fromkeys((text, bare)):
            if key in self.lines and "{}" not in key:
                return text.replace(key, self.lines[key])
        if self._dates.fullmatch(bare):
            return text if not dates else re.sub("|".join(self.months), lambda month: self.months[month[0]], text)
        if _NUMBERS.fullmatch(bare):
            return text.replace(" dan ", " and ")
        parts = _SENTENCE.split(bare)
        told = [self.say(part, dates) for part in parts] if len(parts) > 1 else []
        if told and all(said != part for part, said in zip(parts, told, strict=True)):
            return text.replace(bare, " ".join(told))
        for pattern, english in self._patterns:
            if match := pattern.fullmatch(bare) or pattern.fullmatch(text):
                made = _PLACE.sub(lambda place, found=match: self.say(found[int(place[1])], dates), english)  # type: ignore[misc]
                return text.replace(bare, made) if text != bare and match[0] == bare else made
        if _RULES.fullmatch(bare):
            return text.replace(" dan ", " and ")
        return " ".join(told) or text


def template(text: str) -> str:
    """A text with what is put in beside each other drawn into one."""
    return _SLOT.sub("{}", text)


def _pattern(text: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in text.split("{}")]
    first = "(.*?)" if text.startswith("{}") else _WITHIN
    return re.compile(parts[0] + "".join((first if n == 0 else _WITHIN) + part for n, part in enumerate(parts[1:])))


@lru_cache(maxsize=1)
def load(path: Path = PATH) -> Wording:
    """Read the wording. Raises CatalogError when the file is malformed."""
    try:
        # A safe loader that only refuses more.
        return Wording.model_validate(yaml.load(path.read_text(encoding="utf-8"), EachOnce))  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:
        raise CatalogError(f"{path.name}: {error}") from error


def in_english(answer: Answer) -> Answer:
    """The answer with headings, leads, own points, warnings, notes of sources and hints in English; a line says
    why quotes are not."""
    wording = load()
    blocks = tuple(_block(block, wording) for block in answer.blocks)
    quoted = any(point.verbatim for block in blocks for point in block.points)
    if quoted and not answer.worded:
        # What we say ourselves stands first: a verdict, a number.
        first = int(bool(answer.blocks[0].lead_refs) and blocks[0].part == blocks[-1].part)
        blocks = (*blocks[:first], Block(lead=wording.note, part=blocks[0].part), *blocks[first:])
    citations = tuple(_citation(one, wording) for one in answer.citations)
    return answer.model_copy(
        update={
            "blocks": blocks,
            "citations": citations,
            "warnings": tuple(map(wording.say, answer.warnings)),
            "hints": tuple(map(wording.say, answer.hints)),
            "english": True,
        }
    )


def _block(block: Block, wording: Wording) -> Block:
    points = tuple(_point(point, wording) for point in block.points)
    heading, lead, refs = _listed(block.heading, " · ", wording), _said(block.lead, wording), block.lead_refs
    if block.lead and not lead:
        # What the catalog says is led in, as a quote is.
        lead, refs, points = wording.catalog, (), (Point(text=block.lead, refs=refs, verbatim=True), *points)
    return block.model_copy(
        update={"heading": heading, "lead": lead or block.lead, "lead_refs": refs, "points": points}
    )


def _point(point: Point, wording: Wording) -> Point:
    """A point of ours in English; what the catalog says is given as a quote."""
    if point.verbatim:
        return point
    english = _said(point.text, wording, dates=False)
    return point.model_copy(update={"text": english} if english else {"verbatim": True})


def _said(text: str, wording: Wording, dates: bool = True) -> str:
    """A text of ours in English, what the catalog says in it as a quote; empty where all of it is the catalog's."""
    english = wording.say(text, dates)
    if english == text:
        return "" if _talks(text) and not text.endswith(":") else text
    if wording.is_half(english):
        label, colon, rest = english.partition(": ")
        if not colon or wording.is_half(label) or not text.endswith(rest):
            return ""
        return f"{label}: “{rest}”"
    return english


def _talks(text: str) -> bool:
    return len(text.split()) >= _TALK


def _citation(citation: Citation, wording: Wording) -> Citation:
    """A source with our notes in English, and where in the catalog it stands; a place in a document stays its name."""
    locator = citation.locator if citation.page_from else wording.say(citation.locator)
    return citation.model_copy(update={"note": _listed(citation.note, "; ", wording), "locator": locator})


def _listed(text: str, between: str, wording: Wording) -> str:
    return between.join(map(wording.say, text.split(between)))
