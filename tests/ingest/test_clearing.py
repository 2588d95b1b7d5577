"""What fails after a generation came into force is a notice, and never told as a publication that failed."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

import ingest.refresh
from ingest.faq import publish
from ingest.refresh import UNCLEARED
from knowledge.keeping.faq import Faq, FaqState
from tests.ingest.refresh_base import Base
from tests.ingest.test_faq import added
from tests.ingest.test_staging import _stage, base, heron

__all__ = ["base", "heron"]


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_full_while_clearing_away_is_a_notice(base: Base, heron: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.refresh, "prune", _full)
    report = base.refresh.ingest([heron])
    assert (report.changed, report.generation, report.notices) == (True, base.store.current(), [UNCLEARED])


def test_also_where_what_waited_is_built_anew(
    base: Base, heron: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = _stage(base, heron)
    base.refresh.rebuild()
    monkeypatch.setattr(ingest.refresh.Refresh, "_drop", _full)
    report = base.refresh.publish(staged)
    assert report.changed
    assert UNCLEARED in report.notices
    assert base.files() == ["bangau.pdf", "cicak.pdf"]


def test_an_entry_of_the_faq_is_published_then_too(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = added(base)
    monkeypatch.setattr(ingest.refresh, "prune", _full)
    assert publish(base.store, base.refresh).published == [entry.id]
    kept = Faq(base.store.engine).get(entry.id)
    assert kept is not None
    assert kept.state is FaqState.LIVE


def test_a_switch_whose_aftermath_fails_is_a_switch(base: Base, heron: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = base.store.current() or 0
    base.refresh.ingest([heron])
    monkeypatch.setattr(ingest.refresh, "in_force", _full)
    assert base.refresh.switch(first) == first == base.store.current()
