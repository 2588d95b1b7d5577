"""The ``spbe`` command: every subcommand registered in one place."""

from __future__ import annotations

import sys

import typer

from bot.cli import (
    asking,
    auditing,
    backing,
    building,
    doctor,
    documents,
    evaluating,
    faq,
    generations,
    serving,
    sources,
)
from knowledge.errors import SpbeError

app = typer.Typer(
    help="Asisten SPBE: jawaban bersumber tentang SPBE dan Indeks Pemerintah Digital.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(asking.ask)
app.command()(asking.chat)
app.command()(serving.serve)
app.command()(serving.start)
app.command()(building.build)
app.command()(building.ingest)
app.command()(building.identify)
app.command()(building.handbook)
app.command()(backing.backup)
app.command()(backing.restore)
app.command()(auditing.audit)
app.add_typer(documents.app, name="documents")
app.add_typer(generations.app, name="generations")
app.add_typer(sources.app, name="sources")
app.add_typer(faq.app, name="faq")
app.command("eval")(evaluating.evaluate)
app.command()(doctor.doctor)


def main() -> None:
    """Run the command line; an error raised on purpose is one line on standard error and exit status 1."""
    try:
        app()
    except SpbeError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
