"""What was told before and must not be told again: answers are kept a while, and a document may be deleted since."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from knowledge.keeping.schema import documents, tombstones
from knowledge.keeping.store import Store
from knowledge.model import Answer, Block


def gone(store: Store, answer: Answer, at: datetime) -> frozenset[int]:
    """Positions (from 1) of the citations of an answer, asked for at ``at``, whose document is shown no longer: none
    of its name is in force, or one was deleted since."""
    cited = {place: c.document for place, c in enumerate(answer.citations, 1) if c.file is not None}
    if not cited:
        return frozenset()
    if (current := store.current()) is None:
        return frozenset()
    held = {document.id for document in store.revisions(current).values()}
    query = select(documents.c.id).join(tombstones, tombstones.c.sha256 == documents.c.sha256)
    since = query.where(documents.c.id.in_(set(cited.values())), tombstones.c.deleted_at >= at.astimezone(UTC))
    with store.engine.connect() as connection:
        deleted = set(connection.execute(since).scalars())
    return frozenset(place for place, name in cited.items() if name not in held or name in deleted)


def without(answer: Answer, places: frozenset[int]) -> Answer:
    """An answer without the blocks that rest on citations at ``places``; those that cite nothing are left out too, as
    they may repeat what these say. The whole answer where there are none."""
    if not places:
        return answer
    return answer.model_copy(update={"blocks": tuple(b for b in answer.blocks if _rests_elsewhere(b, places))})


def _rests_elsewhere(block: Block, places: frozenset[int]) -> bool:
    refs = {*block.lead_refs, *(ref for point in block.points for ref in point.refs)}
    return bool(refs) and refs.isdisjoint(places)
