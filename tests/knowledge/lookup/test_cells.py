"""A cell is found by its row and column, cited with its page, and left alone where the question means another."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.model import Answer
from knowledge.vocabulary import Vocabulary
from tests.ingest.table_pdfs import Drawn, Sheet, write
from tests.knowledge.knowledge_base import KnowledgeBase, body, build

SCORES = Drawn(
    [["Nama Indeks", "Nilai 2031"], ["SPBE", "2,41"], ["Domain Tata Kelola SPBE", "1,85"],
     ["Perencanaan Strategis SPBE", "1,25"], ["Domain Layanan SPBE", "3,10"]],
    [110, 40],
)  # fmt: skip
LEVELS = Drawn(
    [["No", "Indikator", "Nilai Tingkat\nKematangan 2031"],
     ["13", "Tingkat Kematangan Keterpaduan Rencana\ndan Anggaran SPBE", "2"],
     ["14", "Tingkat Kematangan Inovasi Proses Bisnis", "4"],
     ["15", "Tingkat Kematangan Pembangunan Aplikasi", "5"]],
    [15, 100, 40],
)  # fmt: skip
IMPACT = Drawn(
    [["Area Dampak", "Level Dampak 1", "Level Dampak 2", "Level Dampak 3"],
     ["Kinerja", "di bawah 5%", "5% s.d. 15%", "di atas 15%"],
     ["Reputasi", "tidak diberitakan", "diberitakan daerah", "diberitakan luas"]],
    [35, 45, 45, 45],
)  # fmt: skip
RANGES = Drawn(
    [["Tingkat Risiko", "Rentang Besaran", "Warna"], ["1 Rendah", "1-6", "Hijau"], ["2 Sedang", "7-12", "Kuning"]],
    [40, 50, 40],
)
PACKAGES = Drawn(
    [
        ["Paket", "Memori (GB)", "Simpanan (GB)", "Warna"],
        ["Melati", "32", "600", "Hijau"],
        ["Kenanga", "16", "300", "Kuning"],
    ],
    [40] * 4,
)
REPORT = [
    Sheet(["LAPORAN EVALUASI SPBE TAHUN 2031", "PEMERINTAH KOTA ANTAH", "Laporan ini memuat hasil evaluasi."]),
    Sheet(["INDEKS SPBE - PEMERINTAH KOTA ANTAH", "2,41", "(Cukup)", SCORES]),
    Sheet(["Perolehan Nilai Tingkat Kematangan Indikator", LEVELS]),
]
GUIDE = [
    Sheet(["PEDOMAN PENILAIAN RISIKO LAPANGAN", "A. Kriteria", "Pedoman ini memuat kriteria risiko lapangan."]),
    Sheet(["Tabel 1. Kriteria Dampak Risiko Lapangan", IMPACT, "Tabel 2. Tingkat Risiko Lapangan", RANGES]),
    Sheet(["Tabel 3. Paket Layanan Lapangan", PACKAGES]),
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> KnowledgeBase:
    """A report of one city and a guideline, both with tables."""
    folder = tmp_path_factory.mktemp("tables")
    base = build(folder, facts, vocabulary, {})
    base.ingest(
        write(folder / "laporan-evaluasi-spbe-2031-kota-antah.pdf", REPORT),
        write(folder / "pedoman-risiko-lapangan.pdf", GUIDE),
    )
    return base


@pytest.fixture(scope="module")
def asked(tables: KnowledgeBase) -> Assistant:
    return tables.assistant()


def _cited(answer: Answer) -> set[tuple[str | None, int | None]]:
    return {(citation.file, citation.page_from) for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "row", "value", "page"),
    [
        ("nilai indikator 14 kota antah 2031", "Indikator 14 Tingkat Kematangan Inovasi Proses Bisnis", "4", 3),
        ("berapa nilai domain tata kelola kota antah tahun 2031", "Domain Tata Kelola SPBE", "1,85", 2),
        ("nilai aspek perencanaan strategis kota antah", "Perencanaan Strategis SPBE", "1,25", 2),
        ("nilai aspek 2 kota antah", "Perencanaan Strategis SPBE", "1,25", 2),
        ("indeks domain layanan kota antah", "Domain Layanan SPBE", "3,10", 2),
        ("indeks spbe kota antah 2031", "SPBE", "2,41 (Cukup)", 2),
    ],
)
def test_scores_by_number_and_by_name(asked: Assistant, question: str, row: str, value: str, page: int) -> None:
    answer = asked.answer(question)
    (point,) = answer.blocks[0].points
    assert point.text.startswith(f"{row} — Nilai")
    assert point.text.endswith(f": {value}")
    assert ("laporan-evaluasi-spbe-2031-kota-antah.pdf", page) in _cited(answer)
    assert answer.citations[0].quote


def test_a_column_of_a_level_gives_all_its_rows(asked: Assistant) -> None:
    answer = asked.answer("kriteria dampak risiko level 3")
    said = body(answer)
    assert "Kinerja — Level Dampak 3: di atas 15%" in said
    assert "Reputasi — Level Dampak 3: diberitakan luas" in said
    assert "15%." not in said
    assert "5% s.d. 15%" not in said


def test_a_row_by_its_words_and_a_column_by_its(asked: Assistant) -> None:
    assert "2 Sedang — Rentang Besaran: 7-12" in body(asked.answer("rentang besaran tingkat risiko sedang"))


@pytest.mark.parametrize(
    "question",
    [
        "nilai indikator 14 kota lain 2031",  # another city
        "nilai indikator 14 kota antah 2030",  # another year
        "nilai indikator 14",  # nobody's
        "nilai indikator 14 kota kami 2031",  # whose, is not known
        "nilai indikator 13 kecamatan antah 2031",
        "jumlah pegawai kota antah 2031",
        "warna seragam kota antah",
    ],
)
def test_a_cell_of_something_else_is_not_taken(asked: Assistant, question: str) -> None:
    assert "—" not in "".join(point.text for block in asked.answer(question).blocks for point in block.points)


def test_a_weight_of_the_catalog_cites_the_row_that_prints_it(
    tmp_path: Path, facts: Catalog, vocabulary: Vocabulary
) -> None:
    weights = Drawn(
        [["Nomor Indikator", "Nama Indikator", "Bobot (%)"], ["Indikator 22", "Keamanan Informasi", "1,50"],
         ["Indikator 23", "Manajemen Data", "1,50"]],
        [45, 80, 30],
    )  # fmt: skip
    base = build(tmp_path, facts, vocabulary, {})
    base.ingest(write(tmp_path / "bobot-indikator.pdf", [Sheet(["A. Bobot"]), Sheet(["Tabel 9. Bobot", weights])]))
    answer = base.assistant().answer("bobot indikator 23 spbe")
    assert "1,50%" in body(answer)
    assert ("bobot-indikator.pdf", 2) in _cited(answer)


@pytest.mark.shared
@pytest.mark.slow
def test_scores_of_a_real_report(
    tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary, shared_folder: Path
) -> None:
    base = build(tmp_path_factory.mktemp("real"), facts, vocabulary, {})
    base.ingest(
        shared_folder / "pdfs/laporan-evaluasi-spbe-2024-kota-bandar-lampung.pdf",
        shared_folder / "pdfs/permenpanrb-5-2020-manajemen-risiko-spbe.pdf",
    )
    asked = base.assistant()
    for question, value, page in (
        ("nilai indikator 14 Bandar Lampung 2024", "Nilai Tingkat Kematangan 2024: 2", 10),
        ("nilai indikator 36 kota bandar lampung 2024", "Nilai Tingkat Kematangan 2024: 5", 11),
        ("nilai domain manajemen kota bandar lampung 2024", "Nilai 2024: 2,55", 5),
        ("kriteria dampak level 3", "Level Dampak 3 Cukup Signifikan: Penurunan kinerja 40% s.d < 60%", 25),
        ("kriteria kemungkinan level 4", "Persentase Kemungkinan Terjadinya dalam Satu Tahun: 20% < X ≤ 50%", 24),
    ):
        answer = asked.answer(question)
        assert value in body(answer), question
        assert page in {citation.page_from for citation in answer.citations}, question


def test_two_columns_of_a_row_are_both_told_whatever_their_units(asked: Assistant) -> None:
    said = "\n".join(
        point.text for point in asked.answer("memori dan simpanan paket melati di lapangan").blocks[0].points
    )
    assert "Memori (GB): 32" in said
    assert "Simpanan (GB): 600" in said
    assert "Hijau" not in said
