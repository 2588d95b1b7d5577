"""The sweep of the numbers that answers depend on, beside those of search.py (the fusion) and decision.py (whether it
is answered): each is taken out and set lower and higher, all else as it is. Prints for each value how many answers are
as they should be (all facts said; abstained where nothing answers), for each set of questions and in all.

    python benchmarks/constants.py DATA [MORE.jsonl …] [DATA MORE.jsonl …] [--only NAME …]

DATA is a knowledge base; the questions after it are asked of it, and ``dev`` and our own (tests/golden) of the first,
which must hold ../shared/pdfs. One process a knowledge base, in which the vector of each question is made once.

What it printed, in 16 minutes of a busy machine with 2 cores (``other`` and ``new``: 258 questions written apart by
others, read while mending; the three sets of our own, 74, 58 and 39, are the same in every row):

    HALF 0       dev 67 other 144 new 69 | 451
    HALF 0.25    dev 72 other 146 new 72 | 461
    HALF 0.5     dev 72 other 147 new 72 | 462    in force
    HALF 0.75    dev 71 other 147 new 72 | 461
    HALF 1       dev 70 other 144 new 72 | 457
    BEHIND 0     dev 71 other 144 new 71 | 457
    BEHIND 0.05  dev 72 other 146 new 72 | 461
    BEHIND 0.1   dev 72 other 147 new 72 | 462    in force
    BEHIND 0.2   dev 69 other 145 new 72 | 457
    BEHIND 0.4   dev 68 other 144 new 72 | 455
    DEPTH 50     dev 72 other 147 new 72 | 462    100, and 200 in force, alike
    DEPTH 400    dev 72 other 145 new 72 | 460
    TOP 3        dev 72 other 147 new 72 | 462    5 in force, and 10, alike
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import date
from importlib import import_module
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

from search import Remembered

from knowledge import catalog, vocabulary
from knowledge.assistant import Assistant
from knowledge.clock import FixedClock
from knowledge.embedding import DEFAULT_MODEL, Embedder, make
from knowledge.evaluating import evaluation
from knowledge.keeping.store import Store, engine, migrate

ROOT = Path(__file__).resolve().parents[1]
OWN = (
    ROOT.parent / "shared" / "eval" / "dev.jsonl",
    *(ROOT / "tests" / "golden" / f"{name}.jsonl" for name in ("answerable", "unanswerable", "followups")),
)
DAY = date(2026, 11, 24)  # answers about dates depend on the day; figures must not
# Each number: the modules of ``knowledge`` that use it, and the values tried.
NUMBERS: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "HALF": (("quoting.asked", "quoting.choosing", "quoting.passages"), (0.0, 0.25, 0.5, 0.75, 1.0)),
    "BEHIND": (("quoting.choosing",), (0.0, 0.05, 0.1, 0.2, 0.4)),
    "DEPTH": (("finding.retrieval",), (50, 100, 200, 400)),
    "TOP": (("finding.retrieval",), (3, 5, 10)),
    "ALONE": (("assistant",), (0.4,)),  # where no vectors are searched: docs/reliability.md
}
Base = tuple[Path, tuple[Path, ...]]
Counts = dict[str, int]


def bases(arguments: Sequence[Path]) -> list[Base]:
    """Each knowledge base with the questions to ask of it."""
    found: list[tuple[Path, list[Path]]] = []
    for argument in arguments:
        if argument.suffix != ".jsonl":
            found.append((argument, [] if found else [file for file in OWN if file.exists()]))
        else:
            found[-1][1].append(argument)
    return [(data, tuple(files)) for data, files in found]


def assistant(data: Path, embedder: Embedder) -> Assistant:
    """Answers from a knowledge base, on a fixed day."""
    store = Store(engine(f"sqlite:///{data / 'spbe.db'}"))
    migrate(store.engine)
    return Assistant(store, data, catalog.load(), vocabulary.load(), embedder, FixedClock(DAY))


def settings(only: Sequence[str]) -> Iterator[tuple[str, float | None]]:
    """Each number and value tried; first nothing changed."""
    yield "", None
    for name, (_, values) in NUMBERS.items():
        if not only or name in only:
            yield from ((name, value) for value in values)


def counted(base: Base, only: Sequence[str]) -> list[Counts]:
    """For each setting, how many answers are as they should be, by the name of the file of questions."""
    data, files = base
    embedder = Remembered(make(DEFAULT_MODEL, data / "models"))
    asked = {file.stem: evaluation.read(file) for file in files}
    counts = []
    for name, value in settings(only):
        with ExitStack() as stack:
            for module in NUMBERS[name][0] if name else ():
                stack.enter_context(patch.object(import_module(f"knowledge.{module}"), name, value))
            # What is built when a knowledge base is opened may depend on a number: it is opened anew.
            answer = assistant(data, embedder).answer
            counts.append({stem: sum(r.good for r in evaluation.run(items, answer)) for stem, items in asked.items()})
    return counts


def main(arguments: Sequence[Path], only: Sequence[str]) -> None:
    """Ask every question once for each value of each number, the others as they are."""
    of = bases(arguments)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        every = list(pool.map(counted, of, repeat(only)))
    for (name, value), found in zip(settings(only), zip(*every, strict=True), strict=True):
        good = {stem: count for counts in found for stem, count in counts.items()}
        title = f"{name} {value:g}" if name else "as it is"
        told = " ".join(f"{stem} {count}" for stem, count in good.items())
        sys.stdout.write(f"{title:12} {told} | {sum(good.values())}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--only", nargs="+", default=[], choices=NUMBERS)
    options = parser.parse_args()
    main(options.paths, options.only)
