"""What the program does in a process of its own, done in that of the tests, where that is not the matter."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import IO

import pytest

from ingest.extracting import extract as extraction
from ingest.extracting.limits import Limits

_ONE = threading.Lock()  # what reads the PDF is not made for threads
_SMALL = 64 * 1024


@contextmanager
def extracting() -> Iterator[None]:
    """Small PDFs, as the tests make them, are extracted without a child process and its limits."""
    child = extraction._run_child

    def extract(path: Path, limits: Limits, output: IO[bytes]) -> tuple[int, int]:
        return (_extract if path.stat().st_size <= _SMALL else child)(path, limits, output)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extraction, "_run_child", extract)
        yield


def _extract(path: Path, limits: Limits, output: IO[bytes]) -> tuple[int, int]:
    arguments = [str(path.resolve()), str(limits.pages), str(limits.characters), str(limits.inflated_bytes), "0", "0"]
    with _ONE, pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as said:
        patch.setattr(extraction, "limit_process", lambda *_: None)
        code = extraction._child(arguments)
    output.write(said.getvalue().encode())
    return code, 0
