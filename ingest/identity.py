"""Which document a PDF is: kind, number, year and title, checked against the list of regulations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ingest.extract import RawDocument
from knowledge.catalog import Regulation
from knowledge.model import Document, Page

HANDBOOK_SUBJECT = "asisten-spbe-handbook"

# (how the first page opens, id prefix, short name, kind); the first that matches counts.
_KINDS = (
    (r"PEDOMAN MENTERI PENDAYAGUNAAN", "pedoman-menpanrb", "Pedoman Menteri PANRB", "Pedoman Menteri PANRB"),
    (r"PERATURAN MENTERI PENDAYAGUNAAN", "permenpanrb", "PermenPANRB", "Peraturan Menteri PANRB"),
    (r"KEPUTUSAN MENTERI PENDAYAGUNAAN", "kepmenpanrb", "Kepmen PANRB", "Keputusan Menteri PANRB"),
    (r"SURAT EDARAN.{0,80}PENDAYAGUNAAN", "se-menpanrb", "SE MenPANRB", "Surat Edaran Menteri PANRB"),
    (r"PERATURAN BADAN SIBER", "peraturan-bssn", "Peraturan BSSN", "Peraturan BSSN"),
    (r"PERATURAN PRESIDEN", "perpres", "Perpres", "Peraturan Presiden"),
    (r"PERATURAN PEMERINTAH PENGGANTI", "perppu", "Perppu", "Peraturan Pemerintah Pengganti Undang-Undang"),
    (r"PERATURAN PEMERINTAH", "pp", "PP", "Peraturan Pemerintah"),
    (r"UNDANG-UNDANG", "uu", "UU", "Undang-Undang"),
    (r"PERATURAN GUBERNUR", "pergub", "Pergub", "Peraturan Gubernur"),
    (r"PERATURAN (WALI ?KOTA|BUPATI)", "perkada", "Peraturan Kepala Daerah", "Peraturan Kepala Daerah"),
)
_NUMBERED = re.compile(r"NOMOR\s*:?\s*(\d{1,4}[A-Z]?)\s+TAHUN\s+(\d{4})\s+TENTANG\s+(.{5,400}?)\s*(?:DENGAN RAHMAT|$)")
_OPENING = 2_500
_ACRONYMS = {"spbe", "tik", "uu", "pdp", "ite", "bssn", "panrb", "ipd", "sdi", "opd", "rb"}
_SMALL = {"dan", "di", "ke", "dari", "tentang", "untuk", "pada", "yang"}


def identify(
    file: str, sha256: str, raw: RawDocument, pages: Sequence[Page], regulations: Sequence[Regulation]
) -> Document:
    """The document of a PDF: by content hash, else by what its first page says, else by its file name.

    A document on the list of regulations takes name and status from there; any other has status
    "belum pasti".
    """
    handbook = raw.subject.strip() == HANDBOOK_SUBJECT
    common = {"sha256": sha256, "file": file, "pages": len(pages), "handbook": handbook}
    if handbook:
        title = raw.title.strip() or _name(file)
        return Document(id=slug(Path(file).stem), title=title, label=title, kind="Buku saku", **common)
    opening = " ".join(" ".join(page.text for page in pages[:2]).split())[:_OPENING]
    named = _read(opening)
    known = next((r for r in regulations if sha256 in r.sha256), None)
    if known is None and named is not None:
        known = next((r for r in regulations if r.id == named[0]), None)
    if known is not None:
        return Document(
            id=known.id,
            title=known.title,
            label=known.short,
            kind=known.kind,
            number=known.number if known.number[:1].isdigit() else None,
            year=known.year,
            status=known.status,
            revoked_by=known.revoked_by,
            effective_from=known.effective_from,
            **common,
        )
    if named is not None:
        id_, label, kind, number, year, title = named
        return Document(id=id_, title=title, label=label, kind=kind, number=number, year=year, **common)
    year_found = re.search(r"(?<!\d)(19|20)\d{2}(?!\d)", file)
    name = _name(file)
    return Document(
        id=slug(Path(file).stem),
        title=name,
        label=name,
        kind="Laporan" if name.lower().startswith("laporan") else "Dokumen",
        year=int(year_found[0]) if year_found else None,
        **common,
    )


def _read(opening: str) -> tuple[str, str, str, str, int, str] | None:
    """(id, label, kind, number, year, title) as the first page states them."""
    match = _NUMBERED.search(opening)
    if match is None:
        return None
    heading = opening[: match.start()]
    for pattern, prefix, short, kind in _KINDS:
        if re.search(pattern, heading):
            number, year = match[1], int(match[2])
            title = re.split(r" (?:MENTERI|PRESIDEN|GUBERNUR|BUPATI|WALI ?KOTA|KEPALA) ", match[3])[0]
            return f"{prefix}-{number.lower()}-{year}", f"{short} {number}/{year}", kind, number, year, _cased(title)
    return None


def slug(text: str) -> str:
    """Lower case letters and digits joined by hyphens; never empty."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "dokumen"


def _name(file: str) -> str:
    return _cased(re.sub(r"[-_\s]+", " ", Path(file).stem))


def _cased(text: str) -> str:
    words = text.lower().split()
    return " ".join(
        word.upper() if word.strip("()") in _ACRONYMS else word if index and word in _SMALL else word.capitalize()
        for index, word in enumerate(words)
    )
