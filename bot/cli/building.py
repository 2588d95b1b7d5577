"""``spbe build``, ``spbe ingest`` and ``spbe handbook``: the knowledge base from PDFs."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import wiring
from bot.settings import Settings
from knowledge.store import Store

if TYPE_CHECKING:
    from ingest.reports import Report


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
            _print(wiring.refresh(made, opened).rebuild(bars))
    ensure(made, opened)


def ensure(made: Settings, opened: Store) -> None:
    """Make and ingest the handbook, and see that the current generation is whole; does no work twice."""
    path = _handbook(made)
    report = _ingest(made, opened, [path])
    _print(report)
    if report.failed:
        raise typer.Exit(1)


def ingest(paths: Annotated[list[Path], typer.Argument(help="PDF atau folder berisi PDF.")]) -> None:
    """Masukkan PDF ke basis pengetahuan; bot yang sedang berjalan memakainya sejak pertanyaan berikutnya."""
    wiring.give_way()
    made = wiring.settings()
    report = _ingest(made, wiring.store(made), paths)
    _print(report)
    if report.failed:
        raise typer.Exit(1)


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
    from ingest import handbook as maker
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


def _ingest(made: Settings, opened: Store, paths: list[Path]) -> Report:
    from bot.cli.progress import Bars

    with Bars() as bars:
        return wiring.refresh(made, opened).ingest(paths, bars)


def _print(report: Report) -> None:
    from bot.cli.progress import errors

    for row in report.files:
        said = [row.label] if row.label else []
        if row.pages:
            said.append(f"{row.pages} halaman, {row.units} satuan, {len(row.empty_pages)} halaman tanpa teks")
        said += [f"{row.seconds:.1f} detik", row.reason]
        errors.print(f"[{row.outcome}] {row.file}: {'; '.join(filter(None, said))}", markup=False, soft_wrap=True)
    for notice in report.notices:
        errors.print(f"[perhatian] {notice}", markup=False, soft_wrap=True)
    speed = f" ({report.embedded / report.embed_seconds:.1f} satuan/detik)" if report.embed_seconds else ""
    state = "diterbitkan" if report.changed else "tetap"
    errors.print(
        f"Generasi {report.generation} {state}: {report.units} satuan, {report.embedded} vektor baru{speed}; "
        f"{len(report.failed)} berkas gagal.",
        soft_wrap=True,
    )
