"""Which document a PDF is: kind, number, year, title and dates as it states them, checked against the list of
regulations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ingest.extracting.extract import RawDocument
from ingest.identifying.naming import Name, mend, names, slug
from ingest.identifying.papers import paper
from ingest.identifying.relations import Dated, Relations, relations
from knowledge.catalog import Regulation
from knowledge.model import Document, Page

HANDBOOK_SUBJECT = "asisten-spbe-handbook"

_OPENING = 2_500
_TENTANG = re.compile(r"\s*T[EF3]NTAN[GC6]\s+(?P<title>.{5,600})")
_TITLE_END = re.compile(
    r"\b(?:D[EF3]NGAN\s*RAHMAT|MENIMBANG|MENGINGAT|BAB\s+[I1l]\b|KEPADA\b|YTH\b|DAFTAR ISI|KATA PENGANTAR)|[;]", re.I
)
_AUTHORITY = re.compile(
    r"\s(?<!PERATURAN )(?<!KEPUTUSAN )(?<!EDARAN )(?<!PEDOMAN )(?<!INSTRUKSI )"
    r"(?:MENTERI|PRESIDEN|GUBERNUR|BUPATI|WALI ?KOTA|KEPALA (?:BADAN|LEMBAGA))\b[^;:]{0,110},\s*$"
)
# A heading that speaks about a regulation is not that regulation's own.
_ABOUT = re.compile(
    r"\b(?:BERDASARKAN|SESUAI|MENURUT|TERHADAP|SOSIALISASI|PELAKSANAAN|IMPLEMENTASI|PENERAPAN|LAPORAN|KAJIAN|RINGKASAN|"
    r"RANCANGAN|RAPERDA|NASKAH AKADEMIK|MATRIKS|TELAAH|ATAS|DALAM|DENGAN|AMANAT|DARI|MATERI|PAPARAN)\s+(?:\w+\s+)?$"
)
_SLASH = re.compile(r"(?<=[0-9A-Z]) ?/ ?(?=[0-9A-Z])")  # "NOMOR 188.45 / 231 /KUM/2025"
_MARKER = re.compile(r"\s(?:[A-Z]|[0-9]{1,2}|[IVX]+)\.$")
_PADDING = re.compile(r"^(?:salinan|scan|pindai|uji|tanpa|teks|copy|final|lampiran|ttd|[\d()])+$")
_FILED = (
    (r"permen-?pan-?rb", "permenpanrb"), (r"pedoman(?:-men(?:teri)?-?pan-?rb|-menteri)?", "pedoman-menpanrb"),
    (r"kepmen-?pan-?rb", "kepmenpanrb"), (r"(?:peraturan|perban|perka)-bssn", "peraturan-bssn"),
    (r"perpres|uu|pp|perppu|inpres|keppres", ""),
)  # fmt: skip
_ACRONYMS = {"spbe", "tik", "uu", "pdp", "ite", "bssn", "panrb", "ipd", "sdi", "opd", "rb", "sop"}
_SMALL = {"dan", "di", "ke", "dari", "tentang", "untuk", "pada", "yang"}
_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


def identify(
    file: str, sha256: str, raw: RawDocument, pages: Sequence[Page], regulations: Sequence[Regulation]
) -> Document:
    """The document of a PDF: by content hash, else by what its first page says it is, else by its file name.

    Dates, amended and revoked regulations are those the document states. A document on the list of regulations
    takes name and status from there, and ``conflicts`` says where the two disagree; any other has status
    "belum pasti".
    """
    handbook = raw.subject.strip() == HANDBOOK_SUBJECT
    common = {"sha256": sha256, "file": file, "pages": len(pages), "handbook": handbook}
    if handbook:
        title = raw.title.strip() or _name(file)
        return Document(id=slug(Path(file).stem), title=title, label=title, kind="Buku saku", **common)
    opened = _opening(pages)
    known = next((r for r in regulations if sha256 in r.sha256), None)
    if known is None and opened is not None:
        known = next((r for r in regulations if r.id == opened[0].id), None)
    if known is None and opened is None:
        known = _filed(file, regulations)
    if known is not None:
        return _listed(known, opened, pages, common)
    if opened is not None:
        name, title = opened
        said = relations("\n".join(page.text for page in pages), title, name)
        return Document(
            id=name.id,
            title=_cased(title),
            label=name.label,
            kind=name.kind,
            number=name.number,
            year=name.year,
            effective_from=said.effective.day if said.effective else None,
            **common | _stated(said),
        )
    return _unlisted(file, pages, common)


def _unlisted(file: str, pages: Sequence[Page], common: dict[str, object]) -> Document:
    """A document that is no regulation: as its first page calls it, else as its file is called."""
    filed, label = re.search(r"(?<!\d)(19|20)\d{2}(?!\d)", file), _name(file)
    year = int(filed[0]) if filed else None
    if (said := paper(pages, label)) is None:
        kind = "Laporan" if label.lower().startswith("laporan") else "Dokumen"
        return Document(id=slug(Path(file).stem), title=label, label=label, kind=kind, year=year, **common)
    return Document(
        id=said.id or slug(Path(file).stem),
        title=_cased(said.title) if said.title.isupper() else said.title,
        label=_cased(said.name) if said.name.isupper() else said.name,
        kind=said.kind,
        number=said.number,
        year=said.year or year,
        **common,
    )


def _listed(
    known: Regulation, opened: tuple[Name, str] | None, pages: Sequence[Page], common: dict[str, object]
) -> Document:
    """The document of a regulation on the list, with what its own pages say beside it."""
    own = Name(known.id, known.short, known.kind, known.number, known.year)
    said = relations("\n".join(page.text for page in pages), opened[1] if opened else known.title, own)
    scanned = any(page.ocr for page in pages)
    effective = known.effective_from or (said.effective.day if said.effective else None)
    return Document(
        id=known.id,
        title=known.title,
        label=known.short,
        kind=known.kind,
        number=known.number if known.number[:1].isdigit() else None,
        year=known.year,
        status=known.status,
        revoked_by=known.revoked_by,
        effective_from=effective,
        conflicts=tuple(_conflicts(known, opened, said, scanned)),
        **common | _stated(said),
    )


def _stated(said: Relations) -> dict[str, object]:
    return {
        "enacted": said.enacted.day if said.enacted else None,
        "promulgated": said.promulgated.day if said.promulgated else None,
        "amends": said.amends,
        "revokes": said.revokes,
    }


# What the first page says ----------------------------------------------------------------------------


def _opening(pages: Sequence[Page]) -> tuple[Name, str] | None:
    """Name and title as the head of the first pages states them."""
    text = mend(" ".join(" ".join(page.text for page in pages[:2]).split())[:_OPENING])
    text = _SLASH.sub("/", text)
    for name in names(text):
        head = text[name.start : name.end]
        titled = _TENTANG.match(text, name.end)
        # A head is in capitals; "Peraturan Presiden Nomor 95 Tahun 2018" in a sentence is a reference.
        if sum(letter.islower() for letter in head) > 2:
            continue
        if titled is None or _ABOUT.search(text[max(0, name.start - 60) : name.start]):
            continue
        title = _title(titled["title"])
        if len(title) >= 5:
            return name, title
    return None


def _title(text: str) -> str:
    end = _TITLE_END.search(text)
    title = text[: end.start()] if end else text
    title = _AUTHORITY.sub("", title.rstrip() + " ").strip(" ,.")
    # Without a closing formula the title ends where the capitals do.
    words = title.split()
    stop = next((i for i, w in enumerate(words) if i and w.islower() and len(w) > 3), len(words))
    if words and words[0].isupper():
        written = (i for i, pair in enumerate(pairwise(words)) if i and all(w[1:].islower() for w in pair))
        stop = min(stop, next(written, stop))
    title = _AUTHORITY.sub("", " ".join(words[:stop])[:300] + " ")
    return _MARKER.sub("", title.rstrip()).strip(" ,.")


def _filed(file: str, regulations: Sequence[Regulation]) -> Regulation | None:
    """The listed regulation whose name the file name begins with, for scans that begin inside of it."""
    stem = slug(Path(file).stem)
    for pattern, prefix in _FILED:
        match = re.search(rf"(?:^|-)({pattern})-(?:no(?:mor)?-)?(\d{{1,4}})-(?:tahun-)?((?:19|20)\d\d)(?=-|$)", stem)
        if match and all(_PADDING.match(word) for word in stem[: match.start()].split("-") if word):
            wanted = f"{prefix or match[1]}-{match[2]}-{match[3]}"
            return next((r for r in regulations if r.id == wanted), None)
    return None


# Document and list ----------------------------------------------------------------------------------


def _conflicts(known: Regulation, opened: tuple[Name, str] | None, said: Relations, scanned: bool) -> list[str]:
    """Sentences on where the document and the list disagree; what may be a misread digit is no disagreement."""
    found = []
    for what, stated, listed in (
        ("Tanggal penetapan", said.enacted, known.enacted),
        ("Tanggal pengundangan", said.promulgated, known.promulgated),
        ("Tanggal mulai berlaku", said.effective, known.effective_from),
    ):
        if stated and listed and not _agree(stated, listed, scanned):
            found.append(f"{what} menurut dokumen ({_day(stated.day)}) berbeda dari daftar ({_day(listed)}).")
    if opened is not None:
        name, title = opened
        if name.id != known.id and not (scanned and Levenshtein.distance(name.id, known.id) <= 1):
            found.append(f"Nama menurut dokumen ({name.label}) berbeda dari daftar ({known.short}).")
        if fuzz.token_set_ratio(title.lower(), known.title.lower()) < 60:
            found.append(f"Judul menurut dokumen ({_cased(title)}) berbeda dari daftar ({known.title}).")
    stated_ids = {i for i in said.revokes if i != known.id}
    if stated_ids and known.revokes and not stated_ids & set(known.revokes):
        found.append("Peraturan yang dicabut menurut dokumen berbeda dari daftar.")
    return found


def _agree(stated: Dated, listed: date, scanned: bool) -> bool:
    if stated.day == listed:
        return True
    doubtful = scanned or not stated.sure
    return doubtful and Levenshtein.distance(stated.day.isoformat(), listed.isoformat()) <= 1


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _name(file: str) -> str:
    return _cased(re.sub(r"[-_\s]+", " ", Path(file).stem))


def _cased(text: str) -> str:
    words = text.lower().split()
    return " ".join(
        word.upper()
        if word.strip("()") in _ACRONYMS or word[:1] == "("
        else word
        if index and word in _SMALL
        else word.capitalize()
        for index, word in enumerate(words)
    )
