"""Documents that revoke, amend or repeat each other, taken in for real and asked about."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest.extracting.ocr import languages
from ingest.reading import Reading, read_document
from knowledge.catalog import Regulation
from knowledge.model import Page, Status
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf

LIZARD = "Setiap orang yang menemukan cicak tembaga wajib melapor kepada juru kunci."
ASK_LIZARD = "siapa yang wajib melapor bila menemukan cicak tembaga?"
ARTICLES = (
    LIZARD,
    "Sekretariat komite menyiapkan notula rapat pleno paling lambat tujuh hari sesudah rapat ditutup oleh ketua.",
    "Gudang arsip diperiksa oleh petugas lapangan setiap empat puluh lima hari dan dicatat dalam buku merah.",
    "Kuitansi yang rusak disimpan dalam lemari besi selama sebelas tahun sebelum dimusnahkan dengan berita acara.",
)


def _law(path: Path, number: int, year: int, articles: Sequence[str], title: str = "KOMITE UJI COBA") -> Path:
    head = ["PERATURAN BUPATI BANJAR", f"NOMOR {number} TAHUN {year}", "TENTANG", title]
    head += ["DENGAN RAHMAT TUHAN YANG MAHA ESA", "BUPATI BANJAR,", "MEMUTUSKAN:"]
    # Short lines: nothing may run over the edge of the page.
    lines = [part for n, text in enumerate(articles, 1) for part in (f"Pasal {n}", *_wrapped(text))]
    return write_pdf(path, [[*head, *lines]])


def _wrapped(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[at : at + 12]) for at in range(0, len(words), 12)]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path / "data")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return _law(tmp_path / "perbup.pdf", 5, 2030, ARTICLES)


@pytest.mark.parametrize("revoker_first", [True, False])
def test_a_document_revoked_by_another_pdf_is_found_and_warned_of(
    base: Base, law: Path, tmp_path: Path, revoker_first: bool
) -> None:
    repeal = (
        "Pada saat Peraturan Bupati ini mulai berlaku, Peraturan Bupati Nomor 5 Tahun 2030 tentang Komite "
        "dicabut dan dinyatakan tidak berlaku."
    )
    new = _law(tmp_path / "baru.pdf", 6, 2031, ["Kepala dinas menyusun daftar sepeda ontel.", repeal])
    for path in (new, law) if revoker_first else (law, new):
        base.refresh.ingest([path])
    said = base.ask(ASK_LIZARD)
    assert LIZARD in said
    assert "Perbup Banjar 5/2030 sudah dicabut oleh Perbup Banjar 6/2031" in said


def test_a_document_amended_by_another_pdf_is_warned_of(base: Base, law: Path, tmp_path: Path) -> None:
    title = "PERUBAHAN ATAS PERATURAN BUPATI NOMOR 5 TAHUN 2030"
    new = _law(tmp_path / "baru.pdf", 7, 2031, ["Kepala dinas menyusun daftar sepeda ontel."], title)
    base.refresh.ingest([law, new])
    assert "Perbup Banjar 5/2030 telah diubah oleh Perbup Banjar 7/2031" in base.ask(ASK_LIZARD)


def test_the_list_wins_and_the_person_is_told(base: Base, law: Path, tmp_path: Path) -> None:
    listed = base.catalog.regulations[0].model_copy(
        update={"id": "perbup-banjar-5-2030", "short": "Perbup Banjar 5/2030", "status": Status.BERLAKU, "revokes": ()}
        | {"enacted": None, "promulgated": None, "title": "Komite Uji Coba", "number": "5", "year": 2030}
    )
    base.catalog = base.catalog.model_copy(update={"regulations": (listed, *base.catalog.regulations)})
    base.catalog.__dict__.pop("regulation_by_id", None)
    repeal = "Peraturan Bupati Nomor 5 Tahun 2030 dicabut dan dinyatakan tidak berlaku."
    report = base.refresh.ingest([law, _law(tmp_path / "baru.pdf", 6, 2031, [repeal])])
    (notice,) = report.notices
    assert "Perbup Banjar 6/2031 menyatakan mencabut Perbup Banjar 5/2030, tetapi daftar menyebutnya berlaku" in notice
    assert "sudah dicabut" not in base.ask(ASK_LIZARD)
    assert not base.refresh.ingest([law]).notices


# Same content twice ----------------------------------------------------------------------------------


def _scans(monkeypatch: pytest.MonkeyPatch, *names: str, misread: float = 0.04) -> None:
    """From now on these files are read as scans, with some letters misread."""

    def blurred(text: str) -> str:
        chance = random.Random(3)
        words = text.split(" ")
        return " ".join(w.replace("a", "o", 1) if chance.random() < misread and len(w) > 3 else w for w in words)

    def reading(path: Path, regulations: Sequence[Regulation], **how: Any) -> Reading:
        made = read_document(path, regulations, **how)
        if path.name not in names:
            return made
        pages = tuple(Page(number=p.number, raw=blurred(p.raw), text=blurred(p.text), ocr=True) for p in made.pages)
        units = tuple(u.model_copy(update={"ocr": True, "text": blurred(u.text)}) for u in made.units)
        return Reading(**{**vars(made), "pages": pages, "units": units})

    monkeypatch.setattr("ingest.intake.read_document", reading)


def _extract(path: Path, articles: Sequence[str]) -> Path:
    """Pages out of the middle of a document: no head says what they are."""
    return write_pdf(path, [[part for n, text in enumerate(articles, 2) for part in (f"Pasal {n}", *_wrapped(text))]])


@pytest.mark.parametrize("original_first", [True, False])
def test_a_scan_of_a_held_document_is_told_and_its_original_is_shown(
    base: Base, law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, original_first: bool
) -> None:
    scan = _law(tmp_path / "pindaian.pdf", 5, 2030, ARTICLES)
    scan.write_bytes(scan.read_bytes() + b"\n% dipindai\n")
    _scans(monkeypatch, "pindaian.pdf")
    reports = [base.refresh.ingest([path]).files[0] for path in ((law, scan) if original_first else (scan, law))]
    other = "perbup.pdf" if original_first else "pindaian.pdf"
    assert f"Isi sama dengan Perbup Banjar 5/2030 ({other})" in reports[1].reason
    assert base.files() == ["perbup.pdf", "pindaian.pdf"]
    answer = base.assistant().answer(ASK_LIZARD)
    assert LIZARD in str(answer)
    assert {hit.file for hit in answer.retrieved} == {"perbup.pdf"}
    assert not any(citation.ocr for citation in answer.citations)
    assert not base.refresh.ingest([law, scan]).changed
    assert not base.refresh.ingest([scan, law]).changed


def test_a_scan_of_some_pages_takes_the_name_of_its_original(
    base: Base, law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.refresh.ingest([law])
    _scans(monkeypatch, "IMG_2034.pdf")
    (report,) = base.refresh.ingest([_extract(tmp_path / "IMG_2034.pdf", ARTICLES[1:3])]).files
    assert report.label == "Perbup Banjar 5/2030"
    assert "Isi sama dengan Perbup Banjar 5/2030" in report.reason
    retrieved = base.assistant().answer("kapan gudang arsip diperiksa petugas lapangan?").retrieved
    assert retrieved[0].file == "perbup.pdf"
    assert {hit.file for hit in retrieved} == {"perbup.pdf"}


def test_a_scan_that_says_other_things_is_a_new_version(
    base: Base, law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.refresh.ingest([law])
    other = [f"Petugas ke-{n} menghitung {n * 7} ekor bebek sawah di pematang desa sebelah timur." for n in range(4)]
    _scans(monkeypatch, "ralat.pdf")
    (report,) = base.refresh.ingest([_law(tmp_path / "ralat.pdf", 5, 2030, other)]).files
    assert "Isi sama" not in report.reason
    assert base.files() == ["ralat.pdf"]


def test_the_same_report_in_other_bytes_is_told(base: Base, tmp_path: Path) -> None:
    lines = ["LAPORAN PENGUJIAN", "A. Ringkasan", *(part for text in ARTICLES for part in _wrapped(text))]
    write_pdf(tmp_path / "satu.pdf", [lines])
    write_pdf(tmp_path / "dua.pdf", [lines, ["."]])  # one more page, with hardly anything on it
    base.refresh.ingest([tmp_path / "satu.pdf"])
    (report,) = base.refresh.ingest([tmp_path / "dua.pdf"]).files
    assert "Isi sama dengan Satu (satu.pdf)" in report.reason


def test_reports_of_one_form_are_not_the_same(base: Base, tmp_path: Path) -> None:
    for name, count in (("satu", 512), ("dua", 64)):
        lines = ["LAPORAN PENGUJIAN", "A. Ringkasan", f"Tercatat {count} gangguan.", *_wrapped(ARTICLES[1])]
        (report,) = base.refresh.ingest([write_pdf(tmp_path / f"{name}.pdf", [lines])]).files
        assert "Isi sama" not in report.reason
    assert "512 gangguan" in base.ask("berapa gangguan yang tercatat?")


def test_changing_one_page_embeds_only_its_units(base: Base, tmp_path: Path) -> None:
    def book(name: str, third: str) -> Path:
        pages = [[f"Pasal {n}", f"Petugas ke-{n} memeriksa gudang nomor {n * 3}."] for n in range(2, 9)]
        pages[2] = ["Pasal 4", third]
        head = ["PERATURAN BUPATI BANJAR", "NOMOR 5 TAHUN 2030", "TENTANG", "GUDANG", "DENGAN RAHMAT TUHAN"]
        return write_pdf(tmp_path / name, [[*head, "MEMUTUSKAN:", "Pasal 1", "Gudang adalah bangunan."], *pages])

    first = base.refresh.ingest([book("a.pdf", "Kunci gudang disimpan kepala dinas.")])
    assert first.embedded == first.units > 7
    second = base.refresh.ingest([book("b.pdf", "Kunci gudang disimpan juru kunci desa.")])
    assert (second.embedded, second.units) == (1, first.units)
    assert "juru kunci desa" in base.embedder.embedded[-1]


def test_a_picture_without_text_is_read_once_until_there_is_other_ocr(
    base: Base, picture_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def reading(path: Path, regulations: Sequence[Regulation], **how: Any) -> Reading:
        read.append(path)
        return read_document(path, regulations, **how)

    monkeypatch.setattr("ingest.intake.read_document", reading)
    first, again = (base.refresh.ingest([picture_pdf]).files[0] for _ in range(2))
    assert (first.outcome, again.outcome) == ("gagal", "gagal")
    assert first.reason == again.reason
    assert len(read) == 1
    monkeypatch.setattr("ingest.extracting.refused.languages", lambda: "lain")
    base.refresh.ingest([picture_pdf])
    assert len(read) == 2


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not languages(), reason="tesseract dengan bahasa ind tidak terpasang di sini")
@pytest.mark.parametrize(
    ("scan", "original", "label", "place"),
    [
        ("uji-pindai-*pedoman*", "pedoman-menpanrb-3-2024-*", "Pedoman Menteri PANRB 3/2024", "hlm. 8–11"),
        ("uji-pindai-*perpres*", "perpres-83-2025.pdf", "Perpres 83/2025", "hlm. 1–3"),
    ],
)
def test_the_real_scans_are_recognised(
    base: Base, shared_pdfs: Path, tmp_path: Path, scan: str, original: str, label: str, place: str
) -> None:
    base.refresh.ingest([next(shared_pdfs.glob(original))])
    copy = tmp_path / "IMG_0001.pdf"  # its name does not help
    shutil.copyfile(next(shared_pdfs.glob(scan)), copy)
    (report,) = base.refresh.ingest([copy]).files
    assert report.label == label
    assert f"Isi sama dengan {label}" in report.reason
    assert place in report.reason
    assert "berbeda dari daftar" not in report.reason
