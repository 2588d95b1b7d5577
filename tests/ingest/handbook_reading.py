"""Reads a handbook back the plain way: pages by pypdfium2, bookmarks by pypdf."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader

from ingest.handbook.units import TITLE, OutlineEntry
from knowledge.model import Document, Page, Status

DOCUMENT = Document(
    id="buku-saku", sha256="0" * 64, file="buku-saku.pdf", title=TITLE, label="Buku Saku", kind="buku saku",
    status=Status.BERLAKU, handbook=True,
)  # fmt: skip


def read_pages(path: Path) -> tuple[Page, ...]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        pages = []
        for number in range(len(pdf)):
            text = pdf[number].get_textpage().get_text_bounded().replace("\r\n", "\n")
            pages.append(Page(number=number + 1, raw=text, text=text))
        return tuple(pages)
    finally:
        pdf.close()


def read_outline(path: Path) -> tuple[OutlineEntry, ...]:
    reader = PdfReader(path)
    entries: list[OutlineEntry] = []

    def walk(items: list[Any], depth: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, depth + 1)
            else:
                page = reader.get_destination_page_number(item)
                assert page is not None
                entries.append(OutlineEntry(str(item.title), page + 1, depth))

    walk(reader.outline, 0)
    return tuple(entries)
