"""One archive that holds all that cannot be made again: the database, the PDFs, and which settings were in force.

The database is copied by SQLite's backup API, so the archive is one consistent moment however much is written
meanwhile. The index is not in it: it is built again from the vectors in the database. The archive is a ``.tar.gz``
with a manifest of the SHA-256 of every member; it holds conversations, so only its owner may read it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.errors import BackupError

DATABASE, MANIFEST, SETTINGS, DOCUMENTS = "spbe.db", "manifest.json", "settings.json", "documents"
FORMAT = 1
NAME = re.compile(r"spbe-\d{8}-\d{6}\.tar\.gz")
_MEMBER = re.compile(rf"(?:{DATABASE}|{MANIFEST}|{SETTINGS}|{DOCUMENTS}/[0-9a-f]{{64}}\.pdf)")
_LARGEST = 20 * 2**30  # bytes of one member; no database of ours comes near it


def database_file(url: str) -> Path:
    """The file of a SQLite URL. Raises BackupError for another database, which has its own tools."""
    if not url.startswith("sqlite:///"):
        raise BackupError(
            "Cadangan ini hanya untuk SQLite. Untuk PostgreSQL pakai pg_dump dan pg_restore, dan salin folder "
            "'documents' di SPBE_DATA_DIR."
        )
    return Path(url.removeprefix("sqlite:///"))


def make(database: Path, data: Path, settings: Mapping[str, object], folder: Path, now: datetime) -> Path:
    """Write an archive ``spbe-<UTC time>.tar.gz`` into ``folder`` and return its path.

    ``settings`` must hold no secret. Raises BackupError when there is no database, or no room.
    """
    if not database.is_file():
        raise BackupError("Belum ada basis data untuk dicadangkan. Jalankan 'make start' atau 'spbe build' dahulu.")
    path = folder / f"spbe-{now.astimezone(UTC):%Y%m%d-%H%M%S}.tar.gz"
    part = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".cadangan-") as scratch:
            copy = Path(scratch) / DATABASE
            _copy(database, copy)
            members = {DATABASE: copy} | _documents(copy, data)
            said = {"format": FORMAT, "made_at": now.astimezone(UTC).isoformat(timespec="seconds")}
            _write(part, members, settings, said)
        part.replace(path)
        _sync(folder)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(
            f"Cadangan tidak dapat ditulis ({_reason(error)}). Periksa ruang penyimpanan dan izin folder '{folder}'."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return path


def thin(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` archives of a folder; other files are left alone. Returns those removed."""
    every = sorted(path for path in folder.glob("*.tar.gz") if NAME.fullmatch(path.name))
    old = every[: max(0, len(every) - max(1, keep))]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def unpack(archive: Path, folder: Path) -> datetime:
    """Unpack an archive into an empty folder, every member checked against the manifest; returns when it was made.

    Raises BackupError when it is no archive of ours, is damaged, or holds anything unexpected.
    """
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                if not (member.isfile() and _MEMBER.fullmatch(member.name) and member.size <= _LARGEST):
                    raise BackupError(f"'{archive.name}' berisi berkas yang tidak dikenal ({member.name!r}).")
                tar.extract(member, folder, filter="data")
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise BackupError(
            f"'{archive.name}' bukan cadangan yang utuh ({_reason(error)}). Pakai cadangan lain."
        ) from error
    return _checked(archive.name, folder)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of the files of a folder by their relative names, the manifest left out."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {str(path.relative_to(folder)): _digest(path) for path in files}


def put(copy: Path, database: Path) -> None:
    """Make a database hold what a copy holds. A database that is open elsewhere changes in one transaction; one that is
    damaged or gone is replaced. Raises BackupError."""
    try:
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(database, timeout=30)) as target:
            target.execute("PRAGMA schema_version")
            source.backup(target)
    except sqlite3.OperationalError as error:
        raise BackupError(
            f"Basis data sedang dipakai atau tidak dapat ditulis ({error}). Ulangi sebentar lagi."
        ) from error
    except sqlite3.DatabaseError:
        _replace(copy, database)


def _replace(copy: Path, database: Path) -> None:
    fresh = database.with_suffix(".pulih")
    shutil.copyfile(copy, fresh)
    for beside in ("-wal", "-shm"):
        Path(f"{database}{beside}").unlink(missing_ok=True)
    fresh.replace(database)
    _sync(database.parent)


def _copy(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _documents(copy: Path, data: Path) -> dict[str, Path]:
    """The PDFs the copied database knows, those that are still there."""
    with closing(sqlite3.connect(copy)) as connection:
        stored = [row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM documents ORDER BY sha256")]
    files = {f"{DOCUMENTS}/{sha256}.pdf": data / DOCUMENTS / f"{sha256}.pdf" for sha256 in stored}
    return {name: path for name, path in files.items() if path.is_file()}


def _write(part: Path, members: Mapping[str, Path], settings: Mapping[str, object], said: dict[str, object]) -> None:
    told = json.dumps(settings, ensure_ascii=False, indent=1, default=str).encode()
    sums = {name: _digest(path) for name, path in members.items()} | {SETTINGS: hashlib.sha256(told).hexdigest()}
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as tar:  # PDFs are compressed already
            for name, body in ((MANIFEST, json.dumps(said | {"sha256": sums}).encode()), (SETTINGS, told)):
                info = tarfile.TarInfo(name)
                info.size, info.mode = len(body), 0o600
                tar.addfile(info, io.BytesIO(body))
            for name, path in members.items():
                tar.add(path, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())


def _checked(name: str, folder: Path) -> datetime:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sums, made = manifest["sha256"], datetime.fromisoformat(manifest["made_at"])
        known = manifest["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"'{name}' bukan cadangan asisten ini. Pakai berkas dari 'spbe backup'.") from error
    if not known:
        raise BackupError(f"'{name}' dibuat oleh versi lain dari asisten ini. Perbarui asisten, lalu ulangi.")
    if digests(folder) != sums or DATABASE not in sums:
        raise BackupError(f"'{name}' rusak: isinya tidak cocok dengan daftarnya. Pakai cadangan lain.")
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise BackupError(f"'{name}' memuat basis data yang rusak. Pakai cadangan lain.")
    return made


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
