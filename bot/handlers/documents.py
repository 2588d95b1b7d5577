"""A PDF from an admin: what it is taken for is confirmed or put right, what became of it is published or given up."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Any

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.handlers.press import Press, pressed
from bot.jobs import Also, Job, Jobs, JobState
from bot.messages import admin, refresh
from bot.messages.labels import FORCE, NOTHING, OTHER_KIND, PARTS, STEP_BACK, STOP
from bot.ports import Now
from bot.refreshing import MIB, Refreshing
from bot.roles import Right, Role, Roles
from bot.sending import Place, Sender
from bot.telling import Teller, button, stop_button
from bot.unanswered.replies import Replies
from bot.workers import Workers
from knowledge.catalog import Catalog
from knowledge.keeping.given import kinds, merged, read
from knowledge.model import Given, Status

Otherwise = Callable[[Update, ContextTypes.DEFAULT_TYPE], Awaitable[None]]

_KINDS = 9  # offered as buttons
_LONGEST_NAME = 120


class Documents:
    """Takes PDFs of admins in private chats; whatever others send goes to ``otherwise``."""

    def __init__(
        self,
        jobs: Jobs,
        replies: Replies,
        roles: Roles,
        refreshing: Refreshing,
        teller: Teller,
        sender: Sender,
        workers: Workers,
        catalog: Catalog,
        now: Now,
        otherwise: Otherwise,
    ) -> None:
        self._jobs, self._replies, self._roles = jobs, replies, roles
        self._refreshing, self._teller = refreshing, teller
        self._sender, self._workers, self._now, self._otherwise = sender, workers, now, otherwise
        self._kinds = kinds(catalog.regulations)[:_KINDS]
        self._catalog = catalog

    async def received(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A file: a PDF of an admin is taken in."""
        message, person = update.message, update.effective_user
        assert message
        assert message.document
        if message.chat.type != ChatType.PRIVATE or person is None or not await self._may(person.id):
            await self._otherwise(update, context)
            return
        document, name = message.document, file_name(message.document.file_name or "")
        if not (document.mime_type == "application/pdf" or name.lower().endswith(".pdf")):
            await self._sender.send(Place.of(message), refresh("not_pdf", file=name))
        elif (document.file_size or 0) > MIB * 1024 * 1024:
            await self._sender.send(Place.of(message), refresh("too_big", file=name, mib=MIB))
        else:
            await self._take(message, person.id, document.file_id, name)

    async def _take(self, message: Message, person: int, file_id: str, name: str) -> None:
        name = name if name.lower().endswith(".pdf") else f"{name}.pdf"
        note = self._roles.noting(person, self._now(), "kirim PDF", berkas=name)
        job = await self._workers.sql(self._jobs.add, person, message.chat.id, file_id, name, self._now(), note)
        await self._teller.show(job, refresh("received", file=name), stop_button(job))
        self._refreshing.wake()

    # buttons -------------------------------------------------------------------------------------

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``job:<refresh>:<action>[:<part>[:<choice>]]``, of whom the refresh belongs to, or an owner."""
        press, person = await pressed(update, context, self._sender), update.effective_user
        assert person
        job = await self._workers.sql(self._jobs.get, int(press.arguments[0]))
        role = await self._workers.sql(self._roles.role, person.id)
        own = job is not None and (job.person == person.id or role is Role.OWNER)
        allowed = press.private and own and await self._may(person.id)
        if not allowed or job is None:
            await self._sender.send(press.place, admin("not_allowed"))
            return
        act = {
            "ok": self._confirm,
            "stop": self._stop,
            "drop": self._stop,
            "edit": self._edit,
            "set": self._set,
            "back": self._again,
            "show": self._again,
            "pub": self._publish,
            "force": self._force,
        }.get(press.arguments[1], self._past)
        await act(job, press, person.id)

    async def _past(self, job: Job, press: Press, person: int) -> None:
        await self._sender.send(press.place, refresh("past"))

    async def _confirm(self, job: Job, press: Press, person: int) -> None:
        label = self._teller.label(job)
        document = self._teller.document(job)
        said = Given.model_validate(job.given).model_dump(mode="json", exclude_none=True)
        about = {"berkas": job.file, "dokumen": label, "judul": document.title if document else "", "perbaikan": said}
        note = self._roles.noting(person, self._now(), "benarkan identitas", **about)
        if not await self._move(job, JobState.ASKING, JobState.QUEUED, note, asked_for=""):
            await self._past(job, press, person)
            return
        before = await self._refreshing.ahead(job)
        await self._teller.show(job, refresh("confirmed", label=label))
        fresh = await self._workers.sql(self._jobs.get, job.id) or job
        text = refresh("queued", label=label, before=before) if before else _beginning(label)
        if before:
            self._refreshing.told_to_wait(job)
        await self._teller.show(fresh, text, stop_button(job), anew=True)
        self._refreshing.wake()

    async def _stop(self, job: Job, press: Press, person: int) -> None:
        if not await self._refreshing.cancel(job, person):
            await self._past(job, press, person)

    async def _again(self, job: Job, press: Press, person: int) -> None:
        if job.state is JobState.ASKING:
            await self._workers.sql(self._jobs.ask_for, job, "", self._now())
            await self._teller.ask_identity(job, anew=press.arguments[1] == "show")
        elif job.state is JobState.STAGED:
            await self._teller.summary(job)
        else:
            await self._past(job, press, person)

    async def _publish(self, job: Job, press: Press, person: int) -> None:
        worse = job.report.get("worse")
        if worse and job.state is JobState.STAGED:
            keyboard = InlineKeyboardMarkup([[button(FORCE, job, "force"), button(STOP, job, "drop")]])
            text = refresh("sure", label=self._teller.label(job), worse=worse)
            await self._teller.show(job, text, keyboard, anew=True)
            return
        await self._put_in_force(job, press, person, force=False)

    async def _force(self, job: Job, press: Press, person: int) -> None:
        await self._put_in_force(job, press, person, force=True)

    async def _put_in_force(self, job: Job, press: Press, person: int, *, force: bool) -> None:
        report, label = job.report | {"force": force, "failed": ""}, self._teller.label(job)
        about: dict[str, object] = {"dokumen": label, "generasi": job.generation, "paksa": force}
        note = self._roles.noting(person, self._now(), "terbitkan", **about)
        if not await self._move(job, JobState.STAGED, JobState.PUBLISHING, note, report=report):
            await self._past(job, press, person)
            return
        await self._teller.show(job, refresh("publishing", label=label), anew=True)
        self._refreshing.wake()

    # putting the identity right ------------------------------------------------------------------

    async def _edit(self, job: Job, press: Press, person: int) -> None:
        part = press.arguments[2] or ""
        if part not in PARTS or job.state is not JobState.ASKING:
            await self._past(job, press, person)
            return
        _, called, example = PARTS[part]
        back = [button(STEP_BACK, job, "back")]
        choices = {"kind": self._kinds, "status": tuple(Status)}.get(part, ())
        rows = [button(choice, job, "set", part, str(i)) for i, choice in enumerate(choices)]
        keyboard = [rows[i : i + 3] for i in range(0, len(rows), 3)]
        if part == "kind" and press.arguments[3] is None:
            keyboard.append([button(OTHER_KIND, job, "edit", part, "1")])
        if part == "revokes":
            keyboard.append([button(NOTHING, job, "set", part, "0")])
        if choices and press.arguments[3] is None:
            await self._teller.show(job, refresh("choose", part=called), InlineKeyboardMarkup([*keyboard, back]))
        elif await self._workers.sql(self._jobs.ask_for, job, part, self._now()):
            await self._workers.sql(self._replies.let_go, job.chat_id, job.person)
            keyboard = keyboard if part == "revokes" else []
            text = refresh("ask_for", part=called, example=example)
            await self._teller.show(job, text, InlineKeyboardMarkup([*keyboard, back]))

    async def _set(self, job: Job, press: Press, person: int) -> None:
        part, choice = press.arguments[2] or "", int(press.arguments[3] or 0)
        words = {"kind": self._kinds, "status": tuple(Status), "revokes": ("tidak ada",)}.get(part, ())
        if choice >= len(words) or job.state is not JobState.ASKING:
            await self._past(job, press, person)
            return
        await self._correct(job, part, words[choice], anew=False)

    async def written(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text that an admin was asked for is not a question; any other goes on."""
        message, person = update.message, update.effective_user
        if message is None or person is None or message.chat.type != ChatType.PRIVATE:
            return
        job = await self._workers.sql(self._jobs.asked, message.chat.id, person.id, self._now())
        if job is None or not await self._may(person.id):
            return
        try:
            await self._correct(job, job.asked_for, message.text or "", anew=True)
        except ValueError as error:
            keyboard = InlineKeyboardMarkup([[button(STEP_BACK, job, "back")]])
            await self._teller.show(job, refresh("unreadable", reason=str(error)), keyboard, anew=True)
        raise ApplicationHandlerStop

    async def _correct(self, job: Job, part: str, text: str, *, anew: bool) -> None:
        said = read(part, text, self._catalog.regulations, await self._workers.sql(self._teller.names))
        given = merged(Given.model_validate(job.given), said).model_dump(mode="json", exclude_none=True)
        if await self._move(job, JobState.ASKING, JobState.ASKING, given=given, asked_for=""):
            fresh = await self._workers.sql(self._jobs.get, job.id)
            assert fresh
            await self._teller.ask_identity(fresh, anew=anew)

    # ----------------------------------------------------------------------------------------------

    async def _may(self, person: int) -> bool:
        return await self._workers.sql(self._roles.may, person, Right.REFRESH)

    async def _move(
        self, job: Job, before: JobState, after: JobState, also: Also = lambda _: None, **values: Any
    ) -> bool:
        def move() -> bool:
            return self._jobs.move(job.id, (before,), after, self._now(), also, **values)

        moved: bool = await self._workers.sql(move)
        return moved


def file_name(name: str) -> str:
    """A file name that is one: without folders, control characters and what only some systems allow."""
    last = PurePath(name.replace("\\", "/")).name
    clean = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem, dot, end = clean.rpartition(".")
    if dot and re.fullmatch(r"\w{1,5}", end):
        return f"{stem.encode()[:_LONGEST_NAME].decode(errors='ignore') or 'dokumen'}.{end}"
    return clean.encode()[:_LONGEST_NAME].decode(errors="ignore") or "dokumen.pdf"


def _beginning(label: str) -> str:
    return refresh("progress", label=label, done=[], current="", count="", again=False)
