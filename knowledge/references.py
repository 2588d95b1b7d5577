"""Documents and articles that a text names: "Pasal 8 ayat (2) Perpres 95/2018", "UU PDP", "permenpan 59 2020"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.catalog import Regulation
from knowledge.model import Document
from knowledge.text import fold
from knowledge.vocabulary import has

_PASAL = re.compile(
    r"(?:pasal|article)\s+(\d{1,3}[a-z]?|i{1,3}(?=\W|$))(?:\s*(?:ayat)?\s*\(?(\d{1,2}[a-z]?)\)?(?=\W|$))?"
)
_AYAT = re.compile(r"ayat\s*\(?(\d{1,2}[a-z]?)\)?")
_DOCUMENT = re.compile(
    r"(?P<kind>undang-undang|uu|perpres|peraturan presiden|pp|peraturan pemerintah|permenpanrb|permen ppn|permen|"
    r"peraturan menteri(?: panrb| pan-rb)?|pedoman(?: menteri)?(?: panrb)?|peraturan bssn|perban bssn|bssn|"
    r"kepmen(?: ?panrb)?|se(?: menpanrb)?|surat edaran|permen[a-z]+|perda|pergub|perbup|perwali|inpres|keppres|perppu)"
    r"(?:\s?rb)?\s*(?:nomor|no)?\.?\s*(?P<number>\d{1,4})(?:\s*(?:/|tahun|-|\s)\s*(?P<year>(?:19|20)\d\d))?"
)
_LAW = re.compile(r"(?<!\w)(?:uu|undang-undang)\s+(?!nomor|no\b|tentang|ini|itu|yang|dan|\d)([a-z]+(?:\s[a-z]+){0,2})")
_OTHERS = frozenset({"permenpanrb", "permen ppn"})
_KINDS = {
    "uu": "uu", "undang-undang": "uu", "perpres": "perpres", "peraturan presiden": "perpres", "pp": "pp",
    "peraturan pemerintah": "pp", "permen ppn": "permenppn", "kepmen": "kepmenpanrb", "kepmenpanrb": "kepmenpanrb",
    "kepmen panrb": "kepmenpanrb", "se": "se-menpanrb", "se menpanrb": "se-menpanrb", "surat edaran": "se-menpanrb",
}  # fmt: skip
_NICKNAMES = {
    "uu ite": "uu-11-2008", "ite law": "uu-11-2008", "undang-undang ite": "uu-11-2008",
    "uu pdp": "uu-27-2022", "pdp law": "uu-27-2022", "undang-undang pdp": "uu-27-2022",
    "perpres spbe": "perpres-95-2018",
    "perpres satu data": "perpres-39-2019", "perpres sdi": "perpres-39-2019", "perpres arsitektur": "perpres-132-2022",
}  # fmt: skip


class References:
    """Finds named documents among the catalog's regulations and the documents held."""

    def __init__(self, regulations: Iterable[Regulation], documents: Iterable[Document] = ()) -> None:
        self._regulations = tuple(regulations)
        self._known = {r.id: r.short for r in self._regulations} | {d.id: d.label for d in documents}

    def read(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of the known documents that a spelled-out text names, and the names of unknown ones."""
        found: list[str] = []
        unknown: list[str] = []
        for match in _DOCUMENT.finditer(text):
            hits = self._resolve(match["kind"], match["number"], match["year"])
            if hits:
                found.extend(hits)
            elif match["year"]:
                unknown.append(match[0].strip())
        for cue, wanted in _NICKNAMES.items():
            if has(text, cue):
                found.extend(i for i in self._known if i == wanted)
        if has(text, "uud") or has(text, "undang-undang dasar"):
            unknown.append("uud 1945")
        for match in _LAW.finditer(text):
            if not found and not (hits := self._titled(match[1])):
                unknown.append(f"uu {match[1].split()[0]}")
            elif not found:
                found.extend(hits)
        return tuple(dict.fromkeys(found)), tuple(unknown)

    def _titled(self, name: str) -> list[str]:
        """Acts whose title holds the first word(s) said after "UU"."""
        words_ = name.split()
        for count in range(len(words_), 0, -1):
            phrase = " ".join(words_[:count])
            hits = [r.id for r in self._regulations if r.kind.startswith(("Undang", "UU")) and phrase in fold(r.title)]
            if hits:
                return hits
        return []

    def _resolve(self, kind: str, number: str, year: str | None) -> list[str]:
        prefix = _KINDS.get(kind, "")
        if (
            not prefix
            and re.match(r"permen[a-z]+|per(?:da|gub|bup|wali|ppu)|inpres|keppres", kind)
            and kind not in _OTHERS
        ):
            return []
        if not prefix:
            prefix = "pedoman-menpanrb" if kind.startswith("pedoman") else "permenpanrb"
            if "bssn" in kind:
                prefix = "peraturan-bssn"
        hits = [i for i in self._known if i.startswith(f"{prefix}-{number}-") and (not year or i.endswith(f"-{year}"))]
        return hits if year or len(hits) == 1 else hits[-1:]


def article(text: str) -> tuple[str | None, str | None]:
    """The Pasal and the ayat a spelled-out text names, each None where there is none."""
    match = _PASAL.search(text)
    ayat = _AYAT.search(text)
    if not match:
        return None, ayat[1] if ayat else None
    return match[1].upper(), ayat[1] if ayat else (match[2] if "(" in match[0] or "ayat" in match[0] else None)
