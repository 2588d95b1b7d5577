"""A deletion is lifted when what was sent again is published, and not before."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.intake import LEFT_DELETED, LIFTED
from ingest.reading import file_sha256
from ingest.refresh import Refresh
from tests.ingest.refresh_base import Base
from tests.ingest.test_staging import ASK_HERON, FINE, HERON, WORSE, _killed, _report, base, heron

__all__ = ["base", "heron"]


def _deleted(base: Base, heron: Path) -> None:
    base.examined(FINE, FINE).ingest([heron])
    sent = next(d for d in base.store.revisions(base.store.current() or 0).values() if d.file == "bangau.pdf")
    base.store.delete_document(sent.sha256)


def test_one_sent_again_by_its_name_comes_back_when_published_and_the_report_says_so(base: Base, heron: Path) -> None:
    _deleted(base, heron)
    report = base.examined(FINE, FINE).ingest([heron])
    assert report.changed
    assert LIFTED in report.files[0].reason
    assert HERON in base.ask(ASK_HERON)


def test_where_our_questions_fare_worse_it_stays_deleted(base: Base, heron: Path) -> None:
    _deleted(base, heron)
    report = base.examined(WORSE, WORSE).ingest([heron])
    assert (report.changed, report.staged is not None) == (False, True)
    assert HERON not in base.ask(ASK_HERON)


@pytest.mark.parametrize("parser", [None, 10_000])
def test_one_of_a_run_that_died_stays_deleted_and_no_other_run_takes_it_up(
    base: Base, heron: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parser: int | None
) -> None:
    _deleted(base, heron)
    with monkeypatch.context() as patched:
        patched.setattr(Refresh, "_build", _killed)
        if parser:  # read anew
            patched.setattr("ingest.intake.PARSER_VERSION", parser)
        with pytest.raises(KeyboardInterrupt):
            base.refresh.ingest([heron, _report(tmp_path / "lain.pdf", "Ruang rapat dikunci setiap sore.")])
    assert HERON not in base.ask(ASK_HERON)
    base.refresh.ingest([])
    assert base.files() == ["cicak.pdf", "lain.pdf"]
    assert parser is None or base.store.revision(file_sha256(heron), parser) is None  # nor is it left without an owner


def test_one_that_only_lies_in_a_folder_stays_deleted_and_is_named(base: Base, heron: Path) -> None:
    _deleted(base, heron)
    (heron.parent / "map").mkdir()
    heron.rename(heron.parent / "map" / heron.name)
    report = base.refresh.ingest([heron.parent / "map"])
    assert [(row.file, row.outcome, row.reason) for row in report.files] == [("bangau.pdf", "dihapus", LEFT_DELETED)]
    assert not report.changed
    assert HERON not in base.ask(ASK_HERON)
