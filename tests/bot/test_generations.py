"""``spbe generations`` and ``spbe documents delete`` as a person uses them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import wiring
from bot.cli.app import app
from bot.roles import TERMINAL, Roles
from bot.settings import Settings
from ingest.refresh import OTHER, Refresh
from ingest.reports import Changes, Report
from knowledge.errors import KnowledgeBaseError
from knowledge.keeping import index
from knowledge.keeping.faq import Faq
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf

FINE, WORSE = {"answerable": (60, 64)}, {"answerable": (50, 64)}


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Base:
    made = Base(tmp_path / "data")
    made.refresh.ingest([_pdf(tmp_path / "cicak.pdf", "Setiap orang wajib melapor kepada juru kunci.")])
    settings = Settings(_env_file=None, SPBE_DATA_DIR=made.folder, DATABASE_URL=f"sqlite:///{made.folder}/spbe.db")
    monkeypatch.setattr(wiring, "settings", lambda: settings)

    def door(*_: object, announce: Callable[[int], None] = lambda _: None) -> Refresh:
        parts = (made.store, made.folder, made.catalog, lambda: made.embedder, made.embedder.name)
        return Refresh(*parts, announce=announce)

    monkeypatch.setattr(wiring, "refresh", door)
    return made


def _pdf(path: Path, *lines: str) -> Path:
    return write_pdf(path, [["LAPORAN PENGUJIAN PERANGKAT", "A. Ringkasan", *lines]])


def _second(base: Base, tmp_path: Path, **how: Any) -> int:
    report = base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", "Petugas mencatat jam di buku besar.")], **how)
    made = report.staged if how else report.generation
    assert made is not None
    return made


def said(*words: str, given: str | None = None) -> str:
    result = CliRunner().invoke(app, list(words), input=given)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 1
    assert isinstance(result.exception, KnowledgeBaseError)
    return str(result.exception)


def test_the_list_says_the_state_of_each(base: Base, tmp_path: Path) -> None:
    second = _second(base, tmp_path)
    base.store.keep_golden(second, {"answerable": (60, 64)})
    base.refresh.ingest([_pdf(tmp_path / "lain.pdf", "Ruang rapat dikunci.")], stage=True)
    base.store.begin_generation("hash", [])
    rows = json.loads(said("generations", "list", "--json"))
    assert [row["state"] for row in rows] == ["belum selesai", "menunggu terbit", "berlaku", "sebelumnya"]
    assert [row["documents"] for row in rows] == [0, 3, 2, 1]
    lines = said("generations", "list").splitlines()
    assert lines[0].split()[:4] == ["Generasi", "Keadaan", "Dokumen", "Satuan"]
    assert lines[3].split()[:3] == [str(second), "berlaku", "2"]
    assert lines[3].split()[-1] == "60/64"


def test_what_waits_is_published_or_given_up(base: Base, tmp_path: Path) -> None:
    staged = _second(base, tmp_path, stage=True)
    assert f"Generasi {staged} diterbitkan" in said("generations", "publish", str(staged))
    assert base.files() == ["bangau.pdf", "cicak.pdf"]
    report = base.refresh.ingest([_pdf(tmp_path / "lain.pdf", "Ruang rapat dikunci.")], stage=True)
    assert "dibatalkan" in said("generations", "discard", str(report.staged))
    assert "tidak ada" in refused("generations", "publish", str(report.staged))


def test_one_on_which_our_questions_fare_worse_needs_force(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "refresh", lambda *_: base.examined(FINE, WORSE))
    staged = _second(base, tmp_path, stage=True)
    reason = refused("generations", "publish", str(staged))
    assert "60 dari 64 benar menjadi 50" in reason
    assert f"publish {staged} --force" in reason
    assert base.files() == ["cicak.pdf"]
    assert "diterbitkan" in said("generations", "publish", str(staged), "--force")


def test_back_and_forth_without_a_number(base: Base, tmp_path: Path) -> None:
    assert "Belum ada generasi sebelumnya" in refused("generations", "switch", "--yes")
    first = base.store.current()
    second = _second(base, tmp_path)
    for expected in (first, second, first):
        assert f"Generasi {expected} berlaku" in said("generations", "switch", "--yes")
        assert base.store.current() == expected


def test_what_going_back_changes_is_said_before_a_yes(base: Base, tmp_path: Path) -> None:
    first, second = base.store.current(), _second(base, tmp_path)
    asked = CliRunner().invoke(app, ["generations", "switch"], input="n\n")
    assert asked.exit_code == 1
    assert f"Generasi {second} → {first} (terakhir diberlakukan " in asked.output
    assert " WITA)" in asked.output
    assert "Dokumen yang tidak dipakai lagi: Laporan Pengujian Perangkat." in asked.output
    assert base.store.current() == second
    assert "Dokumen yang kembali: Bangau" not in asked.output
    said("generations", "switch", given="y\n")
    assert base.store.current() == first
    assert "Dokumen yang kembali: Laporan Pengujian Perangkat." in said("generations", "switch", "--yes")


def test_another_generation_in_force_than_was_meant_is_left_alone(base: Base, tmp_path: Path) -> None:
    first, second = base.store.current(), _second(base, tmp_path)
    assert f"generasi {second} yang berlaku" in refused("generations", "switch", str(first), "--over", "77", "--yes")
    assert base.store.current() == second
    roles = Roles(wiring.store(wiring.settings()).engine)
    assert [entry.action for entry in roles.done(2)] == ["kembalikan gagal", "kembalikan"]
    said("generations", "switch", str(first), "--over", str(second), "--yes")
    assert base.store.current() == first


def test_back_to_one_whose_index_is_gone_builds_it_anew(base: Base, tmp_path: Path) -> None:
    _second(base, tmp_path)
    shutil.rmtree(index.directory(base.folder, 1))
    assert "Indeks generasi 1 tidak utuh; dibangun kembali sebagai generasi 3." in said(
        "generations", "switch", "--yes"
    )
    assert (base.store.current(), base.files()) == (3, ["cicak.pdf"])
    assert "Generasi 3 utuh: 1 satuan." in said("generations", "verify")


def test_a_check_names_what_is_lost(base: Base) -> None:
    current = base.store.current()
    assert current is not None
    assert said("generations", "verify") == f"Generasi {current} utuh: 1 satuan.\n"
    shutil.rmtree(index.directory(base.folder, current))
    assert "1 satuan tidak ditemukan" in refused("generations", "verify", str(current))


def test_pruning_says_what_it_removed(base: Base) -> None:
    assert said("generations", "prune") == "Tidak ada yang perlu dibersihkan.\n"
    stray = base.folder / "index" / "generation-000099"
    stray.mkdir()
    assert said("generations", "prune") == "Folder indeks generation-000099 dihapus.\n"
    assert not stray.exists()


def test_a_document_is_deleted_after_a_yes(base: Base, tmp_path: Path) -> None:
    _second(base, tmp_path)
    result = CliRunner().invoke(app, ["documents", "delete", "cicak.pdf"], input="n\n")
    assert (result.exit_code, "Tidak jadi dihapus." in result.output) == (1, True)
    assert base.files() == ["bangau.pdf", "cicak.pdf"]
    assert "dihapus" in said("documents", "delete", "cicak.pdf", given="y\n")
    assert base.files() == ["bangau.pdf"]
    said("documents", "delete", "bangau.pdf", "--yes")
    assert base.files() == []


def test_what_is_done_at_the_terminal_is_in_the_audit(base: Base, tmp_path: Path) -> None:
    roles = Roles(wiring.store(wiring.settings()).engine)
    said("ingest", str(_pdf(tmp_path / "bangau.pdf", "Petugas mencatat jam di buku besar.")))
    said("ingest", "--stage", str(_pdf(tmp_path / "kijang.pdf", "Kepala ruang menyimpan kunci.")))
    staged = base.store.generations()[-1].id
    said("generations", "publish", str(staged))
    said("generations", "switch", "--yes")
    said("ingest", "--stage", str(_pdf(tmp_path / "musang.pdf", "Juru masak menutup dapur.")))
    said("generations", "discard", str(base.store.generations()[-1].id))
    said("documents", "delete", "bangau.pdf", "--yes")
    CliRunner().invoke(app, ["documents", "delete", "cicak.pdf"], input="n\n")
    done = list(reversed(roles.done(20)))
    assert [entry.action for entry in done] == [
        *("masukkan PDF", "masukkan PDF selesai") * 2,
        *("terbitkan", "terbitkan selesai", "kembalikan"),
        *("masukkan PDF", "masukkan PDF selesai", "batalkan", "hapus dokumen"),
    ]
    assert {(entry.person, entry.role) for entry in done} == {(0, TERMINAL)}
    assert all(entry.detail["akun"] for entry in done)
    assert (done[0].detail["berkas"], done[1].detail["terbit"]) == (["bangau.pdf"], True)
    assert (done[3].detail["menunggu"], done[6].detail["dari"]) == (staged, staged)
    assert done[-1].detail["berkas"] == "bangau.pdf"
    told = said("audit", "--last", "2").splitlines()
    assert ["hapus dokumen" in told[0], "batalkan" in told[1], len(told)] == [True, True, 2]
    rows = json.loads(said("audit", "--json"))
    assert [row["action"] for row in rows] == [entry.action for entry in roles.done(20)]


def test_a_file_name_does_not_steer_the_terminal(base: Base, tmp_path: Path) -> None:
    shown = said("ingest", str(_pdf(tmp_path / "a\x1b[31m\u202eb.pdf", "Petugas mencatat jam di buku besar.")))
    assert "a[31mb.pdf" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


def test_a_restore_is_in_the_audit_of_what_was_restored(base: Base, tmp_path: Path) -> None:
    said("backup", str(tmp_path / "cadangan"))
    (archive,) = (tmp_path / "cadangan").glob("*.tar.gz")
    base.store.engine.dispose()
    said("restore", str(archive), "--yes")
    done = Roles(wiring.store(wiring.settings()).engine).done(5)
    actions = ["pulihkan cadangan selesai", "pulihkan cadangan", "buat cadangan"]
    assert [entry.action for entry in done] == actions
    assert {(entry.role, entry.detail["berkas"]) for entry in done} == {(TERMINAL, archive.name)}


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", "kijang.pdf"),
        ("generations", "publish", "2"),
        ("generations", "discard", "2"),
        ("generations", "switch", "1", "--yes"),
        ("generations", "prune"),
        ("build",),
        ("build", "--rebuild"),
        ("faq", "publish"),
        ("restore", "cadangan.tar.gz", "--yes"),
    ],
)
def test_nothing_is_done_without_a_note(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    waits = words[:2] in {("generations", "publish"), ("generations", "discard")}
    _second(base, tmp_path, **({"stage": True} if waits else {}))
    monkeypatch.chdir(tmp_path)
    _pdf(tmp_path / "kijang.pdf", "Kepala ruang menyimpan kunci.")
    (tmp_path / "cadangan.tar.gz").write_bytes(b"")
    Faq(base.store.engine).add(("Bolehkah?",), "Boleh.", "", "admin", 901, datetime(2026, 11, 25, tzinfo=UTC))
    before = (base.store.generations(), base.store.current())
    monkeypatch.setattr(wiring, "audit", _unnoted)
    result = CliRunner().invoke(app, list(words))
    assert isinstance(result.exception, _UnnotedError)
    # What was built and is in force nowhere goes with the next run.
    assert [g for g in base.store.generations() if g.ready] == [g for g in before[0] if g.ready]
    assert base.store.current() == before[1]


class _UnnotedError(Exception):
    pass


def _unnoted(*_: object, **__: object) -> None:
    raise _UnnotedError


def test_what_waits_again_says_why_and_under_which_number(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _second(base, tmp_path, stage=True)
    waits = Report(staged=made + 1, notices=[OTHER], changes=Changes(2, 1, 0, ()))
    monkeypatch.setattr(Refresh, "publish", lambda *_, **__: waits)
    shown = " ".join(refused("generations", "publish", str(made)).split())
    assert OTHER in shown
    assert "Satuan: 2 baru, 1 berubah, 0 dihapus." in shown
    assert f"'spbe generations publish {made + 1}'" in shown
    assert "pertanyaan emas" not in shown


def test_what_the_bot_has_done_it_notes_itself(base: Base, tmp_path: Path) -> None:
    _second(base, tmp_path)
    roles = Roles(wiring.store(wiring.settings()).engine)
    command = [sys.executable, "-m", "bot.cli.app", "generations", "switch", "--events"]
    env = os.environ | {"SPBE_DATA_DIR": str(base.folder), "SPBE_EMBEDDING_MODEL": "hash"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
        assert process.stdout
        assert b'"done"' in process.stdout.read()
        process.communicate()
    assert roles.done(5) == ()


def test_the_command_asks_our_own_questions_of_both_generations(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examine = partial(wiring._examine, wiring.settings(), base.store)
    monkeypatch.setattr(wiring, "embedder", lambda _: base.embedder)
    refresh: Refresh = base.refresh
    refresh.examine = examine
    refresh.ingest([_pdf(tmp_path / "bangau.pdf", "Petugas mencatat jam di buku besar.")])
    counts = {name: of for name, (_, of) in (base.store.generations()[-1].golden or {}).items()}
    assert counts["answerable"] >= 40
    assert counts.keys() == {"answerable", "unanswerable", "followups", "injections"}
    assert all(one.golden for one in base.store.generations())
