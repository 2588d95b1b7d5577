"""Quoted pieces: verbatim, within the budget, and weighed against the question."""

from __future__ import annotations

import pytest

from knowledge.answering.drafting import Draft
from knowledge.finding.retrieval import Found, Searcher
from knowledge.keeping.index import Index
from knowledge.question import Understanding
from knowledge.quoting.passages import BUDGET, passages, weigh
from tests.knowledge.knowledge_base import KnowledgeBase

ASKED = "berapa lama kuitansi rusak disimpan dalam lemari besi"


@pytest.fixture(scope="module")
def searcher(base: KnowledgeBase) -> Searcher:
    return base.searcher()


@pytest.fixture(scope="module")
def index(base: KnowledgeBase) -> Index:
    return base.index()


def find(searcher: Searcher, understanding: Understanding, asked: str) -> Found:
    return searcher.find(understanding.read(asked))


def quoted(base: KnowledgeBase, index: Index, found: Found, budget: int = BUDGET) -> Draft:
    draft = Draft("q", base.catalog, base.store.page)
    count = passages(found, index, draft, budget=budget)
    assert count == sum(len(b.points) for b in draft.blocks)
    return draft


def test_the_sentence_that_answers_is_quoted_first(
    base: KnowledgeBase, index: Index, searcher: Searcher, understanding: Understanding
) -> None:
    draft = quoted(base, index, find(searcher, understanding, ASKED))
    first = " ".join(p.text for p in draft.blocks[0].points)
    assert "disimpan dalam lemari besi selama 11 tahun" in first
    assert "PermenPANRB 59/2020" in draft.blocks[0].lead


@pytest.mark.parametrize(
    "asked", [ASKED, "gangguan listrik perangkat lapangan", "rapat pleno dihadiri anggota", "pengujian"]
)
def test_every_piece_is_verbatim_in_the_unit_it_cites(
    base: KnowledgeBase, index: Index, searcher: Searcher, understanding: Understanding, asked: str
) -> None:
    draft = quoted(base, index, find(searcher, understanding, asked))
    answer = draft.finish([])
    said = {row.unit.id: " ".join(row.unit.text.split()) for row in index.rows}
    points = [p for b in answer.blocks for p in b.points]
    assert points
    for point in points:
        [ref] = point.refs
        unit = answer.citations[ref - 1].unit_id
        assert point.verbatim
        assert unit is not None
        assert " ".join(point.text.split()) in said[unit]


@pytest.mark.parametrize("budget", [0, 150, 400])
def test_the_budget_is_kept(
    base: KnowledgeBase, index: Index, searcher: Searcher, understanding: Understanding, budget: int
) -> None:
    draft = quoted(base, index, find(searcher, understanding, "pengujian gangguan listrik teknisi menara"), budget)
    assert sum(len(p.text) for b in draft.blocks for p in b.points) <= budget


def test_nothing_found_quotes_nothing(base: KnowledgeBase, index: Index) -> None:
    assert quoted(base, index, Found((), "", ())).blocks == []


def test_evidence_is_a_share(index: Index, searcher: Searcher, understanding: Understanding) -> None:
    good = weigh(find(searcher, understanding, ASKED), index)
    poor = weigh(find(searcher, understanding, "astronomi kuantum rusak"), index)
    for evidence in (good, poor):
        assert 0 <= evidence.coverage <= evidence.together <= 1
        assert evidence.similarity <= 1.0001
    assert good.coverage > poor.coverage
    assert good.similarity > poor.similarity


def test_a_synonym_in_the_text_counts_for_the_word_asked(
    index: Index, searcher: Searcher, understanding: Understanding
) -> None:
    found = find(searcher, understanding, "kuitansi lemari besi")
    assert weigh(found, index, ["kuitansi"]).together >= weigh(found, index).together


def test_no_evidence_weighs_nothing(index: Index) -> None:
    evidence = weigh(Found((), "", ()), index)
    assert (evidence.coverage, evidence.together, evidence.similarity) == (0.0, 0.0, 0.0)


def test_two_documents_named_stand_side_by_side_each_with_its_share(
    base: KnowledgeBase, index: Index, searcher: Searcher, understanding: Understanding
) -> None:
    asked = understanding.read("beda permenpanrb 59/2020 dan perpres 83/2025: periksa gudang atau rapat pleno komite?")
    assert set(asked.documents) == {"permenpanrb-59-2020", "perpres-83-2025"}
    draft = Draft("q", base.catalog, base.store.page)
    passages(searcher.find(asked), index, draft, question=asked, vocabulary=base.vocabulary)
    headings = [block.heading for block in draft.blocks if block.heading]
    assert sorted(headings) == ["PermenPANRB 59/2020", "Perpres 83/2025"]
    for block in draft.blocks:  # below each heading only its own document
        headings = [block.heading] if block.heading else headings[:1]
        assert block.lead.startswith(headings[0])


def test_the_ayat_of_an_article_stand_under_its_name(
    base: KnowledgeBase, index: Index, searcher: Searcher, understanding: Understanding
) -> None:
    draft = quoted(base, index, find(searcher, understanding, "ketua komite memimpin rapat pleno dihadiri anggota"))
    assert draft.blocks[0].lead == "Perpres 83/2025, Pasal 1:"


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("rapat pleno dihadiri berapa anggota?", "(2) Rapat pleno dihadiri paling sedikit 19 anggota."),
        ("siapa memimpin rapat pleno?", "(1) Ketua komite memimpin rapat pleno setiap triwulan."),
    ],
)
def test_the_line_with_the_number_or_person_asked_for_stands_first(
    base: KnowledgeBase, index: Index, searcher: Searcher, understanding: Understanding, asked: str, first: str
) -> None:
    question = understanding.read(asked)
    draft = Draft("q", base.catalog, base.store.page)
    passages(searcher.find(question), index, draft, question=question, vocabulary=base.vocabulary)
    assert draft.blocks[0].points[0].text == first
