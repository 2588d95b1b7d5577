"""Several questions in one message: taken apart only where each part stands as a question."""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.question.asked import Question
from knowledge.question.names import Names
from knowledge.text import content_words, words
from knowledge.vocabulary import Vocabulary

MOST = 3  # questions answered in one message
_SENTENCE = re.compile(r"(?<=\?)\s*(?=\S)|\n+|(?:^|(?<=\s))(?:\d|[a-c])[.)]\s+")
_ARTICLE = r"\d{1,3}[a-z]?(?:\s*ayat\s*\(?\d{1,2}\)?)?"
_ARTICLES = re.compile(
    rf"\bpasal\s*{_ARTICLE}(?:\s*(?:,|&|\b(?:dan|serta|sama)\b)\s*(?:dan\s+)?(?:pasal\s*)?{_ARTICLE})+"
    r"(?!\w|\s*(?:%|ayat|huruf|hari|jam|bulan|tahun|kali|orang|persen|indikator)|/|[.,]\d)",
    re.IGNORECASE,
)
_MEANING = re.compile(r"(?:apa (?:itu|yang dimaksud(?: dengan)?|arti|definisi|pengertian|maksud)|what is)\s+")
# Asked of one thing only: "beda A dan B" is one question.
_OF_TWO = frozenset({"comparison"})


class Several:
    """Takes a message apart into the questions it asks."""

    def __init__(self, vocabulary: Vocabulary, names: Names, parse: Callable[[str], Question]) -> None:
        self._vocabulary = vocabulary
        self._names = names
        self._parse = parse

    def split(self, text: str) -> list[str]:
        """The questions of a message in order, each as typed; the message itself where it asks one thing."""
        found: list[str] = []
        for sentence in self._sentences(text):
            for clause in self._clauses(sentence):
                found += self._articles(clause) or self._terms(clause) or [clause]
        return found if len(found) > 1 else [text]

    def _articles(self, clause: str) -> list[str]:
        """The clause once for each article where it names a run of them ("pasal 53 dan 54 UU PDP"); empty for one."""
        run = _ARTICLES.search(clause)
        if run is None or self._parse(clause).asks & _OF_TWO:
            return []
        numbers = list(dict.fromkeys(re.findall(_ARTICLE, run[0], re.IGNORECASE)))
        if len(numbers) < 2 or len(numbers) > MOST:
            return []
        if "ayat" in run[0].lower() and run[0].lower().count("pasal") < len(numbers):
            # "pasal 57 ayat 1 dan 2": two clauses of one article
            return []
        return [f"{clause[: run.start()]}pasal {number}{clause[run.end() :]}" for number in numbers]

    def _terms(self, clause: str) -> list[str]:
        """The clause once for each of two terms whose meaning it asks ("apa itu walidata dan produsen data")."""
        question = self._parse(clause)
        cue = _MEANING.match(question.spelled)
        if cue is None or not question.wants("definition") or question.asks & _OF_TWO:
            return []
        said = question.spelled[cue.end() :].strip(" ?.!")
        parts = [part.strip() for part in self._vocabulary.joint_pattern.split(said)]
        one = self._names.is_term(said) or said in self._vocabulary.abbreviations.values()  # "monev"
        if one or not 1 < len(parts) <= MOST or not all(map(self._names.is_term, parts)):
            return []
        return [f"{cue[0].strip()} {part}?" for part in parts]

    def _sentences(self, text: str) -> list[str]:
        """Sentences that ask; one that only tells belongs to the question after it, courtesies to none."""
        found: list[str] = []
        told = ""
        for piece in _SENTENCE.split(text):
            if not piece or not piece.strip() or self._vocabulary.only_manners(piece):
                continue
            if self._asks(piece) and (not found or self._apart(piece, found[-1])):
                found.append(f"{told} {piece}".strip())
                told = ""
            elif found and not piece.rstrip().endswith("?"):
                told = f"{told} {piece}".strip()
            elif found:
                found[-1] = f"{found[-1]} {piece.strip()}"  # "… 25%? atau 20?"
            else:
                told = f"{told} {piece}".strip()
        if told and found:
            found[-1] = f"{found[-1]} {told}"
        return found or [text]

    def _apart(self, piece: str, before: str) -> bool:
        """Whether a sentence that asks is a question beside the one before it: one of them names its subject, or
        both say theirs in full."""
        return self._named(piece) or self._named(before) or (self._whole(piece) and self._whole(before))

    def _whole(self, text: str) -> bool:
        """Whether a sentence asks for a kind of thing, of something it says, and points at nothing before it."""
        question = self._parse(text)
        said = words(question.spelled)
        cues = self._vocabulary.followup
        points = any(word.endswith("nya") and word not in cues.not_possessive for word in said)
        points = points or not {*cues.pronouns}.isdisjoint(said)
        return bool(question.asks) and not points and len(content_words(question.spelled)) > 1

    def _clauses(self, sentence: str) -> list[str]:
        """A sentence at "dan", "terus" and the like, where both sides ask something of a thing of their own."""
        if self._parse(sentence).asks & _OF_TWO:
            return [sentence]
        for joint in self._vocabulary.joint_pattern.finditer(sentence):
            left, right = sentence[: joint.start()], sentence[joint.end() :]
            if self._stands(left) and (self._stands(right) or self._asks_on(left, right)):
                return [left, *self._clauses(right)]
        return [sentence]

    def _asks_on(self, left: str, right: str) -> bool:
        """Whether the second of two clauses asks something else, with a question word of its own, of what the first one
        is about ("apa itu penilaian mandiri serta siapa yang menilai")."""
        first, second = words(self._parse(left).spelled), words(self._parse(right).spelled)
        asking = self._vocabulary.question_words
        opens = second[0] if len(second) > 1 and second[0] in asking else ""
        return bool(opens) and opens not in first and any(word in asking for word in first)

    def _asks(self, text: str) -> bool:
        """Whether a text holds a question word, or asks for a kind of thing and ends as a question."""
        question = self._parse(text)
        listed = words(question.spelled)
        if not listed:
            return False
        if self._vocabulary.holds_question_word(question.spelled):
            return True
        return bool(question.asks) and text.rstrip().endswith("?")

    def _stands(self, text: str) -> bool:
        """Whether a clause asks something and names what it asks it of."""
        question = self._parse(text)
        if question.pasal and question.documents:
            return True  # "pasal 5 UU PDP" asks for its words
        asks = bool(question.asks - {"list", "confirm", "gap"}) or self._vocabulary.holds_question_word(
            question.spelled
        )
        own = self._named(text) or (question.wants("definition") and bool(content_words(question.spelled)))
        return asks and own and len(words(question.spelled)) > 1

    def _named(self, text: str) -> bool:
        """Whether a text names something that another question can be completed from."""
        question = self._parse(text)
        own = question.indicators or question.named or question.aspects or question.domains or question.agencies
        return bool(own or question.documents or question.pasal or self._names.terms(question.spelled))
