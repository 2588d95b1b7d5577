"""Numbers of the question in tables: a value in a range, and the cell where two numbered levels cross.

"20.000 transaksi per hari" lies in "5000 s.d. 50.000", so it is "Sedang"; "kemungkinan 4, dampak 3" is the cell of the
row "Level Kemungkinan 4" in the column "Level Dampak 3". Nothing is known here of any table. A range may stand in a
column, its row naming the class ("2 ≤ X ≤ 5 kali" beside "2 Jarang Terjadi"), or in a row, its column naming it
("> 12 bulan" under "Kompleks").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.answering.drafting import Draft
from knowledge.lookup.cells import COMMON, TableRow, banded, label_stems, table_rows
from knowledge.lookup.context import Context, Outcome, common
from knowledge.model import Cell, Point, Regime
from knowledge.question import Question
from knowledge.text import fold, words
from knowledge.vocabulary import acronyms, cues

_LEAST = 2  # telling words that a question must share with the table's head, row and caption
_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?"
_VALUE = re.compile(rf"(?<![\w.,/])({_NUMBER})(?![\d.,]*\d)(?:\s?(rb|ribu|k|jt|juta)(?![a-z]))?\s?(%|x(?!\w)|[a-z]+)?")
_SCALE = {"rb": 1000, "ribu": 1000, "k": 1000, "jt": 1_000_000, "juta": 1_000_000}
_UNITS = {"x": "kali", "persen": "%", "thn": "tahun"}
_MEASURES = ("%", "kali", "jam", "hari", "minggu", "bulan", "tahun", "menit", "orang", "rupiah")
_END = rf"\s*({_NUMBER})\s*(%|[a-z]+)?\s*$"
_BETWEEN = re.compile(
    rf"^({_NUMBER})\s*(%|[a-z]{{3,}})?\s*"
    rf"(?:([<≤])\s*x\s*([<≤])|(?:-|–|s\.?d\.?|sampai(?: dengan)?|hingga)\s*(<)?){_END}"
)
_OPEN = re.compile(rf"^(?:x\s*)?([<≤>≥]|kurang dari|lebih dari|di atas|di bawah){_END}")
_BELOW = ("<", "≤", "kurang dari", "di bawah")
_KINDS = ("indikator", "aspek", "domain", "level", "tingkat", "pasal", "ayat", "tahun", "nomor")
_ASKS = re.compile(r"\b(level|tingkat|kategori|golongan|kelas|masuk|termasuk|tergolong|kriteria|kompleksitas)\w*\b")


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high`` (None: open), each end inclusive or not, in a ``unit`` ("" where none is told)."""

    low: Decimal | None
    high: Decimal | None
    with_low: bool = True
    with_high: bool = True
    unit: str = ""

    def holds(self, value: Decimal) -> bool:
        above = self.low is None or value > self.low or (self.with_low and value == self.low)
        return above and (self.high is None or value < self.high or (self.with_high and value == self.high))


def span(text: str) -> Range | None:
    """The range a cell tells: ``2 ≤ X ≤ 5 kali``, ``> 12 bulan``, ``5000 s.d. 50.000``, ``16-20``; None for other
    text. A dot parts thousands, a comma decimals."""
    folded = fold(text).replace("<=", "≤").replace(">=", "≥")
    if match := _BETWEEN.match(folded):
        low, first, left, right, short, high, last = match.groups()
        return Range(_decimal(low), _decimal(high), left != "<", "<" not in (right, short), _unit(last or first))
    if match := _OPEN.match(folded):
        sign, end, unit = match.groups()
        value = _decimal(end)
        if sign in _BELOW:
            return Range(None, value, with_high=sign == "≤", unit=_unit(unit))
        return Range(value, None, with_low=sign == "≥", unit=_unit(unit))
    return None


@dataclass(frozen=True)
class Value:
    """A value in a question: its number and unit ("" for none), how it is ``written``, and the two words before it."""

    number: Decimal
    unit: str
    written: str
    before: str

    @property
    def of(self) -> str:
        """The word right before it."""
        return self.before.rpartition(" ")[2]


def values(text: str) -> Iterator[Value]:
    """The values of a folded question."""
    for match in _VALUE.finditer(text):
        number = _decimal(match[1]) * _SCALE.get(match[2] or "", 1)
        unit = _unit(match[3])
        written = match[0] if unit in _MEASURES else f"{match[1]} {match[2] or ''}"
        yield Value(number, unit, written.strip(), " ".join(text[: match.start()].split()[-2:]))


_NUMBERED = re.compile(r"\b([a-z]{4,}?)(?:nya)?\s*(?:level|tingkat|skor|nilai|=|:)?\s*(\d{1,2})\b(?!\s*[,.]\d)")


def crossing(question: Question, context: Context, draft: Draft) -> Outcome:
    """The cell where the row of one numbered level meets the column of another, with the class of its value."""
    pairs = [(word, number) for word, number in _NUMBERED.findall(question.spelled) if word not in _KINDS]
    if len(pairs) != 2 or question.indicators or question.pasal or question.agencies:
        return Outcome.PASS
    found: dict[tuple[str, str, str], tuple[TableRow, Cell]] = {}
    for row in table_rows(context.searcher.rows()):
        if question.documents and row.entry.document.id not in question.documents:
            continue
        for (word, number), (other, level) in (pairs, pairs[::-1]):
            if _numbered(row.label, word, number):
                for cell in row.values:
                    if _numbered(cell.column, other, level):
                        found.setdefault((fold(row.label), fold(cell.column), cell.text), (row, cell))
    if len(found) != 1:
        return Outcome.PASS
    ((row, cell),) = found.values()
    ref = draft.cite_unit(row.entry, f"{row.label} {cell.text}")
    points = [Point(text=f"{row.label} — {cell.column}: {cell.text}", refs=(ref,))]
    draft.add("Menurut tabel dalam dokumen:", [*points, *banded(row, cell, context, draft)])
    return Outcome.ANSWERED


def _numbered(label: str, word: str, number: str) -> bool:
    """Whether a label numbers what a word says: "Level Kemungkinan 4 Sering Terjadi" is kemungkinan 4."""
    return re.search(rf"\b{re.escape(word)}\s+{number}\b", fold(label)) is not None


@dataclass(frozen=True)
class _Hit:
    row: TableRow
    cell: Cell
    label: str
    value: str
    shared: int
    classes: frozenset[str]


def band(question: Question, context: Context, draft: Draft) -> Outcome:
    """The class of a table's that a value of the question falls in."""
    if question.pasal or question.indicators or Regime.PEMDI in question.regimes or question.agencies:
        return Outcome.PASS
    foreign = acronyms(question.text).difference(cues().ours)
    apart = {*question.years, *question.levels}
    given = [value for value in values(question.spelled) if value.number not in apart and value.of not in foreign]
    if not given:
        return Outcome.PASS
    asks = bool(_ASKS.search(question.spelled)) or question.wants("predicate")
    said = label_stems(question.spelled)
    hits = [hit for row in table_rows(context.searcher.rows()) for hit in _hits(row, given, said, question)]
    # "kerumitannya apa" asks for a class as well where the columns are kinds of kerumitan.
    hits = [hit for hit in hits if asks or (hit.label != _labelled(hit.row) and hit.classes & said)]
    best = max((hit.shared for hit in hits), default=0)
    chosen = {(fold(hit.label), fold(hit.cell.text)): hit for hit in reversed(hits) if hit.shared == best}
    if best < _LEAST or len(chosen) != 1 or not all(label for label, _ in chosen):
        return Outcome.PASS
    hit = next(iter(chosen.values()))
    ref = draft.cite_unit(hit.row.entry, f"{hit.row.label} {hit.cell.text}")
    of = hit.cell.column if hit.label == _labelled(hit.row) else hit.row.label
    draft.add(points=[Point(text=f"{hit.value} masuk {hit.label} ({of}: {hit.cell.text})", refs=(ref,))])
    return Outcome.ANSWERED


def _hits(row: TableRow, given: Sequence[Value], said: frozenset[str], question: Question) -> Iterator[_Hit]:
    if question.documents and row.entry.document.id not in question.documents:
        return
    ranges = [(cell, found) for cell in row.values if (found := span(cell.text))]
    for cell, found in ranges:
        across = len(ranges) > 1 and len({fold(c.column) for c, _ in ranges}) > 1 and _alike(ranges)
        named = row.label if across else cell.column
        head = row.named[0].column if row.named else ""
        about = label_stems(" ".join((named, head, cell.column, *row.entry.unit.breadcrumb[-2:]))) - COMMON
        if across and not label_stems(row.label) - COMMON & said:
            continue
        for value in given:
            if not found.unit and not label_stems(value.of) - common() <= about | label_stems(named):
                continue  # "nilai PKAD 3,9" is of another index than the table's
            if _fits(value, found, named, alone=len(given) == 1) and found.holds(value.number):
                label = _class(cell.column, [c.column for c, _ in ranges]) if across else _labelled(row)
                yield _Hit(row, cell, label, value.written, len(about & said), label_stems(cell.column) - COMMON)


def _fits(value: Value, found: Range, named: str, *, alone: bool) -> bool:
    """Whether a value is of a range's unit; or where the table has none and no other value is told, of what its head
    or row names."""
    if found.unit or value.unit in _MEASURES:
        return value.unit == found.unit
    if not alone:
        return False
    counted = label_stems(value.unit) & label_stems(named)
    return bool(counted or label_stems(value.before) & label_stems(named) - COMMON)


def _alike(ranges: Sequence[tuple[Cell, Range]]) -> bool:
    """Whether the ranges of a row are of one unit: then its columns are the classes."""
    return len({found.unit for _, found in ranges}) == 1


def _labelled(row: TableRow) -> str:
    """What names a row; where its first cell is the range itself, what stands beside it."""
    return row.label or ", ".join(cell.text for cell in row.cells if cell.text and span(cell.text) is None)


def _class(column: str, columns: Sequence[str]) -> str:
    """What of a column's head names its class: "Sedang" of "Kompleksitas Sedang" beside "Kompleksitas Tinggi"."""
    common = set.intersection(*(set(words(other)) for other in columns))
    return " ".join(word for word in column.split() if fold(word) not in common) or column


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(r"\.(?=\d{3}\b)", "", text).replace(",", "."))


def _unit(text: str | None) -> str:
    return _UNITS.get(text or "", text or "")
