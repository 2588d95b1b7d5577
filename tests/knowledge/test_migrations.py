"""A knowledge base made by an earlier version is brought up to date with all it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from knowledge.keeping.schema import MIGRATIONS
from knowledge.keeping.store import Store, engine, migrate
from knowledge.model import Given
from tests.knowledge.keeping.test_store import DOCUMENT, PAGES, UNITS


def _at(made: Engine, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)


def test_documents_keep_what_belongs_to_them(tmp_path: Path) -> None:
    made = engine(f"sqlite:///{tmp_path}/a.db")
    _at(made, "0006")
    with made.begin() as connection:
        for statement in (
            "INSERT INTO documents (rev, id, sha256, parser, file, title, label, kind, status, handbook, pages, "
            "empty_pages, added_at) VALUES (7, 'a', 'f', 2, 'a.pdf', 'A', 'A', 'Uji', 'berlaku', 0, 1, '[]', "
            "'2026-01-01 00:00:00')",
            "INSERT INTO pages (rev, number, raw, text, ocr) VALUES (7, 1, 'isi', 'isi', 0)",
            "INSERT INTO generations (id, model, units, created_at, ready) VALUES (1, 'hash', 1, '2026-01-01', 1)",
            "INSERT INTO generation_documents (generation_id, rev) VALUES (1, 7)",
            "INSERT INTO pointer (id, generation_id) VALUES (1, 1)",
        ):
            connection.execute(text(statement))
    migrate(made)
    store = Store(made)
    assert [(d.id, d.given) for d in store.revisions(1).values()] == [("a", Given())]
    assert [page.raw for page in store.pages(7)] == ["isi"]
    with made.begin() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert "PRIMARY KEY" in str(
            connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'documents'")).scalar()
        )
    with pytest.raises(IntegrityError), made.begin() as connection:  # foreign keys are minded again
        connection.execute(text("INSERT INTO pages (rev, number, raw, text, ocr) VALUES (99, 1, '', '', 0)"))
    made.dispose()


def test_one_pdf_may_be_held_under_what_it_was_taken_for_and_what_a_person_said(tmp_path: Path) -> None:
    made = engine(f"sqlite:///{tmp_path}/a.db")
    migrate(made)
    store = Store(made)
    said = DOCUMENT.model_copy(update={"given": Given(number="60")})
    first = store.add_document(DOCUMENT, PAGES, UNITS, (), 2)
    second = store.add_document(said, PAGES, UNITS, (), 2)
    sha = DOCUMENT.sha256
    assert (store.revision(sha, 2, Given()), store.revision(sha, 2, Given(number="60"))) == (first, second)
    assert store.revision(sha, 2, Given(number="61")) is None
    assert (store.revision(sha, 2), store.given(sha)) == (second, Given(number="60"))
    store.publish(_staged(store, first))
    assert (store.revision(sha, 2), store.given(sha)) == (first, Given())
    with pytest.raises(IntegrityError):
        store.add_document(said, PAGES, UNITS, (), 2)
    made.dispose()


def _staged(store: Store, rev: int) -> int:
    generation = store.begin_generation("hash", [rev])
    store.stage(generation, 2)
    return generation
