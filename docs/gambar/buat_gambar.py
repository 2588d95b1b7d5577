"""Draws a plain answer as a chat picture: the question comes as argument, the answer on standard input.

    spbe ask "level 3 indikator 14 butuh bukti apa aja ya?" \
        | python docs/gambar/buat_gambar.py "level 3 indikator 14 butuh bukti apa aja ya?" docs/gambar/jawaban.png
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

SCALE = 2  # drawn twice as large as shown, so that it stays sharp
WIDTH = 720 * SCALE
PAD, GAP, RADIUS = 18 * SCALE, 14 * SCALE, 16 * SCALE
SIZE, SMALL = 15 * SCALE, 13 * SCALE
WALL, ASKED, ANSWERED = "#c9dbe8", "#e3fbc9", "#ffffff"
INK, NAME, QUIET, BAR = "#17212b", "#2b7cb3", "#51636f", "#5aa3d0"
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@dataclass(frozen=True)
class Line:
    """One drawn line. ``indent`` is in pixels, ``quote`` puts the bar of a quotation beside it."""

    text: str
    font: ImageFont.FreeTypeFont
    colour: str
    indent: int = 0
    quote: bool = False
    gap: int = 0


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, as matplotlib brings it."""
    return ImageFont.truetype(FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"), size)


def wrap(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Break a text at spaces into lines no wider than ``width`` pixels."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and face.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def set_answer(answer: str, width: int) -> list[Line]:
    """Lines of a plain answer: headings bold, list items with a hanging indent, the sources as a quotation."""
    lines = [Line("Asisten SPBE", font(SIZE, bold=True), NAME)]
    sources = False
    gap = 4 * SCALE
    for row in answer.strip().splitlines():
        if not row.strip():
            gap = 9 * SCALE
            continue
        if sources and not row.startswith("["):
            sources = False
        if row == "Sumber:":
            sources, row = True, "Sumber"
        heading = row.isupper() or row == "Sumber"
        face = font(SMALL if sources else SIZE, bold=heading)
        hang = int(face.getlength("• ")) if re.match("• ", row) else 0
        indent = 14 * SCALE if sources else 0
        for number, part in enumerate(wrap(row, face, width - indent - hang)):
            shift = indent + (hang if number else 0)
            lines.append(Line(part, face, QUIET if sources and not heading else INK, shift, sources, gap))
            gap = 0
        gap = 4 * SCALE
    return lines


def bubble(image: ImageDraw.ImageDraw, lines: list[Line], left: int, top: int, fill: str, *, draw: bool) -> int:
    """Draw (or with ``draw`` false only measure) a bubble; returns the y below it."""
    wide = int(max(line.font.getlength(line.text) + line.indent for line in lines)) + 2 * PAD
    heights = [int(line.font.size * 1.36) for line in lines]
    bottom = top + sum(heights) + sum(line.gap for line in lines) + 2 * PAD - 6 * SCALE
    if draw:
        image.rounded_rectangle((left, top, left + wide, bottom), RADIUS, fill=fill)
        y = top + PAD - 3 * SCALE
        barred = False
        for line, height in zip(lines, heights, strict=True):
            if line.quote:  # the gap above the first quoted line belongs to what stands before it
                above = y if barred else y + line.gap
                image.rectangle((left + PAD, above, left + PAD + 3 * SCALE, y + line.gap + height), fill=BAR)
            barred = line.quote
            y += line.gap
            image.text((left + PAD + line.indent, y), line.text, font=line.font, fill=line.colour)
            y += height
    return bottom


def picture(question: str, answer: str) -> Image.Image:
    """The question at the right, the answer at the left, on a plain wall."""
    face = font(SIZE)
    asked = [Line(part, face, INK) for part in wrap(question, face, WIDTH * 0.7)]
    told = set_answer(answer, WIDTH - 4 * PAD - 4 * SCALE)
    right = WIDTH - PAD - 2 * PAD - int(max(face.getlength(line.text) for line in asked))
    probe = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    middle = bubble(probe, asked, right, GAP, ASKED, draw=False) + GAP
    height = bubble(probe, told, PAD, middle, ANSWERED, draw=False) + GAP
    image = Image.new("RGB", (WIDTH, height), WALL)
    drawing = ImageDraw.Draw(image)
    bubble(drawing, asked, right, GAP, ASKED, draw=True)
    bubble(drawing, told, PAD, middle, ANSWERED, draw=True)
    return image


def main() -> None:
    """Read the answer, write the picture with a small palette."""
    if len(sys.argv) != 3:
        sys.exit("Pemakaian: spbe ask PERTANYAAN | python docs/gambar/buat_gambar.py PERTANYAAN BERKAS.png")
    made = picture(sys.argv[1], sys.stdin.read())
    made.quantize(32, dither=Image.Dither.NONE).save(sys.argv[2], optimize=True)


if __name__ == "__main__":
    main()
