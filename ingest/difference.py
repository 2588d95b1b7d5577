"""What another version of the documents changes: units that are new, worded otherwise, or gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.reports import Changes, Sampled
from knowledge.keeping.store import Store
from knowledge.model import Document, Unit

SAMPLE = 300  # characters of a unit that are shown


@dataclass(frozen=True)
class Difference:
    """Units as they are now (``new``, ``changed``) and as they were (``removed``), in their order."""

    new: tuple[Unit, ...] = ()
    changed: tuple[Unit, ...] = ()
    removed: tuple[Unit, ...] = ()

    def sample(self, count: int) -> tuple[Unit, ...]:
        """Some of the units that are worded otherwise or new, from all over the text, always the same ones."""
        chosen = self.changed + self.new
        if len(chosen) <= count:
            return chosen
        return tuple(chosen[position * len(chosen) // count] for position in range(count))


def difference(before: Iterable[Unit], after: Iterable[Unit]) -> Difference:
    """Compare units by id and passage. An id may stand several times (a document and an extract of it): then each
    passage has its own counterpart."""
    old = _by_id(before)
    left: dict[str, list[Unit]] = {}
    new: list[Unit] = []
    changed: list[Unit] = []
    for id_, units in _by_id(after).items():
        were = list(old.pop(id_, ()))
        fresh = [unit for unit in units if not _taken(were, unit)]
        changed += fresh[: len(were)]
        new += fresh[len(were) :]
        left[id_] = were[len(fresh) :]
    removed = [unit for units in (*left.values(), *old.values()) for unit in units]
    return Difference(tuple(new), tuple(changed), tuple(removed))


def changes(store: Store, before: dict[int, Document], wanted: dict[int, Document]) -> Changes:
    """What one set of documents, by revision, changes of another; those in both are not read."""
    old, new = ([rev for rev in one if rev not in other] for one, other in ((before, wanted), (wanted, before)))
    found = difference(*((unit for _, _, unit in store.units(revs)) for revs in (old, new)))
    labels = {document.id: document.label for document in wanted.values()}
    sample = (Sampled(labels[u.document_id], u.locator, u.page_from, u.text[:SAMPLE]) for u in found.sample(3))
    return Changes(len(found.new), len(found.changed), len(found.removed), tuple(sample))


def _by_id(units: Iterable[Unit]) -> dict[str, Sequence[Unit]]:
    found: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        found[unit.id].append(unit)
    return dict(found)


def _taken(were: list[Unit], unit: Unit) -> bool:
    """Take the old unit that says the same, if there is one."""
    for position, other in enumerate(were):
        if other.passage == unit.passage:
            del were[position]
            return True
    return False
