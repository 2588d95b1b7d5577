"""Finding units of PDFs: what is named first, then dense and lexical search fused by reciprocal rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from knowledge.catalog import Catalog
from knowledge.definitions import Definition, collect
from knowledge.embedding import Embedder
from knowledge.index import Entry, Index
from knowledge.model import Document, Regime, Status
from knowledge.question import Question
from knowledge.related import changes_article
from knowledge.spelling import Speller
from knowledge.store import Vector
from knowledge.text import fold, tokens
from knowledge.twins import Originals
from knowledge.vocabulary import Vocabulary

DEPTH = 60  # candidates taken from each of the two searches
RANK = 60  # the constant of reciprocal rank fusion
PARTNER = 0.5  # what a synonym's rank counts beside the question's own words
HANDBOOK = 0.25  # the handbook repeats the catalog: it stands after every official unit found
NAMED = 3.0  # a document the question names comes before others as near
PREAMBLE = 0.6  # considerations name every topic of a rule and settle none
_RECITALS = ("menimbang", "mengingat", "dasar hukum", "pertimbangan", "konsiderans", "penutup", "pengantar")
_FRAME = ("penutup", "kata pengantar", "daftar isi", "ringkasan eksekutif")
_CURRENT = {Status.BERLAKU: 0, Status.DIUBAH: 1, Status.BELUM_PASTI: 2, Status.DICABUT: 3}


@dataclass(frozen=True)
class Hit:
    """A unit found: fused ``score``; cosine ``similarity`` (0 when only words matched); ``lookup`` when it
    was named rather than searched."""

    entry: Entry
    score: float
    similarity: float = 0.0
    lookup: bool = False


@dataclass(frozen=True)
class Found:
    """The outcome of a search. ``query`` is the repaired search text, ``terms`` its stems."""

    hits: tuple[Hit, ...]
    query: str
    terms: tuple[str, ...]
    unknown: tuple[str, ...] = field(default=())


class Searcher:
    """Searches one open index."""

    def __init__(self, index: Index, embedder: Embedder, vocabulary: Vocabulary, catalog: Catalog) -> None:
        """The catalog's words count as known when spelling is repaired."""
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

    def mend(self, text: str) -> str:
        """A text with words repaired that neither documents nor catalog know."""
        return self._speller.repair(text)[0]

    def find(self, question: Question, count: int = 10) -> Found:
        """The best ``count`` units of PDFs for a question."""
        query, unknown = self._speller.repair(question.search)
        terms = tokens(query)
        vector = self._embedder.query(query)
        dense = self._index.dense(vector, 3 * DEPTH)
        similarity = {row.key: score for row, score in dense}
        scores: dict[str, float] = {}
        _rank(scores, [row for row, _ in dense], 1.0)
        _rank(scores, [row for row, _ in self._index.lexical(terms, DEPTH)], 1.0)
        partners = [t for phrase in self._vocabulary.partners(query) for t in tokens(phrase)]
        if partners:
            _rank(scores, [row for row, _ in self._index.lexical([*terms, *partners], DEPTH)], PARTNER)
        named = self._named(question)
        documents = set(question.documents)
        hits = []
        for key, score in scores.items():
            entry = self._index.by_key[key]
            if entry.document.handbook and question.regimes != (Regime.PEMDI,):
                score *= HANDBOOK  # of Pemdi there is no official text here
            if entry.document.id in documents:
                score *= NAMED
            if _says_little(entry, question):
                score *= PREAMBLE
            hits.append(Hit(entry, score, similarity.get(key, 0.0)))
        hits.sort(key=lambda h: (-h.score, _CURRENT[h.entry.document.status], h.entry.key))
        best = [Hit(row, 1.0 + scores.get(row.key, 0.0), similarity.get(row.key, 0.0), lookup=True) for row in named]
        seen = {hit.entry.key for hit in best}
        every = best + [hit for hit in hits if hit.entry.key not in seen]
        merged = _collapse([replace(hit, entry=self._originals.of(hit.entry)) for hit in every], documents)
        return Found(tuple(merged[:count]), query, tuple(terms), unknown)

    def rows(self) -> Sequence[Entry]:
        """Every unit of the open generation."""
        return self._index.rows

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
        return collect(self._originals.best(self._index.rows))

    def vector(self, text: str) -> Vector:
        """The vector of a text as a question."""
        return self._embedder.query(text)

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


def _says_little(entry: Entry, question: Question) -> bool:
    """A heading alone, or the considerations of a rule when nobody asked for them."""
    if len(entry.unit.text.split()) < 6:
        return True
    frame = entry.unit.kind == "preamble" or any(cue in fold(entry.unit.locator) for cue in _FRAME)
    return frame and not any(cue in question.spelled for cue in _RECITALS)


def _rank(scores: dict[str, float], rows: Sequence[Entry], weight: float) -> None:
    """Add reciprocal ranks, official units and the handbook's each ranked among their own."""
    places = Counter[bool]()
    for row in rows:
        places[row.document.handbook] += 1
        if places[row.document.handbook] > DEPTH:
            continue
        scores[row.key] = scores.get(row.key, 0.0) + weight / (RANK + places[row.document.handbook])


def _collapse(hits: Sequence[Hit], documents: Set[str]) -> list[Hit]:
    """Of units that say the same words (one content in two files) keep one, at the first one's place: that of a
    document the question names, else of the document in force."""
    said: dict[str, int] = {}
    kept: list[Hit] = []
    for hit in hits:
        text = fold(hit.entry.unit.text)
        place = said.setdefault(text, len(kept))
        if place == len(kept):
            kept.append(hit)
        elif _preference(hit, documents) < _preference(kept[place], documents):
            kept[place] = replace(hit, score=kept[place].score)
    return kept


def _preference(hit: Hit, documents: Set[str]) -> tuple[bool, int]:
    return hit.entry.document.id not in documents, _CURRENT[hit.entry.document.status]
