"""Papers that are no regulation are called as their first page calls them, whatever their file is called."""

from __future__ import annotations

import pytest

from ingest.identifying.papers import Paper, paper
from knowledge.model import Page
from tests.ingest.identifying.test_identity import _identify

FORM = """\
PEMERINTAH KOTA XANADU
DINAS KOMUNIKASI
Nomor SOP : 000.8/14/DK/2031 Tanggal Pembuatan : 6 Januari 2031
BIDANG LAYANAN Nama SOP : PERBAIKAN JARINGAN (LAN) DI KANTOR KECAMATAN
Dasar Hukum Kualifikasi Pelaksana"""
NOTE = """\
SEKRETARIAT DAERAH
NOTA DINAS
Kepada : Yth. Para Camat
Nomor : 000.9 / 77 / ORG / 2031
Hal : Pemutakhiran Peta Proses Bisnis
Menindaklanjuti hasil evaluasi, disampaikan hal berikut:"""
COVER = """\
PEMERINTAH KABUPATEN XANADU DINAS KOMUNIKASI PEDOMAN TEKNIS PENILAIAN MANDIRI SISTEM PEMERINTAHAN BERBASIS ELEKTRONIK
Edisi 2"""


def _paper(text: str, filed: str = "Dok 3") -> Paper | None:
    return paper([Page(number=1, raw=text, text=text)], filed)


def test_an_sop_is_called_by_its_name_and_carries_its_number() -> None:
    document = _identify(FORM, "SOP_final_rev2.pdf")
    assert document.label == "SOP Perbaikan Jaringan (LAN) di Kantor Kecamatan"
    assert (document.id, document.kind) == ("sop-000-8-14-dk-2031", "SOP")
    assert (document.number, document.year) == ("000.8/14/DK/2031", 2031)


def test_a_file_of_several_sops_is_none_of_them() -> None:
    assert _paper(FORM + "\n" + FORM.replace("PERBAIKAN", "PEMASANGAN")) is None


def test_a_note_is_called_by_its_kind_and_number() -> None:
    document = _identify(NOTE, "nd 77.pdf")
    assert (document.label, document.title) == ("Nota Dinas 000.9/77/ORG/2031", "Pemutakhiran Peta Proses Bisnis")


@pytest.mark.parametrize("lost", ["Nomor : 000.9 / 77 / ORG / 2031\n", "Hal : Pemutakhiran Peta Proses Bisnis\n"])
def test_a_letter_must_have_number_and_subject(lost: str) -> None:
    assert _paper(NOTE.replace(lost, "")) is None


def test_a_cover_gives_the_title_with_the_place_it_is_of() -> None:
    said = _paper(COVER)
    assert said is not None
    assert said.name == "PEDOMAN TEKNIS PENILAIAN MANDIRI SPBE KABUPATEN XANADU"
    assert (said.kind, said.id) == ("Pedoman", None)


def test_a_file_name_that_says_as_much_stays() -> None:
    assert _paper(COVER, "Pedoman Teknis Penilaian SPBE Xanadu") is None
    assert _paper(COVER, "Pedoman Final") is not None


def test_a_guideline_of_a_ministry_is_named_by_the_letterhead() -> None:
    head = (
        "KEMENTERIAN URUSAN ANGIN\nREPUBLIK INDONESIA\nPEDOMAN\nNOMOR 6 TAHUN 2031\nTENTANG\nTATA CARA MENGUKUR ANGIN"
    )
    document = _identify(head, "scan.pdf")
    assert document.label == "Pedoman Menteri Urusan Angin 6/2031"


def test_who_issues_an_instruction_is_no_part_of_its_title() -> None:
    head = (
        "INSTRUKSI BUPATI XANADU\nNOMOR 4 TAHUN 2031\nTENTANG\nPENERTIBAN AKUN DINAS\nBUPATI XANADU,\n"
        "Dalam rangka menjaga kebenaran informasi, dengan ini menginstruksikan:"
    )
    assert _identify(head, "inbup.pdf").title == "Penertiban Akun Dinas"
