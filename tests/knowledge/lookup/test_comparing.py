"""The two regimes side by side: a list under the heading of each."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.lookup.context import NAMES
from knowledge.lookup.figures import bounds
from knowledge.model import Regime


@pytest.mark.parametrize("asked", ["bandingkan SPBE lama dan Pemdi", "apa bedanya pemdi sama spbe?"])
def test_the_regimes_as_a_whole_stand_under_a_heading_each(assistant: Assistant, facts: Catalog, asked: str) -> None:
    blocks = {block.heading: " ".join(p.text for p in block.points) for block in assistant.answer(asked).blocks}
    for regime in Regime:
        said = blocks[NAMES[regime]]
        assert f"Jumlah indikator: {len(facts.indicators_of(regime))}," in said
        assert all(f"{p.name} {bounds(p)}" in said for p in facts.predicates if p.regime is regime)


@pytest.mark.parametrize(
    "asked", ["skor minimal sangat baik di spbe sama di pemdi", "beda cara menghitung indeks spbe dan pemdi"]
)
def test_a_part_of_both_regimes_has_both_headings(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert not answer.abstained
    assert {block.heading for block in answer.blocks} >= set(NAMES.values())
