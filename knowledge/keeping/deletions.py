"""A line beside the database for every deletion of a document: a database brought back from a backup must not show
again what was deleted since, also when the newer database is lost."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

_DELETED, _LIFTED = "hapus", "batal"


class Deletions:
    """The journal of deletions of one SQLite database."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, url: str) -> Deletions | None:
        """The journal beside the file of a SQLite URL; None for another database, whose own backups keep it whole."""
        file = url.removeprefix("sqlite:///")
        return cls(Path(f"{file}.dihapus")) if file != url and file not in ("", ":memory:") else None

    def note(self, sha256: str, *, deleted: bool) -> None:
        """Write a deletion, or that it was lifted, and bring it to disk."""
        line = f"{_DELETED if deleted else _LIFTED} {sha256} {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n"
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line.encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def deleted(self) -> frozenset[str]:
        """SHA-256 of what was deleted last and not lifted since; a line cut by a crash is passed over."""
        last: dict[str, str] = {}
        for line in self._path.read_text(encoding="utf-8").splitlines() if self._path.is_file() else ():
            words = line.split()
            if len(words) == 3 and words[0] in (_DELETED, _LIFTED) and len(words[1]) == 64:
                last[words[1]] = words[0]
        return frozenset(sha256 for sha256, word in last.items() if word == _DELETED)
