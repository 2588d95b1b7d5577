"""Units that are nearly the same: which one is meant."""

from __future__ import annotations

import pytest

from knowledge.finding.siblings import Levels, distinct
from knowledge.keeping.index import Entry
from knowledge.model import Document, Regime, Status, Unit

REVOKED = Document(
    id="permenpanrb-59-2020", sha256="1", file="a.pdf", title="A", label="A", kind="Permen", status=Status.DICABUT
)
GUIDELINE = Document(
    id="pedoman-3-2024", sha256="2", file="b.pdf", title="B", label="B", kind="Pedoman", status=Status.BELUM_PASTI
)
HANDBOOK = Document(id="buku", sha256="3", file="c.pdf", title="C", label="C", kind="Buku", handbook=True)


def row(document: Document, indicator: int | None, level: int | None, text: str = "") -> Entry:
    unit = Unit(
        id=f"{document.id}/indikator-{indicator}/level-{level}",
        document_id=document.id,
        ordinal=0,
        kind="level",
        locator="",
        text=text or f"{document.id} {indicator} {level}",
        page_from=1,
        page_to=1,
        regime=Regime.SPBE,
        indicator=indicator,
        level=level,
    )
    return Entry(unit.id, 1, document, unit, unit.id)


ROWS = [row(d, i, level) for d in (REVOKED, GUIDELINE, HANDBOOK) for i in (45, 46) for level in (None, 1, 2, 3)]
LEVELS = Levels(ROWS)


def find(document: Document, indicator: int, level: int | None) -> Entry:
    return next(r for r in ROWS if r.key == f"{document.id}/indikator-{indicator}/level-{level}")


@pytest.mark.parametrize(
    ("found", "levels", "documents", "meant"),
    [
        ((GUIDELINE, 45, 1), (3,), set(), (GUIDELINE, 45, 3)),
        ((GUIDELINE, 45, 3), (3,), set(), (GUIDELINE, 45, 3)),
        ((GUIDELINE, 45, 1), (), set(), (GUIDELINE, 45, 1)),
        ((GUIDELINE, 45, 1), (2, 3), set(), (GUIDELINE, 45, 1)),  # a comparison: no single level is meant
        ((GUIDELINE, 45, 1), (5,), set(), (GUIDELINE, 45, 1)),  # no such unit
        ((GUIDELINE, 45, None), (3,), set(), (GUIDELINE, 45, None)),
        ((REVOKED, 46, 2), (), set(), (GUIDELINE, 46, 2)),
        ((REVOKED, 46, 1), (2,), set(), (GUIDELINE, 46, 2)),
        ((REVOKED, 46, 2), (), {"permenpanrb-59-2020"}, (REVOKED, 46, 2)),
        ((REVOKED, 46, None), (), set(), (REVOKED, 46, None)),
        ((HANDBOOK, 46, 1), (2,), set(), (HANDBOOK, 46, 1)),
    ],
)
def test_the_unit_that_is_meant(
    found: tuple[Document, int, int | None],
    levels: tuple[int, ...],
    documents: set[str],
    meant: tuple[Document, int, int | None],
) -> None:
    assert LEVELS.meant(find(*found), levels, documents).key == find(*meant).key


def test_a_revoked_level_without_a_newer_one_stays() -> None:
    only = row(REVOKED, 7, 2)
    assert Levels([only]).meant(only, (), set()) is only


def test_other_units_stand_for_themselves() -> None:
    other = row(GUIDELINE, None, None)
    assert LEVELS.meant(other, (3,), set()) is other


def test_the_same_words_are_kept_once_at_the_first_place() -> None:
    old, new, other = row(REVOKED, 1, 1, "Sama  saja"), row(GUIDELINE, 1, 1, "sama saja"), row(GUIDELINE, 2, 1, "lain")
    assert distinct([old, other, new], set()) == [(0, new), (1, other)]
    assert distinct([old, other, new], {"permenpanrb-59-2020"}) == [(0, old), (1, other)]
    assert distinct([new, other, new], set()) == [(0, new), (1, other)]
