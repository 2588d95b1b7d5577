"""Commands for tests: what a refresh would say is written down beforehand, and generations are rows only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.child import Event
from knowledge.errors import KnowledgeBaseError
from knowledge.keeping.store import Store

DOCUMENT = {
    "id": "permenpanrb-8-2026",
    "sha256": "0",
    "file": "permen.pdf",
    "title": "Evaluasi Kinerja Pemerintah Digital",
    "label": "PermenPANRB 8/2026",
    "kind": "Peraturan Menteri PANRB",
    "number": "8",
    "year": 2026,
    "status": "berlaku",
    "pages": 42,
    "revokes": ["permenpanrb-59-2020"],
}
GOLDEN = {"answerable": [60, 64], "unanswerable": [54, 54]}
WORSE = ("pertanyaan yang ada jawabannya: 60 dari 64 benar menjadi 50",)


@dataclass
class ScriptedCommands:
    """Does at once what it is asked to; ``hold`` keeps refreshes waiting until it is set, ``errors`` are given once
    each instead, ``dies`` by refreshes that have staged a generation. ``ran`` has what was asked for, ``most`` how many
    refreshes ran at a time."""

    store: Store
    document: dict[str, Any] = field(default_factory=lambda: dict(DOCUMENT))
    given: dict[str, Any] = field(default_factory=dict)
    held: bool = False
    scanned: int = 0
    worse: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    errors: dict[str, list[Event]] = field(default_factory=dict)
    dies: list[Event] = field(default_factory=list)
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    ran: list[list[str]] = field(default_factory=list)
    running: int = 0
    most: int = 0
    stopped: int = 0

    def __post_init__(self) -> None:
        self.hold.set()

    async def run(self, arguments: Sequence[str], told: Callable[[Event], None]) -> Event:
        self.ran.append(list(arguments))
        name = arguments[0] if arguments[0] != "generations" else arguments[1]
        if self.errors.get(name):
            return self.errors[name].pop(0)
        if name == "identify":
            return self._done(document=self.document, given=self.given, scanned=self.scanned, ocr=True, held=self.held)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            return await self._write(name, arguments, told)
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        finally:
            self.running -= 1

    async def _write(self, name: str, arguments: Sequence[str], told: Callable[[Event], None]) -> Event:
        if name == "ingest":
            told({"event": "step", "name": "Membaca PDF", "total": 1})
            told({"event": "part", "name": "Mengenali pindaian (OCR)", "done": 3, "total": 8})
            await self.hold.wait()
            staged = self._staged(arguments[arguments.index("--for") + 1])
            if self.dies:  # its last words are lost
                return self.dies.pop()
            return self._done(report=self._report(staged=staged))
        number = int(arguments[2])
        if name == "publish" and (not self.worse or "--force" in arguments):
            self.store.publish(number)
            return self._done(report=self._report(generation=number, changed=True))
        if name == "publish":
            return self._done(report=self._report(staged=number))
        if name == "switch":
            try:
                self.store.publish(number, over=int(arguments[arguments.index("--over") + 1]))
            except KnowledgeBaseError as error:
                return {"event": "error", "kind": "refused", "text": str(error)}
        else:
            self.store.drop_generation(number)
        return self._done()

    def _staged(self, staged_for: str = "") -> int:
        made = self.store.begin_generation("hash", [], 4)
        self.store.stage(made, 4, staged_for)
        return made

    def _report(self, staged: int | None = None, generation: int | None = None, *, changed: bool = False) -> Event:
        sample = [
            {"label": "PermenPANRB 8/2026", "locator": f"Pasal {n}", "page": n, "text": "Isi <b>"} for n in (1, 2, 3)
        ]
        changes = {"new": 30, "changed": 2, "removed": 1, "sample": sample}
        file = {"file": "permen.pdf", "outcome": "baru", "reason": "", "empty_pages": [3, 4, 5, 9]}
        after = {"answerable": [50 if self.worse else 61, 64], "unanswerable": [54, 54]}
        return {
            "staged": staged,
            "generation": generation,
            "changed": changed,
            "units": 4,
            "worse": list(self.worse),
            "golden": [GOLDEN, after],
            "changes": changes,
            "files": [file],
            "notices": list(self.notices),
        }

    @staticmethod
    def _done(**values: Any) -> Event:
        return {"event": "done"} | values

    def count(self, name: str) -> int:
        """How often a command was run."""
        return sum(name in arguments[:2] for arguments in self.ran)
