"""The steps of refreshes that were asked for in chats: each a transition in SQL, with its note in the audit."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bot.child import Event
from bot.jobs import STAGED_FOR, Job, Jobs, JobState
from bot.messages.labels import FAULT
from bot.ports import Now
from bot.roles import Roles
from bot.telling import Teller
from bot.workers import Workers
from knowledge.errors import KnowledgeBaseError
from knowledge.keeping.given import PARTS
from knowledge.keeping.store import Store

INCOMING = "incoming"


class Steps:
    """Moves refreshes from state to state; a step that is to be noted is noted in its own transaction."""

    def __init__(
        self, jobs: Jobs, roles: Roles, store: Store, teller: Teller, workers: Workers, folder: Path, now: Now
    ) -> None:
        self._jobs, self._roles, self._store = jobs, roles, store
        self._teller, self._workers = teller, workers
        self.folder, self._now = folder / INCOMING, now

    async def move(
        self,
        job: Job,
        before: Collection[JobState],
        after: JobState,
        note: str = "",
        by: int | None = None,
        about: Mapping[str, object] | None = None,
        **values: Any,
    ) -> bool:
        """Bring a refresh to another state, with a note of what was done by whom (the one it belongs to by default);
        False when it is in none of the states before."""
        noted = {"berkas": job.file, "dokumen": self._teller.label(job)} | dict(about or {})

        def move() -> bool:
            at = self._now()
            also = self._roles.noting(job.person if by is None else by, at, note, **noted)
            return self._jobs.move(job.id, before, after, at, also if note else lambda _: None, **values)

        moved: bool = await self._workers.sql(move)
        return moved

    async def fresh(self, job: Job) -> Job:
        """The refresh as it is now."""
        return await self._workers.sql(self._jobs.get, job.id) or job

    async def forget(self, job: Job) -> None:
        """Remove its file, which it needs no longer."""
        await asyncio.to_thread(shutil.rmtree, self.folder / str(job.id), ignore_errors=True)

    def is_published(self, generation: int) -> bool:
        """Whether a generation was put in force."""
        try:
            return self._store.generation(generation).published_at is not None
        except KnowledgeBaseError:
            return False

    def in_force(self, generation: int, staged_for: str = "") -> int | None:
        """The generation in force where it has what a staged one brings (which is that one, or one built anew in its
        place); else None. Of a staged one that is gone, the published one that was built for the same."""
        if self.is_published(generation):
            return generation
        current = self._store.current()
        try:
            base = self._store.generation(generation).base
        except KnowledgeBaseError:
            found = (g.id for g in self._store.generations() if g.published_at and g.staged_for == staged_for)
            return next(found, None) if staged_for else None
        before = set(self._store.revisions(base)) if base is not None else set()
        brings = set(self._store.revisions(generation)) - before
        shown = set(self._store.revisions(current)) if current is not None else set()
        return current if brings and brings <= shown else None

    def waits(self, generation: int) -> bool:
        """Whether a generation still waits to be published."""
        try:
            return self._store.generation(generation).staged
        except KnowledgeBaseError:
            return False

    def left(self) -> list[int]:
        """Generations that were staged for refreshes of chats which need them no longer."""
        needed = {job.staged_for for job in self._jobs.open()}
        staged = [one for one in self._store.generations() if one.staged and one.staged_for.startswith(STAGED_FOR)]
        return [one.id for one in staged if one.staged_for not in needed]


def said(job: Job) -> list[str]:
    """What a person said of the identity, as words of the command line."""
    words = []
    for name, part in PARTS.items():
        value = job.given.get(part)
        if value is not None:
            text = "; ".join(value) or "tidak ada" if isinstance(value, list) else str(value)
            words += ["--as", f"{name}={text}"]
    return words


def why(event: Event) -> str:
    """Why a command did not do what it was asked to, for a person."""
    return str(event["text"]) if event["kind"] in ("refused", "busy") else FAULT.format(event["text"])
