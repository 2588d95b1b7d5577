"""Telegram's limits on what a bot sends (https://core.telegram.org/bots/api)."""

TEXT = 4096
"""UTF-16 code units of a message, counted after entities are parsed."""

CAPTION = 1024
"""UTF-16 code units of a caption, counted in the same way."""


def utf16(text: str) -> int:
    """Length of a text in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)
