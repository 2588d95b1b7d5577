"""The server: HTTP in front, and behind it a small world of chats that keeps what the bot sent."""

from __future__ import annotations

import asyncio
import copy
import itertools
import time
from collections import defaultdict, deque
from contextlib import suppress
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from tests.telegram_server.entities import ParseError, parse_html
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Chat, Person
from tests.telegram_server.photos import PhotoError, size_of
from tests.telegram_server.requests import (
    METHODS,
    AnswerCallbackQuery,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetUpdates,
    Keyboard,
    Raw,
    Request,
    SendChatAction,
    SendMessage,
    SendPhoto,
    SetMyCommands,
)

TOKEN = "123456789:AAtestTokenForLoopbackOnly_0123456789"
ME = {"id": 123456789, "is_bot": True, "first_name": "Asisten SPBE", "username": "asisten_spbe_bot"}
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
FILE_LIMIT = 20 * 1024 * 1024
REQUEST_LIMIT = 50 * 1024 * 1024


Parts = dict[str, bytes]
"""Files of a request by the name of their part."""


class RefusedError(Exception):
    """The server refuses a request, as Telegram does."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


class TelegramServer:
    """Start with ``async with``. ``violations`` are requests the real server does not know or the bot has no
    business sending; the fixture asserts that there are none."""

    def __init__(self) -> None:
        self.url = ""
        self.violations: list[str] = []
        self.calls: list[tuple[str, Raw]] = []
        self.commands: list[Raw] = []
        self.acknowledged: list[tuple[str, str | None]] = []
        self.files: dict[str, bytes] = {}
        self.file_limit = FILE_LIMIT
        self.photos: dict[str, bytes] = {}
        self.chats: dict[int, Chat] = {}
        self.changed = asyncio.Condition()
        self._updates: deque[Raw] = deque()
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._update_ids = itertools.count(1001)
        self._message_ids = itertools.count(1)
        self._poll = 0
        self._runner: web.AppRunner | None = None

    # running -------------------------------------------------------------------------------------

    async def __aenter__(self) -> TelegramServer:
        application = web.Application(client_max_size=REQUEST_LIMIT)
        application.router.add_post("/bot{token}/{method}", self._method)
        application.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner
        self._poll += 1
        async with self.changed:
            self.changed.notify_all()
        await self._runner.cleanup()

    # what tests do -------------------------------------------------------------------------------

    def private(self, name: str = "Rina", user_id: int = 501) -> Chat:
        """The private chat with a person."""
        raw = {"id": user_id, "type": "private", "first_name": name}
        return self.chats.setdefault(user_id, Chat(self, raw, Person(user_id, name)))

    def group(self, title: str = "Tim SPBE", chat_id: int = -1001, person: Person | None = None) -> Chat:
        """A group, seen by one of its members."""
        raw = {"id": chat_id, "type": "supergroup", "title": title}
        return self.chats.setdefault(chat_id, Chat(self, raw, person or Person(501, "Rina")))

    def inject(self, method: str, *faults: Fault) -> None:
        """Put faults in the way of the next calls of a method, one each."""
        self._faults[method].extend(faults)

    async def deliver(self, kind: str, content: Raw, update_id: int | None = None) -> int:
        """Queue an update for the bot and wake its long poll; returns the update's id."""
        update_id = next(self._update_ids) if update_id is None else update_id
        async with self.changed:
            self._updates.append({"update_id": update_id, kind: content})
            self.changed.notify_all()
        return update_id

    def message_id(self) -> int:
        return next(self._message_ids)

    async def until(self, condition: Any, what: str, seconds: float = 30.0) -> None:
        """Wait until a condition on this world holds, or one beside it; fails with ``what`` was awaited."""
        try:
            async with asyncio.timeout(seconds), self.changed:
                while not condition():
                    with suppress(TimeoutError):  # what is not of this world changes unseen: look again
                        await asyncio.wait_for(self.changed.wait(), 0.1)
        except TimeoutError:
            raise AssertionError(f"nothing of this within {seconds} s: {what}") from None

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(1 for name, _ in self.calls if name == method)

    # HTTP ----------------------------------------------------------------------------------------

    async def _method(self, request: web.Request) -> web.StreamResponse:
        name, form = request.match_info["method"], dict(await request.post())
        async with self.changed:
            self.calls.append((name, form))
            self.changed.notify_all()
        fault = self._faults[name].popleft() if self._faults[name] else None
        if fault and fault.cut == "before":
            return _cut(request)
        if fault and fault.body is not None:
            return web.Response(status=fault.status, body=fault.body)
        if fault and fault.status:
            return _error(fault.status, fault.description, fault.parameters)
        try:
            result = await self._perform(request.match_info["token"], name, form)
        except RefusedError as refusal:
            return _error(refusal.status, refusal.description)
        if fault and fault.cut == "after":
            return _cut(request)
        return web.json_response({"ok": True, "result": result})

    async def _perform(self, token: str, name: str, form: Raw) -> Any:
        if token != TOKEN:
            raise RefusedError(401, "Unauthorized")
        if name not in METHODS:
            self.violations.append(f"method not known here: {name}")
            raise RefusedError(404, "Not Found")
        fields, parts = _parts(form)
        try:
            parsed = METHODS[name].model_validate(fields)
        except ValidationError as error:
            self.violations.append(f"{name}: {error}")
            raise RefusedError(400, f"Bad Request: {error.errors()[0]['msg']}") from None
        answer = getattr(self, f"_{name}")
        result = await (answer(parsed, parts) if name in ("sendPhoto", "editMessageMedia") else answer(parsed))
        async with self.changed:
            self.changed.notify_all()
        return result

    async def _file(self, request: web.Request) -> web.StreamResponse:
        content = self.files.get(request.match_info["path"].removesuffix(".pdf"))
        if request.match_info["token"] != TOKEN or content is None:
            return _error(404, "Not Found")
        return web.Response(body=content)

    # methods -------------------------------------------------------------------------------------

    async def _getMe(self, _: Request) -> Raw:  # noqa: N802
        return ME | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    async def _deleteWebhook(self, _: Request) -> bool:  # noqa: N802
        return True

    async def _setMyCommands(self, request: SetMyCommands) -> bool:  # noqa: N802
        self.commands = [command.model_dump() for command in request.commands]
        return True

    async def _getUpdates(self, request: GetUpdates) -> list[Raw]:  # noqa: N802
        self._poll += 1
        mine = self._poll
        async with self.changed:
            self.changed.notify_all()
            while self._updates and self._updates[0]["update_id"] < request.offset:
                self._updates.popleft()
            try:
                async with asyncio.timeout(request.timeout):
                    await self.changed.wait_for(lambda: self._updates or self._poll != mine)
            except TimeoutError:
                return []
        if self._poll != mine:
            raise RefusedError(409, Fault.conflict().description)
        wanted = [u for u in self._updates if not request.allowed_updates or set(u) & set(request.allowed_updates)]
        self._updates = deque(wanted)
        return wanted[: request.limit]

    async def _sendMessage(self, request: SendMessage) -> Raw:  # noqa: N802
        chat = self._chat(request.chat_id)
        text, entities = _content(request.text, request.parse_mode)
        return self._keep(chat, {"text": text, "entities": entities}, request)

    async def _sendPhoto(self, request: SendPhoto, parts: Parts) -> Raw:  # noqa: N802
        chat = self._chat(request.chat_id)
        return self._keep(chat, self._photo(request.photo, request.caption, request.parse_mode, parts), request)

    async def _editMessageMedia(self, request: EditMessageMedia, parts: Parts) -> Raw:  # noqa: N802
        message, media = self._sent(request.chat_id, request.message_id), request.media
        if "photo" not in message:
            raise RefusedError(400, "Bad Request: message can't be edited")
        new = self._photo(media.media, media.caption, media.parse_mode, parts)
        return self._replace(message, new | _markup(request.reply_markup))

    async def _editMessageText(self, request: EditMessageText) -> Raw:  # noqa: N802
        message = self._sent(request.chat_id, request.message_id)
        if "text" not in message:
            raise RefusedError(400, "Bad Request: there is no text in the message to edit")
        text, entities = _content(request.text, request.parse_mode)
        return self._replace(message, {"text": text, "entities": entities} | _markup(request.reply_markup))

    async def _editMessageReplyMarkup(self, request: EditMessageReplyMarkup) -> Raw:  # noqa: N802
        message = self._sent(request.chat_id, request.message_id)
        same = {key: message[key] for key in _CONTENT if key in message}
        return self._replace(message, same | _markup(request.reply_markup))

    async def _answerCallbackQuery(self, request: AnswerCallbackQuery) -> bool:  # noqa: N802
        self.acknowledged.append((request.callback_query_id, request.text))
        return True

    async def _sendChatAction(self, request: SendChatAction) -> bool:  # noqa: N802
        self._chat(request.chat_id).actions.append((time.monotonic(), request.action))
        return True

    async def _getFile(self, request: GetFile) -> Raw:  # noqa: N802
        if request.file_id not in self.files:
            raise RefusedError(400, "Bad Request: invalid file_id")
        size = len(self.files[request.file_id])
        if size > self.file_limit:
            raise RefusedError(400, "Bad Request: file is too big")
        path = f"{request.file_id}.pdf"
        return {"file_id": request.file_id, "file_unique_id": request.file_id, "file_size": size, "file_path": path}

    # helpers -------------------------------------------------------------------------------------

    def _keep(self, chat: Chat, content: Raw, request: SendMessage | SendPhoto) -> Raw:
        """A message of the bot, put into its chat."""
        reply = request.reply_parameters
        if reply and reply.message_id not in chat.seen and not reply.allow_sending_without_reply:
            raise RefusedError(400, "Bad Request: message to be replied not found")
        message = chat.raw_message(ME, content, self.message_id()) | _markup(request.reply_markup)
        if reply and reply.message_id in chat.seen:
            message["reply_to_message"] = chat.seen[reply.message_id]
        chat.sent.append(message)
        chat.log.append(("bot", copy.copy(message)))  # edits are noted as further entries
        return message

    def _photo(self, name: str, caption: str, parse_mode: str | None, parts: Parts) -> Raw:
        """The content of a message with a photo; the photo itself is kept in ``photos`` by its id."""
        content = parts.get(name.removeprefix("attach://"))
        if content is None:
            raise RefusedError(400, "Bad Request: there is no photo in the request")
        try:
            width, height = size_of(content)
        except PhotoError as error:
            raise RefusedError(400, f"Bad Request: {error}") from None
        text, entities = _content(caption, parse_mode, CAPTION_LIMIT) if caption else ("", [])
        key = f"photo-{len(self.photos) + 1}"
        self.photos[key] = content
        size = {"file_id": key, "file_unique_id": key, "width": width, "height": height, "file_size": len(content)}
        return {"photo": [size], "caption": text, "caption_entities": entities}

    def _chat(self, chat_id: int) -> Chat:
        chat = self.chats.get(chat_id)
        if chat is None:
            raise RefusedError(400, "Bad Request: chat not found")
        if chat.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _sent(self, chat_id: int, message_id: int) -> Raw:
        for message in self._chat(chat_id).sent:
            if message["message_id"] == message_id:
                return message
        raise RefusedError(400, "Bad Request: message to edit not found")

    def _replace(self, message: Raw, new: Raw) -> Raw:
        old = {key: message[key] for key in (*_CONTENT, "reply_markup") if key in message}
        if old == new:
            raise RefusedError(400, "Bad Request: message is not modified: specified new message content is the same")
        message.pop("reply_markup", None)
        message |= new | {"edit_date": int(time.time())}
        if any(message.get(key) != old.get(key) for key in _CONTENT):
            self.chats[message["chat"]["id"]].log.append(("bot", copy.copy(message)))
        return message


_CONTENT = ("text", "entities", "photo", "caption", "caption_entities")


def _parts(form: Raw) -> tuple[Raw, Parts]:
    """Fields and files of a form; a file under the name of a field is what that field names."""
    parts = {name: value.file.read() for name, value in form.items() if isinstance(value, web.FileField)}
    fields = {name: value for name, value in form.items() if name not in parts}
    return fields | ({"photo": "attach://photo"} if "photo" in parts else {}), parts


def _content(text: str, parse_mode: str | None, limit: int = TEXT_LIMIT) -> tuple[str, list[Raw]]:
    try:
        plain, entities = parse_html(text) if parse_mode else (text, [])
    except ParseError as error:
        raise RefusedError(400, f"Bad Request: {error}") from None
    if not plain.strip():
        raise RefusedError(400, "Bad Request: message text is empty")
    if len(plain.encode("utf-16-le")) // 2 > limit:
        raise RefusedError(400, f"Bad Request: message {'' if limit == TEXT_LIMIT else 'caption '}is too long")
    return plain, entities


def _markup(keyboard: Keyboard | None) -> Raw:
    return {"reply_markup": keyboard.model_dump()} if keyboard else {}


def _error(status: int, description: str, parameters: Raw | None = None) -> web.Response:
    body: Raw = {"ok": False, "error_code": status, "description": description}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)


def _cut(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.abort()
    return web.Response()
