"""``spbe ask`` and ``spbe chat``: the assistant in a terminal."""

from __future__ import annotations

import json
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import wiring
from knowledge.errors import SpbeError

if TYPE_CHECKING:
    from knowledge.assistant import Assistant
    from knowledge.model import Answer, Turn

TURNS = 6  # the turns of a conversation that are remembered


def ask(
    question: Annotated[str | None, typer.Argument(help="Pertanyaan dalam bahasa Indonesia.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Jawaban sebagai satu baris JSON.")] = False,
    batch: Annotated[Path | None, typer.Option(help="Berkas JSONL berisi pertanyaan.")] = None,
    out: Annotated[Path | None, typer.Option(help="Berkas JSONL untuk jawaban.")] = None,
) -> None:
    """Jawab satu pertanyaan, atau seluruh berkas JSONL dengan --batch dan --out."""
    if (batch is None) == (question is None) or (batch is None) != (out is None):
        raise typer.BadParameter("beri satu pertanyaan, atau --batch MASUK.jsonl bersama --out KELUAR.jsonl")
    from bot.cli import contract

    made = wiring.settings()
    helper = wiring.assistant(made, wiring.store(made))
    if batch is not None and out is not None:
        _batch(helper, batch, out)
        return
    assert question is not None
    if as_json:
        typer.echo(json.dumps(contract.ask_one(helper.answer, question), ensure_ascii=False))
        return
    typer.echo(_text(helper.answer(question)))


def _batch(helper: Assistant, source: Path, target: Path) -> None:
    from bot.cli import contract
    from bot.cli.progress import Bars

    try:
        content = source.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise SpbeError(f"Berkas '{source}' tidak dapat dibaca; periksa namanya.") from error
    # Split by bytes: other line ends may stand inside a string, and one bad byte spoils its own line only.
    lines = [line.decode("utf-8", "backslashreplace") for line in content.split(b"\n")]
    target.parent.mkdir(parents=True, exist_ok=True)
    with Bars() as bars, target.open("w", encoding="utf-8") as handle:
        bars.step("Menjawab", sum(1 for line in lines if line.strip()))
        for row in contract.batch(lines, helper.answer):
            handle.write(json.dumps(row, ensure_ascii=False) + "\n")
            bars.advance()


def chat() -> None:
    """Buka percakapan di terminal; tanpa terminal, jawab pertanyaan dari masukan standar, satu per baris."""
    made = wiring.settings()
    converse(wiring.assistant(made, wiring.store(made)))


def converse(helper: Assistant) -> None:
    """Talk until the input ends or the person says goodbye."""
    from knowledge.model import Turn

    turns: deque[Turn] = deque(maxlen=TURNS)
    last: Answer | None = None
    interactive = sys.stdin.isatty()
    if interactive:
        typer.echo("Asisten SPBE. Tanyakan apa saja tentang SPBE dan Pemdi.")
        typer.echo("Ketik 'selengkapnya' untuk melihat sisa jawaban, 'keluar' untuk menutup.")
    while True:
        line = _read(interactive)
        if line is None or line.lower() in ("keluar", "exit", "quit"):
            return
        if not line:
            continue
        if line.lower() == "selengkapnya" and last is not None:
            typer.echo(_text(last, whole=True) + "\n")
            continue
        if not interactive:
            typer.echo(f"> {line}")
        last = helper.answer(line, tuple(turns))
        typer.echo(_text(last) + "\n")
        turns.append(Turn(role="user", text=line))
        turns.append(Turn(role="bot", text=_text(last)))


def _read(interactive: bool) -> str | None:
    if interactive:
        try:
            return input("\nAnda: ").strip()
        except (EOFError, KeyboardInterrupt):
            return None
    line = sys.stdin.readline()
    return line.strip() if line else None


def _text(answer: Answer, *, whole: bool = False) -> str:
    from knowledge.answering.rendering import plain

    return plain(answer, None) if whole else plain(answer)
