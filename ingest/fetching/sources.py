"""The official documents of the list of regulations: where each is had, which are here, and fetching them to a folder.

Each PDF is ``<id>.pdf``, with its checksum beside it as ``sha256sum`` writes it (``<id>.pdf.sha256``).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict

from ingest.fetching.addresses import allowed
from ingest.fetching.download import Download, Told
from ingest.reading import file_sha256
from knowledge.catalog import Regulation
from knowledge.errors import BusyError, CatalogError, FetchError, StorageError

LIST = Path(__file__).with_name("sources.yaml")


class _Address(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    url: str
    source: str
    confidence: str


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    hosts: tuple[str, ...]
    addresses: tuple[_Address, ...]


@dataclass(frozen=True)
class Source:
    """An official document: its ``page`` is where a person finds it, ``address`` where its PDF is, if known, ``known``
    the SHA-256 of PDFs known to be it."""

    id: str
    label: str
    title: str
    page: str
    address: str | None
    confidence: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class Sources:
    """The list: the only hosts that are asked, and the documents."""

    hosts: frozenset[str]
    documents: tuple[Source, ...]

    def named(self, name: str) -> Source:
        """The document of this id or short name. Raises FetchError."""
        wanted = name.casefold()
        for source in self.documents:
            if wanted in (source.id, source.label.casefold()):
                return source
        raise FetchError(f"'{name}' tidak ada dalam daftar. Lihat 'spbe sources list'.")


class Outcome(StrEnum):
    """What became of a document: ``NEW`` was not here, ``SAME`` and ``CHANGED`` were."""

    NEW = "baru"
    SAME = "tidak berubah"
    CHANGED = "berubah"


@dataclass(frozen=True)
class Fetched:
    """A document that was downloaded; ``before`` is the checksum of the one here before, and ``known`` whether it is
    one of the PDFs known to be it (None when none is known)."""

    outcome: Outcome
    path: Path
    sha256: str
    before: str
    known: bool | None


def load(regulations: Sequence[Regulation], path: Path = LIST) -> Sources:
    """The list, checked. Raises CatalogError."""
    try:
        read = _List.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        by_id = {one.id: one for one in read.addresses}
        unknown = by_id.keys() - {r.id for r in regulations}
        if unknown or len(by_id) != len(read.addresses):
            raise ValueError(f"id tidak dikenal atau berulang: {', '.join(sorted(unknown))}")
        for one in read.addresses:
            allowed(one.url, read.hosts)
    except (OSError, yaml.YAMLError, ValueError, FetchError) as error:
        raise CatalogError(f"{path.name}: {error}") from error
    return Sources(frozenset(read.hosts), tuple(_source(r, by_id.get(r.id)) for r in regulations))


def _source(regulation: Regulation, address: _Address | None) -> Source:
    return Source(
        regulation.id,
        regulation.short,
        regulation.title,
        regulation.official_page or "",
        address.url if address else None,
        address.confidence if address else "",
        regulation.sha256,
    )


class Folder:
    """The folder that holds what was fetched."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def pdf(self, source: Source) -> Path:
        """Where a document is kept."""
        return self._path / f"{source.id}.pdf"

    def checksum(self, source: Source) -> str:
        """The checksum noted when a document was fetched; "" when it never was."""
        try:
            words = _note(self.pdf(source)).read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError):
            return ""
        return words[0] if words and len(words[0]) == 64 else ""

    def holds(self, source: Source) -> bool:
        """Whether a document is here and still what was fetched."""
        path = self.pdf(source)
        return path.is_file() and file_sha256(path) == self.checksum(source)

    def fetch(self, source: Source, address: str, download: Download, told: Told) -> Fetched:
        """Download a document and put it in the place of the one here, if any, with its checksum.

        Raises FetchError, and StorageError when it cannot be written.
        """
        target = self.pdf(source)
        before = file_sha256(target) if target.is_file() else ""
        try:
            part = download.get(address, target, told)
            sha256 = file_sha256(part)
            _note(target).unlink(missing_ok=True)  # a stop in between leaves a file without one, fetched anew
            part.replace(target)
            _write(_note(target), f"{sha256}  {target.name}\n")
        except OSError as error:
            raise StorageError(f"Unduhan tidak dapat disimpan di '{self._path}' ({error.strerror}).") from error
        outcome = Outcome.NEW if not before else Outcome.SAME if before == sha256 else Outcome.CHANGED
        return Fetched(outcome, target, sha256, before, sha256 in source.known if source.known else None)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder. Raises BusyError while another process fetches to it, StorageError when there is none."""
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(str(self._path / ".lock"))
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BusyError("Dokumen resmi sedang diunduh proses lain. Tunggu sampai selesai.") from error
        except OSError as error:
            raise StorageError(f"Folder '{self._path}' tidak dapat dibuat ({error.strerror}).") from error
        try:
            yield
        finally:
            lock.release()


def _note(pdf: Path) -> Path:
    return pdf.with_name(pdf.name + ".sha256")


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
