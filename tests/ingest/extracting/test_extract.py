"""Text comes out of good PDFs; bad ones are refused with a reason a person understands."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from ingest.extracting.extract import extract
from ingest.extracting.limits import Limits
from ingest.extracting.pdf import reading_order
from knowledge.errors import DocumentError
from tests.ingest.conftest import MakePdf


def test_text_metadata_and_pages_come_out(make_pdf: MakePdf) -> None:
    raw = extract(make_pdf([["Halaman satu."], ["Halaman dua."]], title="Judul", subject="Perihal"), Limits())
    assert [page.raw.strip() for page in raw.pages] == ["Halaman satu.", "Halaman dua."]
    assert (raw.title, raw.subject) == ("Judul", "Perihal")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "kosong"), (b"PK\x03\x04 bukan", "bukan PDF"), (b"%PDF-1.7\nrusak sama sekali", "rusak")],
)
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "berkas.pdf"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=message):
        extract(path, Limits())


def test_a_missing_file_is_named_so(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="tidak ditemukan"):
        extract(tmp_path / "tiada.pdf", Limits())


def test_an_encrypted_pdf_is_refused(make_pdf: MakePdf) -> None:
    with pytest.raises(DocumentError, match="terenkripsi"):
        extract(make_pdf(password="rahasia"), Limits())


def test_a_truncated_pdf_is_refused_or_read_but_never_crashes(make_pdf: MakePdf) -> None:
    path = make_pdf()
    whole = path.read_bytes()
    for share in (0.1, 0.3, 0.6):
        path.write_bytes(whole[: int(len(whole) * share)])
        with suppress(DocumentError):
            assert extract(path, Limits()).pages


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(pages=2), "terlalu banyak halaman"),
        (Limits(characters=20), "terlalu banyak"),
        (Limits(file_bytes=100), "terlalu besar"),
        (Limits(wall_seconds=0.0), "batas waktu"),
    ],
)
def test_limits_hold(make_pdf: MakePdf, limits: Limits, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        extract(make_pdf(), limits)


def test_too_little_memory_is_refused_not_a_crash(make_pdf: MakePdf) -> None:
    with pytest.raises(DocumentError):
        extract(make_pdf(), Limits(memory_bytes=30 * 1024 * 1024))


def test_what_stands_above_is_read_first() -> None:
    late = [("judul bawah", 300.0), ("isi bawah", 280.0), ("sisa atas", 700.0), ("sisa lanjut", 680.0)]
    assert [text for text, _ in reading_order(late)] == ["sisa atas", "sisa lanjut", "judul bawah", "isi bawah"]


def test_columns_keep_their_order() -> None:
    columns = [("kiri 1", 700.0), ("kiri 2", 600.0), ("kanan 1", 700.0), ("kanan 2", 600.0)]
    assert reading_order(columns) == columns
