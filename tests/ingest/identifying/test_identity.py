"""A PDF is recognised by its hash, its first page, or at least its file name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.extracting.clean import clean
from ingest.extracting.extract import RawDocument, RawPage
from ingest.identifying.identity import HANDBOOK_SUBJECT, identify
from knowledge.catalog import Regulation, load
from knowledge.model import Document, Status
from tests.ingest.conftest import LAW, Extracted


def _identify(text: str, file: str, *regulations: Regulation, sha256: str = "a" * 64, subject: str = "") -> Document:
    raw = RawDocument((RawPage(text, tuple(text.split("\n"))),), title="Buku", subject=subject)
    return identify(file, sha256, raw, clean(raw).pages, regulations)


def test_first_page_names_the_regulation(regulation: Regulation) -> None:
    document = _identify("\n".join(LAW[0]), "unduhan (3).pdf", regulation)
    assert (document.id, document.label) == ("perpres-7-2031", "Perpres 7/2031")
    assert (document.status, document.revoked_by) == (Status.DICABUT, "perpres-8-2032")


def test_an_unlisted_regulation_keeps_its_own_name() -> None:
    document = _identify("\n".join(LAW[0]), "x.pdf")
    assert document.label == "Perpres 7/2031"
    assert document.title == "Uji Coba Bersama"
    assert document.status is Status.BELUM_PASTI


def test_the_hash_comes_first(regulation: Regulation) -> None:
    known = regulation.model_copy(update={"sha256": ("b" * 64,)})
    assert _identify("Hasil pindai tak terbaca", "x.pdf", known, sha256="b" * 64).id == "perpres-7-2031"


def test_a_report_is_named_after_its_file() -> None:
    document = _identify("PEMERINTAH KOTA", "laporan-evaluasi-spbe-2024-kota-bandar-lampung.pdf")
    assert document.label == "Laporan Evaluasi SPBE 2024 Kota Bandar Lampung"
    assert (document.kind, document.year) == ("Laporan", 2024)


def test_the_handbook_is_known_by_its_subject() -> None:
    assert _identify("Isi", "buku-saku.pdf", subject=HANDBOOK_SUBJECT).handbook


HEAD = (
    "PERATURAN DAERAH KOTA XANADU",
    "NOMOR 3 TAHUN 2031",
    "TENTANG",
    "PERUBAHAN ATAS PERATURAN DAERAH NOMOR 7 TAHUN 2025",
    "DENGAN RAHMAT TUHAN YANG MAHA ESA",
    "WALI KOTA XANADU,",
)
CLOSING = (
    "Pasal II",
    "Peraturan Daerah ini mulai berlaku pada tanggal diundangkan.",
    "Ditetapkan di Xanadu",
    "pada tanggal 3 Maret 2031",
    "WALI KOTA XANADU,",
    "Diundangkan di Xanadu",
    "pada tanggal 5 Maret 2031",
)


def _dated(regulation: Regulation, **given: date) -> Regulation:
    return regulation.model_copy(update={"enacted": date(2031, 6, 12), "promulgated": date(2031, 6, 17), **given})


def _closed(day: str = "12 Juni 2031", promulgated: str = "17 Juni 2031") -> str:
    closing = f"Ditetapkan di Jakarta pada tanggal {day}\nDiundangkan di Jakarta pada tanggal {promulgated}"
    return "\n".join([*LAW[0], *LAW[1], closing])


def test_a_regional_regulation_states_its_own_dates_and_what_it_amends() -> None:
    document = _identify("\n".join(HEAD + CLOSING), "x.pdf")
    assert (document.id, document.label) == ("perda-kota-xanadu-3-2031", "Perda Kota Xanadu 3/2031")
    assert document.amends == ("perda-kota-xanadu-7-2025",)
    assert (document.enacted, document.promulgated) == (date(2031, 3, 3), date(2031, 3, 5))
    assert document.effective_from == date(2031, 3, 5)
    assert document.title == "Perubahan Atas Peraturan Daerah Nomor 7 Tahun 2025"


@pytest.mark.parametrize(
    "line",
    [
        "LAPORAN PELAKSANAAN PERATURAN PRESIDEN NOMOR 7 TAHUN 2031 TENTANG UJI COBA BERSAMA",
        "RANCANGAN PERATURAN PRESIDEN REPUBLIK INDONESIA NOMOR 7 TAHUN 2031 TENTANG UJI COBA BERSAMA",
        "Sesuai dengan Peraturan Presiden Nomor 7 Tahun 2031 tentang Uji Coba Bersama, laporan disusun.",
    ],
)
def test_a_text_about_a_regulation_is_not_that_regulation(line: str, regulation: Regulation) -> None:
    assert _identify(f"{line}\nIsi laporan.", "tulisan.pdf", regulation).id == "tulisan"


def test_a_scan_that_begins_inside_is_known_by_its_file_name(regulation: Regulation) -> None:
    assert _identify("Isi halaman lima", "scan-perpres-7-2031-hal5.pdf", regulation).id == "perpres-7-2031"
    assert _identify("Isi halaman lima", "ringkasan-perpres-7-2031.pdf", regulation).id == "ringkasan-perpres-7-2031"


def test_dates_that_agree_with_the_list_are_no_conflict(regulation: Regulation) -> None:
    document = _identify(_closed(), "x.pdf", _dated(regulation))
    assert document.conflicts == ()
    assert (document.enacted, document.promulgated) == (date(2031, 6, 12), date(2031, 6, 17))


def test_each_disagreement_with_the_list_is_said(regulation: Regulation) -> None:
    listed = _dated(regulation, enacted=date(2031, 5, 2)).model_copy(update={"title": "Sensus Kambing"})
    dates, title = _identify(_closed(), "x.pdf", listed).conflicts
    assert dates == "Tanggal penetapan menurut dokumen (12 Juni 2031) berbeda dari daftar (2 Mei 2031)."
    assert "Judul menurut dokumen (Uji Coba Bersama)" in title


def test_a_digit_that_may_be_misread_is_no_conflict(regulation: Regulation) -> None:
    assert _identify(_closed("1Z Juni 2O31", "11 Juni 2O31"), "x.pdf", _dated(regulation)).conflicts == ()
    (said,) = _identify(_closed("12 Juni 2031", "11 Juni 2031"), "x.pdf", _dated(regulation)).conflicts
    assert said.startswith("Tanggal pengundangan menurut dokumen (11 Juni 2031)")


def test_another_number_than_the_listed_file_has_is_said(regulation: Regulation) -> None:
    listed = regulation.model_copy(update={"sha256": ("b" * 64,), "id": "perpres-9-2031", "short": "Perpres 9/2031"})
    (said,) = _identify("\n".join(LAW[0]), "x.pdf", listed, sha256="b" * 64).conflicts
    assert said == "Nama menurut dokumen (Perpres 7/2031) berbeda dari daftar (Perpres 9/2031)."


# What the real documents are: (first words of the file name, id, enacted, promulgated, in force).
REAL = {
    "pedoman-menpanrb-3": ("pedoman-menpanrb-3-2024", date(2024, 7, 9), None, date(2024, 7, 9)),
    "peraturan-bssn-8": ("peraturan-bssn-8-2024", date(2024, 10, 9), None, None),
    "permenpanrb-5": ("permenpanrb-5-2020", date(2020, 3, 9), date(2020, 3, 17), date(2020, 3, 17)),
    "permenpanrb-59": ("permenpanrb-59-2020", date(2020, 9, 2), date(2020, 9, 4), date(2021, 1, 1)),
    "perpres-39": ("perpres-39-2019", date(2019, 6, 12), date(2019, 6, 17), date(2019, 6, 17)),
    "perpres-82": ("perpres-82-2023", date(2023, 12, 18), date(2023, 12, 18), date(2023, 12, 18)),
    "perpres-83": ("perpres-83-2025", date(2025, 7, 29), date(2025, 7, 29), date(2025, 7, 29)),
    "uu-11": ("uu-11-2008", date(2008, 4, 21), date(2008, 4, 21), date(2008, 4, 21)),
    "uu-27": ("uu-27-2022", date(2022, 10, 17), date(2022, 10, 17), date(2022, 10, 17)),
}


@pytest.mark.shared
@pytest.mark.parametrize("start", REAL)
def test_the_real_regulations_are_identified_from_their_own_pages(
    shared_pdfs: Path, extracted: Extracted, start: str
) -> None:
    (path,) = (p for p in shared_pdfs.glob("*.pdf") if p.name.startswith(f"{start}-") or p.stem == start)
    raw = extracted(path.name)
    id_, enacted, promulgated, effective = REAL[start]
    pages = clean(raw).pages
    for regulations in ((), load().regulations):  # also where the list does not help
        document = identify("unduhan.pdf", "0" * 64, raw, pages, regulations)
        assert document.id == id_
        assert (document.enacted, document.promulgated) == (enacted, promulgated)
        assert document.effective_from == effective
        assert document.conflicts == ()


def test_a_circular_is_named_by_its_own_page_and_its_title_ends_where_the_capitals_do() -> None:
    text = (
        "PEMERINTAH KOTA CONTOH\nSEKRETARIAT DAERAH\nJalan Pahlawan Nomor 7\nSURAT EDARAN\n"
        "NOMOR 000.6 / 1187 /DKI/2031\nTENTANG\nSURAT ELEKTRONIK DINAS\nDI LINGKUNGAN PEMERINTAH KOTA CONTOH\n"
        "A. Latar Belakang\nDalam rangka menjaga keamanan."
    )
    document = _identify(text, "se-sekda-1187-2031.pdf")
    assert document.label == "SE Sekda Kota Contoh 000.6/1187/DKI/2031"
    assert document.title == "Surat Elektronik Dinas di Lingkungan Pemerintah Kota Contoh"
    assert (document.number, document.year) == ("000.6/1187/DKI/2031", 2031)
