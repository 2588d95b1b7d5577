"""/admin: what a person may do by their role, and who else may: invitations, people, the audit."""

from __future__ import annotations

import json
from collections.abc import Mapping

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update, User
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.handlers.deleting import DELETE_LIST
from bot.handlers.press import Press, pressed
from bot.jobs import Jobs, JobState
from bot.messages import admin, refresh
from bot.messages.labels import DELETE_DOCUMENT, NEWER, OLDER, OPEN, PARTS, REMOVE, REMOVE_SURELY
from bot.ports import Now
from bot.refreshing import Refreshing
from bot.roles import INVITATION_LASTS, RIGHTS, TERMINAL, Entry, Member, Right, Role, Roles
from bot.sending import Place, Sender
from bot.telling import Teller, button
from bot.workers import Workers
from knowledge.clock import moment
from knowledge.keeping.store import Store
from knowledge.model import FAQ

INVITATION = "undang_"
"""What the parameter of an invitation's link begins with."""
_AUDITED = 10
"""Actions shown at a time."""
_NAMES = 60
_PEOPLE = {"terima undangan": "dari", "cabut peran": "orang"}  # by action, where the audit has a person's number
_BUTTONS = (
    (Right.INVITE_ADMIN, "Undang admin", "invite:admin"),
    (Right.INVITE_ORGANISER, "Undang penyelenggara", "invite:organiser"),
    (Right.PEOPLE, "Orang", "people"),
    (Right.AUDIT, "Catatan tindakan", "audit"),
    (Right.DOCUMENTS, "Dokumen", "documents"),
    (Right.DOCUMENTS, "Pembaruan", "queue"),
    (Right.ANSWER, "Antrean pertanyaan", "q:list:0"),
)
_INVITED = {"admin": (Role.ADMIN, Right.INVITE_ADMIN), "organiser": (Role.ORGANISER, Right.INVITE_ORGANISER)}
_STATES = {
    JobState.RECEIVED: "dikenali",
    JobState.ASKING: "menunggu dibenarkan",
    JobState.QUEUED: "menunggu giliran",
    JobState.RUNNING: "diolah",
    JobState.STAGED: "menunggu diterbitkan",
    JobState.PUBLISHING: "diterbitkan",
    JobState.DISCARDING: "dibatalkan",
}


class Admin:
    """Shows each person what they may do, and nothing else; every press is checked again."""

    def __init__(
        self,
        roles: Roles,
        jobs: Jobs,
        refreshing: Refreshing,
        teller: Teller,
        store: Store,
        sender: Sender,
        workers: Workers,
        now: Now,
    ) -> None:
        self._roles, self._jobs, self._refreshing, self._teller = roles, jobs, refreshing, teller
        self._store, self._sender, self._workers, self._now = store, sender, workers, now

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/admin``."""
        message, person = update.message, update.effective_user
        assert message
        if message.chat.type != ChatType.PRIVATE or person is None:
            await self._sender.send(Place.of(message), admin("private_only"))
            return
        role = await self._workers.sql(self._roles.role, person.id)
        rights = RIGHTS[role]
        text = admin(
            "overview",
            role=role.value,
            refresh=Right.REFRESH in rights,
            documents=Right.DOCUMENTS in rights,
            answer=Right.ANSWER in rights,
            invite=Right.INVITE_ORGANISER in rights,
            people=Right.PEOPLE in rights,
        )
        shown = [
            InlineKeyboardButton(label, callback_data=do if do.startswith("q:") else f"adm:{do}")
            for right, label, do in _BUTTONS
            if right in rights
        ]
        rows = [shown[i : i + 2] for i in range(0, len(shown), 2)]
        await self._sender.send(Place.of(message), text, InlineKeyboardMarkup(rows) if rows else None)

    async def join(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/start undang_<code>``: an invitation's link was followed."""
        message, person = update.message, update.effective_user
        assert message
        place = Place.of(message)
        if message.chat.type != ChatType.PRIVATE or person is None:
            await self._sender.send(place, admin("private_only"))
            return
        code = (context.args or [""])[0].removeprefix(INVITATION)
        name = _name(person)
        joined = await self._workers.sql(self._roles.join, code, person.id, name, self._now())
        if joined is None:
            await self._sender.send(place, admin("bad_invitation"))
        elif not joined.accepted:
            await self._sender.send(place, admin("already", role=joined.role.value))
        else:
            await self._sender.send(place, admin("joined", role=joined.role.value))
            await self._sender.send(Place(joined.invited_by), admin("accepted", name=name, role=joined.role.value))

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``adm:<action>[:<argument>]``."""
        press, person = await pressed(update, context, self._sender), update.effective_user
        assert person
        do, argument = press.arguments[0], press.arguments[1] or ""
        needed, act = {
            "invite": (_INVITED.get(argument, (None, Right.PEOPLE))[1], self._invite),
            "people": (Right.PEOPLE, self._people),
            "remove": (Right.PEOPLE, self._ask_remove),
            "removed": (Right.PEOPLE, self._remove),
            "audit": (Right.AUDIT, self._audit),
            "documents": (Right.DOCUMENTS, self._documents),
            "queue": (Right.DOCUMENTS, self._queue),
        }[do]
        if not press.private or not await self._workers.sql(self._roles.may, person.id, needed):
            await self._sender.send(press.place, admin("not_allowed"))
            return
        await act(press, person, argument, context)

    async def _invite(self, press: Press, person: User, argument: str, context: ContextTypes.DEFAULT_TYPE) -> None:
        if argument not in _INVITED:
            return
        role = _INVITED[argument][0]
        code = await self._workers.sql(self._roles.invite, person.id, role, self._now())
        link = f"https://t.me/{context.bot.username}?start={INVITATION}{code}"
        text = admin("invitation", role=role.value, link=link, days=INVITATION_LASTS.days)
        await self._sender.send(press.place, text)

    async def _people(self, press: Press, person: User, argument: str, context: ContextTypes.DEFAULT_TYPE) -> None:
        members = await self._workers.sql(self._roles.members)
        rows = [[InlineKeyboardButton(REMOVE.format(m.name), callback_data=f"adm:remove:{m.person}")] for m in members]
        keyboard = InlineKeyboardMarkup(rows) if rows else None
        await self._sender.send(press.place, admin("people", members=members), keyboard)

    async def _ask_remove(self, press: Press, person: User, argument: str, context: ContextTypes.DEFAULT_TYPE) -> None:
        member = await self._member(argument)
        if member is None:
            await self._sender.send(press.place, refresh("past", where="Orang"))
            return
        yes = InlineKeyboardButton(REMOVE_SURELY, callback_data=f"adm:removed:{member.person}")
        await self._sender.send(press.place, admin("sure", member=member), InlineKeyboardMarkup([[yes]]))

    async def _remove(self, press: Press, person: User, argument: str, context: ContextTypes.DEFAULT_TYPE) -> None:
        member = await self._member(argument)
        if member is not None:
            member = await self._workers.sql(self._roles.remove, person.id, member.person, self._now())
        if member is None:
            await self._sender.send(press.place, refresh("past", where="Orang"))
            return
        await self._sender.change_buttons(press.message)
        await self._sender.send(press.place, admin("removed", member=member))
        if Right.REFRESH in RIGHTS[member.role]:
            for job in await self._workers.sql(self._jobs.open):
                if job.person == member.person:
                    await self._refreshing.cancel(job, person.id, role=member.role.value)

    async def _member(self, argument: str) -> Member | None:
        members = await self._workers.sql(self._roles.members)
        return next((m for m in members if str(m.person) == argument), None)

    async def _audit(self, press: Press, person: User, argument: str, context: ContextTypes.DEFAULT_TYPE) -> None:
        names = {0: TERMINAL, person.id: _name(person)}
        names |= {m.person: m.name for m in await self._workers.sql(self._roles.members)}
        pages = max(1, -(-await self._workers.sql(self._roles.done_count) // _AUDITED))
        page = min(int(argument) if argument.isdecimal() else 0, pages - 1)
        done = await self._workers.sql(self._roles.done, _AUDITED, page * _AUDITED)
        rows = [(entry, _who(entry.person, names), _said(entry, names)) for entry in done]
        text = admin("audit", rows=rows, page=page + 1, of=pages)
        turn = [(NEWER, page - 1)] if page else []
        turn += [(OLDER, page + 1)] if page + 1 < pages else []
        buttons = [InlineKeyboardButton(label, callback_data=f"adm:audit:{to}") for label, to in turn]
        keyboard = InlineKeyboardMarkup([buttons]) if buttons else None
        if argument:
            await self._sender.edit(press.message, text, keyboard)
        else:
            await self._sender.send(press.place, text, keyboard)

    async def _documents(self, press: Press, person: User, argument: str, context: ContextTypes.DEFAULT_TYPE) -> None:
        current = await self._workers.sql(self._store.current)
        generation, held = None, []
        if current is not None:
            generation = await self._workers.sql(self._store.generation, current)
            held = sorted((await self._workers.sql(self._store.revisions, current)).values(), key=lambda d: d.label)
        at = generation.published_at if generation else None
        published = moment(at) if at else "–"
        rows = [document for document in held if document.kind != FAQ]
        text = admin("documents", rows=rows, generation=current, published=published, entries=len(held) - len(rows))
        may_delete = await self._workers.sql(self._roles.may, person.id, Right.REFRESH)
        delete = InlineKeyboardButton(DELETE_DOCUMENT, callback_data=DELETE_LIST)
        await self._sender.send(press.place, text, InlineKeyboardMarkup([[delete]]) if may_delete and held else None)

    async def _queue(self, press: Press, person: User, argument: str, context: ContextTypes.DEFAULT_TYPE) -> None:
        found = await self._workers.sql(self._jobs.open)
        rows = [(self._teller.label(job), _STATES[job.state]) for job in found]
        waiting = (JobState.ASKING, JobState.STAGED)
        own = [job for job in found if job.person == person.id and job.state in waiting]
        buttons = [[button(OPEN.format(self._teller.label(job))[:_NAMES], job, "show")] for job in own]
        keyboard = InlineKeyboardMarkup(buttons) if buttons else None
        await self._sender.send(press.place, refresh("queue", rows=rows), keyboard)


def _name(person: User) -> str:
    """A person's name as they wrote it, without what is not shown: it stands in lists and on buttons."""
    shown = "".join(c if c.isprintable() else " " for c in person.full_name)
    return " ".join(shown.split())[:_NAMES] or str(person.id)


def _who(person: int, names: Mapping[int, str]) -> str:
    """A person by name, or by their number in Telegram where nobody told us a name (an owner, somebody removed)."""
    return names.get(person) or f"ID {person}"


def _said(entry: Entry, names: Mapping[int, str]) -> str:
    """The detail of an entry on one line, people by name."""

    def shown(key: str, value: object) -> str:
        if key == _PEOPLE.get(entry.action) and isinstance(value, int):
            return _who(value, names)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return ", ".join(value)
        if isinstance(value, dict):  # what was put right, by the names of the buttons
            names_of = {part: label for part, (label, _, _) in PARTS.items()}
            return ", ".join(f"{names_of.get(part, part)} {shown(part, said)}" for part, said in value.items())
        if isinstance(value, bool):
            return "ya" if value else "tidak"
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    return "; ".join(f"{key}: {shown(key, value)}" for key, value in entry.detail.items())
