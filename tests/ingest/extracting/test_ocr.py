"""Pages without usable text are recognised where Tesseract is installed, and named where it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from ingest.extracting import ocr, ocr_page
from ingest.extracting.extract import RawDocument, RawPage
from ingest.extracting.limits import Limits
from ingest.extracting.ocr_page import contents
from ingest.extracting.ocr_tables import Word
from ingest.reading import read_document
from knowledge.errors import DocumentError
from tests.ingest.conftest import LAW
from tests.ingest.extracting.test_columns import LEFT, RIGHT
from tests.ingest.structuring.test_units import assert_sound

tesseract = pytest.mark.skipif(not ocr.languages(), reason="tesseract dengan bahasa ind tidak terpasang di sini")

GOOD = "Peraturan Menteri ini mengatur penyelenggaraan pemerintahan berbasis elektronik dan layanan publik. " * 3
POOR = GOOD.replace("m", "rn").replace("l", "1")


def page_picture(lines: list[str]) -> Image.Image:
    """An A4 page at 150 dpi with lines of print."""
    picture = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=26)
    for row, line in enumerate(lines):
        pen.text((120, 120 + 44 * row), line, fill=0, font=font)
    return picture


def scan_pdf(path: Path, pictures: list[Image.Image]) -> Path:
    pdf = FPDF(format="A4")
    for picture in pictures:
        pdf.add_page()
        pdf.image(picture, 0, 0, 210, 297)
    pdf.output(str(path))
    return path


@tesseract
def test_a_scan_without_text_is_read(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = scan_pdf(tmp_path / "pindaian.pdf", [page_picture(list(page)) for page in LAW])
    reading = read_document(path, [], part=lambda *part: told.append(part))
    assert [part for part in told if "OCR" in part[0]] == [
        ("Mengenali pindaian (OCR)", 0, len(LAW)),
        ("Mengenali pindaian (OCR)", len(LAW), len(LAW)),
    ]
    assert reading.empty_pages == ()
    assert all(page.ocr for page in reading.pages)
    assert not any("OCR" in warning for warning in reading.warnings)
    article = next(unit for unit in reading.units if unit.pasal == "2")
    assert article.ocr
    assert "Penguji melaksanakan Uji satu kali setahun." in article.text
    assert_sound(reading.pages, reading.units)


@tesseract
def test_a_picture_without_any_words_is_not_indexed(picture_pdf: Path) -> None:
    with pytest.raises(DocumentError, match="OCR tidak menemukan teks"):
        read_document(picture_pdf, [])


@tesseract
def test_a_blank_page_is_named_though_it_was_looked_at(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "x.pdf", [page_picture(list(LAW[0])), page_picture([])])
    reading = read_document(path, [])
    assert reading.empty_pages == (2,)
    assert any("juga setelah OCR: hlm. 2" in warning for warning in reading.warnings)


@tesseract
def test_pages_over_the_limit_stay_unread(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "x.pdf", [page_picture(list(LAW[0]))] * 2)
    assert read_document(path, [], Limits(ocr_pages=1)).empty_pages == (2,)


@tesseract
@pytest.mark.parametrize(
    "limits", [Limits(ocr_wall_seconds=0.0), Limits(memory_bytes=30 * 1024 * 1024)], ids=["time", "memory"]
)
def test_recognition_is_stopped_at_its_limits(tmp_path: Path, limits: Limits) -> None:
    path = scan_pdf(tmp_path / "x.pdf", [page_picture(list(LAW[0]))])
    assert ocr.recognise(path, [1], limits) == {}


@tesseract
def test_two_columns_of_a_scan_are_read_one_after_the_other(tmp_path: Path) -> None:
    picture = page_picture([])
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=26)
    for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        pen.text((120, 120 + 44 * row), left, fill=0, font=font)
        pen.text((660, 120 + 44 * row), right, fill=0, font=font)
    text = ocr.recognise(scan_pdf(tmp_path / "x.pdf", [picture]), [1], Limits())[1][0]
    assert text.replace("\n", " ") == " ".join([*LEFT, *RIGHT])


def test_without_tesseract_nothing_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "languages", lambda: "")
    document = RawDocument((RawPage("", (), image=True),))
    assert ocr.with_ocr(tmp_path / "tiada.pdf", document, Limits()) == (document, False)


@pytest.mark.parametrize(
    ("page", "needed"),
    [
        (RawPage("", ()), True),
        (RawPage("SALINAN", (), image=True), True),
        (RawPage("Halaman judul", ()), False),
        (RawPage(GOOD, (), scan=True), False),
        (RawPage(POOR, (), scan=True), True),
        (RawPage(POOR, ()), False),  # no scan: recognising it again would not help
    ],
)
def test_which_pages_are_recognised(page: RawPage, needed: bool) -> None:
    assert ocr.pages_to_read([page]) == ([1] if needed else [])


def test_a_poor_layer_counts_for_all_scanned_pages() -> None:
    good, poor = RawPage(GOOD, (), scan=True), RawPage(POOR, (), scan=True)
    assert ocr.pages_to_read([good, poor, RawPage(POOR, ())]) == [1, 2]
    assert ocr.pages_to_read([good] * 3) == []


def test_recognised_text_must_be_better() -> None:
    poor = RawPage(POOR, (), scan=True)
    assert ocr.gains(poor, GOOD)
    assert not ocr.gains(poor, GOOD[:60])  # words lost
    assert not ocr.gains(RawPage("SALINAN", (), image=True), "xqz vvk SALINAN kkz jjw")
    assert ocr.gains(RawPage("SALINAN", (), image=True), GOOD)


READ = [("BUPATI", 97.0), ("Prana", 12.0), ("CONTOH", 96.0)]


def test_a_page_with_a_signature_alone_is_text_and_scraps_are_not() -> None:
    empty = RawPage("", (), image=True)
    assert ocr.gains(empty, "BUPATI CONTOH,\nttd\nBUDI SANTOSO")
    assert not ocr.gains(empty, "bUpAti xQz vVk")
    assert not ocr.gains(empty, "zzq xvv qqk jjw")


def test_where_the_grain_hides_all_words_the_page_is_read_blurred(monkeypatch: pytest.MonkeyPatch) -> None:
    line = [Word(text, (1, 1, 1), 60 * i, 0, 60 * i + 50, 20, sure) for i, (text, sure) in enumerate(READ)]
    readings = [[], line]
    monkeypatch.setattr(ocr_page, "draw", lambda path, number, dpi: Image.new("L", (400, 100), 255))
    monkeypatch.setattr(ocr_page, "words_of", lambda *arguments: readings.pop(0))
    assert ocr_page.read_page(Path("x.pdf"), 1, "ind", 300, 4)["text"] == "BUPATI CONTOH"
    assert readings == []


def test_scraps_of_pictures_and_table_rules_are_no_text() -> None:
    word = Word("Pasal", (1, 1, 1), 0, 0, 9, 9, 96.0)
    words = [
        word,
        replace(word, text="|"),
        replace(word, text="5", confidence=40.0),
        replace(word, text="&", line=(2, 1, 1), confidence=10.0),
        replace(word, text="Jr", line=(3, 1, 1), confidence=30.0),
        replace(word, text="-", line=(4, 1, 1), confidence=60.0),
        replace(word, text="3", line=(4, 1, 1), confidence=60.0),
    ]
    assert contents(Image.new("L", (60, 60), 255), words, 300)["text"] == "Pasal 5\n- 3"
