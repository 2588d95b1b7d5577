"""Backups: one consistent archive, brought back while questions come in; what was deleted stays deleted."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sqlite3
import tarfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, text
from sqlalchemy.exc import SQLAlchemyError

from ingest.restoring import restore
from ingest.writing import writing
from knowledge.errors import BackupError, BusyError, SpbeError
from knowledge.keeping import backup, index
from knowledge.keeping.health import NOTICE
from knowledge.keeping.schema import vectors
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf

LIZARD = "Setiap orang yang menemukan cicak tembaga wajib melapor kepada juru kunci."
ASK_LIZARD = "siapa yang wajib melapor bila menemukan cicak tembaga?"
HERON = "Petugas yang melihat bangau perunggu wajib mencatat jamnya di buku besar."
ASK_HERON = "siapa yang wajib mencatat bila melihat bangau perunggu?"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def _pdf(path: Path, *lines: str) -> Path:
    return write_pdf(path, [["LAPORAN PENGUJIAN PERANGKAT", "A. Ringkasan", *lines]])


@pytest.fixture
def base(tmp_path: Path) -> Base:
    made = Base(tmp_path / "data")
    made.refresh.ingest([_pdf(tmp_path / "cicak.pdf", LIZARD)])
    return made


@pytest.fixture
def archive(base: Base, tmp_path: Path) -> Path:
    return _backup(base, tmp_path / "cadangan")


def _backup(base: Base, folder: Path) -> Path:
    return backup.make(_database(base), base.folder, {"SPBE_LOG_LEVEL": "INFO"}, folder, NOW)


def _database(base: Base) -> Path:
    return base.folder / "spbe.db"


def _back(base: Base, archive: Path) -> None:
    restore(archive, _database(base), base.folder)


def _destroy_all(base: Base) -> None:
    for path in (*base.folder.glob("spbe.db*"), base.folder / "index", base.folder / "documents"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)  # who opens it meanwhile writes to it
        else:
            path.unlink()


def _damage(base: Base) -> None:
    base.store.engine.dispose()
    for path in base.folder.glob("spbe.db-*"):
        path.unlink()
    _database(base).write_bytes(b"rusak" * 4000)


def _nothing(base: Base) -> None:
    pass


@pytest.mark.parametrize("harm", [_nothing, _destroy_all, _damage])
def test_a_running_assistant_answers_from_what_was_brought_back(
    base: Base, archive: Path, tmp_path: Path, harm: Callable[[Base], None]
) -> None:
    running = base.assistant()
    assert LIZARD in str(running.answer(ASK_LIZARD))
    base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", HERON)])
    assert HERON in str(running.answer(ASK_HERON))
    before = base.store.current()
    harm(base)
    done = restore(archive, _database(base), base.folder)
    assert LIZARD in str(running.answer(ASK_LIZARD))
    assert HERON not in str(running.answer(ASK_HERON))
    assert (base.files(), done.documents, done.made_at) == (["cicak.pdf"], 1, NOW)
    assert base.store.current() == done.generation != before  # never a number a process may have open
    assert base.refresh.verify(done.generation or 0) == []
    assert len(list((base.folder / "documents").glob("*.pdf"))) >= 1
    assert base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", HERON)]).changed
    assert base.files() == ["bangau.pdf", "cicak.pdf"]


@pytest.mark.slow
@pytest.mark.parametrize("harm", [_nothing, _destroy_all, _damage])
def test_questions_during_destruction_and_restoring_are_answered_or_told_why(
    base: Base, archive: Path, harm: Callable[[Base], None]
) -> None:
    running, stop, seen = base.assistant(), threading.Event(), list[object]()

    def ask() -> None:
        while not stop.is_set():
            try:
                seen.append(LIZARD in str(running.answer(ASK_LIZARD)))
            except (SpbeError, SQLAlchemyError) as error:  # while there is no database
                seen.append(error)
            except Exception:
                seen.append(False)

    asker = threading.Thread(target=ask)
    asker.start()
    try:
        for _ in range(2):
            harm(base)
            _back(base, archive)
            after = len(seen)
            _wait(lambda after=after: len(seen) > after + 1)  # one was asked before it was back, perhaps
            assert seen[-1] is True
    finally:
        stop.set()
        asker.join()
    assert not any(answer is False for answer in seen)
    assert harm is not _nothing or all(answer is True for answer in seen)


def _wait(met: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not met():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_was_deleted_since_stays_deleted(base: Base, archive: Path) -> None:
    digest = next(iter(base.store.digests()))
    base.store.delete_document(digest)
    done = restore(archive, _database(base), base.folder)
    assert done.deleted == 1
    assert LIZARD not in base.ask(ASK_LIZARD)


def test_also_when_the_database_that_knew_it_is_lost(base: Base, archive: Path) -> None:
    base.store.delete_document(next(iter(base.store.digests())))
    base.store.engine.dispose()
    for path in base.folder.glob("spbe.db*"):
        if path.suffix != ".dihapus":
            path.unlink()
    assert restore(archive, _database(base), base.folder).deleted == 1
    assert LIZARD not in base.ask(ASK_LIZARD)


def test_a_document_sent_again_after_its_deletion_is_shown(base: Base, tmp_path: Path) -> None:
    base.store.delete_document(next(iter(base.store.digests())))
    base.refresh.ingest([_pdf(tmp_path / "cicak.pdf", LIZARD)])
    assert restore(_backup(base, tmp_path / "kemudian"), _database(base), base.folder).deleted == 0
    assert LIZARD in base.ask(ASK_LIZARD)


def _people(base: Base, *names: str, audit: Sequence[str] = ()) -> None:
    """Tables as the bot has them, with these people and things done."""
    with closing(sqlite3.connect(_database(base))) as made, made:
        made.execute("DELETE FROM bot_people")
        made.executemany("INSERT INTO bot_people VALUES (?, ?, 'admin', 1, '2026-11-24')", enumerate(names))
        rows = [("2026-11-24", 1, "pemilik", action, "{}") for action in audit]
        made.executemany("INSERT INTO bot_audit (at, person, role, action, detail) VALUES (?, ?, ?, ?, ?)", rows)


def _said(base: Base, query: str) -> list[str]:
    with closing(sqlite3.connect(_database(base))) as made:
        return [value for (value,) in made.execute(query)]


MARKS = {"bot_audit": ("id", "action")}


def _settle(seen: list[bool]) -> Callable[[Connection, bool], None]:
    def settle(connection: Connection, back: bool) -> None:
        seen.append(back)
        if back:
            connection.execute(text("UPDATE bot_people SET role = 'user'"))

    return settle


def test_roles_and_what_was_done_do_not_go_back_in_time(base: Base, tmp_path: Path) -> None:
    _people(base, "Sari", "Budi", audit=["undang"])
    then = _backup(base, tmp_path / "c")
    _people(base, "Budi", audit=["cabut peran", "terbit"])
    seen: list[bool] = []
    assert restore(then, _database(base), base.folder, _settle(seen), MARKS).kept
    assert seen == [False]
    assert _said(base, "SELECT name FROM bot_people WHERE role = 'admin'") == ["Budi"]
    assert _said(base, "SELECT action FROM bot_audit ORDER BY id") == ["undang", "cabut peran", "terbit"]


@pytest.mark.parametrize("harm", [_destroy_all, _damage])
def test_where_the_present_is_lost_all_is_brought_back_and_settled(
    base: Base, tmp_path: Path, harm: Callable[[Base], None]
) -> None:
    _people(base, "Sari", audit=["undang"])
    then = _backup(base, tmp_path / "c")
    harm(base)
    seen: list[bool] = []
    assert not restore(then, _database(base), base.folder, _settle(seen), MARKS).kept
    assert seen == [True]
    assert _said(base, "SELECT role FROM bot_people") == ["user"]
    assert _said(base, "SELECT action FROM bot_audit") == ["undang"]


def test_on_a_machine_that_was_set_up_anew_nobody_loses_a_role(base: Base, tmp_path: Path) -> None:
    _people(base, "Sari", audit=["undang"])
    then, fresh = _backup(base, tmp_path / "c"), Base(tmp_path / "baru")
    _people(fresh, audit=["masukkan PDF"])
    assert not restore(then, _database(fresh), fresh.folder, marks=MARKS).kept
    assert _said(fresh, "SELECT name FROM bot_people") == ["Sari"]
    assert LIZARD in fresh.ask(ASK_LIZARD)


def test_what_cannot_be_brought_back_changes_nothing(
    base: Base, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", HERON)])

    def fails(_connection: Connection, _back: bool) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        restore(archive, _database(base), base.folder, fails)
    assert base.files() == ["bangau.pdf", "cicak.pdf"]
    assert base.refresh.verify(base.store.current() or 0) == []


def test_the_archive_is_of_one_moment_however_much_is_written(base: Base, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            base.refresh.ingest([_pdf(tmp_path / f"lain{n}.pdf", f"Ruang {n} dikunci setiap sore.")])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [_backup(base, tmp_path / f"c{n}") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    for path in made:
        new = tmp_path / f"baru-{path.parent.name}"
        done = restore(path, new / "spbe.db", new)
        assert done.documents >= 1
        assert Base(new).refresh.verify(done.generation or 0) == []


def test_an_archive_is_for_its_owner_and_holds_no_secret(base: Base, archive: Path) -> None:
    assert archive.name == "spbe-20261124-020000.tar.gz"
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        settings = json.load(tar.extractfile("settings.json"))  # type: ignore[arg-type]
    assert settings == {"SPBE_LOG_LEVEL": "INFO"}
    assert names[:3] == ["manifest.json", "settings.json", "spbe.db"]
    assert [Path(n).stem for n in names[3:]] == sorted(base.store.digests())


def test_without_its_vectors_the_rest_is_brought_back_and_words_answer(base: Base, tmp_path: Path) -> None:
    with base.store.writing() as connection:
        connection.execute(delete(vectors))
    done = restore(_backup(base, tmp_path / "c"), _database(base), base.folder)
    assert (done.documents, done.whole) == (1, False)
    said = base.ask(ASK_LIZARD)
    assert LIZARD in said
    assert NOTICE in said
    base.refresh.ingest([])  # whoever builds next mends it
    assert NOTICE not in base.ask(ASK_LIZARD)


@pytest.mark.parametrize(("fails", "whole"), [(2, True), (3, False)])
def test_an_index_that_fails_its_check_is_built_again(
    base: Base, archive: Path, monkeypatch: pytest.MonkeyPatch, fails: int, whole: bool
) -> None:
    verify, tried = index.verify, list[Path]()

    def unlucky(path: Path, *rest: object) -> list[str]:
        tried.append(path)
        return ["1:0"] if len(tried) <= fails else verify(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(index, "verify", unlucky)
    done = restore(archive, _database(base), base.folder)
    assert done.whole is whole
    assert len(set(tried)) == 3  # each in a place of its own
    assert LIZARD in (said := base.ask(ASK_LIZARD))
    assert (NOTICE in said) is not whole


def test_what_a_writer_that_was_killed_worked_in_is_cleared_away(base: Base, archive: Path) -> None:
    for name in (".pulih-abc", "models/.model-abc"):
        (base.folder / name / "dalam").mkdir(parents=True)
    with writing(base.folder):
        assert not list(base.folder.glob("**/*-abc"))
    (base.folder / ".pulih-abc").mkdir()
    _back(base, archive)
    assert not [path for path in base.folder.rglob(".*") if path.name != "spbe.db.dihapus"]


def test_an_archive_of_a_newer_version_is_refused(base: Base, tmp_path: Path) -> None:
    with base.store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer = _backup(base, tmp_path / "baru")
    with pytest.raises(BackupError, match="lebih baru"):
        _back(base, newer)


def test_a_backup_needs_no_lock_but_a_restore_does(base: Base, archive: Path) -> None:
    with writing(base.folder):
        assert backup.make(_database(base), base.folder, {}, archive.parent / "lagi", NOW).is_file()
        with pytest.raises(BusyError):
            _back(base, archive)


def test_a_damaged_archive_changes_nothing(base: Base, archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    for name, body in {
        "cut.tar.gz": whole[: len(whole) // 2],
        "other.tar.gz": b"bukan arsip",
        "empty.tar.gz": b"",
    }.items():
        bad = tmp_path / name
        bad.write_bytes(body)
        with pytest.raises(BackupError, match="cadangan"):
            _back(base, bad)
    assert base.files() == ["cicak.pdf"]


@pytest.mark.parametrize("name", ["../lari.pdf", "/etc/passwd", "documents/x.pdf", "lain.txt"])
def test_an_archive_with_a_stray_member_is_refused(base: Base, tmp_path: Path, name: str) -> None:
    path = tmp_path / "jahat.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        info = tarfile.TarInfo(name)
        info.size = 3
        tar.addfile(info, io.BytesIO(b"abc"))
    with pytest.raises(BackupError, match="tidak dikenal"):
        _back(base, path)
    assert not (base.folder.parent / "lari.pdf").exists()


def test_an_archive_whose_content_was_changed_is_refused(base: Base, archive: Path, tmp_path: Path) -> None:
    folder, changed = tmp_path / "isi", tmp_path / "diubah.tar.gz"
    backup.unpack(archive, folder)
    with contextlib.closing(sqlite3.connect(folder / "spbe.db")) as connection:
        connection.execute("DELETE FROM units")
        connection.commit()
    with tarfile.open(changed, "w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                tar.add(path, str(path.relative_to(folder)))
    with pytest.raises(BackupError, match="tidak cocok"):
        _back(base, changed)


def test_only_the_newest_archives_are_kept(tmp_path: Path) -> None:
    names = [f"spbe-2026010{n}-000000.tar.gz" for n in range(1, 6)]
    for name in [*names, "milik-saya.tar.gz"]:
        (tmp_path / name).touch()
    assert [path.name for path in backup.thin(tmp_path, 2)] == names[:3]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["milik-saya.tar.gz", *names[3:]]


def test_the_archive_made_just_now_stays_whatever_the_clock_said_before(tmp_path: Path) -> None:
    names = [f"spbe-2030010{n}-000000.tar.gz" for n in range(1, 4)]
    for name in ["spbe-20260101-000000.tar.gz", *names]:
        (tmp_path / name).touch()
    assert [p.name for p in backup.thin(tmp_path, 2, tmp_path / "spbe-20260101-000000.tar.gz")] == names[:2]
    assert [p.name for p in backup.archives(tmp_path)] == ["spbe-20260101-000000.tar.gz", names[2]]


def test_nothing_to_back_up_and_other_databases_are_said(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="Belum ada basis data"):
        backup.make(tmp_path / "spbe.db", tmp_path, {}, tmp_path, NOW)
    with pytest.raises(BackupError, match="pg_dump"):
        backup.database_file("postgresql://x/y")


def test_no_room_is_said_and_leaves_nothing(base: Base, tmp_path: Path) -> None:
    blocked = tmp_path / "berkas"
    blocked.write_text("bukan folder")
    with pytest.raises(BackupError, match="ruang penyimpanan"):
        _backup(base, blocked / "dalam")
