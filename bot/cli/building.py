"""``spbe build``, ``spbe ingest`` and ``spbe handbook``: the knowledge base from PDFs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import wiring
from bot.cli.events import say, telling
from bot.settings import Settings
from knowledge.errors import DocumentError
from knowledge.keeping.store import Store
from knowledge.model import Given

if TYPE_CHECKING:
    from ingest.reports import Report

_NAMED = 10  # files that the audit names of one command
_AS = "Perbaiki identitas satu PDF: jenis, nomor, tahun, judul, status, atau mencabut; boleh berulang."


def build(
    rebuild: Annotated[bool, typer.Option(help="Bangun ulang indeks dari basis data, walaupun masih utuh.")] = False,
) -> None:
    """Buat buku saku dan bangun basis pengetahuan bila belum ada atau sudah usang."""
    from bot.cli.progress import Bars

    wiring.give_way()
    made = wiring.settings()
    opened = wiring.store(made)
    if rebuild and opened.current() is not None:
        with Bars() as bars:
            _print(wiring.refresh(made, opened, announce=_noting(opened)).rebuild(bars))
    ensure(made, opened)


def ensure(made: Settings, opened: Store) -> None:
    """Make and ingest the handbook, read anew what an earlier version of the program read, and see that the current
    generation is whole; does no work twice."""
    from ingest.rereading import outdated, under_their_names

    path = _handbook(made)
    with under_their_names(outdated(opened, made.data_dir)) as kept:
        report = _ingest(made, opened, [path, *kept], announce=_noting(opened))
    _print(report)
    if any(row.file == path.name for row in report.failed):  # a document that cannot be read anew stays as it was
        raise typer.Exit(1)


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="PDF atau folder berisi PDF.")],
    stage: Annotated[bool, typer.Option(help="Siapkan saja; terbitkan dengan 'spbe generations publish'.")] = False,
    force: Annotated[bool, typer.Option(help="Terbitkan walaupun hasil pertanyaan emas turun.")] = False,
    said: Annotated[list[str] | None, typer.Option("--as", metavar="BAGIAN=ISI", help=_AS)] = None,
    events: Annotated[bool, typer.Option(help="Kemajuan sebagai baris JSON, untuk program.")] = False,
    staged_for: Annotated[str, typer.Option("--for", hidden=True)] = "",
) -> None:
    """Masukkan PDF ke basis pengetahuan; bot yang sedang berjalan memakainya sejak pertanyaan berikutnya."""
    wiring.give_way()
    made = wiring.settings()
    if events:
        with telling() as told:
            opened = wiring.store(made)
            given = _given(opened, said, paths)
            door = wiring.refresh(made, opened, staged_for)
            report = door.ingest(paths, told, stage=stage, force=force, given=given)
            say("done", report=asdict(report))
    else:
        opened = wiring.store(made)
        given = _given(opened, said, paths)
        asked = {"berkas": [path.name for path in paths[:_NAMED]], "jumlah": len(paths), "paksa": force}
        with wiring.noted(opened, "masukkan PDF", **asked) as became:
            report = _ingest(made, opened, paths, stage=stage, force=force, given=given)
            became |= _became(report)
        _print(report)
    if report.failed:
        raise typer.Exit(1)


def identify(
    path: Annotated[Path, typer.Argument(help="Satu PDF.")],
    events: Annotated[bool, typer.Option(help="Hasil sebagai baris JSON, untuk program.")] = False,
) -> None:
    """Kenali satu PDF tanpa memasukkannya: jenis, nomor, tahun, judul, status, yang dicabutnya."""
    from ingest.identifying.preview import preview
    from knowledge import catalog

    wiring.give_way()
    made = wiring.settings()
    if events:
        with telling():
            found = preview(path, catalog.load(), wiring.store(made))
            about = {"document": found.document.model_dump(mode="json"), "given": found.given.model_dump(mode="json")}
            say("done", **about, scanned=found.scanned, ocr=found.ocr, held=found.held)
        return
    found = preview(path, catalog.load(), wiring.store(made))
    document = found.document
    heading = f"{document.label} ({document.status.value}), {document.pages} hlm.\n{document.title}"
    typer.echo(wiring.printable(heading))
    if document.revokes:
        typer.echo(f"mencabut: {', '.join(document.revokes)}")
    if found.scanned:
        typer.echo(f"{found.scanned} halaman perlu OCR{'' if found.ocr else '; Tesseract tidak terpasang'}")
    if found.held:
        typer.echo("PDF ini sudah ada dalam basis pengetahuan.")


def _given(opened: Store, said: list[str] | None, paths: list[Path]) -> Given | None:
    """What was said of the identity of one PDF; None when nothing was."""
    if not said:
        return None
    from knowledge import catalog
    from knowledge.keeping.given import PARTS, merged, read

    if len(paths) != 1 or paths[0].is_dir():
        raise typer.BadParameter("--as hanya untuk satu PDF")
    held = {d.id: d.label for d in opened.revisions(opened.current() or 0).values()}
    given = Given()
    for one in said:
        name, _, value = one.partition("=")
        if name not in PARTS:
            raise typer.BadParameter(f"--as mengenal: {', '.join(PARTS)}")
        try:
            given = merged(given, read(PARTS[name], value, catalog.load().regulations, held))
        except ValueError as error:
            raise DocumentError(str(error)) from None
    return given


def handbook(
    out: Annotated[Path | None, typer.Argument(help="Nama berkas PDF yang dibuat.")] = None,
) -> None:
    """Buat Buku Saku Literasi SPBE & Pemdi 2026 (PDF) dari katalog."""
    made = wiring.settings()
    typer.echo(f"Buku saku tersimpan: {_handbook(made, out)}")


def _handbook(made: Settings, out: Path | None = None) -> Path:
    path = out or wiring.handbook(made)
    stamp = path.with_suffix(".stamp")
    path.parent.mkdir(parents=True, exist_ok=True)
    key = _catalog_key()
    if out is None and path.is_file() and stamp.is_file() and stamp.read_text() == key:
        return path
    from ingest.handbook import book as maker
    from knowledge import catalog

    maker.make(catalog.load(), path)
    if out is None:
        stamp.write_text(key)
    return path


def _catalog_key() -> str:
    """Changes with any fact and with the program's version: the handbook is the same for the same key."""
    from knowledge.catalog import FACTS

    digest = hashlib.sha256(version("asisten-spbe").encode())
    for path in sorted(FACTS.glob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _ingest(
    made: Settings,
    opened: Store,
    paths: list[Path],
    *,
    stage: bool = False,
    force: bool = False,
    given: Given | None = None,
    announce: Callable[[int], None] = lambda _: None,
) -> Report:
    from bot.cli.progress import Bars

    with Bars() as bars:
        door = wiring.refresh(made, opened, announce=announce)
        return door.ingest(paths, bars, stage=stage, force=force, given=given)


def _noting(opened: Store) -> Callable[[int], None]:
    """Notes a generation that a build puts in force; one that finds nothing to do leaves no note."""
    return lambda generation: wiring.audit(opened, "bangun", generasi=generation)


def _became(report: Report) -> dict[str, object]:
    files = [row.file for row in report.files]
    said: dict[str, object] = {"berkas": files[:_NAMED], "jumlah": len(files)}
    state = {"generasi": report.generation, "terbit": report.changed, "menunggu": report.staged}
    return said | state | {"gagal": len(report.failed)}


def _print(report: Report) -> None:
    from bot.cli.progress import errors

    for row in report.files:
        said = [row.label] if row.label else []
        if row.pages:
            said.append(f"{row.pages} halaman, {row.units} satuan, {len(row.empty_pages)} halaman tanpa teks")
        said += [f"{row.seconds:.1f} detik", row.reason]
        line = f"[{row.outcome}] {row.file}: {'; '.join(filter(None, said))}"
        errors.print(wiring.printable(line), markup=False, soft_wrap=True)
    for notice in report.notices:
        errors.print(f"[perhatian] {notice}", markup=False, soft_wrap=True)
    speed = f" ({report.embedded / report.embed_seconds:.1f} satuan/detik)" if report.embed_seconds else ""
    for line in report.worse:
        errors.print(f"[perhatian] pertanyaan emas, {line}", markup=False, soft_wrap=True)
    if report.changes:
        new, changed, removed = report.changes.new, report.changes.changed, report.changes.removed
        errors.print(f"Satuan: {new} baru, {changed} berubah, {removed} dihapus.", soft_wrap=True)
    if report.staged is not None:
        errors.print(
            f"Generasi {report.staged} menunggu terbit: 'spbe generations publish {report.staged}', "
            f"atau 'spbe generations discard {report.staged}'.",
            soft_wrap=True,
        )
    state = "diterbitkan" if report.changed else "tetap"
    errors.print(
        f"Generasi {report.generation} {state}: {report.units} satuan, {report.embedded} vektor baru{speed}; "
        f"{len(report.failed)} berkas gagal.",
        soft_wrap=True,
    )
