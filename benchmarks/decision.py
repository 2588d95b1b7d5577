"""The sweep that chose the two numbers of knowledge/decision.py: nearness of the best unit, and how much the share of
the question's words tips it. Prints, for each pair, how many questions without a lookup are decided rightly.

    python benchmarks/decision.py DATA      DATA: a knowledge base of ../shared/pdfs
"""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge import catalog, decision, evaluation, vocabulary
from knowledge.assistant import Assistant
from knowledge.embedding import DEFAULT_MODEL, make
from knowledge.store import Store, engine

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"


def main(data: Path) -> None:
    """Sweep both numbers over the development questions."""
    store = Store(engine(f"sqlite:///{data / 'spbe.db'}"))
    words = vocabulary.load()
    assistant = Assistant(store, data, catalog.load(), words, make(DEFAULT_MODEL, data / "models"))
    items = [item for name in ("dev", "dev_unanswerable") for item in evaluation.read(EVAL / f"{name}.jsonl")]
    for weight in (0.0, 0.04, 0.08, 0.12):
        for least in (0.872, 0.876, 0.880, 0.884, 0.888, 0.892):
            decision.WORDS, decision.ENOUGH = weight, least
            results = evaluation.run(items, assistant.answer)
            figures = evaluation.figures(results)
            told = {key: figures[key] for key in ("abstained", "false_refusal", "facts", "answered_wrong")}
            sys.stdout.write(f"WORDS {weight:.2f} ENOUGH {least:.3f} {told}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
