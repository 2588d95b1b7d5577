"""The vectors that a new generation needs and SQL does not hold yet."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from ingest.reports import Report, Reporter
from knowledge.embedding import Embedder
from knowledge.keeping.index import Entry
from knowledge.keeping.store import Store


def embed_missing(
    store: Store,
    embedder: Callable[[], Embedder],
    model: str,
    rows: Sequence[Entry],
    report: Report,
    reporter: Reporter,
) -> None:
    """Embed the passages that have no vector of this model, longest first, and store the vectors; ``embedder`` is
    called only when there are any."""
    passages = {row.content_hash: row.unit.passage for row in rows}
    missing = sorted(store.missing_vectors(passages, model), key=lambda h: len(passages[h]), reverse=True)
    if not missing:
        return
    reporter.step("Menghitung vektor", len(missing))
    started = time.monotonic()
    made_by = embedder()
    for start in range(0, len(missing), 128):  # stored as it goes: a run that dies loses little
        part = missing[start : start + 128]
        made = made_by.passages([passages[h] for h in part], reporter.advance)
        store.add_vectors(zip(part, made, strict=True), model)
    report.embedded, report.embed_seconds = len(missing), time.monotonic() - started
