"""The most and the least under a head of a document's table, and the change between its years.

Computed here from what the table prints; sums and means at its foot are no rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.answering.drafting import Draft
from knowledge.cues import says
from knowledge.lookup.cells import label_stems
from knowledge.lookup.context import Outcome, number
from knowledge.lookup.tables import Record, Table, heads
from knowledge.model import Cell, Point
from knowledge.question import Question
from knowledge.vocabulary import cues

_LEAST = 3  # rows that a ranking is made of
_YEAR = re.compile(r"\b20\d\d\b")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s*%?")
_FOOT = label_stems("jumlah total gabungan keseluruhan rerata rata-rata")


@dataclass(frozen=True)
class _Column:
    table: Table
    head: str
    score: tuple[int, int, int]
    values: tuple[tuple[Record, Cell, Decimal], ...]

    @property
    def years(self) -> list[int]:
        return [int(year) for year in _YEAR.findall(self.head)]


def extreme(question: Question, found: Sequence[Table], said: frozenset[str], draft: Draft) -> Outcome:
    """The rows that a question asks for by "tertinggi", "terendah", "naik paling besar", "turun"."""
    text, lists = question.spelled, cues()
    high, low = says(text, lists.highest), says(text, lists.lowest)
    rise, fall = says(text, lists.rise), says(text, lists.fall)
    if not (high or low or fall):
        return Outcome.PASS
    columns = [column for one in found for column in _columns(one, question, said)]
    if rise or fall:
        return _change(columns, (rise and (high or not low), fall), question, draft)
    best = max((column.score for column in columns if column.score[0]), default=None)
    chosen = [column for column in columns if column.score == best]
    if len(chosen) != 1:
        return Outcome.PASS
    (column,) = chosen
    for wanted, pick, word in ((high, max, "tertinggi"), (low, min, "terendah")):
        if wanted:
            value = pick(v for *_, v in column.values)
            rows = [(record, cell) for record, cell, v in column.values if v == value]
            draft.add(
                f"{column.head} {word} di antara {len(column.values)} baris tabel:",
                [
                    Point(text=f"{r.label}: {c.text}", refs=(draft.cite_unit(r.entry, f"{r.key.text} {c.text}"),))
                    for r, c in rows
                ],
            )
    return Outcome.ANSWERED


def _columns(one: Table, question: Question, said: frozenset[str]) -> list[_Column]:
    """The columns of figures of a table, with how many words of the question name them and the table."""
    made = []
    about = label_stems(f"{one.head} {one.heading}")
    for head, count in heads(one).items():
        years = {int(year) for year in _YEAR.findall(head)}
        if count < _LEAST or (question.years and years and years.isdisjoint(question.years)):
            continue
        values = tuple(
            (record, cell, value)
            for record in one.records
            if not label_stems(record.label) & _FOOT
            for cell in record.values
            if cell.column == head and (value := _decimal(cell.text)) is not None
        )
        shared = {stem for stem in label_stems(head) & said if not stem.isdigit()}
        if len(values) >= _LEAST and len(values) >= count - 1:
            latest = 0 if question.years else max(years, default=0)
            made.append(_Column(one, head, (len(shared), len(about & said), latest), values))
    return made


def _change(columns: Sequence[_Column], asked: tuple[bool, bool], question: Question, draft: Draft) -> Outcome:
    """How each row changed between two years, with the working: the most, or all that fell."""
    rise, fall = asked
    pairs = []
    for one in dict.fromkeys(id(column.table) for column in columns):
        mine = sorted((c for c in columns if id(c.table) == one and len(c.years) == 1), key=lambda c: c.years)
        if len(mine) >= 2 and _YEAR.sub("", mine[-1].head) == _YEAR.sub("", mine[-2].head):
            pairs.append((mine[-2], mine[-1]))
    said = label_stems(question.spelled)
    pairs = [pair for pair in pairs if label_stems(pair[0].table.head) & said] or pairs
    if len(pairs) != 1 or set(question.years) - {year for column in pairs[0] for year in column.years}:
        return Outcome.PASS
    before, after = pairs[0]
    old = {record.label: (cell, value) for record, cell, value in before.values}
    changes = [(r, *old[r.label], c, v) for r, c, v in after.values if r.label in old]
    most = max((v - w for _, _, w, _, v in changes), default=Decimal(0))
    least = min((v - w for _, _, w, _, v in changes), default=Decimal(0))
    risen = [change for change in changes if rise and change[4] - change[2] == most > 0]
    fallen = [change for change in changes if fall and change[4] < change[2]]
    if not (risen or fallen):
        return Outcome.PASS
    if says(question.spelled, cues().highest) and fall and not rise:
        fallen = [change for change in fallen if change[4] - change[2] == least]
    points = [
        Point(
            text=f"{r.label}: {c0.text} → {c.text} ({'+' if v > w else '−'}{number(abs(v - w))})",
            refs=(draft.cite_unit(r.entry, f"{r.key.text} {c0.text} {c.text}"),),
        )
        for r, c0, w, c, v in [*risen, *fallen]
    ]
    draft.add(f"{before.head} ke {after.head}, dihitung dari tabel dalam dokumen:", points)
    return Outcome.ANSWERED


def _decimal(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(text.strip())
    return Decimal(re.sub(r"\.(?=\d{3}\b)", "", match[1]).replace(",", ".")) if match else None
