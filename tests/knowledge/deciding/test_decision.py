"""Enough, or not enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.deciding.decision import decide, demands_met
from knowledge.finding.retrieval import Hit
from knowledge.question import Understanding
from knowledge.quoting.passages import Evidence, weigh
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import KnowledgeBase


@pytest.fixture(scope="module")
def evidence(base: KnowledgeBase, understanding: Understanding) -> Evidence:
    found = base.searcher().find(understanding.read("kuitansi rusak disimpan dalam lemari besi"))
    return replace(weigh(found, base.index()), coverage=1.0, together=1.0, similarity=0.95)


def test_near_and_to_the_point_is_enough(
    evidence: Evidence, understanding: Understanding, vocabulary: Vocabulary
) -> None:
    assert decide(understanding.read("di mana kuitansi rusak disimpan"), evidence).enough


def test_nothing_found_is_not_enough(understanding: Understanding, vocabulary: Vocabulary) -> None:
    assert not decide(understanding.read("kuitansi"), Evidence(0.0, 0.0, 0.0, ())).enough


@pytest.mark.parametrize(("together", "similarity"), [(0.0, 0.3), (1.0, 0.3), (0.0, 0.8)])
def test_far_off_or_beside_the_point_is_not_enough(
    evidence: Evidence, understanding: Understanding, vocabulary: Vocabulary, together: float, similarity: float
) -> None:
    weak = replace(evidence, coverage=together, together=together, similarity=similarity)
    assert not decide(understanding.read("kuitansi"), weak).enough


def test_nearer_evidence_is_never_worse(
    evidence: Evidence, understanding: Understanding, vocabulary: Vocabulary
) -> None:
    question = understanding.read("kuitansi")
    steps = [n / 20 for n in range(21)]
    for together in steps:
        row = [
            decide(question, replace(evidence, coverage=together, together=together, similarity=s)).enough
            for s in steps
        ]
        assert row == sorted(row)


def test_what_is_named_needs_no_likeness(
    evidence: Evidence, understanding: Understanding, vocabulary: Vocabulary
) -> None:
    named = tuple(Hit(h.entry, h.score, lookup=True) for h in evidence.hits)
    weak = replace(evidence, coverage=0.0, together=0.0, similarity=0.0, hits=named)
    assert decide(understanding.read("kuitansi"), weak).enough


@pytest.mark.parametrize(
    "asked",
    [
        "berapa honorarium juru kuitansi",
        "siapa nama kepala dinas yang menyimpan kuitansi",
        "nomor whatsapp penyimpan kuitansi",
        "kapan kuitansi diperiksa tahun 2031",
        "kuitansi banjarbaru",
    ],
)
def test_the_kind_of_thing_asked_for_must_be_there(
    evidence: Evidence, understanding: Understanding, vocabulary: Vocabulary, asked: str
) -> None:
    decision = decide(understanding.read(asked), evidence)
    assert not decision.enough
    assert decision.reason


def test_a_year_that_is_only_the_documents_own_is_no_demand(
    evidence: Evidence, understanding: Understanding, vocabulary: Vocabulary
) -> None:
    assert decide(understanding.read("kuitansi rusak permenpanrb 59/2020"), evidence).enough


@pytest.mark.parametrize(
    ("text", "met"), [("honor sebesar rp 150.000 per bulan", True), ("honor diatur tersendiri", False)]
)
def test_an_amount_is_demanded(understanding: Understanding, vocabulary: Vocabulary, text: str, met: bool) -> None:
    assert demands_met(understanding.read("berapa honor asesor"), text) is met


def test_an_ordinary_question_demands_nothing(understanding: Understanding, vocabulary: Vocabulary) -> None:
    assert demands_met(understanding.read("bukti indikator 3"), "")
