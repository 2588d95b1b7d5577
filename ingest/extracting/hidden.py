"""Text that nobody can see on a page: invisible render modes, transparent or white on white.

Only such text goes: a recognised layer beneath a scan (invisible text over a picture of the page) stays, and
so does white text on a dark table head. Runs inside the extraction process.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_UNPAINTED = {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP}
_STROKED = {pdfium_c.FPDF_TEXTRENDERMODE_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE}
_PALE = 200  # of 255, each colour: may vanish on white paper
_CONTRAST = 20  # grey levels of 255 that an eye can tell apart
_DEPTH = 3
_SCALE = 2.0  # pixels a point
_LARGEST = 25_000_000  # pixels of a picture
_COVERED = 0.5  # of the page, by one picture


@dataclass(frozen=True)
class Look:
    """What a page shows. ``picture``: the largest picture's share of the page (0–1, about); ``scan``: all its
    text is an invisible layer over a picture of the page; ``suspect``: some text may not be visible."""

    picture: float
    scan: bool
    suspect: bool


def look_at(page: pdfium.PdfPage) -> Look:
    """How the page's text and pictures are painted."""
    width, height = page.get_size()
    picture, texts, unpainted, pale = 0.0, 0, 0, 0
    for item in _objects(page):
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            picture = max(picture, _area(item) / (width * height or 1.0))
        elif kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            texts += 1
            mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item)
            unpainted += mode in _UNPAINTED
            pale += mode not in _STROKED and _is_pale(item)
    covered = picture >= _COVERED
    scan = bool(texts) and unpainted == texts and covered
    return Look(min(picture, 1.0), scan, bool(pale or (unpainted and not covered)))


def hidden_characters(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, look: Look) -> set[int]:
    """Places (0-based) of the page's characters that cannot be seen."""
    if not look.suspect:
        return set()
    paper: Any = None
    verdicts: dict[int, str] = {}
    hidden: set[int] = set()
    for index in range(text_page.count_chars()):
        item = pdfium_c.FPDFText_GetTextObject(text_page, index)
        if not item:
            continue
        place = ctypes.cast(item, ctypes.c_void_p).value or 0
        verdict = verdicts.setdefault(place, _verdict(item, look))
        if verdict == "unpainted":
            hidden.add(index)
        elif verdict == "pale" and not chr(pdfium_c.FPDFText_GetUnicode(text_page, index)).isspace():
            # A blank shows nothing on any ground; without it, words of a dark heading would run together.
            if paper is None:
                width, height = page.get_size()
                scale = min(_SCALE, (_LARGEST / (width * height or 1.0)) ** 0.5)  # a page may say it is kilometres wide
                paper = page.render(scale=scale, grayscale=True).to_pil()
            if not _stands_out(page, text_page, index, paper):
                hidden.add(index)
    return hidden


def _verdict(item: Any, look: Look) -> str:
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item)
    if mode in _UNPAINTED:
        return "seen" if look.picture >= _COVERED else "unpainted"
    return "pale" if mode not in _STROKED and _is_pale(item) else "seen"


def _is_pale(item: Any) -> bool:
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(item, red, green, blue, opaque):
        return False
    return opaque.value < 255 - _PALE or min(red.value, green.value, blue.value) >= _PALE


def _stands_out(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, index: int, paper: Any) -> bool:
    """Whether the place of a character shows more than one even colour."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        return True
    corners = []
    x, y = ctypes.c_int(), ctypes.c_int()
    for across, up in ((left, top), (right, bottom)):
        pdfium_c.FPDF_PageToDevice(page, 0, 0, *paper.size, 0, across.value, up.value, x, y)
        corners.append((x.value, y.value))
    (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
    box = (max(x0 - 2, 0), max(y0 - 2, 0), min(x1 + 3, paper.width), min(y1 + 3, paper.height))
    if box[0] >= box[2] or box[1] >= box[3]:
        return False  # off the page
    darkest, lightest = paper.crop(box).getextrema()
    return bool(lightest - darkest >= _CONTRAST)


def _area(item: Any) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 0.0
    return abs((right.value - left.value) * (top.value - bottom.value))


def _objects(page: pdfium.PdfPage) -> Iterator[Any]:
    """Objects of a page and of the forms in it, in painting order."""
    yield from _within(
        [pdfium_c.FPDFPage_GetObject(page, index) for index in range(pdfium_c.FPDFPage_CountObjects(page))], _DEPTH
    )


def _within(items: list[Any], depth: int) -> Iterator[Any]:
    for item in items:
        yield item
        if depth > 1 and pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_FORM:
            count = pdfium_c.FPDFFormObj_CountObjects(item)
            inner = [pdfium_c.FPDFFormObj_GetObject(item, index) for index in range(max(count, 0))]
            yield from _within(inner, depth - 1)
