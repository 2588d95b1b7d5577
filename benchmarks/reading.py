"""How fast PDFs are read: pages a second of text, and of tables where there may be some.

python benchmarks/reading.py [PDF or folder …]    (default: ../shared/pdfs)

Both are measured in this process on one core, without the start of the limited child (about 0.2 s a file). Scans are
left out: their pages have no text to extract. Exits with 1 where a figure is below what is required.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ingest.extracting import pdf, tables
from ingest.extracting.limits import Limits

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "pdfs"
TEXT = 100.0  # pages a second, over all born-digital files
TABLES = 8.0  # pages a second, over the pages pdfplumber is shown


@dataclass(frozen=True)
class Reading:
    """What reading one PDF took: seconds of text and of tables, and how many pages of each."""

    name: str
    pages: int
    table_pages: int
    text_seconds: float
    table_seconds: float
    digital: bool


class _Timed(tables.TableFinder):
    """A finder that says what it took."""

    made: _Timed

    def __init__(self, path: Path, seconds: float | None = None) -> None:
        super().__init__(path, float("inf"))
        _Timed.made = self


def measure(path: Path) -> Reading:
    """Read a PDF and take the time."""
    limits = Limits()
    pdf.TableFinder = _Timed  # type: ignore[misc]
    started = time.process_time()
    pages = pdf.read_pdf(path, limits.pages, limits.characters)["pages"]
    took = time.process_time() - started
    finder = _Timed.made
    scans = sum(page["scan"] or len(page["raw"].strip()) < 50 for page in pages)
    return Reading(path.name, len(pages), finder.pages, took - finder.spent, finder.spent, scans * 2 <= len(pages))


def main() -> int:
    """Print a line a file and the totals."""
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", type=Path, default=[SHARED])
    given = parser.parse_args().paths
    files = [file for path in given for file in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    files = [file for file in files if file.exists()]
    if not files:
        sys.stderr.write("Nothing to measure: the PDFs are not here.\n")
        return 0
    import pdfplumber  # noqa: F401 - loading it is start-up, not reading

    readings = [measure(file) for file in files]
    for reading in readings:
        line = f"{reading.name:60} {reading.pages:4} pages, text {reading.pages / reading.text_seconds:6.0f}/s"
        if reading.table_pages:
            line += f", tables {reading.table_pages} at {reading.table_pages / reading.table_seconds:5.1f}/s"
        sys.stdout.write(line + ("\n" if reading.digital else "  (scan: not counted)\n"))
    digital = [reading for reading in readings if reading.digital]
    text = sum(r.pages for r in digital) / (sum(r.text_seconds for r in digital) or 1.0)
    table = sum(r.table_pages for r in readings) / (sum(r.table_seconds for r in readings) or 1.0)
    shown = sum(r.table_pages for r in readings)
    sys.stdout.write(f"text {text:.0f} pages/s (at least {TEXT:.0f}); tables {table:.1f} pages/s on {shown} pages "
                     f"(at least {TABLES:.0f})\n")  # fmt: skip
    return int(text < TEXT or (shown > 0 and table < TABLES))


if __name__ == "__main__":
    sys.exit(main())
