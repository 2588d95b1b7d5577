"""Answers to questions in English: our own words are put into English, quotes stay as they are.

The words are data (``english.yaml``): whole lines that this assistant says of itself. A line of the catalog that is
not among them stays Indonesian.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.errors import CatalogError
from knowledge.model import Answer, Block

PATH = Path(__file__).with_name("english.yaml")


class Wording(BaseModel):
    """The whole file, typed. ``lines``: pairs of a regular expression for a whole line and its English."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    note: str
    lines: tuple[tuple[str, str], ...]

    def say(self, line: str) -> str:
        """A line in English, or as it is where the file has no words for it."""
        for pattern, english in self.lines:
            if match := re.fullmatch(pattern, line):
                return match.expand(english)
        return line


@lru_cache(maxsize=1)
def load(path: Path = PATH) -> Wording:
    """Read the wording. Raises CatalogError when the file is malformed."""
    try:
        made = Wording.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for pattern, _ in made.lines:
            re.compile(pattern)
    except (yaml.YAMLError, ValueError, re.error) as error:
        raise CatalogError(f"{path.name}: {error}") from error
    return made


def in_english(answer: Answer) -> Answer:
    """The answer with headings, lead lines, warnings and hints in English; above quotes a line says why they are
    not."""
    wording = load()
    blocks = tuple(
        block.model_copy(update={"heading": wording.say(block.heading), "lead": wording.say(block.lead)})
        for block in answer.blocks
    )
    quoted = any(point.verbatim for block in answer.blocks for point in block.points)
    if quoted and not answer.worded:
        blocks = (Block(lead=wording.note, part=blocks[0].part), *blocks)
    return answer.model_copy(
        update={
            "blocks": blocks,
            "warnings": tuple(map(wording.say, answer.warnings)),
            "hints": tuple(map(wording.say, answer.hints)),
            "english": True,
        }
    )
