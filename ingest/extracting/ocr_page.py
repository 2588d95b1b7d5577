"""One page as a picture, recognised by Tesseract. Runs inside the limited process of :mod:`ingest.extracting.ocr`."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from ingest.extracting.columns import Token, in_columns
from ingest.extracting.ocr_tables import Word, find_rules, read_by_cells, tables_of

# 25 million points: A3 at 300 dpi. A larger page is drawn coarser.
_LARGEST = 25_000_000
_POINTS_AN_INCH = 72
# Tesseract's confidence, 0-100: an emblem or a signature read as letters lies below, words lie at 80 and more.
_UNSURE, _SURE = 50, 80
_BLUR = 2  # points at 300 dpi: less than a stroke
_FEW = 4
_RULES = frozenset("|¦[]_—-=~")


class UnreadableError(Exception):
    """The page cannot be drawn."""


def read_page(path: Path, number: int, languages: str, dpi: int, segmentation: int) -> dict[str, Any]:
    """``{"text", "tables"}`` of a page (1-based): lines in reading order, empty where it shows none, and the ruled
    tables as :class:`ingest.extracting.tables.TableFinder` gives them. Raises UnreadableError."""
    picture = draw(path, number, dpi)
    words = words_of(picture, languages, dpi, segmentation)
    if not words:
        # On a page that is nearly empty the grain of the paper is taken for the writing; blurred, it goes.
        smooth = picture.filter(ImageFilter.GaussianBlur(_BLUR))
        words = [word for word in words_of(smooth, languages, dpi, segmentation) if word.confidence >= _SURE]
    return contents(picture, words, dpi)


def contents(picture: Image.Image, words: Sequence[Word], dpi: int) -> dict[str, Any]:
    """Text and tables of a picture's words, ruled tables read cell by cell; without scraps and what was rules."""
    kept = [word for word in words if not set(word.text) <= _RULES or word.text in ("-", "—")]
    rules = find_rules(picture)
    lines = [line for line in read_by_cells(kept, rules) if not _scrap(line)]
    across = [[Token(word.left, word.right, word.text) for word in line] for line in lines]
    down = None if rules.bands else in_columns(across)
    text = "\n".join(down or [" ".join(token.text for token in line) for line in across])
    return {"text": text, "tables": tables_of(kept, rules, picture, dpi)}


def draw(path: Path, number: int, dpi: int) -> Image.Image:
    """A grey picture of a page (1-based). Raises UnreadableError."""
    try:
        with closing(pdfium.PdfDocument(path)) as pdf, closing(pdf[number - 1]) as page:
            width, height = page.get_size()
            scale = dpi / _POINTS_AN_INCH
            size = width * height * scale * scale
            if size > _LARGEST:
                scale *= (_LARGEST / size) ** 0.5
            picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil().copy()
    except (pdfium.PdfiumError, ValueError) as error:
        raise UnreadableError(str(error)) from error
    return picture


def words_of(picture: Image.Image, languages: str, dpi: int, segmentation: int) -> list[Word]:
    """Words that Tesseract sees in a picture."""
    content = io.BytesIO()
    picture.save(content, "PPM")
    answer = subprocess.run(  # noqa: S603 - no shell, our own arguments
        ["tesseract", "-", "-", "-l", languages, "--psm", str(segmentation), "--dpi", str(dpi), "tsv"],  # noqa: S607
        input=content.getvalue(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    ).stdout.decode("utf-8", "replace")
    found = []
    for row in csv.DictReader(io.StringIO(answer), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip(" |¦")  # a table rule at a word's side
        if row["level"] != "5" or not text:
            continue
        left, top, wide, high = (int(row[key]) for key in ("left", "top", "width", "height"))
        line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
        found.append(Word(text, line, left, top, left + wide, top + high, float(row["conf"])))
    return found


def _scrap(line: Sequence[Word]) -> bool:
    letters = sum(character.isalnum() for word in line for character in word.text)
    confidence = sum(word.confidence for word in line) / len(line)
    return not letters or (confidence < _UNSURE and letters <= _FEW * len(line))
