"""Enumerations inside an article: ayat → huruf → angka, and the lettered and numbered lists below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structuring.headings import LEADS_ON, number_key

_SCANNED = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "i": "1", "s": "5", "S": "5", "B": "8", "Z": "2"})
_INSERTED_AYAT = re.compile(r"\(([0-9]{1,2})([a-z])\)")
_AYAT = re.compile(r"\(\s?([0-9lIiOsSBZ]{1,2})\s?\)")
_LETTER = re.compile(r"([a-z]{1,2}[0-9]?)([.)])[.,]?(?:\s|$)")
_SPECK = re.compile(r"^[.,'’‘\"“”·•]\s?(?=[(\w])")
_NUMBER = re.compile(r"([0-9]{1,2}\s?[0-9lO]?|[lI])([a-z]?)([.)])(?:\s?\S|$)")
# Under the elucidation of an article the names are written out.
_NAMED = re.compile(r"(Ayat|Huruf|Angka)\s?\(?\s?([0-9lIOSs]{1,2}[a-z]?|[a-z]{1,2}[0-9]?)[)\]1l|]?\s?$")

# The order of lists in the drafting rules (UU 12/2011, Lampiran II): ayat, huruf, angka, huruf), angka).
RANKS = ("ayat", "huruf", "angka", "huruf)", "angka)")
_AHEAD = 2
DEFINITIONS_AHEAD = 8


@dataclass(frozen=True)
class Item:
    """An item that begins in line ``index``. ``path`` names it within its article, outermost first:
    (("ayat", "2"), ("huruf", "a"), ("angka", "1"))."""

    index: int
    path: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        return self.path[-1][0]

    @property
    def number(self) -> str:
        return self.path[-1][1]


def label(kind: str, number: str) -> str:
    """How an item is cited: "ayat (2)", "huruf a", "angka 1"."""
    return f"ayat ({number})" if kind == "ayat" else f"{kind} {number}"


def items(texts: Sequence[str], start: int, end: int, *, definitions: bool = False) -> list[Item]:
    """The items of an article's lines ``start``..``end``, in order.

    A marker counts only in sequence, so that a wrapped reference ("ayat" / "(2) huruf a.") opens nothing.
    ``definitions``: the article is the list of terms, whose numbers a scan may have lost in part.
    """
    found: list[Item] = []
    open_lists: list[tuple[str, str]] = []
    for index in range(start, end):
        before = texts[index - 1] if index > start else ""
        if LEADS_ON.search(before) and not before.endswith(("dan", "atau", ",")):
            continue
        for kind, number in _markers(_SPECK.sub("", texts[index], count=1), open_lists):
            path = _placed(open_lists, kind, number, before, definitions)
            if path is not None:
                open_lists = path
                found.append(Item(index, tuple((k.rstrip(")"), n) for k, n in path)))
                break
    return found


def _markers(text: str, open_lists: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the beginning of a line may be: (kind, number), the likeliest first."""
    if named := _NAMED.match(text):
        kind = named[1].lower()
        if kind == "huruf":
            letters = re.sub("^1", "l", named[2])  # "Huruf 1": a scan reads the letter as a digit
            return [(kind, letters)] if letters[0].isalpha() else []
        number = named[2].translate(_SCANNED)
        # "Ayat (21": the last digit may be the bracket.
        short = [(kind, number[0])] if len(number) == 2 and text[-1] not in ")]" else []
        return [(kind, number), *short]
    if inserted := _INSERTED_AYAT.match(text):
        return [("ayat", inserted[1] + inserted[2])]
    if ayat := _AYAT.match(text):
        return [("ayat", ayat[1].translate(_SCANNED))]
    if text[:1] in ("(", "l", "I", "|"):
        last = next((number for kind, number in open_lists if kind == "ayat"), "0")
        following = number_key(last)[0] + 1
        # A closing bracket is often read as "1", "l", "\" or lost: "(21 Aplikasi", "(4lForum", "l2l Data".
        forms = str(following).replace("1", "[1lI]")
        if re.match(rf"(\({forms}[\\1lI|)t].?\s?\S|[lI|]{forms}[lI|)]\s\S)", text):
            return [("ayat", str(following))]
    read: list[tuple[str, str]] = []
    if letter := _LETTER.match(text):
        read.append(("huruf" if letter[2] == "." else "huruf)", letter[1]))
    if number := _NUMBER.match(text):
        digits = number[1].replace(" ", "").translate(_SCANNED)
        read.append(("angka" if number[3] == "." else "angka)", str(int(digits)) + number[2]))
    return read


def _order(kind: str, number: str) -> tuple[int, str]:
    """The place of a number in its list: letters a, b … z, aa; inserted ones ("1a", "a1") after theirs."""
    if kind.startswith("huruf"):
        letters, digit = (number[:-1], number[-1]) if number[-1].isdigit() else (number, "")
        place = ord(letters[-1]) - 96 + (26 if len(letters) == 2 else 0)
        return place, digit
    return number_key(number)


def _first(kind: str, number: str) -> bool:
    return _order(kind, number) == (1, "")


def _follows(kind: str, last: str, number: str, definitions: bool) -> bool:
    before, after = _order(kind, last), _order(kind, number)
    ahead = DEFINITIONS_AHEAD if definitions and kind == "angka" else _AHEAD
    if after[1]:
        return after[0] == before[0] and after[1] > before[1]
    return before[0] < after[0] <= before[0] + ahead


def _placed(
    open_lists: list[tuple[str, str]], kind: str, number: str, before: str, definitions: bool
) -> list[tuple[str, str]] | None:
    """The open lists once this item has begun; None when it is no item."""
    if kind.startswith("huruf") and len(number.rstrip("0123456789")) == 2 and number[0] != "a":
        return None
    kinds = [name for name, _ in open_lists]
    if kind in kinds:
        place = kinds.index(kind)
        if _follows(kind, open_lists[place][1], number, definitions):
            return [*open_lists[:place], (kind, number)]
        # A second list after another lead-in takes the place of the first.
        if _first(kind, number) and before.endswith(":") and kind != "ayat":
            return [*open_lists[:place], (kind, number)]
        return None
    if kind == "ayat":
        return [(kind, number)] if _first(kind, number) and not open_lists else None
    return [*open_lists, (kind, number)] if _first(kind, number) or (definitions and kind == "angka") else None
