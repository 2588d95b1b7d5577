"""A unit's text as the smallest pieces that can be quoted: sentences, and list items with their lead-in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

_ITEM = re.compile(r"^(?:[•\-–]|\(?\d{1,2}[a-z]?[.)]|[A-Za-z]{1,2}[.)]|\(\d{1,2}[a-z]?\))\s+")
_MARK = re.compile(r"^[^\w(]?(\(?)(\d{1,2}|[a-zA-Z])([.)])\s")
_SENTENCE = re.compile(r"(?<=[.;?!])\s+(?=[A-Z(•“\"\d]|[a-z]\.\s)")
_ABBREVIATION = re.compile(r"\b(?:No|Nomor|hlm|dll|dsb|dst|s\.d|Tbk|Jl|vs)\.$")
_NUMBER_OPEN = re.compile(r"(?:Rp\s?|\d)[\dOol.]*\.$")
_GOES_ON = re.compile(r"(?:\bdalam|\bpada|\bayat|\bPasal|\bhuruf|\bdan|\batau|dan/atau|,)$")
_ITEM_ENDS = re.compile(r";\s*(?:dan|atau|dan/atau)$")
_LEAD = re.compile(r"(?::|meliputi|terdiri atas|sebagai berikut|yaitu|antara lain|berupa)[:;]?$", re.IGNORECASE)
_REFERENCE = re.compile(r"\s*(?:[-–]\s)?(?:Pasal \d|\(\d{1,2}[a-z]?\)|ayat \(|huruf [a-z]\b)")
_LEVEL_PARTS = re.compile(
    r"(kriteria\s+level|kriteria\s+pemenuhan(?:\s+level)?|kriteria\s+bukti\s+dukung)\b:?", re.IGNORECASE
)


_HEADING = re.compile(
    r"^(?:BAB [IVXL]+[A-Z]?|Bagian (?:Ke\w+|\w+)|Paragraf \d+|Pasal ?[\dl]+ ?\w{0,2}|(?:I{1,3}\. )?PASAL DEMI PASAL)"
    r"(?:\s[^.;:]{0,60})?$"
)
# The labels of the cells of a questionnaire.
_CELL_LABEL = re.compile(r"Kriteria (?:Level|pemenuhan(?: Level)?|Bukti Dukung) ?:?", re.IGNORECASE)


def is_item(text: str) -> bool:
    """Whether a piece begins with the mark or bullet of a list's item."""
    return bool(_ITEM.match(text))


def is_heading(text: str) -> bool:
    """Whether a line only names what follows: a chapter, article, title or cell, which answers nothing by itself."""
    if _ITEM.match(text):
        return False
    if _HEADING.match(text) or _CELL_LABEL.fullmatch(text):
        return True
    return text.upper() == text and any(c.isalpha() for c in text) and len(text) < 120


@dataclass(frozen=True)
class Piece:
    """``text`` verbatim from the unit; ``lead`` the place of the piece that introduces it (a list's lead-in);
    ``opens`` whether it introduces a list itself."""

    text: str
    lead: int | None = None
    opens: bool = False


def pieces(text: str) -> list[Piece]:
    """Cut a unit's text; joined by white space the pieces are the text again."""
    return [piece for _, piece in continued([text])]


def continued(texts: Sequence[str]) -> list[tuple[int, Piece]]:
    """Cut texts that follow each other (the parts of a section, the ayat of an article); each piece with the place of
    its text. A list may begin in one text and end in another; no piece runs over a text's end."""
    cut = [(at, part) for at, text in enumerate(texts) for part in _parts(text)]
    return list(zip([at for at, _ in cut], _joined([part for _, part in cut]), strict=True))


def instructing(texts: Sequence[str], orders: re.Pattern[str]) -> set[int]:
    """Places of the texts that hold such an order, alone or together with the next one (a line may end in it)."""
    plain = [" ".join(text.split()) for text in texts]
    found = {at for at, text in enumerate(plain) if orders.search(text)}
    for at, (text, following) in enumerate(pairwise(plain)):
        if not found & {at, at + 1} and orders.search(f"{text} {following}"):
            found |= {at, at + 1}
    return found


def _parts(text: str) -> list[tuple[str, bool]]:
    """The sentences and items of a text; each with whether it goes on in the line of the one before."""
    return [(part, at > 0) for line in _whole_lines(text) for at, part in enumerate(_sentences(line.strip()))]


def _joined(parts: Sequence[tuple[str, bool]]) -> list[Piece]:
    """The parts as pieces that know their lead-in; that of a sentence in the line of an item is the item."""
    out: list[Piece] = []
    lists: list[_List] = []  # the open lists, the innermost last
    item: int | None = None  # the place of the last item of a list
    for (part, goes_on), (following, _) in zip_longest(parts, parts[1:], fillvalue=("", False)):
        mark = _mark(part)
        # A scan may end an item with ":" or "," where ";" was printed: what its sibling follows opens no list.
        opens = bool(_LEAD.search(part)) and not (mark and _mark(following) == (mark[0], mark[1] + 1))
        if goes_on and item is not None and not mark and not opens:
            out.append(Piece(part, item))  # the item says more than its first sentence
            continue
        if mark:
            _enter(lists, mark, item)
        elif lists and not _ITEM.match(part) and not opens and not out[-1].opens:
            lists.clear()  # running text again: the list is over
        elif opens and (first := _mark(following)) and first[1] == 1:
            _close(lists, first[0])
        out.append(Piece(part, lists[-1].lead if lists else None, opens))
        item = len(out) - 1 if mark and lists else None
        if opens:
            lists.append(_List(len(out) - 1))
    return out


@dataclass
class _List:
    """An open list: the place of its lead-in, how it is numbered, and the number of its last item."""

    lead: int
    kind: str = ""
    last: int = 0


def _mark(part: str) -> tuple[str, int] | None:
    """How a list item is numbered ("a.", "1)", "(1)") and its number; None for bullets and running text."""
    match = _MARK.match(part)
    if not match:
        return None
    label = match[2].lower()
    number = int(label) if label.isdigit() else ord(label) - ord("a") + 1
    return f"{match[1]}{'1' if label.isdigit() else 'a'}{match[3]}", number


def _enter(lists: list[_List], mark: tuple[str, int], item: int | None) -> None:
    """Go to the list that an item continues, closing those inside it; the first of another kind begins a list of the
    ``item`` before it."""
    kind, number = mark
    for depth in range(len(lists) - 1, -1, -1):
        if lists[depth].kind == kind and 0 < number - lists[depth].last <= 2:
            del lists[depth + 1 :]
            break
    else:
        if lists and number == 1 and item is not None and lists[-1].kind not in ("", kind) and not kind.startswith("("):
            lists.append(_List(item))
    if lists and lists[-1].kind in ("", kind):
        lists[-1].kind, lists[-1].last = kind, number
    elif lists and number > 1:
        lists.clear()  # "(2)" after the list of ayat (1): the ayat are no list of their own


def _close(lists: list[_List], kind: str) -> None:
    """Close the lists from the one numbered like this on: what is numbered alike stands beside it, not inside."""
    for depth, one in enumerate(lists):
        if one.kind == kind:
            del lists[depth:]
            return


def _whole_lines(text: str) -> list[str]:
    """Lines, one that breaks inside a reference ("… dimaksud dalam" / "Pasal 4 …", "atau ayat" / "(4) …") joined to
    the next."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and _REFERENCE.match(line) and _goes_on(lines[-1].rstrip(), line):
            lines[-1] = f"{lines[-1].rstrip()} {line.lstrip()}"
        else:
            lines.append(line)
    return lines


def _goes_on(line: str, following: str) -> bool:
    """Whether a reference is broken here; "a. ketua; dan" ends an item of a list, whatever its next one looks like."""
    return bool(_GOES_ON.search(line)) and not (_ITEM_ENDS.search(line) and _ITEM.match(following.lstrip()))


def _sentences(line: str) -> list[str]:
    if not line:
        return []
    found: list[str] = []
    for part in _SENTENCE.split(line):
        bare = bool(_ITEM.fullmatch(f"{found[-1]} ")) if found else False
        if found and (bare or _ABBREVIATION.search(found[-1]) or _amount_goes_on(found[-1], part)):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found


def _amount_goes_on(left: str, right: str) -> bool:
    """Whether a blank inside a number ("Rp6.0OO. 000.000,00" in a scan) looks like the end of a sentence."""
    return bool(_NUMBER_OPEN.search(left)) and bool(re.match(r"[\dOol]{3}(?![\w])", right))


def level_parts(text: str) -> dict[str, str]:
    """A level unit's text by part: ``kriteria``, ``pemenuhan``, ``bukti``; text before the labels is left out.
    Empty when the unit has no such labels."""
    cuts = list(_LEVEL_PARTS.finditer(text))
    found: dict[str, str] = {}
    for cut, after in zip_longest(cuts, cuts[1:]):
        label = cut[1].lower()
        key = "bukti" if "bukti" in label else "pemenuhan" if "pemenuhan" in label else "kriteria"
        body = text[cut.end() : after.start() if after else len(text)].strip(" \n:")
        found[key] = f"{found[key]}\n{body}" if key in found else body
    return found


def items(text: str) -> list[str]:
    """The lines of a passage as list items, marker kept."""
    return [line.strip() for line in _whole_lines(text) if line.strip()]
