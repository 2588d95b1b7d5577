"""After an upgrade of the reader the documents in force are read anew from the PDFs kept, and nothing is done twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import intake, rereading
from ingest.rereading import outdated, under_their_names
from knowledge.model import Given
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf

LIZARD = "Setiap orang yang menemukan cicak tembaga wajib melapor kepada juru kunci."


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """Two documents, one of them named by a person, read by the reader of today."""
    made = Base(tmp_path / "data")
    titled = Given(title="Aturan Arsip")
    for file, line, given in (("cicak.pdf", LIZARD, Given()), ("arsip.pdf", "Ruang arsip dikunci.", titled)):
        pdf = write_pdf(tmp_path / file, [["LAPORAN PENGUJIAN", "A. Ringkasan", line]])
        made.refresh.ingest([pdf], given=given)
    return made


@pytest.fixture
def upgraded(base: Base, monkeypatch: pytest.MonkeyPatch) -> Base:
    for module in (intake, rereading):
        monkeypatch.setattr(module, "PARSER_VERSION", 1000)
    return base


def _read_anew(base: Base) -> list[str]:
    with under_their_names(outdated(base.store, base.folder)) as paths:
        return [row.outcome for row in base.refresh.ingest(paths).files]


def test_nothing_is_read_anew_by_the_same_reader(base: Base) -> None:
    assert outdated(base.store, base.folder) == []
    assert _read_anew(base) == []


def test_a_new_reader_reads_once_what_the_old_one_read(upgraded: Base) -> None:
    before = upgraded.store.revisions(upgraded.store.current() or 0)
    assert [file for _, file in outdated(upgraded.store, upgraded.folder)] == ["cicak.pdf", "arsip.pdf"]
    assert _read_anew(upgraded) == ["baru", "baru"]
    after = upgraded.store.revisions(upgraded.store.current() or 0)
    assert set(after).isdisjoint(before)
    for old, new in zip(before.values(), after.values(), strict=True):
        assert (new.sha256, new.file, new.title, new.given) == (old.sha256, old.file, old.title, old.given)
    assert LIZARD in upgraded.ask("siapa yang wajib melapor bila menemukan cicak tembaga?")
    assert outdated(upgraded.store, upgraded.folder) == []


def test_what_waits_to_be_published_is_not_read_a_second_time(upgraded: Base) -> None:
    with under_their_names(outdated(upgraded.store, upgraded.folder)) as paths:
        assert upgraded.refresh.ingest(paths, stage=True).staged
    assert outdated(upgraded.store, upgraded.folder) == []


def test_deleted_documents_and_those_without_a_pdf_are_left_alone(upgraded: Base) -> None:
    (first, _), (second, _) = outdated(upgraded.store, upgraded.folder)
    upgraded.store.delete_document(first.stem)
    second.unlink()
    assert outdated(upgraded.store, upgraded.folder) == []
