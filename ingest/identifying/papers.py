"""Papers that are no regulation, by what their first page says: SOP, official notes and letters, titled reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.identifying.naming import slug
from knowledge.model import Page

_OPENING = 1_800  # characters of the first pages
# The form at the head of an SOP: fields in whatever order the columns are read.
_SOP_NUMBER = re.compile(
    r"N(?:omor|OMOR|o\.?)\s+SOP\s*:?\s*(?P<number>[A-Z0-9][A-Za-z0-9./\- ]{1,50}?)(?=\n|\s+[A-Z][a-z]+|$)"
)
_SOP_NAME = re.compile(r"(?:Nama|Judul|NAMA|JUDUL)\s+SOP\s*:?\s*(?P<title>[^\n:]{5,200})")
_SOP_NEXT = re.compile(r"\s(?:Dasar Hukum|DASAR HUKUM|Tanggal|Nomor|Kualifikasi|Disahkan)\b")
# A letter: its kind where it names it, its fields.
_NOTE = re.compile(
    r"\b(?P<kind>NOTA DINAS|SURAT (?:EDARAN|TUGAS|PERINTAH|UNDANGAN)|MEMORANDUM|PENGUMUMAN|TELAAHAN STAF)\b"
)
_NUMBER = re.compile(r"(?:N[Oo][Mm][Oo][Rr])\s*:?\s*(?P<number>[A-Z0-9][A-Za-z0-9.\-]*(?:\s?/\s?[A-Za-z0-9.\-]+)+)")
_SUBJECT = re.compile(r"\b(?:Hal|Perihal|HAL|PERIHAL)\s*:\s*(?P<title>[^\n]{5,250})")
_ADDRESSED = re.compile(r"\b(?:Kepada|Yth|KEPADA|YTH)\b")
_TITLED = re.compile(
    r"(?:LAPORAN|PEDOMAN|PETUNJUK (?:TEKNIS|PELAKSANAAN)|PANDUAN|RENCANA INDUK|PETA RENCANA|ARSITEKTUR|KERANGKA ACUAN"
    r"|RENCANA STRATEGIS|RENCANA KERJA|BERITA ACARA|NOTULA|NOTULEN|BUKU SAKU|STANDAR PELAYANAN|MODUL)\b"
)
_PLACE = re.compile(
    r"PEMERINTAH (?P<place>(?:PROVINSI|KABUPATEN|KOTA) [A-Z]+(?: (?!DINAS|BADAN|SEKRE|INSPEK)[A-Z]+){0,2})"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SHORT = ((re.compile(r"SISTEM PEMERINTAHAN BERBASIS ELEKTRONIK(?: \(SPBE\))?"), "SPBE"),)
_LONGEST = 90  # a label is read in every citation
_FEWEST = 3  # words of a title that tells


@dataclass(frozen=True)
class Paper:
    """What a paper calls itself. ``number`` is as printed; ``id`` is None where it has none, so that its file names it.
    ``title`` and ``name`` (short, for citations) may be in capitals."""

    kind: str
    title: str
    name: str
    number: str | None = None
    year: int | None = None
    id: str | None = None


def paper(pages: Sequence[Page], filed: str) -> Paper | None:
    """What the first page says the paper is; None where it says nothing of it, or no more than ``filed``, the name of
    its file, which then is the shorter title."""
    text = "\n".join(page.text for page in pages[:2])[:_OPENING]
    first = pages[0].text if pages else ""
    return _procedure(text) or _letter(text) or (None if _tells(filed, first) else _cover(first))


def _tells(filed: str, text: str) -> bool:
    """Whether a file is called by words that all stand on the first page, and by enough of them."""
    words = [word for word in filed.lower().split() if word.isalpha() and len(word) > 1]
    said = "".join(short for long, short in _SHORT if long.search(text)) + text
    return len(words) > _FEWEST and all(word in said.lower() for word in words)


def _procedure(text: str) -> Paper | None:
    """An SOP with its form at the head, unless the file holds several of them."""
    found = list(_SOP_NAME.finditer(text))
    if not found or len({match["title"] for match in found}) > 1:
        return None
    title = _SOP_NEXT.split(found[0]["title"])[0].strip(" .,")
    number = _SOP_NUMBER.search(text)
    return _numbered("SOP", title, number["number"].strip() if number else None, f"SOP {title}"[:_LONGEST])


def _letter(text: str) -> Paper | None:
    """A note or letter with number, subject and whom it is addressed to, before anything else."""
    number, subject, addressed = _NUMBER.search(text), _SUBJECT.search(text), _ADDRESSED.search(text)
    if number is None or subject is None or addressed is None:
        return None
    said = _NOTE.search(text[: number.start()])
    kind = said["kind"].title() if said else "Surat"
    printed = re.sub(r"\s?/\s?", "/", number["number"])
    return _numbered(kind, _subject(subject["title"]), printed, f"{kind} {printed}")


def _subject(text: str) -> str:
    """The subject without the sentence that runs on behind it where the lines were joined."""
    return re.split(r"\s+(?:Menindaklanjuti|Sehubungan|Dalam rangka|Berdasarkan|Bersama ini|Yth\b|Kepada\b)", text)[
        0
    ].strip(" .,")


def _numbered(kind: str, title: str, number: str | None, name: str) -> Paper:
    years = _YEAR.findall(number or "")
    key = slug(f"{kind} {number}") if number else None
    return Paper(kind, title, name, number, int(years[-1]) if years else None, key)


def _cover(text: str) -> Paper | None:
    """A title in capitals on the first page ("LAPORAN HASIL EVALUASI … TAHUN 2025")."""
    line = next((line for line in text.split("\n")[:6] if _TITLED.search(line) and line == line.upper()), None)
    if line is None:
        return None
    title = line[line.index(_TITLED.findall(line)[0]) :].strip(" .,")
    if len(title.split()) < _FEWEST:
        return None
    name, place = title, _PLACE.search(text)
    if place and place["place"] not in title:
        name = f"{title} {place['place']}"
    for long, short in _SHORT:
        name = long.sub(short, name)
    kind = "Laporan" if title.startswith("LAPORAN") else title.split()[0].capitalize()
    years = _YEAR.findall(title)
    return Paper(kind, title, name, None, int(years[-1]) if years else None) if len(name) <= _LONGEST else None
