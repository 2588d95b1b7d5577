"""Columns get their names and rows their values, whatever is merged, repeated or cut by a page break."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.extracting.drawn import RawCell, RawRow, RawTable
from ingest.structuring.grid import Grid, Row, link, read_grid
from tests.ingest.table_pdfs import raw_table


def _grid(rows: Sequence[Sequence[str]], widths: Sequence[float], strong: Sequence[bool] = ()) -> Grid:
    grid = read_grid(raw_table(rows, widths, strong))
    assert grid is not None
    return grid


def _data(grid: Grid) -> list[dict[str, str]]:
    return [dict(zip(row.columns, row.values, strict=True)) for row in grid.rows if row.kind == "data"]


def _drawn(rows: Sequence[Sequence[tuple[float, float, float, float, str]]]) -> RawTable:
    return RawTable(tuple(RawRow(tuple(RawCell(*cell) for cell in row)) for row in rows))


def test_words_over_numbers_name_the_columns() -> None:
    grid = _grid([["Unsur", "Bobot"], ["Berkas", "40"], ["Waktu", "60"]], [100, 50])
    assert _data(grid) == [{"Unsur": "Berkas", "Bobot": "40"}, {"Unsur": "Waktu", "Bobot": "60"}]


def test_years_name_columns_of_figures() -> None:
    grid = _grid([["Uraian", "2022", "2023"], ["Indeks", "2,34", "2,79"]], [100, 50, 50])
    assert _data(grid) == [{"Uraian": "Indeks", "2022": "2,34", "2023": "2,79"}]


def test_rows_of_a_table_that_goes_on_are_no_head() -> None:
    grid = _grid([["Indikator 7", "Tata letak", "2,5"], ["Indikator 8", "Warna", "1,5"]], [60, 100, 40])
    assert not grid.named
    assert len(_data(grid)) == 2


def test_a_head_over_several_columns_counts_for_each() -> None:
    grid = read_grid(
        _drawn(
            [
                [(0, 0, 100, 40, "Area"), (100, 0, 300, 20, "Level Dampak")],
                [(100, 20, 200, 40, "1\nKecil"), (200, 20, 300, 40, "2\nBesar")],
                [(0, 40, 100, 60, "Kinerja"), (100, 40, 200, 60, "di bawah 20%"), (200, 40, 300, 60, "di atas 20%")],
            ]
        )
    )
    assert grid is not None
    assert _data(grid) == [
        {"Area": "Kinerja", "Level Dampak\n1\nKecil": "di bawah 20%", "Level Dampak\n2\nBesar": "di atas 20%"}
    ]


def test_a_merged_cell_counts_for_each_row_it_covers() -> None:
    grid = read_grid(
        _drawn(
            [
                [(0, 0, 100, 20, "Desain"), (100, 0, 200, 20, "Hasil")],
                [(0, 20, 100, 60, "Memadai"), (100, 20, 200, 40, "Efektif")],
                [(100, 40, 200, 60, "Belum efektif")],
            ]
        )
    )
    assert grid is not None
    assert [row["Desain"] for row in _data(grid)] == ["Memadai", "Memadai"]
    assert [row.own for row in grid.rows if row.kind == "data"] == [("Memadai", "Efektif"), ("Belum efektif",)]


def test_a_line_over_all_columns_names_the_group_below_it() -> None:
    rows = raw_table([["Unsur", "Batas"], ["Sebaran", "3"], ["Usia", "1"]], [100, 50]).rows
    group = RawRow((RawCell(0, 20, 150, 40, "APLIKASI"),))
    below = [RawRow(tuple(RawCell(c.x0, c.top + 20, c.x1, c.bottom + 20, c.text) for c in r.cells)) for r in rows[1:]]
    grid = read_grid(RawTable((rows[0], group, *below)))
    assert grid is not None
    assert [row.group for row in grid.rows] == ["", "APLIKASI", "APLIKASI", "APLIKASI"]
    assert len(_data(grid)) == 2


def test_a_table_may_name_its_columns_anew() -> None:
    rows = [
        ["Nomor\nAspek", "Nama\nAspek", "Bobot\n(%)"], ["Aspek 2", "Rencana", "10,00"],
        ["Nomor\nIndikator", "Nama\nIndikator", "Nilai\nNI"], ["Indikator 3", "Peta", "3"],
        ["Indikator 4", "Jadwal", "4"],
    ]  # fmt: skip
    grid = _grid(rows, [60, 100, 50])
    assert [row.columns[0] for row in grid.rows if row.kind == "data"] == ["Nomor\nAspek", *["Nomor\nIndikator"] * 2]


@pytest.mark.parametrize("rows", [[["Satu sel yang memuat semuanya"]], [[""], [""]]])
def test_a_frame_is_no_table(rows: list[list[str]]) -> None:
    assert read_grid(raw_table(rows, [200])) is None


HEAD = ["No", "Unsur", "Bobot"]
FIRST = _grid([HEAD, ["1", "Berkas", "40"]], [20, 100, 50])


@pytest.mark.parametrize("rows", [[["2", "Waktu", "60"]], [HEAD, ["2", "Waktu", "60"]]], ids=["bare", "head again"])
def test_a_table_goes_on_over_the_page_break_under_its_names(rows: list[list[str]]) -> None:
    first, second = link([FIRST, _grid(rows, [20, 100, 50])], [True])
    assert second.continues
    assert _data(second) == [{"No": "2", "Unsur": "Waktu", "Bobot": "60"}]
    assert not first.continues


def test_another_table_below_the_page_break_is_another() -> None:
    other = _grid([["No", "Kategori", "Jumlah"], ["1", "Rusak", "7"]], [20, 100, 50])
    assert not link([FIRST, other], [True])[1].continues
    narrow = _grid([["2", "Waktu", "60"]], [20, 100, 90])
    assert not link([FIRST, narrow], [True])[1].continues
    assert not link([FIRST, _grid([["2", "Waktu", "60"]], [20, 100, 50])], [False])[1].continues


def test_heads_alone_before_the_break_name_finer_columns_after_it() -> None:
    heads = read_grid(
        _drawn(
            [
                [(0, 0, 100, 40, "Matriks"), (100, 0, 300, 20, "Dampak")],
                [(100, 20, 200, 40, "Kecil"), (200, 20, 300, 40, "Besar")],
            ]
        )
    )
    rows = _grid([["5", "Hampir pasti", "9", "15"], ["4", "Sering", "6", "12"]], [20, 80, 100, 100])
    assert heads is not None
    second = link([heads, rows], [True])[1]
    assert second.rows[0].columns == ("Matriks", "Matriks", "Dampak\nKecil", "Dampak\nBesar")


def test_moving_a_text_changes_value_and_cell() -> None:
    row = Row(("a", "b"), ((0, "a"), (1, "b")))
    assert row.moved(1, "c") == Row(("a", "c"), ((0, "a"), (1, "c")))
