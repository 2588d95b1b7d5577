"""The heads of letters, of their annexes and of SOPs: letterhead, kind, number and title, no headings of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structuring.lines import is_upper, starts_paragraph

_FORM = re.compile(r"(?:SURAT\s+EDARAN|EDARAN|INSTRUKSI|PENGUMUMAN|KEPUTUSAN|PERATURAN|MAKLUMAT)\b")
_NUMBER = re.compile(r"N[O0o]m?[Mm]?[O0o][Rr]\b\s*[:.]?")
_ABOUT = re.compile(r"(TENTANG|Tentang)\b")
_SUBJECT = re.compile(r"(?:Hal|Perihal|HAL|PERIHAL)\s*:")
_FIELD = re.compile(r"(?:Kepada|Yth\.?|Dari|Nomor|Tanggal|Sifat|Lampiran|Tembusan|di)\b")
_SOP = re.compile(r"N(?:omor|OMOR|o\.?) SOP\b|(?P<name>.*\b(?:Nama|Judul|NAMA|JUDUL) SOP\b)")
_OPENING = 60  # lines in which the head of a letter stands
_TITLE_LINES = 6
_HEAD_LINES = 10


def letter_head(texts: Sequence[str], start: int, end: int) -> int:
    """Where the head of a circular ends, with kind, number and title in capitals, or that of a note, with its fields;
    ``start`` for a text without one."""
    about = next((i for i in range(start, min(end, start + _OPENING)) if _ABOUT.match(texts[i])), None)
    if about is None or not any(_NUMBER.match(text) for text in texts[max(start, about - 4) : about]):
        return _note_head(texts, start, end)
    if not any(_FORM.match(text) for text in texts[max(start, about - 6) : about]):
        return start
    stop = _capitals(texts, about + 1, end)
    beside = is_upper(texts[about]) and len(texts[about].split()) > 1
    return stop if stop > about + 1 or beside else start


def _note_head(texts: Sequence[str], start: int, end: int) -> int:
    """Where the fields at the head of a note end: number and subject, and whom it is addressed to."""
    opening = range(start, min(end, start + _OPENING // 2))
    subject = next((i for i in opening if _SUBJECT.match(texts[i])), None)
    if subject is None or not any(_NUMBER.match(text) for text in texts[start:subject]):
        return start
    stop = subject + 1
    # The rest of the subject, and the fields below it.
    while stop < min(end, subject + _HEAD_LINES) and (texts[stop][:1].islower() or _FIELD.match(texts[stop])):
        stop += 1
    return stop


def sop_head(texts: Sequence[str], start: int, end: int) -> int:
    """Where the form at the head of an SOP ends, with number and name; ``start`` for a text without one."""
    fields = [i for i in range(start, min(end, start + _OPENING // 2)) if _SOP.match(texts[i])]
    named = [i for i in fields if (match := _SOP.match(texts[i])) and match["name"]]
    return _capitals(texts, named[0] + 1, end) if named and len(fields) > 1 else start


def annex_head(texts: Sequence[str], start: int, end: int) -> int:
    """Where the lines end that say whose annex it is: "LAMPIRAN II", the act with number and title."""
    own = _squeeze(" ".join(text for text in texts[: min(start, _OPENING)] if is_upper(text)))
    limit = min(end, start + _HEAD_LINES)
    acts = [i for i in range(start, min(limit, start + 3)) if _FORM.search(texts[i]) and is_upper(texts[i])]
    number = next((i for i in range(start, limit) if _NUMBER.match(texts[i])), None)
    index = max([start, *acts, *([number] if number is not None and acts else [])]) + 1
    # The act's title, which stands at the head of the act itself as well.
    while index < limit and is_upper(texts[index]) and (_ABOUT.match(texts[index]) or _squeeze(texts[index]) in own):
        index += 1
    return index


def annex_title(texts: Sequence[str], start: int, end: int) -> Sequence[str]:
    """The lines of the title in capitals under the head of an annex; none without one."""
    head = annex_head(texts, start, end)
    return texts[head : _capitals(texts, head, end)]


def _capitals(texts: Sequence[str], index: int, end: int) -> int:
    """The end of the lines in capitals that begin here."""
    first = index
    while index < min(end, first + _TITLE_LINES) and is_upper(texts[index]) and not starts_paragraph(texts[index]):
        index += 1
    return index


def _squeeze(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())
