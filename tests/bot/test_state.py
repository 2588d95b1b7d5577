"""The bot's tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, select

import bot.jobs
import bot.roles  # noqa: F401 - their tables
from bot.state import ANSWERS_KEPT, State, answers, chats, turns, updates
from knowledge.keeping.store import Store, metadata
from knowledge.model import Answer, Document, Turn
from tests.bot.assistants import evidence, simple
from tests.databases import migrated

AT = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return migrated(tmp_path / "state.db")


def test_migration_makes_the_tables_that_the_code_uses(engine: Engine) -> None:
    for table in (t for t in metadata.sorted_tables if t.name.startswith("bot_")):
        made = {c["name"]: (str(c["type"]), c["nullable"]) for c in inspect(engine).get_columns(table.name)}
        wanted = {c.name: (str(c.type.compile(engine.dialect)), bool(c.nullable)) for c in table.columns}
        assert made == wanted
        assert {i["name"] for i in inspect(engine).get_indexes(table.name)} == {i.name for i in table.indexes}


def test_update_is_recorded_once(engine: Engine) -> None:
    state = State(engine)
    assert state.record(1, 5, "{}", AT)
    assert not state.record(1, 5, "{}", AT)
    assert [r.update_id for r in state.pending()] == [1]
    assert state.pending()[0].recorded_at == AT


def test_finished_update_cannot_be_begun_again(engine: Engine) -> None:
    state = State(engine)
    state.record(1, 5, "{}", AT)
    assert state.begin(1)
    state.finish(1, AT)
    assert not state.begin(1)
    assert state.pending() == []


def test_answer_comes_back_whole_and_only_to_its_chat(engine: Engine) -> None:
    state = State(engine)
    number = state.remember(5, (Turn(role="user", text="a"), Turn(role="bot", text="b")), evidence(), AT)
    assert state.answer(number, 5) == evidence()
    assert state.answer(number, 6) is None
    assert state.answer(number + 1, 5) is None


def test_old_things_are_pruned_and_unfinished_updates_are_not(engine: Engine) -> None:
    state = State(engine)
    exchange = (Turn(role="user", text="a"), Turn(role="bot", text="b"))
    state.remember(5, exchange, simple("a"), AT)
    state.record(1, 5, "{}", AT)
    state.record(2, 5, "{}", AT)
    state.finish(1, AT)
    state.prune(AT + ANSWERS_KEPT + timedelta(days=1))
    with engine.connect() as connection:
        assert connection.execute(select(turns)).all() == []
        assert connection.execute(select(answers)).all() == []
        assert connection.execute(select(updates.c.update_id)).scalars().all() == [2]


@pytest.fixture
def held(engine: Engine) -> Store:
    """A generation of the two documents that ``evidence`` cites."""
    store = Store(engine)
    about = {"title": "A", "label": "A", "kind": "Peraturan", "pages": 1}
    names = ("permenpanrb-8-2026", "permenpanrb-59-2020")
    made = [Document.model_validate({"id": n, "sha256": n * 2, "file": f"{n}.pdf", **about}) for n in names]
    store.publish(store.begin_generation("m", [store.add_document(one, [], [], [], 1) for one in made]), 0)
    return store


def _cites_pdfs() -> Answer:
    made = evidence(points=11, length=150)
    cited = [c.model_copy(update={"file": f"{c.document}.pdf"}) for c in made.citations]
    return made.model_copy(update={"citations": tuple(cited)})


def test_what_was_told_from_a_deleted_document_is_no_longer_in_the_history(engine: Engine, held: Store) -> None:
    state, at = State(engine), datetime.now(UTC)
    state.remember(5, (Turn(role="user", text="a"), Turn(role="bot", text="rahasia")), _cites_pdfs(), at)
    later = at + timedelta(seconds=1)
    state.remember(5, (Turn(role="user", text="b"), Turn(role="bot", text="umum")), simple("b"), later)
    assert [turn.text for turn in state.history(5)] == ["a", "rahasia", "b", "umum"]
    held.delete_document("permenpanrb-59-2020" * 2)
    assert [turn.text for turn in state.history(5)] == ["a", "b", "umum"]


def test_citations_of_what_was_deleted_or_replaced_since_are_gone(engine: Engine, held: Store) -> None:
    state, at = State(engine), datetime.now(UTC)
    exchange = (Turn(role="user", text="a"), Turn(role="bot", text="b"))
    number = state.remember(5, exchange, _cites_pdfs(), at)
    given = state.given(number, 5)
    assert given
    assert given.gone == frozenset()
    held.delete_document("permenpanrb-59-2020" * 2)
    given = state.given(number, 5)
    assert given
    assert given.gone == {2}
    rev = next(iter(held.revisions(held.current() or 0)))
    held.publish(held.begin_generation("m", [rev]), 0)
    again = state.given(state.remember(5, exchange, _cites_pdfs(), datetime.now(UTC)), 5)
    assert again
    assert again.gone == {2}


def test_another_document_of_the_same_name_does_not_bring_old_words_back(engine: Engine, held: Store) -> None:
    state, at = State(engine), datetime.now(UTC)
    number = state.remember(5, (Turn(role="user", text="a"),), _cites_pdfs(), at)
    revisions = held.revisions(held.current() or 0)
    _, second = revisions.values()
    held.delete_document(second.sha256)
    newer = held.add_document(second.model_copy(update={"sha256": "neu"}), [], [], [], 1)
    held.publish(held.begin_generation("m", [next(iter(revisions)), newer]), 0)
    given = state.given(number, 5)
    assert given
    assert given.gone == {2}
    fresh = state.given(state.remember(5, (Turn(role="user", text="a"),), _cites_pdfs(), datetime.now(UTC)), 5)
    assert fresh
    assert fresh.gone == frozenset()


def _blocked_at(engine: Engine, chat_id: int) -> datetime | None:
    with engine.connect() as connection:
        found: datetime | None = connection.execute(
            select(chats.c.blocked_at).where(chats.c.chat_id == chat_id)
        ).scalar()
    return found


def test_blocked_chat_is_unblocked_when_it_writes(engine: Engine) -> None:
    state = State(engine)
    state.seen(5, "private", AT)
    state.blocked(5, AT)
    assert _blocked_at(engine, 5) is not None
    state.seen(5, "private", AT)
    assert _blocked_at(engine, 5) is None
