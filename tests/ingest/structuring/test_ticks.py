"""Ticks in a table become the name they stand under."""

from __future__ import annotations

import pytest

from ingest.structuring.ticks import told


def test_ticks_under_one_head_tell_whom_they_stand_under() -> None:
    row = [("No", "2"), ("Pelaksana Camat", ""), ("Pelaksana Petugas Loket", "V"), ("Waktu", "1 jam")]
    assert told(row) == [("No", "2"), ("Pelaksana", "Petugas Loket"), ("Waktu", "1 jam")]


def test_several_ticks_are_several_names() -> None:
    row = [("Mutu Baku Waktu", "1 jam"), ("Pelaksana Camat", "√"), ("Pelaksana Lurah", ""), ("Pelaksana Warga", "√")]
    assert told(row) == [("Mutu Baku Waktu", "1 jam"), ("Pelaksana", "Camat, Warga")]


@pytest.mark.parametrize(
    "row",
    [
        [("Mutu Baku Waktu", "1 jam"), ("Mutu Baku Keluaran", "Berkas")],  # words, no ticks
        [("Ya", "V"), ("Tidak", "")],  # no common head
        [("Nilai 2030", "3"), ("Nilai 2031", "V")],  # not only ticks
        [("Pelaksana Camat", ""), ("Pelaksana Lurah", "")],  # none
        [("Nilai", "x"), ("Nilai Akhir", "x")],  # a head without words of its own
    ],
)
def test_other_cells_stay_as_they_are(row: list[tuple[str, str]]) -> None:
    assert told(row) == row
