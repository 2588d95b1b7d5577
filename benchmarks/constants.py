"""The sweep of the numbers that answers depend on beside those of search.py, quoting.py and decision.py: each is
taken out and set lower and higher, all else as it is. Prints for each value how many answers are as they should be
(all facts said; abstained where nothing answers).

    python benchmarks/constants.py DATA [MORE.jsonl …] [DATA MORE.jsonl …]

DATA is a knowledge base; the questions after it are asked of it, and ``dev`` and our own (tests/golden) of the first,
which must hold ../shared/pdfs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from quoting import sets

from knowledge import assistant
from knowledge.deciding import judging
from knowledge.evaluating import evaluation
from knowledge.finding import homes, retrieval
from knowledge.lookup import tables
from knowledge.quoting import choosing

NUMBERS: dict[tuple[ModuleType, str], tuple[float, ...]] = {
    (assistant, "ALONE"): (0.4,),  # where no vectors are searched: docs/reliability.md
    (homes, "ABOUT"): (0.0, 0.1, 0.15, 0.2, 1.0),
    (homes, "_SHORTEST"): (1, 5),
    (retrieval, "TOP"): (3, 5, 10),
    (choosing, "REPEATED"): (0.8, 0.9, 1.0),
    (tables, "_OFTEN"): (1, 5),
    (judging, "ASIDE"): (0.0, 0.5, 1.0),
}


def main(arguments: Sequence[Path]) -> None:
    """Ask every question once for each value of each number, the others as they are."""

    def tell(name: str) -> None:
        # What is built when a knowledge base is opened depends on numbers too: it is opened anew.
        good = {stem: sum(r.good for r in evaluation.run(items, made.answer)) for stem, made, items in sets(arguments)}
        told = " ".join(f"{stem} {count}" for stem, count in good.items())
        sys.stdout.write(f"{name:26} {told} | {sum(good.values())}\n")
        sys.stdout.flush()

    for (module, number), values in NUMBERS.items():
        for value in values:
            chosen = value == getattr(module, number)
            with patch.object(module, number, value):
                tell(f"{number} {value:g}{' (chosen)' if chosen else ''}")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
