"""The page of a unit that a question should open: units over several pages, without a knowledge base."""

from __future__ import annotations

import pytest

from knowledge.keeping.index import Entry
from knowledge.model import Cell, Document, Page, Unit
from knowledge.quoting.standing import Standing

PAGES = {
    4: "Pasal 9\n(1) Bendahara menyimpan kuitansi dalam lemari besi.",
    5: "(2) Arsiparis memeriksa gudang setiap 45 hari.",
    6: "(3) Juru kunci melapor kepada sekretaris.",
    7: "(4) Penjaga menyalakan lampu menara.",
}


def standing() -> Standing:
    return Standing(lambda rev, number: Page(number=number, raw=PAGES[number], text=PAGES[number]))


def entry(first: int, last: int, cells: tuple[Cell, ...] = ()) -> Entry:
    unit = Unit(
        id="uji/pasal-9",
        document_id="uji",
        ordinal=9,
        kind="pasal",
        locator="Pasal 9",
        text="\n".join(PAGES[number] for number in range(first, last + 1)),
        page_from=first,
        page_to=last,
        cells=cells,
    )
    document = Document(id="uji", sha256="0", file="uji.pdf", title="Uji", label="Uji", kind="Laporan")
    return Entry("1:9", 1, document, unit, "hash")


def shown(first: int, last: int, weights: dict[str, float]) -> list[tuple[int, int]]:
    return [(r.page_from, r.page_to) for r in standing().retrieved(entry(first, last), 0.5, weights)]


@pytest.mark.parametrize(
    ("first", "last", "weights", "expected"),
    [
        (4, 4, {"kuitansi": 1.0}, [(4, 4)]),
        (4, 5, {"kuitansi": 1.0}, [(4, 5)]),
        (4, 5, {"gudang": 1.0}, [(5, 5), (4, 4)]),
        (4, 5, {}, [(4, 5)]),
        (4, 5, {"kuitansi": 1.0, "gudang": 2.0}, [(5, 5), (4, 4)]),
        (4, 6, {"gudang": 1.0}, [(5, 5), (4, 4), (6, 6)]),
        (4, 6, {"juru": 1.0}, [(6, 6), (4, 5)]),
        (4, 7, {"lampu": 1.0}, [(7, 7)]),
        (4, 7, {"tidakada": 1.0}, [(4, 4)]),
    ],
)
def test_the_page_that_holds_most_of_the_question_comes_first(
    first: int, last: int, weights: dict[str, float], expected: list[tuple[int, int]]
) -> None:
    assert shown(first, last, weights) == expected


def test_the_name_of_a_column_tells_its_cells_apart() -> None:
    cells = (
        Cell(column="Kriteria", text="(1) Bendahara menyimpan kuitansi dalam lemari besi.", page_from=4, page_to=4),
        Cell(column="Bukti Dukung", text="(2) Arsiparis memeriksa gudang setiap 45 hari.", page_from=5, page_to=5),
    )
    weights = {"bukti": 1.0}
    assert standing().pages(entry(4, 5, cells), weights) == [5, 4]
    assert standing().pages(entry(4, 5), weights) == [4, 5]


def test_a_cell_merged_over_rows_may_stand_on_a_page_before_its_row() -> None:
    cells = (
        Cell(column="Langkah", text="(1) Bendahara menyimpan kuitansi dalam lemari besi.", page_from=4, page_to=4),
    )
    assert standing().pages(entry(5, 6, cells), {"kuitansi": 1.0}) == [5, 6]


def test_a_page_that_is_not_kept_keeps_the_order() -> None:
    assert Standing(lambda rev, number: None).pages(entry(4, 5), {"gudang": 1.0}) == [4, 5]
