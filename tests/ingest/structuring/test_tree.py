"""The tree of a document: complete, in order, with pages and the units its nodes begin in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extracting.clean import clean
from ingest.extracting.extract import RawDocument, RawPage
from ingest.structuring.lines import Line
from ingest.structuring.tree import build_nodes, nodes_of_units
from ingest.structuring.units import build_units
from knowledge.model import Document, Node, Page, Unit
from tests.ingest.amending_acts import ACT
from tests.ingest.conftest import LAW, Extracted

DOCUMENT = Document(id="contoh", sha256="0" * 64, file="contoh.pdf", title="Contoh", label="Contoh 1/2031", kind="Uji")


def _tree(pages: Sequence[Sequence[str]]) -> tuple[list[Node], dict[str, Unit], tuple[Line, ...]]:
    raw = RawDocument(tuple(RawPage("\n".join(lines), tuple(lines)) for lines in pages))
    cleaned = clean(raw)
    units = build_units(DOCUMENT, cleaned.pages, cleaned.lines)
    return list(build_nodes(DOCUMENT, cleaned.lines, units)), {unit.id: unit for unit in units}, cleaned.lines


def assert_tree(nodes: Sequence[Node], units: dict[str, Unit]) -> None:
    """Ids unique, parents before and around their children, every node begins in the unit it names."""
    seen: dict[str, Node] = {}
    for node in nodes:
        assert node.id not in seen
        unit = units[node.unit]
        assert unit.page_from <= node.page_from <= unit.page_to
        assert node.page_from <= node.page_to
        if node.parent is not None:
            parent = seen[node.parent]
            assert parent.page_from <= node.page_from
            assert node.page_to <= parent.page_to
        seen[node.id] = node


def test_the_tree_of_a_law() -> None:
    nodes, units, _ = _tree(LAW)
    assert_tree(nodes, units)
    assert [(node.id, node.parent, node.kind) for node in nodes] == [
        ("pembukaan", None, "pembukaan"),
        ("pembukaan/menimbang", "pembukaan", "menimbang"),
        ("pembukaan/memutuskan", "pembukaan", "memutuskan"),
        ("bab-i", None, "bab"),
        ("pasal-1", "bab-i", "pasal"),
        ("pasal-1/angka-1", "pasal-1", "angka"),
        ("pasal-1/angka-2", "pasal-1", "angka"),
        ("bab-ixa", None, "bab"),
        ("pasal-2", "bab-ixa", "pasal"),
        ("pasal-2a", "bab-ixa", "pasal"),
        ("pasal-2a/ayat-1", "pasal-2a", "ayat"),
        ("pasal-2a/ayat-1a", "pasal-2a", "ayat"),
        ("pasal-3", "bab-ixa", "pasal"),
        ("penutup", None, "penutup"),
        ("lampiran-1", None, "lampiran"),
        ("lampiran-1/bab-i", "lampiran-1", "bab"),
        ("lampiran-1/bab-i/a", "lampiran-1/bab-i", "section"),
    ]
    by_id = {node.id: node for node in nodes}
    assert by_id["bab-ixa"].heading == "BAB IXA PELAKSANAAN UJI"
    assert (by_id["bab-ixa"].page_from, by_id["bab-ixa"].page_to) == (2, 2)
    assert by_id["pasal-2a/ayat-1a"].heading == "ayat (1a)"
    # A short article is one unit; its ayat begin in it.
    assert by_id["pasal-2a/ayat-1a"].unit == "contoh/pasal-2a"
    assert by_id["lampiran-1"].page_from == 3


def test_bagian_paragraf_huruf_angka_and_pages() -> None:
    first = ["PERATURAN", "Menimbang : a. bahwa perlu;", "b. bahwa harus;", "Mengingat : 1. Undang-Undang;", "2. Lain;",
             "MEMUTUSKAN:", "BAB II", "UJI", "Bagian Kesatu", "Umum", "Paragraf 1", "Rencana", "Pasal 1", "(1) Syarat:",
             "a. satu:", "1. rinci; dan"]  # fmt: skip
    second = ["2. rincian;", "b. dua.", "(2) Lain.", "Bagian Kedua", "Mutu", "Pasal 2", "Isi."]
    nodes, units, _ = _tree([first, second])
    assert_tree(nodes, units)
    by_id = {node.id: node for node in nodes}
    assert by_id["pasal-1"].parent == "bab-ii/bagian-kesatu/paragraf-1"
    assert by_id["pasal-2"].parent == "bab-ii/bagian-kedua"
    assert by_id["pembukaan/menimbang/huruf-a"].parent == "pembukaan/menimbang"
    assert by_id["pembukaan/mengingat/angka-2"].heading == "angka 2"
    assert by_id["pasal-1/ayat-1/huruf-a/angka-2"].page_from == 2
    assert (by_id["pasal-1/ayat-1/huruf-a"].page_from, by_id["pasal-1/ayat-1/huruf-a"].page_to) == (1, 2)
    assert by_id["bab-ii/bagian-kesatu"].heading == "Bagian Kesatu Umum"


def test_labels_of_the_preamble_read_apart_from_their_words() -> None:
    head = [
        "Menimbang",
        "Mengingat",
        "UNDANG-UNDANG",
        "a. bahwa satu;",
        "b. bahwa dua;",
        "Pasal 5 ayat (1) Undang-Undang;",
    ]
    nodes, units, _ = _tree([[*head, "MEMUTUSKAN:", "Pasal 1", "Isi.", "Pasal 2", "Isi."]])
    assert_tree(nodes, units)
    assert [node.id for node in nodes if node.id.startswith("pembukaan/")] == [
        "pembukaan/menimbang", "pembukaan/menimbang/huruf-a", "pembukaan/menimbang/huruf-b", "pembukaan/mengingat",
        "pembukaan/memutuskan",
    ]  # fmt: skip


def test_the_id_of_an_article_does_not_depend_on_its_chapter() -> None:
    head = ["Menimbang : bahwa perlu;", "MEMUTUSKAN:"]
    for group in (["BAB I", "UJI"], ["BAB IXA", "MUTU", "Bagian Kesatu", "Umum"], []):
        nodes, _, _ = _tree([[*head, *group, "Pasal 1", "(1) Isi.", "Pasal 2", "Isi."]])
        assert [node.id for node in nodes if node.kind in ("pasal", "ayat")] == ["pasal-1", "pasal-1/ayat-1", "pasal-2"]


def test_the_tree_of_an_amending_act() -> None:
    nodes, units, _ = _tree([ACT.split("\n")[:40], ACT.split("\n")[40:]])
    assert_tree(nodes, units)
    by_id = {node.id: node for node in nodes}
    assert by_id["pasal-i/angka-4"].heading == "angka 4 (menyisipkan Pasal 6A dan Pasal 6B)"
    assert by_id["pasal-i/angka-4/pasal-6a/ayat-2"].parent == "pasal-i/angka-4/pasal-6a"
    assert by_id["pasal-i/angka-3/pasal-6/ayat-1/huruf-b"].unit == "contoh/pasal-i/angka-3"
    assert by_id["pasal-i/angka-5/pasal-8/ayat-2a"].heading == "ayat (2a)"
    assert by_id["pasal-i/angka-7/pasal-44a"].parent == "pasal-i/angka-7"
    assert by_id["penjelasan/pasal-i/angka-2/pasal-5/ayat-1"].heading == "ayat (1)"
    assert by_id["penjelasan/pasal-i/angka-4/pasal-6b"].parent == "penjelasan/pasal-i/angka-4"
    assert by_id["penjelasan/pasal-ii"].parent == "penjelasan/pasal-demi-pasal"
    assert not any(node.kind == "bab" for node in nodes)


def test_every_article_of_a_gathered_elucidation_has_its_node() -> None:
    law = [
        "Menimbang : bahwa;",
        "MEMUTUSKAN:",
        *(x for n in range(1, 5) for x in (f"Pasal {n}", "Isi.")),
        "Agar setiap orang mengetahuinya.",
    ]
    told = ["PENJELASAN", "ATAS", "UNDANG-UNDANG", "I. UMUM", "Latar.", "II. PASAL DEMI PASAL"]
    nodes, units, _ = _tree([[*law], [*told, *(x for n in range(1, 5) for x in (f"Pasal {n}", "Cukup jelas."))]])
    assert_tree(nodes, units)
    explained = [node for node in nodes if node.id.startswith("penjelasan/pasal-") and node.kind == "pasal"]
    assert [node.heading for node in explained] == [f"Penjelasan Pasal {n}" for n in range(1, 5)]
    assert {node.unit for node in explained} == {"contoh/penjelasan/pasal-1"}


def test_a_guideline_has_its_headings_and_tables() -> None:
    page = ["BAB I", "PENDAHULUAN", "A. Latar Belakang", "Isi latar belakang yang panjang sekali. " * 4,
            "B. Tata Cara", "1. Persiapan", "Isi persiapan yang cukup panjang untuk berdiri sendiri. " * 3,
            "Tabel 1 Bobot Domain", "No Domain Bobot", "1 Kebijakan 13"]  # fmt: skip
    nodes, units, _ = _tree([page])
    assert_tree(nodes, units)
    assert [(node.id, node.kind) for node in nodes] == [
        ("bab-i", "bab"), ("bab-i/a", "section"), ("bab-i/b", "section"), ("bab-i/b/1", "section"),
        ("bab-i/b/1/tabel-1", "table"),
    ]  # fmt: skip


def test_a_row_stands_under_its_table_and_what_looks_like_a_heading_in_it_goes() -> None:
    texts = [
        "BAB I",
        "PENDAHULUAN",
        "Tabel 1 Bobot Domain",
        "No Domain Bobot",
        "1 Kebijakan 13",
        "DOMAIN TATA KELOLA",
        "2 Dua 25",
    ]
    lines = [Line(text, 1 + place // 5) for place, text in enumerate(texts)]

    def unit(path: str, kind: str, first: int, end: int, ordinal: int) -> Unit:
        own = lines[first:end]
        return Unit.model_validate(
            {"id": f"contoh/{path}", "document_id": "contoh", "ordinal": ordinal, "kind": kind, "locator": path,
             "text": "\n".join(line.text for line in own), "page_from": own[0].page, "page_to": own[-1].page}
        )  # fmt: skip

    table = "bab-i/tabel-1"
    units = [
        unit(table, "table", 0, 4, 0),
        unit(f"{table}/baris-1", "row", 4, 5, 1),
        unit(f"{table}/baris-2", "row", 5, 7, 2),
    ]
    nodes = build_nodes(DOCUMENT, lines, units)
    assert_tree(nodes, {u.id: u for u in units})
    assert [(node.id, node.parent, node.page_from, node.page_to) for node in nodes] == [
        ("bab-i", None, 1, 2),
        (table, "bab-i", 1, 2),
        (f"{table}/baris-1", table, 1, 1),
        (f"{table}/baris-2", table, 2, 2),
    ]


def test_the_handbook_takes_its_tree_from_its_units() -> None:
    def unit(number: int, page: int, *crumbs: str) -> Unit:
        return Unit(id=f"b/{number}", document_id="b", ordinal=number, kind="handbook", locator="x", text="x",
                    breadcrumb=("Buku", *crumbs), page_from=page, page_to=page)  # fmt: skip

    units = [unit(0, 1, "Bab 1"), unit(1, 2, "Bab 1", "Satu"), unit(2, 3, "Bab 1", "Dua"), unit(3, 4, "Bab 2")]
    nodes = nodes_of_units(units)
    assert_tree(nodes, {u.id: u for u in units})
    assert [(n.id, n.parent, n.page_from, n.page_to) for n in nodes] == [
        ("bab-1", None, 1, 3), ("bab-1/satu", "bab-1", 2, 2), ("bab-1/dua", "bab-1", 3, 3), ("bab-2", None, 4, 4),
    ]  # fmt: skip


_LINE = st.one_of(
    st.sampled_from([line for page in LAW for line in page] + ACT.split("\n")),
    st.sampled_from(["Bagian Kedua", "Paragraf 1", "a. butir;", "1. angka;", "(2) Ayat.", "Ayat (1)", "Angka 2",
                     "LAMPIRAN II", "PENJELASAN", "ATAS", "INDIKATOR 4", "Tabel 3 Bobot", "Pasal", "7"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=30),
)  # fmt: skip


@given(st.lists(st.lists(_LINE, max_size=25), min_size=1, max_size=4))
def test_whatever_stands_there_gives_a_sound_tree(pages: list[list[str]]) -> None:
    nodes, units, lines = _tree(pages)
    assert_tree(nodes, units)
    assert bool(nodes) == bool(lines)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "last", "chapters", "explained"),
    [
        ("uu-27-2022-pdp.pdf", 76, 16, 76),
        ("uu-11-2008-ite.pdf", 54, 13, 54),
        ("perpres-39-2019-satu-data-indonesia.pdf", 44, 8, 0),
        ("perpres-82-2023.pdf", 22, 6, 0),
        ("perpres-83-2025.pdf", 21, 5, 0),
        ("peraturan-bssn-8-2024.pdf", 73, 5, 0),
        ("permenpanrb-59-2020-pemantauan-evaluasi-spbe.pdf", 12, 0, 0),
        ("permenpanrb-5-2020-manajemen-risiko-spbe.pdf", 6, 0, 0),
    ],
)
def test_real_laws_are_complete(extracted: Extracted, name: str, last: int, chapters: int, explained: int) -> None:
    cleaned = clean(extracted(name))
    units = build_units(DOCUMENT, cleaned.pages, cleaned.lines)
    nodes = build_nodes(DOCUMENT, cleaned.lines, units)
    assert_tree(nodes, {unit.id: unit for unit in units})
    body = [node for node in nodes if node.kind == "pasal" and not node.id.startswith("penjelasan")]
    assert [node.id for node in body] == [f"pasal-{number}" for number in range(1, last + 1)]
    assert sum(node.kind == "bab" and not node.id.startswith("lampiran") for node in nodes) == chapters
    told = [node.heading for node in nodes if node.kind == "pasal" and node.id.startswith("penjelasan")]
    assert told == [f"Penjelasan Pasal {number}" for number in range(1, explained + 1)]
    assert {"pembukaan/menimbang", "pembukaan/mengingat", "penutup"} <= {node.id for node in nodes}


@pytest.mark.shared
def test_ayat_and_huruf_of_a_born_digital_law(extracted: Extracted) -> None:
    """Checked by eye against the printed pages."""
    cleaned = clean(extracted("uu-11-2008-ite.pdf"))
    nodes = build_nodes(DOCUMENT, cleaned.lines, build_units(DOCUMENT, cleaned.pages, cleaned.lines))
    below = {n.id.removeprefix("pasal-12/"): n.page_from for n in nodes if n.id.startswith("pasal-12/")}
    assert list(below) == ["ayat-1", "ayat-2", "ayat-2/huruf-a", "ayat-2/huruf-b", "ayat-2/huruf-c",
                           "ayat-2/huruf-c/angka-1", "ayat-2/huruf-c/angka-2", "ayat-2/huruf-d", "ayat-3"]  # fmt: skip
    counts = {n: sum(x.parent == f"pasal-{n}" and x.kind == "ayat" for x in nodes) for n in (5, 27, 43, 52)}
    assert counts == {5: 4, 27: 4, 43: 8, 52: 4}


def test_no_lines_no_tree() -> None:
    assert build_nodes(DOCUMENT, (), ()) == ()
    assert nodes_of_units(()) == ()
    assert build_units(DOCUMENT, (Page(number=1, raw="", text=""),), ()) == ()
