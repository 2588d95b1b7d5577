"""PDFs with tables, drawn on the spot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF

from ingest.extracting.drawn import RawCell, RawRow, RawTable

LINE = 6.0  # millimetres


@dataclass(frozen=True)
class Drawn:
    """A table: its rows of cells, the widths of its columns (mm), ruled or not. Cells hold lines parted by newlines."""

    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    ruled: bool = True


@dataclass(frozen=True)
class Sheet:
    """A page: lines and tables, top down; ``white``: words in white on the paper, in the last cell of each
    table's head (of two lines)."""

    parts: Sequence[str | Drawn]
    white: str = ""


def write(path: Path, sheets: Iterable[Sheet]) -> Path:
    """A PDF of these pages."""
    pdf = FPDF(format="A4")
    pdf.set_font("Helvetica", size=11)
    pdf.set_auto_page_break(False)
    for sheet in sheets:
        pdf.add_page()
        for part in sheet.parts:
            if isinstance(part, str):
                pdf.cell(0, LINE, part, new_x="LMARGIN", new_y="NEXT")
            else:
                _table(pdf, part, sheet.white)
    pdf.output(str(path))
    return path


def _table(pdf: FPDF, table: Drawn, white: str) -> None:
    top = pdf.get_y()
    if white:
        pdf.set_text_color(255)
        pdf.text(pdf.l_margin + sum(table.widths[:-1]) + 1.5, top + 4.3 + LINE, white)
        pdf.set_text_color(0)
    for row in table.rows:
        height = LINE * max(cell.count("\n") + 1 for cell in row)
        left = pdf.l_margin
        top = pdf.get_y()
        for width, cell in zip(table.widths, row, strict=True):
            if table.ruled:
                pdf.rect(left, top, width, height)
            for number, line in enumerate(cell.split("\n")):
                pdf.text(left + 1.5, top + 4.3 + number * LINE, line)
            left += width
        pdf.set_y(top + height)


def raw_table(rows: Sequence[Sequence[str]], widths: Sequence[float], strong: Sequence[bool] = ()) -> RawTable:
    """A table as the extraction process gives it; an equal box for each cell, 20 points high a line."""
    top, made = 0.0, []
    for number, row in enumerate(rows):
        height = 20.0 * max(cell.count("\n") + 1 for cell in row)
        left, cells = 0.0, []
        for width, cell in zip(widths, row, strict=True):
            cells.append(RawCell(left, top, left + width, top + height, cell))
            left += width
        made.append(RawRow(tuple(cells), bool(strong[number]) if strong else False))
        top += height
    return RawTable(tuple(made))
