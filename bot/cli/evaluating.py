"""``spbe eval``: the figures of question files, as lines, a report, or beside an earlier run."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import wiring
from knowledge.errors import SpbeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.evaluating.runs import Changes, Run


class Form(StrEnum):
    """How a report is written."""

    HTML = "html"
    MD = "md"
    JSON = "json"


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Berkas JSONL berisi butir evaluasi.")],
    report: Annotated[Form | None, typer.Option(help="Tulis laporan ke keluaran standar dalam bentuk ini.")] = None,
    save: Annotated[Path | None, typer.Option(help="Simpan hasil sebagai JSON, untuk dibandingkan nanti.")] = None,
    against: Annotated[Path | None, typer.Option(help="Bandingkan dengan hasil yang disimpan.")] = None,
    failures: Annotated[bool, typer.Option(help="Tampilkan juga butir yang gagal.")] = False,
) -> None:
    """Hitung angka evaluasi: hit@k, MRR, fakta, abstain, penolakan keliru, waktu jawab."""
    from knowledge.evaluating import report as reports
    from knowledge.evaluating import runs

    for file in files:
        if not file.is_file():
            raise SpbeError(f"Berkas '{file}' tidak ada; periksa namanya.")
    before = runs.load(against) if against else None
    run = _ask(files)
    if save:
        runs.save(run, save)
    changes = runs.changes(before, run) if before else []
    if report is Form.HTML:
        typer.echo(reports.page(run, changes), nl=False)
    elif report is Form.MD:
        typer.echo(reports.markdown(run, changes), nl=False)
    elif report is Form.JSON:
        compared = {"changes": [one.model_dump() for one in changes]} if before else {}
        typer.echo(json.dumps(run.model_dump(mode="json") | compared, ensure_ascii=False, indent=1))
    else:
        _lines(run, changes, failures)


def _ask(files: Sequence[Path]) -> Run:
    from bot.cli.progress import Bars
    from knowledge.evaluating import evaluation, runs

    asked = [(file.name, evaluation.read(file)) for file in files]  # a wrong line is told before anything is asked
    made = wiring.settings()
    opened = wiring.store(made)
    helper = wiring.assistant(made, opened)
    helper.answer("apa itu SPBE")  # opening the index is start-up, and would count as the first answer's time
    page, sheets = evaluation.pages(opened), []
    for name, items in asked:
        with Bars() as bars:
            bars.step(name, len(items))
            sheets.append(runs.sheet(name, evaluation.run(items, helper.answer, bars.advance, page)))
    taken = datetime.now().astimezone().isoformat(timespec="seconds")
    return runs.Run(taken=taken, model=made.embedding_model, sheets=tuple(sheets))


def _lines(run: Run, changes: Sequence[Changes], failures: bool) -> None:
    from knowledge.evaluating.report import reason

    compared = {one.name: one for one in changes}
    for sheet in run.sheets:
        typer.echo(json.dumps({"file": sheet.name} | sheet.figures))
        if change := compared.get(sheet.name):
            typer.echo(json.dumps(change.model_dump(exclude_defaults=True), ensure_ascii=False))
        for outcome in sheet.failures if failures else ():
            found = "; ".join(outcome.retrieved) or "tidak ada"
            typer.echo(f"- {outcome.id} {' '.join(outcome.question.split())} | {reason(outcome)} | ditemukan: {found}")
