"""Whether a generation can be searched by meaning as it stands, and what is to be done when not.

Besides damage (:mod:`knowledge.keeping.health`) an upgrade can leave an index behind: one of another embedding model,
or one made when the units were cut or derived otherwise. Words still answer then, and vectors are not searched: of
another model they mean nothing, and of other units they belong to other texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from knowledge.keeping import health, index
from knowledge.keeping.store import Store


class Condition(StrEnum):
    """The condition of a generation's index, in words for whoever runs the assistant."""

    WHOLE = "Indeks utuh."
    DAMAGED = "Indeks rusak atau hilang."
    OUTDATED = "Indeks dibuat oleh versi lain dari asisten ini."
    OTHER_MODEL = "Indeks dibuat dengan model embedding lain."


REMEDY = "Jawaban sementara hanya dari pencarian kata. Jalankan 'spbe build'; bot boleh tetap berjalan."


def condition(
    store: Store, data: Path, generation: int, model: str, rows: Sequence[index.Entry] | None = None
) -> Condition:
    """The condition of a generation's index for an assistant with this embedding model. ``rows`` are its entries, where
    they are at hand. Raises KnowledgeBaseError when there is no such generation."""
    about, path = store.generation(generation), index.directory(data, generation)
    if store.generation_model(generation) != model:
        return Condition.OTHER_MODEL
    if not health.sound(path, about.units):
        return Condition.DAMAGED
    if not index.built_from(path, index.entries(store, store.revisions(generation)) if rows is None else rows):
        return Condition.OUTDATED
    return Condition.WHOLE
