"""How people write: abbreviations, synonyms, cues. Data in ``vocabulary.yaml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from knowledge import kinds
from knowledge.cues import Cues, Explained, alternatives
from knowledge.errors import CatalogError
from knowledge.text import STOPWORDS, fold, words

PATH = Path(__file__).with_name("vocabulary.yaml")


_RULE = re.compile(r"\b[^\W\d_]+ \d+/\d{4}")  # its name is no word of either language


class Refusal(BaseModel):
    """A question that matches one of ``ask`` (regular expressions) is not for this assistant; ``says`` so politely."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    ask: tuple[str, ...]
    says: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.ask))


class FollowUp(BaseModel):
    """Cues of a question that continues the last one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    openers: tuple[str, ...]
    pronouns: tuple[str, ...]
    next_level: tuple[str, ...]
    previous_level: tuple[str, ...]
    where: tuple[str, ...]
    not_possessive: frozenset[str]
    filling: tuple[str, ...]
    listed: tuple[str, ...]


class Vocabulary(BaseModel):
    """The whole file, typed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    abbreviations: dict[str, str]
    paraphrases: dict[str, str]
    english: dict[str, str]
    english_empty: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]
    regulations: dict[str, tuple[str, ...]]
    nicknames: dict[str, str]
    regimes: dict[str, tuple[str, ...]]
    levels: dict[int, tuple[str, ...]]
    asks: dict[str, tuple[str, ...]]
    cues: Cues
    explained: Explained
    followup: FollowUp
    question_words: tuple[str, ...]
    english_cues: frozenset[str]
    manners: frozenset[str]
    injections: tuple[str, ...]
    injections_asked: tuple[str, ...]
    refusals: dict[str, Refusal]
    offers: str
    identity: tuple[str, ...]

    @model_validator(mode="after")
    def _one_place_a_word(self) -> Vocabulary:
        """A word is written out in one way, and a group of synonyms names each once."""
        if both := self.abbreviations.keys() & self.paraphrases.keys():
            raise ValueError(f"singkatan dan parafrasa sekaligus: {sorted(both)}")
        for group in self.synonyms:
            if len(set(group)) < len(group) or len(group) < 2:
                raise ValueError(f"kelompok sinonim dengan kata yang sama atau tanpa pasangan: {group}")
        if wrong := {w for w in (*self.abbreviations, *self.paraphrases, *self.english) if w != w.lower().strip()}:
            raise ValueError(f"bukan teks kecil: {sorted(wrong)}")
        return self

    @cached_property
    def injection_pattern(self) -> re.Pattern[str]:
        """What a question holds that gives orders to the assistant."""
        return _any([*self.injections, *self.injections_asked])

    @cached_property
    def order_pattern(self) -> re.Pattern[str]:
        """What a line of a document holds that gives orders to the assistant, and no rule says of its own."""
        return _any(self.injections)

    @cached_property
    def joint_pattern(self) -> re.Pattern[str]:
        """What stands between two clauses or questions of a message as typed: "dan", "terus", "trs", a semicolon."""
        joints = {*self.cues.joints, *self.cues.sequence}
        typed = {short for short, full in self.abbreviations.items() if full in joints}
        return re.compile(rf"\s*[,;]?\s+(?:{alternatives(joints, typed)})\s+(?=\S)|\s*;\s*", re.IGNORECASE)

    @cached_property
    def cue_words(self) -> frozenset[str]:
        """The words that questions are made of, whatever they are about."""
        cues = [cue for group in self.asks.values() for cue in group]
        cues += [word for kind in kinds.load().values() for word in kind.asking]
        cues += [*self.followup.openers, *self.followup.pronouns, *self.identity]
        return frozenset(word for cue in cues for word in cue.split())

    @cached_property
    def _written_out(self) -> dict[str, str]:
        return self.abbreviations | self.paraphrases

    @cached_property
    def _spelled(self) -> re.Pattern[str]:
        keys = sorted(map(re.escape, self._written_out), key=len, reverse=True)
        return re.compile(rf"(?<![\w/.-])({'|'.join(keys)})(nya)?(?![\w/-])")

    def spell_out(self, text: str) -> str:
        """A question folded, its chat abbreviations and numerals written out, what was glued together apart."""
        capitals = acronyms(text)
        folded = _apart(_DRAWN.sub(r"\1", fold(text)))

        def full(match: re.Match[str]) -> str:
            return match[0] if match[1] in capitals else self._written_out[match[1]] + (match[2] or "")

        return counted(self._spelled.sub(full, folded))

    def is_english(self, text: str) -> bool:
        """Whether a folded question is in English: words that only English has, more than it has Indonesian ones;
        where it has no Indonesian ones, a word of the field beside one is enough ("is it valid?"). Terms in English
        make no question English ("apa itu data center", "service level agreement")."""
        said = words(_RULE.sub(" ", text))
        own = sum(word in self.english_cues for word in said)
        other = sum(word in self._indonesian for word in said)
        field = sum(word in self.english for word in said)
        return own > other and own + (field if not other else 0) >= 2

    @cached_property
    def _indonesian(self) -> frozenset[str]:
        """Words that make a question Indonesian whatever terms it holds."""
        both = {*self.english_cues, *self.english, *self.english_empty}
        return (STOPWORDS | self.abbreviations.keys() | set(self.question_words) | {"bukti", "bobot"}) - both

    def only_manners(self, text: str) -> bool:
        """Whether a message is empty or holds nothing but courtesies."""
        return self.manners.issuperset(words(self.spell_out(text)))

    @cached_property
    def _foreign(self) -> re.Pattern[str]:
        keys = sorted(map(re.escape, self.english), key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:({'|'.join(keys)})|(?:{'|'.join(self.english_empty)}))(?![\w-])")

    def translated(self, text: str) -> str:
        """A folded question in English read in Indonesian, phrase by phrase; what has no partner stays."""
        asked = _MEANS.sub(r"what is \1", text)
        return " ".join(self._foreign.sub(lambda m: self.english[m[1]] if m[1] else " ", asked).split())

    def partners(self, text: str) -> list[str]:
        """Synonyms of phrases that occur in a spelled-out question."""
        found: list[str] = []
        for group in self.synonyms:
            present = [phrase for phrase in group if has(text, phrase)]
            if present:
                found.extend(phrase for phrase in group if phrase not in present)
        return found

    def asked(self, text: str) -> frozenset[str]:
        """What kinds of thing a spelled-out question asks for (keys of ``asks``)."""
        return frozenset(kind for kind, cues in self.asks.items() if any(has(text, cue) for cue in cues))

    def refused(self, text: str, but: Collection[str] = ()) -> str | None:
        """What is said to a spelled-out question that is not for this assistant, with what it can do; else None. Kinds
        of refusal in ``but`` do not count."""
        kinds = (refusal for kind, refusal in self.refusals.items() if kind not in but and refusal.pattern.search(text))
        kind = next(kinds, None)
        return f"{kind.says} {self.offers}" if kind else None

    def holds_question_word(self, text: str) -> bool:
        """Whether a spelled-out text holds a word that makes it a question."""
        return any(has(text, word) for word in self.question_words)


_MEANS = re.compile(r"\bwhat (?:does|do) (.+?) (?:mean|stand for)\b")  # asks for a definition
_ACRONYM = re.compile(r"(?<![\w-])[A-Z]{2,4}(?![\w-])")
_DRAWN = re.compile(r"([a-hj-vy-z])\1{2,}")  # "apaaaa"; not the Roman iii and xxx, nor www
# What is numbered, as chats write it; "i31l4" and "ind14lv3" are runs of a name and its number.
_NUMBERED = r"indikator|indikatr|indktr|indi|ind|level|levl|lvl|lv|pasal|psl|ps|ayat|ay|aspek|domain|tahun|thn"
_GLUED = re.compile(rf"(?<![\w/.-])((?:{_NUMBERED})[-_:#.]?\d{{1,4}})+(?![\w/]|[.,]\d)")
_GLUED_PART = re.compile(rf"({_NUMBERED})[-_:#.]?(\d+)")
_DOTTED = re.compile(rf"(?<![\w/.-])({_NUMBERED})[.:#]\s*(?=\d)")
_SHORT = re.compile(r"(?<![\w/.-])(i-?\d{1,2})[\s-]?(l-?\d)(?!\w)")
_ACT = re.compile(r"(?<![\w/.-])([a-z]{2,})\.?(\d{1,3}/(?:19|20)\d\d)(?!\d)")


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_UNITS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "pertama": 1, "kesatu": 1,
}  # fmt: skip
_ONE = "|".join(_UNITS)
_COUNTED = re.compile(
    rf"\b(indikator|pasal|ayat|aspek|domain|level|nomor) (?:ke-? ?)?"
    rf"(?:(sepuluh|sebelas)|(?:({_ONE}) (belas|puluh))(?: ({_ONE}))?|(?!satu data)({_ONE}))\b"
    r"(?! (?:saja|aspek|indikator))"
)


def counted(text: str) -> str:
    """A folded text with numbers in words that follow what is numbered written as digits ("pasal dua puluh satu")."""
    return _COUNTED.sub(_digits, text)


def _apart(text: str) -> str:
    """A folded text with names and their numbers apart where they are glued ("ind14lv3", "i31l4", "uu27/2022")."""
    text = _DOTTED.sub(r"\1 ", _ACT.sub(r"\1 \2", _SHORT.sub(r"\1 \2", text)))
    return _GLUED.sub(lambda run: _GLUED_PART.sub(r"\1 \2 ", run[0]).rstrip(), text)


def acronyms(text: str) -> frozenset[str]:
    """Short words in capitals, folded, where a text is not all in capitals: they abbreviate nothing of a chat."""
    return frozenset(map(str.lower, _ACRONYM.findall(text))) if any(map(str.islower, text)) else frozenset()


def _digits(match: re.Match[str]) -> str:
    """``indikator dua puluh satu`` → ``indikator 21``; numbers up to 99 that follow what is numbered."""
    name, round_, first, scale, last, alone = match.groups()
    if round_:
        return f"{name} {10 if round_ == 'sepuluh' else 11}"
    if alone:
        return f"{name} {_UNITS[alone]}"
    if scale == "belas":
        return f"{name} {10 + _UNITS[first]}" + (f" {last}" if last else "")
    return f"{name} {10 * _UNITS[first] + (_UNITS[last] if last else 0)}"


@lru_cache(maxsize=4096)
def _phrase(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")


def has(text: str, phrase: str) -> bool:
    """Whether a folded text holds a phrase as whole words."""
    return phrase in text and _phrase(phrase).search(text) is not None


class EachOnce(yaml.SafeLoader):
    """Refuses a key that is written twice: YAML itself would silently drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"tertulis dua kali: {sorted(twice)}")
        return super().construct_mapping(node, deep)


def cues() -> Cues:
    """The word lists of the packaged vocabulary."""
    return load().cues


def explained() -> Explained:
    """The words that questions of each kind are made of, of the packaged vocabulary."""
    return load().explained


@lru_cache(maxsize=1)
def load(path: Path = PATH) -> Vocabulary:
    """Read the vocabulary. Raises CatalogError when the file is malformed."""
    try:
        # A safe loader that only refuses more.
        return Vocabulary.model_validate(yaml.load(path.read_text(encoding="utf-8"), EachOnce))  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:
        raise CatalogError(f"{path.name}: {error}") from error
