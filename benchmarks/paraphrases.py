"""True and false sentences against the check of a language model's sentences: how many of each are shown.

python -m benchmarks.paraphrases [--failures]
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.knowledge.composing.paraphrases import Case, cases, mutated


def table(found: list[Case]) -> str:
    """Shown and all, by the kind of sentence."""
    shown = Counter(one.kind for one in found if one.shown)
    every = Counter(one.kind for one in found)
    return "\n".join(f"{kind:34}{shown[kind]:5} of {count:4}" for kind, count in every.items())


def main() -> None:
    """Print the table; with ``--failures`` the true sentences dropped and the false ones shown."""
    found = [*cases(), *mutated()]
    sys.stdout.write(table(found) + "\n")
    if "--failures" in sys.argv:
        for one in found:
            if one.shown != one.true:
                sys.stdout.write(f"{one.kind}: {one.text}\n")


if __name__ == "__main__":
    main()
