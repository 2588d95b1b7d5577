"""Pages without usable text, and scans whose text layer is poor, read by Tesseract where it is installed.

Pictures of pages are drawn and recognised in child processes with limits on memory, CPU and wall time, one at a
time on each core: several threads within one Tesseract only get in each other's way. ``python -m
ingest.extracting.ocr`` is such a child.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from ingest.extracting.drawn import RawTable, from_json
from ingest.extracting.extract import RawDocument, RawPage
from ingest.extracting.lexicon import known_tokens
from ingest.extracting.limits import Limits, end_session, limit_process

# Page segmentation 4, "a single column of text of variable sizes": 3 takes the markers of ayat for a column of
# their own, 6 reads the emblem and table rules as letters (benchmarks/scans.py --segmentation 3 4 6).
SEGMENTATION = 4
DPI = 300
# A scan's own text layer is kept from this share of words on; below it, it is recognised again (docs/ingestion.md).
GOOD_SHARE = 0.98
# A page with a picture and no more text than a running head has its content in the picture.
HARDLY_TEXT = 120
# Recognised text of a picture is noise below these: letters on a logo, a signature, a photograph.
_FEWEST_WORDS = 5
_LEAST_SHARE = 0.5
# A page with a signature alone: so many words, and most of them may be names.
_FEWEST_NAMES, _MOST_NAMES, _NAMES_SHARE = 3, 15, 0.3
_LONG = re.compile(r"[^\W\d_]{3,}")
# Of a page's words and share: within these, which of two readings is better is chance.
_AS_MANY = 0.98
_ALIKE = 0.02
BATCH = 4


Recognised = tuple[str, tuple[RawTable, ...]]


@cache
def languages() -> str:
    """Tesseract's languages to use (``ind+eng``, ``ind``); empty when Tesseract or Indonesian is not installed.

    The Indonesian model knows neither ``%`` nor ``;`` nor ``<``; with the English one beside it they are read.
    """
    if shutil.which("tesseract") is None:
        return ""
    listed = subprocess.run(
        ["tesseract", "--list-langs"],  # noqa: S607 - found on the PATH by design
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    ).stdout.split("\n")
    installed = [language for language in ("ind", "eng") if language in listed]
    return "+".join(installed) if "ind" in installed else ""


def with_ocr(
    path: Path, document: RawDocument, limits: Limits, progress: Callable[[int, int], None] | None = None
) -> tuple[RawDocument, bool]:
    """The document with those pages recognised that need it and gain by it, and whether Tesseract was asked.
    ``progress`` is told of how many pages how many were looked at.

    Unchanged where Tesseract is not installed or ``limits.ocr_pages`` is 0.
    """
    wanted = pages_to_read(document.pages)[: limits.ocr_pages]
    if not wanted or not languages():
        return document, False
    pages = list(document.pages)
    for number, (text, tables) in recognise(path, wanted, limits, progress).items():
        page = pages[number - 1]
        if gains(page, text):
            lines = tuple(text.split("\n"))
            pages[number - 1] = replace(page, raw=text, lines=lines, image=False, ocr=True, tables=tables)
        elif page.raw.strip():  # its few words are all there is to read
            pages[number - 1] = replace(page, image=False)
    return replace(document, pages=tuple(pages)), True


def pages_to_read(pages: Sequence[RawPage]) -> list[int]:
    """Numbers (1-based) of pages without usable text, and of all scanned pages where their text layers, taken
    together, are poor in words: what is misread in brackets and numbers shows in no single page's share."""
    counts = [known_tokens(page.raw) for page in pages if page.scan]
    poor = sum(known for known, _ in counts) < GOOD_SHARE * sum(count for _, count in counts)
    return [number for number, page in enumerate(pages, 1) if _hardly_text(page) or (poor and page.scan)]


def gains(page: RawPage, text: str) -> bool:
    """Whether recognised text is better than what the page has: more words where there was hardly any text;
    as many words, and no smaller a share of them, where there was a text layer."""
    known, count = known_tokens(text)
    known_before, count_before = known_tokens(page.raw)
    if not page.raw.strip() and _few_words(text):
        return True
    if _hardly_text(page):
        return known >= known_before + _FEWEST_WORDS and known >= _LEAST_SHARE * count
    return known >= known_before * _AS_MANY and known / max(count, 1) >= known_before / max(count_before, 1) - _ALIKE


def _few_words(text: str) -> bool:
    """Whether all of a short text is words, mostly names: "BUPATI CONTOH, ttd BUDI SANTOSO"."""
    tokens = _LONG.findall(text)
    whole = all(token.isupper() or token.istitle() or token.islower() for token in tokens)
    known, count = known_tokens(text)
    return _FEWEST_NAMES <= len(tokens) <= _MOST_NAMES and whole and known > 0 and known >= _NAMES_SHARE * count


def _hardly_text(page: RawPage) -> bool:
    written = len(page.raw.strip())
    return not written or (page.image and written < HARDLY_TEXT)


def recognise(
    path: Path, numbers: Sequence[int], limits: Limits, progress: Callable[[int, int], None] | None = None
) -> dict[int, Recognised]:
    """Text and tables of the given pages (1-based) of a PDF. A page that could not be recognised within the limits
    is left out."""
    batches = [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]
    progress = progress or (lambda done, total: None)
    recognised: dict[int, Recognised] = {}
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        progress(0, len(numbers))
        for count, pages in enumerate(pool.map(lambda batch: _batch(path, batch, limits), batches), 1):
            recognised |= pages
            progress(min(count * BATCH, len(numbers)), len(numbers))
    return recognised


def _batch(path: Path, numbers: Sequence[int], limits: Limits) -> list[tuple[int, Recognised]]:
    arguments = [str(path.resolve()), languages(), str(SEGMENTATION)]
    arguments += [str(limits.memory_bytes), str(limits.ocr_cpu_seconds)]
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "ingest.extracting.ocr", *arguments, *map(str, numbers)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
        )
        try:
            with suppress(subprocess.TimeoutExpired):  # what was recognised until then counts
                child.wait(limits.ocr_wall_seconds * len(numbers))
        finally:
            end_session(child)
        output.seek(0)
        return list(_answers(output.read().split(b"\n")))


def _answers(lines: Sequence[bytes]) -> Iterator[tuple[int, Recognised]]:
    for line in lines:
        try:
            number, page = json.loads(line)
        except ValueError:
            continue  # the last line of a child that was stopped
        yield int(number), (str(page["text"]), from_json(page["tables"]))


def _child(arguments: Sequence[str]) -> int:
    path, wanted, segmentation, memory_bytes, cpu_seconds, *numbers = arguments
    limit_process(int(memory_bytes), int(cpu_seconds))
    # Loaded under the limits, as they read the file.
    from ingest.extracting.ocr_page import UnreadableError, read_page

    for number in numbers:
        try:
            page = read_page(Path(path), int(number), wanted, DPI, int(segmentation))
        except (UnreadableError, MemoryError):
            continue  # the next page may be a better one
        sys.stdout.write(json.dumps([int(number), page]) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_child(sys.argv[1:]))
