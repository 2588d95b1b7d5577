"""A generation is on disk, whole, before the transaction that names it: seen from the order of the calls."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import event

from knowledge.keeping import index
from tests.faults.whole import base_with_a_deleted_document, trial
from tests.ingest.refresh_base import Base


class Watch:
    """When each file was brought to disk, and when a generation was named ready or in force."""

    def __init__(self, base: Base, patch: pytest.MonkeyPatch) -> None:
        self.synced: dict[Path, int] = {}
        self.named = 0
        flush = os.fsync

        def fsync(handle: int) -> None:
            flush(handle)
            self.synced[Path(f"/proc/self/fd/{handle}").readlink()] = time.time_ns()

        patch.setattr(os, "fsync", fsync)

        @event.listens_for(base.store.engine, "before_cursor_execute")
        def _executed(_connection, _cursor, statement, parameters, *_rest):  # type: ignore[no-untyped-def]
            if not self.named and statement.startswith("UPDATE generations SET") and "ready" in statement:
                self.named = time.time_ns()

    def assert_on_disk(self, path: Path) -> None:
        """This file, as it is now, was brought to disk before the generation was named."""
        assert path in self.synced, path
        assert path.stat().st_mtime_ns <= self.synced[path] < self.named, path


@pytest.mark.parametrize("stage", [False, True])
def test_everything_is_on_disk_before_the_generation_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: bool
) -> None:
    base = base_with_a_deleted_document(tmp_path)
    with monkeypatch.context() as patch:
        watch = Watch(base, patch)
        report = base.refresh.ingest([trial(tmp_path, 1)], stage=stage)
    generation = report.staged if stage else report.generation
    assert generation is not None
    path = index.directory(base.folder, generation)
    files = [item for item in path.rglob("*") if item.is_file()]
    assert {item.name for item in files} >= {"chroma.sqlite3", "seal"}
    for item in (*files, path, *(item for item in path.rglob("*") if item.is_dir())):
        watch.assert_on_disk(item)
    assert watch.synced[path.parent] < watch.named
    (new,) = (d for d in base.store.revisions(generation).values() if d.file == "uji1.pdf")
    watch.assert_on_disk(base.folder / "documents" / f"{new.sha256}.pdf")


def test_the_database_keeps_what_it_committed(tmp_path: Path) -> None:
    base = Base(tmp_path / "data")
    with base.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL: a commit is on disk
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
