"""Cards, levels and aspects."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.lookup.context import number
from knowledge.model import Regime, Turn
from tests.knowledge.knowledge_base import KnowledgeBase, body


def test_every_level_of_pemdi_with_criterion_and_evidence(assistant: Assistant, facts: Catalog) -> None:
    for indicator in facts.indicators_of(Regime.PEMDI):
        level = indicator.levels[indicator.number % 5]
        answer = assistant.answer(f"bukti indikator {indicator.number} pemdi level {level.number}")
        assert level.criterion in body(answer), (indicator.number, level.number)
        assert all(item in body(answer) for item in level.evidence), (indicator.number, level.number)
        assert answer.citations


def test_every_card_names_the_indicator_its_aspect_and_weight(assistant: Assistant, facts: Catalog) -> None:
    for indicator in facts.indicators:
        said = body(assistant.answer(f"indikator {indicator.number} {indicator.regime.value} tentang apa"))
        aspect = facts.aspect_by_key[indicator.regime, indicator.aspect]
        assert indicator.name in said, (indicator.regime, indicator.number)
        assert aspect.name in said
        assert f"{number(indicator.weight)}%" in said


def test_a_level_of_spbe_comes_from_the_regulation_where_it_is_held(assistant: Assistant) -> None:
    answer = assistant.answer("kriteria indikator 14 spbe level 3")
    assert "dipakai 7 bidang" in body(answer)
    assert "dipakai 5 bidang" not in body(answer)
    cited = [c for c in answer.citations if c.file]
    assert [(c.file, c.page_from) for c in cited] == [("permen-59-2020-uji.pdf", 3)]
    assert "7 bidang" in cited[0].quote
    assert answer.warnings


def test_without_the_text_the_meaning_of_the_level_is_told(bare: KnowledgeBase, facts: Catalog) -> None:
    row = next(m for m in facts.maturity if m.scale == "proses" and m.number == 3)
    answer = bare.assistant().answer("kriteria indikator 14 spbe level 3")
    assert row.description in body(answer)
    assert "Pedoman Menteri PANRB 3/2024" in body(answer)
    assert answer.warnings


def test_pemdi_stands_before_spbe(assistant: Assistant) -> None:
    answer = assistant.answer("level 3 indikator 14 butuh bukti apa aja ya?")
    headings = [b.heading for b in answer.blocks if b.heading]
    assert ["Pemdi" in headings[0], "SPBE" in headings[1]] == [True, True]


def test_a_regime_that_has_no_such_indicator_says_so(assistant: Assistant) -> None:
    assert "Pemdi 2026 tidak memiliki indikator 40" in body(assistant.answer("bukti indikator 40 level 3"))


@pytest.mark.parametrize(
    ("cue", "level"), [("kalau level 4?", 4), ("tingkat berikutnya?", 4), ("level sebelumnya apa?", 2)]
)
def test_going_on_to_another_level(assistant: Assistant, facts: Catalog, cue: str, level: int) -> None:
    wanted = facts.indicator_by_key[Regime.PEMDI, 4].levels[level - 1]
    answer = assistant.answer(cue, [Turn(role="user", text="bukti indikator 4 pemdi level 3")])
    assert wanted.criterion in body(answer)


def test_an_aspect_lists_its_indicators(assistant: Assistant, facts: Catalog) -> None:
    for aspect in facts.aspects_of(Regime.PEMDI):
        said = body(assistant.answer(f"apa saja indikator aspek {aspect.name} pemdi"))
        names = [i.name for i in facts.indicators_of(Regime.PEMDI, aspect.number)]
        assert [name for name in names if name not in said] == [], aspect.name
