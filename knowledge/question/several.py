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
            found += self._clauses(sentence)
        return found if len(found) > 1 else [text]

    def _sentences(self, text: str) -> list[str]:
        """Sentences that ask; one that only tells belongs to the question after it, courtesies to none."""
        found: list[str] = []
        told = ""
        for piece in _SENTENCE.split(text):
            if not piece or not piece.strip() or self._vocabulary.only_manners(piece):
                continue
            if self._asks(piece) and (not found or self._named(piece) or self._named(found[-1])):
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

    def _clauses(self, sentence: str) -> list[str]:
        """A sentence at "dan", "terus" and the like, where both sides ask something of a thing of their own."""
        if self._parse(sentence).asks & _OF_TWO:
            return [sentence]
        for joint in self._vocabulary.joint_pattern.finditer(sentence):
            left, right = sentence[: joint.start()], sentence[joint.end() :]
            if self._stands(left) and self._stands(right):
                return [left, *self._clauses(right)]
        return [sentence]

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
