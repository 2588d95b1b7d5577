"""Commands run beside the bot: they report in lines, end when asked to, and end when whoever asked is gone."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.child import Children, Event
from knowledge.keeping.store import Store, engine, migrate
from tests.bot.conftest import Settings
from tests.bot.real import small_base
from tests.pdfs import write_pdf

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LAW = ("PERATURAN BUPATI CONTOH NOMOR 7 TAHUN 2025", "TENTANG LUMBUNG DATA", "Menimbang : bahwa perlu;", "MEMUTUSKAN:")
PASAL = ("Pasal 1", "Lumbung Data Desa adalah tempat penyimpanan data bersama milik desa.", "Pasal 2", "Dibuka Kamis.")
GOLDEN = "Menguji dengan pertanyaan emas"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    small_base(tmp_path / "data", write_pdf(tmp_path / "a.pdf", [["LAPORAN", "Ruang rapat dikunci setiap sore."]]))
    return tmp_path / "data"


@pytest.fixture
def children(data: Path) -> Children:
    settings = Settings.loopback("", data_dir=data, database=f"sqlite:///{data}/spbe.db")
    return Children.of(settings)


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "perbup.pdf", [[*LAW, *PASAL]])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "rusak.pdf"
    path.write_bytes(b"%PDF-1.7\nrusak")
    return path


def _store(data: Path) -> Store:
    made = engine(f"sqlite:///{data}/spbe.db")
    migrate(made)
    return Store(made)


def _alive(data: Path) -> list[str]:
    """Processes that work on this data."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            mine = f"SPBE_DATA_DIR={data}".encode() in (folder / "environ").read_bytes()
            if mine and "zombie" not in (folder / "status").read_text():
                found.append(folder.name)
        except OSError:
            continue
    return found


async def test_a_pdf_is_recognised_and_a_bad_one_refused_with_a_reason(
    children: Children, law: Path, broken: Path
) -> None:
    event = await children.run(["identify", str(law)], lambda _: None)
    assert (event["event"], event["document"]["label"]) == ("done", "Perbup Contoh 7/2025")
    assert (event["held"], event["scanned"]) == (False, 0)
    event = await children.run(["identify", str(broken)], lambda _: None)
    assert (event["event"], event["kind"]) == ("error", "refused")
    assert "rusak" in event["text"]


async def test_a_cancelled_refresh_ends_and_the_next_one_completes(children: Children, law: Path, data: Path) -> None:
    store = _store(data)
    before = store.current()
    deep = asyncio.Event()

    def told(event: Event) -> None:
        if event.get("name") == GOLDEN:
            deep.set()

    task = asyncio.create_task(children.run(["ingest", str(law), "--stage"], told))
    await asyncio.wait_for(deep.wait(), 60)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _alive(data) == []
    assert store.current() == before
    assert not any(one.staged for one in store.generations())
    event = await children.run(["ingest", str(law), "--stage"], told)
    assert event["report"]["staged"] is not None
    assert [sum(right) for right in event["report"]["golden"][0].values()]
    store.engine.dispose()


async def test_two_that_write_do_not_meet(children: Children, law: Path, data: Path) -> None:
    deep = asyncio.Event()

    def told(event: Event) -> None:
        if event.get("name") == GOLDEN:
            deep.set()

    first = asyncio.create_task(children.run(["ingest", str(law), "--stage"], told))
    await asyncio.wait_for(deep.wait(), 60)
    second = await children.run(["ingest", str(law), "--stage"], lambda _: None)
    assert (second["event"], second["kind"]) == ("error", "busy")
    assert (await first)["event"] == "done"


def test_it_ends_when_whoever_asked_is_gone(children: Children, law: Path, data: Path) -> None:
    command = [sys.executable, "-m", "bot.cli.app", "ingest", str(law), "--stage", "--events"]
    env = {**os.environ, "SPBE_DATA_DIR": str(data), "SPBE_EMBEDDING_MODEL": "hash", "DATABASE_URL": ""}
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for line in child.stdout:
            if json.loads(line).get("name") == GOLDEN:
                child.stdin.close()
                break
        child.stdout.read()
        assert child.wait(20) != 0
    store = _store(data)
    assert store.current() == 1
    assert not any(one.staged for one in store.generations())
    store.engine.dispose()
