"""Photos as Telegram takes them: https://core.telegram.org/bots/api#sendphoto."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

BYTES = 10 * 1024 * 1024
SIDES = 10_000
RATIO = 20


class PhotoError(Exception):
    """Telegram refuses the photo; the message is its own."""


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises PhotoError."""
    if not content:
        raise PhotoError("file must be non-empty")
    if len(content) > BYTES:
        raise PhotoError(f"file of size {len(content)} bytes is too big for a photo; the maximum size is {BYTES} bytes")
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            width, height = image.size
    except (UnidentifiedImageError, OSError):
        raise PhotoError("IMAGE_PROCESS_FAILED") from None
    if width + height > SIDES or max(width, height) > RATIO * min(width, height):
        raise PhotoError("PHOTO_INVALID_DIMENSIONS")
    return width, height
