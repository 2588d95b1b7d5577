"""A deletion holds whatever runs while it is made: a refresh, a publication of the FAQ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import faq as publication
from ingest.reports import Report, Reporter
from knowledge.embedding import Progress
from knowledge.keeping import index, inventory
from knowledge.keeping.faq import Faq, FaqEntry, FaqState, remove
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


ASK_TOWER, TOWER = "berapa tinggi menara sirih?", "Empat belas depa."


@pytest.mark.parametrize("when", ["read", "known", "reworded", "stored", "published"])
def test_an_entry_removed_while_it_is_published_by_a_run_that_dies_is_shown_at_no_question(
    base: Base, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    faq, running, build = Faq(base.store.engine), base.assistant(), index.build
    entry = faq.add([ASK_TOWER], TOWER, "keputusan admin", "admin", 1, NOW)

    if when == "known":
        publication.take_in(base.store, [entry])  # by a run that died

    def building(*parts: object) -> None:
        if when == "stored":
            remove(base.store, entry.id, NOW)
        build(*parts)  # type: ignore[arg-type]

    class Dying:
        def publish_faq(
            self, entries: Sequence[FaqEntry], reporter: Reporter | None = None, *, force: bool = False
        ) -> Report:
            if when == "reworded":
                faq.rewrite(entry.id, [ASK_TOWER], "Lima.", "keputusan admin", "admin", 1, NOW)
            if when in ("read", "known", "reworded"):
                remove(base.store, entry.id, NOW)
            base.refresh.publish_faq(entries, reporter, force=force)
            if when == "published":
                assert TOWER in str(running.answer(ASK_TOWER))
                remove(base.store, entry.id, NOW)
            assert TOWER not in str(running.answer(ASK_TOWER))
            raise KeyboardInterrupt

    monkeypatch.setattr(index, "build", building)
    with pytest.raises(KeyboardInterrupt):
        publication.publish(base.store, Dying())
    assert TOWER not in str(running.answer(ASK_TOWER))
    publication.publish(base.store, base.refresh)
    assert TOWER not in base.ask(ASK_TOWER)


def test_an_entry_that_an_earlier_version_left_in_force_is_deleted_by_the_next_publication(base: Base) -> None:
    faq = Faq(base.store.engine)
    entry = faq.add([ASK_TOWER], TOWER, "keputusan admin", "admin", 1, NOW)
    base.refresh.publish_faq([entry])
    faq.move(entry.id, tuple(FaqState), FaqState.REMOVED, NOW)
    publication.publish(base.store, base.refresh)
    assert TOWER not in base.ask(ASK_TOWER)


def test_an_entry_deleted_as_a_document_is_removed(base: Base) -> None:
    faq = Faq(base.store.engine)
    entry = faq.add([ASK_TOWER], TOWER, "keputusan admin", "admin", 1, NOW)
    publication.publish(base.store, base.refresh)
    inventory.delete(base.store, _document(base, entry.document_id))
    assert TOWER not in base.ask(ASK_TOWER)
    assert [one.id for one in faq.all(FaqState.REMOVED)] == [entry.id]
