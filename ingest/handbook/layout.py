"""How the handbook is set: page, type, headings, paragraphs, cards and tables, drawn with fpdf2.

Lines are broken here, at spaces only, and drawn one by one: what was measured is what is printed, nothing
is cut by a page's end, and the text of the PDF keeps its reading order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple, Self

from fpdf import FPDF
from fpdf.fonts import TTFFont

from ingest.handbook.units import SUBJECT, TITLE
from knowledge.errors import DocumentError

Colour = tuple[int, int, int]

NAVY: Colour = (22, 54, 92)
BLUE: Colour = (46, 99, 153)
TEAL: Colour = (24, 116, 115)
INK: Colour = (33, 37, 41)
GREY: Colour = (95, 103, 112)
AMBER: Colour = (133, 77, 14)
RULE: Colour = (201, 209, 219)
PALE: Colour = (241, 245, 249)
WHITE: Colour = (255, 255, 255)

WIDTH, HEIGHT = 148.0, 210.0  # A5: fits a telephone's screen and a pocket
LEFT, TOP, BOTTOM = 13.0, 19.0, 16.0
INNER = WIDTH - 2 * LEFT
FULL = HEIGHT - TOP - BOTTOM
PAD = 1.2
TAIL = 9.0  # room kept under a table for the line that names its source

FONT = "DejaVu"
CREATED = datetime(2026, 1, 1, tzinfo=UTC)  # a constant, so that the same catalog gives the same bytes


class Style(NamedTuple):
    """Type of a run of lines: size in points, weight, colour, height of a line and space after, in mm."""

    size: float
    weight: Literal["", "B", "I"] = ""
    colour: Colour = INK
    line: float = 4.3
    after: float = 1.6


BODY = Style(8.3)
ITEM = Style(8.3, after=0.7)
LEAD = Style(8.8, colour=GREY, line=4.6, after=3.0)
LABEL = Style(7.6, "B", NAVY, line=4.2, after=0.2)
NAME = Style(9.2, "B", NAVY, line=4.7, after=0.8)
SECTION = Style(11.0, "B", NAVY, line=5.6, after=1.8)
CHAPTER = Style(16.0, "B", NAVY, line=7.6, after=2.4)
BAR = Style(8.6, "B", WHITE, line=4.5, after=0)
CELL = Style(7.2, line=3.7, after=0)
CELL_BOLD = CELL._replace(weight="B")
HEAD = CELL_BOLD._replace(size=6.6, colour=WHITE)
GROUP = CELL_BOLD._replace(colour=NAVY)
CAPTION = Style(7.4, "B", NAVY, line=4.0, after=1.2)
OFFICIAL = Style(6.4, "I", GREY, line=3.3, after=1.2)
UNOFFICIAL = OFFICIAL._replace(colour=AMBER)
NOTE = Style(7.4, "I", INK, line=3.9, after=1.2)


class Block(NamedTuple):
    """Broken lines ready to be drawn, indented by ``indent`` mm; ``bullet`` marks the first of them."""

    lines: tuple[str, ...]
    style: Style
    indent: float = 0.0
    bullet: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.line + self.style.after


class Column(NamedTuple):
    """A column of a table: heading, width in mm, alignment."""

    heading: str
    width: float
    align: Literal["L", "C", "R"] = "L"
    style: Style = CELL


class Layout(FPDF):
    """The handbook's pages. ``running`` is the chapter named at the head of a page; empty: no running lines."""

    def __init__(self) -> None:
        super().__init__(orientation="portrait", unit="mm", format=(WIDTH, HEIGHT))
        self.set_auto_page_break(False)
        self.set_margins(LEFT, TOP, LEFT)
        self.c_margin = 0
        fonts = _fonts()
        for weight, file in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold"), ("I", "DejaVuSans-Oblique")):
            self.add_font(FONT, weight, fonts / f"{file}.ttf")
        self.set_title(TITLE)
        self.set_subject(SUBJECT)
        self.set_author("Asisten SPBE")
        self.set_creator("Asisten SPBE")
        self.set_producer("Asisten SPBE")
        self.set_lang("id")
        self.set_creation_date(CREATED)
        self.running = ""
        self._widths: dict[tuple[float, str, str], float] = {}
        self._figures = 0
        self._tables = 0
        self._waiting: _Heading | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the font files, which fpdf2 keeps open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def header(self) -> None:
        """The running line at the head of a page."""
        if self.running:
            self.put_line(LEFT, 9.5, f"{TITLE} · {self.running}", Style(6.4, "", GREY, 4))
            self.rule(14.2)
            self.set_xy(LEFT, TOP)

    def footer(self) -> None:
        """The page number."""
        if self.running:
            self.put_line(LEFT, HEIGHT - 11.5, f"Halaman {self.page_no()}", Style(6.8, "", GREY, 4), "R", INNER)

    # measuring

    @property
    def room(self) -> float:
        """Height left on the page, in mm."""
        return HEIGHT - BOTTOM - float(self.y)

    def need(self, height: float) -> None:
        """Begin a new page when less than ``height`` mm is left (and the page is not new). A section's heading that
        waits for what follows it is drawn here, so that it never stands alone at a page's end."""
        waiting, self._waiting = self._waiting, None
        if waiting:
            self.gap(4.0)
            height = waiting.block.height + max(waiting.keep, height)
        if self.room < min(height, FULL) and self.y > TOP + 0.1:
            self.add_page()
        if waiting:
            self.start_section(waiting.title, waiting.depth)
            self.draw(waiting.block)

    def width_of(self, text: str, style: Style) -> float:
        """Width of a run in mm."""
        key = (style.size, style.weight, text)
        if key not in self._widths:
            self.set_font(FONT, style.weight, style.size)
            self._widths[key] = float(self.get_string_width(text))
        return self._widths[key]

    def broken(self, text: str, style: Style, width: float) -> tuple[str, ...]:
        """The lines of a text for a width in mm; broken at spaces, and inside a word only if it is too long."""
        lines: list[str] = []
        space = self.width_of(" ", style)
        current, used = "", 0.0
        for word in (part for whole in text.split() for part in self._fitting(whole, style, width)):
            length = self.width_of(word, style)
            if current and used + space + length > width:
                lines.append(current)
                current, used = word, length
            else:
                used += (space if current else 0.0) + length
                current = f"{current} {word}" if current else word
        return (*lines, current) if current else tuple(lines)

    def _fitting(self, word: str, style: Style, width: float) -> list[str]:
        parts = []
        while self.width_of(word, style) > width:
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or self.width_of(word[:n], style) <= width)
            parts.append(word[:cut])
            word = word[cut:]
        return [*parts, word]

    def block(self, text: str, style: Style = BODY, indent: float = 0.0, bullet: bool = False) -> Block:
        """A paragraph, or a list item, broken for the page's width."""
        inner = indent + (3.6 if bullet else 0.0)
        mark = "• " if bullet else ""
        lines = self.broken(text, style, INNER - inner)
        return Block((mark + lines[0], *lines[1:]) if lines else (), style, indent, bullet)

    # drawing

    def put_line(
        self, x: float, y: float, text: str, style: Style, align: Literal["L", "C", "R"] = "L", width: float = 0.0
    ) -> None:
        """One line of text with its box's upper left corner at x, y."""
        self.set_font(FONT, style.weight, style.size)
        self.set_text_color(*style.colour)
        self.set_xy(x, y)
        self.cell(width or INNER, style.line, text, align=align)

    def rule(self, y: float, colour: Colour = RULE, x: float = LEFT, width: float = INNER) -> None:
        """A thin horizontal line."""
        self.set_draw_color(*colour)
        self.set_line_width(0.2)
        self.line(x, y, x + width, y)

    def fill(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle."""
        self.set_fill_color(*colour)
        self.rect(x, y, width, height, style="F")

    def draw(self, block: Block, edge: Colour | None = None) -> None:
        """A block at the current position, over pages where it must; never one lone line at a page's end.
        ``edge`` draws a line at its left (the side of a card)."""
        style, hang = block.style, 3.6 if block.bullet else 0.0
        if len(block.lines) > 1:
            self.need(2 * style.line)
        for number, line in enumerate(block.lines):
            self.need(style.line)
            y, x = self.y, LEFT + block.indent + (hang if number else 0.0)
            if block.bullet and number == 0:
                line = line.removeprefix("• ")
                self.put_line(x, y, "•", style, width=hang)
                x += hang
            self.put_line(x, y, line, style)
            height = style.line + (style.after if number == len(block.lines) - 1 else 0.0)
            if edge:
                self.fill(LEFT, y, 0.7, min(height, HEIGHT - BOTTOM - y), edge)
            self.set_xy(LEFT, y + height)

    def say(self, text: str, style: Style = BODY) -> None:
        """A paragraph."""
        self.draw(self.block(text, style))

    def gap(self, height: float = 2.0) -> None:
        """Space, unless at a page's head."""
        if self.y > TOP + 0.1:
            self.set_y(min(self.y + height, HEIGHT - BOTTOM))

    # headings

    def chapter(self, title: str, lead: str) -> None:
        """A chapter on a new page: title, rule, one introducing paragraph."""
        self.need(0)
        self.running = title
        self.add_page()
        self.start_section(title, 0)
        self.draw(self.block(title, CHAPTER))
        self.fill(LEFT, self.y, 24, 1.0, TEAL)
        self.set_y(self.y + 4.0)
        self.say(lead, LEAD)

    def section(self, title: str, keep: float = 45.0, depth: int = 1) -> None:
        """A section's heading, drawn with what comes next and kept together with at least ``keep`` mm of it."""
        self.need(0)
        self._waiting = _Heading(title, depth, keep, self.block(title, SECTION))

    def entry(self, title: str, blocks: Sequence[Block], depth: int = 1) -> None:
        """A short entry under a small heading, kept on one page where it fits."""
        head = self.block(title, NAME)
        self._keep(head.height, blocks)
        self.start_section(title, depth)
        for part in (head, *blocks):
            self.draw(part)
        self.gap(2.2)

    def card(self, title: str, blocks: Sequence[Block], colour: Colour = NAVY, depth: int = 1) -> None:
        """An entry under a coloured bar, with a coloured edge; ``blocks`` should be indented by 3 mm."""
        lines = self.broken(title, BAR, INNER - 5.0)
        bar = len(lines) * BAR.line + 1.6
        self._keep(bar + 1.6, blocks)
        self.start_section(title, depth)
        y = self.y
        self.fill(LEFT, y, INNER, bar, colour)
        for number, line in enumerate(lines):
            self.put_line(LEFT + 2.5, y + 0.8 + number * BAR.line, line, BAR)
        self.fill(LEFT, y + bar, 0.7, 1.6, colour)
        self.set_xy(LEFT, y + bar + 1.6)
        for block in blocks:
            self.draw(block, colour)
        self.gap(2.4)

    def _keep(self, head: float, blocks: Sequence[Block]) -> None:
        total = head + sum(block.height for block in blocks)
        if total <= FULL:
            self.need(total)
        else:  # longer than a page: begin where at least a third of one is left
            self.need(FULL / 3)

    # tables and figures

    def caption(self, text: str, kind: Literal["Tabel", "Gambar"], keep: float) -> None:
        """A numbered caption above a table or figure, kept together with ``keep`` mm of it."""
        if kind == "Tabel":
            self._tables += 1
        else:
            self._figures += 1
        number = self._tables if kind == "Tabel" else self._figures
        block = self.block(f"{kind} {number}. {text}", CAPTION)
        self.need(block.height + keep)
        self.draw(block)

    def grid(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str] | str],
        caption: str = "",
        heading: Style = HEAD,
    ) -> None:
        """A table; a row given as one string is a group heading over all columns. Rows are never cut; the head
        is repeated on every page; a group heading stays with its first row, the last two rows with each other and
        with the line under the table."""
        head = self._row(columns, [column.heading for column in columns], heading)
        body = [self._row(columns, row) for row in rows]
        keep = head.height + sum(row.height for row in body[:3])
        if caption:
            self.caption(caption, "Tabel", keep)
        self.need(keep)
        self._draw_row(columns, head, NAVY)
        shade = False
        for number, row in enumerate(body):
            following = body[number + 1].height if number + 1 < len(body) else 0.0
            ending = number >= len(body) - 2
            if self.room < row.height + (following if row.group or ending else 0.0) + (TAIL if ending else 0.0):
                self.add_page()
                self._draw_row(columns, head, NAVY)
            shade = not shade and not row.group
            self._draw_row(columns, row, PALE if shade else None)
            self.rule(self.y)
        self.set_xy(LEFT, self.y + 1.8)

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """A short table of names and values, without a head."""
        columns = (Column("", 25, "L", GROUP), Column("", INNER - 25))
        for name, value in rows:
            row = self._row(columns, (name, value))
            self.need(row.height)
            self._draw_row(columns, row, PALE)
            self.rule(self.y, WHITE)
        self.set_xy(LEFT, self.y + 1.8)

    def _row(self, columns: Sequence[Column], row: Sequence[str] | str, style: Style | None = None) -> _Row:
        if isinstance(row, str):
            lines = self.broken(row, GROUP, INNER - 2 * PAD)
            return _Row((lines,), GROUP, len(lines) * GROUP.line + 2 * PAD, True)
        cells = tuple(
            self.broken(text, style or column.style, column.width - 2 * PAD)
            for column, text in zip(columns, row, strict=True)
        )
        return _Row(cells, style, max(map(len, cells)) * CELL.line + 2 * PAD, False)

    def _draw_row(self, columns: Sequence[Column], row: _Row, background: Colour | None) -> None:
        """Cell after cell, each cell line after line: the order in which the text is read back."""
        y, x = self.y, LEFT
        if background:
            self.fill(LEFT, y, INNER, row.height, background)
        for column, lines in zip(columns, row.cells, strict=False):
            width = INNER if row.group else column.width
            for number, line in enumerate(lines):
                self.put_line(
                    x + PAD,
                    y + PAD + number * CELL.line,
                    line,
                    row.style or column.style,
                    "L" if row.group else column.align,
                    width - 2 * PAD,
                )
            x += width
        self.set_xy(LEFT, y + row.height)


class _Heading(NamedTuple):
    title: str
    depth: int
    keep: float
    block: Block


class _Row(NamedTuple):
    cells: tuple[tuple[str, ...], ...]
    style: Style | None
    height: float
    group: bool


def _fonts() -> Path:
    """DejaVu Sans comes with matplotlib; found without importing it, which is slow."""
    spec = find_spec("matplotlib")
    if spec is None or not spec.submodule_search_locations:
        raise DocumentError("Huruf DejaVu tidak ditemukan. Pasang kembali paket dengan: make install")
    return Path(spec.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
