"""A refresh for a program: what happens as lines of JSON on standard output, and an end as soon as nobody reads them.

Lines: ``{"event": "step", "name", "total"}``, ``{"event": "advance", "done"}``, ``{"event": "part", "name", "done",
"total"}``, and last ``{"event": "done", …}`` or ``{"event": "error", "kind", "text"}`` with kind busy (another process
is writing), refused (``text`` is for a person) or fault.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from knowledge.errors import BusyError, SpbeError

log = logging.getLogger(__name__)

EVERY = 0.2
"""Seconds between two lines on how far a step is."""


class Events:
    """A refresh's reporter that writes lines."""

    def __init__(self) -> None:
        self._done = 0
        self._total = 0
        self._said_at = 0.0

    def step(self, name: str, total: int) -> None:
        self._done, self._total, self._said_at = 0, total, 0.0
        say("step", name=name, total=total)

    def advance(self, count: int = 1) -> None:
        self._done += count
        if self._done >= self._total or time.monotonic() - self._said_at >= EVERY:
            self._said_at = time.monotonic()
            say("advance", done=self._done)

    def part(self, name: str, done: int = 0, total: int = 0) -> None:
        say("part", name=name, done=done, total=total)


def say(event: str, **values: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps({"event": event} | values, ensure_ascii=False) + "\n")
    sys.stdout.flush()


@contextmanager
def telling() -> Iterator[Events]:
    """End the body on SIGTERM or when standard input is closed: then who asked for it is gone. Errors become the last
    line and exit status 1."""
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_watch, daemon=True).start()
    try:
        yield Events()
    except BusyError as error:
        say("error", kind="busy", text=str(error))
        raise typer.Exit(1) from None
    except SpbeError as error:
        say("error", kind="refused", text=str(error))
        raise typer.Exit(1) from None
    except Exception as error:
        log.exception("pembaruan terhenti")
        say("error", kind="fault", text=type(error).__name__)
        raise typer.Exit(1) from None


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt  # what is being read ends its own children


def _watch() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
