"""``spbe generations``: the builds of the index; publish one that waits, go back to one before, check, clear away."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import wiring
from bot.cli.events import say, telling
from knowledge.clock import moment
from knowledge.errors import KnowledgeBaseError
from knowledge.keeping.store import Store
from knowledge.keeping.switching import Switch, switch_to
from knowledge.model import Generation

if TYPE_CHECKING:
    from ingest.reports import Report

app = typer.Typer(help="Lihat generasi indeks; terbitkan, batalkan, kembalikan, periksa, atau bersihkan.")
Events = Annotated[bool, typer.Option(help="Kemajuan sebagai baris JSON, untuk program.")]
Chosen = Annotated[int, typer.Argument(metavar="NOMOR", help="Nomor generasi; lihat 'spbe generations list'.")]


@app.command("list")
def listed(as_json: Annotated[bool, typer.Option("--json", help="Daftar sebagai satu baris JSON.")] = False) -> None:
    """Daftar generasi, yang terbaru di atas."""
    store = wiring.store(wiring.settings())
    rows = [(one, _state(store, one), len(store.revisions(one.id))) for one in reversed(store.generations())]
    if as_json:
        said = [one.model_dump(mode="json") | {"state": state, "documents": count} for one, state, count in rows]
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("Generasi", "Keadaan", "Dokumen", "Satuan", "Dibuat", "Pertanyaan emas benar"):
        table.add_column(name)
    for one, state, count in rows:
        golden = ", ".join(f"{right}/{of}" for right, of in (one.golden or {}).values()) or "–"
        table.add_row(str(one.id), state, str(count), str(one.units), moment(one.created_at), golden)
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=120)).print(table)


@app.command()
def publish(
    generation: Chosen,
    force: Annotated[bool, typer.Option(help="Terbitkan walaupun hasil pertanyaan emas turun.")] = False,
    events: Events = False,
) -> None:
    """Terbitkan generasi yang menunggu; bot memakainya sejak pertanyaan berikutnya."""
    from bot.cli.progress import Bars

    made = wiring.settings()
    if events:
        with telling() as told:
            report = wiring.refresh(made, wiring.store(made)).publish(generation, told, force=force)
            say("done", report=asdict(report))
        return
    store = wiring.store(made)
    with wiring.noted(store, "terbitkan", generasi=generation, paksa=force) as became:
        with Bars() as bars:
            report = wiring.refresh(made, store).publish(generation, bars, force=force)
        if not report.changed:
            raise KnowledgeBaseError(_waits(report))
        became |= {"generasi": report.generation}
    for notice in report.notices:
        typer.echo(f"[perhatian] {notice}")
    typer.echo(f"Generasi {report.generation} diterbitkan: {report.units} satuan.")


@app.command()
def discard(generation: Chosen, events: Events = False) -> None:
    """Batalkan generasi yang menunggu, bersama dokumen yang dibaca untuknya."""
    made = wiring.settings()
    if events:
        with telling():
            wiring.refresh(made, wiring.store(made)).discard(generation)
            say("done")
        return
    store = wiring.store(made)
    with wiring.noted(store, "batalkan", generasi=generation):
        wiring.refresh(made, store).discard(generation)
    typer.echo(f"Generasi {generation} dibatalkan.")


@app.command()
def switch(
    generation: Annotated[int | None, typer.Argument(metavar="[NOMOR]")] = None,
    over: Annotated[int | None, typer.Option(help="Hanya bila generasi ini yang sekarang berlaku.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Jangan bertanya lagi.")] = False,
    events: Events = False,
) -> None:
    """Kembali ke generasi lain (tanpa nomor: yang sebelumnya). Dokumen yang dihapus tetap terhapus."""
    made = wiring.settings()
    if events:
        with telling():
            opened = wiring.store(made)
            found = switch_to(opened, generation)
            say(
                "done",
                generation=wiring.refresh(made, opened).switch(
                    found.target.id, found.current if over is None else over
                ),
            )
        return
    store = wiring.store(made)
    found = switch_to(store, generation)
    typer.echo(wiring.printable(_difference(found)))
    if not yes:
        typer.confirm(f"Pakai lagi generasi {found.target.id}?", abort=True)
    with wiring.noted(store, "kembalikan", generasi=found.target.id, dari=found.current):
        now = wiring.refresh(made, store).switch(found.target.id, found.current if over is None else over)
    if now != found.target.id:
        typer.echo(f"Indeks generasi {found.target.id} tidak utuh; dibangun kembali sebagai generasi {now}.")
    typer.echo(f"Generasi {now} berlaku sejak pertanyaan berikutnya.")


@app.command()
def verify(generation: Annotated[int | None, typer.Argument(metavar="[NOMOR]")] = None) -> None:
    """Periksa apakah setiap satuan ditemukan oleh vektornya sendiri (tanpa nomor: generasi yang berlaku)."""
    made = wiring.settings()
    store = wiring.store(made)
    generation = store.current() if generation is None else generation
    if generation is None:
        raise KnowledgeBaseError("Basis pengetahuan belum dibangun. Jalankan 'make start' atau 'spbe build'.")
    lost = wiring.refresh(made, store).verify(generation)
    if lost:
        shown = "; ".join(lost[:5]) + (f"; dan {len(lost) - 5} lainnya" if len(lost) > 5 else "")
        raise KnowledgeBaseError(
            f"Generasi {generation} tidak utuh, {len(lost)} satuan tidak ditemukan: {shown}. "
            "Jalankan 'spbe build --rebuild'."
        )
    typer.echo(f"Generasi {generation} utuh: {store.generation(generation).units} satuan.")


@app.command()
def prune() -> None:
    """Bersihkan generasi, dokumen, berkas dan vektor yang tidak dipakai lagi."""
    made = wiring.settings()
    store = wiring.store(made)
    with wiring.noted(store, "bersihkan") as became:
        removed = wiring.refresh(made, store).prune()
        became |= {"dibuang": len(removed)}
    typer.echo("\n".join(removed) or "Tidak ada yang perlu dibersihkan.")


def _waits(report: Report) -> str:
    """Why a generation was not published but waits, and what to do."""
    number = report.staged
    if report.worse:
        return (
            f"Generasi {number} tidak diterbitkan; hasil pertanyaan emas turun: {'; '.join(report.worse)}. "
            f"Periksa dokumennya, atau jalankan 'spbe generations publish {number} --force'."
        )
    said, made = " ".join(report.notices), report.changes
    units = f" Satuan: {made.new} baru, {made.changed} berubah, {made.removed} dihapus." if made else ""
    return (
        f"Belum diterbitkan. {said}{units} Bila benar, jalankan 'spbe generations publish {number}'; "
        f"bila tidak, 'spbe generations discard {number}'."
    )


def _difference(found: Switch) -> str:
    """What a switch changes, a line each."""
    at = moment(found.target.published_at) if found.target.published_at else "–"
    said = (("kembali", found.new), ("kembali ke versi lain", found.changed), ("tidak dipakai lagi", found.removed))
    lines = [f"Dokumen yang {what}: {'; '.join(labels)}." for what, labels in said if labels] or ["Dokumennya sama."]
    return "\n".join((f"Generasi {found.current} → {found.target.id} (terakhir diberlakukan {at})", *lines))


def _state(store: Store, one: Generation) -> str:
    if one.id == store.current():
        return "berlaku"
    if not one.ready:
        return "belum selesai"
    if one.staged:
        return "menunggu terbit"
    before = store.previous()
    return "sebelumnya" if before and before.id == one.id else "lama"
