"""The PDFs that other libraries keep for their own tests, broken and odd ones among them: each is read or refused.

They are fetched as source distributions when the test runs, and never kept.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from ingest.extracting.limits import Limits
from ingest.reading import read_document
from knowledge.errors import DocumentError

PROJECTS = ("pypdf", "pikepdf", "ocrmypdf")
LIMITS = Limits(cpu_seconds=20, wall_seconds=25, ocr_pages=1, ocr_cpu_seconds=20, ocr_wall_seconds=20)
MIB = 1024 * 1024
GROWTH = 600 * MIB  # of this process; what a PDF does, it does to the child
INDONESIAN = re.compile(r"\b(PDF|Berkas|Teks|Isi)\b.*\b(ini|kosong|terlalu|tidak)\b")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every PDF of the source distributions; skips where they cannot be fetched."""
    folder = tmp_path_factory.mktemp("sumber")
    for name in PROJECTS:
        # The name alone: what only helps to read its metadata may come ready-made.
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-binary", name, "--no-deps"]
        command += ["--dest", str(folder), name]
        fetched = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if not any(path.name.lower().startswith(name) for path in folder.iterdir()):
            pytest.skip(f"distribusi sumber {name} tidak dapat diunduh di sini: {fetched.stderr.strip()[-120:]}")
    for archive in folder.glob("*.tar.gz"):
        with tarfile.open(archive) as opened:
            opened.extractall(folder / archive.stem, filter="data")
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_every_pdf_of_the_corpus_is_read_or_refused(corpus: list[Path]) -> None:
    assert len(corpus) > 50
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    read, refused = 0, dict[str, str]()
    for path in corpus:
        started = time.monotonic()
        try:
            reading = read_document(path, [], LIMITS)
        except DocumentError as error:
            refused[path.name] = str(error)
        else:
            read += 1
            assert reading.units, path.name
            assert len({unit.id for unit in reading.units}) == len(reading.units), path.name
        assert time.monotonic() - started < LIMITS.wall_seconds + LIMITS.ocr_wall_seconds + 10, path.name
    assert read > 20
    assert [name for name, reason in refused.items() if not INDONESIAN.search(reason)] == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before < GROWTH
