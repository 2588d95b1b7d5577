"""Reads one PDF inside the extraction process: text by pypdfium2, metadata, outline and labels by pypdf.

Nothing here is safe to call on an untrusted file outside the limited process of :mod:`ingest.extracting.extract`.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pypdf import PdfReader

from ingest.extracting.columns import written_in_columns
from ingest.extracting.hidden import hidden_characters, look_at
from ingest.extracting.invisible import INVISIBLE
from ingest.extracting.tables import TableFinder, may_hold_table

# pdfium writes this code point where a hyphen ends a line; the hyphen and the line end are restored.
_LINE_END_HYPHEN = "\ufffe"
# Stands for a character nobody can see until the text is put together; no text may hold it (Unicode 15.0, 23.7).
_HIDDEN = "\ufdd0"
_LONGEST = 500  # characters of a title, subject or label
_MOST = 20_000  # entries of an outline
_SPARSE = 200
_NEAR = 2.0


class RefusedError(Exception):
    """The PDF cannot be read; ``str(error)`` is one of the reasons known to :mod:`ingest.extracting.extract`."""


def read_pdf(path: Path, max_pages: int, max_characters: int) -> dict[str, Any]:
    """All pages and metadata of a PDF, as plain JSON values.

    ``pages``: a list of ``{"raw", "lines", "image", "scan", "hidden", "tables"}``: raw text without what nobody
    can see, its lines in reading order, whether a page with little text shows a picture, whether the text is a
    layer beneath a scan, how many characters were hidden, and its tables (:mod:`ingest.extracting.tables`).
    ``title``, ``subject``: metadata. ``outline``:
    ``[title, page, depth]`` (page 1-based, 0 where unknown; depth 0 = top). ``labels``: the printed labels the
    file declares, or ``[]``.
    Raises RefusedError.
    """
    try:
        pdf = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise RefusedError(_why(path, str(error))) from error
    if len(pdf) == 0:
        raise RefusedError("no-pages")
    if len(pdf) > max_pages:
        raise RefusedError("too-many-pages")
    pages: list[dict[str, Any]] = []
    characters = lost = 0
    with closing(TableFinder(path)) as finder:
        for number in range(len(pdf)):
            page = _page(pdf, number, finder)
            lost += page is None
            page = page or {"raw": "", "lines": [], "image": False, "scan": False, "hidden": 0, "tables": []}
            characters += len(page["raw"])
            if characters > max_characters:
                raise RefusedError("too-much-text")
            pages.append(page)
    if lost == len(pages):
        raise RefusedError("damaged")
    return {"pages": pages, **_extras(path, len(pages))}


def _why(path: Path, said: str) -> str:
    """The reason for which pdfium does not open a file; it calls one without pages damaged."""
    if "password" in said.lower():
        return "encrypted"
    try:
        with path.open("rb") as file:
            return "damaged" if len(PdfReader(file).pages) else "no-pages"
    except MemoryError:
        raise
    except Exception:  # pypdf raises many kinds on a damaged file
        return "damaged"


def _page(pdf: pdfium.PdfDocument, number: int, finder: TableFinder) -> dict[str, Any] | None:
    """One page (0-based), or None where it cannot be loaded."""
    try:
        page = pdf[number]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return None
    look = look_at(page)
    hidden = hidden_characters(page, text_page, look)
    raw = text_page.get_text_range()
    if hidden:
        raw = _without(raw, text_page, hidden)
    lines = written_in_columns(text_page, raw)
    if lines is None or may_hold_table(page, raw):
        lines = [text for text, _ in reading_order(_positioned(text_page, raw))]
    image = len(raw.strip()) < _SPARSE and look.picture > 0
    text_page.close()
    tables = [] if look.scan or not raw.strip() else finder.tables(number, page, raw)
    page.close()
    return {
        "raw": _restore(raw),
        "lines": [_restore(line) for line in lines],
        "image": image,
        "scan": look.scan,
        "hidden": len(hidden),
        "tables": tables,
    }


def _without(raw: str, text_page: pdfium.PdfTextPage, hidden: set[int]) -> str:
    """The text with a mark in the place of each hidden character."""
    count = text_page.count_chars()
    # A character outside the basic plane is one to pdfium and two in places, or the other way round.
    characters = raw if len(raw) == count else [chr(pdfium_c.FPDFText_GetUnicode(text_page, i)) for i in range(count)]
    text = "".join(_HIDDEN if index in hidden else character for index, character in enumerate(characters))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _restore(text: str) -> str:
    seen = INVISIBLE.sub("", text.replace(_HIDDEN, ""))
    return seen.replace("\r\n", "\n").replace("\r", "\n").replace(_LINE_END_HYPHEN, "-\n")


def _positioned(text_page: pdfium.PdfTextPage, raw: str) -> list[tuple[str, float | None]]:
    """Lines with the height of their baseline; None where it is not known."""
    # Character positions follow the text one to one unless a character lies outside the basic plane.
    aligned = len(raw) == text_page.count_chars()
    x, y = ctypes.c_double(), ctypes.c_double()
    lines: list[tuple[str, float | None]] = []
    start = 0
    for line in raw.split("\n"):
        text = line.rstrip("\r")
        height = None
        if aligned and text.strip():
            index = start + len(text) - len(text.lstrip())
            if pdfium_c.FPDFText_GetCharOrigin(text_page, index, x, y):
                height = y.value
        lines.append((text, height))
        start += len(line) + 1
    return lines


def reading_order(lines: Sequence[tuple[str, float | None]]) -> list[tuple[str, float | None]]:
    """Lines (text, baseline height) top down where the content stream is not.

    A word processor may write the rest of a table after what stands below it. A run of falling lines that
    lies wholly above the runs before it is moved before them; columns, which overlap in height, stay.
    """
    if any(height is None for text, height in lines if text.strip()):
        return list(lines)
    blocks: list[list[tuple[str, float | None]]] = []
    last = float("-inf")
    for text, height in lines:
        if height is None:
            if blocks:
                blocks[-1].append((text, height))
            continue
        if height > last + _NEAR or not blocks:
            blocks.append([])
        blocks[-1].append((text, height))
        last = height
    ordered: list[list[tuple[str, float | None]]] = []
    for block in blocks:
        low = min(_heights(block))
        place = len(ordered)
        while place and low > max(_heights(ordered[place - 1])) + _NEAR:
            place -= 1
        ordered.insert(place, block)
    return [line for block in ordered for line in block]


def _heights(block: list[tuple[str, float | None]]) -> Iterator[float]:
    return (height for _, height in block if height is not None)


def _extras(path: Path, pages: int) -> dict[str, Any]:
    """Metadata, outline and labels. A file whose text is readable but whose trimmings are not is kept."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    extras: dict[str, Any] = {"title": "", "subject": "", "outline": [], "labels": []}
    try:
        reader = PdfReader(path)
        metadata = reader.metadata
        extras["title"] = str((metadata.title if metadata else None) or "")[:_LONGEST]
        extras["subject"] = str((metadata.subject if metadata else None) or "")[:_LONGEST]
        extras["outline"] = list(islice(_outline(reader, reader.outline), _MOST))
        if "/PageLabels" in reader.root_object:
            extras["labels"] = [label[:_LONGEST] for label in islice(reader.page_labels, pages)]
    except MemoryError:
        raise
    except Exception as error:  # pypdf raises many kinds on a damaged file
        extras["warning"] = type(error).__name__
    return extras


def _outline(reader: PdfReader, entries: list[Any], depth: int = 0) -> Iterator[tuple[str, int, int]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(reader, entry, depth + 1)
        else:
            number = reader.get_destination_page_number(entry)
            yield str(entry.title or "")[:_LONGEST], 0 if number is None else number + 1, depth
