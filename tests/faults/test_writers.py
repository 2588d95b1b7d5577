"""Two refreshes at once, from the bot's child and from the command line; and one that is given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from ingest.reading import file_sha256
from tests.bot.test_cli import spbe
from tests.faults.reader import Reader
from tests.faults.whole import (
    ASK_LIZARD,
    HERON,
    LIZARD,
    ask_trial,
    assert_answers,
    assert_tidy,
    base_with_a_deleted_document,
    trial,
    words_of,
)
from tests.faults.writer import Meanwhile, Order, Run, Writer, examiner, writer
from tests.ingest.refresh_base import Base

BUSY = "BusyError: Basis pengetahuan sedang diperbarui proses lain. Tunggu sampai selesai, lalu ulangi."
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def writers() -> Iterator[tuple[Writer, Writer]]:
    with writer() as one, writer() as other:
        yield one, other


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return base_with_a_deleted_document(tmp_path)


def test_of_two_refreshes_at_once_one_works_and_the_other_is_told(
    base: Base, tmp_path: Path, writers: tuple[Writer, Writer]
) -> None:
    running = base.assistant()
    reader = Reader(base.folder, [(ASK_LIZARD, LIZARD, HERON)])
    told, taken = 0, []
    for turn in range(3):
        pdfs = [trial(tmp_path, 2 * turn + at) for at in range(2)]
        runs: list[Run] = [Run(), Run()]

        def refresh(at: int, pdf: Path, into: list[Run]) -> None:
            into[at] = writers[at].run(Order(str(base.folder), (str(pdf),)))

        both = [threading.Thread(target=refresh, args=(at, pdf, runs)) for at, pdf in enumerate(pdfs)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert any(run.ended for run in runs)
        assert all(run.ended or run.error == BUSY for run in runs), runs
        told += sum(not run.ended for run in runs)
        taken += [pdf.name for run, pdf in zip(runs, pdfs, strict=True) if run.ended]
        assert_answers(base, running)
        assert_tidy(base)
        assert base.files() == sorted(["cicak.pdf", *taken])
    assert told >= 1
    _, wrong = reader.close()
    assert wrong == []
    base.refresh.ingest([tmp_path / f"uji{n}.pdf" for n in range(6)])  # the one that was told to wait, again
    assert base.files() == sorted(["cicak.pdf", *(f"uji{n}.pdf" for n in range(6))])


def test_the_command_line_is_told_while_another_process_refreshes(
    base: Base, tmp_path: Path, writers: tuple[Writer, Writer]
) -> None:
    held = trial(tmp_path, 0)
    with FileLock(base.folder / "writer.lock"):
        said = spbe(tmp_path, "ingest", str(held))
    assert (said.returncode, said.stderr.strip()) == (1, BUSY.removeprefix("BusyError: "))
    assert_answers(base)
    assert writers[0].run(Order(str(base.folder), (str(held),))).ended
    assert base.files() == ["cicak.pdf", "uji0.pdf"]


@pytest.mark.parametrize("at", ["Mengambil teks", "Menghitung vektor", "Memeriksa indeks"])
def test_going_back_does_not_wait_for_another_process_that_refreshes(
    base: Base, tmp_path: Path, writers: tuple[Writer, Writer], at: str
) -> None:
    wrong, pdf = trial(tmp_path, 0), trial(tmp_path, 1)
    base.refresh.ingest([wrong])
    before, running = base.store.previous(), base.assistant()
    assert before is not None
    reader, said = Reader(base.folder, [(ASK_LIZARD, LIZARD, HERON)]), []

    def go_back() -> None:  # as the bot's child does; the refresh waits meanwhile, with the lock
        assert "sedang diperbarui" in spbe(tmp_path, "generations", "prune").stderr
        words = ("generations", "switch", str(before.id), "--over", str(base.store.current()), "--yes")
        said.append(spbe(tmp_path, *words))
        reader.never_again(ask_trial(0), words_of(0))

    run = writers[0].run(Order(str(base.folder), (str(pdf),)), meanwhile=Meanwhile(at, 0.0, go_back, stopped=True))
    assert run.ended, run.error
    assert f"Generasi {before.id} berlaku" in said[0].stdout, said[0].stderr
    assert base.files() == ["cicak.pdf", "uji1.pdf"]  # built upon what was gone back to
    _, answers = reader.close()
    assert answers == []
    assert_answers(base, running)
    assert_tidy(base)


@pytest.mark.parametrize("at", ["Menghitung vektor", "Membangun indeks", "Menyimpan generasi"])
def test_what_was_to_wait_and_is_given_up_leaves_nothing(
    base: Base, tmp_path: Path, writers: tuple[Writer, Writer], at: str
) -> None:
    pdf, more = trial(tmp_path, 0), trial(tmp_path, 1)
    run = writers[0].run(Order(str(base.folder), (str(pdf),), stage=True), at)
    assert_answers(base)
    assert run.ended or run.killed, run.error
    again = writers[0].run(Order(str(base.folder), (str(pdf),), stage=True))  # takes the place of what the kill left
    assert again.ended
    assert [one.id for one in base.store.generations() if one.staged] == [again.report["staged"]]
    base.refresh.discard(again.report["staged"])
    refresh = base.refresh
    refresh.examine = examiner(base)
    refresh.ingest([more])
    assert base.files() == ["cicak.pdf", "uji1.pdf"]
    assert file_sha256(pdf) not in base.store.digests()
    assert_tidy(base)
    assert_answers(base)
