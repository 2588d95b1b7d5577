"""Decisions: their clauses and annexes."""

from __future__ import annotations

from ingest.structuring.decision import clause_marks
from ingest.structuring.lines import Line
from ingest.structuring.structure import sections
from ingest.structuring.units import build_units
from knowledge.model import Document, Page

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


def test_clauses_whose_words_or_colons_a_scan_misread() -> None:
    texts = [
        "MEMUTUSKAN:",
        "KESATU (0.1 Membentuk Tim Koordinasi.",
        "KEDUA Tim bertugas menilai.",
        "KETIGA belah pihak sepakat.",
        "KETUA: Kepala Dinas",
        "KE7IGA : Tim dibantu sekretariat.",
        "KEEMPAT: : “Tim melapor.",
    ]
    assert clause_marks(texts, 0, len(texts)) == [(1, "KESATU"), (2, "KEDUA"), (5, "KETIGA"), (6, "KEEMPAT")]


def test_the_clauses_stand_where_the_first_word_is_beyond_reading() -> None:
    texts = ["MEMUTUSKAN:", "K:SA : Membentuk tim.", "KEDUA : Tim bertugas.", "KETIGA : Biaya pada APBD."]
    assert clause_marks(texts, 0, len(texts)) == [(2, "KEDUA"), (3, "KETIGA")]
    assert clause_marks(texts[:3], 0, 3) == []


def test_each_clause_is_a_unit_however_short() -> None:
    lines = [Line(text, 1) for text in TEXT.split("\n")]
    document = Document(id="kep", sha256="0" * 64, file="k.pdf", title="K", label="K", kind="Keputusan", pages=1)
    units = build_units(document, [Page(number=1, raw=TEXT, text=TEXT)], lines)
    texts = {unit.locator: unit.text for unit in units}
    assert texts["Diktum KEDUA"].startswith("KEDUA : Tim bertugas menilai.")
    assert "KEDUA" not in texts["Diktum KETIGA"]


INSTRUCTION = """\
INSTRUKSI BUPATI XANADU
NOMOR 4 TAHUN 2031
TENTANG
PENERTIBAN AKUN
BUPATI XANADU,
Dalam rangka menjaga informasi, dengan ini menginstruksikan:
Kepada : 1. Kepala Perangkat Daerah; dan
2. Camat.
Untuk :
KESATU : Mendaftarkan akun resmi.
KEDUA : Menunjuk pengelola akun.
Dikeluarkan di Xanadu
pada tanggal 3 Maret 2031
BUPATI XANADU,
H. BUDI SANTOSO"""


def test_each_clause_of_an_instruction_stands_alone_and_so_does_its_closing() -> None:
    lines = [Line(text, 1) for text in INSTRUCTION.split("\n")]
    found = sections(lines)
    assert [s.path for s in found] == ["pembukaan", "diktum-kesatu", "diktum-kedua", "penutup"]
    assert [i for s in found for i in range(s.start, s.end)] == list(range(len(lines)))
