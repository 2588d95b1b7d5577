"""How large a PDF grows when it is opened: a few kilobytes of zeros can be packed gigabytes.

The file's bytes are searched for packed streams without trusting what the file says of itself. What evades this
(other packings, an encrypted file) meets the memory limit of the extraction process.
"""

from __future__ import annotations

import mmap
import re
import zlib
from pathlib import Path

_STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)?")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_RATIO = 1_032  # deflate packs no tighter (zlib's technical details)
_STEP = 1 << 16
_PIECE = 1 << 20
_LEVELS = 4  # packings around packings that are looked into
_HEAD = 2_048  # bytes before a stream in which its dictionary stands


def grows_beyond(path: Path, limit: int) -> bool:
    """Whether any one stream of a PDF, or all that are not pictures together, unpack to more than ``limit`` bytes."""
    total = 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        place = 0
        while match := _STREAM.search(data, place):
            start = match.end()
            end = data.find(b"endstream", start)
            end = len(data) if end < 0 else end
            place = max(end, start)
            picture = _IMAGE.search(data, max(0, match.start() - _HEAD), match.start())
            if picture and (end - start) * _RATIO <= limit:
                continue
            size = unpacked(data[start:end], limit)
            total += 0 if picture else size
            if max(size, total) > limit:
                return True
    return False


def unpacked(packed: bytes, limit: int, levels: int = _LEVELS) -> int:
    """Bytes that deflated data unpack to, those of packings inside included; stops soon after ``limit``.

    0 for data that are not deflated; damaged ones count as far as they can be read.
    """
    if not levels or not _deflated(packed):
        return 0
    inner = b""  # of what may be packed again, as much as could matter is kept
    size, stream = 0, zlib.decompressobj()
    nested: bool | None = None
    try:
        for start in range(0, len(packed), _STEP):
            rest = packed[start : start + _STEP]
            while rest and not stream.eof:
                piece = stream.decompress(rest, _PIECE)
                rest = stream.unconsumed_tail
                size += len(piece)
                nested = _deflated(piece) if nested is None and piece else nested
                if nested and len(inner) < _PIECE * 16:
                    inner += piece
                if size > limit:
                    return size
            if stream.eof:
                break
    except zlib.error:
        pass
    return size + (unpacked(inner, limit, levels - 1) if nested else 0)


def _deflated(data: bytes) -> bool:
    """Whether data open like zlib's (RFC 1950, 2.2)."""
    return len(data) > 2 and data[0] & 0x0F == 8 and data[0] >> 4 <= 7 and (data[0] << 8 | data[1]) % 31 == 0
