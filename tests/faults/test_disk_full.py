"""A full disk: said in plain words, nothing lost, the generation in force answers, the next refresh completes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.answering.rendering import plain
from knowledge.errors import StorageError
from tests.faults.whole import (
    ASK_HERON,
    ASK_LIZARD,
    HERON,
    LIZARD,
    assert_answers,
    assert_tidy,
    base_with_a_deleted_document,
    trial,
)
from tests.faults.writer import Order, Writer, examiner, writer
from tests.ingest.refresh_base import Base

FULL = "Ruang penyimpanan penuh atau tidak dapat ditulis. Tidak ada yang hilang"
KIB = 1024
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def limited() -> Iterator[Writer]:
    with writer() as made:
        yield made


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MiB; only root may make one."""
    place = tmp_path / "kecil"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("tidak boleh memasang tmpfs di sini; batas ukuran berkas tetap diuji")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def _complete(base: Base, *pdfs: Path) -> None:
    refresh = base.refresh
    refresh.examine = examiner(base)
    report = refresh.ingest(pdfs)
    assert not report.failed
    assert_tidy(base)


@pytest.mark.parametrize("left", [0, 60, 200, 320, 500, 900, 1500])
def test_a_disk_that_fills_up(small_disk: Path, tmp_path: Path, left: int) -> None:
    """``left`` KiB are free when the refresh begins."""
    base = base_with_a_deleted_document(small_disk)
    running = base.assistant()
    assert LIZARD in str(running.answer(ASK_LIZARD))
    pdf, ballast = trial(tmp_path, 1), small_disk / "beban"
    _fill(ballast, left)
    try:
        said = "" if base.refresh.ingest([pdf]).changed else "tidak terbit"
    except StorageError as error:
        said = str(error)
    assert said == "" or said.startswith(FULL)
    assert left >= 500 or said, "the disk was not full"
    for assistant in (running, base.assistant()):  # Chroma writes when it opens: a new process may have words only
        answer = plain(assistant.answer(ASK_LIZARD), None)
        assert LIZARD in answer
        assert HERON not in plain(assistant.answer(ASK_HERON), None)
    assert not list((base.folder / "documents").glob("*.part"))
    ballast.unlink()
    _complete(base, pdf)
    assert_answers(base, running)
    assert base.files() == ["cicak.pdf", "uji1.pdf"]


def _fill(ballast: Path, left: int) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"0" * 4 * KIB)
        except OSError:
            pass
        file.truncate(max(0, file.tell() - left * KIB))


def test_files_that_may_not_grow(tmp_path: Path, limited: Writer) -> None:
    """The same without a file system of our own: at every limit a process either completes or says why not."""
    base = base_with_a_deleted_document(tmp_path)
    running = base.assistant()
    told = 0
    for number, largest in enumerate((4, 64, 128, 150, 180, 220, 280, 340, 4000), 1):
        pdf = trial(tmp_path, number)
        run = limited.run(Order(str(base.folder), (str(pdf),), largest=largest * KIB))
        assert run.ended or run.error.startswith(f"StorageError: {FULL}"), (largest, run)
        told += not run.ended
        assert_answers(base, running)
        _complete(base, pdf)
        assert_answers(base, running)
        assert f"uji{number}.pdf" in base.files()
    assert told >= 4
