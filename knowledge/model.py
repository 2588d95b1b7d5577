"""The words of the domain as frozen, typed values: documents, pages, units, citations, answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Regime(StrEnum):
    """The two evaluation regimes: Pemdi/IPD (PermenPANRB 8/2026) and SPBE (PermenPANRB 59/2020)."""

    PEMDI = "pemdi"
    SPBE = "spbe"


class Status(StrEnum):
    """Legal status of a document."""

    BERLAKU = "berlaku"
    DIUBAH = "diubah"
    DICABUT = "dicabut"
    BELUM_PASTI = "belum pasti"


class Confidence(StrEnum):
    """How far a fact can be trusted: tinggi = read in an official PDF; sedang = several second-hand
    sources that agree; rendah = one second-hand source; draf = a draft; tafsir = an interpretation."""

    TINGGI = "tinggi"
    SEDANG = "sedang"
    RENDAH = "rendah"
    DRAF = "draf"
    TAFSIR = "tafsir"


FAQ = "FAQ"
"""The kind of a document that is an answer of an admin: one unit, and no page a person could open."""


class Given(Value):
    """What a person said of a document where it was recognised wrongly; None where they said nothing. ``kind`` is the
    short name of the kind ("PermenPANRB"), ``revokes`` holds ids of documents."""

    kind: str | None = None
    number: str | None = None
    year: int | None = None
    title: str | None = None
    status: Status | None = None
    revokes: tuple[str, ...] | None = None


class Document(Value):
    """A PDF in the knowledge base. ``id`` is a stable slug (``permenpanrb-59-2020``); ``label`` is the
    short name used in citations (``PermenPANRB 59/2020``). ``amends`` and ``revokes`` hold ids of documents, as
    this one states them; ``conflicts`` are sentences on where it and the list of regulations disagree; ``given`` is
    what of all this a person said."""

    id: str
    sha256: str
    file: str
    title: str
    label: str
    kind: str
    number: str | None = None
    year: int | None = None
    status: Status = Status.BELUM_PASTI
    revoked_by: str | None = None
    effective_from: date | None = None
    handbook: bool = False
    pages: int = 0
    enacted: date | None = None
    promulgated: date | None = None
    amends: tuple[str, ...] = ()
    revokes: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    given: Given = Given()


class Page(Value):
    """One PDF page. ``number`` is 1-based; ``label`` the printed page number where one was found;
    ``raw`` the text as extracted (quotes come from it), ``text`` the cleaned text."""

    number: int = Field(ge=1)
    label: str | None = None
    raw: str
    text: str
    ocr: bool = False


class Cell(Value):
    """One cell of a table or questionnaire: its column's name and its words, verbatim from the cleaned pages
    ``page_from``..``page_to`` (1-based, inclusive)."""

    column: str
    text: str
    page_from: int = Field(ge=1)
    page_to: int = Field(ge=1)


class Change(Value):
    """What one item of an amending act does to the act it amends. ``target`` is read by a person
    ("Pasal 6", "Pasal 8 ayat (2)", "BAB IXA")."""

    action: Literal["diubah", "disisipkan", "dihapus"]
    target: str


class Node(Value):
    """A place in a document's tree. ``id`` is unique in the document and ``parent`` the id of the node above
    (None at the top); ``unit`` the id of the unit in which the node begins."""

    id: str
    parent: str | None = None
    kind: str
    heading: str
    page_from: int = Field(ge=1)
    page_to: int = Field(ge=1)
    unit: str


class Unit(Value):
    """The smallest passage that can be cited. ``text`` is verbatim from the cleaned pages
    ``page_from``..``page_to`` (1-based, inclusive); ``locator`` is what a person reads after the
    document's label (``Pasal 5 ayat (2)``, ``Indikator 14 level 3``). ``cells`` separates what the unit's table
    gives; ``changes`` says what an item of an amending act changes; ``note`` is our own remark on an error in
    the source, whose words stay as they are."""

    id: str
    document_id: str
    ordinal: int = Field(ge=0)
    kind: Literal["pasal", "ayat", "indicator", "level", "section", "table", "row", "preamble", "handbook", "outline"]
    locator: str
    breadcrumb: tuple[str, ...] = ()
    text: str
    page_from: int = Field(ge=1)
    page_to: int = Field(ge=1)
    page_label: str | None = None
    regime: Regime | None = None
    indicator: int | None = None
    level: int | None = None
    pasal: str | None = None
    ayat: str | None = None
    ocr: bool = False
    cells: tuple[Cell, ...] = ()
    changes: tuple[Change, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _pages_in_order(self) -> Self:
        if self.page_to < self.page_from:
            raise ValueError(f"{self.id}: page_to {self.page_to} < page_from {self.page_from}")
        return self

    @property
    def passage(self) -> str:
        """The text that is embedded and indexed: breadcrumb, then the unit's own words."""
        return " > ".join(self.breadcrumb) + "\n" + self.text if self.breadcrumb else self.text


class Generation(Value):
    """A build of the index. Only a ``ready`` one was verified; it is staged until ``published_at`` says when it
    was last put in force (UTC). ``base`` is the generation in force when it was begun; ``golden`` what our own
    questions said of it: for each set how many of how many were answered as they should be, None when not asked.
    ``staged_for`` names what it was staged for, "" for a person at the terminal."""

    id: int
    model: str
    units: int
    created_at: datetime
    ready: bool
    base: int | None = None
    published_at: datetime | None = None
    golden: dict[str, tuple[int, int]] | None = None
    staged_for: str = ""

    @property
    def staged(self) -> bool:
        """Verified, and waiting to be published."""
        return self.ready and self.published_at is None


class Citation(Value):
    """Where a statement stands. ``file`` is the PDF's name, None for a catalog entry; ``quote`` one run
    of the raw text of a page in ``page_from``..``page_to``, at most 300 characters; ``note`` what a
    reader must know about the source (revoked, second-hand, draft)."""

    document: str
    file: str | None = None
    title: str
    locator: str
    page_from: int | None = None
    page_to: int | None = None
    page_label: str | None = None
    quote: str = Field(default="", max_length=300)
    status: Status = Status.BELUM_PASTI
    ocr: bool = False
    label: str = ""
    unit_id: str | None = None
    confidence: Confidence | None = None
    note: str = ""


class Retrieved(Value):
    """One search result: a unit of a PDF and its fused score (higher is better)."""

    unit_id: str
    file: str
    page_from: int
    page_to: int
    score: float


class Point(Value):
    """One line of an answer. ``refs`` are 1-based positions in ``Answer.citations``; ``verbatim`` marks
    words quoted from a source."""

    text: str
    refs: tuple[int, ...] = ()
    verbatim: bool = False


class Block(Value):
    """A part of an answer under one heading: a lead line, then points. ``ordered`` numbers them; ``part`` says which of
    several questions it answers (from 1), 0 where one was asked."""

    heading: str = ""
    lead: str = ""
    lead_refs: tuple[int, ...] = ()
    points: tuple[Point, ...] = ()
    ordered: bool = False
    part: int = 0


class Answer(Value):
    """What the assistant says. ``abstained`` is true exactly when no fact is given; ``hints`` are
    suggested next questions; ``warnings`` lines the reader must not miss (revoked source); ``worded`` whether
    a language model put it into words; ``english`` whether our own words are in English; ``resolved`` the question as
    it was understood, complete in itself, empty for what is none (greetings, orders to the assistant)."""

    question: str
    resolved: str = ""
    blocks: tuple[Block, ...]
    abstained: bool = False
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    warnings: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    worded: bool = False
    english: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refs = [ref for b in self.blocks for p in b.points for ref in p.refs]
        refs += [ref for b in self.blocks for ref in b.lead_refs]
        if any(not 1 <= ref <= len(self.citations) for ref in refs):
            raise ValueError("a point refers to a citation that is not there")
        if self.abstained and self.citations:
            raise ValueError("an answer that abstains cites nothing")
        return self


class Turn(Value):
    """One turn of a conversation, oldest first in a history."""

    role: Literal["user", "bot"]
    text: str
