"""The assistant: a question and the turns before it in, an answer with its sources out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from knowledge.answering.drafting import Draft
from knowledge.answering.english import in_english
from knowledge.answering.faq import OTHER_WORDS, AnsweredBefore, holding, tell
from knowledge.answering.together import behind, together
from knowledge.catalog import Catalog
from knowledge.clock import Clock, SystemClock
from knowledge.composing.composer import Composer, Material
from knowledge.cues import says
from knowledge.deciding.decision import Decision, decide, demands_met
from knowledge.deciding.judging import Judge
from knowledge.embedding import Embedder
from knowledge.finding.retrieval import Found, Hit, Searcher
from knowledge.keeping import health
from knowledge.keeping.condition import REMEDY, Condition, condition
from knowledge.keeping.faq import Faq
from knowledge.keeping.index import Index
from knowledge.keeping.store import Store, Vector
from knowledge.lookup import LOOKUPS, Context, Lookup, Outcome
from knowledge.lookup.members import Members
from knowledge.model import Answer, Block, Citation, Regime, Turn
from knowledge.proving.proof import Proof, prove
from knowledge.question import MOST, Question, Understanding
from knowledge.quoting.passages import BUDGET, passages, weigh
from knowledge.quoting.standing import Standing
from knowledge.text import content_words, fold
from knowledge.vocabulary import Vocabulary, cues, has

NEAREST = 3  # places told where nothing answers
RETRIEVED = 10  # search results told with an answer
ALONE = 0.4  # share of the question one unit must carry where nothing but words was searched (docs/reliability.md)
MAX_QUESTION = 2000  # characters; a longer one is cut, not refused
_REFUSAL = (
    "Maaf, saya tidak dapat memenuhi permintaan itu. Saya tidak mengikuti perintah yang mengubah cara saya menjawab."
)
_WELCOME = "Sama-sama. Senang dapat membantu; pertanyaan lain tidak ditemukan dalam pesan ini."
_IDENTITY = (
    "Saya Asisten SPBE, program yang menjawab tentang SPBE dan Indeks Pemerintah Digital dari dokumen dan katalog, "
    "selalu dengan sumbernya. Di luar itu saya tidak dapat menjawab."
)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Snapshot:
    """One open generation with all that depends on it."""

    index: Index
    searcher: Searcher
    understanding: Understanding
    standing: Standing
    judge: Judge
    before: AnsweredBefore
    of: tuple[int | None, frozenset[str]]
    """The generation, and the SHA-256 of what was deleted when it was opened."""
    held: frozenset[str]
    """The SHA-256 of the PDFs in it."""


class Assistant:
    """Answers from exactly one generation at a time; sees a new one at the next question. Thread-safe."""

    def __init__(
        self,
        store: Store,
        data: Path,
        catalog: Catalog,
        vocabulary: Vocabulary,
        embedder: Embedder,
        clock: Clock | None = None,
        composer: Composer | None = None,
        generation: int | None = None,
        mend: Callable[[], None] | None = None,
    ) -> None:
        """``composer`` words answers with a language model; without one they are quoted. ``generation`` is answered
        from whatever the pointer says: one that waits to be published can be asked before. ``mend`` has a damaged
        index built again: it is called at each question that is answered without vectors, and must return at once."""
        self._store = store
        self._faq = Faq(store.engine)
        self._data = data
        self._catalog = catalog
        self._vocabulary = vocabulary
        self._embedder = embedder
        self._clock = clock or SystemClock()
        self._composer = composer
        self._generation = generation
        self._mend = mend
        self._lock = threading.Lock()
        self._snapshot: _Snapshot | None = None
        self._retired: Index | None = None

    def answer(self, question: str, history: Sequence[Turn] = (), person: int | None = None) -> Answer:
        """Answer a question in the light of the turns before it (oldest first). ``person`` is whose allowance of a
        language model is used; None is the operator at the terminal.

        Raises KnowledgeBaseError when there is no generation.
        """
        text = question[:MAX_QUESTION].strip()
        made = self._faq.reviewed(self._answers(text, history, person), self._clock.today())
        return in_english(made) if self._vocabulary.is_english(fold(text)) else made

    def embed(self, question: str) -> tuple[str, Vector]:
        """The name of the embedding model and a question's vector (float32, unit length)."""
        return self._embedder.name, self._embedder.query(question)

    def prove(self, citation: Citation, page: int | None = None) -> Proof:
        """A picture of a cited page with the cited words marked; see ``knowledge.proving.proof``. Raises PageError."""
        return prove(self._store, self._data, citation, page)

    # ----------------------------------------------------------------------------------------------

    def _answers(self, text: str, history: Sequence[Turn], person: int | None) -> Answer:
        """The answer to a message, of one question or several."""
        snapshot = self._current()
        asked = snapshot.understanding.split(text)
        until = self._composer.deadline() if self._composer else 0.0
        if len(asked) == 1:
            return self._answer(text, history, person, snapshot, until)
        answers: list[Answer] = []
        for part in asked[:MOST]:
            before = [Turn(role="user", text=said) for said in asked[: len(answers)]]
            answers.append(self._answer(part, [*history, *before], person, snapshot, until))
        answer = together(text, asked[:MOST], answers)
        left = f"Satu pesan saya jawab paling banyak {MOST} pertanyaan; kirimkan sisanya tersendiri."
        return answer.model_copy(update={"hints": (*answer.hints, left)}) if asked[MOST:] else answer

    def _answer(
        self, text: str, history: Sequence[Turn], person: int | None, snapshot: _Snapshot, until: float
    ) -> Answer:
        """The answer to one question; a language model has ``until`` then (monotonic seconds)."""
        understood = snapshot.understanding.read(text, history)
        if refusal := self._refuse(understood):
            return refusal
        found = snapshot.searcher.find(understood)
        answer = self._told(understood, found, snapshot)
        other = snapshot.understanding.otherwise(understood, history) if answer.abstained else None
        if other is not None:
            also = snapshot.searcher.find(other)
            if not (second := self._told(other, also, snapshot)).abstained:
                understood, found, answer = other, also, second
        if not snapshot.index.whole:
            answer = self._without_vectors(answer)
        answer = self._worded(understood, answer, found, history, person, snapshot, until)
        resolved = understood.search if understood.continues else understood.text
        return answer.model_copy(update={"resolved": resolved})

    def _worded(
        self, understood: Question, answer: Answer, found: Found, history: Sequence[Turn], person: int | None,
        snapshot: _Snapshot, until: float,
    ) -> Answer:  # fmt: skip
        """The answer put into words by the language model, where there is one."""
        if self._composer is None or answer.abstained:
            return answer
        material = Material([hit.entry for hit in found.hits], snapshot.index.rows, history)
        draft = Draft(understood.text, self._catalog, self._store.page)
        return self._composer.compose(understood, answer, material, draft, person, until)

    def _current(self) -> _Snapshot:
        """The generation in force. While one thread opens a new one, the others go on with the old, unless it holds
        something that was deleted since: that is shown to nobody."""
        snapshot, wanted = self._snapshot, self._in_force()
        if snapshot and snapshot.of == wanted:
            return snapshot
        if not self._lock.acquire(blocking=snapshot is None or not snapshot.held.isdisjoint(wanted[1])):
            assert snapshot is not None
            return snapshot
        try:
            snapshot, wanted = self._snapshot, self._in_force()
            if snapshot is None or snapshot.of != wanted:
                snapshot = self._opened(wanted[1])
            return snapshot
        finally:
            self._lock.release()

    def _in_force(self) -> tuple[int | None, frozenset[str]]:
        """The generation to answer from and the SHA-256 of what is deleted."""
        return self._generation or self._store.current(), self._store.deleted()

    def _opened(self, deleted: frozenset[str]) -> _Snapshot:
        """Open the generation in force and put it in the place of the one before."""
        index = self._open()
        documents = self._store.revisions(index.generation).values()
        searcher = Searcher(index, self._embedder, self._vocabulary, self._catalog)
        understanding = Understanding(self._catalog, self._vocabulary, documents, searcher.mend, Members(searcher))
        if self._retired is not None:
            self._retired.close()  # two switches ago: no question is still answered from it
        self._retired = self._snapshot.index if self._snapshot else None
        self._snapshot = _Snapshot(
            index=index,
            searcher=searcher,
            understanding=understanding,
            standing=Standing(self._store.page),
            judge=Judge(self._catalog, self._vocabulary, index),
            before=AnsweredBefore(index.rows, understanding.read),
            of=(index.generation, deleted),
            held=frozenset(row.document.sha256 for row in index.rows),
        )
        return self._snapshot

    def _open(self) -> Index:
        """The generation in force; without its vectors when they must not be searched."""
        generation = self._generation or self._store.current()
        try:
            found = Condition.WHOLE  # without a generation opening says so
            if generation is not None:
                found = condition(self._store, self._data, generation, self._embedder.name)
            made = Index.open(self._store, self._data, generation, dense=found is Condition.WHOLE)
        except Exception:
            if self._moved_from(generation):
                return self._open()
            raise
        if not made.whole and self._moved_from(generation):
            return self._open()
        if found is not Condition.WHOLE:
            log.warning("generasi %s: %s %s", generation, found.value, REMEDY)
        return made

    def _moved_from(self, generation: int | None) -> bool:
        """Whether another generation is in force by now, and the one that was being opened may have been removed."""
        return self._generation is None and self._store.current() != generation

    def _without_vectors(self, answer: Answer) -> Answer:
        if self._mend is not None:
            self._mend()
        return answer.model_copy(update={"warnings": (*answer.warnings, health.NOTICE)})

    def _refuse(self, question: Question) -> Answer | None:
        named = question.regimes or question.aspects or question.indicators or question.named or question.pasal
        asked = self._vocabulary.holds_question_word(question.spelled) or question.asks
        if question.injected and (len(content_words(question.spelled)) < 1 or not (named or asked)):
            return _saying(question.text, f"{_REFUSAL} {self._vocabulary.offers}")
        # "terjemahkan ini dan berapa bobot indikator 3": what is asked beside it is answered.
        but = ("making",) if named and question.asks and self._vocabulary.holds_question_word(question.spelled) else ()
        texts = (question.spelled, fold(question.text))
        if refusal := next(filter(None, (self._vocabulary.refused(text, but) for text in texts)), None):
            return _saying(question.text, refusal)
        if any(has(question.spelled, cue) for cue in self._vocabulary.identity):
            return _saying(question.text, _IDENTITY)
        if self._vocabulary.only_manners(question.spelled):
            if says(question.spelled, cues().thanks):
                return _saying(question.text, f"{_WELCOME} {self._vocabulary.offers}")
            return _saying(
                question.text, f"Halo! Pertanyaannya tidak ditemukan dalam pesan ini. {self._vocabulary.offers}"
            )
        return None

    def _told(self, question: Question, found: Found, snapshot: _Snapshot) -> Answer:
        """What is composed, behind what an admin answered to the same question in other words."""
        answer = self._compose(question, found, snapshot)
        near = snapshot.before.near(question, [hit.entry for hit in found.hits], snapshot.searcher.vector)
        if near is None or snapshot.before.find(question) is not None:
            return answer
        draft = Draft(question.text, self._catalog, self._store.page, orders=self._vocabulary.order_pattern)
        if not tell(near.entry, draft, OTHER_WORDS.format(near.asked)):
            return answer
        return behind(draft.finish(answer.retrieved), answer)

    def _compose(self, question: Question, found: Found, snapshot: _Snapshot) -> Answer:
        orders = self._vocabulary.order_pattern
        draft = Draft(question.text, self._catalog, self._store.page, snapshot.searcher.documents, orders)
        context = Context(self._catalog, snapshot.searcher, self._clock.today(), self._vocabulary)
        partners = found.partners
        weights = {t: snapshot.index.idf(t) for t in (*found.terms, *partners)}
        shown = (snapshot.standing.retrieved(hit.entry, hit.score, weights) for hit in found.hits)
        retrieved = list(islice(chain.from_iterable(shown), RETRIEVED))
        entry = snapshot.before.find(question)
        if entry is not None and tell(entry, draft):
            return draft.finish(retrieved)
        draft.reset()
        found = holding(found)
        evidence = weigh(found, snapshot.index, partners)
        if not snapshot.index.whole:  # nothing says how near it is: one unit must carry the question's words
            evidence = replace(evidence, similarity=float(evidence.coverage >= ALONE))
        outcome, lookup = self._look_up(question, context, draft)
        if outcome is Outcome.NOT_FOUND:
            draft.hints.extend(self._held(snapshot))
            return draft.abstain(retrieved)
        decision = decide(question, evidence)
        touched = decision.enough
        if outcome is Outcome.ADD:
            self._beside(question, found, decision, snapshot, draft, partners)
        elif outcome is Outcome.PASS and decision.enough:
            passages(found, snapshot.index, draft, partners, question=question, vocabulary=self._vocabulary)
        if draft.sourced:
            answer = draft.finish(retrieved)
            decision = snapshot.judge.judge(question, answer, lookup)
            if decision.enough:
                return answer
        draft.reset()
        near = [hit for hit in evidence.hits if touched and not hit.entry.document.handbook]
        reason = "" if decision.enough else decision.reason
        draft.add(" ".join(filter(None, ("Jawabannya tidak ditemukan dalam basis pengetahuan.", reason))))
        draft.hints.extend(self._held(snapshot, near))
        return draft.abstain(retrieved)

    def _beside(
        self, question: Question, found: Found, decision: Decision, snapshot: _Snapshot, draft: Draft,
        partners: Sequence[str],
    ) -> None:  # fmt: skip
        """Passages of the documents beside a looked-up answer, where they are about the same thing."""
        if question.regimes == (Regime.PEMDI,) and not question.documents:
            return  # the documents here are of SPBE
        room = BUDGET - draft.size
        if decision.enough and room > 250:
            # The handbook is made of the catalog: beside the catalog's answer it only repeats.
            official = tuple(hit for hit in found.hits if not hit.entry.document.handbook)
            shown = replace(found, hits=official)
            passages(shown, snapshot.index, draft, partners, room, question, self._vocabulary)

    def _look_up(self, question: Question, context: Context, draft: Draft) -> tuple[Outcome, Lookup | None]:
        """The first lookup that has something to say and its outcome; none where it is left to the search."""
        for lookup in LOOKUPS:
            outcome = lookup(question, context, draft)
            if outcome is Outcome.PASS:
                continue
            if outcome is not Outcome.NOT_FOUND:
                said = fold(" ".join(f"{b.lead} {' '.join(p.text for p in b.points)}" for b in draft.blocks))
                if not demands_met(question, said):
                    # The subject is known, but not the amount, name or number that was asked for.
                    draft.reset()
                    return Outcome.PASS, None
            return outcome, lookup
        return Outcome.PASS, None

    def _held(self, snapshot: _Snapshot, near: Sequence[Hit] = ()) -> list[str]:
        """The places of the documents that come near to what was asked, and what can be asked."""
        held = len({row.document.sha256 for row in snapshot.index.rows if not row.document.handbook})
        places = dict.fromkeys(f"{hit.entry.document.label}, {hit.entry.unit.locator}" for hit in near)
        lines = [f"Yang dekat dengan itu: {'; '.join(islice(places, NEAREST))}."] if places else []
        documents = f" dan {held} dokumen" if held else ""
        return [*lines, f"Yang tersedia: katalog SPBE dan Pemdi{documents}. Contoh: “bukti indikator 14 level 3”."]


def _saying(question: str, text: str) -> Answer:
    return Answer(question=question, blocks=(Block(lead=text),), abstained=True)
