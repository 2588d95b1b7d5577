"""What the program does in a process of its own, done in that of the tests, where that is not the matter."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import IO

import pytest

from ingest.extracting import extract as extraction
from ingest.extracting.limits import Limits

_SMALL = 64 * 1024


@contextmanager
def extracting(factory: pytest.TempPathFactory) -> Iterator[None]:
    """Small PDFs, as the tests make them, are extracted without a child process and its limits; a larger one, as the
    handbook, by the child, once in a run of the tests."""
    kept = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        kept = kept.parent  # of all workers
    child = extraction._run_child

    def extract(path: Path, limits: Limits, output: IO[bytes]) -> tuple[int, int]:
        here = threading.current_thread() is threading.main_thread()  # limits of time need its signals
        if here and path.stat().st_size <= _SMALL:
            return _extract(path, limits, output)
        said = kept / f"extracted-{hashlib.sha256(path.read_bytes() + repr(limits).encode()).hexdigest()}"
        if said.exists():
            output.write(said.read_bytes())
            return 0, 0
        code, memory = child(path, limits, output)
        if code == 0:
            output.seek(0)
            made = said.with_suffix(f".{os.getpid()}")
            made.write_bytes(output.read())
            made.replace(said)
        return code, memory

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extraction, "_run_child", extract)
        yield


def _extract(path: Path, limits: Limits, output: IO[bytes]) -> tuple[int, int]:
    arguments = [str(path.resolve()), str(limits.pages), str(limits.characters), str(limits.inflated_bytes), "0", "0"]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as said:
        patch.setattr(extraction, "limit_process", lambda *_: None)
        code = extraction._child(arguments)
    output.write(said.getvalue().encode())
    return code, 0
