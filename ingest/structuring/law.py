"""Statutes and regulations: preamble, BAB, Bagian, Paragraf, Pasal, ayat and closing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.structuring.amending import amendment_items, changes, describe, introduction, is_amending
from ingest.structuring.headings import Trail, article_marks, group_heading, roman_marks
from ingest.structuring.items import items, label
from ingest.structuring.lines import Line
from ingest.structuring.structure import Section, partition

LONG_ARTICLE = 1_200

_CLOSING = re.compile(r"Agar\s*set[il1]ap\s*orang\s*mengetahu[il1]")
_DEFINITIONS = re.compile(r"yang dimaksud dengan:?$")


def law_sections(
    lines: Sequence[Line], start: int, end: int, path: str = "", trail: tuple[str, ...] = ()
) -> list[Section]:
    """Preamble, articles (long ones by ayat, Pasal 1 by definition, amending ones by item) and closing."""
    texts = [line.text for line in lines]
    amending = is_amending(texts, start, end)
    closing = next((i for i in range(start, end) if _CLOSING.match(texts[i])), end)
    marks = list(
        _amending_articles(texts, start, closing, trail) if amending else _articles(texts, start, closing, trail)
    )
    if closing < end and marks:
        marks.append(Section(closing, end, "penutup", "Penutup", "section", trail))
    found = partition(marks, start, end, Section(start, end, "pembukaan", "Pembukaan", "preamble", trail))
    return [part for section in found for part in _parts(texts, section, amending)]


def _articles(texts: Sequence[str], start: int, end: int, trail: tuple[str, ...]) -> Iterator[Section]:
    where = Trail()
    marks = {mark.index: mark.number for mark in article_marks(texts, start, end)}
    if not marks:
        return
    for index in range(start, max(marks) + 1):
        number = marks.get(index)
        if number is None:
            if heading := group_heading(texts, index, end):
                where.take(index, *heading)
            continue
        first = where.heading if where.heading is not None else index
        where.heading = None
        key, crumbs = f"pasal-{number.lower()}", trail + where.crumbs()
        yield Section(first, end, key, f"Pasal {number}", "pasal", crumbs, pasal=number)


def _amending_articles(texts: Sequence[str], start: int, end: int, trail: tuple[str, ...]) -> Iterator[Section]:
    """Pasal I and II; whatever other headings stand there belong to the text they quote."""
    for mark in roman_marks(texts, start, end):
        yield Section(
            mark.index,
            end,
            f"pasal-{mark.number.lower()}",
            f"Pasal {mark.number}",
            "pasal",
            trail,
            pasal=mark.number,
        )


def _parts(texts: Sequence[str], section: Section, amending: bool) -> list[Section]:
    """An article as one section, or as its definitions, amending items or ayat."""
    if section.kind != "pasal":
        return [section]
    if amending:
        return _amendments(texts, section)
    if is_definitions(texts, section):
        marks = _by_item(texts, section, "angka", "pasal", definitions=True)
        return partition(marks, section.start, section.end, replace(section, path=f"{section.path}/pembuka"))
    size = sum(len(text) + 1 for text in texts[section.start : section.end])
    if size <= LONG_ARTICLE:
        return [section]
    marks = _by_item(texts, section, "ayat", "ayat", definitions=False)
    return partition(marks, section.start, section.end, section)


def is_definitions(texts: Sequence[str], section: Section) -> bool:
    """Whether the article is the list of terms."""
    body = texts[section.start : min(section.start + 12, section.end)]
    return section.pasal == "1" and any(_DEFINITIONS.search(text) for text in body)


def _by_item(texts: Sequence[str], section: Section, name: str, kind: str, *, definitions: bool) -> list[Section]:
    """The outermost items of an article; its heading and lead-in stay with the first."""
    marks: list[Section] = []
    for item in items(texts, section.start, section.end, definitions=definitions):
        if len(item.path) > 1 or item.kind != name:
            continue
        marks.append(
            replace(
                section,
                start=item.index if marks else section.start,
                kind="ayat" if kind == "ayat" else "pasal",
                path=f"{section.path}/{name}-{item.number}",
                locator=f"{section.locator} {label(name, item.number)}",
                ayat=item.number if kind == "ayat" else None,
            )
        )
    return marks


def _amendments(texts: Sequence[str], section: Section) -> list[Section]:
    """Each item of Pasal I by itself, named after what it changes; so too an article that changes one thing."""
    marks: list[Section] = []
    for index, number in amendment_items(texts, section.start, section.end):
        found = changes(introduction(texts, index, section.end))
        told = f" ({describe(found)})" if found else ""
        marks.append(
            replace(
                section,
                start=index,
                path=f"{section.path}/angka-{number}",
                locator=f"{section.locator} angka {number}{told}",
                changes=found,
            )
        )
    if not marks:
        found = changes(introduction(texts, section.start + 1, section.end)) if section.pasal == "I" else ()
        told = f" ({describe(found)})" if found else ""
        return [replace(section, locator=section.locator + told, changes=found)]
    return partition(marks, section.start, section.end, replace(section, path=f"{section.path}/pembuka"))
