"""Our own questions, asked of the catalog and the handbook alone. ``python -m tests.knowledge.golden`` records anew."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from ingest.handbook import book as handbook
from knowledge import catalog, vocabulary
from knowledge.catalog import Catalog
from knowledge.evaluating.evaluation import Figures, Result, figures, read, run
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import KnowledgeBase, build

FOLDER = Path(__file__).parents[1] / "golden"
RECORDED = FOLDER / "figures.json"
SETS = ("answerable", "unanswerable", "followups", "injections")


def base_of(folder: Path, facts: Catalog, words: Vocabulary) -> KnowledgeBase:
    """What ``spbe build`` makes on a new machine, with vectors of hashes instead of a model."""
    made = build(folder, facts, words, {})
    book = folder / "buku-saku-spbe-pemdi-2026.pdf"
    handbook.make(facts, book)
    made.ingest(book)
    return made


def ask(made: KnowledgeBase, name: str) -> list[Result]:
    """The results of one set."""
    return run(read(FOLDER / f"{name}.jsonl"), made.assistant().answer)


def quality(results: list[Result]) -> Figures:
    """The figures without the times, which depend on the machine."""
    return {key: value for key, value in figures(results).items() if not key.endswith("_ms")}


def main() -> None:
    """Record the figures of today's assistant."""
    with tempfile.TemporaryDirectory() as folder:
        made = base_of(Path(folder), catalog.load(), vocabulary.load())
        now = {name: quality(ask(made, name)) for name in SETS}
    RECORDED.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(now, indent=1) + "\n")


if __name__ == "__main__":
    main()
