"""Backups that make themselves: when they are due, what stays, and who is told when one fails."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import bot.backing
from bot.backing import AGAIN, Schedule
from bot.child import Children, Event
from bot.cli.backing import _told
from bot.settings import load
from knowledge.keeping import backup
from tests.bot.admins import ADMIN, OUTSIDER, OWNER, admins
from tests.bot.conftest import Rig, Settings
from tests.bot.real import small_base
from tests.pdfs import write_pdf

__all__ = ["admins"]  # a fixture
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
FULL: Event = {"event": "error", "kind": "refused", "text": "Ruang penyimpanan tidak cukup."}
FAULT: Event = {"event": "error", "kind": "fault", "text": "kode -9"}
BUSY: Event = {"event": "error", "kind": "busy", "text": "Pencadangan lain sedang berjalan."}


@dataclass
class Commands:
    """Backups that end as ``said``, then well: each leaves an archive of ``now``. ``hold`` keeps them going."""

    folder: Path
    now: Callable[[], datetime]
    said: list[Event] = field(default_factory=list)
    ran: list[list[str]] = field(default_factory=list)
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    running: int = 0
    most: int = 0
    stopped: int = 0

    async def run(self, arguments: Sequence[str], told: Callable[[Event], None]) -> Event:
        self.ran.append(list(arguments))
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await self.hold.wait()
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        finally:
            self.running -= 1
        if self.said:
            return self.said.pop(0)
        archive(self.folder, self.now())
        return {"event": "done", "file": "x"}


def archive(folder: Path, at: datetime) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"spbe-{at:%Y%m%d-%H%M%S}.tar.gz"
    path.touch()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cadangan"


@pytest.fixture
def scheduled(admins: Rig, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A rig that makes a backup a day and looks often whether one is due; the clock stands still."""
    for name in ("FIRST", "RETRY", "_LOOK"):
        monkeypatch.setattr(bot.backing, name, 0.02)
    admins.now = lambda: NOW
    database = f"sqlite:///{admins.settings['data_dir']}/spbe.db"
    admins.settings |= {"backup_every_hours": 24, "backup_keep": 3, "backup_folder": folder, "database": database}
    admins.commands = Commands(folder, admins.now)
    commands(admins).hold.set()
    return admins


def commands(rig: Rig) -> Commands:
    assert isinstance(rig.commands, Commands)
    return rig.commands


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not met():  # noqa: ASYNC110 - it is files that are waited for
            await asyncio.sleep(0.01)


async def test_one_is_made_when_there_is_none_and_then_not_before_its_time(scheduled: Rig, folder: Path) -> None:
    at = NOW
    scheduled.now = commands(scheduled).now = lambda: at
    ran = commands(scheduled).ran
    async with scheduled.running():
        await until(lambda: len(backup.archives(folder)) == 1)
        await asyncio.sleep(0.2)
        assert ran == [["backup", str(folder), "--keep", "3"]]
        at = NOW + timedelta(hours=24)
        await until(lambda: len(backup.archives(folder)) == 2)
    assert len(ran) == 2


async def test_a_restart_makes_none_before_its_time(scheduled: Rig, folder: Path) -> None:
    archive(folder, NOW - timedelta(hours=23))
    async with scheduled.running():
        await asyncio.sleep(0.2)
    assert commands(scheduled).ran == []


async def test_an_archive_of_the_future_does_not_hold_up_the_next(scheduled: Rig, folder: Path) -> None:
    archive(folder, NOW + timedelta(days=900))
    async with scheduled.running():
        await until(lambda: len(backup.archives(folder)) == 2)
    assert len(commands(scheduled).ran) == 1


async def test_a_failure_is_told_to_those_who_may_do_something_and_so_is_its_end(scheduled: Rig, folder: Path) -> None:
    commands(scheduled).said = [FULL, FULL, BUSY, FULL]
    people = (("Pemilik", OWNER), ("Sari", ADMIN), ("Ujang", OUTSIDER))
    owner, admin, other = (scheduled.server.private(*person) for person in people)
    async with scheduled.running():
        for chat in (owner, admin):
            assert "Ruang penyimpanan tidak cukup." in await chat.shows("Cadangan otomatis gagal")
            await chat.shows("berhasil lagi")
        await other.send(text="apa itu SPBE?")
        await other.reply()
    assert [len(chat.texts) for chat in (owner, admin)] == [2, 2]  # once each, however often it failed
    assert not any("adangan" in text for text in other.texts)
    assert len(backup.archives(folder)) == 1


async def test_who_cannot_be_written_to_keeps_nobody_from_being_told(scheduled: Rig) -> None:
    commands(scheduled).said = [FAULT]
    owner, admin = scheduled.server.private("Pemilik", OWNER), scheduled.server.private("Sari", ADMIN)
    owner.blocked = True
    async with scheduled.running():
        assert "kode -9" in await admin.shows("Cadangan otomatis gagal")


async def test_failing_for_a_day_is_told_again(scheduled: Rig) -> None:
    commands(scheduled).said = [FULL] * (AGAIN + 1)
    admin = scheduled.server.private("Sari", ADMIN)
    async with scheduled.running():
        await until(lambda: not commands(scheduled).said)
        await admin.shows("berhasil lagi")
    assert sum("gagal" in text for text in admin.texts) == 2


async def test_one_that_never_ends_is_ended_and_told(scheduled: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.backing, "LONGEST", 0.05)
    commands(scheduled).hold.clear()
    admin = scheduled.server.private("Sari", ADMIN)
    async with scheduled.running():
        assert "terlalu lama" in await admin.shows("Cadangan otomatis gagal")
    assert commands(scheduled).stopped >= 1


async def test_questions_are_answered_while_one_runs_and_stopping_ends_it(scheduled: Rig) -> None:
    commands(scheduled).hold.clear()
    chat = scheduled.server.private("Ujang", OUTSIDER)
    async with scheduled.running():
        await until(lambda: bool(commands(scheduled).running))
        await chat.send(text="apa itu SPBE?")
        await chat.reply()
        assert (commands(scheduled).running, commands(scheduled).most) == (1, 1)
    assert commands(scheduled).stopped == 1


def test_when_and_where_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {"HOURS": "6", "KEEP": "3", "DIR": ""}.items():
        monkeypatch.setenv(f"SPBE_BACKUP_{'EVERY_' if name == 'HOURS' else ''}{name}", value)
    monkeypatch.setenv("SPBE_DATA_DIR", "isi")
    assert Schedule.of(load(None)) == Schedule(timedelta(hours=6), 3, tmp_path / "isi" / "cadangan")
    monkeypatch.setenv("SPBE_BACKUP_DIR", "lain")
    assert Schedule.of(load(None)) == Schedule(timedelta(hours=6), 3, tmp_path / "lain")
    monkeypatch.setenv("DATABASE_URL", "postgresql://x/y")  # it has pg_dump
    assert Schedule.of(load(None)) is None
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("SPBE_BACKUP_EVERY_HOURS", "0")
    assert Schedule.of(load(None)) is None


def test_the_settings_in_an_archive_hold_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f"123456789:{'A' * 35}")
    monkeypatch.setenv("TELEGRAM_API_URL", "https://tamu:rahasia1@bot.contoh.go.id:8443/api")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/rahasia2.db")
    told = _told(load(None))
    assert told["TELEGRAM_API_URL"] == "https://bot.contoh.go.id:8443/api"
    written = json.dumps(told, default=str)
    assert not [secret for secret in ("tamu", "rahasia1", "rahasia2", "A" * 35) if secret in written]
    assert "SPBE_DATA_DIR" in told


@pytest.mark.slow
async def test_the_command_makes_one_and_removes_the_old(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "cadangan"
    small_base(data, write_pdf(tmp_path / "a.pdf", [["LAPORAN", "Ruang rapat dikunci setiap sore."]]))
    old = [archive(folder, NOW - timedelta(days=n)) for n in (3, 2, 1)]
    children = Children.of(Settings.loopback("", data_dir=data, database=f"sqlite:///{data}/spbe.db"))
    event = await children.run(["backup", str(folder), "--keep", "2"], lambda _: None)
    assert (event["event"], event["removed"]) == ("done", [path.name for path in old[:2]])
    assert [path.name for path in backup.archives(folder)] == [old[2].name, event["file"]]
    backup.check(folder / event["file"])
    (data / "spbe.db").write_bytes(b"rusak" * 4000)
    event = await children.run(["backup", str(folder), "--keep", "1"], lambda _: None)
    assert (event["kind"], len(backup.archives(folder))) == ("refused", 2)
