"""Raw pages → cleaned pages: running heads, page numbers, catchwords and invisible characters go away.

What is dropped is boilerplate only; every other character stays, in order. The printed page number becomes
the page's label.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz

from ingest.extracting.extract import RawDocument, RawPage
from ingest.extracting.invisible import INVISIBLE, SOFT_HYPHEN
from ingest.structuring.digits import repair_digits, repair_list_ends
from ingest.structuring.lines import Line, join, starts_paragraph
from knowledge.model import Page

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# Word processors write bullets from symbol fonts into the private use area; some of them are signs that count.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SIGNS = {"\uf0a3": "≤", "\uf0b1": "±", "\uf0b3": "≥", "\uf0b9": "≠"}
# Letters set apart: "P E D O M A N", "M e n i m b a n g :"; a wider blank parts two such words.
_SPACED = re.compile(r"(?:[^\W\d_] ){3,}[^\W\d_](?=\s*:|\s{2,}|$)")
_ALWAYS = re.compile(
    r"(SALINAN|SK\s*No\.?\s*[0-9lIO][0-9lIO ]{2,}\s*[A-Z]?|(https?://)?(www\.)?(jdih|peraturan)\b[\w./-]*\.go\.id\S*|"
    r"((Penjelasan|Data dukung) ?: ?)?[.… ]{8,})$"
)
_SCANNED_COPY = re.compile(r".{0,8}\bSALINAN$")  # beside the emblem, which was read as letters
_NUMBER = re.compile(r"[\s\-–—_]*([0-9tlIO]{1,4})[\s\-–—_]*$")
_DASHED = re.compile(r"([\-–—_]\s*[0-9tlIO]{1,4}\s*[\-–—_]?|[0-9tlIO]{1,4}\s*[\-–—_])$")
# A page number that a scan garbled altogether ("-Q-").
_GARBLED = re.compile(r"[\-–—_]\s?\w{1,3}\s?[\-–—_]$")
# A page number within a running foot: "Halaman 6", "Dinas Kominfo | Halaman 6 dari 9".
_FOOT = re.compile(
    r"(?:.{0,60}[|–—-]\s*)?(?:Halaman|Hal\.?|Hlm\.?|Page)\s*([0-9]{1,4})(?:\s*(?:dari|/|of)\s*[0-9]{1,4})?$", re.I
)
_DIGITS = str.maketrans("tlIO", "1110")
_CATCHWORD = re.compile(r".{1,45}?(\s?\.){2,}$")
_WORD = re.compile(r"[^\W\d_]+")
_EDGE = 5
_HEAD = 4
_FOOT_WORDS = 3
_TOP, _SCANNED_TOP = 3, 9
_SCRAP = 6


@dataclass
class _Draft:
    number: int
    lines: list[str]
    scanned: bool = False
    label: str | None = None
    dropped: list[str] = field(default_factory=list)

    def drop(self, index: int) -> None:
        self.dropped.append(self.lines.pop(index))

    @property
    def top(self) -> int:
        """How many lines may belong to the letterhead."""
        return _SCANNED_TOP if self.scanned else _TOP

    def edges(self, width: int) -> list[int]:
        count = len(self.lines)
        return [i for i in range(count) if i < width or i >= count - width]


@dataclass(frozen=True)
class Cleaned:
    """The pages, their lines in reading order, and what was dropped from each page as boilerplate."""

    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    dropped: tuple[tuple[str, ...], ...]


def normalise(text: str) -> str:
    """One line of text: compatibility forms unified, invisible characters gone, runs of spaces single."""
    text = _PRIVATE.sub(_sign, unicodedata.normalize("NFKC", INVISIBLE.sub("", text.replace(SOFT_HYPHEN, ""))))
    text = _CONTROL.sub(" ", text).strip()
    start, words = 0, []
    while match := _SPACED.match(text, start):
        words.append(match[0].replace(" ", ""))
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    return " ".join([*words, *text[start:].split()])


def _sign(match: re.Match[str]) -> str:
    return _SIGNS.get(match[0], "•")


def clean(document: RawDocument) -> Cleaned:
    """Cleaned pages and lines of a document; a page's raw text is kept untouched beside its cleaned text."""
    drafts = [_draft(number, page) for number, page in enumerate(document.pages, 1)]
    for draft in drafts:
        for index in reversed(range(len(draft.lines))):
            if _ALWAYS.match(draft.lines[index]) or (draft.scanned and _SCANNED_COPY.match(draft.lines[index])):
                draft.drop(index)
    _letterheads(drafts)
    _running_heads(drafts)
    _numbered_feet(drafts)
    _page_numbers(drafts)
    _catchwords(drafts)
    vocabulary = Counter(word.lower() for draft in drafts for line in draft.lines for word in _words(line))
    for draft in drafts:
        _dehyphenate(draft.lines, vocabulary)
    labels = document.labels
    return Cleaned(
        pages=tuple(
            Page(
                number=draft.number,
                label=draft.label or (labels[draft.number - 1] if len(labels) >= draft.number else None),
                raw=page.raw,
                text=join(draft.lines),
                ocr=page.ocr,
            )
            for draft, page in zip(drafts, document.pages, strict=True)
        ),
        lines=tuple(Line(text, draft.number) for draft in drafts for text in draft.lines),
        dropped=tuple(tuple(draft.dropped) for draft in drafts),
    )


def _draft(number: int, page: RawPage) -> _Draft:
    lines = [line for part in page.lines for piece in part.split("\n") if (line := normalise(piece))]
    scanned = page.scan or page.ocr
    return _Draft(number, repair_list_ends([repair_digits(line) for line in lines]) if scanned else lines, scanned)


def _letterheads(drafts: Sequence[_Draft]) -> None:
    """The President's letterhead, often misread, at the top of each page of a statute, and on scanned pages what
    its emblem was taken for: scraps of a few letters above it."""
    heads = ("PRESIDEN", "REPUBLIK INDONESIA")
    bearing = [d for d in drafts if any(_is_head(line, heads[0]) for line in d.lines[: d.top])]
    if len(bearing) < max(2, len(drafts) // 2):
        return
    for draft in drafts:
        for head in heads:
            place = next((i for i, line in enumerate(draft.lines[: draft.top]) if _is_head(line, head)), None)
            above = draft.lines[: place or 0]
            if place is None or (draft.scanned and not all(len(_squeeze(line)) <= _SCRAP for line in above)):
                continue
            draft.drop(place)
            for index in reversed(range(len(above) if draft.scanned else 0)):
                draft.drop(index)


def _is_head(line: str, head: str) -> bool:
    return len(line) <= len(head) + 3 and fuzz.ratio(line.upper(), head) >= (70 if head == "PRESIDEN" else 60)


def _running_heads(drafts: Sequence[_Draft]) -> None:
    if len(drafts) < 4:
        return
    seen = Counter(line for draft in drafts for line in {draft.lines[i] for i in draft.edges(3)})
    often = {line for line, count in seen.items() if count >= max(3, len(drafts) // 2)}
    for draft in drafts:
        for index in reversed(draft.edges(3)):
            if draft.lines[index] in often and not _NUMBER.match(draft.lines[index]):
                draft.drop(index)


def _numbered_feet(drafts: Sequence[_Draft]) -> None:
    """Drop running feet (and heads) with the page's number in them; on each page it is as far from the page's place."""
    alike: dict[tuple[str, int], list[tuple[_Draft, int]]] = {}
    for draft in drafts:
        for index in dict.fromkeys((len(draft.lines) - 1, 0) if draft.lines else ()):
            line = draft.lines[index]
            named = _FOOT.match(line)
            if not named and (starts_paragraph(line) or len(_WORD.findall(line)) < _FOOT_WORDS):
                continue  # "Pasal 5", "Tabel 3": these rise as well
            for number in [named] if named else re.finditer(r"(?<!\S)([0-9]{1,4})(?!\S)", line):
                form = "" if named else f"{line[: number.start(1)]}#{line[number.end(1) :]}"
                alike.setdefault((form, draft.number - int(number[1])), []).append((draft, index))
    gone: dict[int, dict[int, int]] = {}
    for (form, offset), found in alike.items():
        # Words of its own may stand alike on a page or two.
        few = max(3, len(drafts) // 2) if form else 2 if offset else 1
        if len(found) >= few:
            for draft, index in found:
                gone.setdefault(draft.number, {})[index] = draft.number - offset
    for draft in drafts:
        for index, printed in sorted(gone.get(draft.number, {}).items(), reverse=True):
            draft.label = str(printed)
            draft.drop(index)


def _page_numbers(drafts: Sequence[_Draft]) -> None:
    """Drop printed page numbers; a number counts when near pages are numbered in step."""
    found: dict[int, tuple[int, int]] = {}
    for draft in drafts:
        edges = sorted(draft.edges(_EDGE), key=lambda i: not _DASHED.match(draft.lines[i]))
        for index in edges:
            match = _NUMBER.match(draft.lines[index])
            dashed = _DASHED.match(draft.lines[index])
            outermost = index in (0, len(draft.lines) - 1)
            if match and (dashed or outermost):
                found.setdefault(draft.number, (index, int(match[1].translate(_DIGITS))))
    offsets = {number: number - printed for number, (_, printed) in found.items()}
    for draft in drafts:
        garbled = next((i for i in draft.edges(2) if draft.scanned and _GARBLED.match(draft.lines[i])), None)
        if draft.number not in found and garbled is None:
            continue
        near = [offsets.get(draft.number + step) for step in (-3, -2, -1, 1, 2, 3)]
        index, printed = found.get(draft.number, (garbled or 0, None))
        in_step = printed is not None and draft.number - printed in near
        marked = printed is None or bool(_DASHED.match(draft.lines[index]))
        if in_step:
            draft.label = str(printed)
        elif draft.scanned and marked and near[2] is not None and near[2] == near[3]:
            draft.label = str(draft.number - near[2])
        if in_step or marked:
            draft.drop(index)


def _catchwords(drafts: Sequence[_Draft]) -> None:
    """At the foot of a page of a statute stands how the next one begins ("Pasal 5 . . .")."""
    if not any(_CATCHWORD.match(line) for draft in drafts for line in draft.lines[-3:]):
        return
    for draft, following in pairwise(drafts):
        for index in range(len(draft.lines) - 1, max(len(draft.lines) - _HEAD, 0) - 1, -1):
            if any(_announces(draft.lines[index], line) for line in following.lines[:2]):
                draft.drop(index)
                break


def _announces(line: str, following: str) -> bool:
    catchword = _squeeze(line)
    opening = _squeeze(following)[: len(catchword)]
    if len(catchword) < 3 or len(line) > 45:
        return False
    if _CATCHWORD.match(line):
        return fuzz.ratio(catchword, opening) >= 60
    return catchword == opening and not line.endswith((".", ";", ":", ",")) and len(line) < len(following) - 2


def _squeeze(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _words(line: str) -> list[str]:
    words = _WORD.findall(line)
    return words[:-1] if line.endswith("-") else words


def _dehyphenate(lines: list[str], vocabulary: Counter[str]) -> None:
    """Join a word cut at a line end ("Signifi-" "kan"); doubled and compound words keep their hyphen."""
    for index in range(len(lines) - 1):
        cut = re.search(r"([^\W\d_]{3,})-$", lines[index])
        rest = re.match(r"[^\W\d_]+\S*", lines[index + 1])
        if not cut or not rest or not rest[0][0].islower():
            continue
        left, right = cut[1].lower(), rest[0].lower()
        if vocabulary[left] or left[-4:] in right or right[:4] in left:
            continue
        lines[index] = lines[index][:-1] + rest[0]
        lines[index + 1] = lines[index + 1][rest.end() :].strip()
    lines[:] = [line for line in lines if line]
