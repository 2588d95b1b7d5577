"""A PDF is recognised by its hash, its first page, or at least its file name."""

from __future__ import annotations

from ingest.clean import clean
from ingest.extract import RawDocument, RawPage
from ingest.identity import HANDBOOK_SUBJECT, identify
from knowledge.catalog import Regulation
from knowledge.model import Document, Status
from tests.ingest.conftest import LAW


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
