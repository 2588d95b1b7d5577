"""Decisions: their clauses and annexes."""

from __future__ import annotations

from ingest.structuring.decision import clause_marks
from ingest.structuring.lines import Line
from ingest.structuring.structure import sections

TEXT = """\
KEPUTUSAN MENTERI
NOMOR 7 TAHUN 2031
TENTANG
TIM PENILAI
Menimbang : bahwa perlu tim;
Mengingat : Undang-Undang Nomor 1;
MEMUTUSKAN:
Menetapkan : KEPUTUSAN MENTERI TENTANG TIM PENILAI.
KESATU : Membentuk tim sebagaimana dimaksud
dalam Lampiran.
KEDUA : Tim bertugas menilai.
KEDELAPAN : bukan urutannya.
KETIGA
Keputusan ini mulai berlaku pada tanggal ditetapkan.
Ditetapkan di Jakarta
LAMPIRAN I
KEPUTUSAN MENTERI
A. Susunan
Ketua dan anggota."""


def test_clauses_closing_and_annex() -> None:
    lines = [Line(text, 1) for text in TEXT.split("\n")]
    found = sections(lines)
    assert [i for s in found for i in range(s.start, s.end)] == list(range(len(lines)))
    assert [(s.path, s.locator) for s in found] == [
        ("pembukaan", "Pembukaan"),
        ("diktum-kesatu", "Diktum KESATU"),
        ("diktum-kedua", "Diktum KEDUA"),
        ("diktum-ketiga", "Diktum KETIGA"),
        ("penutup", "Penutup"),
        ("lampiran-1/pembuka", "Lampiran I"),
        ("lampiran-1/a", "Lampiran I, A. Susunan"),
    ]


def test_a_text_without_decree_has_no_clauses() -> None:
    assert clause_marks(["KESATU : Membentuk tim."], 0, 1) == []
    assert clause_marks(["MEMUTUSKAN:", "KETIGA : Lain."], 0, 2) == []
