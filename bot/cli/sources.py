"""``spbe sources``: the official documents of the list, which are here, and downloading them from official sites."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import building, wiring
from bot.settings import Settings
from knowledge.errors import FetchError

if TYPE_CHECKING:
    import httpx

    from ingest.fetching.sources import Fetched, Folder, Source, Sources

app = typer.Typer(help="Lihat daftar dokumen resmi, dan unduh PDF-nya dari situs resmi.", no_args_is_help=True)

FOLDER = "resmi"
"""The folder of the data directory to which documents are downloaded."""
_WIDTH = 160  # columns where standard output is no terminal


@dataclass(frozen=True)
class _Row:
    """A document of the list; ``here`` whether its PDF was downloaded, ``held`` whether it is in force."""

    source: Source
    here: bool
    held: bool

    @property
    def missing(self) -> bool:
        return not self.here and not self.held


@app.command("list")
def listed(as_json: Annotated[bool, typer.Option("--json", help="Daftar sebagai satu baris JSON.")] = False) -> None:
    """Daftar dokumen resmi: mana yang sudah diunduh, sudah dipakai, atau belum ada."""
    made = wiring.settings()
    rows = _rows(made, _sources(), _folder(made))
    if as_json:
        typer.echo(json.dumps([_told(row) for row in rows], ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("ID", "Dokumen", "Unduhan", "Basis pengetahuan", "Alamat PDF", "Halaman resmi"):
        table.add_column(name, overflow="fold")
    for row in rows:
        known = f"dikenal ({row.source.confidence})" if row.source.address else "belum dikenal"
        states = ("ada" if row.here else "–", "ada" if row.held else "–", known)
        table.add_row(row.source.id, row.source.label, *states, row.source.page)
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=_WIDTH)).print(table)


@app.command()
def fetch(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Bawaan: semua yang belum ada.")] = None,
    url: Annotated[str | None, typer.Option(help="Alamat PDF satu dokumen, disalin dari halaman resminya.")] = None,
    again: Annotated[bool, typer.Option(help="Unduh lagi yang sudah ada, untuk melihat apakah berubah.")] = False,
    ingest: Annotated[bool, typer.Option(help="Langsung masukkan yang terunduh ke basis pengetahuan.")] = False,
) -> None:
    """Unduh dokumen resmi, hanya dari situs resmi dan lewat https; unduhan yang terputus dilanjutkan."""
    made, known = wiring.settings(), _sources()
    chosen = [known.named(name) for name in names or ()]
    if url is not None and len(chosen) != 1:
        raise typer.BadParameter("--url memerlukan satu ID")
    folder = _folder(made)
    with folder.alone():
        rows = _rows(made, known, folder)
        wanted = [row for row in rows if (row.source in chosen if chosen else row.source.address and row.missing)]
        if again and not chosen:
            wanted += [row for row in rows if row.here and row.source.address]
        ready, failed = _fetch(wanted, known, folder, url, again=again)
        rows = _rows(made, known, folder)
    _say_missing([row for row in rows if row.missing])
    ready += [path for row in rows if row.here and not row.held and (path := folder.pdf(row.source)) not in ready]
    unlike = [row.source for row in rows if _unlike(row.source, folder) and folder.pdf(row.source) in ready]
    ready = [path for path in ready if path not in {folder.pdf(source) for source in unlike}]
    _say_unlike(unlike, folder)
    if ready and ingest:
        building.ingest(ready)
    elif ready:
        whole = [] if unlike else [folder.pdf(rows[0].source).parent]
        typer.echo(f"Lanjutkan dengan: spbe ingest {shlex.join(map(str, whole or ready))}")
    if failed or (unlike and ingest):
        raise typer.Exit(1)


def client() -> httpx.Client:
    """What official sites are asked with."""
    from ingest.fetching.download import Patience
    from ingest.fetching.transport import client as made

    return made(Patience.connect_seconds, Patience.read_seconds)


def _fetch(
    wanted: Sequence[_Row], known: Sources, folder: Folder, url: str | None, *, again: bool
) -> tuple[list[Path], bool]:
    """Download what is wanted; gives the PDFs that are new or changed, and whether anything failed."""
    from bot.cli.progress import Transfers
    from ingest.fetching.download import Download

    ready, failed = [], False
    with Transfers() as transfers, client() as http:
        download = Download(http, known.hosts)
        for row in wanted:
            if row.here and not again and url is None:
                transfers.say(f"[ada] {row.source.label}")
                continue
            try:
                done = folder.fetch(row.source, _address(row.source, url), download, transfers.begin(row.source.label))
            except FetchError as error:
                failed = True
                transfers.say(f"[gagal] {row.source.label}: {error}")
                continue
            for line in _lines(row.source, done, given=url is not None):
                transfers.say(line)
            if done.sha256 != done.before:
                ready.append(done.path)
    return ready, failed


def _address(source: Source, url: str | None) -> str:
    address = url or source.address
    if address is None:
        raise FetchError(
            f"Alamat PDF-nya belum dikenal. Salin dari {source.page}, lalu jalankan "
            f"'spbe sources fetch {source.id} --url ALAMAT'."
        )
    return address


def _lines(source: Source, done: Fetched, *, given: bool) -> list[str]:
    size = done.path.stat().st_size / 1e6
    said = [f"[{done.outcome.value}] {source.label}: {done.path} ({size:.1f} MB, SHA-256 {done.sha256})"]
    if done.before and done.before != done.sha256:
        said.append(f"[perhatian] {source.label}: isinya berubah sejak diunduh terakhir (SHA-256 lama {done.before}).")
    if done.known is False:
        said.append(f"[perhatian] {source.label}: berbeda dari salinan resmi yang dikenal. Periksa sebelum dipakai.")
    elif done.known is None and (given or source.confidence != "tinggi"):
        said.append(f"[perhatian] {source.label}: belum dapat dicocokkan. Periksa dengan 'spbe identify {done.path}'.")
    return said


def _say_missing(rows: Sequence[_Row]) -> None:
    if not rows:
        typer.echo("Semua dokumen dalam daftar sudah ada.")
        return
    typer.echo(f"Belum ada {len(rows)} dokumen. Carilah di halaman resminya, lalu masukkan dengan 'spbe ingest':")
    for row in rows:
        typer.echo(f"  {row.source.label}, {row.source.title}: {row.source.page}")


def _unlike(source: Source, folder: Folder) -> bool:
    """Whether what was downloaded is none of the PDFs known to be the document."""
    return bool(source.known) and folder.checksum(source) not in source.known


def _say_unlike(sources: Sequence[Source], folder: Folder) -> None:
    """A person must have looked at such a file, and then takes it in by its own name."""
    for source in sources:
        path = shlex.quote(str(folder.pdf(source)))
        typer.echo(
            f"{source.label} tidak dimasukkan, karena berbeda dari salinan resmi yang dikenal. "
            f"Periksa dengan: spbe identify {path}. Bila benar, masukkan dengan: spbe ingest {path}"
        )


def _sources() -> Sources:
    from ingest.fetching.sources import load
    from knowledge import catalog

    return load(catalog.load().regulations)


def _folder(made: Settings) -> Folder:
    from ingest.fetching.sources import Folder

    return Folder(made.data_dir / FOLDER)


def _rows(made: Settings, known: Sources, folder: Folder) -> list[_Row]:
    store = wiring.store(made)
    held = {document.id for document in store.revisions(store.current() or 0).values()}
    return [_Row(one, folder.holds(one), one.id in held) for one in known.documents]


def _told(row: _Row) -> dict[str, object]:
    source = row.source
    about = {"id": source.id, "label": source.label, "title": source.title}
    return about | {"fetched": row.here, "held": row.held, "address": source.address, "official_page": source.page}
