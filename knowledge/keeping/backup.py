"""One archive that holds all that cannot be made again: the database, what was deleted, the PDFs, and which settings
were in force.

The database is copied by SQLite's backup API, so the archive is one consistent moment however much is written
meanwhile. The index is not in it: it is built again from the vectors in the database. The archive is a ``.tar.gz``
with a manifest of the SHA-256 of every member; it holds conversations, so only its owner may read it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from knowledge.errors import BackupError, BusyError
from knowledge.keeping.deletions import Deletions

DATABASE, MANIFEST, SETTINGS, DOCUMENTS = "spbe.db", "manifest.json", "settings.json", "documents"
DELETIONS = "dihapus.txt"
FORMAT = 1
NAME = re.compile(r"spbe-\d{8}-\d{6}\.tar\.gz")
_MOMENT = "%Y%m%d-%H%M%S"
_SCRATCH, _LOCK = ".cadangan-", "cadangan.lock"
_MEMBER = re.compile(rf"(?:{DATABASE}|{MANIFEST}|{SETTINGS}|{DELETIONS}|{DOCUMENTS}/[0-9a-f]{{64}}\.pdf)")
_LARGEST = 20 * 2**30  # bytes of one member; no database of ours comes near it
_RESERVE = 64 * 2**20  # bytes that stay free beside a backup, for what the bot writes meanwhile


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

    ``settings`` must hold no secret. The archive has its name only once it was read back and found whole; what a run
    that died left of one is removed. Raises BusyError when another process makes one in this folder, BackupError when
    there is no database, when it is damaged, or when there is no room.
    """
    if not database.is_file():
        raise BackupError("Belum ada basis data untuk dicadangkan. Jalankan 'make start' atau 'spbe build' dahulu.")
    path = folder / f"spbe-{now.astimezone(UTC):{_MOMENT}}.tar.gz"
    said = {"format": FORMAT, "made_at": now.astimezone(UTC).isoformat(timespec="seconds")}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _clear(folder)
            try:
                _need_room(database, data, folder)
                with TemporaryDirectory(dir=folder, prefix=_SCRATCH) as scratch:
                    _write_whole(path, database, data, Path(scratch), settings, said)
            finally:
                _clear(folder)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(
            f"Cadangan tidak dapat ditulis ({_reason(error)}). Periksa ruang penyimpanan dan izin folder '{folder}'."
        ) from error
    return path


def archives(folder: Path) -> list[Path]:
    """The archives of a folder, oldest first; other files, and halves of archives, are none."""
    return sorted(path for path in folder.glob("*.tar.gz") if NAME.fullmatch(path.name) and path.is_file())


def made_at(archive: Path) -> datetime:
    """When an archive was made, by its name."""
    return datetime.strptime(archive.name, f"spbe-{_MOMENT}.tar.gz").replace(tzinfo=UTC)


def thin(folder: Path, keep: int, made: Path | None = None) -> list[Path]:
    """Remove all but the newest ``keep`` archives of a folder; other files are left alone. ``made``, the one made just
    now, stays whatever the clock said when the others were made. Returns those removed."""
    every = [path for path in archives(folder) if path != made]
    old = every[: max(0, len(every) - max(1, keep) + (made is not None))]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def check(archive: Path) -> datetime:
    """Read an archive through and compare every member with the manifest; returns when it was made. Raises
    BackupError when it is no archive of ours, is damaged, or holds anything unexpected."""
    manifest, sums = b"", {}
    with _opened(archive) as tar:
        for member in _members(archive, tar):
            file = tar.extractfile(member)
            assert file is not None  # _members gives files only
            if member.name == MANIFEST:
                manifest = file.read()
            else:
                sums[member.name] = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return _matched(archive.name, manifest, sums)


def unpack(archive: Path, folder: Path) -> datetime:
    """Unpack an archive into an empty folder, every member checked against the manifest; returns when it was made.

    Raises BackupError when it is no archive of ours, is damaged, or holds anything unexpected.
    """
    with _opened(archive) as tar:
        for member in _members(archive, tar):
            tar.extract(member, folder, filter="data")
    manifest = folder / MANIFEST
    made = _matched(archive.name, manifest.read_bytes() if manifest.is_file() else b"", digests(folder))
    if not _whole(folder / DATABASE):
        raise BackupError(f"'{archive.name}' memuat basis data yang rusak. Pakai cadangan lain.")
    return made


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


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder of archives; it vanishes with its process."""
    lock = FileLock(str(folder / _LOCK))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError("Pencadangan lain sedang berjalan di folder itu. Tunggu sampai selesai.") from error
    try:
        yield
    finally:
        lock.release()


def _clear(folder: Path) -> None:
    """Remove what a backup that failed or was killed left; only for the one that holds the lock."""
    for path in folder.glob(f"{_SCRATCH}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob("spbe-*.tar.part"):  # as an earlier version named a half
        path.unlink(missing_ok=True)


def _need_room(database: Path, data: Path, folder: Path) -> None:
    """A backup must not fill the disk that the bot writes to."""
    size = sum(path.stat().st_size for path in (database, Path(f"{database}-wal")) if path.is_file())
    pdfs = sum(path.stat().st_size for path in (data / DOCUMENTS).glob("*.pdf"))
    needed, free = 2 * size + pdfs + _RESERVE, shutil.disk_usage(folder).free
    if free < needed:
        raise BackupError(
            f"Ruang penyimpanan tidak cukup untuk cadangan: perlu {needed / 1e6:.0f} MB, tersisa {free / 1e6:.0f} MB. "
            f"Kosongkan ruang di folder '{folder}', atau simpan cadangan di tempat lain."
        )


def _write_whole(
    path: Path, database: Path, data: Path, scratch: Path, settings: Mapping[str, object], said: dict[str, object]
) -> None:
    copy, part = scratch / DATABASE, scratch / "part.tar.gz"
    for attempt in (1, 2):
        _copy(database, copy)
        if not _whole(copy):
            raise BackupError(
                "Basis data rusak dan tidak dicadangkan; cadangan yang lama dibiarkan. Pulihkan dengan 'spbe restore'."
            )
        try:
            _write(part, {DATABASE: copy} | _deletions(database, scratch) | _documents(copy, data), settings, said)
            break
        except FileNotFoundError:  # a PDF was cleared away meanwhile: the database knows by now
            if attempt == 2:
                raise
    check(part)
    part.replace(path)
    _sync(path.parent)


def _deletions(database: Path, scratch: Path) -> dict[str, Path]:
    """The journal of deletions as it is now: lines may be added to it."""
    journal = Deletions.of(f"sqlite:///{database}")
    if journal is None or not journal.path.is_file():
        return {}
    shutil.copyfile(journal.path, scratch / DELETIONS)
    return {DELETIONS: scratch / DELETIONS}


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


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(archive, "r:gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError(
            f"'{archive.name}' bukan cadangan yang utuh ({_reason(error)}). Pakai cadangan lain."
        ) from error
    except OSError as error:
        raise BackupError(
            f"'{archive.name}' tidak dapat dibongkar ({_reason(error)}). Periksa ruang penyimpanan dan izin berkas."
        ) from error


def _members(archive: Path, tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for member in tar:
        if not (member.isfile() and _MEMBER.fullmatch(member.name) and member.size <= _LARGEST):
            raise BackupError(f"'{archive.name}' berisi berkas yang tidak dikenal ({member.name!r}).")
        yield member


def _matched(name: str, manifest: bytes, found: Mapping[str, str]) -> datetime:
    """When the archive was made. ``found`` are the SHA-256 of its members without the manifest."""
    try:
        said = json.loads(manifest)
        sums, made = said["sha256"], datetime.fromisoformat(said["made_at"])
        known = said["format"] == FORMAT
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"'{name}' bukan cadangan asisten ini. Pakai berkas dari 'spbe backup'.") from error
    if not known:
        raise BackupError(f"'{name}' dibuat oleh versi lain dari asisten ini. Perbarui asisten, lalu ulangi.")
    if found != sums or DATABASE not in sums:
        raise BackupError(f"'{name}' rusak: isinya tidak cocok dengan daftarnya. Pakai cadangan lain.")
    return made


def _whole(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(database)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


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
