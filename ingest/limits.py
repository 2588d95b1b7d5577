"""How much of this machine one PDF may take."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one extraction: sizes in bytes, times in seconds, ``characters`` over all pages.

    ``ocr_pages``: pages of one PDF that are recognised; ``ocr_cpu_seconds`` and ``ocr_wall_seconds``: for one page.
    """

    file_bytes: int = 100 * 1024 * 1024
    pages: int = 2_000
    characters: int = 20_000_000
    memory_bytes: int = 2 * 1024 * 1024 * 1024
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    ocr_pages: int = 500
    ocr_cpu_seconds: int = 60
    ocr_wall_seconds: float = 60.0


def limit_process(memory_bytes: int, cpu_seconds: int) -> None:
    """Limit this process and those it starts, each one for itself."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_session(child: subprocess.Popen[bytes]) -> None:
    """End a child that leads a session of its own, and what it started, unless it has ended by itself."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
