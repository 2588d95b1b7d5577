"""The tables of documents as a whole: their rows over all pages, what they are about, and the codes they hold.

A table may give the levels of one thing ("IPD-04 Pengelolaan data sektoral", then a row for each level): the line
before it is its subject. Codes are letters and a number parted by a hyphen or a dot ("IPD-04", "T-12").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from knowledge.finding.retrieval import Searcher
from knowledge.keeping.index import Entry
from knowledge.lookup.cells import TableRow, label_stems, table_rows
from knowledge.model import Cell, Document
from knowledge.text import fold, stem, words

Code = tuple[str, int]
_SUBJECT = re.compile(r"^(?:.{0,20} )?([A-Z]{1,6})[-.](\d{1,3})[.:]? +([A-Z][^.;]{3,160})", re.MULTILINE)
_CODE = re.compile(r"(?<![\w/.-])([a-z]{1,6})[-.]0*(\d{1,3})(?![\w.,/-]*\d)")
_JOINED = re.compile(r"(?<![\w/.-])([a-z]{2,6})0*(\d{1,3})(?!\w)")
_LEVELS = re.compile(r"(tingkat|level)\b")
_SHORT = 3  # words of a level's name
_OFTEN = 5  # units that say a word, for it to name their document
_LETTERS = 2  # of a key that says nothing without the head of its column ("Kelas C")


def codes(text: str) -> list[Code]:
    """The codes that a folded text writes, with a hyphen ("ipd-04") or as one word ("ipd04")."""
    return [(m[1], int(m[2])) for pattern in (_CODE, _JOINED) for m in pattern.finditer(text)]


@dataclass(frozen=True)
class Record:
    """A row with what names it apart from what it says: ``key`` its first cell, or the second where the first only
    counts the rows; ``name`` the words beside a code."""

    row: TableRow
    key: Cell
    name: str
    values: tuple[Cell, ...]

    @property
    def entry(self) -> Entry:
        return self.row.entry

    @property
    def code(self) -> Code | None:
        found = _CODE.fullmatch(fold(self.key.text))
        return (found[1], int(found[2])) if found else None

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of what names it."""
        return label_stems(self.name or self.key.text)

    @property
    def label(self) -> str:
        """What names it, for a reader: "Tingkat 3", "IPD-08 Layanan publik daring", "Dinas Kesehatan"."""
        short = len(self.key.text) <= _LETTERS and not self.name
        return f"{self.key.column} {self.key.text}" if short else f"{self.key.text} {self.name}".strip()


def _record(row: TableRow) -> Record | None:
    cells = [cell for cell in row.cells if cell.text]
    if len(cells) < 2:
        return None
    counts = cells[0].text.rstrip(".").isdigit() and not _LEVELS.match(fold(cells[0].column))
    if len(cells) > 2 and counts and cells[1].text[:1].isalpha():
        return Record(row, cells[1], "", tuple(cells[2:]))
    named = len(cells) > 2 and _CODE.fullmatch(fold(cells[0].text)) and cells[1].text[:1].isalpha()
    rest = tuple(cells[2:] if named else cells[1:])
    return Record(row, cells[0], cells[1].text if named else "", rest)


@dataclass
class Table:
    """One table over all its pages. ``heading``: the section it stands in; ``code`` and ``subject``: the line before
    it that says what it is about (None and "" where none does)."""

    document: Document
    heading: str
    code: Code | None = None
    written: str = ""
    subject: str = ""
    records: list[Record] = field(default_factory=list)

    @property
    def head(self) -> str:
        """The head of the column that names the rows."""
        return self.records[0].key.column

    @property
    def name(self) -> str:
        """What the table is about, for a reader."""
        return f"{self.written} {self.subject}".strip() or self.heading

    @property
    def of_levels(self) -> bool:
        return bool(_LEVELS.match(fold(self.head)))


@dataclass
class Tables:
    """All tables of a generation by document id, and the words that each document with tables says."""

    of: dict[str, list[Table]]
    said: dict[str, frozenset[str]]
    own: dict[str, str]
    """Words that one document alone says, in many of its units, with that document: its name for what it is about."""

    def coded(self, document: str) -> dict[Code, list[Table | Record]]:
        """What of a document has a code: tables about it, and rows."""
        found: dict[Code, list[Table | Record]] = {}
        for table in self.of.get(document, ()):
            if table.code:
                found.setdefault(table.code, []).append(table)
            for record in table.records:
                if record.code:
                    found.setdefault(record.code, []).append(record)
        return found

    def level_names(self, document: str) -> dict[str, int]:
        """What a document calls its levels ("terhubung": 4), where a table of it says so."""
        names: dict[str, int] = {}
        for table in self.of.get(document, ()):
            rows = [r for r in table.records if r.key.text.isdigit() and len(r.values[0].text.split()) <= _SHORT]
            if table.of_levels and not table.code and len(rows) == len(table.records) > 2:
                names.update({fold(r.values[0].text): int(r.key.text) for r in rows})
        return names


_tables: WeakKeyDictionary[Searcher, Tables] = WeakKeyDictionary()


def tables(searcher: Searcher) -> Tables:
    """The tables of a generation, read once and not for every question."""
    if searcher not in _tables:
        _tables[searcher] = _read(searcher.rows())
    return _tables[searcher]


def _read(entries: Sequence[Entry]) -> Tables:
    of: dict[str, list[Table]] = {}
    said: dict[str, set[str]] = {}
    for table in _found(sorted(entries, key=lambda e: (e.rev, e.unit.ordinal))):
        of.setdefault(table.document.id, []).append(table)
    for entry in entries:
        if entry.document.id in of:
            text = " ".join((entry.unit.text, *entry.unit.breadcrumb, entry.document.title, entry.document.file))
            plain = words(text.replace("-", " "))
            said.setdefault(entry.document.id, set()).update(plain, map(stem, plain))
    return Tables(of, {document: frozenset(stems) for document, stems in said.items()}, _own(entries))


def _own(entries: Sequence[Entry]) -> dict[str, str]:
    units: dict[str, Counter[str]] = {}
    for entry in entries:
        for word in {word for word in words(entry.unit.text) if word[0].isalpha() and len(word) > 2}:
            units.setdefault(word, Counter())[entry.document.id] += 1
    alone = ((word, *found.popitem()) for word, found in units.items() if len(found) == 1)
    return {word: document for word, document, count in alone if count >= _OFTEN}


def _found(entries: Sequence[Entry]) -> Iterator[Table]:
    """Tables in order: one goes on where section, heads and subject stay the same."""
    open_: dict[tuple[object, ...], Table] = {}
    place: tuple[object, ...] = ()
    code, written, subject = None, "", ""
    for entry in entries:
        if entry.document.handbook:
            continue
        rows = entry.unit.kind in ("row", "table") and bool(entry.unit.cells)
        trail = entry.unit.breadcrumb[:-1] if rows and " | " in entry.unit.breadcrumb[-1] else entry.unit.breadcrumb
        if place != (entry.rev, trail):
            place, code, written, subject = (entry.rev, trail), None, "", ""
        for match in _SUBJECT.finditer(_before(entry) if rows else entry.unit.text):
            code, written, subject = (match[1].lower(), int(match[2])), f"{match[1]}-{match[2]}", match[3]
        if not rows:
            continue
        key = (*place, entry.unit.breadcrumb[-1], code)
        if key not in open_:
            open_[key] = Table(entry.document, trail[-1] if trail else "", code, written, subject)
        open_[key].records.extend(r for row in table_rows([entry]) if (r := _record(row)))
    named = {
        (table.document.id, record.code): record.name
        for table in open_.values()
        for record in table.records
        if record.code and record.name
    }
    for table in open_.values():
        if table.records:
            # Where a list names what has the code, the line before the table may say more than the name.
            table.subject = (table.code and named.get((table.document.id, table.code))) or table.subject
            yield table


def _before(entry: Entry) -> str:
    """What a unit of rows says before the heads of its columns; "" where it has none."""
    columns = " ".join(dict.fromkeys(cell.column for cell in entry.unit.cells[:2]))
    said, found, _ = entry.unit.text.replace("\n", " ").partition(columns)
    return said if found else ""


def heads(table: Table) -> Counter[str]:
    """The heads of a table's columns, with how many rows have a value under them."""
    return Counter(cell.column for record in table.records for cell in record.values)
