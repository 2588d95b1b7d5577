"""A small data directory to refresh, with an embedder that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ingest.refresh import Refresh
from knowledge.answering.rendering import plain
from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.catalog import load as load_catalog
from knowledge.embedding import HashEmbedder, Progress
from knowledge.keeping.store import Store, Vector
from knowledge.vocabulary import load as load_vocabulary
from tests.databases import migrated


class Counting(HashEmbedder):
    """Hash vectors that lie near each other, as those of e5 do; remembers the passages it embedded."""

    def __init__(self, name: str = "hash") -> None:
        super().__init__()
        self.name = name
        self.embedded: list[str] = []

    def query(self, text: str) -> Vector:
        shared: Vector = np.asarray([2.0], dtype=np.float32)  # of all texts: the cosine of two is at least 0.8
        return (np.concatenate([super().query(text), shared]) / np.sqrt(5)).astype(np.float32)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        self.embedded.extend(texts)
        if progress:
            progress(len(texts))
        return np.stack([self.query(text) for text in texts])


@dataclass
class Base:
    """A data directory with its store; every part is new in another process."""

    folder: Path
    catalog: Catalog = field(default_factory=load_catalog)
    embedder: Counting = field(default_factory=Counting)

    def __post_init__(self) -> None:
        self.store = Store(migrated(self.folder / "spbe.db"))

    @property
    def refresh(self) -> Refresh:
        return Refresh(self.store, self.folder, self.catalog, lambda: self.embedder, self.embedder.name)

    def examined(self, *said: dict[str, tuple[int, int]]) -> Refresh:
        """A refresh in which our own questions fare as said, one generation after the other."""
        left = list(said)
        refresh = self.refresh
        refresh.examine = lambda generation, reporter: left.pop(0)
        return refresh

    def assistant(self, generation: int | None = None) -> Assistant:
        parts = (self.store, self.folder, self.catalog, load_vocabulary(), self.embedder)
        return Assistant(*parts, generation=generation)

    def ask(self, question: str) -> str:
        return plain(self.assistant().answer(question), None)

    def files(self) -> list[str]:
        """Files of the documents in force."""
        current = self.store.current()
        assert current is not None
        return sorted(document.file for document in self.store.revisions(current).values())

    def directories(self) -> set[str]:
        return {path.name for path in (self.folder / "index").iterdir()}
