"""Whether a drafted answer answers: it holds the kind of thing asked for, and where the regulation that settles the
matter is not held, it says all that was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.catalog import Catalog
from knowledge.deciding import expected
from knowledge.deciding.decision import Decision
from knowledge.deciding.focus import Focus, focus
from knowledge.finding.homes import Homes
from knowledge.keeping.index import Index
from knowledge.lookup import CARDS, POINTS, Lookup
from knowledge.model import Answer, Block
from knowledge.question import Question
from knowledge.text import STOPWORDS, fold, stem, tokens, words
from knowledge.vocabulary import Vocabulary

WHOLE = 0.9  # share of the question's words that one block must say where the matter's own regulation is not held
ASIDE = 0.5  # of the best block's share: a block that says less of the question is beside it, with all its numbers
ALMOST_NONE = 0.22  # share of the question's words; quotes that say less, and not what is asked, are of something else
_NOT_SAID = "Hal itu tidak disebut dalam dokumen yang saya miliki."
_FOR = re.compile(r"\b(?:buat|untuk|bagi) ([a-z]{4,})")  # whose share of a table is asked
_LIST_OF = re.compile(r"^(?:minta |kirim |sebutkan )?(?:daftar|list) ([a-z]{4,})")
_CAPITAL = re.compile(r"\b(?:[Kk]abupaten|[Kk]ota|[Pp]rovinsi|KABUPATEN|KOTA|PROVINSI) ([A-Z][A-Za-z]{3,})")
_RATED = re.compile(r"\b(?:indeks|predikat|nilai|skor)\b")
_AMOUNT = re.compile(r"(?<!pasal )(?<!ayat )(?<!level )(?<!tingkat )\bberapa\b")


class Judge:
    """Judges the drafted answers of one open generation."""

    def __init__(self, catalog: Catalog, vocabulary: Vocabulary, index: Index) -> None:
        self._vocabulary = vocabulary
        self._index = index
        self._expected = expected.load()
        self._homes = Homes(catalog, index.rows)
        self._held = {row.document.id for row in index.rows}
        self._names = [[fold(name) for name in (term.term, *term.aliases)] for term in catalog.terms if term.aliases]

    def judge(self, question: Question, answer: Answer, lookup: Lookup | None) -> Decision:
        """Whether a draft answers the question. ``lookup`` made it, or None where passages were searched for: most
        lookups have measured their answer against the question, cards and points of the catalog have not."""
        asked = focus(question, self._vocabulary, self._expected.generic_stems, self._names)
        blocks = [_text(block, answer) for block in answer.blocks]
        lines = self._lines(question, asked, answer, blocks)
        reason = ""
        if lookup is None:
            reason = self._unmet(question, asked, blocks, lines)
        elif lookup in POINTS:
            reason = _told(self._expected.unmet(question.spelled, lines))
        elif lookup in CARDS and _beside_the_document(question, answer, self._held):
            reason = "Naskah yang Anda sebut tidak ada di sini."
        if not reason and (lookup is None or lookup in CARDS):
            home = self._homes.missing(question)
            if home is not None and not self._says_all(question, blocks, lines):
                reason = f"Hal itu diatur dalam {home.short} ({home.title}), yang naskahnya belum ada di sini."
        return Decision(not reason, reason)

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

    def _unmet(self, question: Question, asked: Focus, blocks: Sequence[str], lines: Sequence[str]) -> str:
        """Why quotes are no answer to a question, for the reader; empty when nothing is amiss."""
        text = " ".join(blocks)
        if field := self._expected.field(question.spelled, text):
            return f"Hal itu termasuk urusan {field}, yang tidak dibahas dokumen yang saya miliki."
        if reason := _told(self._expected.unmet(question.spelled, lines)):
            return reason
        if not self._demanded(question, asked, blocks):
            return _NOT_SAID
        how_many = not question.continues and _AMOUNT.search(question.spelled)
        if how_many and asked.heads and not set(asked.heads) & asked.said(text):
            return _NOT_SAID
        if self._of_something_else(question, asked, blocks):
            return _NOT_SAID
        return ""

    def _of_something_else(self, question: Question, asked: Focus, blocks: Sequence[str]) -> bool:
        """Whether quotes hold the kind of thing asked for of another thing, place or row than the question's."""
        text = " ".join(blocks)
        places = [fold(name) for name in _CAPITAL.findall(question.text)]
        rated = [block for block in blocks if _RATED.search(block)] if question.wants("score", "predicate") else blocks
        if any(not any(place in block for block in rated) for place in places):
            return True
        if question.continues or question.english:
            return False
        said = asked.said(text)
        unsaid = [head for head in asked.heads if head not in said]
        if 2 * len(unsaid) > len(asked.heads) and asked.share(said, self._index.idf) < ALMOST_NONE:
            return True
        if (listed := _LIST_OF.search(question.spelled)) and not self._says(text, listed[1]):
            return True
        if _AMOUNT.search(question.spelled):
            valued = [block for block in blocks if re.search(r"\d", block)]
            unseen = self._index.idf("")
            known = [w for w in _FOR.findall(question.spelled) if any(self._index.idf(t) < unseen for t in tokens(w))]
            return bool(known) and not any(self._says(block, word) for word in known for block in valued)
        return False

    def _says(self, text: str, word: str) -> bool:
        """Whether a folded text says a word, unless it is one that questions are made of."""
        if {word, stem(word)} & self._expected.generic_stems or word in STOPWORDS:
            return True
        return stem(word) in map(stem, words(text))

    def _demanded(self, question: Question, asked: Focus, blocks: Sequence[str]) -> bool:
        """Whether each thing demanded stands where the question's other words are spoken of: a law that names brands
        does not tell the brand of a server."""
        for demand in self._vocabulary.demanded(question.spelled):
            others = set(asked.words) - {token for cue in demand.ask for token in tokens(cue)}
            holders = [text for text in blocks if re.search(demand.evidence, text)]
            if not holders or (others and not any(others & asked.said(text) for text in holders)):
                return False
        return True

    def _says_all(self, question: Question, blocks: Sequence[str], lines: Sequence[str]) -> bool:
        asked = focus(question, self._vocabulary, self._expected.generic_stems, self._names, whole=True)
        if self._expected.unmet(question.spelled, lines):
            return False
        said = [asked.said(text) for text in blocks]
        if not set(asked.heads) <= frozenset().union(*said):
            return False
        return max((asked.share(words, self._index.idf) for words in said), default=0.0) >= WHOLE


def _told(missing: str) -> str:
    return f"Dokumen yang saya miliki menyinggung hal itu, tetapi {missing} tidak disebut." if missing else ""


def _beside_the_document(question: Question, answer: Answer, held: set[str]) -> bool:
    """Whether an answer takes nothing from the documents that a question names, none of which is held."""
    named = set(question.documents)
    return bool(named) and named.isdisjoint(held) and named.isdisjoint(c.document for c in answer.citations)


def _text(block: Block, answer: Answer) -> str:
    """The folded text of a block with the names of the places it is taken from."""
    refs = {*block.lead_refs, *(ref for point in block.points for ref in point.refs)}
    places = [f"{c.label} {c.title} {c.locator}" for at, c in enumerate(answer.citations, 1) if at in refs]
    return fold(" ".join([block.heading, block.lead, *(point.text for point in block.points), *places]))
