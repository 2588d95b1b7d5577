"""A deletion holds whatever runs while it is made: a refresh, a publication of the FAQ, the return of a backup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import faq as publication
from ingest.restoring import restore
from knowledge.embedding import Progress
from knowledge.keeping import backup, inventory
from knowledge.keeping.faq import Faq, FaqState
from knowledge.keeping.store import Vector
from knowledge.model import Document
from tests.ingest.refresh_base import Base, Counting
from tests.ingest.test_restoring import ASK_HERON, HERON, LIZARD, _pdf

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def base(tmp_path: Path) -> Base:
    made = Base(tmp_path / "data")
    made.refresh.ingest([_pdf(tmp_path / "cicak.pdf", LIZARD), _pdf(tmp_path / "bangau.pdf", HERON)])
    return made


def _document(base: Base, file: str) -> Document:
    return next(d for d in base.store.revisions(base.store.current() or 0).values() if d.file == file)


@pytest.mark.parametrize("again", [False, True])
def test_a_deletion_while_a_refresh_embeds_holds(base: Base, tmp_path: Path, again: bool) -> None:
    heron = _document(base, "bangau.pdf")

    class Deleting(Counting):
        def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
            inventory.delete(base.store, heron)
            return super().passages(texts, progress)

    base.embedder = Deleting()
    paths = [_pdf(tmp_path / "baru.pdf", "Percobaan kesembilan mencatat gangguan listrik.")]
    base.refresh.ingest([*paths, tmp_path / "bangau.pdf"] if again else paths)
    assert base.store.deleted() == {heron.sha256}
    assert base.files() == ["baru.pdf", "cicak.pdf"]
    assert HERON not in base.ask(ASK_HERON)


def test_a_deletion_while_a_backup_is_brought_back_holds(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, put = base.folder / "spbe.db", backup.put
    archive = backup.make(database, base.folder, {}, tmp_path / "cadangan", NOW)

    def late(copy: Path, target: Path) -> None:
        inventory.delete(base.store, _document(base, "bangau.pdf"))
        put(copy, target)

    monkeypatch.setattr(backup, "put", late)
    assert restore(archive, database, base.folder).deleted == 1
    assert base.files() == ["cicak.pdf"]
    assert HERON not in base.ask(ASK_HERON)


def test_an_entry_removed_before_a_publication_died_is_deleted_by_the_next(base: Base) -> None:
    faq = Faq(base.store.engine)
    entry = faq.add(["berapa tinggi menara sirih?"], "Empat belas depa.", "keputusan admin", "admin", 1, NOW)
    base.refresh.publish_faq([entry])  # and died before it noted what it published
    faq.move(entry.id, tuple(FaqState), FaqState.REMOVED, NOW)
    assert "depa" in base.ask("berapa tinggi menara sirih?")
    publication.publish(base.store, base.refresh)
    assert "depa" not in base.ask("berapa tinggi menara sirih?")
