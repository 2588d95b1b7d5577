"""Make ``ingest/extracting/lexicon.txt``: the words of born-digital PDFs and of the project's own facts.

    .venv/bin/python benchmarks/make_lexicon.py PDF … [--least 2]

Give PDFs whose text was written by a word processor; pages that are scans (a recognised text layer over a
picture, or no text) are left out by themselves. Words only, in alphabetical order, without numbers.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ingest.extracting.clean import clean
from ingest.extracting.extract import extract
from ingest.extracting.lexicon import word_tokens
from ingest.extracting.limits import Limits

ROOT = Path(__file__).resolve().parents[1]
MOST = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description="Buat ingest/extracting/lexicon.txt dari PDF yang bukan hasil pindai.")
    parser.add_argument("pdf", nargs="+", type=Path)
    parser.add_argument("--least", type=int, default=2, help="banyaknya kemunculan paling sedikit")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    for path in arguments.pdf:
        raw = extract(path, Limits())
        for page, source in zip(clean(raw).pages, raw.pages, strict=True):
            if not source.scan:
                counts.update(word_tokens(page.text))
    frequent = [word for word, count in counts.most_common(MOST) if count >= arguments.least]
    facts = {word for file in (ROOT / "knowledge/facts").glob("*.yaml") for word in word_tokens(file.read_text())}
    words = sorted(word for word in {*frequent, *facts} if word.isalpha())
    (ROOT / "ingest/extracting/lexicon.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} kata")  # noqa: T201


if __name__ == "__main__":
    main()
