"""Generations that wait to be published: which of them a newer one stands in for."""

from __future__ import annotations

from knowledge.keeping.store import Store
from knowledge.model import Generation


def superseded(store: Store, generation: int) -> list[int]:
    """Staged generations that were staged for the same as this one and would bring no PDF that it does not: a refresh
    that was run again leaves one, and nobody would publish both."""
    new = store.generation(generation)
    older = [one for one in store.generations() if one.staged and one.id != new.id and one.staged_for == new.staged_for]
    return [one.id for one in older if _brings(store, one) <= _brings(store, new)]


def _brings(store: Store, one: Generation) -> set[str]:
    """SHA-256 of the PDFs that it adds to, or changes of, what it was built upon."""
    before = store.revisions(one.base, deleted=True) if one.base is not None else {}
    return {d.sha256 for rev, d in store.revisions(one.id, deleted=True).items() if rev not in before}
