"""A refresh killed at any instant, and documents deleted while it runs: answers go on, nothing else is lost, nothing
deleted is shown again, and the next one finishes the work."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.extracting import ocr
from knowledge.answering.rendering import plain
from knowledge.assistant import Assistant
from knowledge.keeping import inventory
from knowledge.model import Document
from tests.faults.reader import Reader
from tests.faults.whole import (
    ASK_HERON,
    ASK_LIZARD,
    HERON,
    LIZARD,
    ask_trial,
    assert_answers,
    assert_tidy,
    base_with_a_deleted_document,
    scan,
    trial,
    words_of,
)
from tests.faults.writer import Meanwhile, Order, Run, Writer, examiner, writer
from tests.ingest.refresh_base import Base

OCR = "Mengenali pindaian (OCR)"
PHASES = (
    "Mengambil teks",
    OCR,
    "Menyusun satuan",
    "Menyimpan",
    "Menghitung vektor",
    "Membangun indeks",
    "Memeriksa indeks",
    "Menguji dengan pertanyaan emas",
    "Menerbitkan",
    "Membersihkan",
)
EACH, ANYWHERE = 4, 6  # kills of each phase, and at any instant of the whole
TRIES = 12  # of each phase: one may be over before the kill arrives


@pytest.fixture(scope="module")
def killer() -> Iterator[Writer]:
    with writer() as made:
        yield made


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return base_with_a_deleted_document(tmp_path)


def pdf_for(folder: Path, number: int, phase: str) -> Path:
    """A PDF that has something to do in a phase."""
    if phase != OCR:
        return trial(folder, number)
    lines = ("LAPORAN PENGUJIAN PERANGKAT", "A. Ringkasan", f"{words_of(number)} gangguan listrik.")
    return scan(folder / f"uji{number}.pdf", *lines, "Petugas mencatat setiap gangguan dan setiap pemulihan.")


def _lasted(run: Run) -> dict[str, float]:
    """Seconds from each part of the work to the next one."""
    ends = [at for _, at in run.told[1:]] + [run.told[-1][1] + 0.05]
    return {name: end - at for (name, at), end in zip(run.told, ends, strict=True)}


def _complete(base: Base, *pdfs: Path) -> None:
    """The next refresh: it is not told of what the killed one had stored."""
    refresh = base.refresh
    refresh.examine = examiner(base)
    refresh.ingest(pdfs)
    assert_tidy(base)


@dataclass
class Deleting:
    """Deletes reports of trials that are in force, one while each refresh runs."""

    base: Base
    reader: Reader
    chance: random.Random
    gone: dict[int, Document] = field(default_factory=dict)
    in_phase: Counter[str] = field(default_factory=Counter)

    def during(self, phase: str, within: float) -> Meanwhile:
        """At a random instant of a phase."""
        return Meanwhile(phase, self.chance.random() * within, lambda: self._delete(phase))

    def assert_gone(self, *assistants: Assistant) -> None:
        """Of what was deleted last, and of one before that, nothing is shown."""
        numbers = list(self.gone)
        for number in {*numbers[-1:], *self.chance.sample(numbers, min(1, len(numbers)))}:
            for assistant in (*assistants, self.base.assistant()):
                assert words_of(number) not in plain(assistant.answer(ask_trial(number)), None)
        assert not {document.file for document in self.gone.values()} & set(self.base.files())

    def _delete(self, phase: str) -> None:
        current = self.base.store.current()
        held = self.base.store.revisions(current or 0).values()
        trials = {int(found[1]): d for d in held if (found := re.fullmatch(r"uji(\d+)\.pdf", d.file))}
        if not trials:
            return
        number = self.chance.choice(sorted(trials))
        inventory.delete(self.base.store, trials[number])
        self.gone[number] = trials[number]
        self.in_phase[phase] += 1
        self.reader.never_again(ask_trial(number), words_of(number))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_random_instants_of_every_phase(base: Base, tmp_path: Path, killer: Writer) -> None:
    chance = random.Random(41)
    phases = [phase for phase in PHASES if phase != OCR or ocr.languages()]
    running = base.assistant()
    reader = Reader(base.folder, [(ASK_LIZARD, LIZARD, HERON), (ASK_HERON, "", HERON)])
    deleting, lasted = Deleting(base, reader, chance), dict[str, float]()
    for number, phase in enumerate(("", OCR)):
        whole = killer.run(Order(str(base.folder), (str(pdf_for(tmp_path, number, phase)),)))
        assert whole.ended, whole.error
        lasted |= _lasted(whole)
    assert set(phases) <= set(lasted)
    killed: Counter[str] = Counter()
    number = 1

    def refresh(phase: str, delay: float, at: str, within: float) -> None:
        nonlocal number
        number += 1
        pdf = pdf_for(tmp_path, number, OCR if at == OCR else phase)
        run = killer.run(Order(str(base.folder), (str(pdf),)), phase, delay, deleting.during(at, within))
        assert run.ended or run.killed, run.error
        if run.killed:
            killed[run.last if phase else ""] += 1
        for complete in (False, True):
            if complete:
                _complete(base)
            assert_answers(base, running)
            deleting.assert_gone(running)

    for at in phases:  # of refreshes that come into force: what they publish must not hold what was deleted
        refresh(phases[-1], chance.random() * lasted[phases[-1]], at, lasted[at] / 2)
    for phase in (*phases, ""):
        tries, wanted = 0, EACH if phase else ANYWHERE
        while killed[phase] < wanted and tries < 2 * TRIES:
            tries += 1
            delay = chance.random() * (lasted[phase] if phase else sum(lasted.values()))
            # In the phase of the kill, just before it; or in an earlier one, so that the refresh goes on for a while.
            earlier = phases[: phases.index(phase)] if phase else []
            at = chance.choice(earlier) if earlier and tries % 2 else phase
            refresh(phase, delay if tries % 3 else 0.0, at, lasted[at] if at != phase else delay)
    assert all(killed[phase] >= EACH for phase in phases), killed
    assert sum(killed.values()) >= 40
    assert len(deleting.gone) >= 20
    count, wrong = reader.close()
    assert wrong == []
    assert count > sum(killed.values())
    kept = [f"uji{n}.pdf" for n in range(number + 1) if n not in deleting.gone]
    _complete(base, *(tmp_path / name for name in kept))  # those that were never stored
    assert base.files() == sorted(["cicak.pdf", *kept])
    again, _ = deleting.gone.popitem()
    _complete(base, tmp_path / f"uji{again}.pdf")
    assert base.files() == sorted(["cicak.pdf", *kept, f"uji{again}.pdf"])  # sent again on purpose
    told = f"killed: {dict(killed)}; deleted meanwhile: {dict(deleting.in_phase)}; answers meanwhile: {count}"
    print(told)  # noqa: T201 - the figures of docs/reliability.md
