"""Ticks in a table: who does a step of an SOP is often told by a mark under one of several names only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

_TICK = re.compile(r"[vV√✓✔☑xX●•■◆]$")

Pair = tuple[str, str]
"""The name of a column and the text of a cell in it."""


def told(pairs: Sequence[Pair]) -> list[Pair]:
    """The cells of a row in which columns under one head that hold nothing but ticks are one cell, under that head:
    ("Pelaksana Camat", ""), ("Pelaksana Lurah", "V") → ("Pelaksana", "Lurah"). Others stay as they are."""
    found: list[Pair] = []
    at = 0
    while at < len(pairs):
        end = at + 1
        while end < len(pairs) and _shared([name for name, _ in pairs[at : end + 1]]):
            end += 1
        found += _one(pairs[at:end])
        at = end
    return found


def _one(pairs: Sequence[Pair]) -> list[Pair]:
    marked = [name for name, text in pairs if text]
    if len(pairs) < 2 or not marked or not all(_TICK.match(text) for _, text in pairs if text):
        return list(pairs)
    head = _shared([name for name, _ in pairs])
    return [(head, ", ".join(name.removeprefix(head).strip() for name in marked))]


def _shared(names: Sequence[str]) -> str:
    """The words with which all names begin; empty where one of them has no others."""
    words = [name.split() for name in names]
    same = [column[0] for column in takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))]
    return " ".join(same) if all(len(one) > len(same) for one in words) else ""
