"""The kinds of thing that questions ask for, and what only an answer of such a kind holds. Data in ``kinds.yaml``."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.errors import CatalogError
from knowledge.text import tokens

PATH = Path(__file__).with_name("kinds.yaml")
NUMERALS = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas"
_NUMBER = rf"\b(?:\d[\d.,]*|se|{NUMERALS}|(?:\w+ )?(?:belas|puluh|ratus)) ?(?:\([^)]{{1,40}}\) ?)?(?:\w+ )?"
_WORD = re.compile(r"(?<!\\)[a-z]{3,}")


class Kind(BaseModel):
    """A question that matches ``ask`` is answered by text that matches ``evidence`` (patterns over folded text);
    ``missing`` names for the reader what is not there, empty where it may be told in other words; ``sought``:
    passages that hold it are quoted before others; ``strict``: no other words tell it, and what was looked up must
    hold it too."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    ask: str
    evidence: str
    missing: str = ""
    sought: bool = False
    strict: bool = False

    @cached_property
    def asks(self) -> re.Pattern[str]:
        return re.compile(self.ask)

    @cached_property
    def holds(self) -> re.Pattern[str]:
        return re.compile(self.evidence.replace("{number}", _NUMBER))

    @cached_property
    def asking(self) -> frozenset[str]:
        """The words that ask for it."""
        return frozenset(word for word in _WORD.findall(self.ask) if len(word) > 3)

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of the words that ask for it."""
        return frozenset(token for word in _WORD.findall(self.ask) for token in tokens(word))


def asked(question: str) -> list[Kind]:
    """The kinds of thing that a spelled-out question asks for."""
    return [kind for kind in load().values() if kind.asks.search(question)]


def strict(question: str) -> list[Kind]:
    """Of the kinds asked for, those that no other words tell: an amount, a name, a number."""
    return [kind for kind in asked(question) if kind.strict]


def sought(question: str) -> list[re.Pattern[str]]:
    """What passages hold that are quoted before others, for a spelled-out question."""
    return [kind.holds for kind in asked(question) if kind.sought]


def asks_procedure(question: str) -> bool:
    """Whether a spelled-out question asks for the steps of something."""
    return load()["procedure"].asks.search(question) is not None


@lru_cache(maxsize=1)
def load(path: Path = PATH) -> dict[str, Kind]:
    """Read the kinds by name. Raises CatalogError when the file is malformed."""
    try:
        return TypeAdapter(dict[str, Kind]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValueError) as error:
        raise CatalogError(f"{path.name}: {error}") from error
