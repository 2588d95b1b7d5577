"""Entries of the FAQ come in: each is stored as a document of one unit and published as a PDF's units are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from ingest.reports import Report, Reporter, Silent
from knowledge.keeping.faq import Faq, FaqEntry, FaqState, as_document, remove
from knowledge.keeping.store import Store

FORM = 1
"""The version of the form in which entries are stored; an entry is stored anew in another."""


class Publisher(Protocol):
    """Publishes entries; see ``Refresh.publish_faq``."""

    def publish_faq(
        self, entries: Sequence[FaqEntry], reporter: Reporter | None = None, *, force: bool = False
    ) -> Report: ...


@dataclass
class FaqReport:
    """What became of the entries that waited, by id. ``worse`` names the sets of our own questions that would fare
    worse with those held back; ``generation`` is the one in force afterwards."""

    published: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    worse: tuple[str, ...] = ()
    generation: int | None = None


def take_in(store: Store, entries: Sequence[FaqEntry]) -> list[int]:
    """Revisions of entries, stored where they are not yet. They wait: what a run that died left is not taken up by
    another refresh, and a deletion meanwhile holds."""
    faq, revs = Faq(store.engine), []
    for entry in entries:
        rev = store.revision(entry.sha256, FORM)
        if rev is None:
            document, page, unit = as_document(entry)
            rev = store.add_document(document, [page], [unit], (), FORM, waits=True)
        if faq.get(entry.id) is None:  # removed by now; whoever did so has not seen what was stored just now
            remove(store, entry.id, datetime.now(UTC))
            continue
        revs.append(rev)
    return revs


def in_force(store: Store) -> None:
    """Let each entry's state be what the generation in force says of it. One that a return to an earlier generation
    left out is held back until somebody publishes it again; one that came back with a generation is live again."""
    faq, current = Faq(store.engine), store.current()
    shown = {d.sha256 for d in store.revisions(current).values()} if current is not None else set()
    for entry in faq.all(FaqState.LIVE, FaqState.HELD):
        after = FaqState.LIVE if entry.sha256 in shown else FaqState.HELD
        if entry.state is not after:
            faq.move(entry.id, (entry.state,), after, datetime.now(UTC), entry.sha256)


def publish(store: Store, publisher: Publisher, reporter: Reporter | None = None) -> FaqReport:
    """Publish the entries that wait. Where our own questions fare worse, those that are not to be forced are held back
    together. Raises BusyError."""
    faq, report, reporter = Faq(store.engine), FaqReport(generation=store.current()), reporter or Silent()
    deleted = store.deleted()
    for entry in faq.all():
        if entry.sha256 in deleted:  # as a document, by its name
            faq.move(entry.id, tuple(FaqState), FaqState.REMOVED, datetime.now(UTC), entry.sha256)
    for entry in faq.all(FaqState.REMOVED):
        remove(store, entry.id, datetime.now(UTC))  # by an earlier version, which left what was being published
    in_force(store)
    for state in (FaqState.QUEUED, FaqState.FORCED):
        waiting = faq.all(state)
        if not waiting:
            continue
        made = publisher.publish_faq(waiting, reporter, force=state is FaqState.FORCED)
        refused = bool(made.worse) and not made.changed
        report.generation = made.generation
        for entry in waiting:
            after = FaqState.HELD if refused else FaqState.LIVE
            if faq.move(entry.id, (state,), after, datetime.now(UTC), entry.sha256):
                (report.held if refused else report.published).append(entry.id)
        report.worse = made.worse if refused else report.worse
    return report
