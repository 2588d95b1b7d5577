"""An answer of quotes put into sentences by a language model, as far as its sources carry them.

The decision whether there is an answer, its citations, warnings and lists stay ours; the model only words. Where it is
not asked, does not answer, or says what the sources do not, the answer of quotes is given as it is.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from knowledge.answering.drafting import Draft
from knowledge.clock import Clock
from knowledge.composing.breaker import Breaker
from knowledge.composing.budget import Budget
from knowledge.composing.chat import Chat, ChatError, Sentence, Wording
from knowledge.composing.checking import Evidence, belongs, check
from knowledge.composing.prompt import Source, gather, material, rules
from knowledge.keeping.index import Entry
from knowledge.model import Answer, Block, Point, Turn
from knowledge.question import Question
from knowledge.quoting.pieces import pieces
from knowledge.text import content_words, fold
from knowledge.vocabulary import Vocabulary

MOST = 12  # sentences that are read of an answer
SHORTEST = 1.0  # seconds of a message's time that must be left for a call to be worth it
LIST = 2  # points that make a block of our own words a list, which is shown as it is
CHARACTERS = 3.0  # of Indonesian text in a token, for reservations; the true number is counted afterwards
_BACKWARD = (
    "hal itu", "hal ini", "hal tersebut", "itu ", "ini ", "selain itu", "namun", "akan tetapi", "oleh karena itu",
    "dengan demikian", "ketentuan itu", "ketentuan ini", "ketentuan tersebut", "keduanya", "however", "this ", "that ",
    "these ", "therefore", "in addition",
)  # fmt: skip
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Material:
    """What an answer was made from: the units found (best first), all units held, the conversation before."""

    found: Sequence[Entry]
    held: Sequence[Entry]
    history: Sequence[Turn] = ()


class Composer:
    """Words answers with a language model. Safe to call from several threads."""

    def __init__(
        self, chat: Chat, budget: Budget, vocabulary: Vocabulary, clock: Clock, breaker: Breaker | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._chat = chat
        self._budget = budget
        self._vocabulary = vocabulary
        self._clock = clock
        self._breaker = breaker or Breaker()
        self._now = now

    def deadline(self) -> float:
        """Until when (``time.monotonic``) the model may be asked for a message that begins now, whatever the number of
        questions in it."""
        return self._now() + self._chat.timeout

    def compose(
        self, question: Question, answer: Answer, given: Material, draft: Draft, person: int | None, until: float
    ) -> Answer:
        """The answer in the model's sentences, or ``answer`` itself. ``draft`` is a new one for the same question;
        ``person`` whose budget pays (None: the terminal); ``until`` the message's ``deadline``. Never raises."""
        kept = [block for block in answer.blocks if _is_list(block)]
        card = any(block.heading for block in answer.blocks)  # regimes or levels side by side: its form says something
        if answer.abstained or not answer.citations or card or len(kept) == len(answer.blocks):
            return answer  # nothing to word
        try:
            return self._composed(question, answer, given, draft, person, kept, until) or answer
        except ChatError as error:
            log.warning("model bahasa tidak menjawab (%s); dipakai jawaban kutipan", error)
        except SQLAlchemyError as error:
            log.warning(
                "pemakaian model bahasa tidak dapat dicatat (%s); dipakai jawaban kutipan", type(error).__name__
            )
        except (
            Exception
        ) as error:  # a person is owed the answer that is there; no text of the error: it may hold theirs
            log.warning("jawaban model bahasa tidak dapat dipakai (%s)", type(error).__name__)
        return answer

    # ----------------------------------------------------------------------------------------------

    def _composed(
        self, question: Question, answer: Answer, given: Material, draft: Draft, person: int | None, kept: list[Block],
        until: float,
    ) -> Answer | None:  # fmt: skip
        orders = self._vocabulary.injection_pattern
        sources = gather(answer, _further(question, answer, given.found), given.held, orders)
        if not sources:
            return None
        asked = question.spelled if question.injected else question.text
        today = self._clock.today()
        told = material(asked, given.history, sources, today, question.english)
        wording = self._ask(rules(question.english), told, person, until)
        if wording is None or not wording.found:
            return None  # whether there is an answer is not the model's to say
        good = self._good(wording.sentences, sources, question.english)
        if good is None:
            return None
        return _assemble(answer, good, sources, kept, draft)

    def _ask(self, told_rules: str, told: str, person: int | None, until: float) -> Wording | None:
        """One call within time, budget and circuit; None when it may not be made or gave nothing of use."""
        left = until - self._now()
        if left < SHORTEST:
            log.info("waktu model bahasa untuk pesan ini habis")
            return None
        day = self._clock.today()
        guess = int(len(told_rules + told) / CHARACTERS)
        if not self._breaker.allows():
            return None
        if not self._budget.reserve(person, day, guess):
            log.info("jatah model bahasa seorang penanya habis untuk hari ini")
            return None
        try:
            done = self._chat.complete(told_rules, told, left)
        except ChatError:
            if self._breaker.failed():
                log.warning("model bahasa berulang kali gagal; untuk sementara tidak dipanggil")
            raise
        self._breaker.succeeded()
        said = sum(len(s.text) for s in done.wording.sentences) if done.wording else 0
        true = done.tokens if done.tokens is not None else guess + int(said / CHARACTERS)
        self._budget.settle(person, day, true - guess)
        if done.wording is None:
            log.info("jawaban model bahasa tidak berbentuk seperti yang diminta")
        return done.wording

    def _good(self, said: Sequence[Sentence], sources: Sequence[Source], english: bool) -> list[Sentence] | None:
        """The sentences that hold, in order. None when most do not, or the first does not, or an item of a list: an
        answer without its beginning and a list with a gap mislead."""
        if not 0 < len(said) <= MOST:
            return None
        evidence = {one.number: Evidence(one.text, one.about) for one in sources}
        good: list[Sentence] = []
        dropped: Counter[str] = Counter()
        kept = True  # whether the sentence before was kept
        lead = ""
        for one in said:
            result = check(one.text, one.refs, evidence, english=english, orders=self._vocabulary.injection_pattern)
            faults = result.faults
            if one.item and lead and "refs" not in faults:  # an item is said of its lead-in, not by itself
                under = belongs(result.text, lead, one.refs, evidence, english=english)
                faults = tuple(f for f in faults if f != "support") if under else (*faults, "apart")
            leans = one.item or fold(result.text).startswith(_BACKWARD)
            faults = faults or (("leans",) if leans and not kept else ())
            kept = not faults
            if kept:
                lead = lead if one.item else result.text
                good.append(Sentence(text=result.text, refs=list(dict.fromkeys(one.refs)), item=one.item))
                continue
            dropped.update(faults)
            if one.item or not good:
                break
        if dropped:
            log.info("kalimat model bahasa tidak lolos pemeriksaan: %s", ", ".join(sorted(dropped)))
        broken = not kept and (not good or one.item)
        return None if broken or 2 * len(good) <= len(said) else good


def _assemble(
    answer: Answer, good: Sequence[Sentence], sources: Sequence[Source], kept: Sequence[Block], draft: Draft
) -> Answer:
    """The answer anew: the sentences, then our own lists as they were, with citations and warnings of what is used."""
    by_number = {one.number: one for one in sources}

    def cite(sentence: Sentence) -> tuple[int, ...]:
        return tuple(dict.fromkeys(_cite(draft, by_number[ref], sentence.text) for ref in sentence.refs))

    lead: Sentence | None = None
    items: list[Sentence] = []

    def close() -> None:
        if lead or items:
            points = [Point(text=one.text, refs=cite(one)) for one in items]
            draft.add(lead.text if lead else "", points, refs=cite(lead) if lead else ())

    for one in good:
        if one.item:
            items.append(one)
            continue
        close()
        lead, items = one, []
    close()
    for block in kept:
        points = [p.model_copy(update={"refs": _carried(draft, answer, p.refs)}) for p in block.points]
        lead_refs = _carried(draft, answer, block.lead_refs)
        draft.add(block.lead, points, heading=block.heading, refs=lead_refs, ordered=block.ordered)
    draft.hints.extend(answer.hints)
    made = draft.finish(answer.retrieved)
    used = {c.label for c in made.citations}
    gone = {c.label for c in answer.citations if c.label} - used
    warnings = [w for w in answer.warnings if not any(g in w for g in gone) or any(u and u in w for u in used)]
    return made.model_copy(update={"warnings": tuple(dict.fromkeys([*warnings, *made.warnings])), "worded": True})


def _further(question: Question, answer: Answer, found: Sequence[Entry]) -> list[Entry]:
    """Units found that the model is given beside the cited ones: none where the catalog alone answers, and none of the
    other regime, whose indicators and levels bear the same numbers."""
    if not any(citation.unit_id for citation in answer.citations):
        return []
    regimes = (None, *question.regimes)
    return [entry for entry in found if len(question.regimes) != 1 or entry.unit.regime in regimes]


def _cite(draft: Draft, source: Source, sentence: str) -> int:
    if source.entry is None:
        assert source.citation is not None
        return draft.carry(source.citation)
    wanted = content_words(sentence)
    nearest = max(
        pieces(source.entry.unit.text), key=lambda piece: len(wanted & content_words(piece.text)), default=None
    )
    return draft.cite_unit(source.entry, nearest.text if nearest else "")


def _carried(draft: Draft, answer: Answer, refs: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(draft.carry(answer.citations[ref - 1]) for ref in refs))


def _is_list(block: Block) -> bool:
    """Whether a block is a list of our own words: exact as it is, and longer than a model should repeat."""
    return block.ordered or (len(block.points) >= LIST and not any(point.verbatim for point in block.points))
