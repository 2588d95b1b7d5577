"""The bot as a real process: SIGTERM ends it cleanly, SIGKILL loses no question."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.state import State
from tests.bot.conftest import Rig
from tests.telegram_server.server import TOKEN

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def process(rig: Rig, seconds: float) -> AsyncIterator[Process]:
    polls = rig.server.count("getUpdates")
    command = [sys.executable, "-m", "tests.bot.runner", rig.server.url, str(rig.engine.url), str(seconds)]
    started = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, stderr=STDOUT)
    try:
        await rig.server.until(lambda: rig.server.count("getUpdates") > polls, "the process polls", 30)
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.communicate()


async def test_kill_while_answering_loses_no_question(rig: Rig) -> None:
    chat, other = rig.server.private(), rig.server.private("Budi", 502)
    async with process(rig, seconds=60) as first:
        await chat.say("pertama")
        await chat.say("kedua")
        await other.say("ketiga")
        await rig.server.until(lambda: chat.actions and other.actions, "both are being answered")
        first.send_signal(signal.SIGKILL)
        assert await first.wait() == -signal.SIGKILL
    assert len(State(rig.engine).pending()) == 3
    async with process(rig, seconds=0) as second:
        assert [await chat.reply(), await chat.reply()] == ["Anda bertanya: pertama", "Anda bertanya: kedua"]
        assert await other.reply() == "Anda bertanya: ketiga"
        second.terminate()
        output, _ = await second.communicate()
        assert second.returncode == 0
    assert (len(chat.sent), len(other.sent)) == (2, 1)
    assert State(rig.engine).pending() == []
    assert TOKEN not in output.decode()
    assert "bot berhenti" in output.decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signal_ends_the_process_cleanly(rig: Rig, number: signal.Signals) -> None:
    async with process(rig, seconds=0) as running:
        running.send_signal(number)
        output, _ = await asyncio.wait_for(running.communicate(), 10)
        assert running.returncode == 0
    assert "Traceback" not in output.decode()
