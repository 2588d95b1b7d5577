"""Notation, and which indicators and regimes a question opens."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.lookup.context import Context, heading, number, unexplained
from knowledge.model import Regime
from knowledge.question import Understanding
from tests.knowledge.knowledge_base import DAY, KnowledgeBase

BOTH = (Regime.PEMDI, Regime.SPBE)


@pytest.fixture(scope="module")
def context(bare: KnowledgeBase) -> Context:
    return Context(bare.catalog, bare.searcher(), DAY)


@pytest.mark.parametrize(("value", "shown"), [("2.50", "2,50"), ("5", "5"), ("45.50", "45,50"), ("0.1", "0,1")])
def test_decimals_in_indonesian_notation(value: str, shown: str) -> None:
    assert number(Decimal(value)) == shown


def test_a_heading_only_where_two_regimes_stand_side_by_side() -> None:
    assert heading(Regime.PEMDI, (Regime.PEMDI,)) == ""
    assert heading(Regime.PEMDI, BOTH) != heading(Regime.SPBE, BOTH) != ""


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("indikator 14", [(Regime.PEMDI, 14), (Regime.SPBE, 14)]),
        ("indikator 14 spbe", [(Regime.SPBE, 14)]),
        ("indikator 40", [(Regime.SPBE, 40)]),
        ("indikator 40 pemdi", []),
        ("bukti indikator pelindungan data pribadi", [(Regime.PEMDI, 8)]),
    ],
)
def test_a_number_counts_in_each_open_regime(
    context: Context, understanding: Understanding, asked: str, keys: list[tuple[Regime, int]]
) -> None:
    assert [(i.regime, i.number) for i in context.indicators(understanding.read(asked))] == keys


def test_what_is_left_unexplained(understanding: Understanding) -> None:
    question = understanding.read("berapa bobot indikator walidata di bulan purnama")
    assert unexplained(question, "walidata") == {"purnama"}
    assert unexplained(question, "walidata", "bulan purnama") == set()
