"""Tables on a page, found by pdfplumber inside the extraction process.

pdfplumber is slow (5–20 pages a second), so a page is shown to it only where pdfium sees ruling lines or the
text has a caption "Tabel N". Whatever fails or takes too long here costs a page its tables, never its text.
"""

from __future__ import annotations

import ctypes
import logging
import re
import resource
import signal
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage
    from pdfplumber.table import Table as PlumberTable

_CAPTION = re.compile(r"^[ \t]*(Tabel|Matriks|TABEL|MATRIKS)\s+[0-9]", re.MULTILINE)
# The questionnaires of the SPBE evaluation are read by their words (ingest.structuring.instrument).
_QUESTIONNAIRE = re.compile(
    r"^\s*(INDIKATOR [0-9]{1,2}\s+Domain\s+Aspek.*|Domain [1-4] ?: .*|Level [1-5] Kriteria Level.*"
    r"|Kriteria (Bukti|[Pp]emenuhan)\b.*|(Jawaban|Penjelasan|Data dukung) ?: ?[.… ]*)\s*$",
    re.MULTILINE,
)
_THIN = 3.0  # points: a rectangle that narrow is a rule, a thicker one without border the shade behind words
_RULE = 6.0  # the same by pdfium's bounds, which allow for the width of the pen on both sides
_LONG = 12.0
_RULES = 2  # in each direction, for the least table: a box of two cells has three and two
_OBJECTS = 20_000
_DEPTH = 3
_PAGE_SECONDS = 4.0
_SHARE = 0.4  # of the process's CPU limit, for all pages together
_DEFAULT_SECONDS = 60.0
_LEAST_SECONDS = 0.05  # less is no time for a page, and the clock that stops one may be that much fast
_INSIDE = 1.0


class TooSlowError(Exception):
    """A page took longer than a table is worth."""


class TableFinder:
    """Finds the tables of one PDF's pages, as JSON values.

    The file is opened at the first page that may hold one. After ``seconds`` of CPU, or when memory runs short,
    the remaining pages go without.
    """

    def __init__(self, path: Path, seconds: float | None = None) -> None:
        self._path = path
        self._seconds = _allowance() if seconds is None else seconds
        self._plumber: Any = None
        self.pages = 0
        self.spent = 0.0

    def tables(self, number: int, page: pdfium.PdfPage, text: str) -> list[dict[str, Any]]:
        """The tables of a page (0-based), each ``{"rows": [{"strong", "cells": [[x0, top, x1, bottom, text]]}]}``."""
        if self._seconds - self.spent < _LEAST_SECONDS or not may_hold_table(page, text):
            return []
        started = _cpu()
        try:
            with _time_limit(min(_PAGE_SECONDS, self._seconds - self.spent)):
                return self._find(number, bool(_CAPTION.search(text)))
        except MemoryError:
            self._plumber, self._seconds = None, 0.0
        except Exception as error:  # pdfminer raises many kinds on a damaged page
            logging.getLogger(__name__).info("no tables on page %d: %s", number + 1, type(error).__name__)
        finally:
            self.pages += 1
            self.spent += _cpu() - started
        return []

    def close(self) -> None:
        """Close the file; nothing can be found in it any more."""
        if self._plumber is not None:
            self._plumber.close()

    def _find(self, number: int, captioned: bool) -> list[dict[str, Any]]:
        if self._plumber is None:
            import pdfplumber  # loaded only where it is needed: it takes half a second

            for name in ("pdfminer", "pdfplumber"):
                logging.getLogger(name).setLevel(logging.CRITICAL)
            self._plumber = pdfplumber.open(self._path)
        whole = self._plumber.pages[number]
        try:
            page = whole.filter(_drawn)
            tables = page.find_tables()
            if not tables and captioned:
                tables = _borderless(page)
            boxes = [table.bbox for table in tables]
            return [{"rows": list(_rows(table, page, boxes))} for table in tables]
        finally:
            whole.close()


def may_hold_table(page: pdfium.PdfPage, text: str) -> bool:
    """Whether a page is worth the search: rules in both directions, or a caption; no page of a questionnaire."""
    if _QUESTIONNAIRE.search(text):
        return False
    return bool(_CAPTION.search(text)) or _ruled(page)


def _ruled(page: pdfium.PdfPage) -> bool:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    across = down = 0
    for seen, item in enumerate(_objects(page)):
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_PATH and pdfium_c.FPDFPageObj_GetBounds(
            item, left, bottom, right, top
        ):
            width, height = right.value - left.value, top.value - bottom.value
            boxed = width >= _LONG and height >= _LONG / 2
            across += boxed or (height <= _RULE and width >= _LONG)
            down += boxed or (width <= _RULE and height >= _LONG / 2)
            if across > _RULES and down >= _RULES:
                return True
        if seen > _OBJECTS:
            break
    return False


def _objects(page: pdfium.PdfPage) -> Iterator[Any]:
    count = pdfium_c.FPDFPage_CountObjects(page)
    yield from _within([pdfium_c.FPDFPage_GetObject(page, index) for index in range(count)], _DEPTH)


def _within(items: list[Any], depth: int) -> Iterator[Any]:
    for item in items:
        yield item
        if depth > 1 and pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_FORM:
            count = max(pdfium_c.FPDFFormObj_CountObjects(item), 0)
            yield from _within([pdfium_c.FPDFFormObj_GetObject(item, index) for index in range(count)], depth - 1)


def _drawn(item: dict[str, Any]) -> bool:
    """Rules and words. The shade a word processor lays behind each line of a cell would cut the cell in lines."""
    if item["object_type"] != "rect":
        return True
    return bool(item.get("stroke")) or min(item["width"], item["height"]) < _THIN


def _borderless(page: PlumberPage) -> list[PlumberTable]:
    """A captioned table without rules, by the alignment of its words; none where that cuts words or leaves holes."""
    caption = next((w for w in page.extract_words() if w["text"] in ("Tabel", "TABEL", "Matriks", "MATRIKS")), None)
    if caption is None or caption["bottom"] + _LONG >= page.height:
        return []
    below = page.crop((0, caption["bottom"], page.width, page.height), relative=False)
    found = below.find_tables({"vertical_strategy": "text", "horizontal_strategy": "text", "min_words_vertical": 3})
    return [table for table in found if _sane(table)]


def _sane(table: PlumberTable) -> bool:
    rows = [row for row in table.extract() if any(cell and cell.strip() for cell in row)]
    if len(rows) < 3 or not 2 <= len(rows[0]) <= 8:
        return False
    filled = sum(bool(cell and cell.strip()) for row in rows for cell in row)
    numbers = sum(bool(re.search(r"\d", cell or "")) for row in rows for cell in row[1:])
    long = any(len(cell or "") > 80 for row in rows for cell in row)
    return not long and numbers >= len(rows) - 1 and filled >= 0.9 * len(rows) * len(rows[0])


def _rows(table: PlumberTable, page: PlumberPage, boxes: Sequence[tuple[float, ...]]) -> Iterator[dict[str, Any]]:
    strong = _strong_rows(table, page)
    for row, texts, bold in zip(table.rows, table.extract(), strong, strict=True):
        cells = []
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                nested = any(other != table.bbox and _encloses(box, other) for other in boxes)
                cells.append([*(round(value, 1) for value in box), "" if nested else (text or "").strip()])
        if any(cell[-1] for cell in cells) or len(cells) < len(row.cells):
            yield {"strong": bold, "cells": cells}


def _encloses(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return (
        box[0] <= other[0] + _INSIDE
        and box[1] <= other[1] + _INSIDE
        and box[2] >= other[2] - _INSIDE
        and box[3] >= other[3] - _INSIDE
    )


def _strong_rows(table: PlumberTable, page: PlumberPage) -> list[bool]:
    """For each row whether all its letters are bold or white (on a dark ground)."""
    tops = [row.bbox[1] for row in table.rows]
    x0, top, x1, bottom = table.bbox
    seen, strong = [0] * len(tops), [0] * len(tops)
    for char in page.chars:
        middle = (char["top"] + char["bottom"]) / 2
        if not char["text"].isalnum() or not (x0 <= char["x0"] < x1 and top <= middle < bottom):
            continue
        index = max(bisect_right(tops, middle) - 1, 0)
        seen[index] += 1
        strong[index] += "bold" in char["fontname"].lower() or char["non_stroking_color"] in ((1,), (1, 1, 1), 1)
    return [bool(total) and bold == total for total, bold in zip(seen, strong, strict=True)]


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _allowance() -> float:
    limit = resource.getrlimit(resource.RLIMIT_CPU)[0]
    return _DEFAULT_SECONDS if limit == resource.RLIM_INFINITY else _SHARE * limit


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raises TooSlowError inside the block after so many seconds of CPU; only in a process's main thread."""

    def stop(signum: int, frame: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.01))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
