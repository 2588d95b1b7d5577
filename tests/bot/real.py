"""The real assistant over the real catalog and handbook; only the vectors are of hashes, as near as those of e5."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ingest.handbook import book as handbook
from ingest.refresh import Refresh
from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.catalog import load as load_catalog
from knowledge.clock import FixedClock
from knowledge.embedding import HashEmbedder
from knowledge.keeping.store import Store, engine, migrate
from knowledge.vocabulary import load as load_vocabulary
from tests.ingest.refresh_base import Counting

DAY = date(2026, 8, 20)


def real_assistant(folder: Path, catalog: Catalog, pdfs: Sequence[Path] = ()) -> Assistant:
    """Build a knowledge base in a folder (seconds) and open it; it is always ``DAY`` there."""
    made = engine(f"sqlite:///{folder}/knowledge.db")
    migrate(made)
    store, embedder, book = Store(made), Counting(), folder / "buku-saku.pdf"
    handbook.make(catalog, book)
    report = Refresh(store, folder, catalog, lambda: embedder, embedder.name).ingest([book, *pdfs])
    assert not report.failed
    return Assistant(store, folder, catalog, load_vocabulary(), embedder, FixedClock(DAY))


def small_base(folder: Path, *pdfs: Path) -> Assistant:
    """A knowledge base of these PDFs in a data directory as the commands find it (seconds), opened."""
    made = engine(f"sqlite:///{folder}/spbe.db")
    migrate(made)
    store, embedder, facts = Store(made), HashEmbedder(), load_catalog()
    assert Refresh(store, folder, facts, lambda: embedder, embedder.name).ingest(list(pdfs)).changed
    return Assistant(store, folder, facts, load_vocabulary(), embedder, FixedClock(DAY))
