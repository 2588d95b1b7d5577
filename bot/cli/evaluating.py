"""``spbe eval``: the figures of question files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import wiring
from knowledge.errors import SpbeError


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Berkas JSONL berisi butir evaluasi.")],
    failures: Annotated[bool, typer.Option(help="Tampilkan juga butir yang gagal.")] = False,
) -> None:
    """Hitung angka evaluasi: hit@k, fakta, abstain, penolakan keliru, waktu jawab."""
    from bot.cli.progress import Bars
    from knowledge import evaluation

    made = wiring.settings()
    helper = wiring.assistant(made, wiring.store(made))
    for file in files:
        if not file.is_file():
            raise SpbeError(f"Berkas '{file}' tidak ada; periksa namanya.")
        items = evaluation.read(file)
        with Bars() as bars:
            bars.step(file.name, len(items))
            results = evaluation.run(items, helper.answer, bars.advance)
        typer.echo(json.dumps({"file": file.name} | evaluation.figures(results)))
        for r in results if failures else ():
            wrong = not r.answer.abstained if r.item.unanswerable else not r.facts
            if wrong:
                got = [f"{u.file}:{u.page_from}" for u in r.answer.retrieved[:5]]
                typer.echo(f"- {r.item.id} {r.item.question} | kurang {[g[:2] for g in r.missing]} | ditemukan {got}")
