"""``spbe documents`` as a person uses it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image
from typer.testing import CliRunner

from bot.cli import wiring
from bot.cli.app import app
from bot.settings import Settings
from knowledge import catalog, vocabulary
from knowledge.errors import DocumentError, KnowledgeBaseError, PageError, SpbeError
from knowledge.keeping.store import Store
from knowledge.model import Cell, Change, Document, Page, Unit
from tests.knowledge.knowledge_base import KnowledgeBase, build

SCAN = "pindaian-kantor"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """Three made-up documents, and one that was scanned and has no PDF any more."""
    made = build(tmp_path_factory.mktemp("base"), catalog.load(), vocabulary.load())
    add_scan(made.store)
    made.refresh().rebuild()
    return made


def add_scan(store: Store) -> None:
    document = Document(
        id=SCAN,
        sha256="f" * 64,
        file="pindaian.pdf",
        title="Pindaian [bold]kantor",
        label="Pindaian Kantor",
        kind="Surat",
        pages=4,
        amends=("permenpanrb-59-2020", "perpres-1-1901"),
        conflicts=("Nomornya berbeda dari daftar peraturan.",),
    )
    pages = [Page(number=n, label="i", raw=f"Isi \x1b[31m{n}", text=f"Isi {n}", ocr=n == 2) for n in range(1, 5)]
    unit = Unit(
        id=f"{SCAN}/isi",
        document_id=SCAN,
        ordinal=0,
        kind="row",
        locator="Isi",
        breadcrumb=("Pindaian Kantor", "Isi"),
        text="Isi 2\nIsi 3",
        page_from=2,
        page_to=3,
        ocr=True,
        cells=(Cell(column="Bobot [%]", text="3,5", page_from=3, page_to=3),),
        changes=(Change(action="diubah", target="Pasal 6"),),
        note="Nomor tercetak keliru.",
    )
    store.add_document(document, pages, [unit], [4], parser=1)


@pytest.fixture
def run(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    settings = Settings(_env_file=None, SPBE_DATA_DIR=base.folder, DATABASE_URL=f"sqlite:///{base.folder}/knowledge.db")
    monkeypatch.setattr(wiring, "settings", lambda: settings)
    return CliRunner()


def said(run: CliRunner, *words: str) -> str:
    result = run.invoke(app, ["documents", *words])
    assert result.exit_code == 0, result.output
    return result.output


def refused(run: CliRunner, error: type[SpbeError], *words: str) -> str:
    result: Result = run.invoke(app, ["documents", *words])
    assert result.exit_code == 1
    assert isinstance(result.exception, error)
    return str(result.exception)


def fields(line: str) -> list[str]:
    return line.split()


def test_the_list_has_a_line_for_each_document(run: CliRunner) -> None:
    head, *lines = said(run).splitlines()
    assert fields(head) == ["ID", "Dokumen", "Status", "Halaman", "Satuan", "Pindai", "Perlu", "OCR"]
    assert len(lines) == 4
    by_id = {fields(line)[0]: fields(line) for line in lines}
    assert by_id["permenpanrb-59-2020"][1:5] == ["PermenPANRB", "59/2020", "dicabut", "3"]
    assert by_id[SCAN][-4:] == ["4", "1", "25%", "1"]


def test_the_list_for_machines(run: CliRunner) -> None:
    rows = {row["id"]: row for row in json.loads(said(run, "--json"))}
    assert rows[SCAN] == {
        "id": SCAN,
        "label": "Pindaian Kantor",
        "title": "Pindaian [bold]kantor",
        "file": "pindaian.pdf",
        "status": "belum pasti",
        "pages": 4,
        "units": 1,
        "ocr_share": 0.25,
        "needs_ocr": [4],
        "handbook": False,
    }


def test_a_document_is_shown_whole(run: CliRunner) -> None:
    text = said(run, "show", "permenpanrb-59-2020")
    for words in ("dicabut, oleh PermenPANRB 8/2026", "permen-59-2020-uji.pdf", "Generasi", "5 level", "1 indikator"):
        assert words in text
    assert "Perlu OCR" not in text


def test_what_a_document_says_of_others_and_what_it_lacks(run: CliRunner) -> None:
    text = said(run, "show", SCAN)
    for words in (
        "Pindaian [bold]kantor",
        "PermenPANRB 59/2020, Perpres 1/1901",
        "Nomornya berbeda dari daftar peraturan.",
        "1 halaman (25%)",
        "halaman 4",
        "1 (1 baris tabel)",
    ):
        assert words in text


def test_the_tree(run: CliRunner) -> None:
    lines = said(run, "show", "permenpanrb-59-2020", "--tree").splitlines()
    assert "PermenPANRB 59/2020" in lines[0]
    chapter = next(line for line in lines if "BAB II" in line)
    article = next(line for line in lines if "Pasal 2" in line)
    assert article.index("Pasal 2") > chapter.index("BAB II")
    assert article.endswith("hlm. 2")


def test_a_document_without_a_tree_says_so(run: CliRunner) -> None:
    assert "belum tersimpan" in refused(run, SpbeError, "show", SCAN, "--tree")


def test_a_page_is_shown_raw_and_cleaned_with_its_units(run: CliRunner) -> None:
    text = said(run, "show", "perMENpanrb 59/2020", "--page", "2")
    raw, _, rest = text.partition("== Teks bersih ==")
    cleaned, _, units = rest.partition("== Satuan ==")
    assert "- 2 -" in raw
    assert "- 2 -" not in cleaned
    assert "Petugas lapangan" in cleaned
    assert "permenpanrb-59-2020/pasal-3  Pasal 3  hlm. 2" in units
    assert "pasal-1" not in units


def test_a_scanned_page_cannot_steer_the_terminal(run: CliRunner) -> None:
    text = said(run, "show", "pindaian.pdf", "--page", "2")
    assert "hlm. 2 (tercetak i) (hasil pindai)" in text
    assert "\x1b" not in text


def test_a_unit_is_shown_with_its_cells_changes_and_note(run: CliRunner) -> None:
    text = said(run, "show", SCAN, "--unit", "isi")
    for words in (
        "Isi 2\nIsi 3",
        "Pasal 6: diubah",
        "== Bobot [%], hlm. 3 ==\n3,5",
        "Nomor tercetak keliru.",
        "hlm. 2–3",
    ):
        assert words in text


def test_the_picture_of_a_unit_differs_from_that_of_its_page(run: CliRunner, tmp_path: Path) -> None:
    unit, page = tmp_path / "satuan.png", tmp_path / "halaman.png"
    name = ("show", "permenpanrb-59-2020")
    assert "(hlm. 2)" in said(run, *name, "--unit", "pasal-3", "--png", str(unit))
    said(run, *name, "--page", "2", "--png", str(page))
    pictures = [Image.open(io.BytesIO(path.read_bytes())) for path in (unit, page)]
    assert pictures[0].format == "PNG"
    assert pictures[0].size == pictures[1].size
    yellow = (255, 244, 179)
    counts = [sum(n for n, colour in p.convert("RGB").getcolors(1 << 24) or [] if colour == yellow) for p in pictures]
    assert counts[0] > 1000
    assert counts[1] == 0


def test_unknown_names_get_the_nearest(run: CliRunner) -> None:
    text = refused(run, DocumentError, "show", "permen-59")
    assert "permenpanrb-59-2020" in text
    assert "spbe documents" in refused(run, DocumentError, "show", "zzzz")
    text = refused(run, DocumentError, "show", "permenpanrb-59-2020", "--unit", "pasal 3")
    assert "permenpanrb-59-2020/pasal-3" in text


def test_pages_and_pdfs_that_are_not_there(run: CliRunner, tmp_path: Path) -> None:
    for number in ("0", "4"):
        assert "1 sampai 3" in refused(run, SpbeError, "show", "permenpanrb-59-2020", "--page", number)
    target = str(tmp_path / "a.png")
    assert "1 sampai 3" in refused(run, PageError, "show", "permenpanrb-59-2020", "--page", "4", "--png", target)
    assert "tidak tersimpan" in refused(run, PageError, "show", SCAN, "--page", "1", "--png", target)
    nowhere = str(tmp_path / "tidak" / "ada.png")
    assert "tidak dapat disimpan" in refused(
        run, SpbeError, "show", "permenpanrb-59-2020", "--page", "1", "--png", nowhere
    )


@pytest.mark.parametrize("words", [("--png", "a.png"), ("--tree", "--page", "1"), ("--tree", "--png", "a.png")])
def test_options_that_do_not_go_together(run: CliRunner, words: tuple[str, ...]) -> None:
    assert run.invoke(app, ["documents", "show", SCAN, *words]).exit_code == 2


def test_two_documents_of_one_name_are_told_apart_by_file(run: CliRunner, base: KnowledgeBase) -> None:
    from knowledge.keeping.inventory import holdings, named

    held = holdings(base.store)
    twin = held[0].document.model_copy(update={"file": "lain.pdf"})
    both = (*held, type(held[0])(99, twin, 0, 0, ()))
    with pytest.raises(DocumentError, match=r"lain\.pdf"):
        named(both, twin.id)
    assert named(both, "lain.pdf").rev == 99


def test_without_a_knowledge_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "settings", lambda: Settings(_env_file=None, SPBE_DATA_DIR=tmp_path))
    assert "spbe build" in refused(CliRunner(), KnowledgeBaseError)
