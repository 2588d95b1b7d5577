"""*Buku Saku Literasi SPBE & Pemdi 2026*: the catalog as a PDF to keep, and to be found in.

The same catalog gives the same bytes: no clock, no random ids, figures drawn as vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.handbook.chapters import changes, mapping, regulations, scores, sources, terms, topics
from ingest.handbook.indicators import pemdi, scoring, spbe
from ingest.handbook.layout import (
    AMBER,
    BODY,
    BOTTOM,
    CHAPTER,
    GREY,
    HEIGHT,
    INK,
    INNER,
    LEFT,
    NAVY,
    RULE,
    TEAL,
    WHITE,
    WIDTH,
    Layout,
    Style,
)
from ingest.handbook.units import CHAPTERS, TABLE_OF_CONTENTS
from knowledge.catalog import Catalog

_TITLES = {chapter.title: chapter for chapter in CHAPTERS}


class _Line(NamedTuple):
    title: str
    depth: int
    page: int


def make(catalog: Catalog, path: Path) -> None:
    """Write the handbook of a catalog as a PDF; the same catalog gives the same bytes.

    ``path``'s folder must exist; a file that is there is replaced in one step. Raises OSError when it cannot be
    written, DocumentError when the typeface is missing.
    """
    with Layout() as draft:  # the first setting shows which heading falls on which page
        _cover(draft)
        _chapters(draft, catalog)
        listed = _listed(draft)
        before = draft.page_no()
        _contents(draft, listed)
        shift = draft.page_no() - before
    with Layout() as book:
        _cover(book)
        _contents(book, [line._replace(page=line.page + shift) for line in listed])
        _chapters(book, catalog)
        data = bytes(book.output())
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(data)
    partial.replace(path)


def _chapters(page: Layout, catalog: Catalog) -> None:
    for chapter in (changes, scoring, pemdi, spbe, mapping, scores, topics, terms, regulations, sources):
        chapter(page, catalog)


def _cover(page: Layout) -> None:
    page.add_page()
    page.fill(0, 0, WIDTH, 118, NAVY)
    page.fill(0, 118, WIDTH, 2.2, TEAL)
    lines = (
        ("Buku Saku", Style(15, "", WHITE, 9)),
        ("Literasi SPBE & Pemdi", Style(24, "B", WHITE, 13)),
        ("2026", Style(24, "B", WHITE, 13)),
    )
    y = 52.0
    for text, style in lines:
        page.put_line(LEFT, y, text, style)
        y += style.line
    page.set_xy(LEFT, y + 5)
    light = Style(9.2, "", (214, 224, 236), 5)
    for line in page.broken(
        "Dari Sistem Pemerintahan Berbasis Elektronik (SPBE) ke Indeks Pemerintah Digital (Pemdi): indikator, level, "
        "bukti, jadwal, dan istilah.",
        light,
        INNER,
    ):
        page.put_line(LEFT, page.y, line, light)
        page.set_y(page.y + light.line)
    page.set_xy(LEFT, 132)
    page.say("Bahan literasi, bukan naskah resmi.", BODY._replace(weight="B", colour=AMBER))
    page.say(
        "Setiap isian mencantumkan sumber dan tingkat keyakinannya. Isian yang tidak dibaca dari naskah resmi diberi "
        "keterangan “belum diverifikasi ke naskah resmi”; mohon periksa ke salinan resmi di jdih.menpan.go.id sebelum "
        "dipakai sebagai dasar keputusan.",
        BODY._replace(colour=INK),
    )
    page.put_line(LEFT, HEIGHT - BOTTOM - 6, "Disusun oleh Asisten SPBE", Style(7.4, "", GREY, 4))


def _listed(page: Layout) -> list[_Line]:
    """The headings that the table of contents names: chapters, and the sections of those that list them."""
    lines: list[_Line] = []
    open_chapter = True
    for section in page._outline:  # fpdf2 offers it in no other way
        if section.level == 0:
            open_chapter = _TITLES[section.name].listed
        if section.level == 0 or (section.level == 1 and open_chapter):
            lines.append(_Line(section.name, section.level, section.page_number))
    return lines


def _contents(page: Layout, lines: Sequence[_Line]) -> None:
    page.running = TABLE_OF_CONTENTS.title
    page.add_page()
    page.start_section(TABLE_OF_CONTENTS.title, 0)
    page.draw(page.block(TABLE_OF_CONTENTS.title, CHAPTER))
    for item in lines:
        _contents_line(page, item)


def _contents_line(page: Layout, item: _Line) -> None:
    chapter = item.depth == 0
    style = Style(8.4, "B", NAVY, 5.0) if chapter else Style(7.8, "", INK, 4.3)
    indent = 0.0 if chapter else 4.0
    broken = page.broken(item.title, style, INNER - indent - 14)
    if chapter:
        page.gap(1.6)
    page.need(len(broken) * style.line + (style.line if chapter else 0))
    link = page.add_link(page=item.page)
    top = page.y
    for text in broken:
        page.put_line(LEFT + indent, page.y, text, style)
        page.set_y(page.y + style.line)
    y = page.y - style.line
    end = LEFT + indent + page.width_of(broken[-1], style) + 2
    page.set_draw_color(*RULE)
    page.set_line_width(0.2)
    page.set_dash_pattern(dash=0.4, gap=1.1)
    page.line(end, y + style.line * 0.68, LEFT + INNER - 9, y + style.line * 0.68)
    page.set_dash_pattern()
    page.put_line(LEFT + INNER - 9, y, str(item.page), style, "R", 9)
    page.link(LEFT, top, INNER, page.y - top + style.line, link)
    page.set_xy(LEFT, y + style.line)
