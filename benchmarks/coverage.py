"""Character coverage: what share of each PDF's letters and digits is in its cleaned pages, and what was dropped.

    .venv/bin/python benchmarks/coverage.py [PDF or folder …] [--dropped]

Prints a row for each PDF: letters and digits on its pages, kept, dropped as boilerplate, and lost (neither; must be
0). ``--dropped`` lists every dropped line with how often it was dropped.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ingest.extracting.clean import clean, normalise
from ingest.extracting.extract import RawPage, extract
from ingest.extracting.limits import Limits
from ingest.structuring.digits import repair_digits, repair_list_ends

ROOT = Path(__file__).resolve().parents[1]


def letters(text: str) -> Counter[str]:
    """Letters and digits of a text, counted."""
    return Counter(character for character in text if character.isalnum())


def printed(page: RawPage) -> str:
    """A page's lines with misread digits put right, which changes characters and loses none."""
    lines = [line for part in page.lines for piece in part.split("\n") if (line := normalise(piece))]
    return "\n".join(repair_list_ends([repair_digits(line) for line in lines]) if page.scan else lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Cakupan huruf tiap PDF.")
    parser.add_argument("pdf", nargs="*", type=Path, default=[ROOT.parent / "shared/pdfs"])
    parser.add_argument("--dropped", action="store_true")
    arguments = parser.parse_args()
    files = [file for path in arguments.pdf for file in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    print(f"{'berkas':55} {'huruf':>8} {'tersimpan':>9} {'dibuang':>8} {'hilang':>6}")  # noqa: T201
    for file in files:
        raw = extract(file, Limits())
        cleaned = clean(raw)
        whole = sum((letters(printed(page)) for page in raw.pages), Counter())
        kept = sum((letters(page.text) for page in cleaned.pages), Counter())
        lines = Counter(line for dropped in cleaned.dropped for line in dropped)
        dropped = letters("".join(lines.elements()))
        lost = (whole - kept - dropped).total()
        share = kept.total() / max(whole.total(), 1)
        print(f"{file.name:55} {whole.total():8} {share:9.2%} {dropped.total():8} {lost:6}")  # noqa: T201
        for line, count in lines.most_common() if arguments.dropped else ():
            print(f"    {count:4} {line}")  # noqa: T201


if __name__ == "__main__":
    main()
