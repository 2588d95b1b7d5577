"""What does not exist is said not to exist, with a source."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.model import Regime
from tests.knowledge.knowledge_base import body


@pytest.mark.parametrize("asked", ["indikator 35 pemdi apa", "bukti I-21 pemdi", "indikator 21 ipd level 3"])
def test_pemdi_has_twenty_indicators(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert not answer.abstained
    assert "20 indikator" in body(answer)
    assert "47" not in body(answer)
    assert [c.document for c in answer.citations] == ["permenpanrb-8-2026"]


def test_spbe_has_forty_seven(assistant: Assistant) -> None:
    answer = assistant.answer("indikator 48 spbe itu apa")
    assert "47 indikator" in body(answer)
    assert "20 indikator" not in body(answer)
    assert answer.warnings


@pytest.mark.parametrize("number", [0, 48, 51, 99])
def test_a_number_that_neither_regime_has(assistant: Assistant, number: int) -> None:
    answer = assistant.answer(f"indikator {number}")
    said = body(answer)
    assert not answer.abstained
    assert said.index("20 indikator") < said.index("47 indikator")
    assert str(number) in said
    assert answer.citations


@pytest.mark.parametrize(
    "asked", ["level 7", "bukti indikator 3 level 6 pemdi", "tingkat kematangan 0 indikator 5 spbe"]
)
def test_levels_go_from_one_to_five(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert not answer.abstained
    assert "1 sampai 5" in body(answer)
    assert answer.citations


@pytest.mark.parametrize(
    ("number", "regime"), [(1, Regime.PEMDI), (20, Regime.PEMDI), (21, Regime.SPBE), (47, Regime.SPBE)]
)
def test_numbers_that_exist_are_not_denied(assistant: Assistant, number: int, regime: Regime) -> None:
    assert "tidak ada" not in body(assistant.answer(f"indikator {number} {regime.value}"))


def test_a_number_of_one_regime_alone_names_the_other(assistant: Assistant) -> None:
    said = body(assistant.answer("indikator 35 tentang apa"))
    assert "Indikator 35 SPBE" in said
    assert "Pemdi 2026 hanya memiliki 20 indikator" in said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("bobot aspek 9 pemdi", "hanya memiliki 7 aspek"),
        ("aspek 8 pemdi apa", "hanya memiliki 7 aspek"),
        ("aspek 9 spbe", "hanya memiliki 8 aspek"),
        ("bobot domain 5 spbe", "hanya memiliki 4 domain"),
    ],
)
def test_aspects_and_domains_that_do_not_exist(assistant: Assistant, asked: str, said: str) -> None:
    answer = assistant.answer(asked)
    assert not answer.abstained
    assert said in body(answer)
    assert answer.citations


def test_a_level_of_spbe_is_corrected_from_its_own_regulation(assistant: Assistant) -> None:
    answer = assistant.answer("indikator 3 spbe level 8")
    assert [c.document for c in answer.citations] == ["permenpanrb-59-2020"]
    assert answer.warnings
