"""Putting an answer together: blocks in order, citations numbered once, warnings gathered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from knowledge.catalog import Catalog, Fact, Regulation
from knowledge.keeping.handbook_source import underlying
from knowledge.keeping.index import Entry
from knowledge.model import FAQ, Answer, Block, Citation, Confidence, Document, Page, Point, Retrieved, Status
from knowledge.quoting.pieces import instructing
from knowledge.text import find_quote

PageOf = Callable[[int, int], Page | None]
UNVERIFIED = "belum diverifikasi ke naskah resmi"
CATALOG = "Katalog Asisten SPBE"


class Draft:
    """An answer in the making. Refs returned by ``cite_*`` are 1-based places in the list of sources."""

    def __init__(
        self,
        question: str,
        catalog: Catalog,
        page_of: PageOf,
        held: Mapping[str, Document] | None = None,
        orders: re.Pattern[str] | None = None,
    ) -> None:
        """``held``: the documents of the generation by id; they name what the list of regulations does not.
        ``orders``: words that instruct the assistant; a line of a document that holds such is never quoted."""
        self._orders = orders
        self.question = question
        self._held = held or {}
        self.blocks: list[Block] = []
        self.hints: list[str] = []
        self._catalog = catalog
        self._page_of = page_of
        self._citations: list[Citation] = []
        self._warnings: dict[str, list[str]] = {}  # text with {} for the names it is of

    def add(
        self,
        lead: str = "",
        points: Iterable[Point | str] = (),
        *,
        heading: str = "",
        refs: Sequence[int] = (),
        ordered: bool = False,
    ) -> None:
        """Append a block; plain strings become points without a source of their own."""
        given = [p if isinstance(p, Point) else Point(text=p) for p in points]
        quoted = [p.text if p.verbatim else "" for p in given]
        dropped = instructing(quoted, self._orders) if self._orders else set()
        made = tuple(p for at, p in enumerate(given) if at not in dropped)
        if given and not made:
            return
        self.blocks.append(Block(heading=heading, lead=lead, lead_refs=tuple(refs), points=made, ordered=ordered))

    def cite_fact(self, fact: Fact, locator: str) -> int:
        """Cite a catalog entry by the regulation behind it; says so when that is not the official text."""
        regulation = self._catalog.regulation_by_id.get(fact.regulation or "")
        notes = [] if fact.confidence is Confidence.TINGGI else [_trust(fact.confidence), f"sumber: {fact.source}"]
        if regulation is not None and (revoked := self._status_note(regulation.status, regulation.revoked_by)):
            notes.insert(0, revoked)
            self._warn(self._revoked_line(regulation.revoked_by), regulation.short)
        return self._place(
            Citation(
                document=regulation.id if regulation else "katalog",
                title=regulation.title if regulation else CATALOG,
                label=regulation.short if regulation else CATALOG,
                locator=locator,
                status=regulation.status if regulation else Status.BELUM_PASTI,
                confidence=fact.confidence,
                note="; ".join(notes),
            )
        )

    def cite_unit(self, entry: Entry, wanted: str = "") -> int:
        """Cite a unit of a PDF with a quote from its raw page; ``wanted`` is what the answer takes from it."""
        document, unit = entry.document, entry.unit
        quote = self._quote(entry, wanted)
        note, warning = self._standing(document)
        if warning:
            self._warn(warning, document.label)
        confidence, page = None, document.kind != FAQ  # whose locator says all
        if document.handbook and (behind := underlying(unit.text)):
            source, confidence = behind
            trust = "" if confidence is Confidence.TINGGI else _trust(confidence)
            note = "; ".join(filter(None, [trust, f"dasar: {source}", self._revoked_behind(source), note]))
        # Our remark on an error in the source goes wherever its words are quoted.
        note = "; ".join(filter(None, [note, unit.note]))
        return self._place(
            Citation(
                document=document.id,
                file=document.file,
                title=document.title,
                label=document.label,
                locator=unit.locator,
                page_from=unit.page_from if page else None,
                page_to=unit.page_to if page else None,
                page_label=unit.page_label,
                quote=quote,
                status=document.status,
                ocr=unit.ocr,
                unit_id=unit.id,
                confidence=confidence,
                note=note,
            )
        )

    def carry(self, citation: Citation) -> int:
        """Take over a citation made for another answer to the same question, without its warning."""
        return self._place(citation)

    def warn(self, line: str) -> None:
        """Add a line the reader must not miss; the same line once."""
        self._warn(line, "")

    def warning(self, document: Document) -> str:
        """The warning that citing a document brings; empty for none."""
        return self._standing(document)[1].replace("{}", document.label)

    @property
    def sourced(self) -> bool:
        """Whether anything said so far has a source."""
        return bool(self._citations)

    @property
    def size(self) -> int:
        """Characters of what was said so far, its warnings among them, about."""
        points = sum(len(point.text) + 4 for block in self.blocks for point in block.points)
        leads = sum(len(block.heading) + len(block.lead) + 8 for block in self.blocks)
        return points + leads + sum(len(line) + 4 for line in self._lines())

    def reset(self) -> None:
        """Take back everything said so far."""
        self.blocks.clear()
        self.hints.clear()
        self._citations.clear()
        self._warnings.clear()

    def finish(self, retrieved: Sequence[Retrieved]) -> Answer:
        """The answer that gives facts."""
        return Answer(
            question=self.question,
            blocks=tuple(self.blocks),
            citations=tuple(self._citations),
            retrieved=tuple(retrieved),
            warnings=self._lines(),
            hints=tuple(self.hints),
        )

    def abstain(self, retrieved: Sequence[Retrieved]) -> Answer:
        """The answer that gives none: no source is shown for what was not found."""
        blocks = tuple(
            b.model_copy(update={"lead_refs": (), "points": tuple(p.model_copy(update={"refs": ()}) for p in b.points)})
            for b in self.blocks
        )
        return Answer(
            question=self.question,
            blocks=blocks,
            abstained=True,
            retrieved=tuple(retrieved),
            hints=tuple(self.hints),
        )

    # ----------------------------------------------------------------------------------------------

    def _lines(self) -> tuple[str, ...]:
        return tuple(line.replace("{}", _and(names)) for line, names in self._warnings.items())

    def _place(self, citation: Citation) -> int:
        for place, known in enumerate(self._citations, 1):
            same = known.document == citation.document and known.locator == citation.locator
            if same and known.unit_id == citation.unit_id:
                return place
        self._citations.append(citation)
        return len(self._citations)

    def _quote(self, entry: Entry, wanted: str) -> str:
        """One run of raw text of one of the unit's pages that holds the wanted words, else the unit's start."""
        unit = entry.unit
        for text in filter(None, (wanted, *unit.text.split("\n"))):
            if self._instructs(text):
                continue
            for number in range(unit.page_from, unit.page_to + 1):
                page = self._page_of(entry.rev, number)
                if page and (run := find_quote(text, page.raw)):
                    return run
        return ""

    def _instructs(self, text: str) -> bool:
        return self._orders is not None and self._orders.search(" ".join(text.split())) is not None

    def _status_note(self, status: Status, revoked_by: str | None) -> str:
        if status is not Status.DICABUT:
            return ""
        by = self._called(revoked_by)
        return f"sudah dicabut oleh {by}" if by else "sudah dicabut"

    def _standing(self, document: Document) -> tuple[str, str]:
        """The note on a document that is not simply in force and the warning, {} for its name; empty where it is."""
        if document.status is Status.DICABUT:
            return self._status_note(document.status, document.revoked_by), self._revoked_line(document.revoked_by)
        if amended := self._amended(document):
            note = f"telah diubah oleh {amended}"
            return note, f"{{}} {note}; bunyinya mungkin sudah lain."
        if document.status is Status.BELUM_PASTI and document.id in self._catalog.regulation_by_id:
            return "statusnya belum pasti", "Status {} belum pasti; periksa dulu."
        return "", ""

    def _revoked_line(self, revoked_by: str | None) -> str:
        by = self._called(revoked_by)
        return f"{{}} sudah dicabut{f' oleh {by}' if by else ''}; hanya pembanding."

    def _warn(self, line: str, name: str) -> None:
        """Note a warning; documents of the same standing share one line."""
        names = self._warnings.setdefault(line, [])
        if name not in names:
            names.append(name)

    def _revoked_behind(self, source: str) -> str:
        """The note on revoked regulations that a handbook entry rests on; they get their warning too."""
        notes = []
        for row in self._catalog.regulations:
            if row.status is Status.DICABUT and re.search(rf"{re.escape(row.short)}(?!\d)", source):
                notes.append(f"{row.short} {self._status_note(row.status, row.revoked_by)}")
                self._warn(self._revoked_line(row.revoked_by), row.short)
        return "; ".join(notes)

    def _amended(self, document: Document) -> str:
        """Names of the acts that amended a document; empty for none."""
        row = self._regulation(document.id)
        names = [self._called(other) for other in row.amended_by] if row else []
        if document.status is Status.DIUBAH:
            names += [other.label for other in self._held.values() if document.id in other.amends]
        return " dan ".join(dict.fromkeys(name for name in names if name))

    def _called(self, id_: str | None) -> str:
        """The short name of a regulation that is listed or held; empty for any other."""
        row, document = self._regulation(id_), self._held.get(id_ or "")
        return row.short if row else document.label if document else ""

    def _regulation(self, id_: str | None) -> Regulation | None:
        return self._catalog.regulation_by_id.get(id_ or "")


def _trust(confidence: Confidence) -> str:
    return "tafsir, bukan resmi" if confidence is Confidence.TAFSIR else f"{UNVERIFIED} (keyakinan: {confidence.value})"


def _and(names: Sequence[str]) -> str:
    """``A, B, dan C``"""
    *others, last = names
    return f"{', '.join(others)}{',' if len(others) > 1 else ''} dan {last}" if others else last
