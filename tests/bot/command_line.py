"""``spbe`` as it runs in a folder, with the settings that are given and no others."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.cli import wiring
from bot.cli.app import main

ROOT = Path(__file__).resolve().parents[2]
Done = subprocess.CompletedProcess[str]


def environment(folder: Path) -> dict[str, str]:
    """Data in the folder, and vectors without a model, for speed."""
    return {"SPBE_DATA_DIR": str(folder / "data"), "SPBE_EMBEDDING_MODEL": "hash", "PATH": "/usr/bin:/bin"}


def process(folder: Path, *words: str) -> Done:
    """A command in a process of its own, as a person starts it."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli.app", *words],
        env=environment(folder) | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def spbe(folder: Path, *words: str, stdin: str = "", **settings: str) -> Done:
    """The same in this process, which has loaded already what takes a second to load; ``stdin`` is no terminal."""
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with (
        patch.dict(os.environ, environment(folder) | settings, clear=True),
        pytest.MonkeyPatch.context() as changed,
        _logging_anew(),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        changed.chdir(folder)
        changed.setattr(sys, "argv", ["spbe", *words])
        changed.setattr(sys, "stdin", io.StringIO(stdin))
        changed.setattr(wiring, "give_way", lambda: None)  # this process has more to do
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
    assert isinstance(code, int)
    return Done(["spbe", *words], code, out.getvalue(), err.getvalue())


@contextmanager
def _logging_anew() -> Iterator[None]:
    """Logging as it is before a process sets it up, and afterwards as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
