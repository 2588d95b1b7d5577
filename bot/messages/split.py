"""Cut Telegram HTML into messages: entities closed at each cut and opened again after it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.messages.limits import TEXT, utf16

_TOKEN = re.compile(r"<(/?)([a-z-]+)([^<>]*)>|&(?:#\d+|#x[0-9a-fA-F]+|[a-z]+);|[^<&]+|[<&]", re.DOTALL)
_BREAKS = ("\n\n", "\n", " ")


def split(text: str, limit: int = TEXT) -> list[str]:
    """Parts of well-formed Telegram HTML, each at most ``limit`` UTF-16 units after parsing.

    Cuts fall between paragraphs, else lines, else words, else (one endless word) anywhere; the white space at
    a cut is dropped. A text without visible characters gives an empty list.
    """
    parts: list[str] = []
    rest = _Run(list(_pieces(text)))
    while rest.visible().strip():
        if utf16(rest.visible()) <= limit:
            parts.append(rest.html())
            break
        head, rest = rest.cut(_cut_at(rest.visible(), limit))
        if head.visible().strip():
            parts.append(head.html())
    return parts


def plain(text: str) -> str:
    """Telegram HTML without its markup."""
    return "".join(piece for piece, tag in _pieces(text) if not tag)


@dataclass
class _Run:
    """Text characters and tags in order; ``opened`` are tags open at the beginning."""

    pieces: list[tuple[str, bool]]
    opened: list[str] = field(default_factory=list)

    def visible(self) -> str:
        return "".join(piece for piece, tag in self.pieces if not tag)

    def html(self) -> str:
        body, still_open = [*self.opened], [*self.opened]
        for piece, tag in self.pieces:
            body.append(piece if tag else html.escape(piece, quote=False))
            if tag:
                _follow(still_open, piece)
        body += [_closing(tag) for tag in reversed(still_open)]
        return _trim("".join(body))

    def cut(self, at: int) -> tuple[_Run, _Run]:
        """The first ``at`` visible characters, and what follows without leading white space."""
        head: list[tuple[str, bool]] = []
        open_now = [*self.opened]
        for index, (piece, tag) in enumerate(self.pieces):
            if tag:
                _follow(open_now, piece)
                head.append((piece, tag))
            elif len(piece) < at:
                head.append((piece, tag))
                at -= len(piece)
            else:
                head.append((piece[:at], False))
                rest = [(piece[at:], False), *self.pieces[index + 1 :]]
                return _Run(head, self.opened), _Run(_strip_start(rest), open_now)
        return _Run(head, self.opened), _Run([])


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Text (entities resolved) and tags, marked True."""
    for match in _TOKEN.finditer(text):
        tag = match.group(2) is not None
        yield (match.group() if tag else html.unescape(match.group()), tag)


def _follow(opened: list[str], tag: str) -> None:
    if tag.startswith("</"):
        if opened:
            opened.pop()
    else:
        opened.append(tag)


def _closing(tag: str) -> str:
    return f"</{re.split(r'[ >]', tag[1:], maxsplit=1)[0]}>"


def _cut_at(text: str, limit: int) -> int:
    """Number of characters to keep: as many as fit, back to the last paragraph, line or word end."""
    fits, units = 0, 0
    for fits, character in enumerate(text):  # noqa: B007  (the position is used after the loop)
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            break
    for mark in _BREAKS:
        # A cut in the first half would leave a stub of a message; a smaller break nearer the end is better.
        found = text.rfind(mark, fits // 2, fits + 1)
        if found > 0:
            return found
    return max(fits, 1)


def _strip_start(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    stripped = []
    text_seen = False
    for piece, tag in pieces:
        kept = piece if tag or text_seen else piece.lstrip()
        text_seen = text_seen or (not tag and bool(kept))
        stripped.append((kept, tag))
    return stripped


def _trim(text: str) -> str:
    # Empty elements arise when a cut falls right after an opening or before a closing tag.
    previous = None
    while previous != text:
        previous, text = text, re.sub(r"<([a-z-]+)(?: [^<>]*)?></\1>", "", text)
    return text.strip()
