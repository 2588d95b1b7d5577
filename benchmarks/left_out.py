"""Leave one document out: the questions that a document answers must be abstained from once it is gone.

Each document with gold pages is deleted in turn (a tombstone in a copy of the knowledge base), together with every
other file that holds gold pages of the same question. Prints, for each document, how many of its questions are
abstained from, how many are still answered rightly (the catalog or another document says the same), and those
answered wrong.

    python benchmarks/left_out.py DATA [FILE.jsonl]      DATA: a knowledge base of ../shared/pdfs
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from knowledge import catalog, evaluation, vocabulary
from knowledge.assistant import Assistant
from knowledge.embedding import DEFAULT_MODEL, make
from knowledge.store import Store, engine

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"


def main(data: Path, questions: Path) -> None:
    """Ask every question with its own documents removed."""
    items = [item for item in evaluation.read(questions) if item.gold]
    folds: dict[frozenset[str], list[evaluation.Item]] = defaultdict(list)
    for item in items:
        folds[frozenset(file for file, _ in item.gold)].append(item)
    embedder, facts, words = make(DEFAULT_MODEL, data / "models"), catalog.load(), vocabulary.load()
    abstained = right = wrong = 0
    for files, asked in sorted(folds.items(), key=lambda fold: sorted(fold[0])):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder)
            shutil.copy(data / "spbe.db", copy / "spbe.db")
            store = Store(engine(f"sqlite:///{copy / 'spbe.db'}"))
            current = store.current()
            assert current is not None
            (copy / "index").symlink_to((data / "index").resolve())
            for document in store.revisions(current).values():
                if document.file in files:
                    store.delete_document(document.sha256)
            results = evaluation.run(asked, Assistant(store, copy, facts, words, embedder).answer)
            store.engine.dispose()
        for result in results:
            if result.answer.abstained:
                abstained += 1
            elif result.facts:
                right += 1
            else:
                wrong += 1
                sources = ", ".join(f"{c.label} {c.locator}" for c in result.answer.citations[:3])
                sys.stdout.write(f"  {result.item.id} {result.item.question[:80]!r} <- {sources}\n")
    total = abstained + right + wrong
    sys.stdout.write(
        f"abstained {abstained}/{total} = {abstained / total:.2f}; answered rightly from elsewhere {right}; "
        f"answered without the facts {wrong}\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else EVAL / "dev.jsonl")
