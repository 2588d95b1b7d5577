"""A generation's directory that is damaged: found out before it is opened, words still answer, built again from SQL."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot import settings
from bot.cli import wiring
from ingest.reading import PARSER_VERSION
from knowledge.answering.rendering import plain
from knowledge.assistant import Assistant
from knowledge.embedding import HashEmbedder
from knowledge.keeping import health, index
from knowledge.keeping.health import NOTICE, Mending
from knowledge.keeping.schema import vectors
from knowledge.model import Document, Page, Unit
from knowledge.vocabulary import load as load_vocabulary
from tests.bot.test_cli import spbe
from tests.faults.whole import (
    ASK_HERON,
    ASK_LIZARD,
    HERON,
    LIZARD,
    assert_answers,
    delete_the_heron,
    first_pdfs,
    lost,
    report,
)
from tests.ingest.refresh_base import Base

COUNT = 1100  # units: from a thousand on Chroma keeps a graph in files

Damage = Callable[[Path], None]


def _file(path: Path, name: str) -> Path:
    return next(path.rglob(name))


def _halved(name: str) -> Damage:
    return lambda path: os.truncate(_file(path, name), _file(path, name).stat().st_size // 2)


def _filled(name: str, byte: bytes | None = None) -> Damage:
    """All zeros, or (no ``byte``) noise."""

    def damage(path: Path) -> None:
        file = _file(path, name)
        size = file.stat().st_size
        file.write_bytes(byte * size if byte is not None else random.Random(3).randbytes(size))

    return damage


def _flipped(name: str, count: int = 20) -> Damage:
    def damage(path: Path) -> None:
        file, chance = _file(path, name), random.Random(7)
        content = bytearray(file.read_bytes())
        for _ in range(count):
            content[chance.randrange(len(content))] ^= 0xFF
        file.write_bytes(content)

    return damage


def _removed(name: str) -> Damage:
    return lambda path: _file(path, name).unlink()


def _exchanged(path: Path) -> None:
    """Two units' places, told of one another: everything opens, and search names the wrong ones."""
    with closing(sqlite3.connect(path / "chroma.sqlite3")) as connection:
        first, second = (row[0] for row in connection.execute("SELECT id FROM embeddings ORDER BY id LIMIT 2"))
        keys = dict(connection.execute("SELECT id, embedding_id FROM embeddings ORDER BY id LIMIT 2").fetchall())
        for id_, key in ((first, "x"), (second, keys[first]), (first, keys[second])):
            connection.execute("UPDATE embeddings SET embedding_id = ? WHERE id = ?", (key, id_))
        connection.commit()


DAMAGES: dict[str, Damage] = {
    "header cut": _halved("header.bin"),  # ends the process that opens it
    "vectors noise": _filled("data_level0.bin"),  # so does this
    "links zeros": _filled("link_lists.bin", b"\0"),  # and this
    "vectors cut": _halved("data_level0.bin"),
    "vectors flipped": _flipped("data_level0.bin"),  # opens, and finds wrongly
    "lengths flipped": _flipped("length.bin"),
    "names of vectors gone": _removed("index_metadata.pickle"),
    "database cut": _halved("chroma.sqlite3"),
    "database noise": _filled("chroma.sqlite3"),
    "database gone": _removed("chroma.sqlite3"),
    "database exchanged": _exchanged,
    "all gone": shutil.rmtree,
}
ENDS_THE_PROCESS = ("header cut", "vectors noise", "links zeros")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with two published generations of more than a thousand units."""
    folder = tmp_path_factory.mktemp("utuh")
    base = Base(folder / "data")
    base.refresh.ingest(first_pdfs(folder))
    texts = [f"Lemari nomor {n} berisi berkas {n * 7} dan kunci {n * 11}." for n in range(COUNT)]
    document = Document(
        id="daftar-lemari",
        sha256="a" * 64,
        file="lemari.pdf",
        title="Daftar",
        label="Daftar Lemari",
        kind="daftar",
        pages=1,
    )
    units = [
        Unit(id=f"lemari/{n}", document_id=document.id, ordinal=n, kind="section", locator=f"Lemari {n}",
             text=text, page_from=1, page_to=1)
        for n, text in enumerate(texts)
    ]  # fmt: skip
    raw = "\n".join(texts)
    base.store.add_document(document, [Page(number=1, raw=raw, text=raw)], units, [], PARSER_VERSION)
    (folder / "data" / "documents" / f"{document.sha256}.pdf").write_bytes(b"%PDF-")
    assert base.refresh.ingest([]).changed
    assert base.refresh.rebuild().changed
    delete_the_heron(base)
    assert lost(base) == []
    return folder


@pytest.fixture
def base(built: Path, tmp_path: Path) -> Base:
    shutil.copytree(built / "data", tmp_path / "data")
    return Base(tmp_path / "data")


def _directory(base: Base) -> Path:
    return index.directory(base.folder, base.store.current() or 0)


def _opened_unchecked(path: Path) -> int:
    """Exit status of a process that opens a directory and searches it, as if it were sound."""
    program = [sys.executable, "-m", "knowledge.keeping.health", str(path), str(COUNT + 2)]
    return subprocess.run(program, capture_output=True, check=False, timeout=100).returncode


@pytest.mark.slow
@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_directory_is_found_out_words_answer_and_it_is_built_again(base: Base, name: str) -> None:
    assert health.sound(_directory(base), COUNT + 2)
    health._sound.clear()
    DAMAGES[name](_directory(base))
    if name in ENDS_THE_PROCESS:
        assert _opened_unchecked(_directory(base)) < 0  # a signal: were it opened here, the tests would end
        health.seal(_directory(base))  # so that only the child's death tells
    called: list[bool] = []
    parts = (base.store, base.folder, base.catalog, load_vocabulary(), base.embedder)
    assistant = Assistant(*parts, mend=lambda: called.append(True))
    said = plain(assistant.answer(ASK_LIZARD), None)
    assert LIZARD in said
    assert NOTICE in said
    assert called
    assert HERON not in plain(assistant.answer(ASK_HERON), None)
    if name != "all gone":
        assert len(base.refresh.verify(base.store.current() or 0)) == COUNT + 2
    report_ = base.refresh.ingest([])  # whoever refreshes next mends it too
    assert (report_.changed, report_.embedded) == (True, 0)
    assert NOTICE not in plain(assistant.answer(ASK_LIZARD), None)
    assert_answers(base, assistant)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["header cut", "vectors noise", "all gone"])
def test_a_damaged_generation_is_switched_to_by_building_it_anew(base: Base, name: str) -> None:
    base.refresh.ingest([report(base.folder.parent / "baru.pdf", "Ruang arsip dikunci setiap sore.")])
    before, current = base.store.previous(), base.store.current()
    assert before is not None
    health._sound.clear()
    DAMAGES[name](index.directory(base.folder, before.id))
    running = base.assistant()
    base.embedder.embedded.clear()
    made = base.refresh.switch(before.id)
    assert base.store.current() == made not in (before.id, current)
    assert "baru.pdf" not in base.files()
    assert base.embedder.embedded == []
    assert_answers(base, running)
    previous = base.store.previous()
    assert previous is not None
    assert previous.id == current  # and the way back is open


@pytest.mark.slow
def test_without_any_vector_words_still_answer_and_all_are_made_again(base: Base) -> None:
    shutil.rmtree(base.folder / "index")
    with base.store.writing() as connection:
        connection.execute(delete(vectors))
    said = base.ask(ASK_LIZARD)
    assert LIZARD in said
    assert NOTICE in said
    assert base.refresh.rebuild().embedded == COUNT + 1
    assert_answers(base)


@pytest.mark.slow
def test_the_serving_process_has_it_built_again_and_answers_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = Base(tmp_path / "data", embedder=HashEmbedder())  # type: ignore[arg-type] - that of the command line
    base.refresh.ingest([report(tmp_path / "cicak.pdf", LIZARD)])
    DAMAGES["database cut"](_directory(base))
    said = spbe(tmp_path, "ask", ASK_LIZARD)
    assert (said.returncode, LIZARD in said.stdout, NOTICE in said.stdout) == (0, True, True), said.stderr
    for name, value in {"SPBE_DATA_DIR": str(base.folder), "SPBE_EMBEDDING_MODEL": "hash"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    monkeypatch.chdir(tmp_path)
    started: list[subprocess.Popen[bytes]] = []
    start = wiring._rebuild

    def rebuild() -> subprocess.Popen[bytes]:
        started.append(start())
        return started[-1]

    monkeypatch.setattr(wiring, "_rebuild", rebuild)
    serving = wiring.assistant(settings.load(None), base.store, serving=True)
    answers, longest, until = [serving.answer(ASK_LIZARD)], 0.0, time.monotonic() + 100
    while NOTICE in answers[-1].warnings and time.monotonic() < until:
        assert LIZARD in plain(answers[-1], None)
        time.sleep(0.1)
        asked = time.monotonic()
        answers.append(serving.answer(ASK_LIZARD))
        if NOTICE in answers[-1].warnings:
            longest = max(longest, time.monotonic() - asked)
    assert NOTICE not in answers[-1].warnings
    assert answers[-1].retrieved[0].file == "cicak.pdf"
    assert len(answers) > 3
    assert longest < 3
    assert len(started) == 1
    started[0].kill()  # what it does now, the handbook, any refresh does
    started[0].wait()
    assert lost(base) == []


def test_mending_is_begun_once_at_a_time_and_not_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        made.append(subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=-1))
        return made[-1]

    mending = Mending(start)
    mending()
    mending()
    assert len(made) == 1
    monkeypatch.setattr(health, "PAUSE", 0.0)
    mending()  # it is still going on
    assert len(made) == 1
    made[0].communicate()
    mending()
    assert len(made) == 2
    made[1].communicate()


def test_mending_that_cannot_begin_hinders_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    def start() -> subprocess.Popen[bytes]:
        raise OSError("no more processes")

    Mending(start)()
    assert "cannot be built again" in caplog.text
