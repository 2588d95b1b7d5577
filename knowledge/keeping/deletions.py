"""A line beside the database for every deletion: a database brought back from a backup must not show again what was
deleted since, also when the newer database is lost.

A line names a PDF (its SHA-256) or a document (its id). A document is deleted with every PDF that ever was of it: the
database may have forgotten those that were cleared away, and an old backup holds them still.
"""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_DELETED, _LIFTED = "hapus", "batal"
# A line cut by a crash has no moment, and the next one follows it without a break.
_LINE = re.compile(rf"({_DELETED}|{_LIFTED}) (\S+) (\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")


@dataclass(frozen=True)
class Word:
    """What was said of a PDF or of a document, and as how many words came before."""

    place: int
    deleted: bool


@dataclass(frozen=True)
class Said:
    """The last word on each PDF and each document, by its SHA-256 or id."""

    last: dict[str, Word]

    def covers(self, document: str, sha256: str) -> bool:
        """Whether a PDF of a document is deleted: by itself or with the document, whichever was said last."""
        words = [self.last[name] for name in (document, sha256) if name in self.last]
        return bool(words) and max(words, key=lambda word: word.place).deleted

    def names(self) -> frozenset[str]:
        """The PDFs and documents whose last word is that they are deleted."""
        return frozenset(name for name, word in self.last.items() if word.deleted)


class Deletions:
    """The journal of deletions of one SQLite database."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, url: str) -> Deletions | None:
        """The journal beside the file of a SQLite URL; None for another database, whose own backups keep it whole."""
        file = url.removeprefix("sqlite:///")
        return cls(Path(f"{file}.dihapus")) if file != url and file not in ("", ":memory:") else None

    def note(self, *names: str, deleted: bool) -> None:
        """Write that PDFs or documents are deleted, or are so no longer, and bring it to disk."""
        self._append([f"{_DELETED if deleted else _LIFTED} {name} {_now()}" for name in names])

    def note_all_but(self, document: str, spared: list[str]) -> None:
        """Write at once that a document is deleted, and that these PDFs of it are not."""
        self._append([f"{_DELETED} {document} {_now()}", *(f"{_LIFTED} {name} {_now()}" for name in spared)])

    def adopt(self, other: Path) -> None:
        """Take over what another journal, that came with a backup, says of what this one says nothing of."""
        known = self.said().last
        found = _LINE.finditer(other.read_text(encoding="utf-8", errors="replace"))
        self._append([line[0] for line in found if line[2] not in known])

    def said(self) -> Said:
        """What holds."""
        text = self.path.read_text(encoding="utf-8", errors="replace") if self.path.is_file() else ""
        return Said({line[2]: Word(n, line[1] == _DELETED) for n, line in enumerate(_LINE.finditer(text))})

    def _append(self, lines: list[str]) -> None:
        if not lines:
            return
        body = "".join(f"{line}\n" for line in lines).encode()
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            if os.write(handle, body) < len(body):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(handle)
        finally:
            os.close(handle)


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
