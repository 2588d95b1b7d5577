"""The elucidation of a statute: the general part, and that of each article or amending item.

``penjelasan/pasal-5`` explains ``pasal-5``; articles without words of their own ("Cukup jelas") are gathered, and
the gathered unit's locator names the range ("Penjelasan Pasal 12–14").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.structuring.headings import Mark, article_marks, roman_marks
from ingest.structuring.lines import Line, is_upper
from ingest.structuring.structure import Section, partition

_GENERAL = re.compile(r"I\.?\s*UMUM$")
_ARTICLES = re.compile(r"I[Il1]\.?PASAL")
_ITEM = re.compile(r"Angka\s?([0-9lIO]{1,3})$")
_TRIVIAL = re.compile(
    r"(Cukup\s?[Jj]e\s?[lL]as\.?|[^\w\s]?\s?Pas\w+\s*\S{0,4}|[0-9OoIlLtTSsZBG]{1,3}|Ayat\s?\(?\S{1,3}\)?|Huruf\s?\w|"
    r"Angka\s?\w{1,3}|Dihapus\.?)$"
)
_DIGITS = str.maketrans("lIO", "110")
TRAIL = "II. Pasal demi Pasal"


def elucidation_sections(
    lines: Sequence[Line], start: int, end: int, path: str, trail: tuple[str, ...], *, amending: bool = False
) -> list[Section]:
    """General elucidation and that of each article; articles without any words of their own are gathered."""
    texts = [line.text for line in lines]
    marks = [Section(start, end, f"{path}/umum", "Penjelasan Umum", "section", (*trail, "I. Umum"))]
    crumbs = (*trail, TRAIL)
    for mark in elucidated(texts, start, end, amending=amending):
        place = f"Pasal {mark.number}"
        key = f"{path}/pasal-{mark.number.lower()}"
        marks.append(Section(mark.index, end, key, f"Penjelasan {place}", "section", crumbs, pasal=mark.number))
    found = partition(marks, start, end, marks[0])
    if amending:
        found = [part for section in found for part in _items(texts, section)]
    # The heading of this part goes with the first article.
    body = _body(texts, start, end)
    if len(found) > 1 and found[0].start < body < found[1].start:
        found[0], found[1] = replace(found[0], end=body), replace(found[1], start=body)
    return _gather(texts, found)


def _body(texts: Sequence[str], start: int, end: int) -> int:
    general = next((i for i in range(start, end) if _GENERAL.match(texts[i])), start)
    return next((i for i in range(general, end) if _ARTICLES.match(texts[i].replace(" ", ""))), end)


def elucidated(texts: Sequence[str], start: int, end: int, *, amending: bool = False) -> list[Mark]:
    """The headings of articles in the second part of an elucidation."""
    body = _body(texts, start, end)
    return roman_marks(texts, body, end) if amending else article_marks(texts, body, end, loose=True)


def item_marks(texts: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """(line, number) of the items "Angka 1", "Angka 2" … of an amending act's elucidation.

    An article inside an item may have items of its own: a heading in sequence that follows an article or an item
    is one of the act's, one under an ayat or huruf is not.
    """
    found: list[tuple[int, int]] = []
    last = 0
    for index in range(start, end):
        match = _ITEM.match(texts[index])
        if not match or not match[1].translate(_DIGITS).isdigit():
            continue
        number = int(match[1].translate(_DIGITS))
        following = texts[index + 1] if index + 1 < end else ""
        opens = re.match(r"(Pas[ae]\w|BAB|Bagian|Paragraf|Cukup|Ayat|Judul|Dihapus)", following)
        if last < number <= last + 3 and (number == last + 1 or following.startswith("Pas")) and opens:
            found.append((index, number))
            last = number
    return found


def _items(texts: Sequence[str], section: Section) -> list[Section]:
    marks = [
        replace(
            section,
            start=index,
            path=f"{section.path}/angka-{number}",
            locator=f"{section.locator} angka {number}",
        )
        for index, number in item_marks(texts, section.start, section.end)
    ]
    if marks:
        marks[0] = replace(marks[0], start=section.start)
    return partition(marks, section.start, section.end, section)


def _gather(texts: Sequence[str], found: Sequence[Section]) -> list[Section]:
    gathered: list[Section] = []
    quiet = False
    for section in found:
        silent = section.pasal is not None and all(
            _TRIVIAL.match(text) or is_upper(text) for text in texts[section.start : section.end]
        )
        if silent and quiet and _joins(gathered[-1], section):
            before = gathered[-1]
            opening = before.locator.split("–")[0]
            last = section.locator.split()[-1]
            gathered[-1] = replace(before, end=section.end, locator=f"{opening}–{last}")
        else:
            gathered.append(section)
        quiet = silent
    return gathered


def _joins(before: Section, section: Section) -> bool:
    """Whether both are articles, or items of the same article."""
    kinds = [re.sub(r"[^/]*$", "", s.path) for s in (before, section)]
    return kinds[0] == kinds[1]
