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
from knowledge.vocabulary import EachOnce

PATH = Path(__file__).with_name("english.yaml")
_SLOT = re.compile(r"(?:\{\})+")
_PLACE = re.compile(r"\{(\d+)\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|\d)")
_TALK = 4  # words from which a text is a sentence, not a name
_NUMBERS = re.compile(r"(?:[\d,–%-]+|dan| )+")  # "10, 11, dan 12"
# What is put in crosses no end of a sentence, unless the text begins with it.
_WITHIN = r"((?:(?![.!?] [A-Z]).)*?)"


class Wording(BaseModel):
    """The whole file, typed. ``lines``: text as the code writes it → English; ``same``: texts alike in both;
    ``note`` stands above quotes, ``catalog`` above what the catalog says."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    note: str
    catalog: str
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
        for pattern, english in self._patterns:
            if match := pattern.fullmatch(bare) or pattern.fullmatch(text):
                made = _PLACE.sub(lambda place, found=match: self.say(found[int(place[1])], dates), english)  # type: ignore[misc]
                return text.replace(bare, made) if text != bare and match[0] == bare else made
        parts = _SENTENCE.split(text)
        return " ".join(self.say(part, dates) for part in parts) if len(parts) > 1 else text


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
    """The answer with headings, leads, own points, warnings, notes of sources and hints in English; above quotes a
    line says why they are not."""
    wording = load()
    blocks = tuple(_block(block, wording) for block in answer.blocks)
    quoted = any(point.verbatim for block in answer.blocks for point in block.points)
    quoted = quoted or any(block.lead == wording.catalog for block in blocks)
    if quoted and not answer.worded:
        blocks = (Block(lead=wording.note, part=blocks[0].part), *blocks)
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
    points = tuple(
        point if point.verbatim else point.model_copy(update={"text": wording.say(point.text, dates=False)})
        for point in block.points
    )
    heading, lead, refs = _listed(block.heading, " · ", wording), wording.say(block.lead), block.lead_refs
    if lead == block.lead and not lead.endswith(":") and len(lead.split()) >= _TALK:
        # What the catalog says is led in, as a quote is.
        lead, refs, points = wording.catalog, (), (Point(text=lead, refs=refs), *points)
    return block.model_copy(update={"heading": heading, "lead": lead, "lead_refs": refs, "points": points})


def _citation(citation: Citation, wording: Wording) -> Citation:
    """A source with our notes in English, and where in the catalog it stands; a place in a document stays its name."""
    locator = citation.locator if citation.page_from else wording.say(citation.locator)
    return citation.model_copy(update={"note": _listed(citation.note, "; ", wording), "locator": locator})


def _listed(text: str, between: str, wording: Wording) -> str:
    return between.join(map(wording.say, text.split(between)))
