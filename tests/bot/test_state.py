"""The bot's tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, select

import bot.jobs
import bot.roles  # noqa: F401 - their tables
from bot.state import ANSWERS_KEPT, State, answers, chats, turns, updates
from knowledge.keeping.store import engine as make_engine
from knowledge.keeping.store import metadata, migrate
from knowledge.model import Turn
from tests.bot.assistants import evidence, simple

AT = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = make_engine(f"sqlite:///{tmp_path}/state.db")
    migrate(made)
    return made


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
