"""From an article to its elucidation and to what changes it."""

from __future__ import annotations

import pytest

from knowledge.finding.related import changes_article, explains
from knowledge.model import Change, Unit


def _unit(path: str, locator: str, pasal: str | None, *, document: str = "uu-1-2030", changes: str = "") -> Unit:
    return Unit(
        id=f"{document}/{path}",
        document_id=document,
        ordinal=0,
        kind="section" if path.startswith("penjelasan") else "pasal",
        locator=locator,
        text="Isi.",
        page_from=1,
        page_to=1,
        pasal=pasal,
        changes=(Change(action="disisipkan", target=changes),) if changes else (),
    )


SINGLE = _unit("penjelasan/pasal-2", "Penjelasan Pasal 2", "2")
RANGE = _unit("penjelasan/pasal-6", "Penjelasan Pasal 6–8", "6")
ITEM = _unit("penjelasan/pasal-i/angka-3", "Penjelasan Pasal I angka 3–5", "I")


@pytest.mark.parametrize(
    ("elucidation", "path", "pasal", "expected"),
    [
        (SINGLE, "pasal-2", "2", True),
        (SINGLE, "pasal-2/ayat-3", "2", True),
        (SINGLE, "pasal-20", "20", False),
        (RANGE, "pasal-6", "6", True),
        (RANGE, "pasal-6a", "6A", True),
        (RANGE, "pasal-8", "8", True),
        (RANGE, "pasal-8a", "8A", False),
        (RANGE, "pasal-5", "5", False),
        (RANGE, "penjelasan/pasal-6", "6", False),
        (RANGE, "lampiran-1/bab-i", None, False),
        (ITEM, "pasal-i/angka-4", "I", True),
        (ITEM, "pasal-i/angka-4/bagian-2", "I", True),
        (ITEM, "pasal-i/angka-6", "I", False),
        (ITEM, "pasal-ii", "II", False),
        (ITEM, "pasal-4", "4", False),
    ],
)
def test_an_elucidation_explains_its_article(elucidation: Unit, path: str, pasal: str | None, expected: bool) -> None:
    assert explains(elucidation, _unit(path, "tempat", pasal)) is expected


def test_an_elucidation_is_of_its_own_document() -> None:
    other = _unit("penjelasan/pasal-2", "Penjelasan Pasal 2", "2", document="uu-2-2031")
    assert not explains(other, _unit("pasal-2", "Pasal 2", "2"))


def test_items_that_change_an_article() -> None:
    whole = _unit("pasal-i/angka-1", "Pasal I angka 1", "I", changes="Pasal 6A")
    part = _unit("pasal-i/angka-2", "Pasal I angka 2", "I", changes="Pasal 6A ayat (2)")
    other = _unit("pasal-i/angka-3", "Pasal I angka 3", "I", changes="Pasal 6AB")
    assert [u for u in (whole, part, other, SINGLE) if changes_article(u, "6A")] == [whole, part]
    assert not changes_article(whole, "6")
