"""An admin deletes a document: chosen from a list, asked once more with what is lost, and gone at the next question."""

from __future__ import annotations

from collections import Counter

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.handlers.press import Press, pressed
from bot.messages import admin, refresh
from bot.messages.labels import DELETE_ONE, DELETE_THIS, EARLIER, KEEP, LATER
from bot.ports import Now
from bot.roles import Right, Roles
from bot.sending import Sender
from bot.workers import Workers
from knowledge.errors import KnowledgeBaseError
from knowledge.keeping import faq, inventory
from knowledge.keeping.inventory import Holding
from knowledge.keeping.store import Store
from knowledge.model import Document

DELETE_PRESS = r"^del:(list|ask|yes|no):([0-9a-f]{1,16})$"
DELETE_LIST = "del:list:0"
PAGE = 8
"""Documents shown at a time."""
_DIGITS = 16  # of the SHA-256, to name a document in 64 bytes
_LABEL = 60


class Deleting:
    """The list, the question and the deletion. Each press is checked again: anybody can forge one."""

    def __init__(self, roles: Roles, store: Store, sender: Sender, workers: Workers, now: Now) -> None:
        self._roles, self._store, self._sender, self._workers, self._now = roles, store, sender, workers, now

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``del:list:<page>``, and ``del:<ask|yes|no>:<digits>`` of a document."""
        press, person = await pressed(update, context, self._sender), update.effective_user
        assert person
        if not press.private or not await self._workers.sql(self._roles.may, person.id, Right.REFRESH):
            await self._sender.send(press.place, admin("not_allowed"))
            return
        do, argument = press.arguments
        held = await self._workers.sql(self._deletable)
        if do == "list":
            await self._list(press, held, int(argument) if argument.isdecimal() else 0)
            return
        found = next((one for one in held if _digits(one.document) == argument), None)
        if found is None:  # deleted or replaced meanwhile
            await self._sender.send(press.place, refresh("past", where="Dokumen"))
        elif do == "ask":
            await self._ask(press, found)
        elif do == "no":
            await self._sender.edit(press.message, admin("kept", document=found.document), None)
        else:
            await self._workers.sql(self._delete, found.document, person.id)
            await self._sender.edit(press.message, admin("deleted", document=found.document), None)

    async def _list(self, press: Press, held: list[Holding], page: int) -> None:
        pages = max(1, -(-len(held) // PAGE))
        page = min(page, pages - 1)
        shown = [one.document for one in held[page * PAGE : (page + 1) * PAGE]]
        labels = Counter(one.document.label for one in held)
        rows = [[_button(_named(d, alone=labels[d.label] == 1), "ask", _digits(d))] for d in shown]
        turn = [_button(EARLIER, "list", str(page - 1))] if page else []
        turn += [_button(LATER, "list", str(page + 1))] if page < pages - 1 else []
        keyboard = InlineKeyboardMarkup([*rows, turn] if turn else rows) if rows else None
        await self._sender.send(press.place, admin("deletable", rows=shown, page=page + 1, of=pages), keyboard)

    async def _ask(self, press: Press, holding: Holding) -> None:
        name = _digits(holding.document)
        keyboard = InlineKeyboardMarkup([[_button(DELETE_THIS, "yes", name), _button(KEEP, "no", name)]])
        text = admin("delete_sure", document=holding.document, units=holding.units)
        await self._sender.send(press.place, text, keyboard)

    def _deletable(self) -> list[Holding]:
        """The documents in force by name, without the handbook, which the program makes itself, and the entries of the
        FAQ, which have a place of their own."""
        try:
            held = inventory.holdings(self._store)
        except KnowledgeBaseError:
            return []
        rows = (one for one in held if not one.document.handbook and not faq.is_entry(one.document.id))
        return sorted(rows, key=lambda one: (one.document.label.casefold(), one.document.file))

    def _delete(self, document: Document, person: int) -> None:
        about = {"dokumen": document.label, "berkas": document.file, "sha256": document.sha256}
        # First: a deletion without a note must not be.
        self._roles.note(person, self._now(), "hapus dokumen", **about)
        inventory.delete(self._store, document)


def _button(label: str, *words: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=":".join(("del", *words)))


def _named(document: Document, *, alone: bool) -> str:
    """The button of a document; of two of one name the pages tell which is which."""
    pages = "" if alone else f", {document.pages} hlm"
    return DELETE_ONE.format(document.label)[: _LABEL - len(pages)] + pages


def _digits(document: Document) -> str:
    return document.sha256[:_DIGITS]
