"""The sweep that chose the one number of the search (``DEPTH`` of knowledge/finding/retrieval.py), and what was not
taken: other weights of the three searches, ranks instead of scores. Prints a table: for each set of questions the
share of gold pages first, among the first five and ten, and MRR@10.

    python benchmarks/search.py DATA [MORE.jsonl …]     DATA: a knowledge base of ../shared/pdfs

What it printed: ``dev`` (66 questions with gold pages), and 140 other questions written apart by others.

    depth 30                 dev 0.758 0.955 0.970 0.841 | other 0.700 0.929 0.957 0.791
    depth 60                 dev 0.758 0.955 0.970 0.846 | other 0.721 0.921 0.950 0.803
    depth 100                dev 0.773 0.939 0.985 0.851 | other 0.721 0.921 0.950 0.805
    depth 200 (chosen)       dev 0.758 0.970 1.000 0.844 | other 0.714 0.929 0.957 0.804
    depth 400                dev 0.742 0.970 1.000 0.837 | other 0.714 0.929 0.957 0.804
    depth 800                dev 0.758 0.970 1.000 0.844 | other 0.721 0.929 0.957 0.809
    weights 0.5/1.0/1.0      dev 0.727 0.955 0.985 0.822 | other 0.714 0.929 0.964 0.810
    weights 1.5/1.0/1.0      dev 0.758 0.939 1.000 0.834 | other 0.657 0.929 0.950 0.767
    weights 1.0/1.0/0.0      dev 0.773 0.955 0.985 0.845 | other 0.707 0.907 0.921 0.787
    weights 1.0/1.0/0.5      dev 0.773 0.955 1.000 0.853 | other 0.707 0.921 0.950 0.797
    weights 1.0/1.0/1.5      dev 0.773 0.955 0.985 0.849 | other 0.707 0.921 0.957 0.800
    ranks, constant 5        dev 0.758 0.955 0.970 0.838 | other 0.693 0.921 0.936 0.786
    ranks, constant 10       dev 0.773 0.955 0.970 0.849 | other 0.686 0.914 0.943 0.779
    ranks, constant 20       dev 0.742 0.955 0.985 0.834 | other 0.686 0.907 0.950 0.776
    ranks, constant 60       dev 0.727 0.939 0.970 0.809 | other 0.650 0.893 0.936 0.750
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

from knowledge import catalog, vocabulary
from knowledge.assistant import Assistant
from knowledge.embedding import DEFAULT_MODEL, Embedder, Progress, make
from knowledge.evaluating import evaluation
from knowledge.evaluating.evaluation import Item
from knowledge.finding import retrieval
from knowledge.finding.fusion import Found, fuse
from knowledge.keeping.store import Store, Vector, engine, migrate

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
DEPTHS = (30, 60, 100, 200, 400, 800)
WEIGHTS = ((0.5, 1.0, 1.0), (1.5, 1.0, 1.0), (1.0, 1.0, 0.0), (1.0, 1.0, 0.5), (1.0, 1.0, 1.5))
RANKS = (5, 10, 20, 60)


class Remembered:
    """An embedder that makes the vector of a question once."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._known: dict[str, Vector] = {}

    def query(self, text: str) -> Vector:
        """The vector of a question."""
        if text not in self._known:
            self._known[text] = self._embedder.query(text)
        return self._known[text]

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """The vectors of passages."""
        return self._embedder.passages(texts, progress)


def weighted(weights: Sequence[float]) -> Callable[[Sequence[Found], int], dict[str, float]]:
    """The fusion with a weight for each search: by meaning, by the question's words, by other names too."""

    def fused(searches: Sequence[Found], depth: int) -> dict[str, float]:
        scores: dict[str, float] = {}
        for found, weight in zip(searches, weights, strict=False):
            for key, score in fuse([found], depth).items():
                scores[key] = scores.get(key, 0.0) + weight * score / sum(weights)
        return scores

    return fused


def ranked(constant: int) -> Callable[[Sequence[Found], int], dict[str, float]]:
    """Reciprocal rank fusion, official units and the handbook's each ranked among their own."""

    def fused(searches: Sequence[Found], depth: int) -> dict[str, float]:
        scores: dict[str, float] = {}
        for found in searches:
            for handbook in (False, True):
                part = [row.key for row, _ in found if row.document.handbook is handbook][:depth]
                for place, key in enumerate(part, 1):
                    scores[key] = scores.get(key, 0.0) + (constant + 1) / (constant + place) / len(searches)
        return scores

    return fused


def main(data: Path, more: Sequence[Path]) -> None:
    """Ask every question with gold pages once for each variant."""
    store = Store(engine(f"sqlite:///{data / 'spbe.db'}"))
    migrate(store.engine)
    embedder = Remembered(make(DEFAULT_MODEL, data / "models"))
    assistant = Assistant(store, data, catalog.load(), vocabulary.load(), embedder)
    sets = {path.stem: [i for i in evaluation.read(path) if i.gold] for path in (EVAL / "dev.jsonl", *more)}
    chosen = retrieval.DEPTH

    def tell(name: str) -> None:
        told = " | ".join(f"{stem} {_figures(items, assistant)}" for stem, items in sets.items())
        sys.stdout.write(f"{name:24} {told}\n")
        sys.stdout.flush()

    tell(f"as it is (depth {chosen})")
    for depth in DEPTHS:
        retrieval.DEPTH = depth
        tell(f"depth {depth}")
    retrieval.DEPTH = chosen
    for weights in WEIGHTS:
        with patch.object(retrieval, "fuse", weighted(weights)):
            tell(f"weights {'/'.join(map(str, weights))}")
    for constant in RANKS:
        with patch.object(retrieval, "fuse", ranked(constant)):
            tell(f"ranks, constant {constant}")


def _figures(items: Sequence[Item], assistant: Assistant) -> str:
    figures = evaluation.figures(evaluation.run(items, assistant.answer))
    return " ".join(f"{figures[key]:.3f}" for key in ("hit@1", "hit@5", "hit@10", "mrr@10"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
