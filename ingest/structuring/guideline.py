"""Guidelines, annexes and reports: chapters, lettered and numbered headings, tables, indicator blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.structuring.closing import Closing, closings
from ingest.structuring.front import annex_head, annex_title, letter_head, sop_head
from ingest.structuring.instrument import Block, indicator_blocks, indicator_sections
from ingest.structuring.lines import Line, is_upper, starts_paragraph
from ingest.structuring.structure import Kind, Section, partition

_CHAPTER = re.compile(r"BAB\s*([IVXL]+)$")
_ROMAN = re.compile(r"([IVX]+(\.[A-Z])?)\.\s+([A-Z].*)$")
_LETTER = re.compile(r"([A-Z])\.\s+([A-Z].*)$")
_SUBLETTER = re.compile(r"([A-Z]\.[0-9]+)\.?\s+([A-Z].*)$")
_NUMBER = re.compile(r"([0-9]{1,2})\.\s+([A-Z].*)$")
_POINT = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2}){1,3})\.?\s+([A-Z].*)$")
_LISTS = re.compile(r"\(?[a1][.)]\s")
# A line of a list of contents, or of a table.
_ENDS_IN_FIGURES = re.compile(r"([.…]{3,}.*|\s[0-9][0-9.,%]*)$")
_CAPTION = re.compile(r"(Tabel|Gambar|Formulir) ([0-9]+(\.[0-9]+)?(\.[A-Z])?)\b\.?\s*(.*)$")
_LEADS_ON = re.compile(r"\b(pada|dalam|di|ke|dari|dan|atau|dengan|oleh|lihat|seperti|sesuai|menurut|berdasarkan)$")
_INDICATOR = re.compile(r"(Contoh pada|INDIKATOR [0-9]+$|PERTANYAAN UMUM)")
_NUMBERED = re.compile(
    r"(BAB [IVXL]+|(Tabel|Gambar|Formulir) [0-9.]+|[0-9]{1,2}(\.[0-9]{1,2})+|[A-Z]\.[0-9]+|[A-Z]|[0-9]{1,2}|[IVX]+)"
    r"(?=[. ]|$)"
)
_SMALL = {"dan", "atau", "di", "ke", "dari", "untuk", "pada", "yang", "bagi", "oleh", "dengan", "dalam"}
_TITLE = 90
_LEVELS = ("chapter", "roman", "point", "subpoint", "letter", "sub", "number", "leaf")


@dataclass(frozen=True)
class _Heading:
    index: int
    level: str
    title: str
    lines: int = 1
    kind: Kind = "section"


def guideline_sections(
    lines: Sequence[Line], start: int, end: int, path: str = "", trail: tuple[str, ...] = ()
) -> list[Section]:
    """Sections by heading; the blocks of a questionnaire by indicator and level."""
    texts = [line.text for line in lines]
    blocks = indicator_blocks(lines, start, end)
    covered = {index for block in blocks for index in range(block.start, block.end)}
    ends = [closing for closing in closings(lines, start, end) if closing.start not in covered]
    front, titled, marks = _front(texts, (start, end), trail, path)
    covered |= {index for closing in ends for index in range(closing.start, closing.end)} | set(range(start, titled))
    pages = [line.page for line in lines]
    headings = _headings(texts, pages, (start, end), covered)
    opened: dict[str, str] = {}
    events: list[_Heading | Block | Closing] = [*headings, *blocks, *ends]
    for event in sorted(events, key=lambda event: event.index if isinstance(event, _Heading) else event.start):
        if isinstance(event, _Heading):
            position = _LEVELS.index(event.level)
            opened = {level: title for level, title in opened.items() if _LEVELS.index(level) < position}
            opened[event.level] = event.title
            crumbs = (*trail, *opened.values())
            mark = Section(event.index, end, _path(path, opened), _locator(crumbs), event.kind, crumbs)
            marks.append(replace(mark, heading=event.lines))
            continue
        if isinstance(event, Closing):
            crumbs = (*trail, *opened.values())
            signed = (*trail, "Penutup")
            marks.append(Section(event.start, end, _path(path, {"": "penutup"}), _locator(signed), "section", signed))
        else:
            crumbs = (*trail, *(title for level, title in opened.items() if level in ("chapter", "roman")))
            marks += indicator_sections(lines, event, crumbs)
        name = _locator(crumbs) or "Isi"
        rest = f"{_path(path, opened)}/lanjutan".strip("/")
        marks.append(Section(event.end, end, rest, name, "section", crumbs))
    starts = {mark.start for mark in marks if not mark.path.endswith("lanjutan")}
    marks = [mark for mark in marks if not (mark.path.endswith("lanjutan") and mark.start in starts)]
    name = trail[-1] if trail else "Pembuka"
    opening = Section(start, end, f"{path}/pembuka".strip("/"), name, "section" if trail else "preamble", trail)
    if front > start:
        opening = replace(opening, kind="preamble")
    return partition([mark for mark in marks if mark.start < end], start, end, opening)


def _front(
    texts: Sequence[str], span: tuple[int, int], trail: tuple[str, ...], path: str
) -> tuple[int, int, list[Section]]:
    """Where the head of a letter or of its annex ends, with the title below that of an annex, and the section that
    begins there unless a heading does."""
    start, end = span
    if not trail:
        if (form := sop_head(texts, start, end)) > start:
            return start, form, [Section(start, end, "identitas", "Identitas SOP", "section", ("Identitas SOP",))]
        front = letter_head(texts, start, end)
        return front, front, [Section(front, end, "isi", "Isi")] if start < front < end else []
    title = annex_title(texts, start, end)
    if not title or not trail[-1].endswith(" ".join(title)):
        return start, start, []
    front = annex_head(texts, start, end)
    own = Section(front, end, path, trail[-1], "section", trail, heading=len(title))
    return front, front + len(title), [own]


def _path(prefix: str, opened: dict[str, str]) -> str:
    parts = [_key(title) for title in opened.values()]
    return "/".join(filter(None, (prefix, *parts)))


def _key(title: str) -> str:
    """The part of an id that stands for a heading: its number where it has one, else its words."""
    match = _NUMBERED.match(title)
    text = match[0] if match else title[:40]
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _locator(crumbs: tuple[str, ...]) -> str:
    """The last heading under its annex or chapter, short enough to read in a citation."""
    shown = [crumb if len(crumb) <= 70 else crumb[:67].rsplit(" ", 1)[0] + " …" for crumb in crumbs]
    if len(shown) <= 2:
        return ", ".join(shown)
    head = re.match(r"(Lampiran( [IVX]+)?|BAB [IVXL]+)", shown[0])
    return f"{head[0] if head else shown[0]}, {shown[-1]}"


def _headings(texts: Sequence[str], pages: Sequence[int], span: tuple[int, int], covered: set[int]) -> list[_Heading]:
    found: list[_Heading] = []
    letter, number = "", 0
    start, end = span
    chapters = any(_CHAPTER.match(text) for text in texts[start:end])
    skip = start
    if texts[start].startswith("LAMPIRAN") and start not in covered:
        # The head of an annex repeats whose annex it is.
        while (
            skip < end
            and (is_upper(texts[skip]) or texts[skip].startswith("NOMOR"))
            and not _CHAPTER.match(texts[skip])
        ):
            skip += 1
    for index in range(start, end):
        if index in covered or index < skip:
            continue
        heading = _heading(texts, index, end, letter, number) or _unnumbered(texts, pages, index, end, chapters)
        if heading is None:
            continue
        found.append(heading)
        skip = index + heading.lines
        if heading.level in ("chapter", "roman", "point", "subpoint"):
            letter, number = "", 0
        elif heading.level == "letter":
            letter, number = heading.title[0], 0
        elif heading.level == "number":
            number = int(heading.title.split(".")[0])
        elif heading.level == "sub":
            number = 0
    return found


def _heading(texts: Sequence[str], index: int, end: int, letter: str, number: int) -> _Heading | None:
    text = texts[index]
    if match := _CHAPTER.match(text):
        title, count = _capitals(texts, index + 1, end)
        return _Heading(index, "chapter", f"BAB {match[1]} {title}".strip(), 1 + count)
    if match := _CAPTION.match(text):
        return _caption(texts, index, end, match)
    if len(text) > _TITLE or text.endswith((";", ",", ":")):
        return None
    if (match := _POINT.match(text)) and not (_sentence(match[2]) or _ENDS_IN_FIGURES.search(match[2])):
        return _Heading(index, "point" if match[1].count(".") == 1 else "subpoint", text)
    if (match := _SUBLETTER.match(text)) and not _sentence(match[2]):
        return _Heading(index, "sub", text)
    if (match := _LETTER.match(text)) and match[1] == (chr(ord(letter) + 1) if letter else "A"):
        return None if _sentence(match[2]) else _Heading(index, "letter", text)
    if (match := _ROMAN.match(text)) and is_upper(match[3]):
        return _Heading(index, "roman", text)
    if match := _NUMBER.match(text):
        return _numbered(texts, index, end, match, number)
    return None


def _unnumbered(texts: Sequence[str], pages: Sequence[int], index: int, end: int, chapters: bool) -> _Heading | None:
    """A heading without a number: a line in capitals or, where there are no chapters, a short title line."""
    text = texts[index]
    if _INDICATOR.match(text):
        return _Heading(index, "leaf", text)
    if len(text) > _TITLE or text.endswith((";", ",", ":", ".")):
        return None
    before = texts[index - 1] if index and pages[index - 1] == pages[index] else ""
    following = texts[index + 1] if index + 1 < end else ""
    if is_upper(text) and len(text) >= 10:
        if is_upper(following) and is_upper(before):
            return None
        return _Heading(index, "leaf" if chapters else "chapter", text)
    words = text.split()
    titled = 2 <= len(words) <= 9 and all(word[:1].isupper() or word in _SMALL for word in words)
    apart = not before or before.endswith((".", ")"))
    if not chapters and titled and apart and following and not following[:1].islower():
        return _Heading(index, "leaf", text)
    return None


def _numbered(texts: Sequence[str], index: int, end: int, match: re.Match[str], number: int) -> _Heading | None:
    """ "3. Title" on a line of its own, in sequence, followed by a new sentence: a heading, not a list item."""
    if int(match[1]) != number + 1 or _sentence(match[2]) or len(match[2]) > 70:
        return None
    following = texts[index + 1] if index + 1 < end else ""
    listed = _LISTS.match(following)
    if not following or (following[:1].islower() and not listed) or _NUMBER.match(following):
        return None
    return _Heading(index, "number", texts[index])


def _sentence(text: str) -> bool:
    return text.endswith((".", ";", ",")) and len(text.split()) > 6


def _capitals(texts: Sequence[str], index: int, end: int) -> tuple[str, int]:
    words: list[str] = []
    while index < end and is_upper(texts[index]) and not starts_paragraph(texts[index]) and len(words) < 4:
        words.append(texts[index])
        index += 1
    return " ".join(words), len(words)


def _caption(texts: Sequence[str], index: int, end: int, match: re.Match[str]) -> _Heading | None:
    title = match[5]
    if match[1] == "Formulir" or re.match(r"(di|dan|sebagai|pada|di bawah|berikut|adalah|menunjuk|men\w+)\b", title):
        return None
    if title.endswith((".", ",", ";")) and len(title.split()) > 3:
        return None
    following = texts[index + 1] if index + 1 < end else ""
    # "… dapat dilihat pada" / "Gambar 2." ends a sentence, and the caption may be the very next line.
    caption = _CAPTION.match(following)
    if _LEADS_ON.search(texts[index - 1] if index else "") or (not title and caption and caption[1] == match[1]):
        return None
    count = 1
    if not title and following:
        title, count = following, 2
    kind: Kind = "table" if match[1] == "Tabel" else "section"
    return _Heading(index, "leaf", f"{match[1]} {match[2]} {title}".strip(), count, kind)
