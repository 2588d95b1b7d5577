"""The second hop: articles tied by the articles they name."""

from __future__ import annotations

import re

import pytest

from knowledge.finding.hops import Ties, completing, named
from knowledge.keeping.index import Entry
from knowledge.model import Document, Unit

LAW = Document(id="uu-1-2000", sha256="0", file="uu.pdf", title="UU", label="UU 1/2000", kind="UU")
PENALTY = re.compile(r"dipidana|\bdenda\b")
LAMP = re.compile(r"\blampu\b")
TERM = re.compile(r"\d hari")


def article(pasal: str, text: str, rev: int = 1, locator: str = "") -> Entry:
    part = f"penjelasan/pasal-{pasal}" if locator else f"pasal-{pasal.lower()}"
    unit = Unit(
        id=f"{LAW.id}/{part}",
        document_id=LAW.id,
        ordinal=1,
        kind="pasal",
        locator=locator or f"Pasal {pasal}",
        text=text,
        page_from=1,
        page_to=1,
        pasal=None if locator else pasal,
    )
    return Entry(f"{rev}:{part}", rev, LAW, unit, part)


FORBIDS = article("35", "Setiap orang dilarang mengubah kuitansi.")
PUNISHES = article("51", "Setiap orang sebagaimana dimaksud dalam Pasal 35 dipidana penjara paling lama 2 tahun.")
POINTS = article("7", "Laporan disampaikan dalam tenggat sebagaimana dimaksud dalam Pasal 9 ayat (1).")
SAYS = article("9", "Tenggatnya 14 hari sejak gudang diperiksa.")
EXPLAINED = article("12", "Penjaga menyalakan lampu segera.")
EXPLAINS = article("12", "Yang dimaksud dengan segera adalah 3 hari.", locator="Penjelasan Pasal 12")
OTHER_COPY = article("9", "Tenggatnya 99 hari.", rev=2)
TIES = Ties([OTHER_COPY, FORBIDS, PUNISHES, POINTS, SAYS, EXPLAINED, EXPLAINS])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dimaksud dalam Pasal 4 dan Pasal 12A", ["4", "12a"]),
        ("Pasal 5 sampai dengan Pasal 8", ["5", "6", "7", "8"]),
        ("berdasarkan Pasal 4 ayat (1) Undang-Undang Dasar 1945", []),
        ("dalam Pasal 6 Peraturan Presiden Nomor 95 Tahun 2018", []),
        ("dalam Pasal 6 Peraturan Menteri ini", ["6"]),
        ("dalam Pasal 6 undang-undang ini", ["6"]),
        ("Pasal 77 ayat (2) menyebut Pasal 77", []),  # itself
        ("tanpa rujukan", []),
    ],
)
def test_the_articles_that_a_text_names(text: str, expected: list[str]) -> None:
    assert named(article("77", text)) == expected


@pytest.mark.parametrize(
    ("first", "wanted", "expected"),
    [
        (FORBIDS, [PENALTY], PUNISHES),  # named by it
        (POINTS, [TERM], SAYS),  # it names it, in its own copy of the act
        (EXPLAINED, [TERM], EXPLAINS),
        (PUNISHES, [PENALTY], None),  # holds it itself
        (FORBIDS, [TERM], None),  # nothing tied to it does
        (FORBIDS, [PENALTY, TERM], None),  # both in one unit
        (FORBIDS, [], None),
        (EXPLAINS, [LAMP], EXPLAINED),
        (EXPLAINS, [PENALTY], None),
    ],
)
def test_the_unit_that_completes_an_article(
    first: Entry, wanted: list[re.Pattern[str]], expected: Entry | None
) -> None:
    assert completing(first, TIES, wanted) is expected
