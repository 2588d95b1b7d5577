"""``spbe faq …``: the answers of admins that stand in the knowledge base."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from bot.cli import wiring
from bot.cli.events import say, telling
from knowledge.clock import SystemClock, day
from knowledge.errors import DocumentError, KnowledgeBaseError
from knowledge.keeping import faq as keeping
from knowledge.keeping.faq import Faq, FaqEntry, FaqState

app = typer.Typer(help="Jawaban admin yang diterbitkan sebagai FAQ.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="NOMOR", min=1, help="Nomor entri; lihat 'spbe faq list'.")]
_STATES = {
    FaqState.QUEUED: "menunggu terbit",
    FaqState.FORCED: "menunggu terbit",
    FaqState.LIVE: "terbit",
    FaqState.HELD: "tertahan",
    FaqState.REMOVED: "dihapus",
}


@app.command("list")
def entries(
    as_json: Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")] = False,
    due: Annotated[bool, typer.Option(help="Hanya yang perlu ditinjau.")] = False,
) -> None:
    """Daftar entri FAQ."""
    faq, today = Faq(wiring.store(wiring.settings()).engine), SystemClock().today()
    found = faq.due(today) if due else faq.all()
    if as_json:
        rows = [{"id": entry.id, **_facts(entry), "due": entry.expires_on <= today} for entry in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for entry in found:
        typer.echo(f"{entry.id}  {_STATES[entry.state]}, {_holds(entry, today)}  {_printable(entry.questions[0])}")
    if not found:
        typer.echo("Belum ada entri FAQ.")


@app.command()
def show(number: Number) -> None:
    """Satu entri FAQ, lengkap."""
    faq, today = Faq(wiring.store(wiring.settings()).engine), SystemClock().today()
    entry = _entry(faq, number)
    typer.echo(f"FAQ {entry.id} – {_STATES[entry.state]}, {_holds(entry, today)}")
    typer.echo("\n".join(f"Pertanyaan: {_printable(question)}" for question in entry.questions))
    typer.echo(_printable(entry.answer))
    typer.echo(f"FAQ, {_printable(entry.locator)}")


@app.command()
def remove(
    number: Number,
    yes: Annotated[bool, typer.Option("--yes", help="Hapus tanpa bertanya.")] = False,
) -> None:
    """Hapus satu entri FAQ; tidak ditampilkan lagi sejak pertanyaan berikutnya."""
    store = wiring.store(wiring.settings())
    entry = _entry(Faq(store.engine), number)
    about = f"FAQ {entry.id} ({_printable(entry.questions[0])}; {_STATES[entry.state]})"
    if not yes and not typer.confirm(f"Hapus {about}?"):
        typer.echo("Tidak jadi dihapus.")
        raise typer.Exit(1)
    wiring.audit(store, "hapus FAQ", faq=entry.id)  # noted first: what is gone is never gone unseen
    keeping.remove(store, number, datetime.now(UTC))
    typer.echo(
        f"{about} dihapus. Sejak pertanyaan berikutnya tidak ditampilkan lagi, juga setelah kembali ke generasi lama "
        "atau memulihkan cadangan. Bila masih diperlukan, jawab lagi pertanyaannya lewat antrean."
    )


@app.command()
def publish(events: Annotated[bool, typer.Option(help="Kemajuan sebagai baris JSON, untuk program.")] = False) -> None:
    """Terbitkan entri yang menunggu."""
    from ingest import faq as publishing

    wiring.give_way()
    made = wiring.settings()
    if events:
        with telling() as told:
            store = wiring.store(made)
            say("done", report=asdict(publishing.publish(store, wiring.refresh(made, store), told)))
        return
    from bot.cli.progress import Bars

    store = wiring.store(made)
    with wiring.noted(store, "terbitkan FAQ") as became:
        with Bars() as bars:
            report = publishing.publish(store, wiring.refresh(made, store), bars)
        became |= {"generasi": report.generation, "terbit": report.published, "tertahan": report.held}
    typer.echo(f"Generasi {report.generation}: {len(report.published)} entri FAQ baru terbit.")
    if report.held:
        raise KnowledgeBaseError(
            f"{len(report.held)} entri tertahan, hasil pertanyaan emas turun: {'; '.join(report.worse)}."
        )


def _entry(faq: Faq, number: int) -> FaqEntry:
    if found := faq.get(number):
        return found
    if any(entry.id == number for entry in faq.all(FaqState.REMOVED)):
        raise DocumentError(f"FAQ {number} sudah dihapus sebelumnya dan tidak ditampilkan lagi.")
    raise DocumentError(f"FAQ {number} tidak ada. Lihat nomornya dengan 'spbe faq list'.")


def _facts(entry: FaqEntry) -> dict[str, object]:
    return {
        "questions": entry.questions,
        "answer": entry.answer,
        "source": entry.source,
        "role": entry.role,
        "answered_on": entry.answered_on.isoformat(),
        "expires_on": entry.expires_on.isoformat(),
        "state": _STATES[entry.state],
    }


def _holds(entry: FaqEntry, today: date) -> str:
    since = "perlu ditinjau sejak" if entry.expires_on <= today else "berlaku sampai"
    return f"{since} {day(entry.expires_on)}"


def _printable(text: str) -> str:
    return "".join(c for c in text if c == "\n" or c.isprintable())
