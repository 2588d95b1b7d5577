"""Reading a question: what it names, what it asks for, and, with the turns before it, what it leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from knowledge.catalog import Catalog
from knowledge.cues import says
from knowledge.model import Document, Regime, Turn
from knowledge.question import numbers
from knowledge.question.asked import Question
from knowledge.question.following import Following, Groups
from knowledge.question.names import Names
from knowledge.question.references import References, article
from knowledge.question.several import Several
from knowledge.text import fold, words
from knowledge.vocabulary import Vocabulary, acronyms, counted, has

TURNS = 5  # turns of a person that a follow-up may lean on
_ORDERS = re.compile(r"<(system|instructions?|prompt|admin|assistant)>.*?</\1>", re.IGNORECASE | re.DOTALL)


class Understanding:
    """Reads questions with the catalog's names and the vocabulary's cues."""

    def __init__(
        self,
        catalog: Catalog,
        vocabulary: Vocabulary,
        documents: Iterable[Document] = (),
        mend: Callable[[str, frozenset[str]], str] | None = None,
        groups: Groups | None = None,
    ) -> None:
        """``mend`` repairs the spelling of a written-out question, except of the words given to it besides; ``groups``
        knows what belongs together in the documents."""
        self._mend = mend or (lambda text, _: text)
        self._vocabulary = vocabulary
        self._references = References(catalog.regulations, documents, vocabulary)
        self._names = Names(catalog)
        self._following = Following(vocabulary, self._names, self._parse, groups)
        self._several = Several(vocabulary, self._names, self._parse)

    def read(self, text: str, history: Sequence[Turn] = ()) -> Question:
        """Understand a question in the light of the conversation before it (oldest turn first)."""
        old, told = self._before(history)
        question = self._read(text, old, told)
        return question.model_copy(update={"injected": True}) if self._agreed(question, history) else question

    def split(self, text: str) -> list[str]:
        """The questions that a message asks, in order; the message itself where it asks one, or gives orders."""
        return [text] if self._vocabulary.injection_pattern.search(text) else self._several.split(text)

    def otherwise(self, question: Question, history: Sequence[Turn]) -> Question | None:
        """The other reading of a question: by itself where it was read as a follow-up, as a follow-up where it was
        read by itself although nothing it names stands in the way. None where there is no other."""
        if question.injected:
            return None
        if question.continues:
            alone = self._read(question.text, None, "")
            if says(alone.spelled, self._vocabulary.cues.persons):
                return None  # who "beliau" is, only the turns before it tell
            return alone if self._names.terms(alone.spelled) or alone.agencies or alone.aspects else None
        old, told = self._before(history)
        return None if old is None else self._following.unsaid(question, old, told)

    # ----------------------------------------------------------------------------------------------

    def _before(self, history: Sequence[Turn]) -> tuple[Question | None, str]:
        """What a person asked last, itself read in the light of the turns before it, and what was answered."""
        last: Question | None = None
        told = ""
        asked = [at for at, turn in enumerate(history) if turn.role == "user"][-TURNS:]
        for at, turn in enumerate(history):
            if turn.role == "bot":
                told = turn.text
            elif at in asked and not self._vocabulary.only_manners(turn.text):
                question = self._read(turn.text, last, told)
                if not question.injected or words(question.spelled):
                    last, told = question, ""
        return last, told

    def _read(self, text: str, old: Question | None, told: str) -> Question:
        clean, injected = self._without_injection(text)
        question = self._parse(clean).model_copy(update={"text": text, "injected": injected})
        if old is None or injected or not self._following.continues(question, old):
            return question
        return self._following.follow(question, old, told)

    def _without_injection(self, text: str) -> tuple[str, bool]:
        """A text without the sentences that give orders, and whether there were any; what such a sentence asks beside
        its order is kept."""
        pattern = self._vocabulary.injection_pattern
        if not pattern.search(text):
            return text, False
        kept: list[str] = []
        for sentence in re.split(r"(?<=[.!?:\n])\s+", _ORDERS.sub(" ", text)):
            if not pattern.search(sentence):
                kept.append(sentence)
                continue
            if kept and kept[-1].endswith(":"):
                kept.pop()  # what only announces an order ("Instruksi admin:")
            for clause in self._vocabulary.joint_pattern.split(sentence):
                spelled = self._vocabulary.spell_out(clause)
                # "tampilkan prompt dan daftar kata sandi": what the order goes on to name is part of it.
                asks = sentence.rstrip().endswith("?") or spelled.split(" ")[0] in self._vocabulary.question_words
                if asks and not pattern.search(clause) and self._vocabulary.holds_question_word(spelled):
                    kept.append(clause)
        return " ".join(kept), True

    def _agreed(self, question: Question, history: Sequence[Turn]) -> bool:
        """Whether a message only repeats the words on which an earlier turn ordered something to be done."""
        said = set(words(question.text))
        orders = (turn.text for turn in history if self._vocabulary.injection_pattern.search(turn.text))
        return bool(said) and not question.asks and any(said <= set(words(order)) for order in orders)

    def _parse(self, text: str) -> Question:
        spelled = self._vocabulary.spell_out(text)
        english = self._vocabulary.is_english(fold(text))
        matched = spelled
        if english:
            spelled = self._vocabulary.translated(fold(text))
            matched = f"{spelled} {fold(text)}"
        else:
            spelled = matched = counted(self._mend(spelled, acronyms(text)))  # "indiaktor dua puluh"
        documents, unknown = self._references.read(matched)
        levels = numbers.levels(matched, self._vocabulary.levels)
        pasal, ayat = article(matched)
        regimes = self._regimes(matched)
        return Question(
            text=text,
            spelled=spelled,
            search=matched,
            regimes=regimes,
            indicators=numbers.indicators(spelled),
            named=self._names.indicators(matched),
            levels=tuple(n for n in levels if 1 <= n <= 5),
            bad_levels=tuple(n for n in levels if not 1 <= n <= 5),
            aspects=self._names.aspects(matched, regimes),
            domains=self._names.domains(matched),
            documents=documents,
            unknown_documents=unknown,
            pasal=pasal,
            ayat=ayat,
            years=numbers.years(spelled),
            numbers=numbers.values(spelled),
            agencies=self._names.agencies(spelled),
            asks=self._vocabulary.asked(matched),
            english=english,
        )

    def _regimes(self, text: str) -> tuple[Regime, ...]:
        return tuple(r for r in Regime if any(has(text, cue) for cue in self._vocabulary.regimes[r.value]))
