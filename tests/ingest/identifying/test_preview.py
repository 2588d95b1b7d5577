"""What a PDF is taken for before it is read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extracting import ocr
from ingest.identifying.preview import HEAD, preview
from knowledge.errors import DocumentError
from knowledge.model import Given
from tests.ingest.conftest import LAW
from tests.ingest.extracting.test_ocr import page_picture, scan_pdf, tesseract
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path / "data")


def test_what_is_held_and_what_a_person_said_of_it_is_known(base: Base, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "perpres.pdf", LAW)
    found = preview(path, base.catalog, base.store)
    assert (found.held, found.given, found.scanned) == (False, Given(), 0)
    base.refresh.ingest([path], given=Given(title="Lumbung"))
    again = preview(path, base.catalog, base.store)
    assert (again.held, again.given) == (True, Given(title="Lumbung"))
    assert again.document == found.document  # as recognised; what was said is put over it by who shows it


def test_nothing_is_stored(base: Base, tmp_path: Path) -> None:
    preview(write_pdf(tmp_path / "perpres.pdf", LAW), base.catalog, base.store)
    assert base.store.digests() == frozenset()


@tesseract
def test_of_a_scan_only_the_head_is_recognised(base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = [page_picture(list(page)) for page in LAW]
    path = scan_pdf(tmp_path / "pindaian.pdf", [pictures[0], *[pictures[1]] * HEAD])
    numbers: list[int] = []
    batch = ocr._batch
    monkeypatch.setattr(ocr, "_batch", lambda p, pages, limits: numbers.extend(pages) or batch(p, pages, limits))
    found = preview(path, base.catalog, base.store)
    assert sorted(numbers) == list(range(1, HEAD + 1))
    assert (found.scanned, found.ocr) == (HEAD + 1, True)
    assert found.document.number


@tesseract
def test_a_picture_without_words_is_refused_at_once(base: Base, picture_pdf: Path) -> None:
    with pytest.raises(DocumentError, match="OCR tidak menemukan teks"):
        preview(picture_pdf, base.catalog, base.store)
