"""``spbe ingest`` and ``spbe identify``: staged, put right, told as lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import wiring
from bot.cli.app import app
from bot.settings import Settings
from knowledge.errors import DocumentError
from knowledge.evaluating import golden
from knowledge.keeping.store import Store, engine
from tests.bot.test_child import LAW, PASAL
from tests.pdfs import write_pdf


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    made = Settings(_env_file=None, SPBE_DATA_DIR=tmp_path / "data", SPBE_EMBEDDING_MODEL="hash")
    monkeypatch.setattr(wiring, "settings", lambda: made)
    monkeypatch.setattr(wiring, "give_way", lambda: None)
    monkeypatch.setattr(golden, "questions", dict)
    return CliRunner()


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "perbup.pdf", [[*LAW, *PASAL]])


@pytest.fixture
def held(run: CliRunner, tmp_path: Path) -> Store:
    report = write_pdf(tmp_path / "a.pdf", [["LAPORAN PENGUJIAN", "Ruang rapat dikunci setiap sore."]])
    assert run.invoke(app, ["ingest", str(report)]).exit_code == 0
    return Store(engine(f"sqlite:///{tmp_path}/data/spbe.db"))


def test_staged_it_waits_and_is_named_as_said(run: CliRunner, held: Store, law: Path) -> None:
    said = ["--as", "nomor=9", "--as", "status=berlaku", "--as", "mencabut=Perbup Contoh 3/2019; PermenPANRB 59/2020"]
    result = run.invoke(app, ["ingest", "--stage", *said, str(law)])
    assert result.exit_code == 0, result.output
    assert "spbe generations publish 2" in result.stderr
    assert "3 baru, 0 berubah, 0 dihapus" in result.stderr
    assert held.current() == 1
    document = next(d for d in held.revisions(2).values() if d.file == "perbup.pdf")
    assert (document.label, document.status.value) == ("Perbup Contoh 9/2025", "berlaku")
    assert document.revokes == ("perbup-contoh-3-2019", "permenpanrb-59-2020")
    assert run.invoke(app, ["generations", "publish", "2"]).exit_code == 0
    assert held.current() == 2
    held.engine.dispose()


def test_told_as_lines_the_last_one_is_the_report(
    run: CliRunner, held: Store, law: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.events._watch", lambda: None)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    lines = [
        json.loads(line) for line in run.invoke(app, ["ingest", "--stage", "--events", str(law)]).stdout.splitlines()
    ]
    assert [line["name"] for line in lines if line["event"] in ("step", "part")][:3] == [
        *("Membaca PDF", "Mengambil teks", "Menyusun satuan"),
    ]
    assert lines[-1]["event"] == "done"
    assert lines[-1]["report"]["staged"] == 2
    assert lines[-1]["report"]["changes"]["sample"][0]["label"] == "Perbup Contoh 7/2025"
    result = run.invoke(app, ["generations", "discard", "7", "--events"])
    assert (result.exit_code, json.loads(result.stdout)["kind"]) == (1, "refused")
    held.engine.dispose()


@pytest.mark.parametrize("words", [("--as", "warna=biru"), ("--as", "nomor")])
def test_what_is_said_of_no_part_is_refused(run: CliRunner, law: Path, words: tuple[str, ...]) -> None:
    result = run.invoke(app, ["ingest", *words, str(law)])
    assert result.exit_code != 0


def test_what_is_said_must_be_readable_and_of_one_pdf(run: CliRunner, law: Path) -> None:
    result = run.invoke(app, ["ingest", "--as", "tahun=kemarin", str(law)])
    assert isinstance(result.exception, DocumentError)
    assert "empat angka" in str(result.exception)
    assert run.invoke(app, ["ingest", "--as", "tahun=2025", str(law), str(law)]).exit_code == 2


def test_a_pdf_is_recognised_without_being_taken_in(run: CliRunner, held: Store, law: Path) -> None:
    result = run.invoke(app, ["identify", str(law)])
    assert "Perbup Contoh 7/2025 (belum pasti), 1 hlm." in result.output
    assert "sudah ada" not in result.output
    assert len(held.revisions(1)) == 1
    run.invoke(app, ["ingest", str(law)])
    assert "sudah ada" in run.invoke(app, ["identify", str(law)]).output
    held.engine.dispose()
