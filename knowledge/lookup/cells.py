"""Cells of tables in the documents: what stands in the row and the column that a question names.

Nothing is known here of any table. A row is named by the number of its indicator, aspect, domain or level or by the
words of its label; a column by words of its head. Every word of a question must be accounted for by row, column,
caption or document; where more than a few different cells would do, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

from knowledge.answering.drafting import Draft
from knowledge.cues import says
from knowledge.finding.retrieval import Searcher
from knowledge.keeping.index import Entry
from knowledge.lookup.changes import asks_change, change
from knowledge.lookup.context import Context, Outcome, unexplained
from knowledge.model import Cell, Point, Regime
from knowledge.question import Question
from knowledge.text import fold, stem, tokens, words
from knowledge.vocabulary import cues, explained, has

_MOST = 6  # cells in an answer
_NONE = (0, 0)  # of a row or column that nothing in the question names
_TWO = 2  # things that are compared
_LONGEST = 240  # characters of a cell worth listing
_KEY = re.compile(r"(indikator|aspek|domain|level(?: \w+)?|tingkat)\s*(\d{1,2})\b")
_SERIAL = re.compile(r"(no\b|nomor\b)")
_PLAIN = re.compile(r"\d{1,2}")
_LEADING = re.compile(r"(\d{1,2})\b")
_MEASURED = re.compile(r"(?:x\s*)?[<>≤≥\d]")  # a range or an amount: no name
_RANGE = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")
_ASKS_BAND = re.compile(r"\b(masuk|termasuk|tergolong|level|kategori|golongan) (ke )?(level |kategori )?(apa|mana)\b")
_YEAR = re.compile(r"20\d\d")
_BRACKETED = re.compile(r"\([^)\d]*\)")
# Words that tell no row or column apart.
COMMON = frozenset(
    tokens("level tingkat kematangan spbe instansi pusat pemerintah daerah berbasis elektronik penerapan")
)
_QUANTITIES = frozenset(tokens("nilai indeks skor capaian hasil bobot predikat jumlah"))
ALIKE = {token: tokens("nilai")[0] for token in tokens("skor indeks capaian hasil")}
_ACROSS = frozenset(tokens("rata-rata nasional"))
_WORKED = frozenset(tokens("penghitungan perhitungan"))
_EXAMPLE = tokens("contoh")[0]
# Words in the title of a report that do not say whose it is.
_REPORT = COMMON | frozenset(
    tokens("laporan hasil evaluasi pelaksanaan tahun kota kabupaten provinsi kementerian sistem")
)


@lru_cache(maxsize=20_000)
def label_stems(text: str) -> frozenset[str]:
    """The stems of a label's words; single letters tell nothing."""
    return frozenset(token for token in tokens(text) if len(token) > 1 or token.isdigit())


@lru_cache(maxsize=20_000)
def _telling(text: str) -> frozenset[str]:
    """What must be said of a label to mean it: not its serial number, nor what stands in brackets, nor words that
    tell no two labels apart."""
    short = re.sub(r"^\s*(?:level \w+ )?\d{1,2}\b\W*|\([^)]*\)", " ", fold(text))
    stems = label_stems(short) or frozenset(stem(word) for word in words(short) if word.isalpha())
    return stems - COMMON or stems


@dataclass(frozen=True)
class TableRow:
    """One row of a table in a unit: its cells, and with the unit the caption and the document they stand in."""

    entry: Entry
    cells: tuple[Cell, ...]

    @property
    def label(self) -> str:
        """What names the row, for a reader: its first texts, with what its number counts."""
        texts = [cell.text for cell in self.named]
        kind = next((kind for kind, number in self.keys if texts and texts[0] == str(number)), "")
        return " ".join(filter(None, (kind.capitalize(), *texts)))

    @cached_property
    def named(self) -> tuple[Cell, ...]:
        """The cells that name the row: a serial number, and the first cell (or two) in words."""
        taken: list[Cell] = []
        for cell in self.cells[:3]:
            words = any(character.isalpha() for character in cell.text)
            first = not taken and (_PLAIN.fullmatch(cell.text) or words)
            second = (
                len(taken) == 1
                and words
                and not _MEASURED.match(fold(cell.text))
                and bool(_PLAIN.search(taken[0].text))
                and len(taken[0].text) <= 15
            )
            if not (first or second) or len(cell.text) > _LONGEST:
                break
            taken.append(cell)
        return tuple(taken)

    @cached_property
    def keys(self) -> frozenset[tuple[str, int]]:
        """Numbers that name the row: ("indikator", 14), ("domain", 2), ("level", 3)."""
        found: set[tuple[str, int]] = set()
        if not self.named:
            return frozenset()
        first = self.named[0]
        if match := _KEY.match(fold(first.text)):
            found.add((match[1].split()[0], int(match[2])))
        elif number := _LEADING.match(first.text):
            head = fold(first.column)
            if _SERIAL.match(head) and len(self.cells) > 1:
                head = fold(self.cells[1].column)
            if kind := re.match(r"(?:nama )?(indikator|aspek|domain|level|tingkat)\b", head):
                found.add((kind[1].replace("tingkat", "level"), int(number[1])))
        return frozenset(found)

    @cached_property
    def values(self) -> tuple[Cell, ...]:
        """The cells that do not name the row."""
        return tuple(cell for cell in self.cells if cell not in self.named and len(cell.text) <= _LONGEST)

    @property
    def place(self) -> str:
        """Caption, heading and group the row stands under, and its document's name."""
        document = self.entry.document
        return " ".join((*self.entry.unit.breadcrumb, document.label, document.title))


def table_rows(entries: Sequence[Entry]) -> Iterator[TableRow]:
    """The rows of all units that carry the cells of tables. A row begins where the unit's first column comes again."""
    for entry in entries:
        if entry.unit.kind not in ("row", "table") or not entry.unit.cells or entry.document.handbook:
            continue
        row: list[Cell] = []
        for cell in entry.unit.cells:
            if row and cell.column == entry.unit.cells[0].column:
                yield TableRow(entry, tuple(row))
                row = []
            row.append(cell)
        yield TableRow(entry, tuple(row))


_rows_of: WeakKeyDictionary[Searcher, tuple[TableRow, ...]] = WeakKeyDictionary()


def _all_rows(searcher: Searcher) -> tuple[TableRow, ...]:
    """The rows of every table of a generation, cut once and not for every question."""
    if searcher not in _rows_of:
        _rows_of[searcher] = tuple(table_rows(searcher.rows()))
    return _rows_of[searcher]


@dataclass(frozen=True)
class _Hit:
    row: TableRow
    cell: Cell
    score: tuple[tuple[int, int], tuple[int, int]]


def cell(question: Question, context: Context, draft: Draft) -> Outcome:
    """The cells of a table that a question names by row and column."""
    if question.pasal or (question.wants("weight") and (question.indicators or question.aspects or question.domains)):
        return Outcome.PASS  # articles, and weights of the catalog, have lookups of their own
    if Regime.PEMDI in question.regimes:
        return Outcome.PASS  # no table here is Pemdi's
    if says(question.spelled, cues().own):
        return Outcome.PASS  # whose figures these would be is not known
    asked = _Asked(question, context)
    hits = [hit for row in _all_rows(context.searcher) for hit in asked.hits(row)]
    hits = [hit for hit in hits if hit.score[1] > _NONE] or hits  # a column that is named goes before a whole row
    best = max((hit.score for hit in hits), default=None)
    chosen = _distinct([hit for hit in hits if hit.score == best])
    dated = {year for hit in chosen for year in asked.years(hit.row)}
    if not chosen or len(chosen) > _MOST or not set(question.years) <= dated:
        return Outcome.PASS
    points = []
    for hit in chosen:
        wanted = f"{hit.row.named[-1].text if hit.row.named else ''} {hit.cell.text}".strip()
        ref = draft.cite_unit(hit.row.entry, wanted)
        remark, entry = _remark(hit, context)
        refs = (ref,) if entry is hit.row.entry else (ref, draft.cite_unit(entry, f"{hit.cell.text} {remark}"))
        said = f"{hit.row.label} — {hit.cell.column}: {hit.cell.text} {remark}".strip()
        points.append(Point(text=said, refs=refs))
    if step := _change(chosen, question, asked):
        points.append(Point(text=step, refs=tuple(dict.fromkeys(ref for point in points for ref in point.refs))))
    if len(chosen) == 1 and _ASKS_BAND.search(question.spelled):
        points += banded(chosen[0].row, chosen[0].cell, context, draft)
    draft.add("Menurut tabel dalam dokumen:", points)
    # More than figures is asked for: the documents' words belong beside them.
    beside = question.wants("predicate") or (question.wants("comparison") and len(points) < _TWO)
    return Outcome.ADD if beside else Outcome.ANSWERED


def _change(chosen: Sequence[_Hit], question: Question, asked: _Asked) -> str:
    """How the one figure asked for changed between the two years asked for; empty where that is not asked."""
    if not asks_change(question) or len(chosen) != _TWO or len({fold(hit.row.label) for hit in chosen}) != 1:
        return ""
    dated = []
    for hit in chosen:
        years = {int(year) for year in _YEAR.findall(hit.cell.column)} or asked.years(hit.row)
        dated += [(year, hit.cell.text) for year in years if year in question.years or not question.years]
    return change(question, chosen[0].row.label, dated)


def _remark(hit: _Hit, context: Context) -> tuple[str, Entry]:
    """What the same page puts in brackets behind the value ("2,98 (Baik)"), and the unit that does."""
    own, wanted = hit.row.entry, re.compile(rf"(?<![\d,.]){re.escape(hit.cell.text)}\s+(\([A-Z][a-z ]+\))")
    page = hit.cell.page_from
    beside = [e for e in context.searcher.rows() if e.rev == own.rev and e.unit.page_from <= page <= e.unit.page_to]
    for entry in [own, *beside] if "," in hit.cell.text else []:
        if match := wanted.search(entry.unit.text):
            return match[1], entry
    return "", own


def banded(row: TableRow, cell: Cell, context: Context, draft: Draft) -> list[Point]:
    """The class of a cell's value, as a line of the answer; none where no range of the document holds it."""
    if (found := band_of(row, cell, context)) is None:
        return []
    other, range_ = found
    ref = draft.cite_unit(other.entry, f"{other.label} {range_.text}")
    return [Point(text=f"{cell.text} termasuk {other.label} ({range_.column}: {range_.text})", refs=(ref,))]


def band_of(row: TableRow, cell: Cell, context: Context) -> tuple[TableRow, Cell] | None:
    """The one row of the same document whose range ("16-20", in a column "Rentang …") holds a cell's value, with the
    cell of the range."""
    if not _PLAIN.fullmatch(cell.text):
        return None
    mine = [entry for entry in context.searcher.rows() if entry.document.id == row.entry.document.id]
    found = []
    for other in table_rows(mine):
        for range_ in other.values:
            span = _RANGE.fullmatch(range_.text)
            within = span and int(span[1]) <= int(cell.text) <= int(span[2])
            if within and fold(range_.column).startswith("rentang"):
                found.append((other, range_))
    return found[0] if len(found) == 1 else None


def _distinct(hits: Sequence[_Hit]) -> list[_Hit]:
    """Hits that say something else: the same row, column and value in two files is one."""
    seen: dict[tuple[str, str, str], _Hit] = {}
    for hit in hits:
        seen.setdefault((fold(hit.row.label), fold(hit.cell.column), fold(hit.cell.text)), hit)
    return list(seen.values())


class _Asked:
    """What a question names, in the forms that rows and columns are compared with."""

    def __init__(self, question: Question, context: Context) -> None:
        self._question = question
        catalog = context.catalog
        said = label_stems(question.spelled) | frozenset(
            stem(word) for word in words(question.spelled) if word.isalpha()
        )
        self.said = said | frozenset(ALIKE[token] for token in said & ALIKE.keys())
        names: list[str] = []
        keys: set[tuple[str, int]] = {("level", number) for number in question.levels}
        for number in {*question.indicators, *(n for r, n in question.named if r is Regime.SPBE)}:
            keys.add(("indikator", number))
        for regime, number in question.aspects:
            if regime is Regime.SPBE and (row := catalog.aspect_by_key.get((regime, number))):
                keys.add(("aspek", number))
                names.append(row.name)
        for domain in catalog.domains:
            if domain.number in question.domains:
                keys.add(("domain", domain.number))
                names.append(f"domain {domain.name}")
        self.keys = frozenset(keys)
        self.known = self.said | frozenset(stem for name in names for stem in label_stems(name))
        self._names = " ".join(names)

    def hits(self, row: TableRow) -> Iterator[_Hit]:
        """The cells of a row that are asked for; none where a word of the question is left over."""
        matched = self._row_score(row)
        if not self._of_document(row):
            return
        # What the question says of a row in other columns is given, not asked for.
        given = [cell for cell in row.values if (stems := _telling(cell.text)) and stems <= self.said]
        if matched > _NONE:
            matched = matched[0], matched[1] + len(given)
        columns = [(cell, self._column_score(cell)) for cell in row.values if cell.text and cell not in given]
        named = [(cell, score) for cell, score in columns if score > _NONE]
        if matched == _NONE and not any(self._level_of(cell) for cell, _ in named):
            return
        listing = not named and matched > _NONE and not row.entry.unit.ocr and self._about(row)
        for cell, score in named or ([(cell, _NONE) for cell, _ in columns] if listing else []):
            if self._accounts(row, cell):
                yield _Hit(row, cell, (matched, score))

    def _row_score(self, row: TableRow) -> tuple[int, int]:
        """How a question names a row: by its number (3), its words (2) or as the whole (1), and by how many words."""
        if self.keys & row.keys:
            return 3, 0
        if not row.named or (row.keys and any(kind == "indikator" for kind, _ in self.keys)):
            return _NONE
        telling = _telling(" ".join(cell.text for cell in row.named if any(map(str.isalpha, cell.text))))
        if telling and telling <= COMMON and self.said & _QUANTITIES:
            return 1, 0  # the whole: "SPBE", where no part is named
        return (2, len(telling)) if telling and telling <= self.known else _NONE

    def _column_score(self, cell: Cell) -> tuple[int, int]:
        """How many words of a column's head a question says, and how many it does not (less is more)."""
        name = _BRACKETED.sub(" ", cell.column)  # a unit: "Memori (GB)"
        head = frozenset(ALIKE.get(token, token) for token in label_stems(name)) - COMMON
        shared = head & self.said
        if not shared or not (shared & _QUANTITIES or self._level_of(cell) or len(shared) > 1 or head <= self.said):
            return _NONE
        denied = "tidak" in words(cell.column) and "tidak" not in words(self._question.spelled)
        return len(shared), -len(head - self.said) - denied

    def _level_of(self, cell: Cell) -> bool:
        """Whether a column is that of a level the question names ("Level Dampak 3 Cukup Signifikan")."""
        match = _KEY.search(fold(cell.column))
        return bool(match and match[1].startswith("level") and ("level", int(match[2])) in self.keys)

    def _about(self, row: TableRow) -> bool:
        """Whether the question names the table: two words of its caption that its rows do not have."""
        caption = label_stems(" ".join(row.entry.unit.breadcrumb[-2:])) - COMMON - label_stems(row.label)
        return len(caption & self.said) >= 2

    def _of_document(self, row: TableRow) -> bool:
        """Whether the row stands in a document, year and kind of table that the question can mean."""
        question, document = self._question, row.entry.document
        if question.documents and document.id not in question.documents:
            return False
        if question.years and set(question.years).isdisjoint(self.years(row)):
            return False
        heads = " ".join(cell.column for cell in row.cells)
        if any(has(question.spelled, word) and not has(fold(f"{heads} {row.place}"), word) for word in cues().areas):
            return False
        caption = label_stems(" ".join(row.entry.unit.breadcrumb))
        if _EXAMPLE in caption and caption & _WORKED and _EXAMPLE not in self.said:
            return False  # a worked example gives made-up figures
        # A report is of one agency: it must be named, unless the figures are over all of them.
        own = {stem for stem in label_stems(document.title) if not stem.isdigit()} - _REPORT
        return document.number is not None or bool(own & self.said) or bool(_ACROSS & label_stems(heads) & self.said)

    def years(self, row: TableRow) -> set[int]:
        """The years that a row's columns, caption and document name."""
        heads = " ".join(cell.column for cell in row.cells)
        return {int(year) for year in _YEAR.findall(f"{heads} {row.place} {row.entry.document.id}")}

    def _accounts(self, row: TableRow, cell: Cell) -> bool:
        """Whether the row or the column accounts for every number and every word of the question."""
        for kind in {kind for kind, _ in self.keys}:
            mine = any(key in self.keys for key in row.keys if key[0] == kind)
            by_name = kind in ("aspek", "domain") and self._by_name(row)
            if not (mine or by_name or (kind == "level" and self._level_of(cell))):
                return False
        return not unexplained(self._question, row.label, cell.column, row.place, self._names, explained().cells)

    def _by_name(self, row: TableRow) -> bool:
        """Whether the row is named by the words the question has for its numbers."""
        return bool(self._names) and label_stems(row.label) - COMMON <= self.known


_REPORT = COMMON | frozenset(
    tokens("laporan hasil evaluasi pelaksanaan tahun kota kabupaten provinsi kementerian sistem")
)


def reference(context: Context, kind: str, number: int, column: str, value: str) -> Entry | None:
    """The unit whose table gives this value for what has this number ("indikator", 23) in a column of this name."""
    for row in table_rows(context.searcher.rows()):
        if (kind, number) in row.keys and not label_stems(" ".join(row.entry.unit.breadcrumb)) & _WORKED:
            for cell in row.values:
                if fold(column) in fold(cell.column) and _same(cell.text, value):
                    return row.entry
    return None


def _same(left: str, right: str) -> bool:
    """Whether two figures are equal, whatever their zeros ("1,50", "1,5")."""
    try:
        return float(left.rstrip("% ").replace(",", ".")) == float(right.replace(",", "."))
    except ValueError:
        return False
