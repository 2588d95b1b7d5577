"""How much of this machine one PDF may take."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.limited import end_session, limit_process, wait


@dataclass(frozen=True)
class Limits:
    """Limits of one extraction: sizes in bytes, times in seconds, ``characters`` over all pages;
    ``inflated_bytes`` for each packed stream, and for all that are not pictures together.

    ``ocr_pages``: pages of one PDF that are recognised; ``ocr_cpu_seconds`` and ``ocr_wall_seconds``: for one page.
    """

    file_bytes: int = 100 * 1024 * 1024
    pages: int = 2_000
    characters: int = 8_000_000
    inflated_bytes: int = 256 * 1024 * 1024
    memory_bytes: int = 2 * 1024 * 1024 * 1024
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    ocr_pages: int = 500
    ocr_cpu_seconds: int = 60
    ocr_wall_seconds: float = 60.0


__all__ = ["Limits", "end_session", "limit_process", "wait"]
