"""The steps of a procedure that a table tells, row by row: who does each, and how long it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.finding.retrieval import Hit
from knowledge.keeping.index import Entry, Index
from knowledge.lookup.cells import TableRow, table_rows
from knowledge.model import Cell
from knowledge.quoting.asked import Asked
from knowledge.text import fold, tokens

FEWEST = 3  # rows that make a procedure
_DONE = re.compile(r"\b(?:kegiatan|langkah|tahap|tahapan|aktivitas|prosedur)\b")
_BESIDE = re.compile(r"\b(?:pelaksana|penanggung jawab|petugas|waktu|durasi|mulai|selesai|jadwal|tanggal)\b")
_WHO = re.compile(r"\b(?:siapa|who)\b")
_DOER = re.compile(r"\b(?:pelaksana|penanggung jawab|petugas)\b")
_AFTER = re.compile(r"\b(?:setelah|sesudah|habis|abis|usai|selanjutnya|berikutnya|lanjut\w*)\b")
_ROW = "/baris-"


@dataclass(frozen=True)
class Step:
    """A row of a table of steps as it is told, and the unit it stands in."""

    text: str
    entry: Entry


def steps(hits: Sequence[Hit], asked: Asked, index: Index, question: str) -> list[Step]:
    """The rows of the first table of numbered steps among the hits; those from the row on that a question names to ask
    what comes after it. Empty where no hit is such a table, or where the question names one row to ask about it."""
    found = next((rows for hit in hits if (rows := _rows(hit.entry, index))), [])
    if not found:
        return []
    shares = [asked.covers(set(tokens(" ".join(cell.text for cell in row.cells)))) for row in found]
    best = max(shares)
    if _AFTER.search(question) and best > 0:
        found = found[shares.index(best) :]
    elif 2 * best >= sum(asked.weights.values()):  # most of the question is said of one row: it asks about that row
        return []
    return [Step(_told(row), row.entry) for row in found]


def doer(hits: Sequence[Hit], asked: Asked, index: Index, question: str) -> list[Step]:
    """The one step of the best hit's table that a question asks who does; empty where it names none, or several alike,
    or where the table tells nobody."""
    rows = _rows(hits[0].entry, index) if hits and _WHO.search(question) else []
    shares = [asked.covers(set(tokens(" ".join(cell.text for cell in row.cells)))) for row in rows]
    best = max(shares, default=0.0)
    if not best or shares.count(best) > 1:
        return []
    row = rows[shares.index(best)]
    told = any(_DOER.search(fold(cell.column)) for cell in row.cells[2:])
    return [Step(_told(row), row.entry)] if told else []


def _rows(entry: Entry, index: Index) -> list[TableRow]:
    """The rows of the table in which a unit stands, where they are numbered steps."""
    table, found, _ = entry.unit.id.rpartition(_ROW)
    if not found or entry.unit.kind not in ("row", "table"):
        return []
    parts = [row for row in index.rows if row.rev == entry.rev and row.unit.id.rpartition(_ROW)[0] == table]
    rows = [row for row in table_rows(sorted(parts, key=lambda row: row.unit.ordinal)) if _activity(row)]
    numbers = [row.cells[0].text.rstrip(".") for row in rows]
    ordered = numbers == [str(number) for number in range(1, len(rows) + 1)]
    return rows if ordered and len(rows) >= FEWEST else []


def _activity(row: TableRow) -> Cell | None:
    """What is done in a step: the cell beside its number."""
    done = row.cells[1] if len(row.cells) > 1 and row.cells[0].text.rstrip(".").isdigit() else None
    return done if done and _DONE.search(fold(done.column)) else None


def _told(row: TableRow) -> str:
    done = _activity(row)
    beside = [f"{cell.column}: {cell.text}" for cell in row.cells[2:] if _BESIDE.search(fold(cell.column))]
    text = f"{row.cells[0].text.rstrip('.')}. {done.text if done else ''}"
    return f"{text} — {'; '.join(beside)}" if beside else text
