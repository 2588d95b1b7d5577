"""Editor's remarks on errors in the sources. The words stay as printed; the remark goes along as ``Unit.note``.

Known errors of known documents are data (``remarks.yaml``). Wrong names of regulations are found in any document by
comparing them with the list of regulations.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import yaml
from rapidfuzz import fuzz

from ingest.identifying.naming import names
from knowledge.catalog import Regulation
from knowledge.model import Document, Unit

_FILE = Path(__file__).with_name("remarks.yaml")
_SUBJECT = re.compile(r"\s*,?\s*tentang\s+", re.IGNORECASE)
_SAME_SUBJECT = 92
_NEAR = 500
# Words that many titles share say nothing of the subject.
_COMMON = frozenset(
    "atas badan berbasis dan dengan di elektronik instansi nasional negara pedoman pelaksanaan pemerintah pemerintahan "
    "pengelolaan penyelenggaraan penyusunan perubahan peraturan republik indonesia sistem spbe tahun tata cara teknis "
    "tentang umum".split()
)


@dataclass(frozen=True)
class Remark:
    """``note`` belongs to the units of ``document`` that hold ``text`` (white space apart) and, where ``units`` says
    so, whose id ends with one of these paths."""

    document: str
    text: str
    note: str
    units: tuple[str, ...] = ()

    def meets(self, unit: Unit) -> bool:
        """Whether a unit of the remark's document is meant."""
        paths = tuple(f"{self.document}/{path}" for path in self.units)
        return (not paths or unit.id in paths) and self.text in " ".join(unit.text.split())


@functools.cache
def remarks() -> tuple[Remark, ...]:
    """The remarks of ``remarks.yaml``."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(Remark(row["document"], row["text"], row["note"], tuple(row.get("units", ()))) for row in rows)


def with_remarks(document: Document, units: Sequence[Unit], regulations: Sequence[Regulation]) -> tuple[Unit, ...]:
    """The units of a document, each with the remarks that belong to it; nothing else of them changes."""
    known = [remark for remark in remarks() if remark.document == document.id]
    found = []
    for unit in units:
        notes = [remark.note for remark in known if remark.meets(unit)]
        notes += misnamed(unit.text, regulations)
        text = " ".join(dict.fromkeys(filter(None, (unit.note, *notes))))
        found.append(unit.model_copy(update={"note": text}) if text != unit.note else unit)
    return tuple(found)


def unplaced(document: Document, units: Sequence[Unit]) -> list[Remark]:
    """Remarks on a document that belong to none of its units: the data or the reading is wrong."""
    known = [remark for remark in remarks() if remark.document == document.id]
    return [remark for remark in known if not any(remark.meets(unit) for unit in units)]


@dataclass(frozen=True)
class _Cited:
    id: str
    label: str
    start: int
    end: int


def misnamed(text: str, regulations: Sequence[Regulation]) -> list[str]:
    """Remarks on regulations cited by a name that the list does not know, where it knows one of the same kind and
    subject with the same number in another year, or of the same year with another number."""
    text = " ".join(text.split())
    known = {row.id for row in regulations}
    notes = []
    for cited in _cited(text, regulations):
        if cited.id in known:
            continue
        meant = [row for row in regulations if _related(cited.id, row) and _same_subject(text, cited, row)]
        if len(meant) == 1:
            notes.append(
                f"Catatan redaksi: naskah menyebut {cited.label}, yang tidak ada dalam daftar peraturan; peraturan "
                f"dengan pokok yang sama adalah {meant[0].short} tentang {meant[0].title}."
            )
    return list(dict.fromkeys(notes))


def _cited(text: str, regulations: Sequence[Regulation]) -> Iterator[_Cited]:
    """Regulations named in full, then by their short names ("PermenPANRB No. 19 Tahun 2020", "Perpres 95/2019")."""
    for name in names(text):
        yield _Cited(name.id, name.label, name.start, name.end)
    for prefix, short in {_parts(row) for row in regulations if row.number.isdigit()}:
        # "PermenPANRB" is also written "Permen PAN-RB".
        spelled = r"[\s-]?".join(re.findall(r"PAN(?=RB)|RB|[A-Z]*[a-z]+|[A-Z]+(?=PANRB)|[A-Z]+", short))
        pattern = rf"\b{spelled}\s*(?:No(?:mor)?\b\.?)?\s*(\d{{1,4}})\s*(?:/|Tahun)\s*((?:19|20)\d\d)\b"
        for match in re.finditer(pattern, text, re.IGNORECASE):
            number = match[1].lstrip("0")
            yield _Cited(f"{prefix}-{number}-{match[2]}", f"{short} {number}/{match[2]}", match.start(), match.end())


def _parts(row: Regulation) -> tuple[str, str]:
    """The beginnings of a regulation's id and of its short name, before the number."""
    return row.id.removesuffix(f"-{row.number}-{row.year}"), row.short.removesuffix(f" {row.number}/{row.year}")


def _related(cited: str, row: Regulation) -> bool:
    prefix, number, year = cited.rpartition("-")[0].rpartition("-")[0], *cited.split("-")[-2:]
    return _parts(row)[0] == prefix and (row.number == number) != (str(row.year) == year)


def _same_subject(text: str, cited: _Cited, row: Regulation) -> bool:
    """The subject is what follows "tentang"; where none is said, two telling words of the title in a row stand near."""
    title = " ".join(row.title.lower().split())
    if match := _SUBJECT.match(text, cited.end):
        said = text[match.end() : match.end() + len(title)].lower()
        return fuzz.ratio(said, title) >= _SAME_SUBJECT
    number = cited.id.rsplit("-", 2)[1]
    near = text[max(cited.start - _NEAR, 0) : cited.end + _NEAR].lower()
    words = re.findall(r"\w+", title)
    pairs = [f"{a} {b}" for a, b in pairwise(words) if not {a, b} & _COMMON]
    return row.number == number and any(re.search(rf"\b{pair}\b", near) for pair in pairs)
