"""Leave one document out: the questions that a document answers must be abstained from once it is gone.

Each document with gold pages is deleted in turn (a tombstone in a copy of the knowledge base), together with every
other file that holds gold pages of the same question. Prints, for each set of files, how many of its questions are
abstained from, how many are still answered rightly (the catalog or another document says the same) and how many are
answered without the facts; then the same over all, and the share abstained of those not answered rightly.

    python benchmarks/left_out.py DATA [FILE.jsonl ...]      DATA: a knowledge base of ../shared/pdfs
    python benchmarks/left_out.py DATA --least 0.80          fail where that share is lower
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from knowledge import catalog, vocabulary
from knowledge.assistant import Assistant
from knowledge.embedding import DEFAULT_MODEL, Embedder, make
from knowledge.evaluating import evaluation
from knowledge.keeping.store import Store, engine

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
Files = frozenset[str]
Made = TypeVar("Made", bound=Assistant)


def folds(items: Iterable[evaluation.Item]) -> dict[Files, list[evaluation.Item]]:
    """Questions by the files that hold their gold pages, in the order of the files' names."""
    found: dict[Files, list[evaluation.Item]] = defaultdict(list)
    for item in items:
        if item.gold:
            found[frozenset(file for file, _ in item.gold)].append(item)
    return dict(sorted(found.items(), key=lambda fold: sorted(fold[0])))


@contextmanager
def without(
    data: Path,
    files: Files,
    embedder: Embedder,
    kind: type[Made] = Assistant,  # type: ignore[assignment]
) -> Iterator[Made]:
    """An assistant (of a kind) over a copy of a knowledge base from which these files are deleted."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copy(data / "spbe.db", copy / "spbe.db")
        (copy / "index").symlink_to((data / "index").resolve())
        store = Store(engine(f"sqlite:///{copy / 'spbe.db'}"))
        current = store.current()
        assert current is not None
        for document in store.revisions(current).values():
            if document.file in files:
                store.delete_document(document.sha256)
        yield kind(store, copy, catalog.load(), vocabulary.load(), embedder)
        store.engine.dispose()


def verdict(result: evaluation.Result) -> str:
    """``abstained``, ``right`` (from elsewhere) or ``wrong``."""
    return "abstained" if result.answer.abstained else "right" if result.facts else "wrong"


def main(data: Path, questions: Iterable[Path]) -> float:
    """Ask every question with its own documents removed; gives the share abstained of those not answered rightly."""
    items = [item for path in questions for item in evaluation.read(path)]
    embedder = make(DEFAULT_MODEL, data / "models")
    total: Counter[str] = Counter()
    for files, asked in folds(items).items():
        with without(data, files, embedder) as assistant:
            results = evaluation.run(asked, assistant.answer)
        counts = Counter(map(verdict, results))
        total += counts
        sys.stdout.write(f"{', '.join(sorted(files))}: {_told(counts)}\n")
        for result in results:
            if verdict(result) == "wrong":
                sources = ", ".join(f"{c.label} {c.locator}" for c in result.answer.citations[:3])
                sys.stdout.write(f"  {result.item.id} {result.item.question[:80]!r} <- {sources}\n")
    share = total["abstained"] / ((total["abstained"] + total["wrong"]) or 1)
    sys.stdout.write(f"all: {_told(total)}; abstained of those not right {share:.2f}\n")
    return share


def _told(counts: Counter[str]) -> str:
    return (
        f"abstained {counts['abstained']}, right from elsewhere {counts['right']}, without the facts {counts['wrong']}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("questions", type=Path, nargs="*", default=[EVAL / "dev.jsonl"])
    parser.add_argument("--least", type=float, default=0.0)
    options = parser.parse_args()
    sys.exit(main(options.data, options.questions) < options.least)
