"""One writer at a time: a lock that vanishes with its process."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.errors import BusyError


@contextlib.contextmanager
def writing(data: Path) -> Iterator[None]:
    """Hold the writer's lock of a data directory. Raises BusyError when another process has it."""
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(data / "writer.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError(
            "Basis pengetahuan sedang diperbarui proses lain. Tunggu sampai selesai, lalu ulangi."
        ) from error
    try:
        yield
    finally:
        lock.release()
