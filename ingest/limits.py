"""How much of this machine one PDF may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one extraction: sizes in bytes, times in seconds, ``characters`` over all pages."""

    file_bytes: int = 100 * 1024 * 1024
    pages: int = 2_000
    characters: int = 20_000_000
    memory_bytes: int = 2 * 1024 * 1024 * 1024
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
