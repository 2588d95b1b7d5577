"""What an admin sees of a refresh: its one message that changes, its buttons, its summary."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.child import Event
from bot.jobs import Job, Jobs
from bot.messages import refresh
from bot.messages.labels import CLOSE, CONFIRM, PARTS, PUBLISH, STOP
from bot.sending import Place, Sender
from bot.workers import Workers
from knowledge.catalog import Catalog
from knowledge.evaluating.golden import SETS
from knowledge.keeping.given import as_given, called, short_kind
from knowledge.keeping.store import Store
from knowledge.model import Document, Given

log = logging.getLogger(__name__)

_EXCERPT = 200  # characters of a sample unit in a chat


@dataclass
class Progress:
    """How far a refresh is: steps done, and the one it is at."""

    again: bool = False
    done: list[str] = field(default_factory=list)
    current: str = ""
    at: int = 0
    total: int = 0

    def hear(self, event: Event) -> None:
        """Take in what a refresh says."""
        kind = event.get("event")
        if kind in ("step", "part"):
            name = str(event["name"])
            if name != self.current:
                # The reading has parts of its own, which stand in its place.
                if self.current and not (kind == "part" and self.current == "Membaca PDF"):
                    self.done = [*(n for n in self.done if n != self.current), self.current]
                self.current = name
            self.at, self.total = (0, int(event["total"])) if kind == "step" else (event["done"], event["total"])
        elif kind == "advance":
            self.at = int(event["done"])

    def text(self, label: str) -> str:
        """The message."""
        count = f" {min(self.at, self.total)}/{self.total}" if self.total > 1 else ""
        return refresh("progress", label=label, done=self.done, current=self.current, count=count, again=self.again)


class Teller:
    """Shows refreshes in the chats they were asked for in."""

    def __init__(self, sender: Sender, jobs: Jobs, workers: Workers, catalog: Catalog, store: Store) -> None:
        self._sender = sender
        self._jobs = jobs
        self._workers = workers
        self._catalog = catalog
        self._store = store

    async def show(
        self, job: Job, text: str, keyboard: InlineKeyboardMarkup | None = None, *, anew: bool = False
    ) -> None:
        """Put a text in the place of the refresh's message; ``anew`` sends it, so that the person is told, and takes
        the buttons away from the one before."""
        if job.message_id is not None and not anew:
            try:
                await self._sender.rewrite(job.chat_id, job.message_id, text, keyboard)
                return
            except BadRequest as error:  # it was deleted: what is said next is sent
                log.info("pesan pembaruan %s tidak dapat diubah: %s", job.id, error)
        sent = await self._sender.send(Place(job.chat_id), text, keyboard)
        if job.message_id is not None:
            await self._sender.drop_buttons(job.chat_id, job.message_id)
        await self._workers.sql(self._jobs.change, job.id, message_id=sent.message_id)

    def document(self, job: Job) -> Document | None:
        """The document as recognised and put right; None before it was recognised."""
        if not job.recognised:
            return None
        recognised = Document.model_validate(job.recognised["document"])
        return as_given(recognised, Given.model_validate(job.given), self._catalog.regulations)

    def label(self, job: Job) -> str:
        """What a refresh is called: by its document once that is known, else by its file."""
        document = self.document(job)
        return document.label if document else job.file

    async def ask_identity(self, job: Job, *, anew: bool = False) -> None:
        """ "Saya mengenali … Benar?" with buttons to put each part right."""
        document = self.document(job)
        assert document is not None
        names = await self._workers.sql(self.names)
        held, corrected = bool(job.recognised["held"]), Given.model_validate(job.given) != _said_before(job)
        view = {
            "label": document.label,
            "pages": document.pages,
            "kind": short_kind(document),
            "number": document.number,
            "year": document.year,
            "title": document.title,
            "status": document.status.value,
            "revokes": [names.get(id_) or called(id_) for id_ in document.revokes],
            "conflicts": document.conflicts,
            "scanned": job.recognised["scanned"],
            "ocr": job.recognised["ocr"],
            "held": held,
            "corrected": corrected,
        }
        parts = [button(label, job, "edit", part) for part, (label, _, _) in PARTS.items()]
        first = [button(CLOSE, job, "stop")]
        if not held or corrected:
            first = [button(CONFIRM, job, "ok"), button(STOP, job, "stop")]
        keyboard = InlineKeyboardMarkup([first, parts[:3], parts[3:]])
        await self.show(job, refresh("identity", view=view), keyboard, anew=anew)

    async def summary(self, job: Job) -> None:
        """What the new generation changes, with *Terbitkan* and *Batalkan*."""
        report = job.report
        changes = dict(report.get("changes") or {"new": 0, "changed": 0, "removed": 0, "sample": []})
        changes["sample"] = [unit | {"text": _excerpt(unit["text"])} for unit in changes["sample"]]
        files = report.get("files", [])
        text = refresh(
            "summary",
            label=self.label(job),
            changes=changes,
            golden=_golden(report.get("golden") or ()),
            worse=report.get("worse", ()),
            empty=_pages([page for row in files for page in row["empty_pages"]]),
            warnings=[row["reason"] for row in files if row["reason"]],
            notices=report.get("notices", ()),
            failed=report.get("failed", ""),
        )
        keyboard = InlineKeyboardMarkup([[button(PUBLISH, job, "pub"), button(STOP, job, "drop")]])
        await self.show(job, text, keyboard, anew=True)

    def names(self) -> dict[str, str]:
        """Short names of the regulations of the list and the documents held, by id."""
        held = self._store.revisions(self._store.current() or 0).values()
        return {d.id: d.label for d in held} | {r.id: r.short for r in self._catalog.regulations}


def button(label: str, job: Job, *words: str) -> InlineKeyboardButton:
    """A button of a refresh."""
    return InlineKeyboardButton(label, callback_data=":".join(("job", str(job.id), *words)))


def stop_button(job: Job) -> InlineKeyboardMarkup:
    """*Batalkan*, under whatever takes time."""
    return InlineKeyboardMarkup([[button(STOP, job, "stop")]])


def _said_before(job: Job) -> Given:
    return Given.model_validate(job.recognised["given"])


def _golden(found: Sequence[Mapping[str, Sequence[int]]]) -> list[tuple[str, int, int, int]]:
    """For each set asked of both generations: its name, how many were right before and after, and of how many."""
    if len(found) != 2:
        return []
    before, after = found
    return [(SETS.get(n, n), before[n][0], after[n][0], after[n][1]) for n in after if n in before]


def _pages(numbers: Sequence[int]) -> str:
    """Page numbers as ranges: "1–3, 7"."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges)


def _excerpt(text: Any) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= _EXCERPT else line[:_EXCERPT].rsplit(" ", 1)[0] + " …"
