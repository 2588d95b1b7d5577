"""A conversation as Markdown: who said what, with the formatting and the buttons a person sees."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from tests.telegram_server.people import Chat

Raw = dict[str, Any]

_MARKS = {"bold": "**", "italic": "*", "code": "`"}
_SPECIAL = re.compile(r"([\\*_`<>])")
_MEDIA = {"photo": "foto", "voice": "pesan suara", "sticker": "stiker", "document": "berkas", "video": "video"}

_SHOWN = 60


def transcript(chat: Chat, bot: str = "Asisten SPBE") -> str:
    """All of a chat, in order, as Markdown block quotes."""
    return "\n\n".join(_entry(bot if who == "bot" else who, entry) for who, entry in chat.log) + "\n"


def _entry(who: str, entry: Raw) -> str:
    if "pressed" in entry:
        return f"**{who}** menekan tombol 〔{entry['pressed']}〕"
    if "caption" in entry:
        return _said(who, entry, "〈gambar halaman〉", entry["caption"], entry["caption_entities"])
    if "text" not in entry:
        kind = next((name for field, name in _MEDIA.items() if field in entry), "pesan lain")
        return f"**{who}** mengirim {kind}"
    return _said(who, entry, "", entry["text"], entry["entities"])


def _said(who: str, entry: Raw, picture: str, text: str, entities: list[Raw]) -> str:
    quoted = entry.get("reply_to_message")
    answered = f" (membalas *{_first_line(quoted['text'])}*)" if quoted and "text" in quoted else ""
    body = [*filter(None, [picture]), *_formatted(text, entities).replace("• ", "- ").splitlines()]
    lines = [f"**{who}**{answered}:", "", *(f"{line}  " if line else "" for line in body)]  # two spaces: a line break
    buttons = [button["text"] for row in entry.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
    if buttons:
        lines += ["", " ".join(f"〔{label}〕" for label in buttons)]
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def _formatted(text: str, entities: list[Raw]) -> str:
    """Text with its entities as Markdown; offsets count UTF-16 units."""
    units = text.encode("utf-16-le")
    spans = [(e["type"], e["offset"], e["offset"] + e["length"]) for e in entities]
    spans.sort(key=lambda span: "blockquote" in span[0])  # quotes go around the other marks
    cuts = sorted({0, len(units) // 2, *(start for _, start, _ in spans), *(end for _, _, end in spans)})
    out = []
    for start, end in pairwise(cuts):
        piece = _escaped(units[start * 2 : end * 2].decode("utf-16-le"))
        for kind, first, last in spans:
            if not first <= start < last:
                continue
            if mark := _MARKS.get(kind):
                piece = f"{mark}{piece}{mark}"
            elif kind.endswith("blockquote"):
                piece = ("> " if start == first else "") + piece.replace("\n", "\n> ")
        out.append(piece)
    return "".join(out)


def _first_line(text: str) -> str:
    line = text.splitlines()[0]
    return _escaped(line if len(line) <= _SHOWN else line[:_SHOWN].rstrip() + "…")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
