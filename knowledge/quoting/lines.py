"""A passage's pieces that say something: headings, labels of cells and orders to the assistant are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from knowledge.keeping.index import Entry
from knowledge.quoting.asked import Asked
from knowledge.quoting.grouping import Passage
from knowledge.quoting.pieces import Piece, continued, instructing, is_heading, is_item
from knowledge.text import fold

# Labels that table and questionnaire cells leave at the beginning of a line.
_LABEL = re.compile(
    r"(?:Domain Aspek Ind Kuesioner(?:\s+[DA]\s?\d+)*(?:\s+ID-?\s?\d+)?"
    r"|Level\s\d\s+(?=Kriteria)|Kriteria\s+(?:Level|[Pp]emenuhan(?:\s+Level)?|Bukti\s+Dukung)(?=\s)"
    r"|Tingkat\s+Kriteria|NO\.?(?=\s)|TK(?=\s)|Catatan\s*:?)\s*:?\s*"
)
LONG = 600  # characters of a line above which only a part of it is quoted
SHORT = 400  # characters of such a part
_CLAUSE = re.compile(r"(?<=[,;])\s+(?=(?:dan/atau|atau|dan|serta)\b)|(?<=;)\s+|(?<=\w)\s+(?=dan/atau\b)")
# A bullet, and a stray mark that a scan leaves before the mark of an item (".a. data").
_STRAY = re.compile(r"^(?:[•\-–]\s+|[.,;:'\"“”‘’]+\s*(?=(?:[a-z]|\d{1,2})[.)]\s))")
# What only leads in, with at most the mark of an item after it ("Deskripsi Indikator: a.").
_LEADS = re.compile(r":\s*(?:(?:[a-z]|\d{1,2})[.)])?$", re.IGNORECASE)
_NAMES = re.compile(r"(?:Domain|Aspek|Indikator|Pertanyaan)\s*\d*\s*:\s")


@dataclass(frozen=True)
class Line:
    """A piece that may be quoted, verbatim from ``entry``; ``lead`` the place of its lead-in among the lines; ``opens``
    whether it introduces others; ``found`` whether the search found its unit."""

    text: str
    entry: Entry
    lead: int | None = None
    opens: bool = False
    found: bool = True


def lines(passage: Passage, orders: re.Pattern[str] | None = None) -> list[Line]:
    """The lines of a passage in reading order; none that matches ``orders``."""
    entries = passage.entries
    keys = {hit.entry.key for hit in passage.hits}
    if all("/penjelasan/" in hit.entry.unit.id for hit in passage.hits):
        keys |= {entry.key for entry in entries}  # the article was found by its elucidation
    cut = _cut(entries)
    opening = {piece.lead for _, piece in cut if piece.lead is not None}
    ordered = instructing([piece.text for _, piece in cut], orders) if orders else set()
    place: dict[int, int] = {}
    kept: list[Line] = []
    for at, (of, piece) in enumerate(cut):
        entry = entries[of]
        text = bare(piece.text, entry)
        opens = at in opening
        if at in ordered or (not opens and (piece.opens or _LEADS.search(text))):
            continue  # what introduces a list that is not here says nothing
        if not _says(text, entry, listed=piece.lead is not None or opens, table=entry.unit.kind == "row"):
            continue
        place[at] = len(kept)
        lead = place.get(piece.lead) if piece.lead is not None else None
        kept.append(Line(text, entry, lead, opens, entry.key in keys))
    return kept


def _cut(entries: Sequence[Entry]) -> list[tuple[int, Piece]]:
    """The pieces of all entries with the places of theirs; a table's are its rows, led in by its head."""
    out: list[tuple[int, Piece]] = []
    head: int | None = None
    of = 0
    for tabular, run in groupby(entries, key=lambda entry: bool(table_rows(entry))):
        part = list(run)
        if tabular:
            for at, entry in enumerate(part, of):
                rows = table_rows(entry)
                if before := entry.unit.text[: entry.unit.text.index(rows[0])].strip():
                    head = len(out)  # else the rows go on below the head of the part before
                    out.append((at, Piece(before, None, opens=True)))
                out += [(at, Piece(row, head)) for row in rows]
        else:
            base = len(out)
            for at, piece in continued([entry.unit.text for entry in part]):
                out.append((of + at, replace(piece, lead=None if piece.lead is None else piece.lead + base)))
        of += len(part)
    return out


def table_rows(entry: Entry) -> list[str]:
    """The rows of a table's unit as they stand in its text; none where the text does not give them in one run."""
    if entry.unit.kind != "row" or not entry.unit.cells:
        return []
    rows: list[list[str]] = []
    seen: set[str] = set()
    for cell in entry.unit.cells:
        if cell.column in seen or not rows:
            rows.append([])
            seen = set()
        seen.add(cell.column)
        rows[-1].append(cell.text)
    made = [" ".join(row) for row in rows]
    return made if all(row in entry.unit.text for row in made) else []


def narrowed(line: Line, asked: Asked) -> Line:
    """A line as it is; of a very long one the clauses about the one that says most of what was asked, verbatim between
    dots."""
    if len(line.text) <= LONG:
        return line
    clauses = _CLAUSE.split(line.text)
    worth = [(1 + asked.covers(asked.held(clause))) * asked.kind_of(clause) for clause in clauses]
    first = last = max(range(len(clauses)), key=lambda at: worth[at])
    while True:
        wider = [(first - 1, last), (first, last + 1)]
        fitting = [
            (worth[low] if low < first else worth[high], low, high)
            for low, high in wider
            if low >= 0 and high < len(clauses) and sum(map(len, clauses[low : high + 1])) + high - low <= SHORT
        ]
        if not fitting:
            break
        _, first, last = max(fitting)
    text = " ".join(clauses[first : last + 1])
    return replace(line, text=f"{'… ' * (first > 0)}{text}{' …' * (last < len(clauses) - 1)}")


def bare(text: str, entry: Entry) -> str:
    """A piece without the labels and the unit's own heading before it, and without the handbook's source line (the
    citation names the source)."""
    if entry.document.handbook:
        text = text.partition("Sumber:")[0].strip()
    text = _STRAY.sub("", text)
    while (label := _LABEL.match(text)) and label.end() < len(text):
        text = text[label.end() :]
    for name in entry.unit.breadcrumb[-1:] or ("",):
        rest = text[len(name) :].strip()
        if name and text.startswith(name) and len(rest.split()) > 3 and rest[0].isupper():
            text = rest
    return text


def _says(text: str, entry: Entry, *, listed: bool, table: bool) -> bool:
    if not text or _NAMES.match(text) or (not table and is_heading(text)):
        return False
    if len(text.split()) <= 2 and not listed:
        return False
    if len(text.split()) == 1 and fold(text) in fold(" ".join((entry.unit.locator, *entry.unit.breadcrumb))):
        return False  # a bullet that only names its heading again
    return listed or fold(text).rstrip(".:;") not in fold(" ".join((entry.unit.locator, *entry.unit.breadcrumb)))


def complete(kept: Sequence[Line], places: Sequence[int]) -> list[int]:
    """The places without lead-ins of which nothing that they introduce is among them."""
    leads = {kept[at].lead for at in places}
    return [at for at in places if at in leads or not _LEADS.search(kept[at].text)]


def explaining(kept: Sequence[Line], at: int) -> bool:
    """Whether a line only goes on with the item of a list that stands before it."""
    lead = kept[at].lead
    return (
        lead is not None
        and kept[lead].lead is not None
        and not is_item(kept[at].text)
        and not _LEADS.search(kept[lead].text)
    )


def below(kept: Sequence[Line], at: int) -> list[int]:
    """Places of the lines that a lead-in introduces, theirs included, in reading order."""
    found = {at}
    for place in range(at + 1, len(kept)):
        if kept[place].lead in found:
            found.add(place)
    return sorted(found - {at})
