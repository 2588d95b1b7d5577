"""What a document states of somebody: tasks, rights, duties, powers, prohibitions, requirements; and what something
is made up of.

A sentence states such a thing of what stands before its verb: "Subjek Data Pribadi berhak …", "Walidata tingkat pusat
mempunyai tugas: …". Where the question names that subject, these sentences answer, wherever the search puts them:
a right may have an article of its own each, in as many articles as there are rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from weakref import WeakKeyDictionary

from knowledge.answering.drafting import Draft
from knowledge.cues import alternatives, says
from knowledge.finding.retrieval import Searcher
from knowledge.finding.siblings import IN_FORCE
from knowledge.keeping.index import Entry
from knowledge.lookup.context import Context, Outcome, listed, names_of, runs, unexplained
from knowledge.model import Point
from knowledge.question import Question
from knowledge.quoting.pieces import Piece, continued, is_heading
from knowledge.text import fold, stem, tokens, words
from knowledge.vocabulary import cues, explained, has

PARTS = "bagian"
"""The kind of a statement that tells what something is made up of."""
TASKS, DEEDS = "tugas", "perbuatan"
"""Where no sentence states the tasks of somebody, the lists of what they do tell them."""
_LONGEST = 16  # words before the verb of a sentence that states something of what they name
_BEGINNING = 6  # words in which a sentence that tells what somebody does names them
_WHOLE = 3  # units that are quoted with their lists; of more only what each states
_NOT_READ = ("outline", "row", "preamble")
_PART = re.compile(r"/bagian-\d+$")
_MARK = re.compile(r"^(?:\(?\w{1,3}[.)]|\(\w{1,3}\))\s+")
_ASIDE = re.compile(r"^(?:dalam|untuk|selain|dengan|apabila|setelah|pada|terhadap)\b[^:;]*, ")
_REFERRING = re.compile(r"\s(?:sebagaimana|seperti) dimaksud\b.*$")
_PAIR = re.compile(r",| dan/atau | dan | atau | serta ")
_OTHERWISE = ("when", "count", "weight", "comparison", "score", "level", "evidence", "formula", "sanction", "confirm")


@dataclass(frozen=True)
class Statement:
    """``lines``, verbatim, each with its unit: a sentence and the list it opens. ``kind`` is what it states of
    ``subjects``: the stems of what stands before its verb, as a whole and each part of a pair; ``around`` those of its
    headings, ``heading`` those of the nearest."""

    kind: str
    subjects: tuple[frozenset[str], ...]
    around: frozenset[str]
    heading: frozenset[str]
    lines: tuple[tuple[str, Entry], ...]

    @property
    def entry(self) -> Entry:
        """The unit in which it begins."""
        return self.lines[0][1]


def statement(question: Question, context: Context, draft: Draft) -> Outcome:
    """``tugas walidata``, ``hak subjek data pribadi``, ``dasar pemrosesan data pribadi apa saja``."""
    named = question.pasal or question.indicators or question.levels or question.agencies or question.numbers
    if named or question.wants(*_OTHERWISE) or question.english or says(question.spelled, cues().otherwise):
        return Outcome.PASS
    kind = _kind(question.spelled)
    if kind == PARTS and not question.wants("list"):
        return Outcome.PASS
    found = _meant(question, kind, context)
    if not found:
        return Outcome.PASS
    found.sort(key=lambda one: one.entry.unit.ordinal)
    label, units = found[0].entry.document.label, list(dict.fromkeys(one.entry for one in found))
    brief = len(units) > _WHOLE
    if brief:
        refs = [draft.cite_unit(one.entry, one.lines[0][0]) for one in found]
        draft.add(f"{label} menyebutnya pada {_articles(units)}.", refs=list(dict.fromkeys(refs)))
    for unit in units:
        lines = [line for one in found if one.entry is unit for line in (one.lines[:1] if brief else one.lines)]
        lead = f"{unit.unit.locator}:" if brief else f"{label}, {unit.unit.locator}:"
        points = [
            Point(text=text, refs=(draft.cite_unit(of, text),), verbatim=True) for text, of in dict.fromkeys(lines)
        ]
        draft.add(lead, points)
    return Outcome.ANSWERED


def _kind(text: str) -> str:
    """The kind of statement asked for: the first that is said ("tugas petugas yang melaksanakan fungsi …")."""
    said = [(match.start(), kind) for kind, pattern in _asking().items() if (match := pattern.search(text))]
    return min(said)[1] if said else PARTS


def _articles(units: Sequence[Entry]) -> str:
    """Where some units stand together: "Pasal 5–13 dan Pasal 20A", or their locators."""
    numbers = [unit.unit.pasal or "" for unit in units]
    if not all(numbers):
        return listed(list(dict.fromkeys(unit.unit.locator for unit in units)))
    plain = {int(one) for one in numbers if one.isdigit()}
    return "Pasal " + ", ".join(
        [*([runs(plain)] if plain else []), *dict.fromkeys(n for n in numbers if not n.isdigit())]
    )


def _meant(question: Question, kind: str, context: Context) -> list[Statement]:
    """The statements of a kind whose subject the question names, of one document: the one that names nothing else, and
    among such the one in force."""
    phrases = cues().stated.get(kind, ())
    held = [d for d in question.documents if d in context.searcher.documents]
    if question.unknown_documents or len(held) != len(question.documents):
        return []
    ranked: dict[str, list[tuple[tuple[int, int], Statement]]] = {}
    for text in (question.spelled, *_otherwise(question, context)):
        called = question.model_copy(update={"spelled": text})
        asked = {stem(word) for word in words(text)} | set(tokens(text))
        subject = unexplained(called, *phrases, *names_of(held, context), explained().stated)
        for one in _statements(context.searcher) if subject and not ranked else ():
            if (not held or one.entry.document.id in held) and (rank := _rank(one, kind, asked, subject)) is not None:
                ranked.setdefault(one.entry.document.id, []).append((rank, one))
    if not ranked:
        return []

    def order(rows: list[tuple[tuple[int, int], Statement]]) -> tuple[tuple[int, int], int, int]:
        return min(rank for rank, _ in rows), IN_FORCE[rows[0][1].entry.document.status], -len(rows)

    rows = min(ranked.values(), key=order)
    least = min(rank for rank, _ in rows)
    return [one for rank, one in rows if rank == least or (least[0] and kind != PARTS)]


def _otherwise(question: Question, context: Context) -> Iterator[str]:
    """The question with a name of its subject put in other words: "pemilik data" is a "subjek data pribadi"."""
    for group in context.vocabulary.synonyms if context.vocabulary else ():
        for phrase in group:
            if has(question.spelled, phrase):
                yield from (
                    re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", other, question.spelled)
                    for other in group
                    if other != phrase and not has(question.spelled, other)
                )


def _rank(one: Statement, kind: str, asked: set[str], subject: set[str]) -> tuple[int, int] | None:
    """How far a statement is from what is asked: the words of its subject that the question does not say, and, less,
    those of the question that it says; None where its subject or its kind is another."""
    if one.kind == PARTS:  # "Dasar pemrosesan Data Pribadi meliputi", "Tugas … meliputi"
        said = one.subjects[0]
        own = frozenset(token for phrase in cues().stated.get(kind, ()) for token in tokens(phrase))
        about = subject <= said and said - own - _generic() <= asked and (kind == PARTS or bool(own & said))
        return (0, -len(said & asked)) if about else None
    if one.kind == DEEDS:
        return (_LONGEST, 0) if kind == TASKS and subject <= one.subjects[0] else None
    if one.kind != kind:
        return None
    title = _stems(one.entry.document.title)
    ranks = []
    for said in one.subjects:
        # "UKR SPBE" beneath the heading "Unit Kepatuhan Risiko (UKR) SPBE"
        full = said | one.heading if said - _generic() <= one.heading else said
        rest = subject - full
        if subject & full and rest <= one.around | title and not (rest and subject & full <= title):
            ranks.append((len(said - asked - one.heading - _generic()), 0))
    return min(ranks, default=None)


@cache
def _generic() -> frozenset[str]:
    """Stems that tell no subject from another."""
    return frozenset(tokens(explained().generic)) | {stem(word) for word in explained().generic.split()}


def _stems(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


_known: WeakKeyDictionary[Searcher, list[Statement]] = WeakKeyDictionary()


def _statements(searcher: Searcher) -> list[Statement]:
    """The statements of a generation, read once and not for every question."""
    if searcher not in _known:
        _known[searcher] = list(_read(searcher.originals))
    return _known[searcher]


def _read(rows: Iterable[Entry]) -> Iterator[Statement]:
    own = [row for row in rows if not row.document.handbook and row.unit.kind not in _NOT_READ]
    for _, part in groupby(own, key=lambda row: (row.rev, _PART.sub("", row.unit.id))):
        units = [row for row in part if "/penjelasan/" not in row.unit.id]
        pieces = continued([row.unit.text for row in units])
        for at, (place, piece) in enumerate(pieces):
            unit = units[place].unit
            for kind, subjects in _stating(piece):
                below = [(other.text, units[of]) for of, other in pieces if other.lead == at]
                heading = (
                    unit.locator if unit.pasal is None else unit.breadcrumb[-2] if len(unit.breadcrumb) > 1 else ""
                )
                around = _stems(" ".join((*unit.breadcrumb[1:], unit.locator)))
                yield Statement(kind, subjects, around, _stems(heading), ((piece.text, units[place]), *below))


def _stating(piece: Piece) -> Iterator[tuple[str, tuple[frozenset[str], ...]]]:
    """The kinds of thing a sentence states and of what."""
    if is_heading(piece.text):
        return
    text = _ASIDE.sub("", _MARK.sub("", fold(piece.text)))
    if piece.opens and not any(pattern.search(text) for pattern in _patterns().values()):
        yield DEEDS, (_stems(" ".join(text.split()[:_BEGINNING])),)
    for kind, pattern in _patterns().items():
        match = pattern.search(text)
        if match is None or (kind == PARTS and not piece.opens):
            continue
        head = _REFERRING.sub("", text[: match.start()].strip(" ,"))
        if head and len(head.split()) <= _LONGEST:
            subjects = [_stems(part) for part in (head, *(_PAIR.split(head) if kind != PARTS else ()))]
            yield kind, tuple(dict.fromkeys(one for one in subjects if one))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """What stands between a subject and what is stated of it, for each kind."""
    return _compiled(cues().states)


@cache
def _asking() -> dict[str, re.Pattern[str]]:
    """What asks for a statement of each kind."""
    return _compiled(cues().stated)


def _compiled(lists: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"(?<!\w)(?:{alternatives(phrases)})(?!\w)") for kind, phrases in lists.items()}
