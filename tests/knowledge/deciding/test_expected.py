"""What an answer must hold: the thing asked for, not only the topic."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.deciding.expected import load
from knowledge.errors import CatalogError

EXPECTED = load()


@pytest.mark.parametrize(
    ("question", "line", "missing"),
    [
        ("berapa lama kuitansi disimpan", "kuitansi disimpan dalam lemari besi.", "lamanya"),
        ("berapa lama kuitansi disimpan", "kuitansi disimpan selama 11 (sebelas) tahun.", ""),
        ("masa jabatan juru kunci", "juru kunci diangkat oleh bupati.", "lamanya"),
        ("batas waktu pemberitahuan", "paling lambat 3 x 24 jam.", ""),
        ("berapa persen kuitansi yang rusak", "sebagian kuitansi rusak.", "persentasenya"),
        ("berapa persen kuitansi yang rusak", "sebanyak 4,5% kuitansi rusak.", ""),
        ("tiap berapa bulan gudang diperiksa", "gudang diperiksa petugas.", "lamanya"),
        ("kapan gudang diperiksa", "petugas memeriksa gudang.", "waktunya"),
        ("kapan gudang diperiksa", "diperiksa paling lambat akhir triwulan.", ""),
        ("apa sanksi bila kuitansi hilang", "kuitansi yang hilang dicatat.", "sanksinya"),
        ("apa sanksi bila kuitansi hilang", "dikenai teguran tertulis.", ""),
        ("anggaran lemari besi berapa", "lemari besi disediakan 3 buah.", "besarnya"),
        ("anggaran lemari besi berapa", "lemari besi seharga rp 3.000.000.", ""),
        ("berapa kunci yang dipegang juru kunci", "juru kunci memegang kunci gudang.", "jumlah kunci"),
        ("berapa kunci yang dipegang juru kunci", "juru kunci memegang tiga kunci.", ""),
        ("berapa jumlah lemari di gudang", "lemari dikunci selama 3 hari.", "jumlah lemari"),
        ("berapa jumlah lemari di gudang", "gudang memuat lemari paling sedikit 3 buah.", ""),
        ("berapa batas penyelesaian laporan", "laporan selesai dalam 3 hari.", ""),
        ("ada template berita acara?", "berita acara ditandatangani.", "formatnya"),
        ("vendor gembok gudang siapa", "gembok gudang disewa dari pihak ketiga.", "namanya"),
        ("merek gembok apa", "gembok gudang bermerek, yakni merek gajah.", ""),
        ("gudang itu lokasinya di mana", "gudang diperiksa petugas.", "alamatnya"),
        ("alamat gudang", "gudang di jalan kenanga nomor 1.", ""),
        ("siapa yang menandatangani perwali gudang", "gudang diatur perwali.", "penandatangannya"),
        ("insentif juru kunci berapa", "juru kunci hadir 10% dari bobot.", "besarnya"),
        ("berapa orang penjaga gudang", "penjaga membuka gudang pada pasal 3 ayat (1) dan mencatat.", "jumlah penjaga"),
        ("berapa orang penjaga gudang", "penjaga paling sedikit 2 (dua) orang.", ""),
        ("berapa penjaga gudang", "(2) penjaga gudang mencatat kuitansi.", "jumlah penjaga"),
        ("berapa penjaga gudang", "penjaga gudang berlatih 16 (enam belas) jam pelajaran.", "jumlah penjaga"),
        ("jumlah penjaga gudang kabupaten berapa orang", "penjaga gudang mencatat kuitansi.", "jumlah penjaga"),
        ("berapa menteri di dewan gudang", "anggotanya 7 (tujuh) menteri/kepala.", ""),
        ("masa jabatan juru kunci", "juru kunci diatur perpres nomor 6 tahun 2023.", "lamanya"),
        ("berapa hari pemeriksaan gudang", "gudang jumlah hari kecil 2 besar 3", ""),
        ("berapa kali gudang diperiksa", "gudang diperiksa secara berkala.", "berapa kalinya"),
        ("berapa kali gudang diperiksa", "gudang diperiksa sekali setahun.", ""),
        ("seberapa sering gudang diperiksa", "gudang diperiksa secara berkala.", ""),
        ("alamat laman pendaftaran gudang", "pendaftaran melalui laman gudang.", "tautannya"),
        ("alamat laman pendaftaran gudang", "pendaftaran melalui laman gudang.go.id", ""),
        ("daftar juru kunci bayar berapa", "juru kunci mendaftar di gudang.", "besarnya"),
        ("daftar juru kunci bayar berapa", "pendaftar dikenai biaya rp 5.000.", ""),
        ("kenapa gudang dikunci", "gudang dikunci setiap malam.", "alasannya"),
        ("kenapa gudang dikunci", "gudang dikunci agar kuitansi aman.", ""),
        ("siapa saja anggota regu gudang", "regu gudang memeriksa lemari.", "anggotanya"),
        ("siapa saja anggota regu gudang", "regu gudang terdiri atas juru kunci dan penjaga.", ""),
        ("kapasitas lemari besi berapa", "lemari besi disimpan di gudang.", "kapasitasnya"),
        ("kapasitas lemari besi berapa", "lemari besi memuat 40 gb.", ""),
        ("formulir gudang diunduh di mana", "isi formulir gudang.", "tautannya"),
        ("pendidikan minimal juru kunci", "juru kunci diangkat bupati.", "pendidikannya"),
        ("siapa ketua regu gudang sekarang", "ketua regu gudang memegang kunci.", "namanya"),
        ("siapa ketua regu gudang", "ketua regu gudang adalah juru kunci.", ""),
        ("berapa lemari di gudang", "edaran 000/27/2026 lemari gudang.", "jumlah lemari"),
        ("berapa lemari di gudang", "sejak tahun 2024 lemari dikunci.", "jumlah lemari"),
        ("siapa kepala dinas gudang", "kepala dinas memeriksa gudang.", "namanya"),
        ("siapa nama juru kunci gudang", "juru kunci gudang: drs. sukirman", ""),
        ("siapa kepala dinas yang memeriksa gudang", "kepala dinas memeriksa gudang.", ""),
        ("berapa penjaga yang hadir", "penjaga gudang 3 4 5 orang", ""),
        ("berapa dinas yang hadir 2023", "jumlah opd yang hadir 12 13", ""),
        ("berapa instansi yang memakai gudang", "instansi ialah yang memakai gudang.", "jumlah instansi"),
        ("berapa tahun masa jabatan juru kunci", "juru kunci dilantik januari tahun 2020.", "lamanya"),
        ("berapa hari pemeriksaan gudang", "jumlah hari ditentukan kepala gudang.", "lamanya"),
        ("nomor telepon gudang", "gudang melayani telepon.", "nomornya"),
        ("nomor telepon gudang", "gudang melayani telepon 112.", ""),
        ("nomor telepon gudang", "gudang diatur pasal 112.", "nomornya"),
        ("apa tugas juru kunci", "juru kunci menjaga gudang.", ""),
        ("alamat surel gudang apa", "gudang menerima surel.", "surelnya"),
        ("sanksi bagi pemakai surel gudang apa", "pemakai surel gudang dikenai sanksi teguran.", ""),
        ("nama ketua regu gudang orangnya siapa", "ketua regu gudang memegang kunci.", "namanya"),
        ("siapa pemenang lomba gudang", "lomba gudang diadakan juru kunci.", "namanya"),
        ("bayaran juru kunci berapa", "juru kunci dibayar bendahara.", "besarnya"),
        ("gudang ada di kota mana", "gudang dijaga juru kunci.", "alamatnya"),
        ("berapa orang juru kunci yang ditunjuk", "bupati menunjuk 2 (dua) orang pegawai.", ""),
        ("ukuran berkas maksimal berapa mb", "berkas diunggah juru kunci.", "ukurannya"),
        ("anggaran gudang level 4 buktinya", "gudang dianggarkan juru kunci.", ""),
        ("batas waktu unggah berkas gudang tanggal berapa", "berkas diunggah 3 januari.", ""),
        ("siapa penyusun laporan gudang", "laporan gudang disusun juru kunci.", ""),
        ("umur laporan gudang maksimal berapa tahun", "laporan gudang paling lama 1 (satu) tahun.", ""),
        ("portal apa yang dipakai gudang", "gudang memakai portal gudang terpadu.", ""),
        ("level kuitansi tinggi berapa", "level kuitansi tinggi 4.", ""),
    ],
)
def test_the_kind_of_thing_asked_for_is_looked_for(question: str, line: str, missing: str) -> None:
    assert EXPECTED.unmet(question, [line]) == missing


def test_the_number_and_the_thing_counted_stand_in_one_line() -> None:
    assert EXPECTED.unmet("berapa kunci gudang", ["pasal 3", "kunci gudang dipegang petugas."]) == "jumlah kunci"


def test_the_words_that_ask_are_no_words_of_the_subject() -> None:
    cues = EXPECTED.cues("apa sanksi bila kuitansi hilang")
    assert cues
    assert "kuitansi" not in cues


@pytest.mark.parametrize(
    "question",
    [
        "pasal berapa mengatur itu",
        "level berapa layanan itu",
        "berapa lama",
        "berapa persen",
        "siapa yang menetapkan biaya",
    ],
)
def test_places_and_measures_are_not_counted(question: str) -> None:
    assert EXPECTED.counted(question) == []


def test_the_numbers_of_rows_count_nothing() -> None:
    rows = ["1 lemari besi", "2 lemari kayu", "3 peti"]
    assert EXPECTED.unmet("berapa lemari di gudang", rows) == "jumlah lemari"
    assert EXPECTED.unmet("berapa lemari di gudang", ["5 lemari besi", "2 peti kayu"]) == ""


def test_a_body_is_named_by_the_word_behind_its_kind() -> None:
    assert EXPECTED.named_bodies("indeks dinas perikanan dan kecamatan kami") == [("dinas", "perikanan")]


@given(number=st.integers(1, 9999), unit=st.sampled_from(["hari", "jam", "bulan", "tahun", "menit"]))
def test_every_span_of_time_is_seen(number: int, unit: str) -> None:
    for line in (f"selama {number} {unit}.", f"selama {number} (sekian) {unit} kerja."):
        assert EXPECTED.unmet("berapa lama", [line]) == ""
    assert EXPECTED.unmet("berapa lama", [f"selama beberapa {unit}."]) == "lamanya"


def test_a_field_of_others_is_named_unless_the_text_speaks_of_it() -> None:
    assert EXPECTED.field("berapa uang harian petugas", "petugas memeriksa gudang") == "keuangan"
    assert EXPECTED.field("berapa uang harian petugas", "uang harian petugas 3 dirham") == ""
    assert EXPECTED.field("apa tugas petugas", "") == ""
    assert EXPECTED.field("berapa lama sewa gudang", "penyewaan gudang disetujui 3 hari") == ""


def test_a_thing_of_one_name_must_be_named() -> None:
    heads = frozenset({"garansi", "lemari"})
    assert EXPECTED.thing("garansi lemari berapa", heads, "lemari disimpan di gudang") == "garansi"
    assert EXPECTED.thing("garansi lemari berapa", heads, "garansi lemari 2 tahun") == ""
    assert EXPECTED.thing("lemari yang garansinya habis", frozenset({"lemari"}), "lemari disimpan") == ""
    assert EXPECTED.thing("framework gudang", frozenset({"framework"}), "gudang memakai kerangka kerja") == ""


def test_a_malformed_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rusak.yaml"
    path.write_text("generic: 3\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"rusak\.yaml"):
        load(path)
