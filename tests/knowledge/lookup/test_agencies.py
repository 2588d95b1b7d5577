"""The agencies of the province beside each other, against the catalog's own rows."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import AgencyScore, Catalog
from knowledge.lookup.context import number
from tests.knowledge.knowledge_base import KnowledgeBase, body


@pytest.fixture(scope="module")
def assistant(bare: KnowledgeBase) -> Assistant:
    return bare.assistant()


def of(facts: Catalog, year: int, kind: str = "") -> list[AgencyScore]:
    return [s for s in facts.agency_scores if s.year == year and s.agency.startswith(kind)]


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("kind", ["Kabupaten", "Kota"])
def test_the_highest_and_the_lowest(assistant: Assistant, facts: Catalog, year: int, kind: str) -> None:
    answer = assistant.answer(f"{kind} mana di kalsel yang indeks spbe nya tertinggi dan terendah {year}?")
    rows = of(facts, year, kind)
    high, low = max(s.index for s in rows), min(s.index for s in rows)
    told = [{p.text.partition(":")[0] for p in block.points} for block in answer.blocks]
    assert told == [{s.agency for s in rows if s.index == high}, {s.agency for s in rows if s.index == low}]
    assert answer.citations


def test_the_order_holds_all_of_them(assistant: Assistant, facts: Catalog) -> None:
    answer = assistant.answer("peringkat indeks spbe kalsel 2024")
    told = [point.text for block in answer.blocks for point in block.points]
    wanted = sorted(of(facts, 2024), key=lambda s: -s.index)
    assert [text.partition(":")[0] for text in told] == [s.agency for s in wanted]


def test_the_mean_is_shown_with_its_working(assistant: Assistant, facts: Catalog) -> None:
    said = body(assistant.answer("rata2 indeks spbe kab kota kalsel 2024"))
    rows = [s for s in of(facts, 2024) if not s.agency.startswith("Provinsi")]
    mean = (sum((s.index for s in rows), Decimal(0)) / len(rows)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert f"dari {len(rows)} pemerintah daerah di Kalsel: {number(mean)}." in said
    assert f"÷ {len(rows)}" in said


@pytest.mark.parametrize(
    "asked",
    ["kabupaten mana di kalsel yang indeks spbe nya tetap 2023 2024",
     "Which districts in South Kalimantan had no change in SPBE index between 2023 and 2024?"],
)  # fmt: skip
def test_what_did_not_change(assistant: Assistant, facts: Catalog, asked: str) -> None:
    before = {s.agency: s.index for s in of(facts, 2023, "Kabupaten")}
    same = {s.agency for s in of(facts, 2024, "Kabupaten") if s.index == before[s.agency]}
    told = {p.text.partition(":")[0] for block in assistant.answer(asked).blocks for p in block.points}
    assert told == same


def test_what_fell(assistant: Assistant, facts: Catalog) -> None:
    before = {s.agency: s.index for s in of(facts, 2023)}
    said = body(assistant.answer("daerah mana di kalsel yang indeks spbe nya turun?"))
    for row in of(facts, 2024):
        assert (f"{row.agency}:" in said) == (row.index < before[row.agency])


@pytest.mark.parametrize("asked", ["indeks spbe tertinggi kalsel 2025", "peringkat indeks spbe kalsel 2026"])
def test_a_year_that_is_not_held_is_not_ranked(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert answer.abstained
    assert "2023–2024" in body(answer)


def test_other_provinces_are_not_ranked(assistant: Assistant) -> None:
    assert "Banjarmasin" not in body(
        assistant.answer("kabupaten mana di jawa barat yang indeks spbe nya tertinggi 2024")
    )


def test_how_many_bear_a_predicate(assistant: Assistant, facts: Catalog) -> None:
    answer = assistant.answer("berapa kabupaten/kota di kalsel yang berpredikat sangat baik tahun 2024?")
    rows = [s for s in of(facts, 2024) if not s.agency.startswith("Provinsi")]
    mine = [s for s in rows if s.predicate == "Sangat Baik"]
    assert body(answer).startswith(f"{len(mine)} dari {len(rows)} pemerintah daerah di Kalsel berpredikat Sangat Baik")
    assert len(answer.blocks[0].points) == len(mine)


def test_an_order_of_the_province_is_not_taken_for_the_nations(assistant: Assistant) -> None:
    assert body(assistant.answer("peringkat kalsel spbe nasional")).startswith("Peringkat nasional tidak ada")


def test_a_change_is_computed_in_percent(assistant: Assistant) -> None:
    said = body(assistant.answer("naik berapa persen indeks spbe banjarmasin"))
    assert said.startswith("Indeks SPBE Kota Banjarmasin naik 0,06 (1,50%), dari 4,00 (2023) menjadi 4,06 (2024)")
