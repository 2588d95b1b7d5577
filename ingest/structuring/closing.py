"""Where a text is signed: place and date, office, name and rank, and who gets a copy (Tembusan)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.structuring.lines import Line, is_upper, starts_paragraph

_OFFICE = (
    r"(?:a\.?n\.?\s*|A\.?N\.?\s*|Plt\.?\s*|Plh\.?\s*|Pj\.?\s*)?(?:PRESIDEN|MENTERI|GUBERNUR|BUPATI|WALI\s?KOTA|SEKRETARIS|"
    r"KEPALA|INSPEKTUR|DIREKTUR|KETUA|CAMAT|LURAH|ASISTEN)\b"
)
# "ttd" stands alone in its line, or behind the office or before the name.
_SIGNED = re.compile(r"(?:.{0,40},\s)?(?:ttd|TTD|[Tt]td)\b[.,]?(?:\s+[A-Z].{0,45})?$")
_NIP = re.compile(r"NIP\.?\s*[0-9]{6,8}[0-9 ]*$")
_COPY = re.compile(r"T[ec]mbusan(?:\s*:.*|\s+(?:disampaikan\s+)?(?:kepada|Yth)\b.{0,30})?$")
_PLACE = re.compile(r"(?:Di(?:tetapkan|keluarkan|sahkan|buat)\s+di\b.{0,50}|[Pp]ada\s+tanggal\b.{0,30})$")
_DATED = re.compile(r"[A-Z][\w .]{2,30}, [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}$")
_RANK = re.compile(r"(?:Pembina|Penata|Pengatur|Jaksa|Brigadir)\b.{0,45}$")
_HEAD = re.compile(r"(?:Menimbang|Mengingat|MEMUTUSKAN|LAMPIRAN|BAB\b|SURAT|NOMOR|TENTANG|[A-Z]\.\s|[IVX]+\.\s)")
_TITLED = re.compile(r"(?:[A-Z][\w.]*\.\s?){0,4}[A-Z]{3,}[A-Z .'-]*(?:,\s.{2,30})?$")
_NAMED = re.compile(r"(?:[A-Z][\w.'’-]*,?\s?){2,8}$")  # the line under "ttd" is a name, in whatever case
_ITEM = re.compile(r"\(?[0-9]{1,2}[.)]\s|[-–•]\s")
_LONGEST = 70  # a line of a signature is short
_ABOVE, _BELOW = 7, 6


@dataclass(frozen=True)
class Closing:
    """A signature with the copies under it: lines ``start`` to ``end`` (exclusive)."""

    start: int
    end: int


def closings(lines: Sequence[Line], start: int, end: int) -> list[Closing]:
    """The signatures among these lines, in order. One begins with its place and date or its office, and ends with the
    rank and number of who signed, or the list of copies."""
    found: list[Closing] = []
    texts = [line.text for line in lines]
    for index in range(start, end):
        if found and index < found[-1].end:
            continue
        if not _anchors(texts, index, end):
            continue
        low = found[-1].end if found else start
        first = _first(lines, index, low)
        last = _last(lines, index, end)
        if found and first <= found[-1].end and lines[first].page == lines[found[-1].end - 1].page:
            found[-1] = Closing(found[-1].start, last)
        else:
            found.append(Closing(first, last))
    return found


def _anchors(texts: Sequence[str], index: int, end: int) -> bool:
    """Whether this line can stand in a signature only."""
    text = texts[index]
    if _SIGNED.match(text) or _NIP.match(text) or _COPY.match(text):
        return True
    if not (re.match(_OFFICE, text) and text.endswith(",") and is_upper(text)):
        return False
    # An office with a comma also stands over "Menimbang"; here a name follows it.
    following = texts[index + 1] if index + 1 < end else ""
    return bool(_TITLED.match(following)) and not _HEAD.match(following)


def _first(lines: Sequence[Line], index: int, low: int) -> int:
    """Up from a line of a signature to its first one."""
    first = index
    while first > low and index - first < _ABOVE and lines[first - 1].page == lines[index].page:
        text = lines[first - 1].text
        office = is_upper(text) and not _HEAD.match(text) and not text.endswith((".", ";", ":"))
        if len(text) > _LONGEST or not (office or any(_parts(text)) or _office_in_words(text)):
            break
        first -= 1
    return first


def _office_in_words(text: str) -> bool:
    return text.endswith(",") and bool(re.match(_OFFICE, text.upper())) and not starts_paragraph(text)


def _parts(text: str) -> Iterator[bool]:
    yield from (bool(pattern.match(text)) for pattern in (_PLACE, _DATED, _SIGNED, _NIP, _RANK, _COPY))


def _last(lines: Sequence[Line], index: int, end: int) -> int:
    """Down from a line of a signature to the end of it, list of copies included."""
    last, copies = index, bool(_COPY.match(lines[index].text))
    while last + 1 < end and lines[last + 1].page == lines[index].page:
        text = lines[last + 1].text
        if _HEAD.match(text) and not any(_parts(text)) and not _TITLED.match(text):
            break
        copies = copies or bool(_COPY.match(text))
        # A name, a rank; in the list of copies an item, or the rest of one.
        under = bool(_SIGNED.match(lines[last].text)) and _NAMED.match(text)
        name = len(text) <= _LONGEST and (under or _TITLED.match(text) or is_upper(text) or any(_parts(text)))
        goes_on = len(text) <= _LONGEST and not is_upper(text) and not lines[last].text.endswith(".")
        within = copies and (_ITEM.match(text) or goes_on)
        after = not copies and last - index < _BELOW and name and not _ITEM.match(text)
        if not (within or after):
            break
        last += 1
    return last + 1
