"""Whether a drafted answer answers: it holds the kind of thing asked for, of the place and year asked about, and where
the regulation that settles the matter is not held, it says all that was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import kinds
from knowledge.catalog import Catalog
from knowledge.deciding import expected
from knowledge.deciding.decision import Decision, rules
from knowledge.deciding.focus import Focus, focus
from knowledge.deciding.places import issuers, places, ruled, said_in
from knowledge.finding.homes import Homes
from knowledge.keeping.index import Index
from knowledge.lookup import CARDS, POINTS, Lookup
from knowledge.model import Answer, Block
from knowledge.question import Question
from knowledge.text import fold, stem, tokens, words
from knowledge.vocabulary import Vocabulary

# Of the best block's share: a block that says less of the question is beside it, with all its numbers. Its sweep is in
# benchmarks/decision.py.
ASIDE = 0.5
_NOT_SAID = "Hal itu tidak disebut dalam dokumen yang saya miliki."
_NO_OTHER = "Dokumen yang saya miliki tidak memuat {}."
_NO_PLACE = "Tidak ada keterangan tentang {} untuk hal itu."
_RATED = re.compile(r"\b(?:indeks|predikat|nilai|skor|kematangan)\b")
_RATING = re.compile(r"\b(?:indeks|predikat|nilai|skor)(?:nya)?\b")
_LOCAL = re.compile(r"\b(?:perbup|perwal\w*|pergub|perda|kota|kabupaten|bupati|wali ?kota|gubernur)\b")
_INDEX = re.compile(r"\b(indeks|skor|nilai) (?!indeks|skor|nilai)([a-z]{2,})")
_DEFINED = re.compile(
    r"^(?:apa(?:kah)? itu|apa yang dimaksud(?: dengan)?|pengertian|definisi|arti) (?P<thing>(?:[\w-]+ ?){1,4}?)"
    r"(?=\W|$)(?= ?(?:dan|menurut|di|dalam|yang|pada|untuk|sih|ya|itu|serta|apa|atau|dari|kak|pak|bu)\b|[^\w ]|\W*$)"
)
_CALLED = re.compile(r"(?:^|\bapa )nama ([a-z]{4,})\b")  # "apa nama podcast …": the name of nothing else
_EITHER = re.compile(r"\b([a-z0-9-]{2,}) atau (?:boleh |harus |wajib |pakai )?([a-z0-9-]{2,})\W*$")
_AMOUNT = re.compile(r"(?<!pasal )(?<!ayat )(?<!level )(?<!tingkat )\bberapa\b")


class Judge:
    """Judges the drafted answers of one open generation."""

    def __init__(self, catalog: Catalog, vocabulary: Vocabulary, index: Index) -> None:
        self._vocabulary = vocabulary
        self._index = index
        self._expected = expected.load()
        self._homes = Homes(catalog, index.rows)
        self._held = {row.document.id for row in index.rows}
        self._local = issuers(f"{row.document.label} {row.document.title}" for row in index.rows)
        self._names = [[fold(name) for name in (term.term, *term.aliases)] for term in catalog.terms if term.aliases]

    def judge(self, question: Question, answer: Answer, lookup: Lookup | None) -> Decision:
        """Whether a draft answers the question. ``lookup`` made it, or None where passages were searched for: most
        lookups have measured their answer against the question, cards and points of the catalog have not."""
        asked = focus(question, self._vocabulary, self._expected.generic_stems, self._names)
        blocks = [_text(block, answer) for block in answer.blocks]
        lines = self._lines(question, asked, answer, blocks)
        if lookup is None:
            reason = self._unmet(question, asked, answer, blocks, lines)
        elif _half_told(question, asked, blocks):
            reason = _NOT_SAID
        else:
            reason = self._beside(question, answer, blocks, lines, lookup)
        if not reason and (lookup is None or (lookup in CARDS and not question.english)):  # cards hold no English
            home = self._homes.missing(question)
            if home is not None and not self._says_all(question, blocks, lines):
                reason = f"Hal itu diatur dalam {home.short} ({home.title}), yang naskahnya belum ada di sini."
        return Decision(not reason, reason)

    def _beside(
        self, question: Question, answer: Answer, blocks: Sequence[str], lines: Sequence[str], lookup: Lookup
    ) -> str:
        """Why a card or points of the catalog are beside a question; empty when nothing is amiss."""
        card = lookup in CARDS
        if not card and lookup not in POINTS:
            return ""
        told = "" if card and question.wants("definition") else self._expected.unmet(question.spelled, lines)
        if told:
            return _told(told)
        if place := self._elsewhere(question, answer, blocks):
            return _NO_PLACE.format(place.title())
        if not card and (other := self._other_index(question, answer, blocks)):
            return _NO_OTHER.format(other)
        if card and _beside_the_document(question, answer, self._held):
            return "Naskah yang Anda sebut tidak ada di sini."
        return ""

    def _lines(self, question: Question, asked: Focus, answer: Answer, blocks: Sequence[str]) -> list[str]:
        """The folded lines of the blocks that speak of what the question is about, beside the kind of thing asked for;
        what only names the place of quotes is none."""
        asked = asked.without(self._expected.cues(question.spelled))
        shares = [asked.share(asked.said(text), self._index.idf) for text in blocks]
        most = max(shares, default=0.0)
        found = []
        for block, share in zip(answer.blocks, shares, strict=True):
            if share >= ASIDE * most:
                quotes = any(point.verbatim for point in block.points) and not block.lead_refs
                found += [fold(line) for line in (*([] if quotes else [block.lead]), *(p.text for p in block.points))]
        return found

    def _unmet(
        self, question: Question, asked: Focus, answer: Answer, blocks: Sequence[str], lines: Sequence[str]
    ) -> str:
        """Why quotes are no answer to a question, for the reader; empty when nothing is amiss."""
        if field := self._expected.field(question.spelled, " ".join(blocks)):
            return f"Hal itu termasuk urusan {field}, yang tidak dibahas dokumen yang saya miliki."
        if reason := _told(self._expected.unmet(question.spelled, lines)):
            return reason
        if place := self._elsewhere(question, answer, blocks):
            return _NO_PLACE.format(place.title())
        if body := self._other_body(question, asked, blocks):
            return _NO_PLACE.format(body.title())
        if other := self._other_index(question, answer, blocks):
            return _NO_OTHER.format(other)
        if year := _another_year(question, blocks):
            return f"Tidak ada keterangan tahun {year} tentang hal itu."
        if thing := self._expected.thing(question.spelled, set(asked.heads), " ".join(blocks)):
            return _told(thing)
        if not self._demanded(question, asked, blocks) or self._of_something_else(question, asked, blocks):
            return _NOT_SAID
        return ""

    def _of_something_else(self, question: Question, asked: Focus, blocks: Sequence[str]) -> bool:
        """Whether quotes say nothing of what is asked of the subject, where an amount is asked, and else at most one
        word of the rest: a number of something else, or something else altogether. Two words
        side by side that are not said name, of a score, something else that is rated."""
        if question.continues or question.english or not asked.heads:
            return False
        said = [asked.said(text) for text in blocks]
        if _RATING.search(question.spelled) and asked.unsaid(question.spelled, frozenset().union(*said)) > 1:
            return True
        if (named := _CALLED.search(question.spelled)) and not any(self._says(text, named[1]) for text in blocks):
            return True
        if (choice := _EITHER.search(question.spelled)) and not any(
            self._says(text, one) for one in choice.groups() for text in blocks
        ):
            return True
        if _half_told(question, asked, blocks):
            return True
        if set(asked.heads) & frozenset().union(*said):
            return False
        return bool(_AMOUNT.search(question.spelled)) or max(map(len, said), default=0) <= 1

    def _says(self, text: str, word: str) -> bool:
        """Whether a folded text says a word, unless it is one that questions are made of."""
        return self._expected.empty(word) or stem(word) in map(stem, words(text))

    def _other_index(self, question: Question, answer: Answer, blocks: Sequence[str]) -> str:
        """An index or score asked about that neither the blocks nor the titles of their documents name."""
        if question.english or question.wants("formula") or not question.wants("score", "weight", "predicate"):
            return ""
        of = [block for block in blocks if all(said_in(place, block) for place in places(question))]
        text = " ".join([*of, *(fold(citation.title) for citation in answer.citations)])
        for kind, name in _INDEX.findall(question.spelled):
            if not self._expected.empty(name) and (f"indeks {name}" if kind == "indeks" else name) not in text:
                return f"{kind} {name}"
        return ""

    def _other_body(self, question: Question, asked: Focus, blocks: Sequence[str]) -> str:
        """An office, district or school by name whose score is asked for and of which no block tells."""
        if not question.wants("score", "predicate"):
            return ""
        said = frozenset().union(*(asked.said(text) for text in blocks))
        for body, name in self._expected.named_bodies(question.spelled):
            stems = set(tokens(name)) & set(asked.words)
            if stems and said.isdisjoint(stems):
                return f"{body} {name}"
        return ""

    def _elsewhere(self, question: Question, answer: Answer, blocks: Sequence[str]) -> str:
        """A regency, city or province that is asked about and not told of, where its score or its own rule is asked
        for, a document of it is held, or the answer comes from a document of another place."""
        local = any(_LOCAL.search(fold(f"{c.label} {c.title}")) for c in answer.citations)
        asked = places(question) if local or question.wants("score", "predicate") else ruled(question)
        asked += [place for place in self._local if said_in(place, question.spelled)]
        return next((place for place in asked if not any(said_in(place, block) for block in blocks)), "")

    def _demanded(self, question: Question, asked: Focus, blocks: Sequence[str]) -> bool:
        """Whether each thing demanded stands where the question's other words are spoken of: a law that names brands
        does not tell the brand of a server."""
        for kind in kinds.strict(question.spelled):
            others = set(asked.words) - kind.words
            holders = [text for text in blocks if kind.holds.search(text)]
            if not holders or (others and not any(others & asked.said(text) for text in holders)):
                return False
        return True

    def _says_all(self, question: Question, blocks: Sequence[str], lines: Sequence[str]) -> bool:
        """Whether one block says every word of a question, with what is expected of an answer."""
        asked = focus(question, self._vocabulary, self._expected.generic_stems, self._names, whole=True)
        if self._expected.unmet(question.spelled, lines):
            return False
        return any(asked.said(text) >= set(asked.words) for text in blocks)


def _half_told(question: Question, asked: Focus, blocks: Sequence[str]) -> bool:
    """Whether a question asks what something is and no passage speaks of the whole of it: "data" for "data lake"."""
    defined = _DEFINED.search(question.spelled)
    if defined is None or question.continues or question.english:
        return False
    thing = {token for token in tokens(defined["thing"]) if token in asked.words}
    return not any(asked.said(text) >= thing for text in blocks)


def _another_year(question: Question, blocks: Sequence[str]) -> str:
    """A year whose score or predicate is asked for, where no block that tells of scores is of it and of the places."""
    if not question.wants("score", "predicate"):
        return ""
    rated = [block for block in blocks if _RATED.search(block)]
    rated = [block for block in rated if all(said_in(place, block) for place in places(question))]
    asked = [year for year in question.years if year not in rules(question)]
    return next((str(year) for year in asked if not any(str(year) in block for block in rated)), "")


def _told(missing: str) -> str:
    return f"Dokumen yang saya miliki menyinggung hal itu, tetapi {missing} tidak disebut." if missing else ""


def _beside_the_document(question: Question, answer: Answer, held: set[str]) -> bool:
    """Whether an answer takes nothing from the documents that a question names, none of which is held."""
    named = set(question.documents)
    return bool(named) and named.isdisjoint(held) and named.isdisjoint(c.document for c in answer.citations)


def _text(block: Block, answer: Answer) -> str:
    """The folded text of a block with the names of the places it is taken from."""
    refs = {*block.lead_refs, *(ref for point in block.points for ref in point.refs)}
    places_ = [f"{c.label} {c.title} {c.locator}" for at, c in enumerate(answer.citations, 1) if at in refs]
    return fold(" ".join([block.heading, block.lead, *(point.text for point in block.points), *places_]))
