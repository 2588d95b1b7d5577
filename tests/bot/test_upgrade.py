"""What an upgrade or another model leaves behind is said in plain words by every command, and mended by serving."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ingest.rereading
from bot.cli import building, wiring
from bot.cli.app import app
from bot.settings import Settings
from ingest import intake
from knowledge.keeping import index
from knowledge.keeping.health import NOTICE
from knowledge.keeping.store import Store, engine
from tests.pdfs import write_pdf

LIZARD = "Setiap orang yang menemukan cicak tembaga wajib melapor kepada juru kunci."
ASK_LIZARD = "siapa yang wajib melapor bila menemukan cicak tembaga?"
Change = Callable[[], None]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a base of one document, which ``build`` finds with its handbook."""
    settings = Settings(_env_file=None, SPBE_DATA_DIR=tmp_path / "data", SPBE_EMBEDDING_MODEL="hash")
    monkeypatch.setattr(wiring, "settings", lambda: settings)
    monkeypatch.setattr(wiring, "give_way", lambda: None)
    monkeypatch.setattr(building, "_handbook", lambda made: write_pdf(tmp_path / "buku.pdf", [["LAPORAN", "Isi."]]))
    report = write_pdf(tmp_path / "cicak.pdf", [["LAPORAN PENGUJIAN", "A. Ringkasan", LIZARD]])
    assert CliRunner().invoke(app, ["ingest", str(report)]).exit_code == 0
    return settings


@pytest.fixture
def store(made: Settings) -> Store:
    return Store(engine(made.database))


def _other_units(made: Settings, store: Store) -> None:
    (index.directory(made.data_dir, store.current() or 0) / "contents.json").write_text("{}")


def _other_model(made: Settings, store: Store) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE generations SET model = 'lama'")
        connection.exec_driver_sql("UPDATE vectors SET model = 'lama'")


CHANGES = {"versi lain dari asisten": _other_units, "model embedding lain": _other_model}


@pytest.mark.parametrize("said", CHANGES)
def test_doctor_and_ask_say_what_to_do_and_build_does_it(
    made: Settings, store: Store, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    run = CliRunner()
    assert "[ok]    Basis pengetahuan" in run.invoke(app, ["doctor"]).output
    CHANGES[said](made, store)
    result = run.invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert said in result.output
    assert "Jalankan 'spbe build'" in result.output
    result = run.invoke(app, ["ask", ASK_LIZARD])
    assert result.exit_code == 0
    assert LIZARD in result.output
    assert NOTICE in result.output
    assert said in caplog.text
    assert run.invoke(app, ["build"]).exit_code == 0
    assert "[ok]    Basis pengetahuan" in run.invoke(app, ["doctor"]).output
    assert NOTICE not in run.invoke(app, ["ask", ASK_LIZARD]).output


@pytest.mark.parametrize("said", CHANGES)
def test_serving_mends_it_before_anybody_asks(
    made: Settings, store: Store, said: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def rebuild() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", ""]))
        return started[-1]

    monkeypatch.setattr(wiring, "_rebuild", rebuild)
    wiring.assistant(made, store, serving=True)
    assert started == []
    CHANGES[said](made, store)
    wiring.assistant(made, store)
    assert started == []  # a question at the terminal mends nothing
    wiring.assistant(made, store, serving=True)
    assert len(started) == 1
    assert started[0].wait(60) == 0
    assert f"{said}" in caplog.text


def test_documents_of_an_earlier_reader_are_said_and_read_anew_by_build(
    made: Settings, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for module in (intake, ingest.rereading):
        monkeypatch.setattr(module, "PARSER_VERSION", 1000)
    run = CliRunner()
    result = run.invoke(app, ["doctor"])
    assert "1 dokumen dibaca oleh versi lama" in result.output
    wiring.assistant(made, store, serving=True)
    assert "1 dokumen dibaca oleh versi lama" in caplog.text
    assert run.invoke(app, ["build"]).exit_code == 0
    assert "versi lama" not in run.invoke(app, ["doctor"]).output
    assert {d.file for d in store.revisions(store.current() or 0).values()} == {"buku.pdf", "cicak.pdf"}
