"""Units that are read as one."""

from __future__ import annotations

from knowledge.quoting.grouping import group
from tests.knowledge.quoting.units import entry, held, hits

AYAT = [entry(f"pasal-5/ayat-{n}", f"({n}) Ketentuan {n}.", n, kind="ayat", pasal="5", ayat=str(n)) for n in (1, 2, 3)]
EXPLAINED = entry(
    "penjelasan/pasal-5", "Ayat (1) Yang dimaksud adalah itu.", 9, kind="section", locator="Penjelasan Pasal 5"
)
PARTS = [
    entry("bab-ii/a", "A. Awal.", 20),
    entry("bab-ii/a/bagian-2", "Lanjut.", 21),
    entry("bab-ii/a/bagian-3", "Akhir.", 22),
]
OTHER = entry("bab-ii/b", "B. Lain.", 23)
ALL = held(*AYAT, EXPLAINED, *PARTS, OTHER)


def test_the_ayat_of_an_article_are_one_passage_in_reading_order() -> None:
    (passage,) = group(hits(AYAT[2], AYAT[0]), ALL)
    assert passage.entries == tuple(AYAT)
    assert [hit.entry for hit in passage.hits] == [AYAT[2], AYAT[0]]


def test_an_elucidation_stands_after_its_article() -> None:
    (passage,) = group(hits(EXPLAINED), ALL)
    assert passage.entries == (*AYAT, EXPLAINED)


def test_of_a_section_the_parts_found_and_those_beside_them() -> None:
    (passage,) = group(hits(PARTS[0]), ALL)
    assert passage.entries == (PARTS[0], PARTS[1])
    (passage,) = group(hits(PARTS[1]), ALL)
    assert passage.entries == tuple(PARTS)


def test_passages_stand_in_the_order_of_their_best_hits() -> None:
    passages = group(hits(OTHER, PARTS[2], AYAT[1], PARTS[0]), ALL)
    assert [passage.rank for passage in passages] == [0, 1, 2]
    assert [passage.entries[0] for passage in passages] == [OTHER, PARTS[0], AYAT[0]]


def test_other_sections_are_not_joined() -> None:
    assert len(group(hits(PARTS[0], OTHER), ALL)) == 2
