"""The sweep that chose the numbers of quoting (knowledge/quoting): ``ASIDE``, ``KIND`` and ``BEHIND``. Prints a table:
for each set of questions how many answers are as they should be (all facts said; abstained where nothing answers).

    python benchmarks/quoting.py DATA [MORE.jsonl …] [DATA MORE.jsonl …]

DATA is a knowledge base; the questions after it are asked of it, and ``dev`` and our own (tests/golden) of the first,
which must hold ../shared/pdfs. What it printed (``other``, ``more``
and ``followups2``: 476 questions written apart by others; values not shown were not run):

    of 658             dev 72 answerable 64 followups 39 other 198 more 144 followups2 57 | 574
    ASIDE 0            dev 70 answerable 64 followups 39 other 195 more 142 followups2 54 | 564
    ASIDE 0.2          dev 72 answerable 64 followups 39 other 196 more 144 followups2 56 | 571
    ASIDE 0.3 (chosen) dev 72 answerable 64 followups 39 other 198 more 144 followups2 57 | 574
    ASIDE 0.4          dev 72 answerable 64 followups 39 other 196 more 144 followups2 57 | 572
    ASIDE 0.6          dev 71 answerable 64 followups 39 other 195 more 144 followups2 57 | 570
    KIND 0             dev 71 answerable 64 followups 39 other 194 more 142 followups2 55 | 565
    KIND 0.25          dev 72 answerable 64 followups 39 other 195 more 144 followups2 57 | 571
    BEHIND 0           dev 71 answerable 64 followups 39 other 190 more 142 followups2 54 | 560
    BEHIND 0.05        dev 72 answerable 64 followups 39 other 196 more 144 followups2 54 | 569
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from search import Remembered

from knowledge import catalog, vocabulary
from knowledge.assistant import Assistant
from knowledge.clock import FixedClock
from knowledge.embedding import DEFAULT_MODEL, make
from knowledge.evaluating import evaluation
from knowledge.keeping.store import Store, engine, migrate
from knowledge.quoting import asked, choosing, passages

ROOT = Path(__file__).resolve().parents[1]
OWN = (
    ROOT.parent / "shared" / "eval" / "dev.jsonl",
    ROOT / "tests" / "golden" / "answerable.jsonl",
    ROOT / "tests" / "golden" / "followups.jsonl",
)
DAY = date(2026, 11, 24)  # answers about dates depend on the day; figures must not
VALUES = {
    "ASIDE": (0.0, 0.2, 0.3, 0.4, 0.6),
    "KIND": (0.0, 0.25, 0.5, 1.0),
    "BEHIND": (0.0, 0.05, 0.1, 0.2),
}
USED: dict[str, tuple[ModuleType, ...]] = {
    "ASIDE": (choosing, passages),
    "KIND": (asked, choosing),
    "BEHIND": (choosing,),
}


def assistant(data: Path) -> Assistant:
    """Answers from a knowledge base; the vector of each question is made once."""
    store = Store(engine(f"sqlite:///{data / 'spbe.db'}"))
    migrate(store.engine)
    embedder = Remembered(make(DEFAULT_MODEL, data / "models"))
    return Assistant(store, data, catalog.load(), vocabulary.load(), embedder, FixedClock(DAY))


def sets(arguments: Sequence[Path]) -> Iterator[tuple[str, Assistant, list[evaluation.Item]]]:
    """The questions asked, each with whom to ask."""
    asking: Assistant | None = None
    for argument in arguments:
        if argument.is_dir():
            first, asking = asking is None, assistant(argument)
            files: tuple[Path, ...] = OWN if first else ()
        else:
            files = (argument,)
        for file in files:
            if asking is not None and file.exists():
                yield file.stem, asking, evaluation.read(file)


def main(arguments: Sequence[Path]) -> None:
    """Ask every question once for each value of each number, the others as they are."""
    known = list(sets(arguments))

    def tell(name: str) -> None:
        good = {stem: sum(r.good for r in evaluation.run(items, asking.answer)) for stem, asking, items in known}
        told = " ".join(f"{stem} {count}" for stem, count in good.items())
        sys.stdout.write(f"{name:18} {told} | {sum(good.values())}\n")
        sys.stdout.flush()

    tell(f"of {sum(len(items) for _, _, items in known)}")
    for name, values in VALUES.items():
        for value in values:
            chosen = value == getattr(USED[name][0], name)
            with ExitStack() as stack:
                for module in USED[name]:
                    stack.enter_context(patch.object(module, name, value))
                tell(f"{name} {value:g}{' (chosen)' if chosen else ''}")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
