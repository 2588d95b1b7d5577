"""One writer at a time: a lock that vanishes with its process; and what a full disk is told as."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.errors import BusyError, SpbeError, StorageError

SCRATCH = (".pulih-*", "models/.model-*")
"""Folders that a writer works in, of a data directory."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# As SQLite says it, itself or through Chroma; a file that must not grow is to it a failed write.
_SAID = ("disk is full", "disk I/O error", "no space left", "file too large")


@contextlib.contextmanager
def writing(data: Path) -> Iterator[None]:
    """Hold the writer's lock of a data directory, cleared of what a writer that died worked in. Raises BusyError when
    another process has it, and StorageError for whatever a full disk made of the work within."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(data / "writer.lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BusyError(
                "Basis pengetahuan sedang diperbarui proses lain. Tunggu sampai selesai, lalu ulangi."
            ) from error
        try:
            for pattern in SCRATCH:  # of a writer that died: there is one at a time
                for left in data.glob(pattern):
                    shutil.rmtree(left, ignore_errors=True)
            yield
        finally:
            lock.release()
    except SpbeError:
        raise
    except Exception as error:
        if full(error):
            raise StorageError(
                "Ruang penyimpanan penuh atau tidak dapat ditulis. Tidak ada yang hilang, dan pengetahuan yang lama "
                "tetap dipakai. Kosongkan ruang di folder data, lalu ulangi."
            ) from error
        raise


def full(error: BaseException) -> bool:
    """Whether an error says that there is no room on the disk."""
    said = str(error).lower()
    return getattr(error, "errno", None) in _FULL or any(words.lower() in said for words in _SAID)
