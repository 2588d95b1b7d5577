"""Small PDFs made on the spot, and the real ones beside the project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
from fpdf import FPDF
from PIL import Image

from ingest.extracting.extract import RawDocument, extract
from ingest.extracting.limits import Limits
from ingest.reading import Reading, read_document
from knowledge.catalog import Regulation, load
from knowledge.model import Confidence, Status
from tests import inprocess

MakePdf = Callable[..., Path]
Extracted = Callable[[str], RawDocument]
RealReading = Callable[[str], Reading]

LAW = (
    (
        "PERATURAN PRESIDEN REPUBLIK INDONESIA",
        "NOMOR 7 TAHUN 2031",
        "TENTANG",
        "UJI COBA BERSAMA",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA",
        "PRESIDEN REPUBLIK INDONESIA,",
        "Menimbang : bahwa perlu dilakukan uji coba;",
        "MEMUTUSKAN:",
        "Menetapkan : PERATURAN PRESIDEN TENTANG UJI COBA BERSAMA.",
        "BAB I",
        "KETENTUAN UMUM",
        "Pasal 1",
        "Dalam Peraturan Presiden ini yang dimaksud dengan:",
        "1. Uji adalah kegiatan memeriksa mutu.",
        "2. Penguji adalah orang yang melakukan",
        "Uji.",
    ),
    (
        "- 2 -",
        "BAB IXA",
        "PELAKSANAAN UJI",
        "Pasal 2",
        "Penguji melaksanakan Uji satu kali setahun.",
        "Pasal 2A",
        "(1) Penguji menyusun laporan.",
        "(1a) Laporan memuat temuan.",
        "Pasal 3",
        "Peraturan Presiden ini mulai berlaku pada tanggal diundangkan.",
        "Agar setiap orang mengetahuinya, dimuat dalam Lembaran Negara.",
    ),
    (
        "- 3 -",
        "LAMPIRAN I",
        "PERATURAN PRESIDEN",
        "BAB I",
        "TATA CARA",
        "A. Langkah Awal",
        "Penguji menyiapkan daftar periksa.",
    ),
)


@pytest.fixture(scope="module", autouse=True)
def extracting_in_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No process for every small PDF; tests/ingest/extracting is of that process."""
    with inprocess.extracting(tmp_path_factory):
        yield


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """A PDF whose pages hold the given lines; keyword arguments set metadata, password or file name."""

    def make(
        pages: Sequence[Sequence[str]] = LAW,
        *,
        name: str = "contoh.pdf",
        title: str = "",
        subject: str = "",
        password: str = "",
    ) -> Path:
        pdf = FPDF(format="A4")
        pdf.set_font("Helvetica", size=11)
        pdf.set_auto_page_break(False)
        pdf.set_title(title)
        pdf.set_subject(subject)
        if password:
            pdf.set_encryption(owner_password="owner", user_password=password)
        for lines in pages:
            pdf.add_page()
            for line in lines:
                pdf.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
        path = tmp_path / name
        pdf.output(str(path))
        return path

    return make


@pytest.fixture
def picture_pdf(tmp_path: Path) -> Path:
    """Two pages that are pictures without any text."""
    picture = Image.new("L", (80, 80), 200)
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.image(picture, 10, 10, 150)
    path = tmp_path / "pindaian.pdf"
    pdf.output(str(path))
    return path


@pytest.fixture
def regulation() -> Regulation:
    """The list entry of the law that ``make_pdf`` makes."""
    return Regulation(
        id="perpres-7-2031",
        kind="Peraturan Presiden",
        number="7",
        year=2031,
        title="Uji Coba Bersama",
        short="Perpres 7/2031",
        status=Status.DICABUT,
        revoked_by="perpres-8-2032",
        source="contoh untuk uji",
        confidence=Confidence.TINGGI,
    )


@pytest.fixture(scope="session")
def shared_pdfs() -> Path:
    """The folder of real regulation PDFs beside the project; skips where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "../shared/pdfs"
    if not folder.is_dir():
        pytest.skip("PDF peraturan asli (../shared/pdfs) tidak ada di sini")
    return folder


@pytest.fixture(scope="session")
def extracted(shared_pdfs: Path) -> Extracted:
    """What stands in a real PDF, by its name: each is extracted once in a run."""
    return cache(lambda name: extract(shared_pdfs / name, Limits()))


@pytest.fixture(scope="session")
def real_reading(shared_pdfs: Path, extracted: Extracted) -> RealReading:
    """The reading of a real PDF without OCR, by its name: each is read once in a run."""

    def read(name: str) -> Reading:
        with patch("ingest.reading.extract", lambda path, limits: extracted(path.name)):
            return read_document(shared_pdfs / name, load().regulations, Limits(ocr_pages=0))

    return cache(read)
