"""Amending acts: the numbered items of Pasal I and what each changes in the act it amends.

The formulas are those of the drafting rules (UU 12/2011, Lampiran II, as amended by UU 13/2022): "Ketentuan Pasal 6
diubah …", "Di antara Pasal 6 dan Pasal 7 disisipkan 1 (satu) pasal, yakni Pasal 6A …", "Pasal 16 dihapus."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.structuring.headings import number_key, number_text
from ingest.structuring.lines import join
from knowledge.model import Change

Action = Literal["diubah", "disisipkan", "dihapus"]

TITLE = re.compile(r"PERUBAHAN\s+(\w+\s+){0,2}ATAS\b")
_NUMBERED = re.compile(r"([0-9lIO]{1,3})\s?\.(?:\s*(?=\D)|$)")
_OPENS = re.compile(
    r"(Ketentuan|Di ?antara|Setelah|Sebelum|Sesudah|Pasal|Ayat|Huruf|Angka|Judul|Nama|BAB|Bab|Bagian|Paragraf|"
    r"Penjelasan|L(?:ampiran|AMPIRAN)|Frasa|Kata|Semua|Seluruh|Beberapa|Pada|Di dalam|Dalam|Me(?:ngubah|nghapus))\b"
)
_VERB = re.compile(
    r"\b(?P<diubah>diubah|diganti|dengan perubahan(?: pada)?|mengalami perubahan|[Mm]engubah)\b|"
    r"\b(?P<disisipkan>disisipkan|ditambah(?:kan)?)\b|\b(?P<dihapus>dihapus(?:kan)?|dicabut|[Mm]enghapus)\b"
)
_ACTIVE = re.compile(r"dengan perubahan|meng", re.IGNORECASE)  # what is changed stands behind these verbs
_KEPT = re.compile(r"\btetap\b,?\s+(?:dengan|tetapi|namun)\b")
_ENDS = re.compile(r";|\b(?:sehingga|serta|yang|ketentuan|di antara|setelah)\b")
_WORDING = re.compile(
    r"(?:Semua|Seluruh|Beberapa|Setiap)?\s*(?:[Ff]rasa|[Kk]ata|[Ii]stilah|[Ss]ebutan|[Nn]omenklatur)\b"
)
# The new words follow; what stands after is no longer the editor speaking.
_QUOTED = re.compile(r"\b(berbunyi|sebagai berikut|menjadi|yang selengkapnya)\b|:(\s|$)")
_RESULT = re.compile(r"\bsehingga\s+(?:keseluruhan\s+)?(?:ketentuan\s+)?(Pasal\s+\d+\s?[A-Z]{0,2})\b")
_NAMED = re.compile(r"\b(?:yakni|yaitu)\b")
_PLACE = re.compile(
    r"(?P<umum>\b[Pp]enjelasan [Uu]mum\b)|(?P<bab>\bB(?:AB|ab)\s+[IVXLC]+[A-Z]?\b)|"
    r"(?P<bagian>\bBagian\s+(?:Ke\w+(?:\s[Bb]elas)?|Pertama)\b(?:\s[A-Z]\b)?)|"
    r"(?P<paragraf>\bParagraf\s+\d+[A-Z]?\b)|(?P<pasal>\bPasal\s+(?:\d+\s?[A-Z]{0,2}|[IVX]+)(?![a-z]))|"
    r"(?P<ayat>\bayat\s*\(\d+\s?[a-z]?\))|(?P<huruf>\bhuruf\s+[a-z]{1,2}\d?\b)|(?P<angka>\bangka\s+\d+[a-z]?\b)|"
    r"(?P<lampiran>\b[Ll](?:ampiran|AMPIRAN)(?:\s+[IVX]+\b)?)|(?P<penjelasan>\b[Pp]enjelasan\b)|(?P<judul>\b[Jj]udul\b)",
)
_RANKS = {"umum": 0, "lampiran": 0, "bab": 0, "bagian": 1, "paragraf": 2, "pasal": 3, "ayat": 4, "huruf": 5, "angka": 6}
_RANGE = re.compile(r"\b(?:sampai dengan|s\.d\.)\s*$")
_LINK = re.compile(r"[,;]|\b(dan|serta|atau|sampai dengan|ketentuan)\b|s\.d\.")
_VERBS = {"diubah": "mengubah", "disisipkan": "menyisipkan", "dihapus": "menghapus"}
_HEAD = re.compile(r"((?:Penjelasan )?Pasal \S+) (.+)")
_SHOWN = 90
_INTRO_LINES = 14
_AHEAD = 3


@dataclass(frozen=True)
class _Chain:
    """One place in the amended act as its parts by kind, in the order written; ``prefix`` is "Penjelasan" or
    "Judul"; ``ranges`` whether it ends a range that the place before opens."""

    parts: tuple[tuple[str, str], ...]
    prefix: str = ""
    ranges: bool = False

    @property
    def top(self) -> int:
        return min(_RANKS[kind] for kind, _ in self.parts)

    @property
    def descending(self) -> bool:
        ranks = [_RANKS[kind] for kind, _ in self.parts]
        return len(ranks) > 1 and ranks[0] > ranks[-1]

    def under(self, other: _Chain) -> _Chain:
        """This place with the upper parts that only the other one names."""
        upper = tuple(part for part in other.parts if _RANKS[part[0]] < self.top)
        return replace(self, parts=(*upper, *self.parts))

    def text(self) -> str:
        ordered = sorted(self.parts, key=lambda part: _RANKS[part[0]])
        return " ".join(filter(None, (self.prefix, *(value for _, value in ordered))))


def is_amending(texts: Sequence[str], start: int, end: int) -> bool:
    """Whether the title at the head of an act says that it changes another one."""
    return bool(TITLE.search(" ".join(texts[start : min(start + 15, end)])))


def amendment_items(texts: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """(line, number) of the numbered items of Pasal I: those that speak of a change, in sequence.

    Numbered lists inside the quoted new text do not count, since they say nothing of a change.
    """
    found: list[tuple[int, int]] = []
    last = 0
    for index in range(start, end):
        match = _NUMBERED.match(texts[index])
        if not match:
            continue
        number = int(match[1].replace("l", "1").replace("I", "1").replace("O", "0"))
        rest = texts[index][match.end() :].strip() or (texts[index + 1] if index + 1 < end else "")
        if last < number <= last + _AHEAD and _OPENS.match(rest) and _speaks_of_change(texts, index, end):
            found.append((index, number))
            last = number
    return found


def _speaks_of_change(texts: Sequence[str], start: int, end: int) -> bool:
    text = introduction(texts, start, end)
    return bool(changes(text)) or bool(_WORDING.match(text) and _VERB.search(text))


def introduction(texts: Sequence[str], start: int, end: int) -> str:
    """What an item says before the new text it quotes, as one line without its number."""
    words: list[str] = []
    for text in texts[start : min(start + _INTRO_LINES, end)]:
        words.append(text)
        if text.endswith((":", ".")) and not re.fullmatch(r"[0-9lIO]{1,3}\s?\.", text):
            break
    text = join([" ".join(words)]).replace("- ", "-")
    return _NUMBERED.sub("", text, count=1).strip()


def changes(text: str) -> tuple[Change, ...]:
    """What the introduction of an item changes, in the order written; empty where it changes nothing."""
    result = _RESULT.search(text)
    home = _Chain((("pasal", " ".join(result[1].split())),)) if result else None
    cut = _QUOTED.search(text)
    told = text[: cut.start()] if cut else text
    found: list[tuple[Action, _Chain]] = []
    position = 0
    for match in _VERB.finditer(told):
        if match.start() < position:
            continue
        action: Action = match.lastgroup  # type: ignore[assignment]
        before, after = told[position : match.start()], told[match.end() :]
        position = match.end()
        if kept := _KEPT.search(before):  # "Pasal 5 tetap dengan penjelasan ayat (1) diubah": Pasal 5 is not
            home = _context(_places(before[: kept.start()])) or home
            before = before[kept.end() :]
        places = _places(before)
        if action == "disisipkan" or _ACTIVE.match(match[0]):
            home = _context(places) or _last(found) or home
            stop = _ENDS.search(after)
            after = after[: stop.start()] if stop else after
            named = _NAMED.search(after)
            position += len(after)
            places = _places(after[named.end() :] if named else after)
        context = _last(found) if home is None or action != "disisipkan" else home
        found += [(action, _inherit(place, context or home)) for place in places]
    ordered = dict.fromkeys((action, place.text()) for action, place in found)
    return tuple(Change(action=action, target=target) for action, target in ordered)


def _last(found: Sequence[tuple[Action, _Chain]]) -> _Chain | None:
    """The last place found, where it is (part of) an article."""
    return found[-1][1] if found and found[-1][1].top == _RANKS["pasal"] else None


def _inherit(place: _Chain, context: _Chain | None) -> _Chain:
    """A part of an article or chapter, under the one that the sentence is about."""
    return place.under(context) if context and place.top not in (0, _RANKS["pasal"]) else place


def _context(places: Sequence[_Chain]) -> _Chain | None:
    """What an insertion goes into, of the places named before: "Di antara ayat (1) dan ayat (2) Pasal 5"."""
    return next((place for place in reversed(places) if place.top in (0, _RANKS["pasal"])), None)


def _places(text: str) -> list[_Chain]:
    """The places a fragment names, each with the upper parts that a neighbour in the same list names for it."""
    chains: list[_Chain] = []
    parts: list[tuple[str, str]] = []
    prefix, ranges, end = "", False, 0

    def close() -> None:
        nonlocal parts, ranges
        if parts:
            chains.append(_Chain(tuple(parts), prefix, ranges))
        parts, ranges = [], False

    for match in _PLACE.finditer(text):
        kind, value = str(match.lastgroup), " ".join(match[0].split())
        between = text[end : match.start()]
        end = match.end()
        if _LINK.search(between) or kind in dict(parts):
            close()
            if re.search(r"\b[Kk]etentuan\b|;", between):
                prefix = ""
            ranges = bool(_RANGE.search(between))
        if kind in ("penjelasan", "judul"):
            close()
            prefix = value.capitalize()
        else:
            parts.append((kind, _written(value)))
    close()
    return _expanded(_completed(chains))


def _written(place: str) -> str:
    """A part of a place in one spelling: "Bab II" → "BAB II", "Pasal 6 A" → "Pasal 6A"."""
    place = re.sub(r"^Bab ", "BAB ", place).replace("ayat(", "ayat (")
    return re.sub(r"(Pasal \d+) ([A-Z])", r"\1\2", place)


def _completed(chains: Sequence[_Chain]) -> list[_Chain]:
    """ "huruf a dan huruf b ayat (2) Pasal 8", "Pasal 8 ayat (2) huruf a dan huruf b": both name two places whole."""
    done: list[_Chain] = []
    for place, chain in enumerate(chains):
        if chain.top > _RANKS["pasal"]:
            after = next((other for other in chains[place + 1 :] if other.top < chain.top), None)
            before = next((other for other in reversed(done) if other.top < chain.top), None)
            # A list that names its article last ("ayat (1) dan ayat (2) Pasal 8") lends it backwards.
            lender = after if after is not None and (after.descending or before is None) else before
            if before is not None and not before.descending:
                lender = before
            if lender is not None:
                chain = chain.under(lender)
        done.append(chain)
    return done


def _expanded(chains: Iterable[_Chain]) -> list[_Chain]:
    """ "Pasal 6A sampai dengan Pasal 6C" names the articles between as well."""
    found: list[_Chain] = []
    for chain in chains:
        if chain.ranges and found and chain.parts[0][0] == found[-1].parts[0][0] == "pasal":
            first, last = (number_key(c.parts[0][1].removeprefix("Pasal ")) for c in (found[-1], chain))
            found += [
                replace(chain, parts=(("pasal", f"Pasal {number}"),), ranges=False) for number in _between(first, last)
            ]
        found.append(chain)
    return found


def _between(first: tuple[int, str], last: tuple[int, str]) -> list[str]:
    if first[0] == last[0]:
        low, high = ord(first[1] or "@"), ord(last[1] or "@")
        return [number_text((first[0], chr(code))) for code in range(low + 1, high)] if high - low < 27 else []
    return [str(number) for number in range(first[0] + 1, last[0])] if last[0] - first[0] < 100 else []


def describe(found: Sequence[Change]) -> str:
    """The changes as a person reads them in a citation: "menyisipkan Pasal 6A; menghapus Pasal 9"."""
    words: list[str] = []
    for action, verb in _VERBS.items():
        targets = _shortened(change.target for change in found if change.action == action)
        if targets:
            listed = ", ".join(targets[:-1]) + (" dan " if targets[:-1] else "") + targets[-1]
            words.append(f"{verb} {listed}")
    text = "; ".join(words)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 2].rsplit(" ", 1)[0].rstrip(",;") + " …"


def _shortened(targets: Iterable[str]) -> list[str]:
    """ "Pasal 8 ayat (1)", "Pasal 8 ayat (2)" → "Pasal 8 ayat (1)", "ayat (2)"."""
    shown: list[str] = []
    head = ""
    for target in targets:
        match = _HEAD.match(target)
        same = match is not None and match[1] == head
        shown.append(match[2] if match is not None and same else target)
        head = match[1] if match else ""
    return shown
