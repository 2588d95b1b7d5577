"""``spbe audit``: what admins and the terminal did, newest first."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli import wiring
from bot.roles import TERMINAL, Roles
from knowledge.clock import moment

Count = Annotated[int, typer.Option("--last", min=1, max=100_000, help="Berapa tindakan terakhir.")]


def audit(
    last: Count = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Sebagai JSON, untuk program.")] = False,
) -> None:
    """Catatan tindakan admin dan terminal, yang terbaru dahulu; tidak dapat diubah atau dihapus."""
    done = Roles(wiring.store(wiring.settings()).engine).done(last)
    if as_json:
        rows = [
            {"at": e.at.isoformat(), "person": e.person, "role": e.role, "action": e.action, "detail": e.detail}
            for e in done
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for entry in done:
        who = TERMINAL if entry.role == TERMINAL else f"{entry.role} {entry.person}"
        about = ", ".join(f"{name}: {value}" for name, value in entry.detail.items())
        typer.echo(wiring.printable(f"{moment(entry.at)}  {who}  {entry.action}  {about}".rstrip()))
    if not done:
        typer.echo("Belum ada tindakan yang tercatat.")
