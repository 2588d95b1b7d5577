"""Units that belong together by the places they name: an article and its elucidation, an article and its change."""

from __future__ import annotations

import re

from knowledge.model import Unit

_RANGE = re.compile(r"Penjelasan (Pasal (?P<pasal>\S+?)( angka (?P<angka>\d+))?)(–(?P<last>\S+))?$")
_NUMBER = re.compile(r"(\d+)([A-Z]*)$")


def _order(number: str) -> tuple[int, str]:
    match = _NUMBER.match(number.upper())
    return (int(match[1]), match[2]) if match else (0, number.upper())


def explains(elucidation: Unit, unit: Unit) -> bool:
    """Whether the first is the elucidation of the article (or item of an amending act) the second belongs to.

    Elucidations without words of their own are gathered: "Penjelasan Pasal 12–14" explains Pasal 13 too.
    """
    match = _RANGE.match(elucidation.locator)
    if not match or unit.pasal is None or elucidation.document_id != unit.document_id:
        return False
    if unit.id.startswith(f"{unit.document_id}/penjelasan/"):
        return False
    if match["angka"]:
        item = re.match(rf"{re.escape(unit.document_id)}/pasal-{unit.pasal.lower()}/angka-(\d+)", unit.id)
        if match["pasal"] != unit.pasal or item is None:
            return False
        first, number, last = match["angka"], item[1], match["last"] or match["angka"]
    else:
        first, number, last = match["pasal"], unit.pasal, match["last"] or match["pasal"]
    if first == number:
        return True
    return bool(_NUMBER.match(number.upper())) and _order(first) <= _order(number) <= _order(last)


def changes_article(unit: Unit, pasal: str) -> bool:
    """Whether a unit is an item of an amending act that changes, inserts or removes (a part of) Pasal ``pasal``."""
    place = re.compile(rf"\bPasal {re.escape(pasal)}(?!\w)")
    return any(place.search(change.target) for change in unit.changes)
