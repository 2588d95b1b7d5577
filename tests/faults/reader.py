"""A process that asks all the time, as the bot does while a refresh goes on.

As a program it gets a data directory, a model and its weights, and asks the questions of standard input (a JSON list
of lists: a question, what its answer must hold, what it must never hold) in turn until it is closed; it tells each
answer that is wrong, then how many it gave.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.writer import ROOT

PAUSE = 0.02  # seconds between two questions

Asked = tuple[str, str, str]


class Reader:
    """Asks from its making to its closing."""

    def __init__(self, folder: Path, asked: list[Asked], model: str = "hash", weights: Path | None = None) -> None:
        program = [sys.executable, "-m", "tests.faults.reader", str(folder), model, str(weights or "")]
        self._process = subprocess.Popen(program, stdin=-1, stdout=-1, text=True, cwd=ROOT)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        assert json.loads(self._process.stdout.readline()) == "ready"

    def close(self) -> tuple[int, list[str]]:
        """How many answers it gave, how many generations they came from is left to it; and those that were wrong."""
        assert self._process.poll() is None, "the reader died"
        out, _ = self._process.communicate("\n", timeout=60)
        *wrong, count = map(json.loads, out.splitlines())
        return int(count), wrong


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
        for question, wanted, never in asked:
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
