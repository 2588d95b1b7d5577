"""*Lihat halaman*: the picture of a cited page, and the buttons that lead from it to the other cited pages."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.handlers.press import Press, pressed
from bot.messages import notice, page_caption
from bot.ports import Assistant
from bot.sending import Sender
from bot.state import State
from bot.workers import Workers
from knowledge.errors import PageError
from knowledge.model import Answer
from knowledge.proving.proof import Proof, shown_pages

_PER_ROW = 4


class Pages:
    """Shows where an answer stands. A press under an answer sends a picture; under a picture it changes it."""

    def __init__(self, assistant: Assistant, state: State, workers: Workers, sender: Sender) -> None:
        self._assistant = assistant
        self._state = state
        self._workers = workers
        self._sender = sender

    async def show(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``page:<answer>:<source>``, the page that holds the source's quote, or
        ``page:<answer>:<source>:<page>``, one that was chosen; sources are numbered as in the answer."""
        press = await pressed(update, context, self._sender)
        answer_id, source = int(press.arguments[0]), int(press.arguments[1])
        page = int(press.arguments[2]) if press.arguments[2] else None
        answer = await self._workers.sql(self._state.answer, answer_id, press.place.chat_id)
        if answer is None or source not in shown_pages(answer.citations):
            await self._sender.send(press.place, notice("answer_gone"))
            return
        citation = answer.citations[source - 1]
        try:
            async with self._sender.busy(press.place, ChatAction.UPLOAD_PHOTO):
                proof = await self._workers.draw(self._assistant.prove, citation, page)
        except PageError as error:
            await self._sender.send(press.place, notice("no_page", reason=str(error)))
            return
        await self._deliver(press, proof, page_caption(citation, proof), _keyboard(answer, answer_id, source, proof))

    async def _deliver(self, press: Press, proof: Proof, caption: str, keyboard: InlineKeyboardMarkup | None) -> None:
        try:
            if isinstance(press.message, Message) and press.message.photo:
                await self._sender.change_photo(press.message, proof.png, caption, keyboard)
            else:
                await self._sender.send_photo(press.place, proof.png, caption, keyboard)
        except BadRequest as error:
            if "not enough rights" not in error.message.lower():
                raise
            await self._sender.send(press.place, notice("no_photos"))


def _keyboard(answer: Answer, answer_id: int, source: int, proof: Proof) -> InlineKeyboardMarkup | None:
    """Neighbouring pages of the cited unit, then the sources, the shown one marked."""
    number, (first, last) = proof.page.number, proof.pages
    pages = []
    if number > first:
        pages.append(_button(f"◀ hlm. {number - 1}", answer_id, source, number - 1))
    if number < last:
        pages.append(_button(f"hlm. {number + 1} ▶", answer_id, source, number + 1))
    rows = [pages] if pages else []
    sources = shown_pages(answer.citations)
    if len(sources) > 1:
        buttons = [_button(f"• Sumber {n} •" if n == source else f"Sumber {n}", answer_id, n) for n in sources]
        rows += [buttons[i : i + _PER_ROW] for i in range(0, len(buttons), _PER_ROW)]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(label: str, answer_id: int, source: int, page: int | None = None) -> InlineKeyboardButton:
    data = f"page:{answer_id}:{source}" if page is None else f"page:{answer_id}:{source}:{page}"
    return InlineKeyboardButton(label, callback_data=data)
