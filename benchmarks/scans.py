"""Scanned pages: how good their text is before and after recognition, and how long recognition takes.

    .venv/bin/python benchmarks/scans.py [PDF or folder …] [--all] [--segmentation 3 4 6]

For each PDF: pages that are recognised, share of words (ingest.extracting.lexicon) of those pages before and after,
pages on which recognition was better, seconds of CPU a page, and seconds by the clock a page (all cores; on a busy
machine longer). ``--all`` also prints the share of PDFs that need none.
``--segmentation`` compares Tesseract's page segmentations on the first pages of each PDF.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from ingest.extracting import ocr
from ingest.extracting.extract import RawDocument, extract
from ingest.extracting.lexicon import known_tokens
from ingest.extracting.limits import Limits

ROOT = Path(__file__).resolve().parents[1]
FIRST = 6


def share(texts: list[str]) -> float:
    """Share of words over all tokens of some pages."""
    counts = [known_tokens(text) for text in texts]
    return sum(known for known, _ in counts) / max(sum(count for _, count in counts), 1)


def cpu() -> float:
    """Seconds of CPU that ended children took so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(file: Path, raw: RawDocument, wanted: list[int]) -> None:
    """Recognise a PDF's pages and print its row."""
    started, spent = time.perf_counter(), cpu()
    found = ocr.recognise(file, wanted, Limits())
    spent, passed = (cpu() - spent) / len(wanted), (time.perf_counter() - started) / len(wanted)
    before = [raw.pages[number - 1].raw for number in wanted]
    after = [found[number][0] if number in found else "" for number in wanted]
    gained = sum(ocr.gains(raw.pages[number - 1], text) for number, text in zip(wanted, after, strict=True))
    counts = f"{len(raw.pages):6} {len(wanted):6} {gained:6}"
    row = f"{counts} {share(before):9.3f} {share(after):9.3f} {spent:8.2f} {passed:8.2f}"
    print(f"{file.name:55} {row}", flush=True)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description="Mutu dan lama pengenalan teks hasil pindai.")
    parser.add_argument("pdf", nargs="*", type=Path, default=[ROOT.parent / "shared/pdfs"])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--segmentation", nargs="+", type=int, default=[])
    arguments = parser.parse_args()
    files = [file for path in arguments.pdf for file in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    if not ocr.languages():
        raise SystemExit("Tesseract dengan bahasa ind tidak terpasang.")
    titles = f"{'hlm.':>6} {'OCR':>6} {'dipakai':>7} {'sebelum':>8} {'sesudah':>9} {'CPU':>8} {'jam':>8}"
    print(f"{'berkas':55} {titles}")  # noqa: T201
    for file in files:
        raw = extract(file, Limits())
        wanted = ocr.pages_to_read(raw.pages)
        if not wanted:
            if arguments.all:
                print(f"{file.name:55} {len(raw.pages):6} {0:6} {'':6} {share([p.raw for p in raw.pages]):9.3f}")  # noqa: T201
            continue
        if not arguments.segmentation:
            measure(file, raw, wanted)
        for segmentation in arguments.segmentation:
            ocr.SEGMENTATION = segmentation
            print(f"--psm {segmentation}", end=" ")  # noqa: T201
            measure(file, raw, wanted[:FIRST])


if __name__ == "__main__":
    main()
