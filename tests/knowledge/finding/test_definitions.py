"""Definitions that the documents themselves give."""

from __future__ import annotations

import pytest

from knowledge.finding.definitions import Definition, collect, lookup
from tests.knowledge.knowledge_base import KnowledgeBase


@pytest.fixture(scope="module")
def definitions(base: KnowledgeBase) -> list[Definition]:
    return collect(base.index().rows)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("apa itu spbe", "bantuan mesin"),
        ("apa itu sistem pemerintahan berbasis elektronik", "bantuan mesin"),
        ("apa yang dimaksud arsiparis lapangan", "mengumpulkan kuitansi"),
    ],
)
def test_a_thing_is_defined_by_either_of_its_names(definitions: list[Definition], asked: str, words: str) -> None:
    found = lookup(asked, definitions)
    assert found is not None
    assert words in found.text
    assert " ".join(found.text.split()) in " ".join(found.entry.unit.text.split())


def test_other_names_of_the_thing_count(definitions: list[Definition]) -> None:
    found = lookup("apa itu e-government", definitions, ["SPBE"])
    assert found is not None
    assert "bantuan mesin" in found.text


@pytest.mark.parametrize("asked", ["apa itu kuitansi", "apa itu lapangan", "spbexyz"])
def test_what_is_not_defined_is_not_found(definitions: list[Definition], asked: str) -> None:
    assert lookup(asked, definitions) is None


def test_a_narrower_term_is_found_without_whose_it_is(definitions: list[Definition]) -> None:
    entry = definitions[0].entry
    broad = Definition(("risiko spbe",), "Risiko SPBE adalah peluang.", entry)
    narrow = Definition(("kategori risiko spbe",), "Kategori Risiko SPBE adalah pengelompokan.", entry)
    assert lookup("apa yang dimaksud dengan kategori risiko", [broad, narrow], ["Risiko SPBE", "risiko"]) is narrow
    assert lookup("apa itu risiko", [broad, narrow], ["Risiko SPBE", "risiko"]) is broad
