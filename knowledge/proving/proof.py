"""Proof: from what an answer cites to a picture of the page where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import PageError
from knowledge.finding.outlines import outlines
from knowledge.keeping.store import Store
from knowledge.model import Citation, Document, Page, Unit
from knowledge.proving.marking import part_on_page
from knowledge.proving.picture import Request, draw
from knowledge.text import find_quote

_GONE = (
    "{label} tidak ada lagi dalam basis pengetahuan: dokumennya dihapus atau diganti. Ajukan lagi pertanyaannya untuk "
    "jawaban dari dokumen yang sekarang."
)
_NO_PAGE = "{label} tidak memiliki halaman {page}. Halamannya 1 sampai {pages}."


@dataclass(frozen=True)
class Proof:
    """A drawn page. ``document`` is the one in force now; ``page`` says which page it is, with its printed number and
    whether it was recognised; ``pages`` (first, last) are all of the cited unit; ``marked`` whether its words are
    marked (they cannot be on a picture without text beneath)."""

    png: bytes
    document: Document
    page: Page
    pages: tuple[int, int]
    marked: bool


def prove(store: Store, data: Path, citation: Citation, number: int | None = None) -> Proof:
    """The picture of a cited page: ``number``, or by default the one that holds the quote.

    Blocks while a child process draws, about half a second. Raises PageError with the reason and what to do: the
    document was deleted or replaced since, the page is not one of the cited ones, or it cannot be drawn.
    """
    rev, unit = _source(store, citation)
    first, last = (unit.page_from, unit.page_to) if unit else (citation.page_from or 1, citation.page_to or 1)
    pages = [page for n in range(first, last + 1) if (page := store.page(rev, n))]
    if number is None:
        number = next((p.number for p in pages if citation.quote and find_quote(citation.quote, p.raw)), first)
    elif not first <= number <= last:
        raise PageError(_GONE.format(label=f"Halaman {number} dari {citation.label or citation.title}"))
    return picture(store, data, rev, number, unit, citation.quote)


def picture(store: Store, data: Path, rev: int, number: int, unit: Unit | None = None, quote: str = "") -> Proof:
    """The picture of any page of a stored document, with the words of a unit and a quote marked.

    Raises PageError as for ``prove``.
    """
    document = store.documents_by_rev([rev])[rev]
    page = store.page(rev, number)
    if page is None:
        raise PageError(_NO_PAGE.format(label=document.label, page=number, pages=document.pages))
    words, part = _wanted(store, rev, page, unit)
    drawing = draw(
        Request(
            path=str(data / "documents" / f"{document.sha256}.pdf"),
            page=number,
            title=", ".join(filter(None, (document.label, unit.locator if unit else ""))),
            place=page_name(page),
            words=words,
            part=part,
            quote=quote,
        )
    )
    pages = (unit.page_from, unit.page_to) if unit else (number, number)
    return Proof(drawing.png, document, page, pages, drawing.marked > 0)


def page_name(page: Page) -> str:
    """``hlm. 30 (tercetak 26)``."""
    printed = f" (tercetak {page.label})" if page.label and page.label != str(page.number) else ""
    return f"hlm. {page.number}{printed}"


def shown_pages(citations: Sequence[Citation]) -> tuple[int, ...]:
    """1-based numbers of the citations that stand on a page of a PDF."""
    return tuple(n for n, c in enumerate(citations, 1) if c.file is not None and c.page_from is not None)


def _source(store: Store, citation: Citation) -> tuple[int, Unit | None]:
    """The revision and unit a citation is of, in the generation in force; deleted documents are in none."""
    current = store.current()
    held = store.revisions(current) if current is not None else {}
    revs = [rev for rev, document in held.items() if document.id == citation.document]
    # An extract or a scan of a document has its id too; the file tells which one was cited.
    for rev in sorted(revs, key=lambda rev: held[rev].file != citation.file):
        if citation.unit_id is None:
            return rev, None
        units = [unit for _, _, unit in store.units([rev])]
        for unit in (*units, *outlines(held[rev], units, store.nodes(rev))):
            if unit.id == citation.unit_id:
                return rev, unit
    raise PageError(_GONE.format(label=citation.label or citation.title))


def _wanted(store: Store, rev: int, page: Page, unit: Unit | None) -> tuple[str, tuple[int, int] | None]:
    """What is to be marked on a page: its cleaned text and the unit's part of it, else the unit's own text."""
    if unit is None:
        return "", None
    around = range(unit.page_from, unit.page_to + 1)
    pages = [(p.number, p.text) for n in around if (p := store.page(rev, n))]
    part = part_on_page(unit.text, pages, page.number)
    return (page.text, part) if part else (unit.text, None)
