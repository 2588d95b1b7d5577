"""PDF → raw pages, in a child process with limits on memory, CPU, wall time, pages and characters.

``python -m ingest.extracting.extract`` is that child: it gets a path and the limits, and writes JSON to its standard
output.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ingest.extracting.drawn import RawTable, from_json
from ingest.extracting.limits import Limits, end_session, limit_process, wait
from knowledge.errors import DocumentError, NoTextError

_MAGIC_WINDOW = 1024
_EXIT_REFUSED = 3
_NEARLY_ALL = 0.6  # of the memory a process may ask for: some of it is never touched

_WITHOUT_TEXT = ("images-only", "no-text-found")
_REASONS = {
    "missing": "Berkas tidak ditemukan. Periksa nama dan letaknya.",
    "unreadable": "Berkas tidak dapat dibaca. Periksa izin aksesnya, lalu kirim ulang.",
    "empty": "Berkas kosong (0 bita). Unduh atau kirim ulang berkasnya.",
    "not-pdf": "Berkas ini bukan PDF. Kirim dokumen dalam bentuk PDF.",
    "too-big": "Berkas terlalu besar (lebih dari {mib} MiB). Kecilkan atau pecah PDF-nya, lalu kirim ulang.",
    "encrypted": "PDF ini terenkripsi (berkata sandi). Buka kuncinya, simpan ulang, lalu kirim lagi.",
    "damaged": "PDF ini rusak atau terpotong sehingga tidak dapat dibaca. Unduh ulang dari sumbernya.",
    "no-pages": "PDF ini kosong: tidak memiliki halaman. Unduh ulang dari sumbernya.",
    "too-many-pages": "PDF ini memiliki terlalu banyak halaman (lebih dari {pages}). Pecah menjadi beberapa berkas.",
    "too-much-text": "Teks PDF ini terlalu banyak (lebih dari {characters} huruf). Pecah menjadi beberapa berkas.",
    "inflates": "Isi PDF ini mengembang terlalu besar saat dibuka (lebih dari {inflated} MiB). Simpan ulang PDF-nya "
    "atau pecah menjadi beberapa berkas.",
    "images-only": "Semua halaman PDF ini berupa gambar tanpa teks: perlu OCR. Kirim versi yang teksnya dapat disalin.",
    "no-text-found": "PDF ini hanya berisi gambar, dan OCR tidak menemukan teks di dalamnya. Pindai ulang lebih jelas "
    "(300 dpi), atau kirim versi yang teksnya dapat disalin.",
    "time": "Pembacaan PDF ini melebihi batas waktu. Simpan ulang PDF-nya atau pecah menjadi beberapa berkas.",
    "memory": "Pembacaan PDF ini melebihi batas memori. Simpan ulang PDF-nya atau pecah menjadi beberapa berkas.",
}


@dataclass(frozen=True)
class RawPage:
    """A page as extracted: its text and its lines in reading order.

    ``image``: a page with little text shows a picture; ``scan``: the text is a layer beneath a scan, recognised
    by others; ``ocr``: it was recognised by us; ``hidden``: characters left out because nobody can see them;
    ``tables``: those found on it, top down.
    """

    raw: str
    lines: tuple[str, ...]
    image: bool = False
    scan: bool = False
    ocr: bool = False
    hidden: int = 0
    tables: tuple[RawTable, ...] = ()


@dataclass(frozen=True)
class RawDocument:
    """What stands in a PDF. ``outline`` holds (title, 1-based page or 0, depth); ``labels`` one per page or none."""

    pages: tuple[RawPage, ...]
    title: str = ""
    subject: str = ""
    outline: tuple[tuple[str, int, int], ...] = ()
    labels: tuple[str, ...] = ()


def refusal(reason: str, limits: Limits) -> DocumentError:
    """The error that tells a person why a PDF was refused and what to do."""
    text = _REASONS.get(reason, _REASONS["damaged"])
    mib, inflated = (size // (1024 * 1024) for size in (limits.file_bytes, limits.inflated_bytes))
    kind = NoTextError if reason in _WITHOUT_TEXT else DocumentError
    return kind(text.format(mib=mib, inflated=inflated, pages=limits.pages, characters=limits.characters))


def extract(path: Path, limits: Limits) -> RawDocument:
    """The raw pages of a PDF, read in a limited child process.

    Raises DocumentError: not a PDF, encrypted, empty, damaged, too big, or over the limits.
    """
    _check_file(path, limits)
    with tempfile.TemporaryFile() as output:
        code, memory = _run_child(path, limits, output)
        output.seek(0)
        answer = _parse(output.read())
    if "error" in answer:
        raise refusal(str(answer["error"]), limits)
    if code != 0 or "pages" not in answer:
        raise refusal(_cause(code, memory, limits), limits)
    return RawDocument(
        pages=tuple(
            RawPage(**page | {"lines": tuple(page["lines"]), "tables": from_json(page["tables"])})
            for page in answer["pages"]
        ),
        title=answer["title"],
        subject=answer["subject"],
        outline=tuple((title, page, depth) for title, page, depth in answer["outline"]),
        labels=tuple(answer["labels"]),
    )


def _check_file(path: Path, limits: Limits) -> None:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise refusal("missing", limits)
        with path.open("rb") as file:
            head = file.read(_MAGIC_WINDOW)
    except FileNotFoundError as error:
        raise refusal("missing", limits) from error
    except OSError as error:
        raise refusal("unreadable", limits) from error
    if size == 0:
        raise refusal("empty", limits)
    if b"%PDF-" not in head:
        raise refusal("not-pdf", limits)
    if size > limits.file_bytes:
        raise refusal("too-big", limits)


def _run_child(path: Path, limits: Limits, output: IO[bytes]) -> tuple[int, int]:
    """Exit status and most memory (bytes) of the child that reads the PDF."""
    arguments = [str(path.resolve()), str(limits.pages), str(limits.characters), str(limits.inflated_bytes)]
    arguments += [str(limits.memory_bytes), str(limits.cpu_seconds)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    child = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "ingest.extracting.extract", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        return wait(child, limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise refusal("time", limits) from None
    finally:
        end_session(child)


def _parse(output: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(output)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _cause(code: int, memory: int, limits: Limits) -> str:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "time"
    # pdfium ends its process when it is given no more memory.
    return "memory" if memory > limits.memory_bytes * _NEARLY_ALL else "damaged"


def _child(arguments: list[str]) -> int:
    path, pages, characters, inflated_bytes, memory_bytes, cpu_seconds = arguments
    limit_process(int(memory_bytes), int(cpu_seconds))
    try:
        # Loaded under the limits, as they read the file.
        from ingest.extracting.pdf import RefusedError, read_pdf
        from ingest.extracting.streams import grows_beyond

        try:
            if grows_beyond(Path(path), int(inflated_bytes)):
                raise RefusedError("inflates")
            answer = read_pdf(Path(path), int(pages), int(characters))
        except RefusedError as error:
            answer = {"error": str(error)}
        text = json.dumps(answer)
    except MemoryError:
        text = '{"error": "memory"}'
    sys.stdout.write(text)
    return _EXIT_REFUSED if text.startswith('{"error"') else 0


if __name__ == "__main__":
    sys.exit(_child(sys.argv[1:]))
