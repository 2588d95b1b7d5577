"""Outlines of chapters: derived from units and tree, found and cited like units, never stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.finding.outlines import named, outlines
from knowledge.model import Citation, Document, Node, Unit
from knowledge.proving.proof import prove
from knowledge.question import Understanding
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import KnowledgeBase, Pages, build

DOCUMENT = Document(id="uji", sha256="0", file="uji.pdf", title="Uji", label="Uji", kind="Pedoman")
HEADINGS = ("A. Menyiapkan Gudang", "B. Memeriksa Kuitansi", "C. Melapor")
GUIDELINE: Pages = (
    (
        "PEDOMAN PENGELOLAAN GUDANG",
        "BAB I",
        "PENDAHULUAN",
        "Pedoman ini dipakai oleh petugas gudang di semua kantor wilayah.",
        "BAB II",
        "PENGELOLAAN GUDANG ARSIP",
        "A. Menyiapkan Gudang",
        "Petugas membersihkan lantai, menata rak, dan menyalakan lampu menara.",
    ),
    (
        "B. Memeriksa Kuitansi",
        "Bendahara mencocokkan kuitansi dengan buku merah setiap 45 hari kerja.",
        "C. Melapor",
        "Juru kunci mengirim laporan pemeriksaan kepada sekretaris kantor wilayah.",
    ),
)


def unit(part: str, page: int, crumbs: tuple[str, ...]) -> Unit:
    return Unit(
        id=f"uji/{part}",
        document_id="uji",
        ordinal=page,
        kind="section",
        locator=crumbs[-1],
        breadcrumb=crumbs,
        text=f"{crumbs[-1]}\nIsi bagian.",
        page_from=page,
        page_to=page,
    )


def node(part: str, heading: str, page: int, kind: str = "section", parent: str | None = "bab-ii") -> Node:
    return Node(id=part, parent=parent, kind=kind, heading=heading, page_from=page, page_to=page, unit=f"uji/{part}")


UNITS = [unit(f"bab-ii/{n}", 4 + n, ("Uji", "BAB II GUDANG", heading)) for n, heading in enumerate(HEADINGS)]
NODES = [
    node("bab-ii", "BAB II GUDANG", 3, "bab", None),
    *(node(f"bab-ii/{n}", heading, 4 + n) for n, heading in enumerate(HEADINGS)),
]


def test_an_outline_lists_the_sub_headings_on_their_pages() -> None:
    (found,) = outlines(DOCUMENT, UNITS, NODES)
    assert (found.id, found.kind, found.locator) == ("uji/bab-ii/kerangka", "outline", "BAB II GUDANG")
    assert found.text.split("\n") == ["BAB II GUDANG", *HEADINGS]
    assert found.breadcrumb == ("Uji", "BAB II GUDANG")
    assert (found.page_from, found.page_to) == (4, 6)


@pytest.mark.parametrize(
    "nodes",
    [
        NODES[:3],  # two sub-headings are no procedure
        [NODES[0], *(n.model_copy(update={"heading": n.heading[3:]}) for n in NODES[1:])],  # not numbered
        [NODES[0], *(n.model_copy(update={"kind": "table"}) for n in NODES[1:])],
        [],
    ],
)
def test_what_makes_no_outline(nodes: list[Node]) -> None:
    assert outlines(DOCUMENT, UNITS, nodes) == []


@pytest.fixture(scope="module")
def guided(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> KnowledgeBase:
    return build(tmp_path_factory.mktemp("guided"), facts, vocabulary, {"pedoman-gudang.pdf": GUIDELINE})


@pytest.mark.parametrize("heading", ["BAB III Gudang", "C. Gudang", "1.2. Gudang", "Gudang"])
def test_a_heading_is_named_without_its_number(heading: str) -> None:
    assert named(heading) == "Gudang"


def test_an_outline_is_searched_but_not_stored(guided: KnowledgeBase) -> None:
    rows = [row for row in guided.index().rows if row.unit.kind == "outline"]
    assert [row.unit.text.split("\n")[1:] for row in rows] == [list(HEADINGS)]
    stored = [u for _, _, u in guided.store.units(guided.store.revisions(guided.store.current() or 0))]
    assert stored
    assert not any(u.kind == "outline" for u in stored)


def test_of_a_procedure_the_outline_comes_before_its_sections(
    guided: KnowledgeBase, facts: Catalog, vocabulary: Vocabulary
) -> None:
    searcher = guided.searcher()
    understanding = Understanding(facts, vocabulary, searcher.documents.values())
    steps = searcher.find(understanding.read("tahapan menyiapkan gudang, memeriksa kuitansi sampai melapor"))
    assert steps.hits[0].entry.unit.kind == "outline"
    assert len({hit.entry.key for hit in steps.hits}) == len(steps.hits)
    headed = searcher.find(understanding.read("langkah langkah pengelolaan gudang arsip gmn?"))
    assert headed.hits[0].entry.unit.kind == "outline"  # the chapter bears the name of what is asked about
    other = searcher.find(understanding.read("siapa mencocokkan kuitansi dengan buku merah"))
    assert other.hits[0].entry.unit.kind != "outline"


def test_a_cited_outline_can_be_shown(guided: KnowledgeBase, tmp_path: Path) -> None:
    row = next(row for row in guided.index().rows if row.unit.kind == "outline")
    citation = Citation(
        document=row.document.id,
        file=row.document.file,
        title=row.document.title,
        locator=row.unit.locator,
        page_from=row.unit.page_from,
        page_to=row.unit.page_to,
        quote="C. Melapor",
        unit_id=row.unit.id,
    )
    assert prove(guided.store, guided.folder, citation).page.number == 2
