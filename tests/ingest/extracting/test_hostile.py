"""Hostile files are refused with a reason a person understands, or read without what is evil in them; nothing
else changes. The files are made here, byte by byte."""

from __future__ import annotations

import shutil
import time
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extracting.clean import clean
from ingest.extracting.drawn import from_json
from ingest.extracting.extract import RawDocument, RawPage, extract
from ingest.extracting.limits import Limits
from ingest.extracting.streams import grows_beyond, unpacked
from ingest.identifying.identity import identify
from ingest.structuring.tree import build_nodes
from ingest.structuring.units import build_units
from knowledge.errors import DocumentError
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf

MIB = 1024 * 1024
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
TEXT = b"BT /F1 12 Tf 72 700 Td (Halaman biasa) Tj ET"


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with a right cross-reference table."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, body = len(objects) + 1, bytes(out)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, root, len(out),
    )  # fmt: skip


def stream(entries: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def page(resources: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s%s>>>>" % (box, FONT, resources)


@cache
def packed(mebibytes: int, times: int = 1) -> bytes:
    """So many MiB of blanks in a few bytes."""
    maker = zlib.compressobj(9)
    data = b"".join(maker.compress(b" " * MIB) for _ in range(mebibytes)) + maker.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def form(inner: bytes, content: bytes) -> bytes:
    return stream(b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s%s>>" % (FONT, inner), content)


def _laughs() -> bytes:
    """Each form draws the next one ten times: a thousand million texts."""
    forms = [form(b"/XObject<</X %d 0 R>>" % (6 + n), b"/X Do " * 10) for n in range(9)]
    return pdf(CATALOG, PAGES, page(b"/XObject<</X 5 0 R>>"), stream(b"", b"/X Do"), *forms, form(b"", TEXT))


def _deep_tree() -> bytes:
    tree = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 3) for n in range(20_000)]
    return pdf(CATALOG, *tree, page(), stream(b"", TEXT))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "kosong": (lambda: b"", "kosong"),
    "gambar-png": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "bukan PDF"),
    "word-diganti-nama": (lambda: b"PK\x03\x04" + b"word/document.xml" * 20, "bukan PDF"),
    "kepala-saja": (lambda: b"%PDF-1.7\n%%EOF", "rusak"),
    "terpotong": (lambda: pdf(CATALOG, PAGES, page(), stream(b"", TEXT))[:60], "rusak"),
    "tanpa-halaman": (lambda: pdf(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"), "tidak memiliki halaman"),
    "halaman-memuat-dirinya": (lambda: pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"), "rusak"),
    "pohon-terlalu-dalam": (_deep_tree, "rusak"),
    "terlalu-banyak-halaman": (
        lambda: pdf(CATALOG, b"<</Type/Pages/Count 9000/Kids[%s]>>" % (b"3 0 R " * 9000), page(), stream(b"", TEXT)),
        "terlalu banyak halaman",
    ),
    "bom": (
        lambda: pdf(CATALOG, PAGES, page(), stream(b"/Filter/FlateDecode", packed(300))),
        r"mengembang terlalu besar saat dibuka \(lebih dari 256 MiB\)",
    ),
    "bom-dalam-bom": (
        lambda: pdf(CATALOG, PAGES, page(), stream(b"/Filter[/FlateDecode/FlateDecode]", packed(300, 2))),
        "mengembang terlalu besar",
    ),
    "bom-terbagi": (
        lambda: pdf(CATALOG, PAGES, page(), *[stream(b"/Filter/FlateDecode", packed(100)) for _ in range(3)]),
        "mengembang terlalu besar",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    made, reason = REFUSED[name]
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(made())
    with pytest.raises(DocumentError, match=reason):
        extract(path, Limits())


READ: dict[str, Callable[[], bytes]] = {
    "jumlah-halaman-dusta": lambda: pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", page(), stream(b"", TEXT)
    ),
    "kurung-bertumpuk": lambda: pdf(CATALOG, PAGES, page(), stream(b"", TEXT), b"[" * 200_000 + b"]" * 200_000),
    "halaman-raksasa": lambda: pdf(CATALOG, PAGES, page(box=b"0 0 9000000 9000000"), stream(b"", TEXT)),
    "daftar-isi-berputar": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", PAGES, page(), stream(b"", TEXT),
        b"<</First 6 0 R/Last 6 0 R>>", b"<</Title(a)/Next 6 0 R/First 6 0 R/Parent 5 0 R>>",
    ),
    "label-halaman-raksasa": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0<</S/r/St 2000000000>>]>>>>", PAGES, page(), stream(b"", TEXT)
    ),
    "skrip-dan-peluncur": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while\\(1\\){})>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>"
        b"/Names<</EmbeddedFiles<</Names[(x)<</F(x)/EF<</F 5 0 R>>>>]>>>>>>",
        PAGES, page(), stream(b"", TEXT), stream(b"/Type/EmbeddedFile", b"isi lampiran jahat"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_is_evil_in_it_is_not_looked_at(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(READ[name]())
    started = time.monotonic()
    raw = extract(path, Limits(wall_seconds=30))
    assert [p.raw.strip() for p in raw.pages] == ["Halaman biasa"]
    assert time.monotonic() - started < 20


def test_forms_within_forms_meet_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "tawa.pdf"
    path.write_bytes(_laughs())
    with pytest.raises(DocumentError, match=r"batas (memori|waktu)"):
        extract(path, Limits(memory_bytes=512 * MIB, cpu_seconds=20, wall_seconds=30))


HEAD = (
    "PERATURAN PRESIDEN REPUBLIK INDONESIA\nNOMOR 7 TAHUN 2031\nTENTANG\nUJI COBA\nDENGAN RAHMAT TUHAN\nMEMUTUSKAN:\n"
)


@pytest.mark.parametrize(
    "text",
    ["x y\n", "Pasal 1\n", "(1) x\n", "a. b;\n", "dicabut dan dinyatakan tidak berlaku ", "Ditetapkan di ", "BAB I\n"],
)
def test_what_repeats_without_end_is_read_in_time(text: str) -> None:
    whole = HEAD + text * (100_000 // len(text))
    raw = RawDocument((RawPage(whole, tuple(whole.split("\n"))),))
    started = time.process_time()
    cleaned = clean(raw)
    document = identify("x.pdf", "a" * 64, raw, cleaned.pages, [])
    units = build_units(document, cleaned.pages, cleaned.lines)
    assert build_nodes(document, cleaned.lines, units)
    assert time.process_time() - started < 15


def test_a_table_without_cells_is_no_table() -> None:
    assert from_json([{"rows": []}, {"rows": [{"cells": [], "strong": False}]}]) == ()


def test_nothing_changes_in_the_store(base: Base, tmp_path: Path) -> None:
    good = write_pdf(tmp_path / "baik.pdf", [["LAPORAN", "A. Ringkasan", "Tercatat 12 gangguan."]])
    base.refresh.ingest([good])
    folder = tmp_path / "jahat"
    folder.mkdir()
    for name, (made, _) in REFUSED.items():
        (folder / f"{name}.pdf").write_bytes(made())
    before, kept = base.store.current(), sorted((base.folder / "documents").iterdir())
    report = base.refresh.ingest([folder])
    assert {item.outcome for item in report.files} == {"gagal"}
    assert len(report.files) == len(REFUSED)
    assert all(len(item.reason) > 20 for item in report.files)
    assert not report.changed
    assert base.store.current() == before
    assert sorted((base.folder / "documents").iterdir()) == kept
    assert base.files() == ["baik.pdf"]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path / "data")


# How large a PDF grows -------------------------------------------------------------------------------


def test_ordinary_files_do_not_grow_too_large(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "biasa.pdf", [["Halaman satu."], ["Halaman dua."]])
    assert not grows_beyond(path, MIB)
    assert grows_beyond(path, 20)


def test_a_picture_counts_alone(tmp_path: Path) -> None:
    picture = stream(b"/Subtype/Image/Filter/FlateDecode", packed(2))
    path = tmp_path / "gambar.pdf"
    path.write_bytes(pdf(CATALOG, PAGES, page(), picture, picture))
    assert not grows_beyond(path, 3 * MIB)
    assert grows_beyond(path, MIB)


@given(st.binary(max_size=5000), st.integers(1, 3))
def test_what_was_packed_is_counted(data: bytes, times: int) -> None:
    once = data
    for _ in range(times):
        once = zlib.compress(once)
    assert unpacked(once, 10 * MIB) >= len(data)
    assert unpacked(once[: len(once) // 2], 10 * MIB) >= 0


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_can_be_searched(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("aliran") / "x.pdf"
    path.write_bytes(b"%PDF-1.7 stream\n" + data)
    assert not grows_beyond(path, 10 * MIB)
    shutil.rmtree(path.parent)
