"""Refreshes asked for in chats and killed at any instant: none leaves a generation that waits for nobody."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.child import Event
from bot.jobs import Jobs, JobState
from knowledge.catalog import load
from tests.bot.admins import OWNER
from tests.bot.commands import DOCUMENT
from tests.bot.conftest import Rig, certificates, rig, server
from tests.faults.whole import assert_answers, assert_tidy, base_with_a_deleted_document, trial
from tests.faults.writer import Order, Run, Writer, examiner, writer
from tests.ingest.refresh_base import Base

__all__ = ["certificates", "rig", "server"]

PHASES = (
    "Mengambil teks",
    "Menyusun satuan",
    "Menyimpan",
    "Menghitung vektor",
    "Membangun indeks",
    "Memeriksa indeks",
    "Menguji dengan pertanyaan emas",
    "Menyimpan generasi",
)
EACH = 2  # kills of each phase


@dataclass
class Killed:
    """Runs refreshes as processes that are killed ``delay`` seconds after a phase begins."""

    writer: Writer
    base: Base
    at: str = ""
    delay: float = 0.0
    runs: list[Run] = field(default_factory=list)

    async def run(self, arguments: Sequence[str], told: Callable[[Event], None]) -> Event:
        if arguments[0] == "identify":
            return {"event": "done", "document": DOCUMENT, "given": {}, "scanned": 0, "ocr": True, "held": False}
        if arguments[0] == "generations":
            assert arguments[1] == "discard"
            await asyncio.to_thread(self.base.refresh.discard, int(arguments[2]))
            return {"event": "done"}
        staged_for = arguments[arguments.index("--for") + 1]
        order = Order(str(self.base.folder), (arguments[1],), stage=True, staged_for=staged_for)
        self.runs.append(await asyncio.to_thread(self.writer.run, order, self.at, self.delay))
        # Its last words may be lost also where it had done everything.
        return {"event": "error", "kind": "fault", "text": "kode -9"}


@pytest.fixture(scope="module")
def killer() -> Iterator[Writer]:
    with writer() as made:
        yield made


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_refresh_killed_in_any_phase_leaves_nothing_that_waits(
    rig: Rig,
    tmp_path: Path,
    killer: Writer,
) -> None:
    owners = range(OWNER, OWNER + EACH * len(PHASES))  # one may not send that many at once
    base, chance = base_with_a_deleted_document(tmp_path), random.Random(7)
    rig.engine.dispose()
    rig.engine, rig.catalog = base.store.engine, load()
    rig.settings = {"owner_ids": tuple(owners), "data_dir": base.folder}
    rig.commands = commands = Killed(killer, base)
    jobs = Jobs(base.store.engine)

    def state(number: int, wanted: JobState) -> Callable[[], bool]:
        return lambda: (job := jobs.get(number)) is not None and job.state is wanted

    before, count = base.store.digests(), 0
    async with rig.running():
        for phase in PHASES:
            for _ in range(EACH):
                chat = rig.server.private("Pemilik", owners[count])
                count += 1
                commands.at, commands.delay = phase, chance.random() * 0.02
                await chat.send_file(trial(tmp_path, count).read_bytes(), f"uji{count}.pdf")
                await rig.server.until(state(count, JobState.ASKING), "it is recognised", 60)
                await chat.press_data(f"job:{count}:ok", chat.sent[-1])
                await rig.server.until(state(count, JobState.FAILED), "it failed", 60)
        await rig.server.until(lambda: not any(g.staged for g in base.store.generations()), "nothing waits", 60)
    assert len(commands.runs) == count
    assert all(run.killed or run.ended for run in commands.runs), [run.error for run in commands.runs]
    assert sum(run.killed for run in commands.runs) >= len(PHASES)
    refresh = base.refresh
    refresh.examine = examiner(base)
    assert not refresh.ingest([]).changed
    assert base.store.digests() == before
    assert_tidy(base)
    assert_answers(base)
