"""Whether every unit of a generation is found in its index."""

from __future__ import annotations

from pathlib import Path

from knowledge.keeping import index
from knowledge.keeping.condition import Condition, condition
from knowledge.keeping.store import Store


def lost(store: Store, data: Path, generation: int) -> list[str]:
    """Labels and locators of the units that are not found, and of those without a vector to look for them with."""
    rows = index.entries(store, store.revisions(generation, deleted=True))
    path, model = index.directory(data, generation), store.generation_model(generation)
    missed = {row.key for row in rows}
    if condition(store, data, generation, model, rows) is Condition.WHOLE:
        vectors = store.vectors([row.content_hash for row in rows], model)
        known = [row for row in rows if row.content_hash in vectors]
        missed -= {row.key for row in known}
        missed |= set(index.verify(path, known, vectors, of=len(rows)))
    return [f"{row.document.label}, {row.unit.locator}" for row in rows if row.key in missed]
