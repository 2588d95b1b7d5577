"""Articles that another act changes: found in the amending act, and the old wording says that it was changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import CURRENT, Pages, body, build

AMENDING: Pages = (
    (
        "PERATURAN PRESIDEN REPUBLIK INDONESIA",
        "NOMOR 12 TAHUN 2026",
        "TENTANG",
        "PERUBAHAN ATAS PERATURAN PRESIDEN NOMOR 83 TAHUN 2025",
        "TENTANG KOMITE UJI COBA",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA",
        "PRESIDEN REPUBLIK INDONESIA,",
        "Menimbang : bahwa komite uji coba perlu diperkuat;",
        "MEMUTUSKAN:",
        "Menetapkan : PERATURAN PRESIDEN TENTANG PERUBAHAN ATAS PERATURAN PRESIDEN NOMOR 83 TAHUN 2025.",
        "Pasal I",
        "Beberapa ketentuan dalam Peraturan Presiden Nomor 83 Tahun 2025 diubah sebagai berikut:",
        "1. Ketentuan Pasal 2 diubah sehingga berbunyi sebagai berikut:",
        "Pasal 2",
        "Sekretariat komite menyiapkan notula digital.",
        "2. Di antara Pasal 3 dan Pasal 4 disisipkan 2 (dua) pasal, yakni Pasal 3A dan Pasal 3B yang berbunyi:",
        "Pasal 3A",
        "(1) Anggota komite menandatangani pakta integritas bermeterai.",
        "(2) Pakta integritas disimpan oleh sekretariat.",
        "Pasal 3B",
        "Pelanggaran pakta integritas diperiksa oleh majelis etik.",
        "3. Pasal 4 dihapus.",
        "Pasal II",
        "Peraturan Presiden ini mulai berlaku pada tanggal diundangkan.",
        "Agar setiap orang mengetahuinya, memerintahkan pengundangan Peraturan Presiden ini.",
    ),
)


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> Assistant:
    """Knows an act and the one that amends it."""
    folder: Path = tmp_path_factory.mktemp("amended")
    pdfs = {"perpres-83-2025-uji.pdf": CURRENT, "perpres-12-2026-uji.pdf": AMENDING}
    return build(folder, facts, vocabulary, pdfs).assistant()


@pytest.mark.parametrize("asked", ["pasal 3A perpres 12/2026", "apa isi pasal 3A perpres 83/2025?"])
def test_an_inserted_article_is_found_in_the_act_that_inserts_it(amended: Assistant, asked: str) -> None:
    answer = amended.answer(asked)
    assert "menandatangani pakta integritas bermeterai" in body(answer)
    assert "majelis etik" not in body(answer)
    [citation] = answer.citations
    assert citation.file == "perpres-12-2026-uji.pdf"
    assert citation.locator == "Pasal I angka 2 (menyisipkan Pasal 3A dan Pasal 3B)"


def test_an_article_that_was_changed_says_so(amended: Assistant) -> None:
    answer = amended.answer("pasal 2 perpres 83/2025")
    assert "notula dan daftar hadir" in body(answer)
    assert "telah diubah: " in body(answer)
    assert "Pasal I angka 1 (mengubah Pasal 2)" in body(answer)
    assert [c.file for c in answer.citations] == ["perpres-83-2025-uji.pdf", "perpres-12-2026-uji.pdf"]


def test_an_article_that_was_removed_says_so(amended: Assistant) -> None:
    assert "Pasal I angka 3 (menghapus Pasal 4)" in body(amended.answer("bunyi pasal 4 perpres 83/2025"))


def test_an_article_nobody_changed_says_nothing_of_it(amended: Assistant) -> None:
    answer = amended.answer("pasal 3 perpres 83/2025")
    assert "tanda pengenal biru" in body(answer)
    assert "telah diubah" not in body(answer)


def test_an_item_of_the_amending_act_itself(amended: Assistant) -> None:
    answer = amended.answer("pasal I angka 3 perpres 12/2026")
    assert "Pasal 4 dihapus." in body(answer)
    assert "majelis etik" not in body(answer)


def test_an_amending_act_has_no_last_number(amended: Assistant) -> None:
    assert "hanya sampai" not in body(amended.answer("pasal 40 perpres 12/2026"))
