"""Circulars: their heads, the parts of what they order, and their annexes."""

from __future__ import annotations

from ingest.structuring.lines import Line
from ingest.structuring.structure import sections
from ingest.structuring.units import build_units
from knowledge.model import Document, Page

LETTER = """\
PEMERINTAH KOTA CONTOH
SEKRETARIAT DAERAH
Jalan Pahlawan Nomor 7 Contoh
Yth. Para Kepala Perangkat Daerah
SURAT EDARAN
NOMOR 000.6/1187/DKI/2031
TENTANG
PENGGUNAAN SURAT ELEKTRONIK
DI LINGKUNGAN PEMERINTAH KOTA CONTOH
A. Dasar
Peraturan Wali Kota Nomor 14.
B. Isi Edaran
1. Kewajiban
a. Setiap pegawai memiliki satu akun.
b. Akun dibuat dalam lima hari.
2. Sanksi
a. Pelanggaran pertama ditegur.
b. Pelanggaran kedua dibekukan.
SEKRETARIS DAERAH
KOTA CONTOH,
ttd
BUDI SANTOSO
LAMPIRAN II
SURAT EDARAN SEKRETARIS
DAERAH KOTA CONTOH
NOMOR 000.6/1187/DKI/2031
TENTANG PENGGUNAAN SURAT ELEKTRONIK
FORMAT ALAMAT SURAT
Alamat memakai pola nama dan jabatan."""
LINES = [Line(text, 1) for text in LETTER.split("\n")]


def test_title_lines_are_no_heading_and_each_numbered_part_stands_alone() -> None:
    found = sections(LINES)
    assert [(s.path, s.trail) for s in found] == [
        ("pembuka", ()),
        ("a", ("A. Dasar",)),
        ("b", ("B. Isi Edaran",)),
        ("b/1", ("B. Isi Edaran", "1. Kewajiban")),
        ("b/2", ("B. Isi Edaran", "2. Sanksi")),
        ("penutup", ("Penutup",)),
        ("lampiran-2/pembuka", ("Lampiran II FORMAT ALAMAT SURAT",)),
        ("lampiran-2", ("Lampiran II FORMAT ALAMAT SURAT",)),
    ]
    assert [i for s in found for i in range(s.start, s.end)] == list(range(len(LINES)))


def test_the_head_of_an_annex_is_apart_from_what_it_holds() -> None:
    head, annex = sections(LINES)[-2:]
    assert head.kind == "preamble"
    assert LINES[head.end - 1].text == "TENTANG PENGGUNAAN SURAT ELEKTRONIK"
    assert LINES[annex.start].text == "FORMAT ALAMAT SURAT"


def test_a_short_part_is_not_cited_under_the_next_one() -> None:
    document = Document(id="se", sha256="0" * 64, file="se.pdf", title="SE", label="SE", kind="Surat Edaran", pages=1)
    units = build_units(document, [Page(number=1, raw=LETTER, text=LETTER)], LINES)
    texts = {unit.id: unit.text for unit in units}
    assert "ditegur" in texts["se/b/2"]
    assert "Kewajiban" not in texts["se/b/2"]
    assert "Setiap pegawai" in texts["se/b/1"]
    assert texts["se/a"].endswith("Peraturan Wali Kota Nomor 14.")


def test_text_right_below_the_title_is_the_contents() -> None:
    text = (
        "SURAT EDARAN\nNOMOR 5 TAHUN 2031\nTENTANG\nHEMAT LISTRIK\nSetiap pegawai mematikan komputer pada jam pulang."
    )
    found = sections([Line(line, 1) for line in text.split("\n")])
    assert [(s.path, s.start) for s in found] == [("pembuka", 0), ("isi", 4)]


NOTE = """\
PEMERINTAH KOTA CONTOH
SEKRETARIAT DAERAH
NOTA DINAS
Kepada : Yth. Para Camat
Dari : Asisten
Nomor : 000.9/77/2031
Hal : Pemutakhiran Peta Proses Bisnis
dan Klinik Bukti
Menindaklanjuti hasil evaluasi, disampaikan:
1. Setiap camat mengirim peta proses bisnis paling lambat tanggal 25 Juli 2031."""
FORM = """\
PEMERINTAH KABUPATEN CONTOH
DINAS KOMUNIKASI DAN INFORMATIKA
Nomor SOP : 000.8/14/2031
Tanggal Efektif : 2 Juni 2031
BIDANG INFRASTRUKTUR Nama SOP : PENITIPAN SERVER DI RUANG
SERVER
Dasar Hukum Kualifikasi Pelaksana
PROSEDUR PENITIPAN
Petugas memeriksa berkas."""


def test_letterhead_and_fields_of_a_note_are_no_headings() -> None:
    found = sections([Line(text, 1) for text in NOTE.split("\n")])
    assert [(s.path, s.start) for s in found] == [("pembuka", 0), ("isi", 8)]


def test_the_form_of_an_sop_is_one_part_without_headings() -> None:
    found = sections([Line(text, 1) for text in FORM.split("\n")])
    assert [(s.locator, s.start) for s in found] == [("Identitas SOP", 0), ("PROSEDUR PENITIPAN", 7)]
