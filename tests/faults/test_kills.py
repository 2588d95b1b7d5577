"""A refresh killed at any instant: answers go on, nothing is lost, the next one finishes the work."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.extracting import ocr
from tests.faults.reader import Reader
from tests.faults.whole import (
    ASK_HERON,
    ASK_LIZARD,
    HERON,
    LIZARD,
    assert_answers,
    assert_tidy,
    base_with_a_deleted_document,
    scan,
    trial,
)
from tests.faults.writer import Order, Run, Writer, examiner, writer
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
    lines = ("LAPORAN PENGUJIAN PERANGKAT", "A. Ringkasan", f"Percobaan ke-{number} mencatat gangguan listrik.")
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


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_random_instants_of_every_phase(base: Base, tmp_path: Path, killer: Writer) -> None:
    chance = random.Random(41)
    phases = [phase for phase in PHASES if phase != OCR or ocr.languages()]
    running = base.assistant()
    reader = Reader(base.folder, [(ASK_LIZARD, LIZARD, HERON), (ASK_HERON, "", HERON)])
    lasted: dict[str, float] = {}
    for number, phase in enumerate(("", OCR)):
        whole = killer.run(Order(str(base.folder), (str(pdf_for(tmp_path, number, phase)),)))
        assert whole.ended, whole.error
        lasted |= _lasted(whole)
    assert set(phases) <= set(lasted)
    killed: Counter[str] = Counter()
    number = 1
    for phase in (*phases, ""):
        tries, wanted = 0, EACH if phase else ANYWHERE
        while killed[phase] < wanted and tries < 2 * TRIES:
            tries, number = tries + 1, number + 1
            delay = chance.random() * (lasted[phase] if phase else sum(lasted.values()))
            pdf = pdf_for(tmp_path, number, phase)
            run = killer.run(Order(str(base.folder), (str(pdf),)), phase, delay if tries % 3 else 0.0)
            assert run.ended or run.killed, run.error
            if run.killed:
                killed[run.last if phase else ""] += 1
            assert_answers(base, running)
            _complete(base)
            assert_answers(base, running)
    assert all(killed[phase] >= EACH for phase in phases), killed
    assert sum(killed.values()) >= 40
    count, wrong = reader.close()
    assert wrong == []
    assert count > sum(killed.values())
    _complete(base, *(tmp_path / f"uji{n}.pdf" for n in range(number + 1)))  # those that were never stored
    assert base.files() == sorted(["cicak.pdf", *(f"uji{n}.pdf" for n in range(number + 1))])
    print(f"killed: {dict(killed)}; answers meanwhile: {count}")  # noqa: T201 - the figures of docs/reliability.md
