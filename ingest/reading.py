"""One PDF, wholly read: its document, pages and units. Imports nothing heavy."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.extracting.clean import Cleaned, clean
from ingest.extracting.extract import RawDocument, extract, refusal
from ingest.extracting.limits import Limits
from ingest.extracting.ocr import HARDLY_TEXT, with_ocr
from ingest.identifying.identity import identify
from ingest.remarks import with_remarks
from ingest.structuring.tree import build_nodes, nodes_of_units
from ingest.structuring.units import build_units
from knowledge.catalog import Regulation
from knowledge.keeping.given import as_given
from knowledge.model import Document, Given, Node, Page, Unit

# Raise it when the same PDF would give other pages or units than before.
PARSER_VERSION = 4


# Hidden characters of a page worth telling: fewer are spaces and leftovers of a word processor.
_NOTABLY_HIDDEN = 20


@dataclass(frozen=True)
class Reading:
    """What a PDF holds. ``empty_pages`` (1-based) have no usable text and need OCR; ``warnings`` are
    sentences for the person who added the PDF. ``nodes`` is its tree, parents before their children."""

    document: Document
    pages: tuple[Page, ...]
    units: tuple[Unit, ...]
    empty_pages: tuple[int, ...]
    seconds: float
    warnings: tuple[str, ...]
    nodes: tuple[Node, ...] = ()


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's content, as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


Part = Callable[[str, int, int], None]
"""Is told what is being done with a PDF, and how many of how many pages (0 of 0: not counted)."""


def read_document(
    path: Path,
    regulations: Sequence[Regulation],
    limits: Limits | None = None,
    given: Given | None = None,
    part: Part | None = None,
) -> Reading:
    """Read a PDF in a limited child process and cut it into units; ``given`` is what a person said of its identity.

    Raises DocumentError with a message for a person: not a PDF, encrypted, empty, damaged, too big, only
    pictures, or over the limits of time or memory.
    """
    limits = limits or Limits()
    started = time.perf_counter()
    part = part or (lambda name, done, total: None)
    part("Mengambil teks", 0, 0)
    raw, sought = with_ocr(
        path, extract(path, limits), limits, lambda done, total: part("Mengenali pindaian (OCR)", done, total)
    )
    part("Menyusun satuan", 0, 0)
    cleaned = clean(raw)
    empty = tuple(
        page.number
        for page, source in zip(cleaned.pages, raw.pages, strict=True)
        if not page.text or (source.image and len(page.text) < HARDLY_TEXT)
    )
    if not any(page.text for page in cleaned.pages):
        raise refusal("no-text-found" if sought else "images-only", limits)
    document = identify(path.name, file_sha256(path), raw, cleaned.pages, regulations)
    document = as_given(document, given or Given(), regulations)
    if document.handbook:
        from ingest.handbook.units import OutlineEntry, handbook_units

        outline = [OutlineEntry(title, page, depth) for title, page, depth in raw.outline]
        units = handbook_units(document, _as_printed(cleaned), outline)
        nodes = nodes_of_units(units)
    else:
        tables = {number: page.tables for number, page in enumerate(raw.pages, 1) if page.tables}
        units = build_units(document, cleaned.pages, cleaned.lines, tables)
        units = with_remarks(document, units, regulations)
        nodes = build_nodes(document, cleaned.lines, units)
    return Reading(
        document=document,
        pages=cleaned.pages,
        units=units,
        empty_pages=empty,
        seconds=time.perf_counter() - started,
        warnings=tuple(_warnings(document, raw, empty, sought)),
        nodes=nodes,
    )


def _as_printed(cleaned: Cleaned) -> list[Page]:
    """The pages with their lines as printed: a running head joined to what follows would take it along."""
    lines: dict[int, list[str]] = {}
    for line in cleaned.lines:
        lines.setdefault(line.page, []).append(line.text)
    return [page.model_copy(update={"text": "\n".join(lines.get(page.number, ()))}) for page in cleaned.pages]


def _warnings(document: Document, raw: RawDocument, empty: Sequence[int], sought: bool) -> list[str]:
    warnings = []
    if empty:
        wanting = "juga setelah OCR" if sought else "perlu OCR"
        warnings.append(f"{len(empty)} halaman tanpa teks yang dapat dibaca, {wanting}: hlm. {_some(empty)}.")
    if hidden := [number for number, page in enumerate(raw.pages, 1) if page.hidden >= _NOTABLY_HIDDEN]:
        warnings.append(f"Ada tulisan yang tidak terlihat oleh pembaca dan tidak ikut diolah: hlm. {_some(hidden)}.")
    if not document.number and not document.handbook:
        warnings.append("Dokumen ini tidak ada dalam daftar peraturan; status hukumnya belum pasti.")
    return warnings


def _some(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers[:10]) + (" …" if len(numbers) > 10 else "")
