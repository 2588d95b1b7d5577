"""A page of a PDF as a PNG with a unit's words marked: what a reader checks an answer against.

``python -m knowledge.proving.picture`` is the child process that draws: it reads a request as JSON from standard input
and writes one line of JSON, then the PNG, to standard output. A PDF is never opened in the process that asks.
"""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import PageError
from knowledge.limited import end_session, limit_process

PNG = b"\x89PNG\r\n\x1a\n"
_REASONS = {
    "missing": "PDF dokumen ini tidak tersimpan lagi. Minta pengelola memasukkannya kembali.",
    "no-page": "Halaman itu tidak ada dalam PDF.",
    "damaged": "Halaman ini tidak dapat digambar karena PDF-nya rusak atau tidak biasa.",
    "limits": "Halaman ini terlalu berat untuk digambar. Bukalah langsung di berkas PDF-nya.",
}


@dataclass(frozen=True)
class DrawingLimits:
    """What drawing one page may take: ``longest`` side in pixels (title strip included), ``png_bytes`` of the result,
    memory in bytes, times in seconds."""

    longest: int = 1600
    png_bytes: int = 5 * 1024 * 1024
    memory_bytes: int = 1024 * 1024 * 1024
    cpu_seconds: int = 15
    wall_seconds: float = 25.0


@dataclass(frozen=True)
class Drawing:
    """A drawn page. ``marked``: how many lines are marked on it; 0 for a picture without text beneath."""

    png: bytes
    marked: int


@dataclass(frozen=True)
class Request:
    """What is drawn: page ``page`` (1-based) of the PDF ``path``; ``title`` and ``place`` stand in the strip above it,
    left and right. ``words`` is the page's cleaned text, of which ``part`` (start, end in characters) is marked, or
    the text to be marked as a whole; ``quote``, words of the raw page, is marked more strongly."""

    path: str
    page: int
    title: str = ""
    place: str = ""
    words: str = ""
    part: tuple[int, int] | None = None
    quote: str = ""


def draw(request: Request, limits: DrawingLimits | None = None) -> Drawing:
    """Draw a page in a limited child process; blocks for some tenths of a second.

    Raises PageError: the file or page is not there, cannot be drawn, or takes more than the limits.
    """
    limits = limits or DrawingLimits()
    if not Path(request.path).is_file():
        raise PageError(_REASONS["missing"])
    question = json.dumps([dataclasses.asdict(request), dataclasses.asdict(limits)]).encode()
    head, _, png = _run_child(question, limits).partition(b"\n")
    try:
        answer = json.loads(head)
    except ValueError:
        answer = {"error": "damaged"}
    if "error" in answer or not png.startswith(PNG):
        raise PageError(_REASONS.get(answer.get("error", ""), _REASONS["damaged"]))
    return Drawing(png, int(answer["marked"]))


def _run_child(question: bytes, limits: DrawingLimits) -> bytes:
    child = subprocess.Popen(
        [sys.executable, "-m", "knowledge.proving.picture"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        start_new_session=True,
    )
    try:
        output, _ = child.communicate(question, limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise PageError(_REASONS["limits"]) from None
    finally:
        end_session(child)
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise PageError(_REASONS["limits"])
    return output


def _child() -> None:
    request, limits = json.load(sys.stdin)
    limit_process(limits["memory_bytes"], limits["cpu_seconds"])
    png, answer = b"", dict[str, object]()
    try:
        # Loaded under the limits, as it reads the file.
        from knowledge.proving.sheet import RefusedError, sheet

        try:
            png, marked = sheet(Request(**request), DrawingLimits(**limits))
            answer = {"marked": marked}
        except RefusedError as error:
            answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "limits"}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + png)


if __name__ == "__main__":
    _child()
