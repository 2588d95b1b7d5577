"""Whatever a person reads of times is in the time of the region, which the settings name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bot
from bot.roles import Roles
from knowledge import clock
from knowledge.keeping.store import engine, migrate
from tests.bot.test_cli import spbe

ROOM = Path(bot.__file__).parent
READ = sorted([*ROOM.rglob("*.j2"), *(ROOM / "cli").glob("*.py"), *(ROOM / "handlers").glob("*.py")])


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    clock.keep_time_of(clock.HERE)


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_nothing_that_is_read_makes_a_time_of_its_own(path: Path) -> None:
    assert not re.search(r"strftime|%H|[\"' ]UTC[\"' )]", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("zone", "told"), [("", "01-03-2026 00.30 WITA"), ("Asia/Jayapura", "01-03-2026 01.30 WIT")])
def test_the_zone_of_the_settings_is_used(tmp_path: Path, zone: str, told: str) -> None:
    made = engine(f"sqlite:///{tmp_path}/data/spbe.db")
    migrate(made)
    Roles(made).note_terminal(datetime(2026, 2, 28, 16, 30, tzinfo=UTC), "coba")
    made.dispose()
    said = spbe(tmp_path, "audit", SPBE_TIME_ZONE=zone)
    assert said.stdout == f"{told}  terminal  coba\n", said.stderr
