"""Finding units of PDFs: what is named first, then dense and lexical search fused (``knowledge.finding.fusion``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge import kinds
from knowledge.catalog import Catalog
from knowledge.cues import says
from knowledge.embedding import Embedder
from knowledge.finding.definitions import Definition, collect
from knowledge.finding.fusion import fuse
from knowledge.finding.hops import Ties, completing
from knowledge.finding.outlines import covering, named, within
from knowledge.finding.related import changes_article
from knowledge.finding.reranking import KeepOrder, Reranker
from knowledge.finding.siblings import IN_FORCE, Levels, distinct
from knowledge.finding.twins import Originals
from knowledge.keeping.index import Entry, Index
from knowledge.keeping.store import Vector
from knowledge.model import Document, Regime, Status
from knowledge.question import Question
from knowledge.question.sides import sides
from knowledge.question.spelling import Speller
from knowledge.text import fold, tokens
from knowledge.vocabulary import Vocabulary, cues, has

DEPTH = 200  # units of each search whose scores are fused; chosen by the sweep in benchmarks/search.py
TOP = 5  # units that are looked at together
# Kinds of units before others, however near: a fused score is at most 1.
_NAMED, _OF_DOCUMENT, _HANDBOOK, _LITTLE = 6, 3, -2, -1


@dataclass(frozen=True)
class Hit:
    """A unit found: its ``score`` (a fused one of 0..1, and whole numbers for what goes before or after others);
    cosine ``similarity`` (0 when only words matched); ``lookup`` when it was named rather than searched."""

    entry: Entry
    score: float
    similarity: float = 0.0
    lookup: bool = False


@dataclass(frozen=True)
class Found:
    """The outcome of a search. ``query`` is the search text, ``terms`` its stems, ``carried`` those of them
    that only earlier turns say, ``partners`` the stems of other names for what is asked about; ``sides`` the names of
    two things compared, each with what was found for it alone."""

    hits: tuple[Hit, ...]
    query: str
    terms: tuple[str, ...]
    carried: frozenset[str] = frozenset()
    partners: tuple[str, ...] = ()
    sides: tuple[tuple[str, Found], ...] = ()


class Searcher:
    """Searches one open index."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        vocabulary: Vocabulary,
        catalog: Catalog,
        reranker: Reranker | None = None,
    ) -> None:
        """The catalog's words count as known when spelling is repaired, its terms and their aliases as names of one
        thing. ``reranker`` orders what is found once more."""
        self._index = index
        self._embedder = embedder
        self._vocabulary = vocabulary
        counts = Counter(w for row in index.rows for w in fold(row.unit.passage).split())
        names = [t.term for t in catalog.terms] + [a for t in catalog.terms for a in t.aliases]
        names += [n for i in catalog.indicators for n in (i.name, i.short, *i.aliases)]
        names += [n for s in catalog.agency_scores for n in (s.agency, *s.aliases)]
        names += [n for s in catalog.stages for n in (s.name, *s.aliases)]
        names += [w for t in catalog.topics for group in t.keywords for w in group]
        counts.update(w for name in names for w in fold(name).split())
        self._speller = Speller(counts, vocabulary.cue_words)
        self._originals = Originals(index.rows)
        self._levels = Levels(index.rows)
        self._reranker = reranker or KeepOrder()
        self._glossary = [tuple(fold(name) for name in (t.term, *t.aliases)) for t in catalog.terms if t.aliases]

    def mend(self, text: str, keep: Set[str] = frozenset()) -> str:
        """A text with words repaired that neither documents nor catalog know, except those to ``keep``."""
        return self._speller.repair(text, keep)[0]

    def find(self, question: Question, count: int = 10) -> Found:
        """The best ``count`` units of PDFs for a question."""
        query = question.search
        terms = tokens(query)
        carried = frozenset(tokens(question.carried)) - frozenset(tokens(question.spelled))
        partners = self._partners(query)
        # The handbook's units are among them: as many again, and more.
        dense = self._index.dense(self._embedder.query(query), 3 * DEPTH) if self._index.whole else []
        searches = [dense, self._index.lexical(terms, DEPTH)]
        if partners:
            searches.append(self._index.lexical(dict.fromkeys([*terms, *partners]), DEPTH))
        if carried:
            # What a follow-up says itself tells more than what it leans on.
            searches.append(self._index.lexical([term for term in terms if term not in carried], DEPTH))
        similarity = {row.key: score for row, score in dense}
        scores = fuse(searches, DEPTH)
        hits = [
            Hit(row, _tier(row, question) + score, similarity.get(key, 0.0))
            for key, score in scores.items()
            for row in (self._index.by_key[key],)
        ]
        hits.sort(key=lambda h: (-h.score, IN_FORCE[h.entry.document.status], h.entry.key))
        named = [
            Hit(row, _NAMED + 1 - at / 100, similarity.get(row.key, 0.0), lookup=True)
            for at, row in enumerate(self._named(question))
        ]
        best = self._reranked(query, self._arranged(named + hits, question)[: 3 * count])
        best = self._completed(best, question)
        if kinds.asks_procedure(question.spelled):
            best = self._headed(best, question) or self._outlined(best)
        return Found(best[:count], query, tuple(terms), carried, tuple(partners), self._sides(question))

    def rows(self) -> Sequence[Entry]:
        """Every unit of the open generation."""
        return self._index.rows

    def idf(self, token: str) -> float:
        """Inverse document frequency of a stem in the open generation."""
        return self._index.idf(token)

    def indicator_rows(self, number: int, level: int | None) -> list[Entry]:
        """Units of an SPBE indicator: of one level, or (None) its description."""
        return [row for row in self._by_indicator.get(number, []) if row.unit.level == level]

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The documents of the open generation by id."""
        return {row.document.id: row.document for row in self._index.rows}

    @cached_property
    def definitions(self) -> list[Definition]:
        """Every definition the documents give."""
        return collect(self.originals)

    @cached_property
    def originals(self) -> list[Entry]:
        """Every unit of the open generation but those of a scan that a better PDF holds too."""
        return self._originals.best(self._index.rows)

    def vector(self, text: str) -> Vector:
        """The vector of a text as a question."""
        return self._embedder.query(text)

    def _partners(self, query: str) -> list[str]:
        """Stems of what else the things in a query are called. A name of the glossary is read as its other names where
        no document uses its words: what the documents say too needs no help."""
        found = [token for phrase in self._vocabulary.partners(query) for token in tokens(phrase)]
        for names in self._glossary:
            strange = [name for name in names if has(query, name) and not self._used(name)]
            if strange:
                found += [token for name in names if name not in strange for token in tokens(name)]
        return found

    def _sides(self, question: Question) -> tuple[tuple[str, Found], ...]:
        """What is found for each of two things that are compared: units that name it, those first that do not name
        the other one; empty where the question does not compare two or one of them is not found."""
        if not question.wants("comparison") or question.documents or question.levels or question.indicators:
            return ()
        names = sides(question.spelled, self._vocabulary.asks["comparison"], self._vocabulary.question_words)
        defined = {form: definition for definition in self.definitions for form in definition.names}
        # "layanan horizontal dan vertikal": of two names unlike in length one may be cut short.
        if names is None or (len(names[0].split()) != len(names[1].split()) and not defined.keys() >= set(names)):
            return ()
        found = []
        for name, other in (names, names[::-1]):
            alone = question.model_copy(update={"spelled": name, "search": name, "carried": "", "asks": frozenset()})
            of = self.find(alone, DEPTH)
            own, others = set(tokens(name)), set(tokens(other)) - set(tokens(name))
            naming = [(hit, held) for hit in of.hits if own <= (held := self._held(hit.entry))]
            first = defined[name].entry.key if name in defined else ""
            naming.sort(key=lambda pair: (pair[0].entry.key != first, bool(others) and others <= pair[1]))
            found.append((name, replace(of, hits=tuple(hit for hit, _ in naming))))
        return tuple(found) if all(of.hits for _, of in found) else ()

    def _held(self, entry: Entry) -> frozenset[str] | set[str]:
        return self._index.token_sets[self._index.position(entry.key)]

    def _used(self, name: str) -> bool:
        return all(token in self._index.document_frequency for token in tokens(name))

    def _arranged(self, hits: Sequence[Hit], question: Question) -> list[Hit]:
        """Hits by the units that are meant, each text once."""
        documents = set(question.documents)
        rows = [self._levels.meant(self._originals.of(hit.entry), question.levels, documents) for hit in hits]
        return [replace(hits[at], entry=row) for at, row in distinct(rows, documents)]

    def _reranked(self, query: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Hits in the reranker's order, what was named first; the scores keep their places."""
        named = [hit for hit in hits if hit.lookup]
        others = {hit.entry.key: hit for hit in hits if not hit.lookup}
        order = self._reranker.rerank(query, [hit.entry for hit in others.values()])
        scores = [hit.score for hit in others.values()]
        return (*named, *(replace(others[row.key], score=score) for row, score in zip(order, scores, strict=True)))

    def _completed(self, hits: Sequence[Hit], question: Question) -> tuple[Hit, ...]:
        """Hits with the unit that completes the first one, where that lacks the kind of thing asked for, behind it."""
        wanted = kinds.sought(question.search)
        other = completing(hits[0].entry, self._ties, wanted) if hits else None
        if other is None:
            return tuple(hits)
        rest = [hit for hit in hits[1:] if hit.entry.key != other.key]
        return (hits[0], Hit(other, hits[0].score, hits[0].similarity), *rest)

    @cached_property
    def _ties(self) -> Ties:
        return Ties(self._index.rows)

    def _outlined(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Hits with the outline of the chapter that several of the first stand in, before the first of them."""
        first = [hit.entry for hit in hits[:TOP]]
        outline = covering(first, self._outlines)
        if outline is None:
            return tuple(hits)
        others = [hit for hit in hits if hit.entry.key != outline.key]
        place = min(at for at, hit in enumerate(others) if covering([hit.entry] * 2, [outline]))
        found = Hit(outline, others[place].score, others[place].similarity)
        return (*others[:place], found, *others[place:])

    def _headed(self, hits: Sequence[Hit], question: Question) -> tuple[Hit, ...]:
        """The outline of a chapter that bears the name of the thing asked about ("langkah manajemen risiko": "BAB III
        Proses Manajemen Risiko SPBE"), the hits within it, then the others; empty where there is none."""
        asking = {token for cue in self._vocabulary.asks["list"] for token in tokens(cue)}
        asking |= kinds.load()["procedure"].words | {regime.value for regime in Regime}
        subject = set(tokens(question.search)) - asking
        rows = [
            row
            for row in self._outlines
            if set(tokens(named(row.unit.locator))) - asking == subject
            and (not question.documents or row.document.id in question.documents)
        ]
        if not subject or not rows or not hits:
            return ()
        first = min(rows, key=lambda row: IN_FORCE[row.document.status])
        others = [hit for hit in hits if hit.entry.key != first.key]
        others.sort(key=lambda hit: not hit.lookup and not within(hit.entry, first))
        return (Hit(first, hits[0].score), *others)

    @cached_property
    def _outlines(self) -> list[Entry]:
        return [row for row in self._index.rows if row.unit.kind == "outline"]

    def _named(self, question: Question) -> list[Entry]:
        """Units that the question names: an indicator (and level), or an article of a document."""
        found: list[Entry] = []
        keys = {number for regime, number in question.named if regime is Regime.SPBE}
        if not question.regimes or Regime.SPBE in question.regimes:
            keys.update(question.indicators)
        if keys and len(keys) <= 3:
            units = self._by_indicator
            for number in sorted(keys):
                rows = units.get(number, [])
                wanted = [r for r in rows if r.unit.level in question.levels] if question.levels else []
                general = [r for r in rows if r.unit.level is None]
                found.extend(wanted or general[:2])
        if question.documents:
            found = [row for row in found if row.document.id in question.documents]
        if question.pasal:
            found.extend(self.article(question.documents, question.pasal, question.ayat))
        return found[:4]

    def article(self, documents: Sequence[str], pasal: str, ayat: str | None = None) -> list[Entry]:
        """Units of an article, of these documents or (none named) of any."""
        rows = [
            row
            for row in self._index.rows
            if row.unit.pasal == pasal and (not documents or row.document.id in documents)
        ]
        if not documents and len({row.document.id for row in rows}) > 1:
            return []
        rows = self._originals.best(rows) or self.amending(documents, pasal)
        exact = [row for row in rows if ayat and row.unit.ayat == ayat]
        return exact or rows

    def amending(self, documents: Sequence[str], pasal: str) -> list[Entry]:
        """Items of amending acts that change an article: items of these documents, or of acts that amend them."""
        named = set(documents)
        return [
            row
            for row in self._index.rows
            if changes_article(row.unit, pasal) and not named.isdisjoint({row.document.id, *row.document.amends})
        ]

    @cached_property
    def _by_indicator(self) -> dict[int, list[Entry]]:
        found: dict[int, list[Entry]] = {}
        for row in self._originals.best(self._index.rows):
            if row.unit.indicator is not None and row.unit.regime is Regime.SPBE and not row.document.handbook:
                found.setdefault(row.unit.indicator, []).append(row)
        for rows in found.values():
            # The guideline (how evidence is judged) before the regulation it explains.
            rows.sort(key=lambda r: (r.document.status is Status.DICABUT, r.unit.level or 0, r.unit.ordinal))
        return found


def _tier(entry: Entry, question: Question) -> int:
    """What goes before or after all that is as near: units of a document the question names, the handbook (it repeats
    the catalog; but of Pemdi there is no official text here), and what says little by itself."""
    tier = _OF_DOCUMENT if entry.document.id in question.documents else 0
    if entry.document.handbook and question.regimes != (Regime.PEMDI,):
        tier += _HANDBOOK
    return tier + (_LITTLE if _says_little(entry, question) else 0)


def _says_little(entry: Entry, question: Question) -> bool:
    """A heading alone, or the considerations of a rule when nobody asked for them."""
    if len(entry.unit.text.split()) < 6:
        return True
    if entry.unit.kind == "preamble":
        return not says(question.spelled, cues().recitals)
    if not says(fold(entry.unit.locator), cues().frame):
        return False
    # What a rule repeals and since when it is in force stands in its closing.
    return not says(question.spelled, cues().recitals, cues().status, cues().ended)
