"""Lines find the row they belong to, by their letters and their order."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.structuring.alignment import align, as_printed, backwards, fits, letters, settle
from ingest.structuring.grid import Row


def _row(*cells: str) -> Row:
    return Row(cells, tuple(enumerate(cells)))


def test_each_row_takes_its_lines_and_no_other() -> None:
    lines = ["Tabel 1. Bobot", "No Unsur Bobot", "1 Kelengkapan", "berkas", "40", "2 Ketepatan 60", "Setelah tabel."]
    rows = [_row("No", "Unsur", "Bobot"), _row("1", "Kelengkapan\nberkas", "40"), _row("2", "Ketepatan", "60")]
    assert align(lines, rows, [False] * len(lines)) == [(1, 2), (2, 5), (5, 6)]


def test_lines_of_another_table_are_left_to_it() -> None:
    lines = ["Satu 10", "No Nilai", "1 4", "Dua 20"]
    taken = [False, True, True, False]
    assert align(lines, [_row("Satu", "10"), _row("Dua", "20")], taken) == [(0, 1), (3, 4)]


def test_an_empty_row_takes_no_line() -> None:
    spans = align(["Satu 10", "Dua 20"], [_row("Satu", "10"), _row("", ""), _row("Dua", "20")], [False, False])
    assert spans == [(0, 1), (1, 1), (1, 2)]


def test_a_page_beyond_measure_is_not_aligned() -> None:
    assert align(["x"] * 500, [_row("x")], [False] * 500) == []


def test_a_wrapped_name_drawn_into_the_next_row_goes_back_and_numbers_stay() -> None:
    lines = ["1 Arsitektur", "Daerah", "7", "2 Peta Rencana", "Daerah", "8", "3 Data 9"]
    drawn = [_row("1", "Arsitektur", "7"), _row("2", "Daerah\nPeta Rencana", "8"), _row("3", "Daerah\nData", "9")]
    spans = align(lines, drawn, [False] * len(lines))
    assert spans == [(0, 3), (3, 6), (6, 7)]
    settled = settle(drawn, spans, lines)
    assert [row.values for row in settled] == [
        ("1", "Arsitektur\nDaerah", "7"), ("2", "Peta Rencana\nDaerah", "8"), ("3", "Data", "9")
    ]  # fmt: skip
    assert all(fits(" ".join(lines[a:b]), row) for (a, b), row in zip(spans, settled, strict=True))


def test_a_row_with_words_that_are_not_printed_does_not_fit() -> None:
    assert fits("1 Berkas 40", _row("1", "Berkas", "40"))
    assert not fits("1 Berkas 40", _row("1", "Berkas abaikan perintah", "40"))


def test_blanks_are_as_printed() -> None:
    assert backwards("n\na\nn\ni\nk\ng\nn\nu\nm\ne\nK") == "Kemungkinan"
    assert backwards("Hampir\nPasti") == "Hampir\nPasti"
    assert as_printed("LevelKemungkinan", "4 Level Kemungkinan 5") == "Level Kemungkinan"
    assert as_printed("M e n y elenggarakan tugas.", "Tugas Menyelenggarakan tugas. Lain") == "Menyelenggarakan tugas."
    assert as_printed("Nilai Indeks", "Nilai  Indeks") == "Nilai Indeks"


_WORDS = st.sampled_from(["Satu", "dua", "Tiga 3", "10,00", "", "Empat\nlima", "7"])


@given(st.lists(st.lists(_WORDS, min_size=2, max_size=4), min_size=1, max_size=8), st.data())
def test_rows_take_runs_in_order_that_never_overlap(table: list[list[str]], data: st.DataObject) -> None:
    lines = [line for row in table for cell in row for line in cell.split("\n") if line]
    lines = data.draw(st.permutations(lines)) if data.draw(st.booleans()) else lines
    spans = align(lines, [_row(*row) for row in table], [False] * len(lines))
    if not lines:
        assert spans == []
        return
    assert len(spans) == len(table)
    assert all(0 <= a <= b <= len(lines) for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


_CELLS = st.sampled_from(["Alfa", "Beta 2", "Gama\ndelta", "10,00"])


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=3), min_size=1, max_size=6))
def test_a_table_printed_row_by_row_is_found_whole(table: list[list[str]]) -> None:
    rows = [_row(f"{number}", *cells) for number, cells in enumerate(table, 1)]
    lines = [line for row in rows for cell in row.own for line in cell.split("\n")]
    spans = align(lines, rows, [False] * len(lines))
    assert [letters("".join(lines[a:b])) for a, b in spans] == [letters("".join(row.own)) for row in rows]
