"""What another version of the documents changes: units that are new, worded otherwise, or gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.model import Unit


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
