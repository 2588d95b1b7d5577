"""The real scans beside the project: read by Tesseract, each alone in a knowledge base is answerable."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.extracting import ocr
from ingest.extracting.extract import RawDocument, extract
from ingest.extracting.lexicon import known_share
from ingest.extracting.limits import Limits
from ingest.reading import read_document
from ingest.refresh import Refresh
from knowledge import vocabulary
from knowledge.answering.rendering import plain
from knowledge.assistant import Assistant
from knowledge.catalog import load
from knowledge.clock import FixedClock
from knowledge.embedding import HashEmbedder
from knowledge.keeping.store import Store, engine, migrate
from knowledge.model import Answer
from knowledge.text import find_quote
from tests.ingest.structuring.test_units import assert_sound

POOR_LAYER = (
    "perpres-39-2019-satu-data-indonesia.pdf",
    "perpres-82-2023.pdf",
    "perpres-83-2025.pdf",
    "uu-27-2022-pdp.pdf",
)
LEVELS = "uji-pindai-tanpa-teks-pedoman-3-2024-hal8-11.pdf"
DECREE = "uji-pindai-tanpa-teks-perpres-83-2025-hal1-3.pdf"
REPORT = "laporan-evaluasi-spbe-2024-kota-bandar-lampung.pdf"

tesseract = pytest.mark.skipif(not ocr.languages(), reason="tesseract dengan bahasa ind tidak terpasang di sini")
pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def raws(shared_pdfs: Path) -> dict[str, RawDocument]:
    return {path.name: extract(path, Limits()) for path in sorted(shared_pdfs.glob("*.pdf"))}


def _answers(folder: Path, pdf: Path, *questions: str) -> list[Answer]:
    """Answers from a knowledge base that holds this PDF alone."""
    made = engine(f"sqlite:///{folder}/knowledge.db")
    migrate(made)
    store, embedder, catalog = Store(made), HashEmbedder(), load()
    report = Refresh(store, folder, catalog, lambda: embedder, embedder.name).ingest([pdf])
    assert not report.failed
    clock = FixedClock(date(2026, 8, 20))
    assistant = Assistant(store, folder, catalog, vocabulary.load(), embedder, clock)
    return [assistant.answer(question) for question in questions]


def _quoted(answer: Answer, page: int) -> str:
    """The text of an answer that cites a scanned page of the PDF, and says so."""
    cited = [c for c in answer.citations if c.ocr and c.page_from and c.page_to]
    assert any(c.page_from <= page <= c.page_to and c.quote for c in cited), answer.citations
    text = plain(answer, None)
    assert "(hasil pindai)" in text
    return " ".join(text.split())


@tesseract
def test_a_scan_of_the_questionnaire_is_answerable(shared_pdfs: Path, tmp_path: Path) -> None:
    third, first = _answers(
        tmp_path, shared_pdfs / LEVELS, "kriteria SPBE indikator 1 level 3", "bukti dukung indikator 1 level 1 SPBE"
    )
    assert "Kriteria tingkat 2 telah terpenuhi dan kebijakan internal Arsitektur SPBE" in _quoted(third, 2)
    assert "bukti undangan rapat penyusunan kebijakan internal Arsitektur SPBE" in _quoted(first, 1)


@tesseract
def test_a_scan_of_a_decree_is_answerable(shared_pdfs: Path, tmp_path: Path) -> None:
    duty, chair = _answers(
        tmp_path, shared_pdfs / DECREE, "apa bunyi Pasal 2 Perpres 83/2025?", "bunyi Pasal 4 ayat (1) Perpres 83/2025"
    )
    assert "Komite Digital Pemerintah mempunyai tugas menyelenggarakan koordinasi, sinkronisasi" in _quoted(duty, 2)
    assert "Penasihat Khusus Presiden Bidang Digitalisasi" in _quoted(chair, 2)


@tesseract
def test_the_picture_page_of_the_report_is_answered_from_its_table(shared_pdfs: Path, tmp_path: Path) -> None:
    nation, province = _answers(
        tmp_path,
        shared_pdfs / REPORT,
        "Berapa nilai rata-rata domain tata kelola nasional pada laporan evaluasi SPBE 2024?",
        "nilai perencanaan strategis provinsi pada laporan Bandar Lampung 2024",
    )
    assert "Domain Tata Kelola — Nasional: 2,62" in _quoted(nation, 4)
    assert "Perencanaan Strategis — Provinsi: 2,84" in _quoted(province, 4)


def test_scans_and_poor_layers_are_known_from_written_pages(raws: dict[str, RawDocument]) -> None:
    for name, raw in raws.items():
        wanted = ocr.pages_to_read(raw.pages)
        if name in POOR_LAYER or name.startswith("uji-pindai"):
            assert wanted == list(range(1, len(raw.pages) + 1)), name
        else:
            # Covers and pages of pictures in the reports; nothing that was written.
            assert len(wanted) <= 3, (name, wanted)
            assert all(len(raw.pages[number - 1].raw.strip()) < ocr.HARDLY_TEXT for number in wanted)


@tesseract
@pytest.mark.parametrize("name", POOR_LAYER)
def test_recognition_raises_the_share_of_words(shared_pdfs: Path, raws: dict[str, RawDocument], name: str) -> None:
    numbers = [2, 3, 7]
    found = ocr.recognise(shared_pdfs / name, numbers, Limits())
    before = known_share(" ".join(raws[name].pages[number - 1].raw for number in numbers))
    after = known_share(" ".join(found[number][0] for number in numbers))
    assert after > before + 0.005, (before, after)


@tesseract
def test_a_law_recognised_anew_has_all_its_articles(shared_pdfs: Path) -> None:
    reading = read_document(shared_pdfs / "uu-27-2022-pdp.pdf", [])
    assert sum(page.ocr for page in reading.pages) >= 48
    articles = {unit.pasal for unit in reading.units if unit.kind in ("pasal", "ayat")}
    assert {str(number) for number in range(1, 77)} <= articles
    assert all(unit.ocr for unit in reading.units if unit.pasal == "4")
    assert_sound(reading.pages, reading.units)
    for unit in reading.units:
        pages = reading.pages[unit.page_from - 1 : unit.page_to]
        for paragraph in unit.text.split("\n"):
            assert len(paragraph) < 25 or any(find_quote(paragraph, page.raw) for page in pages), paragraph


@pytest.mark.parametrize("name", [LEVELS, DECREE])
def test_without_tesseract_a_scan_is_said_to_need_ocr(shared_pdfs: Path, tmp_path: Path, name: str) -> None:
    made = engine(f"sqlite:///{tmp_path}/knowledge.db")
    migrate(made)
    embedder = HashEmbedder()
    refresh = Refresh(Store(made), tmp_path, load(), lambda: embedder, embedder.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr, "languages", lambda: "")
        report = refresh.ingest([shared_pdfs / name])
    assert "perlu OCR" in report.failed[0].reason
    assert report.units == 0
