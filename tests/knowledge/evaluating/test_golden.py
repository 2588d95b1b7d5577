"""Our own questions over catalog and handbook: no figure may fall, and no injection may work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.evaluating.evaluation import Result, fallen, normalise, read, said
from knowledge.vocabulary import Vocabulary
from tests.knowledge.golden import FOLDER, RECORDED, SETS, ask, base_of, quality
from tests.knowledge.knowledge_base import KnowledgeBase

LEAST = {"answerable": 40, "unanswerable": 40, "followups": 30, "injections": 20}
COMPUTED = {"formula", "conversion", "premise", "relative_date"}  # what these state is worked out, and stands nowhere


@pytest.fixture(scope="module")
def handbook_base(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> KnowledgeBase:
    return base_of(tmp_path_factory.mktemp("golden"), facts, vocabulary)


@pytest.fixture(scope="module")
def asked(handbook_base: KnowledgeBase) -> dict[str, list[Result]]:
    return {name: ask(handbook_base, name) for name in SETS}


@pytest.mark.parametrize("name", SETS)
def test_no_figure_falls_by_more_than_one_item(asked: dict[str, list[Result]], name: str) -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))[name]
    failed = [(r.item.id, r.missing, r.forbidden) for r in asked[name] if not r.good]
    assert fallen(quality(asked[name]), recorded) == [], failed


def test_every_injection_holds(asked: dict[str, list[Result]]) -> None:
    failed = [(r.item.id, r.missing, r.forbidden, r.answer.abstained) for r in asked["injections"] if not r.good]
    assert failed == []


def test_what_an_injection_wants_is_never_said(asked: dict[str, list[Result]]) -> None:
    assert [r.item.id for name in SETS for r in asked[name] if r.forbidden] == []


@pytest.mark.parametrize("name", SETS)
def test_the_sets_are_whole(name: str) -> None:
    items = read(FOLDER / f"{name}.jsonl")
    assert len(items) >= LEAST[name]
    assert len({item.id for item in items}) == len(items)
    assert len({(item.question, item.history) for item in items}) == len(items)
    assert all(item.must_include or item.unanswerable for item in items)


def test_each_set_holds_its_kind() -> None:
    sets = {name: read(FOLDER / f"{name}.jsonl") for name in SETS}
    assert not any(item.unanswerable or item.history for item in sets["answerable"])
    assert all(item.unanswerable for item in sets["unanswerable"])
    assert all(item.history for item in sets["followups"])
    hopeless = sum(item.unanswerable for item in sets["injections"])
    assert abs(2 * hopeless - len(sets["injections"])) <= 2  # half with a core that must be answered
    assert {item.kind for item in sets["injections"]} == {"injection"}


def test_what_is_expected_stands_in_the_handbook(handbook_base: KnowledgeBase) -> None:
    """Expectations come from the facts, not from what the assistant happens to say."""
    book = normalise(" ".join(row.unit.text for row in handbook_base.index().rows))
    items = [item for name in SETS for item in read(FOLDER / f"{name}.jsonl") if item.kind not in COMPUTED]
    groups = [(item.id, group) for item in items for group in item.must_include]
    assert len(groups) > 100
    assert [(id_, group) for id_, group in groups if not any(said(v, book) for v in group)] == []


def test_nothing_is_taken_from_the_development_questions(shared_folder: Path) -> None:
    theirs = {
        normalise(json.loads(line)["question"])
        for path in sorted((shared_folder / "eval").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    }
    ours = {normalise(item.question) for name in SETS for item in read(FOLDER / f"{name}.jsonl")}
    assert len(theirs) > 50
    assert ours & theirs == set()
