"""The real catalog and vocabulary, and knowledge bases that are built once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.catalog import load as load_catalog
from knowledge.question import Understanding
from knowledge.vocabulary import Vocabulary
from knowledge.vocabulary import load as load_vocabulary
from tests import inprocess
from tests.knowledge.knowledge_base import KnowledgeBase, build


@pytest.fixture(scope="module", autouse=True)
def extracting_in_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No process for every small PDF; tests/ingest/extracting is of that process."""
    with inprocess.extracting(tmp_path_factory):
        yield


@pytest.fixture(scope="session")
def facts() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def understanding(facts: Catalog, vocabulary: Vocabulary) -> Understanding:
    return Understanding(facts, vocabulary)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> KnowledgeBase:
    """The three made-up PDFs; tests must not change it."""
    return build(tmp_path_factory.mktemp("base"), facts, vocabulary)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> KnowledgeBase:
    """A generation without any PDF: only the catalog answers."""
    return build(tmp_path_factory.mktemp("bare"), facts, vocabulary, {})


@pytest.fixture(scope="session")
def assistant(base: KnowledgeBase) -> Assistant:
    return base.assistant()


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of real material beside the project; skips where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "../shared"
    if not folder.is_dir():
        pytest.skip("bahan bersama (../shared) tidak ada di sini")
    return folder
