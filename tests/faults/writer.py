"""Refreshes in processes of their own, to be watched, limited and killed.

As a program it reads one JSON object a line (``Order``) and forks a process for each, so that the heavy imports are
paid once. The process tells on standard output, a JSON object a line, what its reporter is told, and in the end the
report or the error; its parent tells its id before and its exit status after.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from ingest.refresh import Refresh
from ingest.reports import Reporter
from knowledge.catalog import Catalog
from knowledge.embedding import Embedder, make
from knowledge.errors import SpbeError
from knowledge.keeping import backup
from tests.ingest.refresh_base import Base

KEEP = 2  # archives
ROOT = Path(__file__).resolve().parents[2]
GOLDEN = (
    "siapa yang wajib melapor bila menemukan cicak tembaga?",
    "berapa gangguan listrik yang dicatat percobaan ke-0?",
    "siapa presiden pertama di bulan?",
)


@dataclass(frozen=True)
class Order:
    """One refresh: take in ``pdfs``, or build the current documents again; or a backup into a folder, which keeps the
    newest two. ``largest`` bytes a file may have."""

    folder: str
    pdfs: tuple[str, ...] = ()
    stage: bool = False
    staged_for: str = ""
    rebuild: bool = False
    backup: str = ""
    largest: int | None = None


@dataclass
class Run:
    """What was seen of a refresh: ``told`` are names and moments (seconds from its start) of its steps and parts."""

    told: list[tuple[str, float]] = field(default_factory=list)
    ended: bool = False
    killed: bool = False
    report: dict[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def last(self) -> str:
        """The part of the work in which it was last seen."""
        return self.told[-1][0] if self.told else ""


@dataclass(frozen=True)
class Meanwhile:
    """What is done ``delay`` seconds after a refresh tells of ``at``, or (``""``) begins; never where it is None. A
    refresh that is ``stopped`` stands still until it is done."""

    at: str | None
    delay: float
    do: Callable[[], None]
    stopped: bool = False


def _stop(process: int, database: Path) -> None:
    """Have a process stand still between two transactions: in the middle of one it would keep everybody from writing,
    which a refresh that goes on does for milliseconds."""
    for _ in range(1000):
        os.kill(process, signal.SIGSTOP)
        connection = sqlite3.connect(database, timeout=0.05, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError:
            os.kill(process, signal.SIGCONT)
            time.sleep(0.005)
        else:
            return
        finally:
            connection.close()
    raise TimeoutError("The process never left its transaction.")


class Writer:
    """Starts refreshes and kills them."""

    def __init__(self, model: str = "hash", weights: Path | None = None) -> None:
        """``weights`` is the folder of the real model's weights; the process begins by loading them."""
        program = [sys.executable, "-m", "tests.faults.writer", model, str(weights or "")]
        # One thread: a process must not fork once OpenMP has begun others.
        alone = os.environ | {"OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(program, stdin=-1, stdout=-1, text=True, cwd=ROOT, env=alone)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        assert self._read()["ready"]

    def run(self, order: Order, at: str | None = None, delay: float = 0.0, meanwhile: Meanwhile | None = None) -> Run:
        """Let a refresh run; kill it ``delay`` seconds after it tells of ``at``, or (``""``) begins. What happens
        meanwhile happens before that."""
        self._in.write(json.dumps(asdict(order)) + "\n")
        self._in.flush()
        process, started, run = int(self._read()["pid"]), time.monotonic(), Run()
        due = [*([meanwhile] if meanwhile else ()), Meanwhile(at, delay, partial(os.kill, process, signal.SIGKILL))]

        def reached(name: str) -> None:
            begun = time.monotonic()
            for one in [one for one in due if one.at == name]:
                due.remove(one)
                time.sleep(max(0.0, begun + one.delay - time.monotonic()))
                if one.stopped:
                    _stop(process, Path(order.folder) / "spbe.db")
                try:
                    one.do()
                finally:
                    if one.stopped:
                        os.kill(process, signal.SIGCONT)

        reached("")
        while "status" not in (line := self._read()):
            if name := line.get("step") or line.get("part"):
                run.told.append((name, time.monotonic() - started))
                reached(name)
            run.report = line.get("report", run.report)
            run.error = line.get("error", run.error)
        run.ended, run.killed = line["status"] == 0, line["killed"]
        self._in.write("\n")
        self._in.flush()
        return run

    def close(self) -> None:
        self._in.close()
        self._process.wait(60)
        self._out.close()

    def _read(self) -> dict[str, Any]:
        return dict(json.loads(self._out.readline()))


@contextmanager
def writer(model: str = "hash", weights: Path | None = None) -> Iterator[Writer]:
    """A writer that is closed in the end."""
    made = Writer(model, weights)
    try:
        yield made
    finally:
        made.close()


def examiner(base: Base, asked: Sequence[str] = GOLDEN) -> Callable[[int, Reporter], dict[str, tuple[int, int]]]:
    """Asks some questions of a generation; how they are answered does not matter here."""

    def examine(generation: int, reporter: Reporter) -> dict[str, tuple[int, int]]:
        assistant = base.assistant(generation)
        reporter.step("Menguji dengan pertanyaan emas", len(asked))
        for question in asked:
            assistant.answer(question)
            reporter.advance()
        return {"answerable": (len(asked), len(asked))}

    return examine


class _Telling:
    """Tells every word of a refresh at once."""

    def step(self, name: str, total: int) -> None:
        _say(step=name)

    def advance(self, count: int = 1) -> None: ...

    def part(self, name: str, done: int = 0, total: int = 0) -> None:
        _say(part=name)


def main(model: str, weights: str) -> None:
    import bm25s  # noqa: F401 - paid for before the fork
    import chromadb  # noqa: F401

    from knowledge.catalog import load
    from knowledge.vocabulary import load as load_vocabulary

    catalog, embedder = load(), make(model, Path(weights))
    load_vocabulary()
    if model != "hash":
        embedder.passages([])  # the model is loaded
    _say(ready=True)
    while line := sys.stdin.readline():
        order = Order(**json.loads(line))
        begin, named = os.pipe()
        child = os.fork()
        if not child:
            os.close(named)
            os.read(begin, 1)  # until its parent has told of it: the first words are its id
            os._exit(_refresh(order, catalog, embedder))
        _say(pid=child)
        os.close(named)
        os.close(begin)
        ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        assert ended is not None
        killed = ended.si_code == os.CLD_KILLED and ended.si_status == signal.SIGKILL
        _say(status=ended.si_status, killed=killed)
        sys.stdin.readline()  # its id is its own until we are told that nobody will kill it any more
        os.waitpid(child, 0)


def _refresh(order: Order, catalog: Catalog, embedder: Embedder) -> int:
    base = Base(Path(order.folder), catalog)
    if embedder.name != "hash":
        base.embedder = embedder  # type: ignore[assignment]
    if order.largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest, order.largest))
    parts = (base.store, base.folder, catalog, lambda: base.embedder, base.embedder.name, examiner(base))
    refresh = Refresh(*parts, staged_for=order.staged_for)
    try:
        if order.backup:
            folder = Path(order.backup)
            made = backup.make(base.folder / "spbe.db", base.folder, {}, folder, datetime.now(UTC))
            backup.thin(folder, KEEP, made)
            return 0
        if order.rebuild:
            report = refresh.rebuild(_Telling())
        else:
            report = refresh.ingest([Path(pdf) for pdf in order.pdfs], _Telling(), stage=order.stage)
    except SpbeError as error:
        _say(error=f"{type(error).__name__}: {error}")
        return 1
    _say(report={"changed": report.changed, "staged": report.staged, "failed": [row.reason for row in report.failed]})
    return 0


def _say(**said: object) -> None:
    os.write(1, (json.dumps(said) + "\n").encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
