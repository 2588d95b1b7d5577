"""An owner, an admin and an outsider, and a bot whose refreshes are scripted."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.refreshing
from bot.ports import utc_now
from bot.roles import Role, Roles
from knowledge.catalog import load
from knowledge.keeping.store import Store
from tests.bot.commands import ScriptedCommands
from tests.bot.conftest import Rig
from tests.telegram_server import Chat

OWNER, ADMIN, OUTSIDER = 900, 901, 902
PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"


@pytest.fixture
def admins(rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A rig with an owner, an admin, the real catalog and one generation in force."""
    monkeypatch.setattr(bot.refreshing, "EDIT_EVERY", 0.05)
    monkeypatch.setattr(bot.refreshing, "BUSY_RETRY", 0.1)
    rig.settings = {"owner_ids": (OWNER,), "data_dir": tmp_path / "data"}
    rig.catalog = load()
    store = Store(rig.engine)
    rig.commands = ScriptedCommands(store)
    roles = Roles(rig.engine, [OWNER])
    roles.join(roles.invite(OWNER, Role.ADMIN, utc_now()), ADMIN, "Sari", utc_now())
    first = store.begin_generation("hash", [], 2)
    store.publish(first, 2)
    return rig


def scripted(rig: Rig) -> ScriptedCommands:
    assert isinstance(rig.commands, ScriptedCommands)
    return rig.commands


def audited(rig: Rig) -> list[str]:
    return [entry.action for entry in reversed(Roles(rig.engine, [OWNER]).done(50))]


async def prepared(chat: Chat, name: str = "permen.pdf") -> None:
    """Send a PDF and confirm what it is taken for."""
    await chat.send_file(PDF, name)
    await chat.shows("Benar?")
    await chat.press("Benar, olah")


def left(rig: Rig) -> list[str]:
    folder = rig.settings["data_dir"] / "incoming"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []
