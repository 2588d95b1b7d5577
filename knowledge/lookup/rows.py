"""Rows of the tables of a document that the catalog does not know: by code, by name, by level, by rank.

Nothing is known here of any table. A code ("T-12") or a level that the table does not hold is said not to be there,
rather than its neighbours shown; so is a year or an acronym that a document named by its place never says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from knowledge.answering.drafting import Draft
from knowledge.cues import says
from knowledge.lookup.bands import span, values
from knowledge.lookup.cells import ALIKE, COMMON, label_stems
from knowledge.lookup.changes import asks_change, change
from knowledge.lookup.context import Context, Outcome, listed, plain_words, unexplained
from knowledge.lookup.ranking import extreme
from knowledge.lookup.tables import Code, Record, Table, Tables, codes, tables
from knowledge.model import Cell, Document, Point
from knowledge.question import Question
from knowledge.question.moments import dated
from knowledge.text import fold, stem, tokens, words
from knowledge.vocabulary import acronyms, cues, explained

_LEVEL = re.compile(r"\bt(?:k|ingkat)?\.?\s?([0-9])\b")
_YEAR = re.compile(r"20\d\d")
_Score = tuple[bool, int, int, int, int]
_NONE: _Score = (False, 0, 0, 0, 0)  # of a head that nothing in the question names
_Match = tuple[int, bool, _Score]
_SEVERAL = 2  # rows that begin with a word, for it to say what kind of thing they name
_CAPTION = re.compile(r"^(?:tabel )?[\w.]{1,4} ", re.IGNORECASE)
_ABOUT = COMMON | frozenset(tokens("tabel bukti dukung kriteria domain aspek indikator parameter pilar unsur komponen"))
_PARTS = re.compile(r"\w+")
# Words in the titles of documents that say what kind they are, not whose.
_KINDS = COMMON | label_stems(
    "laporan hasil evaluasi pelaksanaan penilaian mandiri tahun edisi pedoman teknis petunjuk panduan surat edaran se "
    "sekda sekretaris peraturan keputusan gubernur bupati wali pergub perbup perwali perwal nomor tentang sop "
    "kerangka rencana digital pemdi sistem elektronik indikator aspek domain bobot nilai indeks predikat kriteria bukti"
)
_PLACES = ("kota", "kabupaten", "provinsi", "kementerian", "badan", "dinas")


class Asked:
    """A question with the tables it can mean."""

    def __init__(self, question: Question, context: Context) -> None:
        self.question, self.context = question, context
        self.tables: Tables = tables(context.searcher)
        self.said = label_stems(question.spelled)
        self.all = label_stems(question.search)
        self.plain = f" {plain_words(question.spelled)} "
        held = context.searcher.documents
        whole = f" {plain_words(question.search)} "
        local = [held[d] for d in self.tables.of if d in held and d not in context.catalog.regulation_by_id]
        self.named = tuple(d for d in local if d.id in question.documents or _named(d, whole))
        years = set(map(str, question.years))
        self.named = tuple(d for d in self.named if years & set(words(f"{d.label} {d.title}"))) or self.named
        own = {self.tables.own[word] for word in words(question.search) if word in self.tables.own}
        # Documents named by their place or title, or else by a word that is theirs alone.
        self.spoken = self.named or tuple(document for document in local if {document.id} == own)
        open_ = () if question.documents else tuple(local)
        self.open: tuple[Document, ...] = self.named or open_

    def levels(self, table: Table) -> set[int]:
        """The levels of a table that the question names, by number, letter ("T3") or the document's name for it."""
        names = self.tables.level_names(table.document.id)
        numbers = {*self.question.levels, *self.question.bad_levels, *map(int, _LEVEL.findall(self.question.spelled))}
        return numbers | {n for name, n in names.items() if f" {name} " in self.plain}

    def columns(self, records: Sequence[Record]) -> list[str]:
        """The heads of columns that the question names, the best; none where it names none."""
        found = dict.fromkeys(cell.column for record in records for cell in record.values)
        scores = {head: self._score(head) for head in found}
        best = max(scores.values(), default=_NONE)
        named = [head for head in found if self._whole(head) or self._meant(head)]
        return [head for head in found if best > _NONE and (scores[head] == best or head in named)]

    def _meant(self, head: str) -> bool:
        """Whether a question asks for what stands under a head in other words ("kapan" for "Batas Waktu")."""
        stems = label_stems(head)
        columns = cues().columns.items()
        return bool(stems) and any(stems <= label_stems(name) and says(self.plain, told) for name, told in columns)

    def _whole(self, head: str) -> bool:
        """Whether a question says every word of a head that names no year."""
        stems = label_stems(head)
        return bool(stems) and stems <= self.said and not _YEAR.search(head)

    def _score(self, head: str) -> _Score:
        """What a question says of a head, what tells more before what tells less: that it means it, its words, words of
        earlier turns where it says none, its words as written, and the latest year."""
        stems, years = label_stems(head), {int(year) for year in _YEAR.findall(head)}
        if years and self.question.years and years.isdisjoint(self.question.years):
            return _NONE
        names = {ALIKE.get(stem, stem) for stem in stems if not stem.isdigit()}
        exact = len(stems & self.said)
        if years and not self.question.years:
            shared = len(names & alike(self.all))
            return (False, shared, 0, exact, max(years)) if shared else _NONE  # the latest, where none is named
        told = len(names & alike(self.said))
        return self._meant(head), told, 0 if told else len(names & alike(self.all)), exact, 0


def table(question: Question, context: Context, draft: Draft) -> Outcome:
    """Rows of tables outside the catalog that a question names, or that they do not hold what it names."""
    if question.pasal or question.unknown_documents or question.agencies or says(question.spelled, cues().own):
        return Outcome.PASS
    asked = Asked(dated(question, context.today), context)
    for step in (_coded, _leveled, _missing, _ranked, _classed, _row):
        outcome = step(asked, draft)
        if outcome is not Outcome.PASS:
            return outcome
    return Outcome.PASS


def alike(stems: frozenset[str]) -> frozenset[str]:
    """Stems with those of figures as one: an "indeks" may stand under "Nilai"."""
    return frozenset(ALIKE.get(stem, stem) for stem in stems)


def _named(document: Document, text: str) -> bool:
    """Whether a text names a document by two words of its title that tell whose it is ("tirta mulya"), or by three of
    which one does ("penilaian mandiri arsitektur")."""
    for title in (document.label, document.title, document.file.rpartition(".")[0].replace("-", " ")):
        for pair in pairwise(words(title)):
            own = [word for word in pair if word.isalpha() and stem(word) not in _KINDS]
            if (len(own) == 2 or (pair[0] in _PLACES and own)) and f" {' '.join(pair)} " in text:
                return True
        said = words(title)
        for three in zip(said, said[1:], said[2:], strict=False):
            own = [word for word in three if word.isalpha() and stem(word) not in _KINDS]
            if own and all(map(str.isalpha, three)) and f" {' '.join(three)} " in text:
                return True
    return False


def _coded(asked: Asked, draft: Draft) -> Outcome:
    """What has a code of the question."""
    question = asked.question
    for code in codes(question.spelled):
        holders = [d for d in asked.open if any(known[0] == code[0] for known in asked.tables.coded(d.id))]
        holding = [d for d in holders if code in asked.tables.coded(d.id)]
        if len(holding) == 1:
            return _of_code(code, holding[0], asked, draft)
        if holders and not holding and not _says(code, asked):
            known = sorted(n for p, n in asked.tables.coded(holders[0].id) if p == code[0])
            written, first, last = (f"{code[0].upper()}-{n:02d}" for n in (code[1], known[0], known[-1]))
            draft.add(f"{written} tidak ditemukan dalam {holders[0].label}, yang memuat {first} sampai {last}.")
            return Outcome.NOT_FOUND
    return Outcome.PASS


def _says(code: Code, asked: Asked) -> bool:
    """Whether any document writes a code anywhere."""
    wanted = re.compile(rf"(?<!\w){code[0]}[-. ]?0*{code[1]}(?!\w)")
    return any(wanted.search(fold(entry.unit.text)) for entry in asked.context.searcher.rows())


def _of_code(code: Code, document: Document, asked: Asked, draft: Draft) -> Outcome:
    found = asked.tables.coded(document.id)[code]
    about = [one for one in found if isinstance(one, Table)]
    listed_ = [one for one in found if isinstance(one, Record)]
    if about and (asked.levels(about[0]) or not listed_ or asked.columns(about[0].records)):
        own = asked.columns(listed_) if listed_ and not asked.levels(about[0]) else []
        if not own:
            return _levels(about[0], asked, draft)
    if not listed_:
        return Outcome.PASS
    return _tell(listed_[:1], "", asked, draft)


def _leveled(asked: Asked, draft: Draft) -> Outcome:
    """The levels of one thing that a table is about, named by its whole name, or by its beginning where the document
    is named or its own name of a level."""
    hits: list[tuple[int, Table]] = []
    for document in asked.open:
        own = any(f" {name} " in asked.plain for name in asked.tables.level_names(document.id))
        for one in asked.tables.of[document.id]:
            if not one.of_levels or not asked.levels(one) or fold(one.head) not in asked.plain:
                continue
            if not one.code:
                about = label_stems(_CAPTION.sub("", one.heading)) - _ABOUT - label_stems(document.title)
                if document in asked.named and about & asked.said:
                    hits.append((len(about & asked.said), one))
                continue
            name = plain_words(one.subject).split()
            least = 2 if own or document in asked.named else len(name)
            most = next((n for n in range(len(name), least - 1, -1) if f" {' '.join(name[:n])} " in asked.plain), 0)
            if most:
                hits.append((most, one))
    best = [one for most, one in hits if most == max(m for m, _ in hits)]
    return _levels(best[0], asked, draft) if len(best) == 1 else Outcome.PASS


def _levels(one: Table, asked: Asked, draft: Draft) -> Outcome:
    """The rows of the levels asked for; all where none is named."""
    wanted = asked.levels(one)
    rows = [r for r in one.records if not wanted or (r.key.text.isdigit() and int(r.key.text) in wanted)]
    if rows:
        return _tell(rows, one.name, asked, draft)
    alike = [t for t in asked.tables.of[one.document.id] if t.of_levels and t.code]
    last = max((int(r.key.text) for t in alike for r in t.records if r.key.text.isdigit()), default=0)
    if last and min(wanted) > last:
        level = f"{one.head} {listed(sorted(wanted))}"
        draft.add(f"{level} tidak ditemukan dalam {one.name}, yang hanya sampai {last}.")
        return Outcome.NOT_FOUND
    return Outcome.PASS


def _tell(records: Sequence[Record], of: str, asked: Asked, draft: Draft) -> Outcome:
    """The cells asked for of some rows, or all they say."""
    columns = asked.columns(records)
    points = []
    for record in records:
        cells = [cell for cell in record.values if not columns or cell.column in columns]
        said = "; ".join(f"{cell.column}: {cell.text}" for cell in cells)
        text = f"{', '.join(filter(None, (of, record.label)))} — {said}"
        ref = draft.cite_unit(record.entry, f"{record.key.text} {' '.join(cell.text for cell in cells)}")
        if cells:
            points.append(Point(text=text, refs=(ref,)))
            if len(records) == len(cells) == 1 and asked.question.wants("predicate"):
                points += class_points(cells[0].text, asked, draft)
    if not points:
        return Outcome.PASS
    if len(records) == 1 and asks_change(asked.question):
        points += _step(records[0], columns, points[0].refs, asked.question)
    draft.add("Menurut tabel dalam dokumen:", points)
    return Outcome.ANSWERED


def _step(record: Record, columns: Sequence[str], refs: tuple[int, ...], question: Question) -> list[Point]:
    """The change between the two years of a row that are asked for, or its last two."""
    dated = [
        (int(years[0]), cell.text)
        for cell in record.values
        if (not columns or cell.column in columns) and len(years := _YEAR.findall(cell.column)) == 1
    ]
    chosen = [one for one in dated if one[0] in question.years] if question.years else sorted(dated)[-2:]
    line = change(question, record.label, chosen)
    return [Point(text=line, refs=refs)] if line else []


def _missing(asked: Asked, draft: Draft) -> Outcome:
    """A year, an acronym or somebody that the documents named by their place never say."""
    question = asked.question
    if not asked.named or question.continues:
        return Outcome.PASS
    said = frozenset().union(*(asked.tables.said[document.id] for document in asked.named))
    gone = [str(year) for year in question.years if str(year) not in said] if question.wants("score") else []
    if not gone:
        typed = {fold(word): word for word in _PARTS.findall(question.text)}
        foreign = acronyms(question.text).difference(cues().ours)
        gone = [typed.get(word, word) for word in sorted(foreign) if word not in said and f" {word} " in asked.plain]
    gone = gone or _nobody(said, asked)
    if not gone:
        return Outcome.PASS
    labels = list(dict.fromkeys(document.label for document in asked.named))
    draft.add(f"{listed(gone)} tidak ditemukan dalam {listed(labels)}.")
    return Outcome.NOT_FOUND


def _nobody(said: frozenset[str], asked: Asked) -> list[str]:
    """Somebody of a kind that the rows of tables name ("Kecamatan …"), by a name that is said nowhere."""
    keys = [
        words(record.key.text)
        for document in asked.named
        for one in asked.tables.of[document.id]
        for record in one.records
    ]
    firsts = Counter(key[0] for key in keys if len(key) > 1)
    searcher, told = asked.context.searcher, words(asked.question.spelled)
    for first, second in pairwise(told):
        known = second in said or stem(second) in said or searcher.idf(stem(second)) < searcher.idf("")
        if firsts[first] >= _SEVERAL and second.isalpha() and not known:
            after = told[told.index(second) + 1 :][:1]
            name = [first, second, *(word for word in after if word.isalpha() and word not in said)]
            return [" ".join(map(str.capitalize, name))]
    return []


def _ranked(asked: Asked, draft: Draft) -> Outcome:
    """The rows with the most or the least under a head, or the most change between two years."""
    if not asked.named:
        return Outcome.PASS
    found = [one for document in asked.named for one in asked.tables.of[document.id]]
    return extreme(asked.question, found, asked.said, draft)


def _classed(asked: Asked, draft: Draft) -> Outcome:
    """The class of a value by the ranges of a document that is named."""
    question = asked.question
    if not asked.spoken or not question.wants("predicate"):
        return Outcome.PASS
    given = [v for v in values(question.spelled) if v.number not in {*question.years, *question.levels}]
    if len(given) != 1:
        return Outcome.PASS
    points = class_points(given[0].written, asked, draft)
    if not points:
        return Outcome.PASS
    draft.add("Menurut tabel dalam dokumen:", points)
    return Outcome.ANSWERED


def class_points(written: str, asked: Asked, draft: Draft) -> list[Point]:
    """The class of a value ("3,21") in the ranges of the named documents, as a line of the answer."""
    value = next(iter(values(written)), None)
    found: list[tuple[Record, Cell, str]] = []
    for document in asked.spoken if value else ():
        for one in asked.tables.of[document.id]:
            for record in one.records:
                cells = (record.key, *record.values)
                ranges = [(cell, r) for cell in cells if (r := span(cell.text)) and not r.unit]
                name = next((cell.text for cell in cells if span(cell.text) is None and cell.text[:1].isalpha()), "")
                if len(ranges) == 1 and name and value and ranges[0][1].holds(value.number):
                    found.append((record, ranges[0][0], name))
    if len(found) != 1:
        return []
    record, cell, name = found[0]
    ref = draft.cite_unit(record.entry, f"{name} {cell.text}")
    return [Point(text=f"{written} masuk {name} ({cell.column}: {cell.text})", refs=(ref,))]


def _row(asked: Asked, draft: Draft) -> Outcome:
    """A row by its whole name, in a document that is named or that the turns before were about."""
    question = asked.question
    if not asked.named and (not question.continues or question.regimes):
        return Outcome.PASS  # a whole regime is the catalog's, unless a document of one place is named
    if question.indicators or question.aspects or question.domains:
        return Outcome.PASS  # numbers are the catalog's
    hits: list[tuple[_Match, Table, Record]] = []
    for document in asked.named or asked.open:
        for one in asked.tables.of[document.id]:
            for record in one.records:
                if score := _matched(one, record, asked):
                    hits.append((score, one, record))
    best = [hit for hit in hits if hit[0] == max(score for score, *_ in hits)]
    if len(best) != 1:
        return Outcome.PASS
    _, _, record = best[0]
    dated = sorted({int(year) for cell in record.values for year in _YEAR.findall(cell.column)})
    if dated and question.years and set(question.years).isdisjoint(dated):
        years, label = listed(question.years), record.entry.document.label
        draft.add(f"{years} tidak ditemukan dalam tabel {label}, yang memuat {dated[0]} sampai {dated[-1]}.")
        return Outcome.NOT_FOUND
    return _tell([record], "", asked, draft)


def _matched(one: Table, record: Record, asked: Asked) -> _Match | None:
    """How well a question names a row: all words of its name, or its head and key ("kelas C"); how many words, whether
    a head is said whole, and the best head. None where it does not, or asks for more than the row can tell."""
    key = plain_words(record.key.text)
    phrase = f" {plain_words(one.head)} {key} "
    stems = frozenset(stem for stem in record.stems - COMMON if not stem.isdigit())
    if not (len(key) <= 2 and key.isalpha() and phrase in asked.plain) and not (stems and stems <= asked.said):
        return None
    own = " ".join((record.label, one.head, one.heading, record.entry.document.title, record.entry.document.label))
    heads = " ".join(cell.column for cell in record.values)
    if unexplained(asked.question, own, heads, explained().cells):
        return None
    shared = max((asked._score(cell.column) for cell in record.values), default=_NONE)
    # A head said whole ("provinsi") tells which of two tables with such a row; "nilai" stands over any.
    heads_said = [cell.column for cell in record.values if asked._whole(cell.column)]
    whole = any(label_stems(head) - {*ALIKE, *ALIKE.values()} for head in heads_said)
    return len(stems), whole, shared
