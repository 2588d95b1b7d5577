"""People and their chats: what a test says in them and what it finds there."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.telegram_server.entities import found_in

if TYPE_CHECKING:
    from tests.telegram_server.server import TelegramServer

Raw = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """A Telegram user."""

    id: int
    name: str

    @property
    def raw(self) -> Raw:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "id"}


@dataclass
class Chat:
    """A chat; ``sent`` holds the bot's messages, as edited; ``log`` everything in order, for transcripts."""

    server: TelegramServer
    raw: Raw
    person: Person
    sent: list[Raw] = field(default_factory=list)
    seen: dict[int, Raw] = field(default_factory=dict)
    log: list[tuple[str, Any]] = field(default_factory=list)
    actions: list[tuple[float, str]] = field(default_factory=list)
    blocked: bool = False
    read: int = 0

    @property
    def texts(self) -> list[str]:
        """Texts, and captions of photos, of the bot's messages."""
        return [str(message.get("text", message.get("caption"))) for message in self.sent]

    def raw_message(self, sender: Raw, content: Raw, message_id: int) -> Raw:
        message = {"message_id": message_id, "date": int(time.time()), "chat": self.raw, "from": sender, **content}
        self.seen[message_id] = message
        return message

    async def say(
        self,
        text: str,
        *,
        by: Person | None = None,
        reply_to: Raw | None = None,
        hours_ago: float = 0,
        update_id: int | None = None,
    ) -> int:
        """Write a text; returns the update's id. ``hours_ago`` dates it back."""
        person = by or self.person
        content = {"text": text, "entities": found_in(text)}
        message = self.raw_message(person.raw, content, self.server.message_id())
        message["date"] -= int(hours_ago * 3600)
        if reply_to is not None:
            message["reply_to_message"] = reply_to
        self.log.append((person.name, message))
        return await self.server.deliver("message", message, update_id)

    async def send(self, **content: Any) -> int:
        """Send something that is no text, e.g. ``photo=[…]``."""
        message = self.raw_message(self.person.raw, content, self.server.message_id())
        self.log.append((self.person.name, message))
        return await self.server.deliver("message", message)

    async def send_file(self, content: bytes, name: str = "dokumen.pdf", kind: str = "application/pdf") -> int:
        """Send a file."""
        key = f"file-{len(self.server.files) + 1}"
        self.server.files[key] = content
        about = {"file_id": key, "file_unique_id": key, "file_name": name, "mime_type": kind}
        return await self.send(document=about | {"file_size": len(content)})

    async def edit(self, message_id: int, text: str) -> int:
        """Edit an own message."""
        message = self.seen[message_id] | {"text": text, "edit_date": int(time.time())}
        return await self.server.deliver("edited_message", message)

    async def press(self, label: str) -> None:
        """Press the newest button of this label."""
        for message in reversed(self.sent):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        self.log.append((self.person.name, {"pressed": label}))
                        await self.press_data(button["callback_data"], message)
                        return
        raise AssertionError(f"no button {label!r}; there are {self.buttons}")

    async def press_data(self, data: str, message: Raw) -> None:
        """Press a button with this data under a message."""
        query = {"id": str(self.server.message_id()), "from": self.person.raw, "chat_instance": "1", "data": data}
        await self.server.deliver("callback_query", query | {"message": message})

    @property
    def buttons(self) -> list[str]:
        """Labels under the newest message."""
        rows = self.sent[-1].get("reply_markup", {}).get("inline_keyboard", []) if self.sent else []
        return [button["text"] for row in rows for button in row]

    async def next(self, seconds: float = 30.0) -> Raw:
        """The bot's next message that was not returned before; waits for it."""
        position = self.read
        await self.server.until(lambda: len(self.sent) > position, f"message {position + 1} in {self.raw}", seconds)
        self.read += 1
        return self.sent[position]

    def picture(self, message: Raw) -> bytes:
        """The photo of a message, in its largest size."""
        return self.server.photos[message["photo"][-1]["file_id"]]

    async def shows(self, words: str, seconds: float = 30.0) -> str:
        """Wait until one of the bot's messages says this; gives the newest that does."""
        await self.server.until(lambda: any(words in text for text in self.texts), f"a message with {words!r}", seconds)
        return next(text for text in reversed(self.texts) if words in text)

    async def reply(self, seconds: float = 30.0) -> str:
        """Text of the bot's next message."""
        return str((await self.next(seconds))["text"])
