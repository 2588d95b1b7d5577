"""Whether a generation's directory can be opened, found out before it is: Chroma may end the whole process that opens a
damaged one ("segmentation fault"), and answers wrongly from one whose vectors were changed.

When a directory is built, a seal of what it holds is laid beside it. Before a process opens a directory for the first
time, the seal is compared, then a child process opens it, counts and searches. ``python -m
knowledge.keeping.health`` is that child: it gets the directory and how many units it must hold.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from knowledge.limited import limit_process, wait

NOTICE = "Pencarian makna sedang dipulihkan; jawaban ini hanya dari pencarian kata."
"""What is said with every answer while a generation is searched without its vectors."""

PAUSE = 300.0
"""Seconds from the start of one attempt to mend to the start of the next."""

_DATABASE, _PERSISTED, _SEAL = "chroma.sqlite3", "index_metadata.pickle", "seal"
# Chroma writes to its other tables whenever it opens a directory.
_TABLES = ("collections", "segments", "max_seq_id", "embeddings", "embeddings_queue")
_SECONDS = 60
_MEMORY = 8 * 2**30  # of address space: a damaged length must not take the machine's memory
_SAMPLE = 3

Mark = tuple[tuple[str, int, int], ...]
_sound: dict[Path, Mark] = {}  # directories this process built and verified, or checked, as they were then
log = logging.getLogger(__name__)


def seal(path: Path) -> None:
    """Lay beside a directory's files what they hold, once it is built."""
    (path / _SEAL).write_text(_digest(path), encoding="ascii")


def remember(path: Path) -> None:
    """Note that this process has just verified a directory: it need not be checked again before it is opened."""
    _sound[path.resolve()] = _mark(path)


def sound(path: Path, count: int) -> bool:
    """Whether a directory can be opened and holds ``count`` units. Checked in a child process (about a second), once in
    each process unless its files change."""
    if not (path / _DATABASE).is_file():
        return False
    if _sound.get(path.resolve()) == _mark(path):
        return True
    if not _sealed(path) or not _opens(path, count):
        return False
    remember(path)
    return True


class Mending:
    """Has a damaged generation built again by a process of its own: one at a time, and not again and again."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        """``start`` begins the process."""
        self._start = start
        self._child: subprocess.Popen[bytes] | None = None
        self._began = -PAUSE

    def __call__(self) -> None:
        """Begin, unless it is going on or was tried a short while ago. Returns at once, and never raises."""
        going_on = self._child is not None and self._child.poll() is None
        if going_on or time.monotonic() - self._began < PAUSE:
            return
        self._began = time.monotonic()
        try:
            self._child = self._start()
            os.setpriority(os.PRIO_PROCESS, self._child.pid, 10)  # answers come first
        except OSError:
            log.exception("the index cannot be built again")


def _mark(path: Path) -> Mark:
    """Size and time of the files of a directory; Chroma's own database changes its time whenever it is opened."""
    found = [(item.name, item.stat()) for item in _graph(path)]
    graph = tuple((name, s.st_size, s.st_mtime_ns) for name, s in found)
    return (*graph, (_DATABASE, (path / _DATABASE).stat().st_size, 0))


def _graph(path: Path) -> list[Path]:
    """Files of the graph of vectors. Before there are a thousand, all are in the database: then its files mean nothing
    and are written anew whenever it is opened."""
    return sorted(item for table in path.rglob(_PERSISTED) for item in table.parent.iterdir())


def _sealed(path: Path) -> bool:
    """Whether a directory holds what it held when it was built; one built before there were seals is believed."""
    if not (path / _SEAL).is_file():
        return True
    try:
        same = (path / _SEAL).read_text(encoding="ascii") == _digest(path)
    except (OSError, ValueError, sqlite3.Error) as error:
        log.warning("%s is damaged: %s", path.name, error)
        return False
    if not same:
        log.warning("%s is not what was built", path.name)
    return same


def _digest(path: Path) -> str:
    """SHA-256 of the vectors' graph, and of what Chroma's database says of units and vectors."""
    digest = hashlib.sha256()
    for item in _graph(path):
        digest.update(str(item.relative_to(path)).encode())
        digest.update(item.read_bytes())
    with closing(sqlite3.connect(f"file:{path / _DATABASE}?mode=ro", uri=True)) as connection:
        for table in _TABLES:
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid"):  # noqa: S608 - our own names
                digest.update(repr(row).encode())
    return digest.hexdigest()


def _opens(path: Path, count: int) -> bool:
    child = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "knowledge.keeping.health", str(path.resolve()), str(count)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    try:
        status, _ = wait(child, _SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        status = -1
    if status:
        log.warning("%s cannot be opened (status %d)", path.name, status)
    return status == 0


def _child(path: Path, count: int) -> int:
    limit_process(_MEMORY, _SECONDS)
    from knowledge.keeping.index import COLLECTION, client

    units = client(path).get_collection(COLLECTION, embedding_function=None)
    if units.count() != count:
        return 1
    some = units.get(limit=_SAMPLE, include=["embeddings"])
    if not some["ids"]:
        return 0
    found = units.query(query_embeddings=some["embeddings"], n_results=10, include=["distances"])
    own = zip(some["ids"], found["ids"], found["distances"], strict=True)
    return 0 if all(key in ids or distances[0] <= 1e-4 for key, ids, distances in own) else 1


if __name__ == "__main__":
    sys.exit(_child(Path(sys.argv[1]), int(sys.argv[2])))
