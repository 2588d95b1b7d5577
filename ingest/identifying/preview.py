"""What a PDF is taken for before it is read whole: its identity, and what reading it will need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ingest.extracting.clean import clean
from ingest.extracting.extract import extract, refusal
from ingest.extracting.limits import Limits
from ingest.extracting.ocr import languages, pages_to_read, with_ocr
from ingest.identifying.identity import identify
from ingest.reading import PARSER_VERSION, file_sha256
from knowledge.catalog import Catalog
from knowledge.keeping.store import Store
from knowledge.model import Document, Given

HEAD = 4
"""Pages that are recognised at most, to read the head of a scan; the others wait for the reading of the whole."""


@dataclass(frozen=True)
class Preview:
    """``document`` as recognised, ``given`` what a person said of this PDF earlier. ``scanned`` counts the pages that
    need OCR, and ``ocr`` whether it is installed; ``held`` is whether this very PDF is in force already."""

    document: Document
    given: Given
    scanned: int
    ocr: bool
    held: bool


def preview(path: Path, catalog: Catalog, store: Store, limits: Limits | None = None) -> Preview:
    """Recognise a PDF. Raises DocumentError as reading it would: not a PDF, encrypted, damaged, too big."""
    limits = limits or Limits()
    raw = extract(path, limits)
    scanned = len(pages_to_read(raw.pages))
    raw, sought = with_ocr(path, raw, replace(limits, ocr_pages=min(HEAD, limits.ocr_pages)))
    pages = clean(raw).pages
    if not any(page.text for page in pages) and scanned <= HEAD:
        raise refusal("no-text-found" if sought else "images-only", limits)
    digest = file_sha256(path)
    document = identify(path.name, digest, raw, pages, catalog.regulations)
    current = store.current()
    rev = store.revision(digest, PARSER_VERSION)
    held = rev is not None and current is not None and rev in store.revisions(current)
    return Preview(document, store.given(digest), scanned, bool(languages()), held)
