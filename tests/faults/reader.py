"""A process that asks all the time, as the bot does while a refresh goes on.

As a program it gets a data directory, a model and its weights, and asks the questions of standard input (a JSON list
of lists: a question, what its answer must hold, what it must never hold) in turn until it is closed; it tells each
answer that is wrong, then how many it gave. Questions about what is deleted meanwhile are added to a file beside the
data directory, a line each, once it is deleted: the reader must not learn of that from the database it watches.
"""

from __future__ import annotations

import json
import random
import select
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.writer import ROOT

PAUSE = 0.02  # seconds between two questions
NEWEST = 2  # of the questions that were added: those asked in every turn

Asked = tuple[str, str, str]


class Reader:
    """Asks from its making to its closing."""

    def __init__(self, folder: Path, asked: list[Asked], model: str = "hash", weights: Path | None = None) -> None:
        program = [sys.executable, "-m", "tests.faults.reader", str(folder), model, str(weights or "")]
        self._also = also(folder)
        self._process = subprocess.Popen(program, stdin=-1, stdout=-1, text=True, cwd=ROOT)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        assert json.loads(self._process.stdout.readline()) == "ready"

    def never_again(self, question: str, text: str) -> None:
        """From now on, no answer to this holds that."""
        with self._also.open("a", encoding="utf-8") as file:
            file.write(json.dumps([question, "", text]) + "\n")

    def close(self) -> tuple[int, list[str]]:
        """How many answers it gave, how many generations they came from is left to it; and those that were wrong."""
        assert self._process.poll() is None, "the reader died"
        out, _ = self._process.communicate("\n", timeout=60)
        *wrong, count = map(json.loads, out.splitlines())
        return int(count), wrong


def also(folder: Path) -> Path:
    """The file of questions that are added."""
    return folder.with_name(f"{folder.name}-also.jsonl")


def _added(path: Path) -> list[Asked]:
    """The questions added so far: the newest, and one of the others."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.is_file() else []
    whole = [json.loads(line) for line in lines if line.endswith("\n")]
    return whole[-NEWEST:] + random.sample(whole[:-NEWEST], min(1, len(whole[:-NEWEST])))


def main(folder: str, model: str, weights: str) -> None:
    from knowledge.answering.rendering import plain
    from knowledge.embedding import make
    from knowledge.keeping.health import NOTICE
    from tests.ingest.refresh_base import Base

    base = Base(Path(folder))
    if model != "hash":
        base.embedder = make(model, Path(weights))  # type: ignore[assignment]
    asked = json.loads(sys.stdin.readline())
    assistant = base.assistant()
    count = 0
    while True:
        for question, wanted, never in [*asked, *_added(also(Path(folder)))]:
            try:
                said = plain(assistant.answer(question), None)
            except Exception as error:
                said = repr(error)
            if not count:
                _say("ready")
            count += 1
            if wanted not in said or NOTICE in said or (never and never in said):
                _say(f"{question}: {said}")
            time.sleep(PAUSE)
        if select.select([sys.stdin], [], [], 0)[0]:
            _say(count)
            return


def _say(said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
