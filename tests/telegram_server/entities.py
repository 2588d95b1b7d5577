"""Entities by Telegram's own parser (TDLib, offline)."""

from __future__ import annotations

import json
from typing import Any

import tdjson

_KINDS = {
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeCode": "code",
    "textEntityTypePre": "pre",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeStrikethrough": "strikethrough",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeMention": "mention",
    "textEntityTypeBotCommand": "bot_command",
    "textEntityTypeUrl": "url",
}


class ParseError(Exception):
    """Telegram's parser refuses the text; the message is its own."""


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities (as the Bot API shows them) of Telegram HTML. Raises ParseError."""
    answer = _execute({"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}})
    if answer["@type"] == "error":
        raise ParseError(answer["message"])
    return answer["text"], _entities(answer["entities"])


def found_in(text: str) -> list[dict[str, Any]]:
    """Mentions, commands and addresses that Telegram marks in what a person writes."""
    return _entities(_execute({"@type": "getTextEntities", "text": text})["entities"])


def _entities(raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": _KINDS[e["type"]["@type"]], "offset": e["offset"], "length": e["length"]} for e in raw]


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    raw = tdjson.td_execute(json.dumps(request).encode())
    assert raw is not None
    answer: dict[str, Any] = json.loads(raw)
    return answer


_execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
