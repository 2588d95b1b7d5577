"""Assistants for tests: answers are written down beforehand."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from knowledge.embedding import HashEmbedder
from knowledge.keeping.store import Vector
from knowledge.model import Answer, Block, Citation, Document, Page, Point, Status, Turn
from knowledge.proving.proof import Proof


def simple(question: str, text: str = "Jawaban.", **fields: object) -> Answer:
    """A one-line answer."""
    return Answer.model_validate({"question": question, "blocks": [{"lead": text}], **fields})


def proof(
    number: int = 4,
    *,
    pages: tuple[int, int] | None = None,
    size: tuple[int, int] = (60, 80),
    marked: bool = True,
    status: Status = Status.BERLAKU,
    label: str | None = None,
    ocr: bool = False,
) -> Proof:
    """A white page of a document of nine."""
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, "PNG")
    about: dict[str, Any] = {"id": "a", "sha256": "0", "file": "a.pdf", "title": "A", "label": "A", "kind": "Peraturan"}
    document = Document(**about, status=status, pages=9)
    page = Page(number=number, label=label, raw="", text="", ocr=ocr)
    return Proof(target.getvalue(), document, page, pages or (number, number), marked)


@dataclass
class Scripted:
    """Looks a question up; what is not written down is answered by repeating it. Keeps what it was asked and to
    prove; ``proofs`` is what a page shows, or the error that it cannot be shown."""

    answers: dict[str, Answer | Exception | Callable[[], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    proofs: Callable[[Citation, int | None], Proof] | Exception | None = None
    proven: list[tuple[Citation, int | None]] = field(default_factory=list)
    seconds: float = 0.0
    busy: int = 0
    most_busy: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, question: str, history: Sequence[Turn] = (), person: int | None = None) -> Answer:
        with self._lock:
            self.asked.append((question, tuple(history)))
            self.busy += 1
            self.most_busy = max(self.most_busy, self.busy)
        try:
            time.sleep(self.seconds)
            found = self.answers.get(question)
            if isinstance(found, Exception):
                raise found
            if callable(found):
                return found()
            return found or simple(question, f"Anda bertanya: {question}")
        finally:
            with self._lock:
                self.busy -= 1

    def prove(self, citation: Citation, page: int | None = None) -> Proof:
        self.proven.append((citation, page))
        if isinstance(self.proofs, Exception):
            raise self.proofs
        if self.proofs is not None:
            return self.proofs(citation, page)
        first = citation.page_from or 1
        return proof(page or first, pages=(first, citation.page_to or first))

    def embed(self, question: str) -> tuple[str, Vector]:
        made = HashEmbedder()
        return made.name, made.query(question)


def evidence(points: int = 3, length: int = 40) -> Answer:
    """An answer with a list of numbered points, sources and a warning."""
    text = "Bukti dukung nomor {} " + "x" * length
    return Answer(
        question="bukti",
        blocks=(
            Block(
                heading="Pemdi 2026",
                lead="Bukti dukung level 3:",
                points=tuple(Point(text=text.format(i), refs=(1,)) for i in range(1, points + 1)),
                ordered=True,
            ),
            Block(heading="SPBE", points=(Point(text="Rencana layanan", refs=(2,)),)),
        ),
        citations=(
            Citation(
                document="permenpanrb-8-2026",
                title="PermenPANRB 8/2026",
                label="PermenPANRB 8/2026",
                locator="Lampiran I",
                page_from=18,
                page_to=18,
                status=Status.BERLAKU,
            ),
            Citation(
                document="permenpanrb-59-2020",
                title="PermenPANRB 59/2020",
                label="PermenPANRB 59/2020",
                locator="Lampiran",
                page_from=30,
                page_to=30,
                page_label="26",
                status=Status.DICABUT,
                note="dicabut oleh PermenPANRB 8/2026",
            ),
        ),
        warnings=("PermenPANRB 59/2020 sudah dicabut.",),
        hints=("Kalau level 4?",),
    )
