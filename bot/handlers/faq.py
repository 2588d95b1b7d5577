"""An answer of an admin becomes an entry of the FAQ, and comes up for review when it expires."""

from __future__ import annotations

from sqlalchemy import Connection
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, User

from bot.handlers.press import Press
from bot.handlers.queue import PER_PAGE, Queue, turning
from bot.messages import queue
from bot.messages.labels import CHANGE, DELETE, DELETE_SURELY, EXTEND, PUBLISH, STOP, TO_QUEUE, WORD_QUESTION
from bot.ports import Now
from bot.roles import Roles
from bot.sending import Place, Sender
from bot.unanswered.masking import masked
from bot.unanswered.publishing import Publishing
from bot.unanswered.questions import UNDER_WAY, Questions
from bot.unanswered.replies import Replies, Reply, ReplyState
from bot.unanswered.wording import as_answer
from bot.workers import Workers
from knowledge.clock import day, local_day
from knowledge.keeping.faq import Faq, FaqEntry, FaqState, remove
from knowledge.keeping.store import Store


class FaqDesk:
    """Adds its actions to those of the queue, whose checks hold for them too."""

    def __init__(
        self,
        front: Queue,
        questions: Questions,
        replies: Replies,
        faq: Faq,
        roles: Roles,
        store: Store,
        publishing: Publishing,
        sender: Sender,
        workers: Workers,
        now: Now,
    ) -> None:
        self._front, self._questions, self._replies = front, questions, replies
        self._faq, self._roles, self._store = faq, roles, store
        self._publishing, self._sender, self._workers, self._now = publishing, sender, workers, now
        front.preview_faq = self._preview
        front.actions |= {
            "faq": self._offer,
            "word": self._word,
            "pub": self._publish,
            "force": self._force,
            "try": self._try,
            "held": self._held,
            "review": self._review,
            "entry": self._entry,
            "ext": self._extend,
            "chg": self._change,
            "del": self._ask_remove,
            "gone": self._remove,
        }

    # publishing ----------------------------------------------------------------------------------

    async def _offer(self, number: int, press: Press, person: User) -> None:
        reply = await self._front.own(number, person)
        if reply is None or reply.faq_id is not None or reply.state not in await self._sent(reply):
            await self._front.past(press)
            return
        await self._preview(reply, press.place)

    async def _preview(self, reply: Reply, place: Place) -> None:
        text = queue("faq", questions=reply.questions, message=as_answer(reply, self._now()))
        go, word = _button(PUBLISH, "pub", reply.id), _button(WORD_QUESTION, "word", reply.id)
        await self._sender.send(place, text, InlineKeyboardMarkup([[go, word]]))

    async def _word(self, number: int, press: Press, person: User) -> None:
        reply = await self._front.own(number, person)
        if reply is None or reply.faq_id is not None or not await self._to(reply, ReplyState.WORDING):
            await self._front.past(press)
            return
        await self._front.let_go(press, person)
        await self._sender.send(press.place, queue("word"))

    async def _publish(self, number: int, press: Press, person: User) -> None:
        """A sent answer becomes an entry, or an entry gets other words; each once."""
        reply = await self._front.own(number, person)
        if reply is None or not await self._writes(reply):
            await self._front.past(press)
            return
        entry = await self._workers.sql(self._write, reply)
        if entry is None:  # removed meanwhile
            await self._front.past(press)
            return
        await self._sender.change_buttons(press.message)
        await self._sender.send(press.place, queue("publishing"))
        self._publishing.wake()

    async def _writes(self, reply: Reply) -> bool:
        """Whether an answer may become an entry now; also where a stop came between this and the entry."""
        if reply.faq_id is not None:
            return reply.state is ReplyState.PREVIEW
        return reply.state is ReplyState.PUBLISHED or await self._to(reply, ReplyState.PUBLISHED)

    def _write(self, reply: Reply) -> FaqEntry | None:
        said = (reply.questions, reply.answer, reply.source, reply.role, reply.person, self._now())
        action = "ubah FAQ" if reply.faq_id else "terbitkan FAQ"

        def also(connection: Connection, entry: int) -> None:
            about: dict[str, object] = {"faq": entry, "jawaban": reply.id, "sumber": reply.source}
            self._roles.noting(reply.person, self._now(), action, **about)(connection)
            if reply.faq_id is None:
                self._replies.becomes(connection, reply.id, entry)

        if reply.faq_id is None:
            return self._faq.add(*said, also)
        # The words first: after a stop in between they are written again, which changes nothing.
        entry = self._faq.rewrite(reply.faq_id, *said, also)
        self._replies.move(reply.id, (ReplyState.PREVIEW,), ReplyState.PUBLISHED, self._now())
        return entry

    async def _force(self, number: int, press: Press, person: User) -> None:
        await self._once_more(number, press, person, FaqState.FORCED)

    async def _try(self, number: int, press: Press, person: User) -> None:
        await self._once_more(number, press, person, FaqState.QUEUED)

    async def _once_more(self, number: int, press: Press, person: User, state: FaqState) -> None:
        forced = state is FaqState.FORCED
        note = self._roles.noting(person.id, self._now(), "terbitkan FAQ", faq=number, paksa=forced)
        if not await self._workers.sql(self._faq.move, number, (FaqState.HELD,), state, self._now(), "", note):
            await self._front.past(press)
            return
        await self._sender.change_buttons(press.message)
        await self._sender.send(press.place, queue("publishing"))
        self._publishing.wake()

    # review --------------------------------------------------------------------------------------

    async def _held(self, page: int, press: Press, person: User) -> None:
        """Entries that are not in force, with why not, and *Terbitkan* and *Hapus*."""
        held = await self._workers.sql(self._faq.all, FaqState.HELD)
        pages = max(1, -(-len(held) // PER_PAGE))
        page = min(page, pages - 1)
        shown = held[page * PER_PAGE : (page + 1) * PER_PAGE]
        before = await self._workers.sql(self._published_before)
        rows = [(one.id, masked(one.questions[0]), one.sha256 in before) for one in shown]
        buttons = [
            [_button(f"{PUBLISH} {one.id}", "try", one.id), _button(f"{DELETE} {one.id}", "del", one.id)]
            for one in shown
        ]
        buttons += [turning("held", page, pages), [_button(TO_QUEUE, "list", 0)]]
        text = queue("held_back", rows=rows, page=page + 1, pages=pages)
        await self._sender.edit(press.message, text, InlineKeyboardMarkup([row for row in buttons if row]))

    def _published_before(self) -> set[str]:
        """The documents of all generations that were ever in force, by SHA-256."""
        ever = [one.id for one in self._store.generations() if one.published_at is not None]
        return {document.sha256 for one in ever for document in self._store.revisions(one).values()}

    async def _review(self, page: int, press: Press, person: User) -> None:
        due = await self._workers.sql(self._faq.due, local_day(self._now()))
        pages = max(1, -(-len(due) // PER_PAGE))
        page = min(page, pages - 1)
        rows = [(one.id, masked(one.questions[0])) for one in due[page * PER_PAGE : (page + 1) * PER_PAGE]]
        keyboard = [[_button(str(number), "entry", number) for number, _ in rows], turning("review", page, pages)]
        keyboard.append([_button(TO_QUEUE, "list", 0)])
        text = queue("review", rows=rows, page=page + 1, pages=pages)
        await self._sender.edit(press.message, text, InlineKeyboardMarkup([row for row in keyboard if row]))

    async def _entry(self, number: int, press: Press, person: User) -> None:
        entry = await self._workers.sql(self._faq.get, number)
        if entry is None:
            await self._front.past(press)
            return
        late = entry.expires_on <= local_day(self._now())
        acts = ((EXTEND, "ext"), (CHANGE, "chg"), (DELETE, "del"))
        rows = [[_button(label, act, entry.id) for label, act in acts], [_button(TO_QUEUE, "list", 0)]]
        questions = [masked(one) for one in entry.questions]
        text = queue("entry", entry=entry, questions=questions, expires=day(entry.expires_on), late=late)
        await self._sender.edit(press.message, text, InlineKeyboardMarkup(rows))

    async def _extend(self, number: int, press: Press, person: User) -> None:
        def note(connection: Connection, entry: FaqEntry) -> None:
            about: dict[str, object] = {"faq": number, "sampai": entry.expires_on.isoformat()}
            self._roles.noting(person.id, self._now(), "perpanjang FAQ", **about)(connection)

        entry = await self._workers.sql(self._faq.extend, number, self._now(), note)
        if entry is None:
            await self._front.past(press)
            return
        text = queue("extended", entry=entry, expires=day(entry.expires_on))
        await self._sender.edit(press.message, text, InlineKeyboardMarkup([[_button(TO_QUEUE, "list", 0)]]))

    async def _change(self, number: int, press: Press, person: User) -> None:
        entry = await self._workers.sql(self._faq.get, number)
        if entry is None:
            await self._front.past(press)
            return
        await self._front.begin(press, person, (), entry.questions, entry.id)

    async def _ask_remove(self, number: int, press: Press, person: User) -> None:
        entry = await self._workers.sql(self._faq.get, number)
        if entry is None:
            await self._front.past(press)
            return
        rows = InlineKeyboardMarkup([[_button(DELETE_SURELY, "gone", number), _button(STOP, "list", 0)]])
        await self._sender.send(press.place, queue("removing", entry=entry), rows)

    async def _remove(self, number: int, press: Press, person: User) -> None:
        if await self._workers.sql(self._faq.get, number) is None:
            await self._front.past(press)
            return
        await self._front.note(person.id, "hapus FAQ", faq=number)
        await self._workers.sql(remove, self._store, number, self._now())
        await self._sender.edit(press.message, queue("removed", number=number), None)

    async def _to(self, reply: Reply, after: ReplyState) -> bool:
        before = await self._sent(reply)
        return await self._workers.sql(self._replies.move, reply.id, before, after, self._now())

    async def _sent(self, reply: Reply) -> tuple[ReplyState, ...]:
        """The states of an answer that reached all it can: that is told an instant before it is written down."""
        under_way = await self._workers.sql(self._questions.of_reply, reply.id, *UNDER_WAY)
        return (ReplyState.SENT,) if under_way else (ReplyState.SENT, ReplyState.SENDING)


def _button(label: str, action: str, number: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"q:{action}:{number}")
