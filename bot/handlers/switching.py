"""/kembalikan: what going back would change is named, and one button does it while it is still what was named."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.child import Commands, Event
from bot.handlers.press import pressed
from bot.messages import admin, refresh
from bot.messages.labels import FAULT, KEEP, MOVED, NO_LONGER_KEPT, SWITCH_TO
from bot.ports import Now
from bot.roles import Right, Roles
from bot.sending import Place, Sender
from bot.workers import Workers
from knowledge.errors import KnowledgeBaseError
from knowledge.keeping.store import Store
from knowledge.keeping.switching import Switch, switch_to

SWITCH_PRESS = r"^sw:(yes|no):(\d{1,9}):(\d{1,9})$"


class Switching:
    """The question and the switch. It waits for no refresh: one that goes on builds upon what is in force then."""

    def __init__(
        self, roles: Roles, store: Store, commands: Commands, sender: Sender, workers: Workers, now: Now
    ) -> None:
        self._roles, self._store, self._commands = roles, store, commands
        self._sender, self._workers, self._now = sender, workers, now

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/kembalikan``."""
        message, person = update.message, update.effective_user
        assert message
        place = Place.of(message)
        if person is None or not await self._may(person.id):
            await self._sender.send(place, admin("not_allowed"))
            return
        if message.chat.type != ChatType.PRIVATE:
            await self._sender.send(place, admin("private_only", command="/kembalikan"))
            return
        try:
            found: Switch = await self._workers.sql(switch_to, self._store)
        except KnowledgeBaseError as error:
            await self._sender.send(place, refresh("not_switched", reason=str(error)))
            return
        about = (str(found.target.id), str(found.current))
        yes = InlineKeyboardButton(SWITCH_TO.format(found.target.id), callback_data=":".join(("sw", "yes", *about)))
        no = InlineKeyboardButton(KEEP, callback_data=":".join(("sw", "no", *about)))
        await self._sender.send(place, refresh("switch_sure", switch=found), InlineKeyboardMarkup([[yes, no]]))

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``sw:<yes|no>:<to>:<from>``: done only while ``from`` is in force."""
        press, person = await pressed(update, context, self._sender), update.effective_user
        assert person
        if not press.private or not await self._may(person.id):
            await self._sender.send(press.place, admin("not_allowed"))
            return
        target, before = int(press.arguments[1]), int(press.arguments[2])
        if press.arguments[0] == "no":
            await self._sender.edit(press.message, refresh("switch_kept", before=before), None)
            return
        await self._sender.change_buttons(press.message)
        await self._sender.send(press.place, refresh("switching", generation=target))
        await self._sender.send(press.place, await self._switch(target, before, person.id))

    async def _switch(self, target: int, before: int, person: int) -> str:
        """Put a generation in force in the place of another; returns what to say."""
        if refused := await self._workers.sql(self._refused, target, before):
            return refresh("not_switched", reason=refused)
        # First: a switch without a note must not be.
        await self._workers.sql(self._note, person, "kembalikan", target, before)
        event = await self._commands.run(["generations", "switch", str(target), "--over", str(before)], lambda _: None)
        if event["event"] == "error":
            done = await self._workers.sql(self._switched, target, before)
            if done is not None:  # what went wrong did so afterwards
                return refresh("switched", generation=done, before=before)
            await self._workers.sql(self._note, person, "kembalikan gagal", target, before)
            return refresh("not_switched", reason=await self._workers.sql(self._reason, event, target, before))
        now = event.get("generation", target)  # built anew under another number, where its index was damaged
        return refresh("switched", generation=now, before=before)

    def _switched(self, target: int, before: int) -> int | None:
        """The generation in force where that is the target, or one built anew of the same documents; else None."""
        current = self._store.current()
        if current == target or current is None:
            return current
        shown = set(self._store.revisions(current))
        same = shown and current != before and shown == set(self._store.revisions(target))
        return current if same else None

    def _refused(self, target: int, before: int) -> str:
        current = self._store.current()
        if current == target:
            return refresh("in_force", generation=target)
        if current != before:
            return MOVED
        return "" if target in self._store.generation_ids() else NO_LONGER_KEPT

    def _reason(self, event: Event, target: int, before: int) -> str:
        """Why the command did not do it: something came in between, or what it says itself."""
        if refused := self._refused(target, before):
            return refused
        return str(event["text"]) if event["kind"] == "refused" else FAULT.format(event["text"])

    def _note(self, person: int, action: str, target: int, before: int) -> None:
        self._roles.note(person, self._now(), action, generasi=target, dari=before)

    async def _may(self, person: int) -> bool:
        return await self._workers.sql(self._roles.may, person, Right.REFRESH)
