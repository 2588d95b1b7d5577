"""/antrean: admins read what nobody answered, answer it in chat, and have the answer sent to all who asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import Connection
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update, User
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.handlers.press import Press, pressed
from bot.jobs import Jobs
from bot.messages import admin, queue
from bot.messages.labels import (
    ADMIN_DECISION,
    AFTER,
    ANSWER,
    BEFORE,
    CHANGE,
    CLOSE_SURELY,
    CLOSE_UNANSWERED,
    HELD,
    PUBLISH,
    REASONS,
    REVIEW,
    SEND,
    STOP,
    TO_QUEUE,
    WHY,
)
from bot.ports import Assistant, Now
from bot.roles import Right, Role, Roles
from bot.sending import Place, Sender
from bot.unanswered.clusters import Cluster, current, holding
from bot.unanswered.delivering import Delivering
from bot.unanswered.masking import hides, masked
from bot.unanswered.questions import Questions
from bot.unanswered.replies import Replies, Reply, ReplyState
from bot.unanswered.wording import as_answer, for_others
from bot.workers import Workers
from knowledge.clock import local_day
from knowledge.keeping.faq import DECISION, LONGEST_ANSWER, LONGEST_SOURCE, Faq, FaqState, one_line

PER_PAGE = 5
ANSWERS_AS = {Role.OWNER: "admin (pemilik)"}
"""How a role is named to those who asked, where not by itself."""
_WORDINGS, _COMMENTS = 8, 3

Act = Callable[[int, Press, User], Awaitable[None]]
Preview = Callable[[Reply, Place], Awaitable[None]]


class Queue:
    """The queue of unanswered questions, in private chats of those who may answer; every press is checked again."""

    def __init__(
        self,
        assistant: Assistant,
        questions: Questions,
        replies: Replies,
        faq: Faq,
        jobs: Jobs,
        roles: Roles,
        delivering: Delivering,
        sender: Sender,
        workers: Workers,
        now: Now,
    ) -> None:
        self._assistant, self._questions, self._replies, self._faq = assistant, questions, replies, faq
        self._jobs, self._roles, self._delivering, self._sender = jobs, roles, delivering, sender
        self._workers, self._now = workers, now
        self.preview_faq: Preview | None = None  # what shows an answer whose question was worded for the FAQ
        self.actions: dict[str, Act] = {
            "list": self._list,
            "open": self._open,
            "reply": self._reply,
            "close": self._ask_close,
            "closed": self._close,
            "src": self._decided,
            "edit": self._again,
            "send": self._send,
            "again": self._send_again,
            "drop": self._drop,
        }

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/antrean``."""
        message, person = update.message, update.effective_user
        assert message
        if message.chat.type != ChatType.PRIVATE or person is None:
            await self._sender.send(Place.of(message), admin("private_only"))
        elif not await self._may(person.id):
            await self._sender.send(Place.of(message), admin("not_allowed"))
        else:
            text, keyboard = await self._page(0)
            await self._sender.send(Place.of(message), text, keyboard)

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``q:<action>:<number>``, of those who may answer."""
        press, person = await pressed(update, context, self._sender), update.effective_user
        assert person
        if not press.private or not await self._may(person.id):
            await self._sender.send(press.place, admin("not_allowed"))
            return
        act = self.actions.get(press.arguments[0])
        if act is None:
            await self.past(press)
        else:
            await act(int(press.arguments[1]), press, person)

    # reading -------------------------------------------------------------------------------------

    async def _list(self, page: int, press: Press, person: User) -> None:
        text, keyboard = await self._page(page)
        await self._sender.edit(press.message, text, keyboard)

    async def _page(self, page: int) -> tuple[str, InlineKeyboardMarkup | None]:
        clusters = await self._clusters()
        due = len(await self._workers.sql(self._faq.due, local_day(self._now())))
        pages = max(1, -(-len(clusters) // PER_PAGE))
        page = min(page, pages - 1)
        rows = list(enumerate(clusters, 1))[page * PER_PAGE : (page + 1) * PER_PAGE]
        shown_as = [(number, masked(cluster.wordings[0]), cluster.askers) for number, cluster in rows]
        hidden = hides(cluster.wordings[0] for _, cluster in rows)
        keyboard = [
            [_button(str(number), "open", cluster.id) for number, cluster in rows],
            turning("list", page, pages),
        ]
        held = len(await self._workers.sql(self._faq.all, FaqState.HELD))
        if held:
            keyboard.append([_button(HELD.format(held), "held", 0)])
        if due:
            keyboard.append([_button(REVIEW.format(due), "review", 0)])
        text = queue("listing", rows=shown_as, page=page + 1, pages=pages, due=due, held=held, hidden=hidden)
        shown = [row for row in keyboard if row]
        return text, InlineKeyboardMarkup(shown) if shown else None

    async def _open(self, question: int, press: Press, person: User) -> None:
        cluster = await self._cluster(question)
        if cluster is None:
            await self.past(press)
            return
        wordings = cluster.wordings
        comments = [member.comment for member in reversed(cluster.members) if member.comment][:_COMMENTS]
        why = Counter(WHY[member.why.value] for member in cluster.members)
        reasons = Counter(REASONS[m.reason] for m in cluster.members if m.reason in REASONS)
        text = queue(
            "opened",
            cluster=cluster,
            wordings=[masked(one) for one in wordings[:_WORDINGS]],
            more=len(wordings[_WORDINGS:]),
            why=_counted(why),
            reasons=_counted(reasons),
            comments=[masked(one) for one in comments],
            hidden=hides([*wordings[:_WORDINGS], *comments]),
        )
        rows = [
            [_button(ANSWER, "reply", cluster.id), _button(CLOSE_UNANSWERED, "close", cluster.id)],
            [_button(TO_QUEUE, "list", 0)],
        ]
        await self._sender.edit(press.message, text, InlineKeyboardMarkup(rows))

    async def _ask_close(self, question: int, press: Press, person: User) -> None:
        cluster = await self._cluster(question)
        if cluster is None:
            await self.past(press)
            return
        rows = [[_button(CLOSE_SURELY, "closed", cluster.id), _button(TO_QUEUE, "list", 0)]]
        text = queue("closing", count=len(cluster.members))
        await self._sender.edit(press.message, text, InlineKeyboardMarkup(rows))

    async def _close(self, question: int, press: Press, person: User) -> None:
        cluster = await self._cluster(question)
        if cluster is None:
            await self.past(press)
            return
        ids = [member.id for member in cluster.members]
        # First: what is closed without a note must not be.
        await self.note(person.id, "tutup pertanyaan", jumlah=len(ids))
        if not (count := await self._workers.sql(self._questions.close, ids, self._now())):
            await self.past(press)
            return
        rows = InlineKeyboardMarkup([[_button(TO_QUEUE, "list", 0)]])
        await self._sender.edit(press.message, queue("closed", count=count), rows)

    # answering -----------------------------------------------------------------------------------

    async def _reply(self, question: int, press: Press, person: User) -> None:
        cluster = await self._cluster(question)
        if cluster is None:
            await self.past(press)
            return
        members = [member.id for member in cluster.members]
        await self.begin(press, person, members, for_others(cluster.wordings))

    async def begin(
        self, press: Press, person: User, members: Sequence[int], wordings: Sequence[str], faq_id: int | None = None
    ) -> None:
        """Ask an admin to write an answer: to questions of the queue, or as the new words of an entry of the FAQ."""
        role = ANSWERS_AS.get(await self._workers.sql(self._roles.role, person.id), Role.ADMIN.value)
        at = (person.id, press.place.chat_id, role, members, wordings, self._now(), faq_id)
        reply = await self._workers.sql(self._replies.begin, *at)
        await self.let_go(press, person)
        rows = InlineKeyboardMarkup([[_button(STOP, "drop", reply.id)]])
        await self._sender.send(press.place, queue("write", questions=wordings, limit=LONGEST_ANSWER), rows)

    async def let_go(self, press: Press, person: User) -> None:
        """What an admin was asked to write of a PDF is no longer waited for: the next text is of the queue."""
        await self._workers.sql(self._jobs.let_go, press.place.chat_id, person.id)

    async def written(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text that an admin was asked for is not a question; any other goes on."""
        message, person = update.message, update.effective_user
        if message is None or person is None or message.chat.type != ChatType.PRIVATE:
            return
        reply = await self._workers.sql(self._replies.asked, message.chat.id, person.id, self._now())
        if reply is None or not await self._may(person.id):
            return
        place, text = Place.of(message), (message.text or "").strip()
        if not one_line(text, LONGEST_ANSWER):
            await self._sender.send(place, queue("empty"))
        elif reply.state is ReplyState.WRITING:
            await self._take_answer(reply, text, place)
        elif reply.state is ReplyState.SOURCING and text != reply.answer:  # the same again: it came before a stop
            await self._take_source(reply, text, place)
        elif reply.state is ReplyState.WORDING:
            await self._move(reply, ReplyState.WORDING, ReplyState.SENT, questions=for_others([text]) or ("–",))
            if self.preview_faq is not None and (fresh := await self._fresh(reply)):
                await self.preview_faq(fresh, place)
        else:
            await self._ask_source(reply, place)
        raise ApplicationHandlerStop

    async def _take_answer(self, reply: Reply, text: str, place: Place) -> None:
        if len(text) > LONGEST_ANSWER:
            await self._sender.send(place, queue("too_long", length=len(text), limit=LONGEST_ANSWER))
        elif await self._move(reply, ReplyState.WRITING, ReplyState.SOURCING, answer=text):
            await self._ask_source(reply, place)

    async def _ask_source(self, reply: Reply, place: Place) -> None:
        rows = InlineKeyboardMarkup([[_button(ADMIN_DECISION, "src", reply.id), _button(STOP, "drop", reply.id)]])
        await self._sender.send(place, queue("source"), rows)

    async def _take_source(self, reply: Reply, source: str, place: Place) -> bool:
        said = one_line(source, LONGEST_SOURCE)
        if not await self._move(reply, ReplyState.SOURCING, ReplyState.PREVIEW, source=said):
            return False
        fresh = await self._fresh(reply)
        assert fresh
        message = as_answer(fresh, self._now())
        text = queue("preview", message=message, count=len(fresh.members), entry=fresh.faq_id)
        go = _button(PUBLISH, "pub", reply.id) if fresh.faq_id else _button(SEND, "send", reply.id)
        rows = [[go, _button(CHANGE, "edit", reply.id), _button(STOP, "drop", reply.id)]]
        await self._sender.send(place, text, InlineKeyboardMarkup(rows))
        return True

    async def _decided(self, number: int, press: Press, person: User) -> None:
        reply = await self.own(number, person)
        if reply is None or not await self._take_source(reply, DECISION, press.place):
            await self.past(press)

    async def _again(self, number: int, press: Press, person: User) -> None:
        reply = await self.own(number, person)
        if reply is None or not await self._move(reply, ReplyState.PREVIEW, ReplyState.WRITING):
            await self.past(press)
            return
        await self.let_go(press, person)
        await self._sender.change_buttons(press.message)
        rows = InlineKeyboardMarkup([[_button(STOP, "drop", reply.id)]])
        await self._sender.send(press.place, queue("write", questions=reply.questions, limit=LONGEST_ANSWER), rows)

    async def _drop(self, number: int, press: Press, person: User) -> None:
        reply = await self.own(number, person)
        writing = (ReplyState.WRITING, ReplyState.SOURCING, ReplyState.PREVIEW)
        if reply is None or not await self._workers.sql(
            self._replies.move, reply.id, writing, ReplyState.DROPPED, self._now()
        ):
            await self.past(press)
            return
        await self._sender.change_buttons(press.message)
        await self._sender.send(press.place, queue("dropped"))

    async def _send(self, number: int, press: Press, person: User) -> None:
        reply = await self.own(number, person)
        count = None
        if reply and reply.members:
            also = self.noting(person.id, "jawab pertanyaan", jawaban=reply.id, sumber=reply.source)
            count = await self._workers.sql(self._replies.send, reply.id, self._now(), also)
        if reply is None or count is None:
            await self.past(press)
            return
        await self._sender.change_buttons(press.message)
        if not count:
            await self._sender.send(press.place, queue("taken"))
            return
        await self._sender.send(press.place, queue("sending", count=count))
        self._delivering.wake()

    async def _send_again(self, number: int, press: Press, person: User) -> None:
        reply = await self.own(number, person)
        also = self.noting(person.id, "kirim ulang jawaban", jawaban=number)
        count = await self._workers.sql(self._replies.again, reply.id, self._now(), also) if reply else 0
        if not reply or not count:
            await self.past(press)
            return
        await self._sender.change_buttons(press.message)
        await self._sender.send(press.place, queue("sending", count=count))
        self._delivering.wake()

    # also for the FAQ ----------------------------------------------------------------------------

    async def own(self, number: int, person: User) -> Reply | None:
        """An answer of this admin."""
        reply = await self._workers.sql(self._replies.get, number)
        return reply if reply is not None and reply.person == person.id else None

    async def past(self, press: Press) -> None:
        """Say that what was pressed is dealt with or gone."""
        await self._sender.send(press.place, queue("past"))

    async def note(self, person: int, action: str, **detail: object) -> None:
        """Add to the audit; never words of people who asked."""

        def note() -> None:
            self._roles.note(person, self._now(), action, **detail)

        await self._workers.sql(note)

    def noting(self, person: int, action: str, **detail: object) -> Callable[[Connection, int], None]:
        """Adds what is sent, to how many, to the audit within its transaction."""

        def note(connection: Connection, count: int) -> None:
            self._roles.noting(person, self._now(), action, **detail, penanya=count)(connection)

        return note

    # ----------------------------------------------------------------------------------------------

    async def _may(self, person: int) -> bool:
        return await self._workers.sql(self._roles.may, person, Right.ANSWER)

    async def _clusters(self) -> tuple[Cluster, ...]:
        return await self._workers.think(current, self._questions, self._assistant.embed)

    async def _cluster(self, question: int) -> Cluster | None:
        return holding(await self._clusters(), question)

    async def _fresh(self, reply: Reply) -> Reply | None:
        return await self._workers.sql(self._replies.get, reply.id)

    async def _move(self, reply: Reply, before: ReplyState, after: ReplyState, **values: object) -> bool:
        def move() -> bool:
            return self._replies.move(reply.id, (before,), after, self._now(), **values)

        return await self._workers.sql(move)


def turning(action: str, page: int, pages: int) -> list[InlineKeyboardButton]:
    """Buttons to the page before and after (pages from 0)."""
    before = [_button(BEFORE, action, page - 1)] if page else []
    return before + ([_button(AFTER, action, page + 1)] if page + 1 < pages else [])


def _counted(found: Counter[str]) -> list[str]:
    return [f"{name} ({count})" for name, count in found.most_common()]


def _button(label: str, action: str, number: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"q:{action}:{number}")
