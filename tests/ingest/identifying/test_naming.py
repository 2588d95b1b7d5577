"""A regulation's name gives its id and label, whoever issued it and however well it was scanned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.identifying.naming import digits, mend, names, slug


@pytest.mark.parametrize(
    ("text", "id_", "label"),
    [
        ("UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 9 TAHUN 2031", "uu-9-2031", "UU 9/2031"),
        ("PERATURAN PEMERINTAH PENGGANTI UNDANG-UNDANG NOMOR 2 TAHUN 2031", "perppu-2-2031", "Perppu 2/2031"),
        ("KEPUTUSAN PRESIDEN REPUBLIK INDONESIA NOMOR 3 TAHUN 2001", "keppres-3-2001", "Keppres 3/2001"),
        ("INSTRUKSI PRESIDEN REPUBLIK INDONESIA NOMOR 3 TAHUN 2003", "inpres-3-2003", "Inpres 3/2003"),
        (
            "PERATURAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI REPUBLIK INDONESIA "
            "NOMOR 8 TAHUN 2026",
            "permenpanrb-8-2026",
            "PermenPANRB 8/2026",
        ),
        ("PERATURAN MENTERI DALAM NEGERI NOMOR : 5 TAHUN 2021", "permendagri-5-2021", "Permendagri 5/2021"),
        (
            "PERATURAN MENTERI KOMUNIKASI DAN INFORMATIKA NOMOR 4 TAHUN 2016",
            "permenkominfo-4-2016",
            "Permenkominfo 4/2016",
        ),
        (
            "PERATURAN MENTERI PERENCANAAN PEMBANGUNAN NASIONAL/KEPALA BADAN PERENCANAAN PEMBANGUNAN NASIONAL "
            "REPUBLIK INDONESIA NOMOR 16 TAHUN 2020",
            "permenppn-16-2020",
            "Permen PPN 16/2020",
        ),
        (
            "PERATURAN MENTERI PERTANIAN REPUBLIK INDONESIA NOMOR 4 TAHUN 2031",
            "permen-pertanian-4-2031",
            "Permen Pertanian 4/2031",
        ),
        (
            "KEPUTUSAN KEPALA BADAN SIBER DAN SANDI NEGARA NOMOR 443 TAHUN 2025",
            "kepkabssn-443-2025",
            "Keputusan Kepala BSSN 443/2025",
        ),
        ("PERATURAN BADAN SIBER DAN SANDI NEGARA NOMOR 8 TAHUN 2024", "peraturan-bssn-8-2024", "Peraturan BSSN 8/2024"),
        (
            "PERATURAN BADAN PENGAWAS LAUT NOMOR 8 TAHUN 2031",
            "peraturan-badan-pengawas-laut-8-2031",
            "Peraturan Badan Pengawas Laut 8/2031",
        ),
        ("PERATURAN DAERAH KOTA XANADU NOMOR 3 TAHUN 2021", "perda-kota-xanadu-3-2021", "Perda Kota Xanadu 3/2021"),
        (
            "PERATURAN DAERAH KABUPATEN TANAH LAUT NOMOR 1 TAHUN 2020",
            "perda-kabupaten-tanah-laut-1-2020",
            "Perda Kabupaten Tanah Laut 1/2020",
        ),
        (
            "PERATURAN GUBERNUR KALIMANTAN SELATAN NOMOR 072 TAHUN 2020",
            "pergub-kalimantan-selatan-72-2020",
            "Pergub Kalimantan Selatan 72/2020",
        ),
        ("PERATURAN WALIKOTA BANJARBARU NOMOR 9 TAHUN 2020", "perwali-banjarbaru-9-2020", "Perwali Banjarbaru 9/2020"),
        ("PERATURAN WALI KOTA BANJARBARU NOMOR 9 TAHUN 2020", "perwali-banjarbaru-9-2020", "Perwali Banjarbaru 9/2020"),
        ("PERATURAN BUPATI BANJAR NOMOR 7A TAHUN 2020", "perbup-banjar-7a-2020", "Perbup Banjar 7A/2020"),
        (
            "KEPUTUSAN BUPATI BANJAR NOMOR 188.45/12/KUM/2021",
            "kepbup-banjar-188-45-12-kum-2021",
            "Kepbup Banjar 188.45/12/KUM/2021",
        ),
        (
            "SURAT EDARAN MENTERI DALAM NEGERI NOMOR 500.12/12/SJ/2023",
            "se-mendagri-500-12-12-sj-2023",
            "SE Mendagri 500.12/12/SJ/2023",
        ),
        (
            "BUPATI BANJAR Yth. Kepala Dinas SURAT EDARAN NOMOR 5 TAHUN 2023",
            "se-bup-banjar-5-2023",
            "SE Bupati Banjar 5/2023",
        ),
        ("PERATURAN PRESIDEN REPUBLIK INDONESIA NOMOR l2 TAHUN 2OI9", "perpres-12-2019", "Perpres 12/2019"),
    ],
)
def test_a_name_gives_id_and_label(text: str, id_: str, label: str) -> None:
    assert [(name.id, name.label) for name in names(text)] == [(id_, label)]


def test_a_name_does_not_reach_over_another() -> None:
    text = "Dalam Peraturan Menteri ini Peraturan Presiden Nomor 95 Tahun 2018 dan Undang-Undang Nomor 11 Tahun 2008"
    assert [name.id for name in names(text)] == ["perpres-95-2018", "uu-11-2008"]


def test_a_reference_without_region_means_the_documents_own() -> None:
    own = next(names("PERATURAN DAERAH KOTA XANADU NOMOR 3 TAHUN 2021"))
    assert [name.id for name in names("Peraturan Daerah Nomor 7 Tahun 2015", own)] == ["perda-kota-xanadu-7-2015"]
    assert list(names("Peraturan Daerah Nomor 7 Tahun 2015")) == []


def test_a_misread_heading_is_put_right_and_other_words_are_left() -> None:
    assert (
        mend("PERATIJRAN PRESIDE}J NOMOR 39 TENTANG PEMERINTAHAN") == "PERATURAN PRESIDEN NOMOR 39 TENTANG PEMERINTAHAN"
    )


def test_numbers_without_a_year_are_no_names() -> None:
    assert list(names("Peraturan Presiden Nomor 5 Tahun 9999 dan Undang-Undang Nomor")) == []


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    for name in names(text):
        assert 0 <= name.start < name.end <= len(text)
        assert slug(name.id) == name.id


@given(st.integers(1, 9999))
def test_plain_digits_stay(number: int) -> None:
    assert digits(str(number)) == str(number)


@pytest.mark.parametrize(
    ("text", "id_", "label"),
    [
        (
            "PEMERINTAH KOTA XANADU SEKRETARIAT DAERAH Jalan Raya Nomor 7 Xanadu, 3 Maret 2031 Yth. Para Bupati dan "
            "Wali Kota SURAT EDARAN NOMOR 000.6/1187/DKI/2031",
            "se-sekda-kota-xanadu-000-6-1187-dki-2031",
            "SE Sekda Kota Xanadu 000.6/1187/DKI/2031",
        ),
        (
            "SURAT EDARAN SEKRETARIS DAERAH KABUPATEN XANADU NOMOR 5 TAHUN 2031",
            "se-sekda-kabupaten-xanadu-5-2031",
            "SE Sekda Kabupaten Xanadu 5/2031",
        ),
        (
            "PEMERINTAH KABUPATEN XANADU DINAS KOMUNIKASI DAN INFORMATIKA Jl. Raya 1 SURAT EDARAN NOMOR 7 TAHUN 2031",
            "surat-edaran-dinas-komunikasi-dan-informatika-kabupaten-xanadu-7-2031",
            "SE Dinas Komunikasi dan Informatika Kabupaten Xanadu 7/2031",
        ),
        (
            "WALI KOTA XANADU PROVINSI RAYA SURAT EDARAN NOMOR 12 TAHUN 2031",
            "se-wali-xanadu-12-2031",
            "SE Wali Kota Xanadu 12/2031",
        ),
        (
            "KEPUTUSAN WALI KOTA XANADU NOMOR 188.45/301 TAHUN 2031",
            "kepwali-xanadu-188-45-301-2031",
            "Kepwali Xanadu 188.45/301/2031",
        ),
    ],
)
def test_letters_are_named_after_who_issued_them(text: str, id_: str, label: str) -> None:
    [name] = names(text)
    assert (name.id, name.label) == (id_, label)


def test_a_reference_within_a_decision_numbered_by_code_and_year_means_the_same_region() -> None:
    [own] = names("KEPUTUSAN BUPATI XANADU NOMOR 188.45/301 TAHUN 2031")
    [meant] = names("Keputusan Bupati Nomor 188.45/20 Tahun 2029", own)
    assert meant.id == "kepbup-xanadu-188-45-20-2029"
