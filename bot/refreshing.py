"""The refreshes asked for in chats, one at a time: recognised, queued, run beside the bot, published or given up.

Each step is first a transition in SQL and then done, so that a restart of the bot goes on from there: what ran is run
again (it goes on from what it had stored), what waited for a person still does. Nothing is in force before
*Terbitkan*, and then by one transaction of the command that publishes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.child import Commands, Event
from bot.incoming import clear, is_pdf
from bot.jobs import OPEN, STAGED_FOR, Job, Jobs, JobState
from bot.messages import refresh
from bot.messages.labels import FAULT, KEEPS_FAILING
from bot.ports import Now
from bot.roles import Roles
from bot.telling import Progress, Teller, stop_button
from bot.workers import Workers
from knowledge.errors import KnowledgeBaseError
from knowledge.keeping.given import PARTS
from knowledge.keeping.store import Store

log = logging.getLogger(__name__)

EDIT_EVERY = 2.0
"""Seconds between two edits of a progress message."""
BUSY_RETRY = 10.0
"""Seconds after which a refresh is tried again while another process writes."""
LOOK = 60.0
"""Seconds after which is looked for work that another process left: a backup was brought back."""
MAX_ATTEMPTS = 2
"""A refresh that was begun this often and never ended is taken to be what kills the process."""
MIB = 20
"""What a bot can fetch from Telegram (https://core.telegram.org/bots/api#getfile), and takes from any other server."""
INCOMING = "incoming"
_WAITING = frozenset({JobState.RECEIVED, JobState.ASKING, JobState.QUEUED, JobState.RUNNING})


class Refreshing:
    """The queue. ``start`` it once the bot can send; ``close`` ends what runs, to be taken up at the next start."""

    def __init__(
        self,
        jobs: Jobs,
        roles: Roles,
        store: Store,
        commands: Commands,
        teller: Teller,
        workers: Workers,
        bot: Bot,
        folder: Path,
        now: Now,
    ) -> None:
        self._jobs, self._roles, self._store = jobs, roles, store
        self._commands, self._teller, self._workers = commands, teller, workers
        self._bot, self._folder, self._now = bot, folder / INCOMING, now
        self._wake = {name: asyncio.Event() for name in ("recognise", "write")}
        self._loops: list[asyncio.Task[None]] = []
        self._running: dict[int, asyncio.Task[Event]] = {}

    # for handlers --------------------------------------------------------------------------------

    async def start(self) -> None:
        """Take up what a stop interrupted, clear away what nothing needs, and go on."""
        await self._workers.sql(self._jobs.prune, self._now())
        ids = {str(job.id) for job in await self._workers.sql(self._jobs.open)}
        await asyncio.to_thread(clear, self._folder, ids)
        for job in await self._workers.sql(self._jobs.open, JobState.RUNNING):
            if job.attempts >= MAX_ATTEMPTS:
                await self._fail(job, KEEPS_FAILING)
            else:
                await self._move(job, {JobState.RUNNING}, JobState.QUEUED)
        self._loops = [asyncio.create_task(self._lasting(work)) for work in (self._recognise_all, self._write_all)]
        self.wake()

    async def close(self) -> None:
        """End what runs."""
        tasks = (*self._loops, *self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self) -> None:
        """Look for work."""
        for event in self._wake.values():
            event.set()

    async def cancel(self, job: Job, by: int) -> bool:
        """Give a refresh up, whatever it is doing; False when it is past that."""
        if job.state in (JobState.STAGED, JobState.PUBLISHING):
            if not await self._move(job, {JobState.STAGED}, JobState.DISCARDING):
                return False
        elif not await self._move(job, _WAITING, JobState.CANCELLED, asked_for=""):
            return False
        await self._note(job, by, "batalkan")
        if task := self._running.get(job.id):
            task.cancel()
            await asyncio.wait({task})
        if (await self._fresh(job)).state is JobState.CANCELLED:
            await self._forget(job)
            await self._teller.show(await self._fresh(job), refresh("cancelled", label=self._teller.label(job)))
        self.wake()
        return True

    async def ahead(self, job: Job) -> int:
        """How many refreshes come before this one."""
        states = (JobState.QUEUED, JobState.RUNNING, JobState.PUBLISHING, JobState.DISCARDING)
        found = await self._workers.sql(self._jobs.open, *states)
        ids = [one.id for one in found]
        return ids.index(job.id) if job.id in ids else len(ids)

    # recognising ---------------------------------------------------------------------------------

    async def _recognise_all(self) -> None:
        while True:
            self._wake["recognise"].clear()
            for job in await self._workers.sql(self._jobs.open, JobState.RECEIVED):
                await self._guarded(job, self._recognise(job))
            await self._wake["recognise"].wait()

    async def _recognise(self, job: Job) -> None:
        path = await self._fetch(job)
        if path is None:
            return
        event = await self._run(job, ["identify", str(path)])
        if event["event"] == "error":
            if event["kind"] != "cancelled":
                await self._fail(job, _reason(event))
            return
        recognised = {name: event[name] for name in ("document", "given", "scanned", "ocr", "held")}
        values = {"recognised": recognised, "given": recognised["given"]}
        if await self._move(job, {JobState.RECEIVED}, JobState.ASKING, **values):
            await self._teller.ask_identity(await self._fresh(job))

    async def _fetch(self, job: Job) -> Path | None:
        """The PDF, from Telegram; None when it cannot be had or is none."""
        path = self._folder / str(job.id) / job.file
        try:
            file = await self._bot.get_file(job.file_id)
            if (file.file_size or 0) > MIB * 1024 * 1024:  # the message need not have said so
                await self._fail(job, "", refresh("too_big", file=job.file, mib=MIB))
                return None
            path.parent.mkdir(parents=True, exist_ok=True)
            await file.download_to_drive(path)
        except TelegramError as error:
            log.warning("berkas tidak dapat diambil: %s", error)
            text = refresh("too_big", file=job.file, mib=MIB) if "too big" in str(error).lower() else ""
            await self._fail(job, "", text or refresh("not_downloaded", file=job.file))
            return None
        if not await asyncio.to_thread(is_pdf, path):
            await self._fail(job, "", refresh("not_pdf", file=job.file))
            return None
        return path

    # writing -------------------------------------------------------------------------------------

    async def _write_all(self) -> None:
        """What writes the knowledge base, one after the other; what was decided before what must be worked out."""
        work = {
            JobState.OVERTAKEN: self._overtaken,
            JobState.DISCARDING: self._discard,
            JobState.PUBLISHING: self._publish,
            JobState.QUEUED: self._ingest,
        }
        while True:
            self._wake["write"].clear()
            for state, do in work.items():
                if found := await self._workers.sql(self._jobs.open, state):
                    busy = await self._guarded(found[0], do(found[0]))
                    if not busy:
                        self._wake["write"].set()
                    break
            else:
                busy = await self._discard_left()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake["write"].wait(), BUSY_RETRY if busy else LOOK)

    async def _ingest(self, job: Job) -> bool:
        if not await self._move(job, {JobState.QUEUED}, JobState.RUNNING, attempts=job.attempts + 1):
            return False
        progress = Progress(again=job.attempts > 0)
        job = await self._fresh(job)
        showing = asyncio.create_task(self._show(job, progress))
        try:
            path = self._folder / str(job.id) / job.file
            words = ["ingest", str(path), "--stage", "--for", job.staged_for, *_said(job)]
            event = await self._run(job, words, progress)
        finally:
            showing.cancel()
            await asyncio.wait({showing})
        if event["event"] == "error":
            return await self._not_ingested(job, event)
        report = event["report"]
        if failed := [row["reason"] for row in report["files"] if row["outcome"] == "gagal"]:
            await self._fail(job, failed[0])
        elif report["staged"] is None:
            if await self._move(job, {JobState.RUNNING}, JobState.CANCELLED):
                await self._forget(job)
                await self._teller.show(job, refresh("unchanged", label=self._teller.label(job)), anew=True)
        elif await self._move(job, {JobState.RUNNING}, JobState.STAGED, report=report, generation=report["staged"]):
            await self._forget(job)
            await self._note(job, job.person, "siapkan", generasi=report["staged"])
            await self._teller.show(job, refresh("ready", label=self._teller.label(job)))
            await self._teller.summary(await self._fresh(job))
        return False

    async def _not_ingested(self, job: Job, event: Event) -> bool:
        if event["kind"] == "cancelled":  # given up
            await self._move(job, {JobState.RUNNING}, JobState.QUEUED, attempts=0)
            return False
        if event["kind"] != "busy":
            await self._fail(job, _reason(event))
            return False
        if await self._move(job, {JobState.RUNNING}, JobState.QUEUED, attempts=0):
            text = refresh("busy", label=self._teller.label(job))
            await self._teller.show(await self._fresh(job), text, stop_button(job))
        return True

    async def _publish(self, job: Job) -> bool:
        if job.generation is not None and await self._workers.sql(self._is_published, job.generation):
            await self._published(job, job.generation, int(job.report.get("units", 0)))  # before a stop
            return False
        force = ["--force"] if job.report.get("force") else []
        event = await self._run(job, ["generations", "publish", str(job.generation), *force])
        if event["event"] == "error":
            if event["kind"] == "busy":
                return True
            if event["kind"] != "cancelled":
                await self._fail(job, _reason(event))
            return False
        report = event["report"]
        if report["changed"]:
            await self._published(job, report["generation"], report["units"], report.get("notices", ()))
        elif await self._move(
            job, {JobState.PUBLISHING}, JobState.STAGED, report=job.report | report, generation=report["staged"]
        ):
            await self._teller.summary(await self._fresh(job))
        return False

    async def _published(self, job: Job, generation: int, units: int, notices: Sequence[str] = ()) -> None:
        if await self._move(job, {JobState.PUBLISHING}, JobState.PUBLISHED, generation=generation):
            label = self._teller.label(job)
            await self._note(job, job.person, "terbit", generasi=generation)
            text = refresh("published", label=label, generation=generation, units=units, notices=notices)
            await self._teller.show(job, text, anew=True)

    async def _discard(self, job: Job) -> bool:
        event = await self._run(job, ["generations", "discard", str(job.generation)])
        if event["event"] == "error" and event["kind"] in ("busy", "cancelled"):
            return bool(event["kind"] == "busy")
        if await self._move(job, {JobState.DISCARDING}, JobState.CANCELLED):
            await self._teller.show(job, refresh("cancelled", label=self._teller.label(job)))
        return False

    async def _overtaken(self, job: Job) -> bool:
        """Tell the person, then write down that they were told: told twice is better than never."""
        await self._forget(job)
        try:
            await self._teller.show(job, refresh("overtaken", label=self._teller.label(job)), anew=True)
        except TelegramError as error:
            log.warning("pembaruan %s: pembatalan tidak tersampaikan: %s", job.id, error)
        if await self._move(job, {JobState.OVERTAKEN}, JobState.CANCELLED):
            await self._note(job, job.person, "batalkan", alasan="cadangan dipulihkan")
        return False

    async def _discard_left(self) -> bool:
        """Give up the generations of refreshes that are at an end: one ended just when its generation was ready, or
        could not publish it. True when another process writes."""
        busy = False
        for generation in await self._workers.sql(self._left):
            event = await self._commands.run(["generations", "discard", str(generation)], lambda _: None)
            if event["event"] == "error":
                log.warning("generasi %s belum dapat dibatalkan: %s", generation, event["text"])
                busy |= event["kind"] == "busy"
        return busy

    def _left(self) -> list[int]:
        needed = {job.staged_for for job in self._jobs.open()}
        staged = [one for one in self._store.generations() if one.staged and one.staged_for.startswith(STAGED_FOR)]
        return [one.id for one in staged if one.staged_for not in needed]

    # ----------------------------------------------------------------------------------------------

    async def _run(self, job: Job, arguments: Sequence[str], progress: Progress | None = None) -> Event:
        """Run a command for a refresh; one that is ended from here gives an error of kind cancelled."""
        hear = progress.hear if progress else lambda _: None
        task = self._running[job.id] = asyncio.create_task(self._commands.run(arguments, hear))
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:  # the bot stops
            task.cancel()
            await asyncio.wait({task})
            raise
        finally:
            self._running.pop(job.id, None)
        return {"event": "error", "kind": "cancelled"} if task.cancelled() else task.result()

    async def _show(self, job: Job, progress: Progress) -> None:
        """Keep a progress message up to date, with no more edits than Telegram likes."""
        label, shown = self._teller.label(job), ""
        while True:
            if (text := progress.text(label)) != shown:
                try:
                    await self._teller.show(job, text, stop_button(job))
                except TelegramError as error:
                    log.debug("kemajuan tidak dapat ditampilkan: %s", error)
                shown = text
            await asyncio.sleep(EDIT_EVERY)

    async def _lasting(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Go on with a loop also when the database could not be read for a while."""
        while True:
            try:
                await work()
            except Exception:
                log.exception("antrean pembaruan terhenti, dilanjutkan")
                await asyncio.sleep(BUSY_RETRY)

    async def _guarded(self, job: Job, work: Coroutine[Any, Any, bool | None]) -> bool:
        """Do some work; what goes wrong ends that refresh and not the queue."""
        try:
            return bool(await work)
        except TelegramError as error:
            log.warning("pembaruan %s: pesan tidak tersampaikan: %s", job.id, error)
        except Exception as error:
            log.exception("pembaruan %s terhenti", job.id)
            with contextlib.suppress(Exception):
                await self._fail(job, FAULT.format(type(error).__name__))
        return False

    async def _fail(self, job: Job, reason: str, text: str = "") -> None:
        if await self._move(job, OPEN, JobState.FAILED, asked_for=""):
            await self._forget(job)
            await self._note(job, job.person, "gagal", alasan=reason or "berkas")
            said = text or refresh("failed", label=self._teller.label(job), reason=reason)
            await self._teller.show(await self._fresh(job), said, anew=job.state is not JobState.RECEIVED)

    async def _move(self, job: Job, before: Any, after: JobState, **values: Any) -> bool:
        def move() -> bool:
            return self._jobs.move(job.id, before, after, self._now(), **values)

        moved: bool = await self._workers.sql(move)
        return moved

    async def _fresh(self, job: Job) -> Job:
        return await self._workers.sql(self._jobs.get, job.id) or job

    async def _note(self, job: Job, by: int, action: str, **detail: object) -> None:
        def note() -> None:
            self._roles.note(by, self._now(), action, berkas=job.file, dokumen=self._teller.label(job), **detail)

        await self._workers.sql(note)

    async def _forget(self, job: Job) -> None:
        await asyncio.to_thread(shutil.rmtree, self._folder / str(job.id), ignore_errors=True)

    def _is_published(self, generation: int) -> bool:
        try:
            return self._store.generation(generation).published_at is not None
        except KnowledgeBaseError:
            return False


def _said(job: Job) -> list[str]:
    """What a person said of the identity, as words of the command line."""
    words = []
    for name, part in PARTS.items():
        value = job.given.get(part)
        if value is not None:
            text = "; ".join(value) or "tidak ada" if isinstance(value, list) else str(value)
            words += ["--as", f"{name}={text}"]
    return words


def _reason(event: Event) -> str:
    return str(event["text"]) if event["kind"] in ("refused", "busy") else FAULT.format(event["text"])
