"""One kill a phase with all that is real: the embedding model, its vectors, Chroma, Tesseract."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.extracting import ocr
from knowledge.embedding import DEFAULT_MODEL, E5Embedder
from tests.faults.reader import Reader
from tests.faults.test_kills import OCR, PHASES, pdf_for
from tests.faults.whole import (
    ASK_HERON,
    ASK_LIZARD,
    HERON,
    LIZARD,
    assert_answers,
    assert_tidy,
    delete_the_heron,
    first_pdfs,
)
from tests.faults.writer import Order, Writer, writer
from tests.ingest.refresh_base import Base


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("models")
    yield folder
    shutil.rmtree(folder)  # half a gigabyte that pytest would keep


@pytest.fixture(scope="module")
def killer(weights: Path) -> Iterator[Writer]:
    with writer(DEFAULT_MODEL, weights) as made:
        yield made


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_once_in_every_phase(tmp_path: Path, weights: Path, killer: Writer) -> None:
    base = Base(tmp_path / "data", embedder=E5Embedder(weights / DEFAULT_MODEL))  # type: ignore[arg-type]
    assert killer.run(Order(str(base.folder), tuple(map(str, first_pdfs(tmp_path))))).ended
    delete_the_heron(base)
    running, chance, number = base.assistant(), random.Random(5), 0
    reader = Reader(base.folder, [(ASK_LIZARD, LIZARD, HERON), (ASK_HERON, "", HERON)], DEFAULT_MODEL, weights)
    for phase in PHASES if ocr.languages() else [phase for phase in PHASES if phase != OCR]:
        for attempt in range(8):  # one may be over before the kill arrives
            number += 1
            pdf = pdf_for(tmp_path, number, phase)
            delay = chance.random() * 0.02 / (attempt + 1)
            run = killer.run(Order(str(base.folder), (str(pdf),)), phase, delay)
            assert_answers(base, running)
            assert run.ended or run.killed, run.error
            if run.killed and run.last == phase:
                break
        else:
            pytest.fail(f"never killed in: {phase}")
        assert killer.run(Order(str(base.folder), (str(pdf),))).ended
        assert_tidy(base)
        assert_answers(base, running)
    count, wrong = reader.close()
    assert wrong == []
    assert count > len(PHASES)
