"""A whole PDF: document, pages, units; and the real PDFs beside the project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.extracting.limits import Limits
from ingest.reading import file_sha256, read_document
from knowledge.catalog import Regulation
from knowledge.errors import DocumentError
from tests.ingest.conftest import MakePdf, RealReading
from tests.ingest.structuring.test_units import assert_sound

BORN_DIGITAL = (
    "pedoman-menpanrb-3-2024-pemantauan-evaluasi-spbe.pdf",
    "permenpanrb-59-2020-pemantauan-evaluasi-spbe.pdf",
    "permenpanrb-5-2020-manajemen-risiko-spbe.pdf",
    "peraturan-bssn-8-2024.pdf",
    "uu-11-2008-ite.pdf",
)


def test_a_law_is_read(make_pdf: MakePdf, regulation: Regulation) -> None:
    path = make_pdf(name="perpres.pdf")
    reading = read_document(path, [regulation])
    assert reading.document.id == "perpres-7-2031"
    assert (reading.document.file, reading.document.pages) == ("perpres.pdf", 3)
    assert reading.document.sha256 == file_sha256(path)
    article = next(u for u in reading.units if u.id == "perpres-7-2031/pasal-2")
    assert (article.page_from, article.locator) == (2, "Pasal 2")
    assert reading.empty_pages == ()
    assert_sound(reading.pages, reading.units)


# As on a machine without Tesseract.
NO_OCR = Limits(ocr_pages=0)


def test_pages_without_text_are_reported(make_pdf: MakePdf) -> None:
    reading = read_document(make_pdf([["Isi halaman pertama."], []]), [], NO_OCR)
    assert reading.empty_pages == (2,)
    assert any("perlu OCR" in warning for warning in reading.warnings)
    assert {u.page_from for u in reading.units} == {1}


def test_only_pictures_need_ocr(picture_pdf: Path) -> None:
    with pytest.raises(DocumentError, match="perlu OCR"):
        read_document(picture_pdf, [], NO_OCR)


def test_importing_is_light() -> None:
    code = "import sys, ingest.reading; sys.exit(any(m in sys.modules for m in ('torch', 'chromadb', 'pypdfium2')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.shared
@pytest.mark.slow
def test_real_pdfs_lose_no_text(shared_pdfs: Path, real_reading: RealReading) -> None:
    for path in shared_pdfs.glob("*.pdf"):
        if path.name.startswith("uji-pindai"):
            continue
        name, reading = path.name, real_reading(path.name)
        assert_sound(reading.pages, reading.units)
        for unit in reading.units:
            assert len(unit.text) <= 2_100, (name, unit.id)
            assert unit.page_to - unit.page_from < 3, (name, unit.id)


@pytest.mark.shared
def test_every_level_of_both_questionnaires(real_reading: RealReading) -> None:
    for name in BORN_DIGITAL[:2]:
        levels = [u for u in real_reading(name).units if u.kind == "level"]
        assert {(u.indicator, u.level) for u in levels} == {(i, n) for i in range(1, 48) for n in range(1, 6)}
    unit = next(
        u for u in real_reading(BORN_DIGITAL[0]).units if u.id == "pedoman-menpanrb-3-2024/indikator-14/level-3"
    )
    assert unit.breadcrumb[-1] == "Level 3 Terdefinisi"
    assert unit.page_from <= 61 <= unit.page_to


@pytest.mark.shared
def test_a_table_rest_written_late_returns_to_its_level(real_reading: RealReading) -> None:
    units = {u.id: u for u in real_reading(BORN_DIGITAL[0]).units}
    rest = [u for key, u in units.items() if key.startswith("pedoman-menpanrb-3-2024/indikator-1/level-5")]
    assert rest[-1].page_to == 11
    assert "Bukti" in "".join(u.text for u in rest)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "last"), [("peraturan-bssn-8-2024.pdf", 73), ("uu-11-2008-ite.pdf", 54), ("uu-27-2022-pdp.pdf", 76)]
)
def test_articles_are_complete(real_reading: RealReading, name: str, last: int) -> None:
    articles = [int(u.pasal) for u in real_reading(name).units if u.pasal and u.kind in ("pasal", "ayat")]
    assert articles == sorted(articles)
    assert articles[-1] == last
    assert len(set(articles)) >= last - 4


@pytest.mark.shared
def test_scans_without_text_need_ocr(shared_pdfs: Path) -> None:
    for path in shared_pdfs.glob("uji-pindai-*.pdf"):
        with pytest.raises(DocumentError, match="perlu OCR"):
            read_document(path, [], NO_OCR)
