"""Signatures and lists of copies: a part of their own, and never a heading."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structuring.closing import closings
from ingest.structuring.lines import Line
from ingest.structuring.structure import sections

BODY = "A. Latar Belakang\nPegawai wajib memakai akun dinas.\nB. Penutup\nSurat ini berlaku sejak ditetapkan.\n"
SIGNED = {
    "pangkat dan NIP": "SEKRETARIS DAERAH\nKOTA CONTOH,\nttd\nDrs. H. BUDI, M.Si.\nPembina Utama Madya\n"
    "NIP 19681112 199403 1 005",
    "tempat dan tanggal": "Ditetapkan di Contoh\npada tanggal 3 Maret 2031\nBUPATI CONTOH,\nttd.\nSITI ROSMALA",
    "tanpa ttd": "GUBERNUR CONTOH RAYA,\nSITI ROSMALA",
    "jabatan dengan huruf kecil": "Contoh, 5 Desember 2031\nInspektur Kota Contoh,\nttd,\nHj. Lestari, S.E.",
    "tembusan": "Tembusan:\n1. Wali Kota Contoh (sebagai laporan);\n2. Inspektur\nKota Contoh.",
    "tembusan sebaris": "Tembusan: Bupati Contoh; Inspektur Kabupaten Contoh.",
}


def _lines(text: str) -> list[Line]:
    return [Line(line, 1) for line in text.split("\n")]


@pytest.mark.parametrize("name", SIGNED)
def test_a_signature_is_one_part_and_no_heading(name: str) -> None:
    lines = _lines(BODY + SIGNED[name])
    found = sections(lines)
    assert [(s.path, s.locator) for s in found] == [
        ("a", "A. Latar Belakang"),
        ("b", "B. Penutup"),
        ("penutup", "Penutup"),
    ]
    assert [line.text for line in lines[found[-1].start : found[-1].end]] == SIGNED[name].split("\n")


def test_copies_go_with_the_signature_above_them() -> None:
    lines = _lines(BODY + SIGNED["pangkat dan NIP"] + "\n" + SIGNED["tembusan"])
    assert [s.path for s in sections(lines)] == ["a", "b", "penutup"]


def test_what_follows_a_signature_is_no_part_of_it() -> None:
    form = "FORMAT L-1\nLAPORAN TRIWULANAN ARSIP\nNo Jenis Jumlah"
    lines = _lines(BODY + SIGNED["tembusan"] + "\n" + form)
    [closing] = closings(lines, 0, len(lines))
    assert [line.text for line in lines[closing.end :]] == form.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "BUPATI CONTOH,\nMenimbang : a. bahwa perlu diatur;",
        "Tembusan surat keluar disimpan paling lama dua tahun.",
        "NIP pegawai dicatat dalam daftar.",
        "KEPALA DINAS BERTANGGUNG JAWAB ATAS,\n1. perencanaan;",
    ],
)
def test_other_words_are_no_signature(text: str) -> None:
    lines = _lines(text)
    assert closings(lines, 0, len(lines)) == []


PARTS = st.sampled_from([*BODY.strip().split("\n"), *(line for text in SIGNED.values() for line in text.split("\n"))])


@given(st.lists(st.tuples(PARTS, st.integers(1, 2)), max_size=20))
def test_signatures_are_apart_and_in_order_and_every_line_is_kept(parts: list[tuple[str, int]]) -> None:
    lines = [Line(text, page) for text, page in sorted(parts, key=lambda part: part[1])]
    found = closings(lines, 0, len(lines))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= closing.start < closing.end <= len(lines) for closing in found)
    assert [i for s in sections(lines) for i in range(s.start, s.end)] == list(range(len(lines)))
