"""Statutes and regulations: preamble, BAB, Bagian, Paragraf, Pasal, ayat, closing, and the elucidation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.lines import Line, is_upper, starts_paragraph
from ingest.structure import Section, partition

LONG_ARTICLE = 1_200

_ARTICLE = re.compile(r"Pas[ae][lJI1!]\s*([0-9OoIlTSZBG][0-9OoIlTSZBG ]{0,4}?)\s?([A-H])?\s*$")
# A scan may lose the number itself; the heading then counts as the next article.
_BARE_ARTICLE = re.compile(r"Pas[ae][lJI1!]$")
_CHAPTER = re.compile(r"BAB\s*([IVXLxl]+[A-Z]?)$")
_PART = re.compile(r"Bagian\s+(Ke\w+)$")
_PARAGRAPH = re.compile(r"Paragraf\s*([0-9l]+[A-Z]?)$")
_AMENDING = re.compile(r"PERUBAHAN\s+(\w+\s+)?ATAS|PERUBAHAN ATAS")
_CLOSING = re.compile(r"Agar setiap orang mengetahui")
_DEFINITIONS = re.compile(r"yang dimaksud dengan:?$")
_LEADS_ON = re.compile(r"(ayat|dan|atau|huruf|angka|Pasal|dengan|pada|,)$")
_TRIVIAL = re.compile(r"(Cukup jelas\.?|Pas\w+\s*\S{0,4}|Ayat\s?\(?\S{1,3}\)?|Huruf\s?\w|Angka\s?\d+)$")
_SCANNED = str.maketrans("OoIlTSZBG", "001175286")
_ROMAN_ARTICLE = re.compile(r"Pasal I{1,3}$")
_GAP = 8


@dataclass
class _Where:
    """The open headings while going through the articles."""

    chapter: str = ""
    part: str = ""
    paragraph: str = ""
    heading: int | None = None

    def trail(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.chapter, self.part, self.paragraph)))


def article_number(text: str, last: str | None) -> str | None:
    """The number of a heading "Pasal N", scanned digits repaired; None when it is no such heading.

    ``last`` is the number of the article before: numbers must go on from it ("6" → "6A", "7"), which also
    decides what a misread number was.
    """
    base = int(re.match(r"\d+", last)[0]) if last else 0  # type: ignore[index]
    match = _ARTICLE.match(text)
    if text == "Pasal II" and base == 1:
        return "2"
    if match:
        digits = match[1].replace(" ", "").translate(_SCANNED)
        number = int(digits) if digits.isdigit() else 0
        if match[2]:
            return f"{number}{match[2]}" if number == base else None
        if base < number <= base + 3 or (not last and number):
            return str(number)
        return None
    if base and _BARE_ARTICLE.match(text):
        return str(base + 1)
    return None


def law_sections(
    lines: Sequence[Line], start: int, end: int, path: str = "", trail: tuple[str, ...] = ()
) -> list[Section]:
    """Preamble, articles (long ones by ayat, Pasal 1 by definition, amending ones by item) and closing."""
    texts = [line.text for line in lines]
    amending = any(_AMENDING.search(text) for text in texts[start : start + 15])
    marks = list(_articles(texts, start, end, trail, amending))
    closing = next((i for i in range(start, end) if _CLOSING.match(texts[i])), None)
    if closing is not None and marks and closing > marks[-1].start:
        marks.append(Section(closing, end, "penutup", "Penutup", "section", trail))
    found = partition(marks, start, end, Section(start, end, "pembukaan", "Pembukaan", "preamble", trail))
    return [part for section in found for part in _parts(texts, section, amending)]


def _articles(texts: Sequence[str], start: int, end: int, trail: tuple[str, ...], amending: bool) -> Iterator[Section]:
    where = _Where()
    last: str | None = None
    for index in range(start, end):
        text = texts[index]
        if _heading(texts, index, end, where):
            continue
        continued = index > start and _LEADS_ON.search(texts[index - 1]) and where.heading is None
        number = None if continued else article_number(text, last)
        # An amending act has Pasal I and II; other articles in it are quoted.
        if number is None or (amending and not _ROMAN_ARTICLE.match(text)):
            continue
        last = number
        shown = text if amending else f"Pasal {number}"
        first = where.heading if where.heading is not None else index
        where.heading = None
        yield Section(first, end, f"pasal-{number.lower()}", shown, "pasal", trail + where.trail(), pasal=number)


def _heading(texts: Sequence[str], index: int, end: int, where: _Where) -> bool:
    text = texts[index]
    chapter, part, paragraph = _CHAPTER.match(text), _PART.match(text), _PARAGRAPH.match(text)
    if not (chapter or part or paragraph):
        return False
    if where.heading is None:
        where.heading = index
    title = _title(texts, index + 1, end)
    if chapter:
        where.chapter, where.part, where.paragraph = f"BAB {chapter[1].upper()} {title}".strip(), "", ""
    elif part:
        where.part, where.paragraph = f"Bagian {part[1]} {title}".strip(), ""
    elif paragraph:
        where.paragraph = f"Paragraf {paragraph[1]} {title}".strip()
    return True


def _title(texts: Sequence[str], index: int, end: int) -> str:
    words: list[str] = []
    for text in texts[index : min(index + 4, end)]:
        if _CHAPTER.match(text) or _PART.match(text) or _PARAGRAPH.match(text) or _ARTICLE.match(text):
            break
        if starts_paragraph(text) or text.endswith((".", ";", ":")):
            break
        words.append(text)
    return " ".join(words)


def _parts(texts: Sequence[str], section: Section, amending: bool) -> list[Section]:
    """An article as one section, or as its definitions, amending items or ayat."""
    if section.kind != "pasal":
        return [section]
    body = texts[section.start : section.end]
    size = sum(len(text) + 1 for text in body)
    if section.pasal == "1" and any(_DEFINITIONS.search(text) for text in body[:12]):
        marks = list(_numbered(texts, section, re.compile(r"([0-9]{1,2} ?[0-9]?)\.\s?\S"), "angka", "angka {}"))
        return partition(marks, section.start, section.end, replace(section, path=f"{section.path}/pembuka"))
    if amending:
        marks = list(_numbered(texts, section, re.compile(r"([0-9]{1,3})\.\s+[A-Z]"), "angka", "angka {}"))
        return partition(marks, section.start, section.end, section)
    if size <= LONG_ARTICLE:
        return [section]
    marks = list(_paragraphs(texts, section))
    return partition(marks, section.start, section.end, section)


def _numbered(
    texts: Sequence[str], section: Section, pattern: re.Pattern[str], path: str, locator: str
) -> Iterator[Section]:
    """Numbered items; a scan may have lost the numbers of some, so that a gap is no end of the list."""
    last = 0
    for index in range(section.start, section.end):
        match = pattern.match(texts[index])
        if not match:
            continue
        number = int(match[1].replace(" ", ""))
        if last < number <= last + _GAP:
            # The lead-in ("Dalam Peraturan ini yang dimaksud dengan:") stays with the first item.
            yield replace(
                section,
                start=section.start if last == 0 else index,
                path=f"{section.path}/{path}-{number}",
                locator=f"{section.locator} {locator.format(number)}",
            )
            last = number


def _paragraphs(texts: Sequence[str], section: Section) -> Iterator[Section]:
    last, letter = 0, ""
    for index in range(section.start + 1, section.end):
        if _LEADS_ON.search(texts[index - 1]):
            continue
        number = _paragraph_number(texts[index], last, letter)
        if number is None:
            continue
        first = last == 0
        match = re.match(r"(\d+)([a-z]?)", number)
        last, letter = (int(match[1]), match[2]) if match else (last, letter)
        yield replace(
            section,
            start=section.start if first else index,
            kind="ayat",
            path=f"{section.path}/ayat-{number}",
            locator=f"{section.locator} ayat ({number})",
            ayat=number,
        )


def _paragraph_number(text: str, last: int, letter: str) -> str | None:
    inserted = re.match(r"\(([0-9]{1,2})([a-z])\)", text)
    if inserted and int(inserted[1]) == last and inserted[2] > letter:
        return inserted[1] + inserted[2]
    strict = re.match(r"\(\s?([0-9lIO]{1,2})\s?\)", text)
    if strict:
        number = int(strict[1].translate(_SCANNED))
        return str(number) if last < number <= last + 2 else None
    # A closing bracket is often read as "1", "l", "\" or lost: "(21 Aplikasi", "(4lForum".
    forms = str(last + 1).replace("1", "[1lI]")
    return str(last + 1) if re.match(rf"[(l]{forms}[\\1lI|].?\s?\S", text) and text[0] == "(" else None


def elucidation_sections(
    lines: Sequence[Line], start: int, end: int, path: str, trail: tuple[str, ...]
) -> list[Section]:
    """General elucidation and that of each article; articles without any words of their own are gathered."""
    texts = [line.text for line in lines]
    general = next((i for i in range(start, end) if re.match(r"I\.?\s*UMUM$", texts[i])), start)
    body = next((i for i in range(general, end) if re.match(r"II\.?\s*PASAL", texts[i].replace(" ", ""))), end)
    marks = [Section(start, end, f"{path}/umum", "Penjelasan Umum", "section", (*trail, "I. Umum"))]
    last: str | None = None
    for index in range(body, end):
        number = article_number(texts[index], last)
        if number is None or not (last or number == "1"):
            continue
        last = number
        marks.append(
            Section(
                index if len(marks) > 1 else body,
                end,
                f"{path}/pasal-{number.lower()}",
                f"Penjelasan Pasal {number}",
                "section",
                (*trail, "II. Pasal demi Pasal"),
                pasal=number,
            )
        )
    return _gather(texts, partition(marks, start, end, marks[0]))


def _gather(texts: Sequence[str], found: Sequence[Section]) -> list[Section]:
    gathered: list[Section] = []
    quiet = False
    for section in found:
        silent = section.pasal is not None and all(
            _TRIVIAL.match(text) or is_upper(text) for text in texts[section.start : section.end]
        )
        if silent and quiet:
            before = gathered[-1]
            opening = before.locator.split("–")[0]
            gathered[-1] = replace(before, end=section.end, locator=f"{opening}–{section.pasal}")
        else:
            gathered.append(section)
        quiet = silent
    return gathered
