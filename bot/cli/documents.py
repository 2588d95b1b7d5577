"""``spbe documents``: what is held, how a document was read, and a picture of any of its pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import wiring
from bot.settings import Settings
from knowledge.errors import SpbeError
from knowledge.keeping.store import Store

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from knowledge.keeping.inventory import Holding
    from knowledge.model import Document, Node, Page, Unit

app = typer.Typer(help="Lihat dokumen dalam basis pengetahuan, susunannya, dan gambar halamannya.")

_PIPE_WIDTH = 160  # columns where standard output is no terminal
_HEADING = 110  # characters of a heading that are shown
_KINDS = {
    "preamble": "pembukaan",
    "pasal": "pasal",
    "ayat": "ayat",
    "indicator": "indikator",
    "level": "level",
    "section": "bagian",
    "table": "tabel",
    "row": "baris tabel",
    "handbook": "buku saku",
}


@app.callback(invoke_without_command=True)
def documents(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Daftar sebagai satu baris JSON.")] = False,
) -> None:
    """Daftar dokumen dalam basis pengetahuan."""
    if context.invoked_subcommand is not None:
        return
    from knowledge.keeping.inventory import holdings

    held = holdings(wiring.store(wiring.settings()))
    if as_json:
        typer.echo(json.dumps([_listed(row) for row in held], ensure_ascii=False))
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("ID", "Dokumen", "Status"):
        table.add_column(name, overflow="fold")
    for name in ("Halaman", "Satuan", "Pindai", "Perlu OCR"):
        table.add_column(name, justify="right")
    for row in held:
        document, empty = row.document, str(len(row.empty_pages) or "–")
        share = f"{row.ocr_share:.0%}" if row.ocr_pages else "–"
        figures = (str(document.pages), str(row.units), share, empty)
        table.add_row(*map(_text, (document.id, document.label, document.status.value, *figures)))
    _console().print(table)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="ID dokumen, nama berkas, atau labelnya.")],
    tree: Annotated[bool, typer.Option("--tree", help="Susunan dokumen: bab, pasal, ayat, lampiran, tabel.")] = False,
    page: Annotated[int | None, typer.Option(help="Halaman PDF (dari 1): teks asli, teks bersih, satuannya.")] = None,
    unit: Annotated[str | None, typer.Option(help="ID satuan, misalnya pasal-5/ayat-2.")] = None,
    png: Annotated[
        Path | None, typer.Option(help="Simpan gambar halaman --page, atau halaman --unit dengan barisnya ditandai.")
    ] = None,
) -> None:
    """Satu dokumen: identitas, status, dan isinya; susunan, halaman, satuan, atau gambarnya."""
    if tree and (page or unit or png):
        raise typer.BadParameter("--tree tidak dapat digabung dengan --page, --unit, atau --png")
    if png and page is None and unit is None:
        raise typer.BadParameter("--png memerlukan --page N atau --unit ID")
    from knowledge.keeping.inventory import holdings, named, unit_named

    made = wiring.settings()
    opened = wiring.store(made)
    holding = named(holdings(opened), name)
    units = [found for _, _, found in opened.units([holding.rev])]
    chosen = unit_named(holding.document, units, unit) if unit else None
    if png:
        _draw(made, opened, holding, chosen, page, png)
    elif tree:
        _console().print(_tree(holding.document, opened.nodes(holding.rev)))
    elif chosen:
        _show_unit(chosen)
    elif page is not None:
        _show_page(holding.document, _page(opened, holding, page), units)
    else:
        _show(opened, holding, units)


@app.command()
def delete(
    name: Annotated[str, typer.Argument(metavar="ID", help="ID dokumen, nama berkas, atau labelnya.")],
    yes: Annotated[bool, typer.Option("--yes", help="Tanpa bertanya lagi.")] = False,
) -> None:
    """Hapus dokumen: sejak pertanyaan berikutnya tidak ada isinya yang ditampilkan, juga setelah kembali ke generasi
    lama. Kirim lagi PDF-nya dengan 'spbe ingest' bila ternyata masih diperlukan."""
    from knowledge.keeping.inventory import delete as put_away
    from knowledge.keeping.inventory import holdings, named

    store = wiring.store(wiring.settings())
    document = named(holdings(store), name).document
    about = wiring.printable(f"{document.label} ({document.file}, {document.pages} halaman)")
    if not yes and not typer.confirm(f"Hapus {about}?"):
        typer.echo("Tidak jadi dihapus.")
        raise typer.Exit(1)
    wiring.audit(store, "hapus dokumen", dokumen=document.label, berkas=document.file, sha256=document.sha256)
    put_away(store, document)
    typer.echo(
        f"{wiring.printable(document.label)} dihapus. Vektornya hilang pada generasi berikutnya; berkasnya dibersihkan "
        "setelah tidak ada generasi yang memuatnya."
    )


def _listed(row: Holding) -> dict[str, object]:
    document = row.document
    return {
        "id": document.id,
        "label": document.label,
        "title": document.title,
        "file": document.file,
        "status": document.status.value,
        "pages": document.pages,
        "units": row.units,
        "ocr_share": round(row.ocr_share, 4),
        "needs_ocr": list(row.empty_pages),
        "handbook": document.handbook,
    }


# one document -------------------------------------------------------------------------------------


def _show(store: Store, holding: Holding, units: Sequence[Unit]) -> None:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in _facts(store, holding, units):
        table.add_row(name, _text(value))
    _console().print(table)


def _facts(store: Store, holding: Holding, units: Sequence[Unit]) -> Iterable[tuple[str, str]]:
    """What is known of a document; what is not is left out."""
    document, called = holding.document, _Names(store)
    status = document.status.value
    if document.revoked_by:
        status += f", oleh {called(document.revoked_by)}"
    numbered = f"{document.number or '–'} tahun {document.year or '–'}" if document.number or document.year else ""
    kinds: Counter[str] = Counter(unit.kind for unit in units)
    counted = ", ".join(f"{kinds[kind]} {word}" for kind, word in _KINDS.items() if kinds[kind])
    generation = store.current()
    assert generation is not None  # there is a holding
    rows = [
        ("ID", document.id),
        ("Dokumen", document.label),
        ("Judul", document.title),
        ("Jenis", document.kind),
        ("Nomor", numbered),
        ("Status", status),
        ("Ditetapkan", f"{document.enacted:%d-%m-%Y}" if document.enacted else ""),
        ("Diundangkan", f"{document.promulgated:%d-%m-%Y}" if document.promulgated else ""),
        ("Berlaku sejak", f"{document.effective_from:%d-%m-%Y}" if document.effective_from else ""),
        ("Mengubah", ", ".join(map(called, document.amends))),
        ("Mencabut", ", ".join(map(called, document.revokes))),
        ("Pertentangan", "\n".join(document.conflicts)),
        ("Berkas", document.file),
        ("SHA-256", document.sha256),
        ("Generasi", f"{generation} (model {store.generation_model(generation)})"),
        ("Halaman", str(document.pages)),
        ("Hasil pindai", f"{holding.ocr_pages} halaman ({holding.ocr_share:.0%})" if holding.ocr_pages else ""),
        ("Perlu OCR", f"halaman {', '.join(map(str, holding.empty_pages))}" if holding.empty_pages else ""),
        ("Satuan", f"{len(units)} ({counted})" if counted else "0"),
    ]
    return [(name, value) for name, value in rows if value]


class _Names:
    """Short names of documents by id: those held, then those of the list of regulations."""

    def __init__(self, store: Store) -> None:
        from knowledge import catalog

        self._known = {row.id: row.short for row in catalog.load().regulations}
        self._known |= {d.id: d.label for d in store.revisions(store.current() or 0).values()}

    def __call__(self, id_: str) -> str:
        from knowledge.keeping.given import called

        return self._known.get(id_) or called(id_)


def _tree(document: Document, nodes: Sequence[Node]) -> Tree:
    from rich.tree import Tree

    if not nodes:
        raise SpbeError(f"Susunan {document.label} belum tersimpan. Masukkan ulang PDF-nya dengan 'spbe ingest'.")
    root = Tree(_text(f"{document.label}: {document.title}"))
    branches: dict[str | None, Tree] = {None: root}
    for node in nodes:
        heading = _text(" ".join(node.heading.split())[:_HEADING] or node.kind)
        heading.append(f"  {_pages(node.page_from, node.page_to)}", style="dim")
        branches[node.id] = branches.get(node.parent, root).add(heading)
    return root


def _page(store: Store, holding: Holding, number: int) -> Page:
    page = store.page(holding.rev, number)
    if page is None:
        document = holding.document
        raise SpbeError(f"{document.label} tidak memiliki halaman {number}. Halamannya 1 sampai {document.pages}.")
    return page


def _show_page(document: Document, page: Page, units: Sequence[Unit]) -> None:
    from knowledge.proving.proof import page_name

    here = [unit for unit in units if unit.page_from <= page.number <= unit.page_to]
    typer.echo(f"{document.label}, {page_name(page)}{' (hasil pindai)' if page.ocr else ''}")
    _section("Teks asli", page.raw)
    _section("Teks bersih", page.text)
    _section("Satuan", "\n".join(f"{u.id}  {u.locator}  {_pages(u.page_from, u.page_to)}" for u in here))


def _show_unit(unit: Unit) -> None:
    typer.echo(wiring.printable(" > ".join((*unit.breadcrumb, f"[{unit.id}]"))))
    scanned = " (hasil pindai)" if unit.ocr else ""
    typer.echo(f"{_KINDS[unit.kind]}, {_pages(unit.page_from, unit.page_to)}{scanned}")
    _section("Teks", unit.text)
    if unit.changes:
        _section("Perubahan", "\n".join(f"{change.target}: {change.action}" for change in unit.changes))
    for cell in unit.cells:
        _section(f"{cell.column}, {_pages(cell.page_from, cell.page_to)}", cell.text)
    if unit.note:
        _section("Catatan", unit.note)


def _draw(made: Settings, store: Store, holding: Holding, unit: Unit | None, page: int | None, target: Path) -> None:
    from knowledge.proving.proof import picture

    number = page if page is not None else unit.page_from if unit else 1
    proof = picture(store, made.data_dir, holding.rev, number, unit)
    try:
        target.write_bytes(proof.png)
    except OSError as error:
        raise SpbeError(f"Gambar tidak dapat disimpan di '{target}' ({error.strerror}).") from error
    said = [f"Gambar tersimpan: {target} (hlm. {number})"]
    if unit and not proof.marked:
        said.append("Baris satuan ini tidak dapat ditandai pada halaman itu.")
    if unit and unit.page_to > unit.page_from:
        said.append(f"Satuan ini berada di {_pages(unit.page_from, unit.page_to)}; pilih dengan --page.")
    typer.echo("\n".join(said))


# output -------------------------------------------------------------------------------------------


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def _text(value: str) -> Text:
    from rich.text import Text

    return Text(wiring.printable(value))


def _pages(first: int, last: int) -> str:
    return f"hlm. {first}" if first == last else f"hlm. {first}–{last}"


def _section(heading: str, body: str) -> None:
    typer.echo(f"\n== {heading} ==\n{wiring.printable(body).strip() or '(kosong)'}")
