"""An index that an upgrade left behind is known for it, answered around, and built anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from knowledge.keeping import index
from knowledge.keeping.condition import Condition, condition
from knowledge.keeping.health import NOTICE
from knowledge.model import Document, Node, Unit
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf

LIZARD = "Setiap orang yang menemukan cicak tembaga wajib melapor kepada juru kunci."
ASK_LIZARD = "siapa yang wajib melapor bila menemukan cicak tembaga?"
Derive = Callable[[Document, Sequence[Unit], Sequence[Node]], list[Unit]]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    made = Base(tmp_path / "data")
    made.refresh.ingest([write_pdf(tmp_path / "cicak.pdf", [["LAPORAN PENGUJIAN", "A. Ringkasan", LIZARD]])])
    return made


@pytest.fixture
def upgraded(base: Base, monkeypatch: pytest.MonkeyPatch) -> Base:
    """The same documents give one more derived unit than when the index was built."""

    def more(document: Document, units: Sequence[Unit], nodes: Sequence[Node]) -> list[Unit]:
        first = units[0]
        return [first.model_copy(update={"id": f"{first.id}/baru", "kind": "outline", "text": "Ruang arsip."})]

    monkeypatch.setattr(index, "outlines", more)
    return base


def _condition(base: Base) -> Condition:
    return condition(base.store, base.folder, base.store.current() or 0, base.embedder.name)


def _unnoted(base: Base) -> None:
    """As an index was written before its contents were noted beside it."""
    (index.directory(base.folder, base.store.current() or 0) / "contents.json").unlink()


def test_a_sound_index_of_the_same_units_and_model_is_whole(base: Base) -> None:
    assert _condition(base) is Condition.WHOLE
    _unnoted(base)
    assert _condition(base) is Condition.WHOLE


@pytest.mark.parametrize("noted", [True, False])
def test_other_units_than_it_was_built_from_are_found_out_answered_around_and_built(
    upgraded: Base, noted: bool, caplog: pytest.LogCaptureFixture
) -> None:
    if not noted:
        _unnoted(upgraded)
    assert _condition(upgraded) is Condition.OUTDATED
    running = upgraded.assistant()
    said = upgraded.ask(ASK_LIZARD)
    assert LIZARD in said
    assert NOTICE in said
    assert "versi lain" in caplog.text
    assert NOTICE in running.answer(ASK_LIZARD).warnings
    assert len(upgraded.refresh.verify(upgraded.store.current() or 0)) == 2
    report = upgraded.refresh.ingest([])  # 'spbe build', 'spbe ingest': whichever comes first
    assert (report.changed, report.units, report.embedded) == (True, 2, 1)
    assert _condition(upgraded) is Condition.WHOLE
    assert NOTICE not in running.answer(ASK_LIZARD).warnings
    assert not upgraded.refresh.ingest([]).changed


def test_another_text_of_a_unit_is_found_out(base: Base) -> None:
    rows = index.entries(base.store, base.store.revisions(base.store.current() or 0))
    path = index.directory(base.folder, base.store.current() or 0)
    assert index.built_from(path, rows)
    other = [index.Entry(row.key, row.rev, row.document, row.unit, "0" * 64) for row in rows]
    assert not index.built_from(path, other)


def test_documents_deleted_since_do_not_make_it_another(base: Base, tmp_path: Path) -> None:
    base.refresh.ingest([write_pdf(tmp_path / "lain.pdf", [["LAPORAN LAIN", "A. Isi", "Ruang arsip dikunci."]])])
    for noted in (True, False):
        if not noted:
            _unnoted(base)
        assert _condition(base) is Condition.WHOLE
        base.store.delete_document(next(iter(sorted(base.store.digests()))))
        assert _condition(base) is Condition.WHOLE


@pytest.mark.parametrize("body", ["", "{}", "bukan json", '{"1": 7}'])
def test_contents_that_cannot_be_believed_count_as_other_contents(base: Base, body: str) -> None:
    (index.directory(base.folder, base.store.current() or 0) / "contents.json").write_text(body)
    assert _condition(base) is Condition.OUTDATED


def test_damage_and_another_model_are_told_apart(base: Base) -> None:
    assert condition(base.store, base.folder, base.store.current() or 0, "lain") is Condition.OTHER_MODEL
    (index.directory(base.folder, base.store.current() or 0) / "chroma.sqlite3").write_bytes(b"rusak")
    assert _condition(base) is Condition.DAMAGED
