"""Going back waits for no writer; a writer that finds another generation in force builds upon that one."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.pruning import prune
from ingest.reports import Report
from ingest.writing import writing
from knowledge.errors import BusyError, KnowledgeBaseError, MovedError
from knowledge.keeping import index
from knowledge.keeping.store import Store
from tests.ingest.refresh_base import Base
from tests.ingest.test_staging import ASK_HERON, ASK_LIZARD, FINE, HERON, LIZARD, _report

WAIT = 60  # seconds, for what is over in a moment


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """The lizard in the first generation; lizard and heron in the second, which is in force."""
    made = Base(tmp_path / "data")
    for name, line in (("cicak.pdf", LIZARD), ("bangau.pdf", HERON)):
        made.refresh.ingest([_report(tmp_path / name, line)])
    return made


@pytest.fixture
def deer(tmp_path: Path) -> Path:
    return _report(tmp_path / "kijang.pdf", "Juru masak menutup dapur setiap malam.")


class Paused:
    """Stops a refresh when it tells of a step, until it may go on."""

    def __init__(self, at: str) -> None:
        self.at, self.reached, self.go = at, threading.Event(), threading.Event()
        self.seen: list[str] = []

    def step(self, name: str, total: int) -> None:
        self.seen.append(name)
        if name == self.at and not self.reached.is_set():
            self.reached.set()
            assert self.go.wait(WAIT)

    def advance(self, count: int = 1) -> None: ...

    def part(self, name: str, done: int = 0, total: int = 0) -> None: ...


@contextmanager
def going_on(work: Callable[[Paused], Report], at: str) -> Iterator[tuple[Paused, list[Report]]]:
    """A refresh in another thread that holds the writer's lock and has come to a step; it ends with the block."""
    paused, reports = Paused(at), []
    thread = threading.Thread(target=lambda: reports.append(work(paused)))
    thread.start()
    try:
        assert paused.reached.wait(WAIT)
        yield paused, reports
    finally:
        paused.go.set()
        thread.join(WAIT)


@pytest.mark.parametrize("at", ["Membaca PDF", "Menghitung vektor", "Memeriksa indeks", "Menerbitkan"])
def test_going_back_does_not_wait_for_an_ingest_which_then_builds_upon_it(base: Base, deer: Path, at: str) -> None:
    running, second = base.assistant(), base.store.current()
    first = base.store.previous()
    assert first is not None
    with going_on(lambda told: base.refresh.ingest([deer], told), at) as (paused, reports):
        with pytest.raises(BusyError), writing(base.folder):
            pass  # the lock is held
        assert base.refresh.switch(first.id, second) == first.id
        assert base.store.current() == first.id
        assert HERON not in str(running.answer(ASK_HERON))
        assert LIZARD in str(running.answer(ASK_LIZARD))
    (report,) = reports
    assert report.changed
    assert base.files() == ["cicak.pdf", "kijang.pdf"]  # the heron stays gone, what was read is there
    assert base.store.generation(base.store.current() or 0).base == first.id
    assert HERON not in str(running.answer(ASK_HERON))
    moved = [line for line in report.notices if f"generasi {first.id} diberlakukan" in line]
    assert len(moved) == (at != "Membaca PDF")  # nothing was built yet
    assert paused.seen.count("Membangun indeks") == 1 + (at not in ("Membaca PDF",))
    assert base.directories() == {index.directory(base.folder, g).name for g in base.store.generation_ids()}


def test_what_was_staged_is_built_anew_upon_what_was_gone_back_to(base: Base, deer: Path) -> None:
    staged = base.refresh.ingest([deer], stage=True).staged
    first, second = base.store.previous(), base.store.current()
    assert staged is not None
    assert first is not None
    with going_on(lambda told: base.refresh.publish(staged, told), "Menerbitkan") as (_, reports):
        base.refresh.switch(first.id, second)
    (report,) = reports
    assert (report.changed, report.generation) == (True, base.store.current())
    assert base.files() == ["cicak.pdf", "kijang.pdf"]
    assert not any(one.staged for one in base.store.generations())


def test_our_own_questions_are_asked_of_what_is_built_anew(base: Base, deer: Path) -> None:
    first, second = base.store.previous(), base.store.current()
    assert first is not None
    refresh = base.examined(FINE, FINE, FINE, {"answerable": (50, 64), "unanswerable": (50, 54)})
    with going_on(lambda told: refresh.ingest([deer], told), "Menerbitkan") as (_, reports):
        base.refresh.switch(first.id, second)
    assert reports[0].worse
    assert base.store.current() == first.id
    assert reports[0].staged is not None


def test_a_rebuild_that_is_overtaken_rebuilds_what_is_in_force(base: Base) -> None:
    first, second = base.store.previous(), base.store.current()
    assert first is not None
    with going_on(lambda told: base.refresh.rebuild(told), "Menerbitkan"):
        base.refresh.switch(first.id, second)
    assert base.files() == ["cicak.pdf"]
    assert base.store.current() not in (first.id, second)


def test_one_that_is_damaged_is_in_force_at_once_while_another_writes(base: Base) -> None:
    first, second = base.store.previous(), base.store.current()
    assert first is not None
    shutil.rmtree(index.directory(base.folder, first.id))
    with writing(base.folder):
        assert base.refresh.switch(first.id, second) == first.id
    said = base.ask(ASK_LIZARD)
    assert LIZARD in said  # from words
    assert HERON not in base.ask(ASK_HERON)
    base.refresh.rebuild()
    assert base.refresh.verify(base.store.current() or 0) == []
    assert base.files() == ["cicak.pdf"]


def test_where_another_came_into_force_nothing_changes(base: Base) -> None:
    first, second = base.store.previous(), base.store.current()
    assert first is not None
    with pytest.raises(MovedError, match=f"generasi {second} yang berlaku"):
        base.refresh.switch(first.id, first.id)
    shutil.rmtree(index.directory(base.folder, first.id))
    with pytest.raises(MovedError):
        base.refresh.switch(first.id, first.id)
    assert base.store.current() == second
    assert base.store.generation_ids(ready=True) == base.store.generation_ids()


def test_one_that_was_cleared_away_is_refused(base: Base, deer: Path) -> None:
    first, second = base.store.previous(), base.store.current()
    assert first is not None
    base.refresh.ingest([deer])
    now = base.store.current()
    with pytest.raises(KnowledgeBaseError, match=f"Generasi {first.id} tidak ada"):
        base.refresh.switch(first.id, second)
    assert base.store.current() == now


def test_what_is_gone_back_to_while_it_is_cleared_away_stays(
    base: Base, deer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = base.store.previous(), base.store.current()
    assert first is not None
    made = base.store.begin_generation("hash", list(base.store.revisions(second or 0)))
    base.store.publish(made, 2)  # the first is one too many now
    drop = Store.drop_generation

    def late(store: Store, generation: int) -> bool:
        if generation == first.id:
            store.publish(first.id, over=made)
        return drop(store, generation)

    monkeypatch.setattr(Store, "drop_generation", late)
    prune(base.store, base.folder)
    assert base.store.current() == first.id
    assert base.refresh.verify(first.id) == []
    assert LIZARD in base.ask(ASK_LIZARD)


def test_what_was_gone_back_from_does_not_return_with_what_waited_since(base: Base, deer: Path, tmp_path: Path) -> None:
    first, second = base.store.previous(), base.store.current()
    staged = base.refresh.ingest([deer], stage=True).staged
    assert staged is not None
    assert first is not None
    base.refresh.switch(first.id, second)
    for number in range(2):  # so that no room is left for what it was built upon
        base.refresh.ingest([_report(tmp_path / f"lain{number}.pdf", f"Penjaga {number} mencatat tamu.")])
    base.refresh.publish(staged)
    assert base.files() == ["cicak.pdf", "kijang.pdf", "lain0.pdf", "lain1.pdf"]
    base.refresh.prune()
    assert len(base.store.generation_ids()) == 2
