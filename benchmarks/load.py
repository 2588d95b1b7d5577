"""How long people wait: one at a time, eight at once, and eight at once while PDFs are being taken in.

Asked as the bot asks: through ``bot.workers``, whose pool answers; and once through the bot itself, as a process, with
a Bot API server on loopback. The refresh is another process, ``spbe ingest`` of copies of real PDFs that are read, cut
and embedded anew (every third vector is taken away first, so that there is something to embed) and published while
people ask. Everything happens in a copy of DATA. Times are milliseconds from the question to the answer; with eight
at once that includes waiting for each other. Prints a JSON object a line.

    python -m benchmarks.load DATA [--waves N]       DATA: a knowledge base of ../shared/pdfs, not in use
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.workers import Workers
from knowledge import catalog, vocabulary
from knowledge.assistant import Assistant
from knowledge.embedding import DEFAULT_MODEL, make
from knowledge.evaluating import evaluation
from knowledge.keeping.store import Store, engine, migrate
from tests.telegram_server import TelegramServer
from tests.telegram_server.server import TOKEN

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SETS = ("dev", "dev_pemdi", "dev_unanswerable")
TAKEN_IN = ("pedoman-menpanrb-3-2024-pemantauan-evaluasi-spbe.pdf", "permenpanrb-5-2020-manajemen-risiko-spbe.pdf")
PEOPLE = 8
PAUSE = 1.0  # seconds between two waves; people read
BOT_WAVES = 15  # a person may ask twenty questions in a row before the bot says that it is too fast

Ask = Callable[[str, int], Awaitable[Any]]


def environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of ``spbe`` in a data directory."""
    return {"PATH": os.environ["PATH"], "SPBE_DATA_DIR": str(data), "SPBE_LOG_LEVEL": "ERROR"} | more


async def spbe(env: dict[str, str], *words: str) -> Process:
    """Start ``spbe`` as a process."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli.app", *words, env=env, cwd=ROOT, stdout=DEVNULL, stderr=PIPE
    )


@asynccontextmanager
async def refreshing(data: Path, inbox: Path) -> AsyncIterator[Process]:
    """A refresh beside the body, begun before it; at the end it is awaited, and must have gone well."""
    await asyncio.to_thread(_fill, data, inbox)
    process = await spbe(environment(data), "ingest", str(inbox))
    try:
        yield process
        _, told = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"the refresh failed: {told.decode()[-500:]}")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _fill(data: Path, inbox: Path) -> None:
    inbox.mkdir()
    for name in TAKEN_IN:
        (inbox / name).write_bytes((SHARED / "pdfs" / name).read_bytes() + b"\n% copy\n")
    database = sqlite3.connect(data / "spbe.db", timeout=30)
    with database:
        database.execute("DELETE FROM vectors WHERE rowid % 3 = 0")
    database.close()


async def wave(ask: Ask, questions: Iterator[str]) -> list[float]:
    """Everybody asks at the same moment; milliseconds until each has the answer."""

    async def one(person: int) -> float:
        started = time.perf_counter()
        await ask(next(questions), person)
        return (time.perf_counter() - started) * 1000

    return list(await asyncio.gather(*(one(person) for person in range(PEOPLE))))


async def waves(ask: Ask, questions: Iterator[str], more: Callable[[int], bool]) -> list[float]:
    """Waves, ``PAUSE`` apart, as long as ``more`` says so of the number made."""
    times: list[float] = []
    made = 0
    while more(made):
        times += await wave(ask, questions)
        made += 1
        await asyncio.sleep(PAUSE)
    return times


def tell(what: str, times: list[float]) -> None:
    """Print p50, p95 and the longest of times, and of how many."""
    ordered = sorted(times)
    p50, p95 = evaluation.percentile(ordered, 50), evaluation.percentile(ordered, 95)
    told = {"what": what, "n": len(ordered), "p50": p50, "p95": p95, "max": round(max(ordered, default=0.0), 1)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


async def assistant_times(data: Path, folder: Path, asked: list[str], count: int) -> None:
    """The assistant in this process, behind the bot's own pool."""
    opened = engine(f"sqlite:///{data / 'spbe.db'}")
    migrate(opened)
    store = Store(opened)
    embedder = make(DEFAULT_MODEL, data / "models")
    assistant = Assistant(store, data, catalog.load(), vocabulary.load(), embedder)
    workers = Workers()
    questions = itertools.cycle(asked)

    async def ask(question: str, _: int) -> None:
        await workers.think(assistant.answer, question)

    for question in asked[:3]:
        await ask(question, 0)  # opening is start-up
    single: list[float] = []
    for question in asked:
        started = time.perf_counter()
        await ask(question, 0)
        single.append((time.perf_counter() - started) * 1000)
    tell("one at a time", single)
    tell("eight at once", await waves(ask, questions, lambda made: made < count))
    async with refreshing(data, folder / "inbox") as process:
        times = await waves(ask, questions, lambda _: process.returncode is None)
    tell("eight at once during a refresh", times)
    tell("eight at once, first wave after it", await wave(ask, questions))
    workers.close()


async def bot_times(data: Path, folder: Path, asked: list[str]) -> None:
    """``spbe serve`` against the loopback Bot API server, with its polling, recording and sending."""
    questions = itertools.cycle(asked)
    async with TelegramServer() as server:
        env = environment(data, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url)
        served = await spbe(env, "serve")
        try:
            await server.until(lambda: server.count("getUpdates") > 0, "the bot polls", 60)
            chats = [server.private(f"Orang {n}", 500 + n) for n in range(PEOPLE)]

            async def ask(question: str, person: int) -> None:
                await chats[person].say(question)
                await chats[person].next(60)

            await wave(ask, questions)
            async with refreshing(data, folder / "inbox-bot") as process:
                times = await waves(ask, questions, lambda made: made < BOT_WAVES and process.returncode is None)
            tell("eight at once through the bot during a refresh", times)
        finally:
            served.terminate()
            await served.wait()


async def measure(data: Path, count: int) -> None:
    """All times, in copies of a knowledge base."""
    asked = [item.question for name in SETS for item in evaluation.read(SHARED / "eval" / f"{name}.jsonl")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = (shutil.copytree(data, folder / each) for each in ("first", "second"))
        await assistant_times(first, folder, asked, count)
        await bot_times(second, folder, asked)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--waves", type=int, default=20)
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.stderr.write("The real PDFs are not beside the project: nothing to measure.\n")
        return 0
    asyncio.run(measure(options.data, options.waves))
    return 0


if __name__ == "__main__":
    sys.exit(main())
