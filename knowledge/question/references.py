"""Documents and articles that a text names: "Pasal 8 ayat (2) Perpres 95/2018", "UU PDP", "permenpan 59 2020",
"perda kota banjarbaru nomor 3 tahun 2021"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.catalog import Regulation
from knowledge.model import Document
from knowledge.text import fold
from knowledge.vocabulary import Vocabulary, has, load

_PASAL = re.compile(
    r"(?:pasal|article)\.?\s*(?:nomor\s*|ke-?\s*)?(\d{1,3}[a-z]?(?![\w%])|i{1,3}(?=\W|$))"
    r"(?:\s*(?:,?\s*ayat)?\.?\s*(?:ke-?\s*)?\(?(\d{1,2}[a-z]?)\)?(?=\W|$))?"
)
_AYAT = re.compile(r"ayat\.?\s*(?:ke-?\s*)?\(?(\d{1,2}[a-z]?)\)?(?!\w)")
_LAW = re.compile(r"(?<!\w)(?:uu|undang-undang)\s+(?!nomor|no\b|tentang|ini|itu|yang|dan|\d)([a-z]+(?:\s[a-z]+){0,2})")
_REGION = r"(?P<region>(?:\s(?!nomor\b|no\b|tahun\b|pasal\b|ayat\b|level\b|indikator\b)[a-z]+){0,5}?)"
_NUMBER = (
    r"\s?(?:(?:nomor|no)\b\.?\s*)?(?P<number>\d{1,4}[a-e]?)(?!\w)"
    r"(?:\s*(?:/|tahun|-|\s)\s*(?P<year>(?:19|20)\d\d)(?!\d))?"
)


class References:
    """Finds named documents among the catalog's regulations and the documents held."""

    def __init__(
        self,
        regulations: Iterable[Regulation],
        documents: Iterable[Document] = (),
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self._regulations = tuple(regulations)
        self._known = {r.id: r.short for r in self._regulations} | {d.id: d.label for d in documents}
        words = vocabulary or load()
        self._nicknames = words.nicknames
        self._kinds = {said: prefix for prefix, names in words.regulations.items() for said in names}
        self._document = _document(self._kinds)

    def read(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of the known documents that a spelled-out text names, and the names of unknown ones."""
        found: list[str] = []
        unknown: list[str] = []
        for match in self._document.finditer(text):
            if match["region"] and not match["year"]:
                continue  # "peraturan itu memuat 5 hal"
            hits = self._resolve(self._kinds[match["kind"]], match["region"].split(), match["number"], match["year"])
            if hits:
                found.extend(hits)
            elif match["year"]:
                unknown.append(match[0].strip())
        for cue, wanted in self._nicknames.items():
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

    def _resolve(self, prefix: str, region: list[str], number: str, year: str | None) -> list[str]:
        """Ids that begin with the kind and end with number and year; a region said must stand in them. A number
        without a year means the latest such document."""
        tail = re.compile(rf"-{number}-{year or r'(?:19|20)[0-9]{2}'}$")
        hits = [i for i in self._known if i.startswith(prefix) and tail.search(i)]
        named = [word for word in region if len(word) > 2 and word not in ("kota", "kabupaten", "kab", "provinsi")]
        if named and any(self._regional(i) for i in hits):
            hits = [i for i in hits if {*named} <= {*i.split("-")} or "".join(named) in i.split("-")]
        return hits if year or len(hits) == 1 else sorted(hits, key=lambda i: i[-4:])[-1:]

    @staticmethod
    def _regional(name: str) -> bool:
        return re.match(r"(?:per|kep|se-)(?:da|gub|bup|wali)", name) is not None


def _document(kinds: Mapping[str, str]) -> re.Pattern[str]:
    said = "|".join(re.escape(kind).replace(r"\ ", r"\s") for kind in sorted(kinds, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<kind>{said}){_REGION}{_NUMBER}")


def article(text: str) -> tuple[str | None, str | None]:
    """The Pasal and the ayat a spelled-out text names, each None where there is none."""
    match = _PASAL.search(text)
    ayat = _AYAT.search(text)
    if not match:
        return None, ayat[1] if ayat else None
    return match[1].upper(), ayat[1] if ayat else (match[2] if "(" in match[0] or "ayat" in match[0] else None)
