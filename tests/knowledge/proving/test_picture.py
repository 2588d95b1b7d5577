"""Pictures of pages, drawn by the child process."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image, ImageChops

from knowledge.errors import PageError
from knowledge.proving.picture import Drawing, DrawingLimits, Request, draw
from tests.pdfs import write_pdf

LINES = (
    "Petugas lapangan memeriksa gudang arsip setiap 45 hari.",
    "Hasil pemeriksaan gudang dicatat dalam buku merah.",
    "Kuitansi yang rusak disimpan dalam lemari besi.",
)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(tmp_path_factory.mktemp("pdf") / "a.pdf", [LINES, ("Halaman dua tanpa kata yang dicari.",)])


def image(drawing: Drawing) -> Image.Image:
    return Image.open(io.BytesIO(drawing.png)).convert("RGB")


def boxed_pdf(path: Path, box: str, extra: str = "") -> Path:
    """A PDF of one empty page with this media box."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]{extra}>>endobj\n".encode()
        + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return path


def test_the_words_are_marked_and_nothing_else(pdf: Path) -> None:
    plain = image(draw(Request(str(pdf), 1)))
    drawing = draw(Request(str(pdf), 1, words=LINES[1]))
    assert drawing.marked == 1
    assert image(drawing).size == plain.size
    box = ImageChops.difference(plain, image(drawing)).getbbox()
    assert box is not None
    scale = (plain.height - 60) / 842
    line = 60 + (28.35 + 17 * 1.5) * scale  # the middle of the second of lines 17 points high, below the strip
    assert abs((box[1] + box[3]) / 2 - line) < 6 * scale
    assert box[3] - box[1] < 20 * scale


def test_ink_stays_black_under_the_marker(pdf: Path) -> None:
    made = image(draw(Request(str(pdf), 1, words=LINES[1], quote="dicatat dalam buku merah")))
    colours = {colour for _, colour in made.getcolors(1 << 24) or []}
    assert (255, 244, 179) in colours
    assert (255, 218, 98) in colours  # the quote, within the unit
    assert (0, 0, 0) in colours


def test_the_title_is_written_above_and_may_be_long(pdf: Path) -> None:
    without = image(draw(Request(str(pdf), 1)))
    made = image(draw(Request(str(pdf), 1, title="Peraturan " * 80, place="hlm. 1")))
    assert made.size == without.size
    box = ImageChops.difference(made, without).getbbox()
    assert box is not None
    assert box[3] <= 60
    assert max(made.size) == 1600


def test_words_that_are_not_there_mark_nothing(pdf: Path) -> None:
    drawing = draw(Request(str(pdf), 2, words=LINES[1]))
    assert drawing.marked == 0
    assert drawing.png == draw(Request(str(pdf), 2)).png


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_marked_where_its_words_are(tmp_path: Path, degrees: int) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(write_pdf(tmp_path / "a.pdf", [LINES])))
    writer.pages[0].rotate(degrees)
    writer.pages[0].cropbox.lower_left = (10, 100)
    writer.write(tmp_path / "b.pdf")
    request = Request(str(tmp_path / "b.pdf"), 1)
    plain, made = image(draw(request)), image(draw(Request(request.path, 1, words=LINES[0])))
    box = ImageChops.difference(plain, made).getbbox()
    assert box is not None
    assert plain.crop(box).convert("L").getextrema()[0] < 60  # there is ink under it


@pytest.mark.parametrize(
    "box", ["0 0 14400 14400", "0 0 1000000000 10", "0 0 1 20000", "0 0 0.01 0.01", "5 5 5 5", "0 0 -300 -400"]
)
def test_no_page_box_makes_a_picture_that_telegram_refuses(tmp_path: Path, box: str) -> None:
    width, height = image(draw(Request(str(boxed_pdf(tmp_path / "kotak.pdf", box)), 1))).size
    assert max(width, height) <= 1600
    assert max(width, height) <= 20 * min(width, height)


def test_a_picture_full_of_noise_is_made_small_enough(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.image(Image.effect_noise((900, 1200), 120), 0, 0, 210)
    pdf.output(str(tmp_path / "derau.pdf"))
    drawing = draw(Request(str(tmp_path / "derau.pdf"), 1), DrawingLimits(png_bytes=300_000))
    assert len(drawing.png) <= 300_000
    assert image(drawing).width > 200


def test_missing_files_and_pages_are_named(pdf: Path, tmp_path: Path) -> None:
    with pytest.raises(PageError, match="tidak tersimpan"):
        draw(Request(str(tmp_path / "tidak-ada.pdf"), 1))
    for number in (0, 3):
        with pytest.raises(PageError, match="tidak ada dalam PDF"):
            draw(Request(str(pdf), number))


def test_broken_and_locked_files_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "rusak.pdf"
    broken.write_bytes(b"%PDF-1.7\nrusak")
    locked = FPDF()
    locked.add_page()
    locked.set_encryption(owner_password="a", user_password="b")
    locked.output(str(tmp_path / "terkunci.pdf"))
    for path in (broken, tmp_path / "terkunci.pdf"):
        with pytest.raises(PageError, match="tidak dapat digambar"):
            draw(Request(str(path), 1))


def test_a_page_beyond_the_limits_is_refused(pdf: Path) -> None:
    with pytest.raises(PageError, match="terlalu berat"):
        draw(Request(str(pdf), 1), DrawingLimits(wall_seconds=0.01))
    with pytest.raises(PageError, match=r"terlalu berat|tidak dapat digambar"):
        draw(Request(str(pdf), 1), DrawingLimits(memory_bytes=64 * 1024 * 1024))
