"""What the bot may send: one model per method, unknown fields refused.

The client sends forms; values that are not strings are JSON. A file is a part of the form that a field names
(``attach://<part>``); a part sent under the field's own name is taken to be that.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Json, field_validator

ChatId = int
ParseMode = Literal["HTML"]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Button(Request):
    text: Annotated[str, Field(min_length=1)]
    callback_data: Annotated[str, Field(min_length=1)]

    @field_validator("callback_data")
    @classmethod
    def _bytes(cls, value: str) -> str:
        if len(value.encode()) > 64:
            raise ValueError("BUTTON_DATA_INVALID")
        return value


class Keyboard(Request):
    inline_keyboard: list[list[Button]]


class Reply(Request):
    message_id: int
    allow_sending_without_reply: bool = False


class LinkPreview(Request):
    is_disabled: bool


class GetMe(Request):
    pass


class DeleteWebhook(Request):
    drop_pending_updates: bool = False


class GetUpdates(Request):
    offset: int = 0
    limit: int = 100
    timeout: int = 0
    allowed_updates: Json[list[str]] = []


class Command(Request):
    command: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,32}$")]
    description: Annotated[str, Field(min_length=1, max_length=256)]


class SetMyCommands(Request):
    commands: Annotated[Json[list[Command]], Field(max_length=100)]


class SendMessage(Request):
    chat_id: ChatId
    text: str
    parse_mode: ParseMode | None = None
    message_thread_id: int | None = None
    reply_markup: Json[Keyboard] | None = None
    reply_parameters: Json[Reply] | None = None
    link_preview_options: Json[LinkPreview] | None = None


class SendPhoto(Request):
    chat_id: ChatId
    photo: Annotated[str, Field(pattern=r"^attach://.+$")]
    caption: str = ""
    parse_mode: ParseMode | None = None
    message_thread_id: int | None = None
    reply_markup: Json[Keyboard] | None = None
    reply_parameters: Json[Reply] | None = None


class InputMediaPhoto(Request):
    type: Literal["photo"]
    media: Annotated[str, Field(pattern=r"^attach://.+$")]
    caption: str = ""
    parse_mode: ParseMode | None = None


class EditMessageMedia(Request):
    chat_id: ChatId
    message_id: int
    media: Json[InputMediaPhoto]
    reply_markup: Json[Keyboard] | None = None


class EditMessageText(Request):
    chat_id: ChatId
    message_id: int
    text: str
    parse_mode: ParseMode | None = None
    reply_markup: Json[Keyboard] | None = None


class EditMessageReplyMarkup(Request):
    chat_id: ChatId
    message_id: int
    reply_markup: Json[Keyboard] | None = None


class AnswerCallbackQuery(Request):
    callback_query_id: str
    text: Annotated[str, Field(max_length=200)] | None = None


class SendChatAction(Request):
    chat_id: ChatId
    action: Literal["typing", "upload_photo"]
    message_thread_id: int | None = None


class GetFile(Request):
    file_id: str


METHODS: dict[str, type[Request]] = {
    "getMe": GetMe,
    "deleteWebhook": DeleteWebhook,
    "getUpdates": GetUpdates,
    "setMyCommands": SetMyCommands,
    "sendMessage": SendMessage,
    "sendPhoto": SendPhoto,
    "editMessageMedia": EditMessageMedia,
    "editMessageText": EditMessageText,
    "editMessageReplyMarkup": EditMessageReplyMarkup,
    "answerCallbackQuery": AnswerCallbackQuery,
    "sendChatAction": SendChatAction,
    "getFile": GetFile,
}

Raw = dict[str, Any]
"""JSON of the Bot API."""
