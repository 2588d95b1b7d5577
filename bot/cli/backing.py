"""``spbe backup`` and ``spbe restore``: everything in one file, and back."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.cli import wiring
from bot.cli.events import say, telling
from bot.settings import Settings
from knowledge.clock import moment
from knowledge.errors import SettingsError

log = logging.getLogger(__name__)

_USERINFO = re.compile(r"(?<=://)[^/\s]*@")
SECRET = ("telegram_bot_token", "database_url")  # an address of a database may hold a password


def backup(
    folder: Annotated[Path | None, typer.Argument(help="Folder tujuan. Bawaan: SPBE_BACKUP_DIR.")] = None,
    keep: Annotated[int | None, typer.Option(min=1, help="Sisakan sekian cadangan terbaru di folder itu.")] = None,
    events: Annotated[bool, typer.Option(help="Hasil sebagai baris JSON, untuk program.")] = False,
) -> None:
    """Simpan basis data, dokumen, dan pengaturan (tanpa rahasia) dalam satu berkas; bot boleh tetap berjalan."""
    wiring.give_way()
    made = wiring.settings()
    if events:
        with telling():
            path, removed = _make(made, folder, keep)
            say("done", file=path.name, bytes=path.stat().st_size, removed=[old.name for old in removed])
        return
    path, removed = _make(made, folder, keep)  # which refuses a damaged database, in which nothing can be noted
    wiring.audit(wiring.store(made), "buat cadangan", berkas=path.name, dihapus=[old.name for old in removed])
    typer.echo(f"Cadangan tersimpan: {path} ({path.stat().st_size / 1e6:.1f} MB)")
    for old in removed:
        typer.echo(f"Cadangan lama dihapus: {old.name}")


def _make(made: Settings, folder: Path | None, keep: int | None) -> tuple[Path, list[Path]]:
    from knowledge.keeping import backup as archives

    target = folder or made.backup_folder
    path = archives.make(archives.database_file(made.database), made.data_dir, _told(made), target, datetime.now(UTC))
    return path, archives.thin(target, keep, path) if keep is not None else []


def restore(
    archive: Annotated[Path, typer.Argument(help="Berkas dari 'spbe backup'.", exists=True, dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Tanpa bertanya lagi.")] = False,
) -> None:
    """Pulihkan pengetahuan dari cadangan; yang ada sekarang diganti. Dokumen yang sudah dihapus tetap terhapus."""
    from bot import restored
    from ingest.restoring import restore as bring_back
    from knowledge.keeping import backup as archives
    from knowledge.keeping.condition import REMEDY

    made = wiring.settings()
    database = archives.database_file(made.database)
    if database.is_file() and not yes and not typer.confirm("Ganti basis data sekarang dengan isi cadangan ini?"):
        typer.echo("Tidak jadi dipulihkan.")
        raise typer.Exit(1)
    _note(made, database, archive)
    done = bring_back(archive, database, made.data_dir, restored.settle, restored.MARKS)
    wiring.audit(wiring.store(made), "pulihkan cadangan selesai", berkas=archive.name, dibuat=moment(done.made_at))
    typer.echo(
        f"Dipulihkan dari cadangan {moment(done.made_at)}: {done.documents} dokumen, generasi {done.generation or '–'}."
    )
    if not done.whole:
        typer.echo(f"Indeks belum dapat dibangun dari cadangan ini. {REMEDY}")
    if not done.kept:
        typer.echo(
            "Basis data sebelumnya tidak ada, rusak, atau milik pemasangan lain: peran, percakapan dan antrean juga "
            "kembali seperti saat itu; undangan dibatalkan. Periksa /admin."
        )
    if done.deleted:
        typer.echo(f"{done.deleted} berkas dokumen tetap terhapus karena dihapus setelah cadangan itu dibuat.")


def _note(made: Settings, database: Path, archive: Path) -> None:
    """Note a restore before it is made, where there is a database that can take the note."""
    if not database.is_file():
        return
    try:
        opened = wiring.store(made)
        wiring.audit(opened, "pulihkan cadangan", berkas=archive.name)
        opened.engine.dispose()
    except (SettingsError, SQLAlchemyError):
        log.warning("%s cannot be noted in: it is damaged, and a backup is brought back for that", database.name)


def _told(made: Settings) -> dict[str, object]:
    """The settings that are no secret, by their names in the environment; of addresses no name and password."""
    kept = {k: v for k, v in made.model_dump().items() if k not in SECRET}
    return {
        str(Settings.model_fields[k].alias): _USERINFO.sub("", v) if isinstance(v, str) else v for k, v in kept.items()
    }
