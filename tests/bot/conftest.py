"""A server, an assistant and a bot that talk over loopback HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

import bot.sending
from bot.app import Service, assemble, serve
from bot.child import Commands
from bot.ports import Assistant, Now, utc_now
from knowledge.catalog import Catalog
from knowledge.embedding import HASH_MODEL
from tests import inprocess
from tests.bot.assistants import Scripted
from tests.bot.catalogs import small_catalog
from tests.databases import migrated
from tests.telegram_server import TelegramServer
from tests.telegram_server.server import TOKEN


@dataclass(frozen=True)
class Settings:
    """What the bot reads of the settings."""

    telegram_bot_token: SecretStr | None
    telegram_api_url: str | None
    llm: str | None = None
    owner_ids: tuple[int, ...] = ()
    data_dir: Path = Path("data")
    database: str = ""
    embedding_model: str = HASH_MODEL
    backup_every_hours: int = 0
    backup_keep: int = 2
    backup_folder: Path = Path("cadangan")

    @classmethod
    def loopback(cls, url: str, **more: Any) -> Settings:
        return cls(SecretStr(TOKEN), url, **more)


@dataclass
class Rig:
    """Everything a test needs; ``running`` starts a bot for the body."""

    server: TelegramServer
    engine: Engine
    assistant: Scripted = field(default_factory=Scripted)
    catalog: Catalog = field(default_factory=small_catalog)
    now: Now = utc_now
    settings: dict[str, Any] = field(default_factory=dict)
    commands: Commands | None = None

    def assemble(self, assistant: Assistant | None = None) -> Service:
        settings = Settings.loopback(self.server.url, **self.settings)
        parts = (assistant or self.assistant, self.catalog, self.engine, self.now, self.commands)
        return assemble(settings, *parts)

    @asynccontextmanager
    async def running(self, service: Service | None = None) -> AsyncIterator[Service]:
        service = service or self.assemble()
        stop = asyncio.Event()
        task = asyncio.create_task(serve(service, stop))
        polls = self.server.count("getUpdates")
        try:
            await self.server.until(lambda: task.done() or self.server.count("getUpdates") > polls, "the bot polls")
            yield service
        finally:
            stop.set()
            await task


@pytest.fixture(scope="module", autouse=True)
def extracting_in_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No process for every small PDF; tests/ingest/extracting is of that process."""
    with inprocess.extracting(tmp_path_factory):
        yield


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running
        assert running.violations == []


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One certificate to trust instead of some hundred, which every client reads though it talks over HTTP."""
    from tests.ingest.fetching.official import authority

    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    path.write_text(authority().pem())
    return path


@pytest.fixture
async def rig(
    server: TelegramServer, tmp_path: Path, certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Rig]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates))
    monkeypatch.setattr(bot.sending, "PAUSES", (0.05, 0.1, 0.2))
    engine = migrated(tmp_path / "bot.db")
    yield Rig(server, engine)
    engine.dispose()


@pytest.fixture
async def bot_running(rig: Rig) -> AsyncIterator[Rig]:
    async with rig.running():
        yield rig
