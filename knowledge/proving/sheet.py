"""Draws one page inside the drawing process: pdfium renders it, matching characters get a marker's colour.

Nothing here is safe to call on an untrusted file outside the limited process of :mod:`knowledge.proving.picture`.
"""

from __future__ import annotations

import ctypes
import importlib.util
import io
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops, ImageDraw, ImageFont

# As a program, the asking module is called __main__; its types are those of knowledge.proving.picture all the same.
from knowledge.proving.marking import marked
from knowledge.proving.picture import DrawingLimits, Request

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

_PAGE_SCALE = 4.0  # pixels a point at most: a tiny page is not blown up to a blur
_NARROWEST = 760  # pixels of width that a title needs
_FLATTEST = 160  # pixels of height: with the title, no picture is too flat for Telegram (20:1)
_CHARACTERS = 60_000  # a page with more text than any real one is shown without marks
_BLANK = 7.0  # heights of a line
_STRIP, _PAD = 60, 20
_UNIT, _QUOTE, _BAR = (255, 244, 179), (255, 228, 140), (245, 166, 35)
_INK, _PAPER, _EDGE, _TITLE = (24, 58, 92), (255, 255, 255), (208, 214, 221), (255, 255, 255)


class RefusedError(Exception):
    """The page cannot be drawn; ``str(error)`` is one of the reasons known to :mod:`knowledge.proving.picture`."""


def sheet(request: Request, limits: DrawingLimits) -> tuple[bytes, int]:
    """A PNG of the page under its title strip, and the number of marked lines. Raises RefusedError."""
    try:
        pdf = pdfium.PdfDocument(request.path)
        if not 1 <= request.page <= len(pdf):
            raise RefusedError("no-page")
        page = pdf[request.page - 1]
        image = _rendered(page, limits.longest - _STRIP)
        lines = _mark(page, image, request)
    except pdfium.PdfiumError as error:
        raise RefusedError("damaged") from error
    made = _framed(image, request)
    return _png(made, limits.png_bytes), lines


def _rendered(page: pdfium.PdfPage, longest: int) -> Image.Image:
    width, height = page.get_size()
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise RefusedError("damaged")
    scale = min(longest / max(width, height), _PAGE_SCALE)
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
    image: Image.Image = bitmap.to_pil().convert("RGB")
    return image


# marks --------------------------------------------------------------------------------------------


def _mark(page: pdfium.PdfPage, image: Image.Image, request: Request) -> int:
    text_page = page.get_textpage()
    count = text_page.count_chars()
    if not 0 < count <= _CHARACTERS:
        return 0
    text = "".join(_character(pdfium_c.FPDFText_GetUnicode(text_page, index)) for index in range(count))
    unit = _lines(page, text_page, image.size, _visible(text, marked(request.words, text, request.part)))
    quote = _lines(page, text_page, image.size, _visible(text, marked(request.quote, text)))
    _colour(image, unit, _UNIT)
    _colour(image, quote, _QUOTE)
    _bar(image, unit or quote)
    return len(unit or quote)


def _character(code: int) -> str:
    # Unassigned codes and halves of surrogate pairs say nothing about letters.
    return chr(code) if 0 < code < sys.maxunicode and not 0xD800 <= code < 0xE000 else " "


def _visible(text: str, ranges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The characters of each range that are not blank."""
    return [[index for index in range(*bounds) if not text[index].isspace()] for bounds in ranges]


def _lines(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, size: tuple[int, int], ranges: Iterable[Sequence[int]]
) -> list[Box]:
    """One box for each run of neighbouring characters on a line."""
    lines: list[Box] = []
    for indexes in ranges:
        fresh = True
        for index in indexes:
            box = _box(page, text_page, index, size)
            if box is None:
                continue
            if not fresh and _beside(lines[-1], box):
                last = lines[-1]
                lines[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
            else:
                lines.append(box)
            fresh = False
    return lines


def _box(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, index: int, size: tuple[int, int]) -> Box | None:
    """A character's box on the picture; None for blanks and for what lies outside it."""
    rect = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, rect):
        return None
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for left, top in ((rect.left, rect.top), (rect.right, rect.bottom)):
        if not pdfium_c.FPDF_PageToDevice(page, 0, 0, *size, 0, left, top, x, y):
            return None
        corners.append((x.value, y.value))
    (x1, y1), (x2, y2) = corners
    box = (max(min(x1, x2), 0), max(min(y1, y2), 0), min(max(x1, x2), size[0]), min(max(y1, y2), size[1]))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _beside(line: Box, box: Box) -> bool:
    """Whether a character goes on a line: at the same height, no further away than the blanks of a justified line."""
    low, high = max(line[1], box[1]), min(line[3], box[3])
    height = min(line[3] - line[1], box[3] - box[1])
    gap = max(box[0] - line[2], line[0] - box[2])
    return high - low > height / 2 and gap < _BLANK * height


def _colour(image: Image.Image, lines: Sequence[Box], colour: tuple[int, int, int]) -> None:
    """Lay a marker's colour under the ink: white becomes the colour, black stays black."""
    if not lines:
        return
    mask = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(mask)
    for left, top, right, bottom in lines:
        pen.rounded_rectangle((left - 3, top - 1, right + 3, bottom + 1), 4, fill=255)
    image.paste(ImageChops.multiply(image, Image.new("RGB", image.size, colour)), (0, 0), mask)


def _bar(image: Image.Image, lines: Sequence[Box]) -> None:
    """A bar in the left margin beside marked lines, so that the eye finds them at once."""
    if not lines:
        return
    pen = ImageDraw.Draw(image)
    left = max(min(line[0] for line in lines) - 18, 2)
    spans: list[list[float]] = []
    for _, top, _, bottom in sorted(lines, key=lambda line: line[1]):
        if spans and top - spans[-1][1] < 2 * (bottom - top):
            spans[-1][1] = max(spans[-1][1], bottom)
        else:
            spans.append([top, bottom])
    for top, bottom in spans:
        pen.rounded_rectangle((left, top, left + 5, bottom), 2, fill=_BAR)


# frame --------------------------------------------------------------------------------------------


def _framed(page: Image.Image, request: Request) -> Image.Image:
    """The page beneath its title strip."""
    width, height = max(page.width, _NARROWEST), max(page.height, _FLATTEST)
    made = Image.new("RGB", (width, height + _STRIP), _EDGE)
    left, top = (width - page.width) // 2, _STRIP + (height - page.height) // 2
    made.paste(page, (left, top))
    pen = ImageDraw.Draw(made)
    pen.rectangle((0, 0, width, _STRIP - 1), fill=_INK)
    right = _font(22)
    room = width - 2 * _PAD
    middle = _STRIP / 2
    if request.place:
        room -= int(right.getlength(request.place)) + _PAD
        pen.text((width - _PAD, middle), request.place, font=right, fill=_TITLE, anchor="rm")
    title = _font(24, bold=True)
    pen.text((_PAD, middle), _fitting(request.title, title, room), font=title, fill=_TITLE, anchor="lm")
    return made


def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, as matplotlib brings it; matplotlib itself is not loaded."""
    found = importlib.util.find_spec("matplotlib")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    return ImageFont.truetype(folder / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"), size)


def _fitting(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    """The text, cut with an ellipsis where it is too wide."""
    text = " ".join(text.split())[:300]
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip(" ,–") + "…"


def _png(image: Image.Image, limit: int) -> bytes:
    """The picture as PNG, with fewer colours and then smaller until it is no larger than ``limit`` bytes."""
    while True:
        for shown in (image, image.quantize(128)):
            target = io.BytesIO()
            shown.save(target, "PNG", compress_level=6)
            if target.tell() <= limit or image.width < 2:
                return target.getvalue()
        image = image.resize((max(image.width // 2, 1), max(image.height // 2, 1)))
