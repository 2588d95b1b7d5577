"""Digits that a scan turned into letters, put right where only a number can stand: after "Pasal", "ayat", "Rp",
and inside numbers; and semicolons between the items of a list. For scanned pages only; a page's raw text keeps
what was read, and quotes come from there.

What is in doubt stays as it is: "Pasal I" is an article of an amending act, "Pasal 28G" has a letter, and S is as
often an 8 as a 5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_LOOKALIKE = str.maketrans("OoQlI|!", "0001111")

_ARTICLE = re.compile(r"\bPas[ae][lJI1!]\s?(?=[OoQI|!]*[0-9l])([0-9OoQlI|!]{1,3})(?=$|[\s,.;:)]|[A-H]\b)")
_CITED = re.compile(r"\b([Aa]yat)\s?\(\s?([0-9lIO|]{1,2})\s?\)")
# The closing bracket read as a digit: "ayat (21, ayat", and at the start of a line "(21 Aplikasi", "(4lForum".
_UNCLOSED = re.compile(r"\b([Aa]yat)\s?\(([0-9])[1lI|\\](?=[\s,;.]|$)")
_OPENING = re.compile(r"^\(([0-9]{1,2}?)[1lI|\\]\s?(?=[A-Z][a-z])")
_NUMBERED = re.compile(r"^\(([0-9lIO|]{1,2})\)(?=\s?[A-Z])")
_DOUBLED = re.compile(r"\(S5\)")
_MONEY = re.compile(r"\bRp\.?\s?(?=[^\s]*\d)[0-9OolI|][0-9OolI|.,]*(?![A-Za-z])")
_NUMBER = re.compile(r"(?<![\w/-])(?=\w*\d)[0-9OolI]{2,}(?![\w/-])")
_PER_CENT = re.compile(r"(?<=\d)\s?Y[o0-9X](?!\w)")
_LETTER = re.compile(r"^([A-Z])([a-z])(?=\. )")
_GLUED = re.compile(r"^(BAB)(?=[IVXL]+[A-Z]?$)|\b(Pasal)(?=\d)|(?<=\d)()(?=TAHUN\b)")
# An item ends in a semicolon (UU 12/2011, Lampiran II), which is easily read as a comma or colon.
_ITEM_END = re.compile(r"[,:](?=(\s(dan/atau|dan|atau))?$)")
_NEXT_ITEM = re.compile(r"([b-z]|[2-9]|[1-9][0-9])[.)]\s")


def repair_digits(line: str) -> str:
    """One line of a scanned page with misread digits put right. Idempotent."""
    line = _DOUBLED.sub("(5)", line)
    line = _ARTICLE.sub(lambda m: "Pasal " + m[1].translate(_LOOKALIKE), line)
    line = _CITED.sub(lambda m: f"{m[1]} ({m[2].translate(_LOOKALIKE)})", line)
    line = _UNCLOSED.sub(r"\1 (\2)", line)
    line = _OPENING.sub(r"(\1) ", line)
    line = _NUMBERED.sub(lambda m: f"({m[1].translate(_LOOKALIKE)})", line)
    line = _MONEY.sub(lambda m: "Rp" + m[0][2:].translate(_LOOKALIKE), line)
    line = _NUMBER.sub(_number, line)
    line = _PER_CENT.sub("%", line)
    line = _LETTER.sub(lambda m: m[2] if m[1].lower() == m[2] else m[0], line)
    return _GLUED.sub(lambda m: (m[1] or m[2] or "") + " ", line)


def repair_list_ends(lines: Sequence[str]) -> list[str]:
    """Lines of a scanned page in which an item before another one (not the first) ends in a semicolon."""
    repaired = [
        _ITEM_END.sub(";", line) if _NEXT_ITEM.match(following) else line for line, following in pairwise(lines)
    ]
    return [*repaired, *lines[-1:]]


def _number(match: re.Match[str]) -> str:
    text = match[0]
    digits = sum(character.isdigit() for character in text)
    return text.translate(_LOOKALIKE) if 2 * digits >= len(text) else text
