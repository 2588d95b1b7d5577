"""What going back to an earlier generation would change, so that it can be named before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.errors import KnowledgeBaseError
from knowledge.keeping.store import Store
from knowledge.model import Generation


@dataclass(frozen=True)
class Switch:
    """From the generation in force to another: labels of the documents that come with it, that are there in another
    version, and that go."""

    current: int | None
    target: Generation
    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def switch_to(store: Store, generation: int | None = None) -> Switch:
    """What putting a generation in force again (the one before, when left out) would change, deletions made since
    apart. Raises KnowledgeBaseError when there is none, it was never published, or it is the one in force."""
    current = store.current()  # first: where it moves afterwards, the switch is refused
    target = store.previous() if generation is None else store.generation(generation)
    if target is None:
        raise KnowledgeBaseError("Belum ada generasi sebelumnya.")
    if target.id == current:
        raise KnowledgeBaseError(f"Generasi {target.id} sudah berlaku.")
    if target.published_at is None:
        raise KnowledgeBaseError(f"Generasi {target.id} belum pernah terbit. Lihat 'spbe generations list'.")
    before = store.revisions(current) if current is not None else {}
    after = store.revisions(target.id)
    come = {document.id: document.label for rev, document in after.items() if rev not in before}
    go = {document.id: document.label for rev, document in before.items() if rev not in after}
    return Switch(
        current,
        target,
        new=_sorted(label for id_, label in come.items() if id_ not in go),
        changed=_sorted(label for id_, label in come.items() if id_ in go),
        removed=_sorted(label for id_, label in go.items() if id_ not in come),
    )


def _sorted(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(labels, key=str.casefold))
