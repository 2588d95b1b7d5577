"""What a person says of a document where it was recognised wrongly: read from their words, and put in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from knowledge.catalog import Regulation
from knowledge.model import Document, Given, Status
from knowledge.text import fold
from knowledge.vocabulary import load

PARTS = {
    "jenis": "kind",
    "nomor": "number",
    "tahun": "year",
    "judul": "title",
    "status": "status",
    "mencabut": "revokes",
}
"""What a person calls a part of a document's identity, and its name here."""
NOTHING = ("tidak ada", "tidak", "-", "kosong")
_LONGEST = {"kind": 60, "title": 300}
_YEARS = range(1945, 2101)
_NUMBER = re.compile(r"\d{1,4}[A-Ea-e]?|[A-Za-z0-9][A-Za-z0-9.\-]*(?:/[A-Za-z0-9.\-]+)+")
_OF_ID = re.compile(r"(.+?)-(\d+[a-z]?)-((?:19|20)\d\d)")
_VOWEL = re.compile("[aeiou]")
_ID = re.compile(r"[a-z]+(?:-[a-z0-9]+)*-(?:19|20)\d\d")
_NAMED = re.compile(
    r"(?P<kind>[^\d]{2,60}?)[\s.]*(?:\b(?:nomor|no)\b\.?)?\s*(?P<number>\d{1,4}[a-e]?)\s*(?:/|-|tahun)?\s*(?P<year>\d{4})",
    re.IGNORECASE,
)


def read(part: str, text: str, regulations: Sequence[Regulation], known: Mapping[str, str] | None = None) -> Given:
    """One part of an identity (``kind`` … ``revokes``) from what a person wrote; ``known`` are the labels of documents
    held, by id. Raises ValueError with a sentence for them."""
    value = " ".join(text.split())
    readers: dict[str, Callable[[], object]] = {
        "kind": lambda: _kind(_short_enough(part, value), regulations),
        "number": lambda: _number(value),
        "year": lambda: _year(value),
        "title": lambda: _short_enough(part, value),
        "status": lambda: _status(value),
        "revokes": lambda: _revokes(value, regulations, known or {}),
    }
    return Given.model_validate({part: readers[part]()})


def merged(before: Given, after: Given) -> Given:
    """What was said later put over what was said before."""
    return before.model_copy(update={name: value for name, value in after if value is not None})


def as_given(document: Document, given: Given, regulations: Sequence[Regulation]) -> Document:
    """A recognised document with what a person said of it. Another name takes title and status from the list of
    regulations where it stands there, unless they were given too."""
    if given == Given():
        return document
    update: dict[str, object] = {"given": given}
    if given.kind or given.number or given.year:
        update |= _renamed(document, given, regulations)
    for name in ("title", "status", "revokes"):
        if (value := getattr(given, name)) is not None:
            update[name] = value
    if given.status and given.status is not Status.DICABUT:
        update["revoked_by"] = None
    return document.model_copy(update=update)


def short_kind(document: Document) -> str:
    """The short name of a document's kind: "PermenPANRB" of PermenPANRB 8/2026."""
    return document.label.rsplit(" ", 1)[0] if document.number and document.number in document.label else document.kind


def kinds(regulations: Iterable[Regulation]) -> tuple[str, ...]:
    """Short names of the kinds on the list of regulations, the most frequent first."""
    found = [r.short.rsplit(" ", 1)[0] for r in regulations if r.number[:1].isdigit()]
    return tuple(sorted(dict.fromkeys(found), key=lambda kind: -found.count(kind)))


def _renamed(document: Document, given: Given, regulations: Sequence[Regulation]) -> dict[str, object]:
    kind = given.kind or short_kind(document)
    number, year = given.number or document.number, given.year or document.year
    if number is None or year is None:
        return {"kind": kind, "number": number, "year": year}
    prefix, full = _prefix(kind, regulations)
    id_, label = _id(prefix, number, year), f"{kind} {number}" if "/" in number else f"{kind} {number}/{year}"
    if id_ == document.id:
        return {"label": label}
    listed = next((r for r in regulations if r.id == id_), None)
    law: dict[str, object] = {"status": Status.BELUM_PASTI, "revoked_by": None, "conflicts": ()}
    if listed is not None:
        law |= {"label": listed.short, "title": listed.title, "status": listed.status, "revoked_by": listed.revoked_by}
        if listed.effective_from:
            law["effective_from"] = listed.effective_from
    return {"id": id_, "label": label, "kind": full, "number": number, "year": year} | law


def _prefix(kind: str, regulations: Sequence[Regulation]) -> tuple[str, str]:
    """What ids of a kind begin with, and its full name: as on the list of regulations, else as people call it."""
    for row in regulations:
        if row.number[:1].isdigit() and row.short.rsplit(" ", 1)[0].casefold() == kind.casefold():
            return row.id.removesuffix(f"-{row.number.lower()}-{row.year}"), row.kind
    said = {name: prefix for prefix, names in load().regulations.items() for name in names}
    prefix = said.get(fold(kind), "")
    return (prefix if prefix and not prefix.endswith("-") else _slug(kind)), kind


def _id(prefix: str, number: str, year: int) -> str:
    return f"{prefix}-{_slug(number)}" if "/" in number else f"{prefix}-{number.lower()}-{year}"


def _kind(value: str, regulations: Sequence[Regulation]) -> str:
    if not any(letter.isalpha() for letter in value):
        raise ValueError("Jenis dokumen belum terbaca. Tulis misalnya: PermenPANRB.")
    return next((kind for kind in kinds(regulations) if kind.casefold() == value.casefold()), value)


def _number(value: str) -> str:
    value = re.sub(r"^(?:nomor|no)\b\.?\s*", "", value, flags=re.IGNORECASE)
    if len(value) > 50 or not _NUMBER.fullmatch(value):
        raise ValueError("Nomor belum terbaca. Tulis nomornya saja, misalnya: 8.")
    return value.upper()


def _year(value: str) -> int:
    digits = re.sub(r"^tahun\s*", "", value, flags=re.IGNORECASE)
    if not re.fullmatch(r"\d{4}", digits, re.ASCII) or int(digits) not in _YEARS:
        raise ValueError("Tahun belum terbaca. Tulis empat angka, misalnya: 2026.")
    return int(digits)


def _status(value: str) -> Status:
    try:
        return Status(value.casefold())
    except ValueError:
        raise ValueError(f"Status belum terbaca. Pilih: {', '.join(Status)}.") from None


def _revokes(value: str, regulations: Sequence[Regulation], known: Mapping[str, str]) -> tuple[str, ...]:
    if value.casefold().rstrip(".") in NOTHING:
        return ()
    labels = {label.casefold(): id_ for id_, label in (*known.items(), *((r.id, r.short) for r in regulations))}
    ids = {*known, *(r.id for r in regulations)}
    found = []
    for name in re.split(r"\s*(?:;|,|\bdan\b)\s*", value):
        match = _NAMED.fullmatch(name)
        if name in ids or name.casefold() in labels or _ID.fullmatch(name):
            found.append(labels.get(name.casefold(), name))
        elif match and int(match["year"]) in _YEARS:
            prefix, _ = _prefix(match["kind"].strip(), regulations)
            found.append(_id(prefix, match["number"], int(match["year"])))
        elif name:
            raise ValueError(f"Peraturan “{name[:60]}” belum terbaca. Tulis misalnya: PermenPANRB 59/2020.")
    return tuple(dict.fromkeys(found))


def called(id_: str) -> str:
    """What people call a regulation of which only the id is known: "perbup-contoh-7-2025" is "Perbup Contoh 7/2025"."""
    if not (parts := _OF_ID.fullmatch(id_)):
        return id_
    kind = (word.upper() if len(word) < 3 or not _VOWEL.search(word) else word.title() for word in parts[1].split("-"))
    return f"{' '.join(kind)} {parts[2]}/{parts[3]}"


def _short_enough(part: str, value: str) -> str:
    if not 2 <= len(value) <= _LONGEST[part]:
        raise ValueError(f"Tulis antara 2 dan {_LONGEST[part]} huruf.")
    return value


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "dokumen"
