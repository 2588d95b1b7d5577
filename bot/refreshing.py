"""The refreshes asked for in chats, one at a time: recognised, queued, run beside the bot, published or given up.

Each step is first a transition in SQL and then done, so that a restart of the bot goes on from there: what ran is run
again (it goes on from what it had stored), what waited for a person still does. Nothing is in force before
*Terbitkan*, and then by one transaction of the command that publishes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import TelegramError

from bot.child import Commands, Event
from bot.incoming import clear, is_pdf
from bot.jobs import OPEN, Job, Jobs, JobState
from bot.messages import refresh
from bot.messages.labels import FAULT, KEEPS_FAILING
from bot.ports import Now
from bot.roles import Roles
from bot.steps import Steps, said, why
from bot.telling import Progress, Teller, stop_button
from bot.workers import Workers
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
_Made = TypeVar("_Made")
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
        self._jobs, self._store = jobs, store
        self._commands, self._teller, self._workers = commands, teller, workers
        self._steps = Steps(jobs, roles, store, teller, workers, folder, now)
        self._bot, self._folder, self._now = bot, self._steps.folder, now
        self._wake = {name: asyncio.Event() for name in ("recognise", "write")}
        self._loops: list[asyncio.Task[None]] = []
        self._running: dict[int, asyncio.Task[Any]] = {}
        self._edited: dict[int, float] = {}  # by refresh: when its progress was shown last
        self._told_to_wait: set[int] = set()

    # for handlers --------------------------------------------------------------------------------

    async def start(self) -> None:
        """Take up what a stop interrupted, clear away what nothing needs, and go on."""
        await self._workers.sql(self._jobs.prune, self._now())
        found = await self._workers.sql(self._jobs.open)
        await asyncio.to_thread(clear, self._folder, {str(job.id) for job in found})
        self._told_to_wait = {job.id for job in found if job.state is JobState.QUEUED}
        for job in await self._workers.sql(self._jobs.open, JobState.RUNNING):
            if job.attempts >= MAX_ATTEMPTS:
                await self._fail(job, KEEPS_FAILING)
            else:
                await self._steps.move(job, {JobState.RUNNING}, JobState.QUEUED)
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

    async def cancel(self, job: Job, by: int, *, role: str = "") -> bool:
        """Give a refresh up, whatever it is doing; False when it is past that. ``role``: because this role was taken
        away. What it had ready is cleared away when nobody else writes; whoever gave it up need not wait for that."""
        if job.state in (JobState.STAGED, JobState.PUBLISHING):
            if not await self._steps.move(job, {JobState.STAGED}, JobState.DISCARDING, "batalkan", by):
                return False
        elif not await self._steps.move(job, _WAITING, JobState.CANCELLED, "batalkan", by, asked_for=""):
            return False
        if task := self._running.get(job.id):
            task.cancel()
            await asyncio.wait({task})
        await self._steps.forget(job)
        self.wake()
        await self._pause(job)
        text = refresh("cancelled", label=self._teller.label(job), role=role)
        await self._teller.show(await self._steps.fresh(job), text, anew=bool(role))
        return True

    def told_to_wait(self, job: Job) -> None:
        """Somebody was told that they will be told when this begins: that is a message of its own then."""
        self._told_to_wait.add(job.id)

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
        if (await self._steps.fresh(job)).state is not JobState.RECEIVED:  # given up meanwhile
            return
        path = await self._stoppable(job, self._fetch(job))
        event = await self._run(job, ["identify", str(path)]) if path else None
        if event is None or event["event"] == "error":
            if event is not None and event["kind"] != "cancelled":
                await self._fail(job, why(event))
            return
        recognised = {name: event[name] for name in ("document", "given", "scanned", "ocr", "held")}
        values = {"recognised": recognised, "given": recognised["given"]}
        if await self._steps.move(job, {JobState.RECEIVED}, JobState.ASKING, **values):
            await self._teller.ask_identity(await self._steps.fresh(job))
        else:
            await self._steps.forget(job)

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
        if not await self._steps.move(job, {JobState.QUEUED}, JobState.RUNNING, attempts=job.attempts + 1):
            return False
        progress = Progress(again=job.attempts > 0)
        job = await self._begun(await self._steps.fresh(job), progress)
        if job.state is not JobState.RUNNING:  # given up while it was being told
            await self._teller.show(job, refresh("cancelled", label=self._teller.label(job), role=""))
            return False
        showing = asyncio.create_task(self._show(job, progress))
        try:
            path = self._folder / str(job.id) / job.file
            words = ["ingest", str(path), "--stage", "--for", job.staged_for, *said(job)]
            event = await self._run(job, words, progress)
        finally:
            showing.cancel()
            await asyncio.wait({showing})
        await self._pause(job)
        if event["event"] == "error":
            return await self._not_ingested(job, event)
        report = event["report"]
        if failed := [row["reason"] for row in report["files"] if row["outcome"] == "gagal"]:
            await self._fail(job, failed[0])
        elif report["staged"] is None:
            if await self._steps.move(job, {JobState.RUNNING}, JobState.CANCELLED):
                await self._steps.forget(job)
                await self._teller.show(job, refresh("unchanged", label=self._teller.label(job)), anew=True)
        elif await self._staged(job, JobState.RUNNING, report, "siapkan", {"generasi": report["staged"]}):
            await self._steps.forget(job)
            await self._teller.show(job, refresh("ready", label=self._teller.label(job)))
            await self._teller.summary(await self._steps.fresh(job))
        return False

    async def _begun(self, job: Job, progress: Progress) -> Job:
        """Where somebody waits to be told that it begins, tell them: of a message that only changes nobody is told."""
        if job.id in self._told_to_wait:
            self._told_to_wait.discard(job.id)
            with contextlib.suppress(TelegramError):
                text = progress.text(self._teller.label(job))
                await self._teller.show(job, text, stop_button(job), anew=True)
        return await self._steps.fresh(job)

    async def _staged(
        self, job: Job, before: JobState, report: Event, note: str = "", about: Mapping[str, object] | None = None
    ) -> bool:
        """Let it wait for a person, with what was reported; what was said to be forced is to be said again."""
        kept = {name: said for name, said in report.items() if said or name not in ("files", "changes", "golden")}
        values = {"report": job.report | kept | {"force": False}, "generation": report["staged"]}
        return await self._steps.move(job, {before}, JobState.STAGED, note, about=about, **values)

    async def _not_ingested(self, job: Job, event: Event) -> bool:
        if event["kind"] == "cancelled":  # given up
            await self._steps.move(job, {JobState.RUNNING}, JobState.QUEUED, attempts=0)
            return False
        if event["kind"] != "busy":
            await self._fail(job, why(event))
            return False
        if await self._steps.move(job, {JobState.RUNNING}, JobState.QUEUED, attempts=0):
            text = refresh("busy", label=self._teller.label(job))
            await self._teller.show(await self._steps.fresh(job), text, stop_button(job))
        return True

    async def _publish(self, job: Job) -> bool:
        assert job.generation is not None
        if await self._workers.sql(self._steps.is_published, job.generation):
            await self._published(job, job.generation, int(job.report.get("units", 0)))  # before a stop
            return False
        force = ["--force"] if job.report.get("force") else []
        event = await self._run(job, ["generations", "publish", str(job.generation), *force])
        if event["event"] == "error":
            return await self._not_published(job, job.generation, event)
        report = event["report"]
        if report["changed"]:
            await self._published(job, report["generation"], report["units"], report.get("notices", ()))
        elif await self._staged(job, JobState.PUBLISHING, report):
            await self._teller.summary(await self._steps.fresh(job))
        return False

    async def _not_published(self, job: Job, generation: int, event: Event) -> bool:
        """What went wrong may have done so afterwards: the store knows. Else it waits again, to be tried again."""
        if event["kind"] == "busy":
            await self._teller.show(await self._steps.fresh(job), refresh("busy", label=self._teller.label(job)))
            return True
        if event["kind"] == "cancelled":
            return False
        reason = why(event)
        if (current := await self._workers.sql(self._steps.in_force, generation, job.staged_for)) is not None:
            units = self._store.generation(current).units
            await self._published(job, current, units, [refresh("after_publishing", reason=reason)])
        elif not await self._workers.sql(self._steps.waits, generation):
            await self._fail(job, reason)
        else:
            report, about = {"staged": generation, "failed": reason}, {"alasan": reason}
            if await self._staged(job, JobState.PUBLISHING, report, "terbitkan gagal", about):
                await self._teller.summary(await self._steps.fresh(job))
        return False

    async def _published(self, job: Job, generation: int, units: int, notices: Sequence[str] = ()) -> None:
        before, after, about = {JobState.PUBLISHING}, JobState.PUBLISHED, {"generasi": generation}
        if await self._steps.move(job, before, after, "terbit", about=about, generation=generation):
            label = self._teller.label(job)
            text = refresh("published", label=label, generation=generation, units=units, notices=notices)
            await self._teller.show(job, text, anew=True)

    async def _discard(self, job: Job) -> bool:
        event = await self._run(job, ["generations", "discard", str(job.generation)])
        if event["event"] == "error" and event["kind"] in ("busy", "cancelled"):
            return bool(event["kind"] == "busy")
        await self._steps.move(job, {JobState.DISCARDING}, JobState.CANCELLED)  # told when it was given up
        return False

    async def _overtaken(self, job: Job) -> bool:
        """Tell the person, then write down that they were told: told twice is better than never."""
        await self._steps.forget(job)
        try:
            await self._teller.show(job, refresh("overtaken", label=self._teller.label(job)), anew=True)
        except TelegramError as error:
            log.warning("pembaruan %s: pembatalan tidak tersampaikan: %s", job.id, error)
        about: dict[str, object] = {"alasan": "cadangan dipulihkan"}
        await self._steps.move(job, {JobState.OVERTAKEN}, JobState.CANCELLED, "batalkan", about=about)
        return False

    async def _discard_left(self) -> bool:
        """Give up the generations of refreshes that are at an end: one ended just when its generation was ready, or
        could not publish it. True when another process writes."""
        busy = False
        for generation in await self._workers.sql(self._steps.left):
            event = await self._commands.run(["generations", "discard", str(generation)], lambda _: None)
            if event["event"] == "error":
                log.warning("generasi %s belum dapat dibatalkan: %s", generation, event["text"])
                busy |= event["kind"] == "busy"
        return busy

    # ----------------------------------------------------------------------------------------------

    async def _run(self, job: Job, arguments: Sequence[str], progress: Progress | None = None) -> Event:
        """Run a command for a refresh; one that is ended from here gives an error of kind cancelled."""
        hear = progress.hear if progress else lambda _: None
        event = await self._stoppable(job, self._commands.run(arguments, hear))
        return {"event": "error", "kind": "cancelled"} if event is None else event

    async def _stoppable(self, job: Job, work: Coroutine[Any, Any, _Made]) -> _Made | None:
        """What some work for a refresh makes; None when it was ended from here."""
        task = self._running[job.id] = asyncio.create_task(work)
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:  # the bot stops
            task.cancel()
            await asyncio.wait({task})
            raise
        finally:
            self._running.pop(job.id, None)
        return None if task.cancelled() else task.result()

    async def _show(self, job: Job, progress: Progress) -> None:
        """Keep a progress message up to date, with no more edits than Telegram likes."""
        label, shown = self._teller.label(job), ""
        while True:
            if (text := progress.text(label)) != shown:
                try:
                    await self._teller.show(job, text, stop_button(job))
                except TelegramError as error:
                    log.debug("kemajuan tidak dapat ditampilkan: %s", error)
                finally:
                    self._edited[job.id] = time.monotonic()
                shown = text
            await asyncio.sleep(EDIT_EVERY)

    async def _pause(self, job: Job) -> None:
        """Wait until the message that showed its progress may change again."""
        if (at := self._edited.get(job.id)) is not None:
            await asyncio.sleep(at + EDIT_EVERY - time.monotonic())

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
        about: dict[str, object] = {"alasan": reason or "berkas"}
        if await self._steps.move(job, OPEN, JobState.FAILED, "gagal", about=about, asked_for=""):
            await self._steps.forget(job)
            told = text or refresh("failed", label=self._teller.label(job), reason=reason)
            await self._teller.show(await self._steps.fresh(job), told, anew=job.state is not JobState.RECEIVED)
