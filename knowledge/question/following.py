"""Questions that continue the one before them: what they leave unsaid is taken from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol

from knowledge import kinds
from knowledge.model import Regime
from knowledge.question.asked import Question
from knowledge.question.names import Names
from knowledge.question.numbers import LEVEL, NUMERAL, VALUE, YEAR, indicators, levels
from knowledge.text import STOPWORDS, content_words, fold, words
from knowledge.vocabulary import Vocabulary, has

TOLD = 120  # characters of the last answer that a pronoun may refer to
CARRIED = 240  # characters of earlier questions that a search carries on
LONGEST = 18  # words of a question that leaves something unsaid
WHOLE = 3  # words that carry meaning, none of them said before, with which a short question stands by itself
SHORT = 6  # words of one that does so although nothing in it points back
_DEFINED = re.compile(r"(?:apa itu|apa yang dimaksud(?: dengan)?|what is) (?!\w*nya\b)\w")
_NUMBERED = re.compile(r"nomor (\d{1,2})\b")
_ORDINAL = re.compile(rf"(?:nomor|poin|point|butir|item|yang|ke-?) ?(\d{{1,2}}|{'|'.join(NUMERAL)})\b")
_ITEM = re.compile(r"(?:^|[\n;])\s*(?:(\d{1,2})[.)]|[•*–-])\s+([^\n;]+)")
_YEARS_OFF = re.compile(r"(?:(\w+) )?tahun (sebelum|sesudah|setelah|berikut|selanjut)(?:nya)?\b")
_STEP = {"sebelum": -1, "sesudah": 1, "setelah": 1, "berikut": 1, "selanjut": 1}
_EVERY_LEVEL = re.compile(rf"(?:{LEVEL.pattern})(?: (?:dan|ke|dengan|sama|vs) (?:level |tingkat )?[1-5]\b)*")
_AYAT_OFF = re.compile(r"\bayat (sebelum|sesudah|setelah|berikut|selanjut)(?:nya)?\b")
# Levels said by their numbers alone after a question on a level: "naik ke 4", "kalau 3 dan 4?".
_BARE_LEVELS = re.compile(
    r"\b(?:ke|kalau|yang|dari|dengan|sama) [1-5](?: (?:dan|ke|dengan|sama|vs) [1-5])?(?![.,]?\d|[\w%])"
    r"(?=[^\w]*$| (?:apa|bagaimana|berapa)\b|(?<=ke \d) )"
)
_BARE_NUMBERS = re.compile(
    r"\b(?:kalau|yang|dan|nomor|untuk|terus|lalu) "
    r"(\d{1,2}(?: ?(?:sampai(?: dengan)?|hingga|s/d|-|,|dan|sama) ?\d{1,2})*)$"
)
_ASKING = 4  # words that ask for a kind of thing
# What a question asks for beside the thing itself; only these together with nothing else leave the old question asked.
_WEAK = frozenset({"list", "confirm", "comparison", "gap"})


class Groups(Protocol):
    """What the documents' own lists and tables tell of follow-ups."""

    def swapped(self, old: str, new: Sequence[str]) -> str | None:
        """A question with the member of a group that it names replaced by the one that these words name."""

    def coded(self, text: str) -> str:
        """The code of a list ("ipd-04") that a question writes; "" where it writes none."""


class Following:
    """Tells follow-ups from questions of their own and completes them."""

    def __init__(
        self, vocabulary: Vocabulary, names: Names, parse: Callable[[str], Question], groups: Groups | None = None
    ) -> None:
        self._groups = groups
        self._cues = vocabulary.followup
        self._vocabulary = vocabulary
        self._names = names
        self._parse = parse

    def continues(self, question: Question, old: Question) -> bool:
        """Whether a question leans on the one before it."""
        cues, spelled, listed = self._cues, question.spelled, words(question.spelled)
        if not listed or len(listed) > LONGEST:
            return False
        opener = any(spelled == cue or spelled.startswith(cue + " ") for cue in cues.openers)
        if question.indicators or question.named or question.documents or question.unknown_documents:
            # Its own subject, but nothing asked of it: "kalau indikator 20?"
            return opener and not question.asks - _WEAK
        if (question.numbers and question.wants("predicate")) or len(question.regimes) == 2:
            # A value and what it is called, or both regimes: whole, unless the same was asked of another before.
            return opener and not old.asks.isdisjoint(question.asks)
        if self._part_of(question, old):
            return True
        stepped = (old.years and _YEARS_OFF.search(spelled)) or (old.ayat and _AYAT_OFF.search(spelled))
        if stepped or self._shift(spelled) or self._where(question) or self._bare_levels(question, old):
            return True
        asked = _DEFINED.match(spelled)
        if asked and not any(w in cues.pronouns for w in words(spelled[asked.end() - 1 :])):
            return False  # it names what it asks about
        pronoun = any(w in cues.pronouns for w in listed) or any(
            w.endswith("nya") and len(w) > 5 and w not in cues.not_possessive for w in listed
        )
        if opener or (pronoun and len(listed) <= 2 * SHORT):
            return True
        own = content_words(spelled) - content_words(" ".join(cues.filling))
        said = content_words(old.search)
        if len(own) >= WHOLE and own.isdisjoint(said):
            return False  # enough to be searched for, and nothing of it was spoken of
        if question.asks and (question.agencies or (own.isdisjoint(said) and self._names.terms(spelled))):
            return False
        return len(listed) <= SHORT

    def follow(self, new: Question, old: Question, told: str) -> Question:
        """The question with what it leaves unsaid taken from the one before and, for "dia" and "yang nomor 2", from
        the answer to it."""
        new = self._beside(self._counted(self._numbered(new, old), old, told), old)
        if self._where(new):  # the sources of the same answer tell it
            return self._parse(old.spelled).model_copy(update={"text": new.text, "continues": True})
        if (changed := self._member(new, old) or self._changed(new, old)) is not None:
            return changed
        merged = self._merge(new, old)
        pointed = self._item(new, old, told)
        if not pointed and any(word in self._cues.pronouns for word in words(new.spelled)):
            pointed = fold(told[:TOLD])  # "dia", "itu": what is meant stands in what was answered
        if not pointed:
            return merged
        update = {"search": f"{merged.search} {pointed}", "carried": f"{merged.carried} {pointed}".strip()}
        return merged.model_copy(update=update)

    def unsaid(self, new: Question, old: Question, told: str) -> Question | None:
        """The question read as a follow-up although no word of it says so; None where it names a subject of its own."""
        own = new.indicators or new.named or new.aspects or new.domains or new.agencies or new.regimes
        if own or new.documents or new.unknown_documents or new.pasal or len(words(new.spelled)) > LONGEST:
            return None
        return self.follow(new, old, told)

    # ----------------------------------------------------------------------------------------------

    def _shift(self, spelled: str) -> int:
        if any(has(spelled, cue) for cue in self._cues.next_level):
            return 1
        return -1 if any(has(spelled, cue) for cue in self._cues.previous_level) else 0

    def _part_of(self, new: Question, old: Question) -> bool:
        """Whether a question speaks of a level without an indicator, or of the domains or aspects without a regime,
        after one in which what has them was named."""
        own = new.indicators or new.named or new.aspects or new.domains or new.agencies or new.regimes
        if own or new.wants("definition") or self._names.terms(new.spelled):
            return False
        parts = old.agencies and any(has(new.spelled, part) for part in ("domain", "aspek"))
        return bool(parts or (new.levels and (old.levels or old.indicators or old.named or has(old.spelled, "level"))))

    def _numbered(self, new: Question, old: Question) -> Question:
        """Indicators said by their numbers alone after a question on indicators ("kalau yang 42 sampai 47?")."""
        own = new.indicators or new.named or new.levels or new.pasal or new.ayat or new.years or new.documents
        said = _BARE_NUMBERS.search(new.spelled.rstrip("?!. "))
        if own or said is None or not old.indicators or old.levels or {*old.numbers} - {*old.indicators}:
            return new
        found = indicators(f"indikator {said[1]}")
        return new.model_copy(update={"indicators": found, "numbers": ()}) if found else new

    def _counted(self, new: Question, old: Question, told: str) -> Question:
        """Levels and years that are said as steps from the old ones ("level berikutnya", "dua tahun sebelumnya")."""
        if (shift := self._shift(new.spelled)) and not new.levels:
            # Where the level itself was asked for, the answer tells it.
            before = old.levels or tuple(levels(fold(told), self._vocabulary.levels))[:1]
            return new.model_copy(update={"levels": tuple(n + shift for n in before if 1 <= n + shift <= 5)})
        if (off := _YEARS_OFF.search(new.spelled)) and old.years and not new.years:
            count = int(off[1]) if (off[1] or "").isdigit() else NUMERAL.get(off[1] or "", 1)
            return new.model_copy(update={"years": tuple(year + count * _STEP[off[2]] for year in old.years[:1])})
        if (off := _AYAT_OFF.search(new.spelled)) and old.ayat and old.ayat.isdigit() and not new.ayat:
            return new.model_copy(update={"ayat": str(max(1, int(old.ayat) + _STEP[off[1]]))})
        if numbers := self._bare_levels(new, old):  # more of what was asked, not of the index
            return new.model_copy(update={"levels": numbers, "asks": new.asks - {"effect"}})
        return new

    def _bare_levels(self, new: Question, old: Question) -> tuple[int, ...]:
        """Levels that are said by their numbers alone after a question on a level."""
        own = new.indicators or new.named or new.pasal or new.ayat or new.levels or new.documents
        said = None if own or not (old.levels and (old.indicators or old.named)) else _BARE_LEVELS.search(new.spelled)
        return tuple(int(n) for n in re.findall(r"[1-5]", said[0])) if said else ()

    def _beside(self, new: Question, old: Question) -> Question:
        """A level compared with the one asked about before: both levels."""
        if "comparison" in new.asks and len(new.levels) == len(old.levels) == 1 and new.levels != old.levels:
            return new.model_copy(update={"levels": tuple(sorted({*old.levels, *new.levels}))})
        return new

    def _where(self, new: Question) -> bool:
        """Whether only the place or source of the last answer is asked for."""
        text = new.spelled.strip("?!. ")
        opened = next((text[len(cue) + 1 :] for cue in self._cues.openers if text.startswith(cue + " ")), text)
        return {text, opened} & set(self._cues.where) != set()

    def _member(self, new: Question, old: Question) -> Question | None:
        """The old question asked of another member of a group ("kalau yang sedang?"), or something else asked of what
        has a code ("bukti dukungnya?")."""
        if self._groups is None or new.documents or new.pasal or new.years:
            return None
        asks = {word for word in words(new.spelled) if word in self._vocabulary.question_words}
        other = bool(asks - set(words(old.spelled)))  # another question word asks something else
        own = [word for word in words(new.spelled) if word not in self._passing]
        # "Kalau yang sedang?": what mostly fills may name a member where nothing else does.
        own = own or [word for word in words(new.spelled) if word not in self._pointing]
        text = None if other else self._groups.swapped(old.spelled, own)
        if text is None:
            code = self._groups.coded(old.spelled)
            named = new.indicators or new.named or new.aspects or new.domains or new.agencies
            if not code or named or self._groups.coded(new.spelled) or not self._left(new, old):
                return None
            text = f"{new.spelled.rstrip('?!. ')} {code}"
        read = self._parse(text)
        return read.model_copy(
            update={
                "text": new.text,
                "search": f"{old.carried} {read.search}".strip(),
                "carried": old.carried,
                "documents": read.documents or old.documents,
                "regimes": read.regimes or old.regimes,
                "levels": read.levels or old.levels,
                "agencies": read.agencies or old.agencies,
                "years": read.years or old.years,
                "continues": True,
            }
        )

    @cached_property
    def _passing(self) -> frozenset[str]:
        """Words of a follow-up that name nothing."""
        return frozenset(words(" ".join(self._cues.filling))) | self._pointing

    @cached_property
    def _pointing(self) -> frozenset[str]:
        """Words that join a follow-up to what was said, or make it a question."""
        return frozenset(words(" ".join((*self._cues.openers, *self._cues.pronouns, *self._vocabulary.question_words))))

    def _changed(self, new: Question, old: Question) -> Question | None:
        """The old question with one part changed, where the new one says nothing but that part: another level, year,
        regime, agency, indicator, article or value."""
        if self._left(new, old) or new.documents or new.named:
            return None
        text = old.spelled
        if new.indicators:
            if old.named and not old.indicators:
                return None
            numbers = " dan ".join(map(str, new.indicators))
            text = _put(text, re.compile(r"\b(?:indikator|indicator) (?:nomor )?\d{1,2}\b"), f"indikator {numbers}")
        if new.levels:
            text = _put(text, _EVERY_LEVEL, "level " + " dan ".join(map(str, new.levels)))
        if new.years:
            text = _put(text, YEAR, str(new.years[0]))
        if new.pasal:
            text = _put(
                text, re.compile(r"pasal \d{1,3}[a-z]?(?: ?(?:ayat)? ?\(?\d{1,2}\)?)?"), f"pasal {new.pasal.lower()}"
            )
        if new.ayat and (new.pasal or old.pasal):
            text = _put(text, re.compile(r"ayat \(?\d{1,2}[a-z]?\)?"), f"ayat {new.ayat}")
        if len(new.regimes) == 1:
            text = self._other_regime(text, new.regimes[0])
        if len(new.agencies) == 1 and len(old.agencies) <= 1:
            said = self._names.agency_names(old.spelled)
            text = _put(
                text, re.compile("|".join(map(re.escape, said)) or "(?!)"), self._names.agency_names(new.spelled)[0]
            )
        values = [v for v in VALUE.findall(new.spelled) if not (new.indicators or new.levels or new.pasal or new.ayat)]
        if values and len(values) == len(VALUE.findall(text)):
            places = iter(values)
            text = VALUE.sub(lambda _: next(places), text)
        if text == old.spelled:
            return None
        read = self._parse(text)
        return read.model_copy(update={"text": new.text, "continues": True, "asks": read.asks | old.asks})

    def _left(self, new: Question, old: Question) -> set[str]:
        """Words of a question that are neither filling, nor a part that can be changed, nor said before."""
        text = _BARE_NUMBERS.sub(" ", new.spelled.rstrip("?!. ")) if new.indicators else new.spelled
        for cue in (*self._cues.next_level, *self._cues.previous_level):
            if has(text, cue):
                text = text.replace(cue, " ")
        for pattern in (LEVEL, YEAR, _YEARS_OFF, _AYAT_OFF, VALUE, re.compile(r"\d+")):
            text = pattern.sub(" ", text)
        for phrase in (
            *self._names.agency_names(new.spelled),
            *(c for r in new.regimes for c in self._vocabulary.regimes[r]),
        ):
            text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text)
        said = {*words(old.spelled), *self._cues.filling, *self._cues.openers, *STOPWORDS}
        said -= {"siapa", "kapan", "berapa", "mana"} - set(words(old.spelled))  # another question word asks anew
        return {word for word in words(text) if word not in said and word.removesuffix("nya") not in said}

    def _other_regime(self, text: str, regime: Regime) -> str:
        for other in Regime:
            for cue in self._vocabulary.regimes[other.value]:
                if other is not regime and has(text, cue):
                    text = re.sub(rf"(?<!\w){re.escape(cue)}(?!\w)", regime.value, text)
        return text if has(text, regime.value) else f"{text.rstrip('?!. ')} {regime.value}"

    def _merge(self, new: Question, old: Question) -> Question:
        firm = bool(new.asks - _WEAK) or "members" in new.asks
        if old.indicators and not new.indicators and (number := _NUMBERED.search(new.spelled)):
            new = new.model_copy(update={"indicators": (int(number[1]),)})
        if (old.indicators or old.named) and not new.indicators and not new.named:
            new = new.model_copy(update={"named": self._names.indicators(new.spelled, anywhere=True)})
        if "numbering" in new.asks and not (new.named or new.indicators or old.named or old.indicators):
            new = new.model_copy(update={"named": self._names.indicators(old.spelled, anywhere=True)})
        aspects = new.aspects or self._aspect_like(new, old, firm)
        own = bool(new.indicators or new.named or aspects or new.domains)
        domains = new.domains or (() if own else old.domains)
        kept = new.levels or new.bad_levels or "weight" in new.asks or (own and firm)
        carried = f"{old.carried} {old.spelled}".strip()[-CARRIED:]
        spelled = self._asking(new, old)
        for kind, there in (("aspek", aspects), ("domain", domains)):
            if there and not has(spelled, kind) and "members" in new.asks:
                spelled = f"{spelled.rstrip('?!. ')} {kind}"
        return new.model_copy(
            update={
                "spelled": spelled,
                "search": f"{carried} {new.search}",
                "carried": carried,
                "regimes": new.regimes or old.regimes,
                "indicators": new.indicators if own else old.indicators,
                "named": new.named if own else old.named,
                "aspects": aspects,
                "domains": domains,
                "levels": new.levels if kept else old.levels,
                "documents": new.documents or old.documents,
                "pasal": new.pasal or (old.pasal if new.ayat or "neighbour" in new.asks else None),
                "years": new.years or old.years,
                "agencies": new.agencies or old.agencies,
                "asks": new.asks - {"comparison"} if firm else new.asks | old.asks,
                "continues": True,
            }
        )

    def _asking(self, new: Question, old: Question) -> str:
        """The question, with the words that asked before where nothing in it asks ("kalau yang auditornya?" after
        "berapa hari … terbit?")."""
        own = content_words(new.spelled) - content_words(" ".join(self._cues.filling))
        if new.asks - _WEAK or self._vocabulary.holds_question_word(new.spelled) or len(own) >= WHOLE:
            return new.spelled
        said = [match[0] for kind in kinds.asked(old.spelled) if (match := kind.asks.search(old.spelled))]
        short = [one for one in dict.fromkeys(said) if len(one.split()) <= _ASKING and one not in new.spelled]
        short = [one for one in short if not any(one != other and one in other for other in short)]
        return " ".join((new.spelled.rstrip("?!. "), *short)) if short else new.spelled

    def _aspect_like(self, new: Question, old: Question, firm: bool) -> tuple[tuple[Regime, int], ...]:
        """After a question on one aspect, a bare name ("kalau layanan publik?") is another aspect."""
        if not old.aspects or new.named:
            return ()
        found = self._names.aspects(f"aspek {new.spelled}", new.regimes or old.regimes)
        return found or (old.aspects if firm else ())

    def _item(self, new: Question, old: Question, told: str) -> str:
        """The entry of a list in the last answer that a question points at ("yang nomor 2 tadi")."""
        match = _ORDINAL.search(new.spelled)
        points_back = any(has(new.spelled, cue) for cue in self._cues.listed)
        if not match or (old.indicators and not points_back):
            return ""
        number = int(match[1]) if match[1].isdigit() else NUMERAL[match[1]]
        entries: Sequence[tuple[str, str]] = _ITEM.findall(told)
        for printed, entry in entries:
            if printed and int(printed) == number:
                return fold(entry)[: 2 * TOLD]
        bare = [entry for printed, entry in entries if not printed]
        return fold(bare[number - 1])[: 2 * TOLD] if 0 < number <= len(bare) else ""


def _put(text: str, pattern: re.Pattern[str], part: str) -> str:
    """A text with what a pattern finds first replaced, or the part added where it finds nothing."""
    changed, count = pattern.subn(part.replace("\\", r"\\"), text, count=1)
    return changed if count else f"{text.rstrip('?!. ')} {part}"
