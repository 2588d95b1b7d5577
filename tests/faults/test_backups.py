"""Backups that are killed, that find no room, that meet each other: the old ones stay, and nothing half is counted."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.restoring import restore
from knowledge.errors import BackupError, BusyError
from knowledge.keeping import backup
from tests.faults.whole import ASK_LIZARD, LIZARD, assert_answers, base_with_a_deleted_document, report
from tests.faults.writer import KEEP, Order, Writer, writer
from tests.ingest.refresh_base import Base

KILLS = 24
OLD = "spbe-20260101-000000.tar.gz"


@pytest.fixture(scope="module")
def killer() -> Iterator[Writer]:
    with writer() as made:
        yield made


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """With a document that is not easily compressed, so that writing takes a while."""
    made = base_with_a_deleted_document(tmp_path)
    pdf = report(tmp_path / "besar.pdf", "Ruang arsip dikunci setiap sore oleh petugas piket.")
    pdf.write_bytes(pdf.read_bytes() + b"\n%" + random.Random(7).randbytes(2**19).replace(b"\n", b"") + b"\n%%EOF\n")
    made.refresh.ingest([pdf])
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cadangan"


def _made(base: Base, folder: Path, at: datetime | None = None) -> Path:
    return backup.make(base.folder / "spbe.db", base.folder, {}, folder, at or datetime.now(UTC))


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".lock"}


@pytest.mark.slow
def test_killed_at_random_instants_the_archives_that_count_are_whole(
    base: Base, folder: Path, killer: Writer, tmp_path: Path
) -> None:
    order = Order(str(base.folder), backup=str(folder))
    started = time.monotonic()
    assert killer.run(order).ended
    lasting, instants, killed = time.monotonic() - started, random.Random(11), 0
    for _ in range(KILLS):
        killed += not killer.run(order, at="", delay=instants.uniform(0, 1.1 * lasting)).ended
        for archive in backup.archives(folder):
            backup.check(archive)
        assert backup.archives(folder)  # one at least, whatever is killed
        assert len(backup.archives(folder)) <= KEEP + 1  # the old one goes after the new one is there
    assert killed > KILLS / 3
    assert killer.run(order).ended
    assert _names(folder) == {path.name for path in backup.archives(folder)}  # and nothing of the killed ones
    assert len(backup.archives(folder)) <= KEEP
    new = tmp_path / "baru"
    restore(backup.archives(folder)[-1], new / "spbe.db", new)
    assert_answers(Base(new))


@pytest.mark.parametrize("largest", [2**12, 2**14, 2**16, 2**17])
def test_a_disk_that_fills_up_meanwhile(base: Base, folder: Path, killer: Writer, largest: int) -> None:
    whole = _made(base, folder, datetime(2026, 1, 1, tzinfo=UTC))
    assert whole.stat().st_size > 2**17, "the archive must not fit"
    run = killer.run(Order(str(base.folder), backup=str(folder), largest=largest))
    assert "ruang penyimpanan" in run.error
    assert run.error.startswith("BackupError")
    assert _names(folder) == {OLD}
    backup.check(whole)
    assert_answers(base)


def test_without_room_none_is_begun(base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _made(base, folder, datetime(2026, 1, 1, tzinfo=UTC))
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=10 * 2**20))
    with pytest.raises(BackupError, match=r"perlu \d+ MB, tersisa 10 MB"):
        _made(base, folder)
    assert _names(folder) == {OLD}


def test_never_two_at_once(base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on, copy = threading.Event(), threading.Event(), backup._copy

    def slowly(database: Path, to: Path) -> None:
        copy(database, to)
        inside.set()
        assert go_on.wait(60)

    monkeypatch.setattr(backup, "_copy", slowly)
    first = threading.Thread(target=_made, args=(base, folder))
    first.start()
    assert inside.wait(60)
    try:
        with pytest.raises(BusyError, match="Pencadangan lain"):
            _made(base, folder)
    finally:
        go_on.set()
        first.join()
    assert len(backup.archives(folder)) == 1


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def _noise(path: Path) -> None:
    body = bytearray(path.read_bytes())
    middle = len(body) // 2
    body[middle : middle + 64] = bytes(64)
    path.write_bytes(bytes(body))


@pytest.mark.parametrize("harm", [_cut, _noise])
def test_an_archive_that_was_not_written_whole_gets_no_name(
    base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    """A disk may lie; then the old ones must stay."""
    write = backup._write

    def lied(part: Path, *rest: object) -> None:
        write(part, *rest)  # type: ignore[arg-type]
        harm(part)

    _made(base, folder, datetime(2026, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(backup, "_write", lied)
    with pytest.raises(BackupError):
        _made(base, folder)
    assert _names(folder) == {OLD}


def test_a_damaged_database_is_said_to_be_and_not_backed_up(base: Base, folder: Path) -> None:
    old = _made(base, folder, datetime(2026, 1, 1, tzinfo=UTC))
    base.store.engine.dispose()
    database = base.folder / "spbe.db"
    body = bytearray(database.read_bytes())
    body[4096 * 4 : 4096 * 40] = b"rusak" * (4096 * 36 // 5 + 1)
    database.write_bytes(bytes(body))
    with pytest.raises(BackupError):
        _made(base, folder)
    assert _names(folder) == {OLD}
    restore(old, database, base.folder)
    assert LIZARD in base.ask(ASK_LIZARD)


def test_a_pdf_that_is_cleared_away_meanwhile_is_left_out(
    base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = backup._documents

    def late(copy: Path, data: Path) -> dict[str, Path]:
        found = listed(copy, data)
        if len(found) == 3:
            next(iter(found.values())).unlink()
        return found

    monkeypatch.setattr(backup, "_documents", late)
    assert backup.check(_made(base, folder, datetime(2026, 1, 1, tzinfo=UTC))) == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.slow
def test_backups_while_refreshes_run(base: Base, folder: Path, tmp_path: Path, killer: Writer) -> None:
    stop, made = threading.Event(), list[Path]()

    def back_up() -> None:
        at = 0
        while not stop.is_set():
            at += 1
            made.append(_made(base, folder, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=at)))

    worker = threading.Thread(target=back_up)
    worker.start()
    try:
        for n in range(3):
            lines = f"Ruang {n} dikunci setiap sore oleh petugas piket."
            assert killer.run(Order(str(base.folder), (str(report(tmp_path / f"lain{n}.pdf", lines)),))).ended
    finally:
        stop.set()
        worker.join()
    assert made
    for path in made:
        backup.check(path)
    new = tmp_path / "baru"
    restore(made[-1], new / "spbe.db", new)
    assert_answers(Base(new))
