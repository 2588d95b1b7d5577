"""Rows of tables that the catalog does not know: by code, name, level and rank; and what is not among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.model import Answer, Turn
from knowledge.vocabulary import Vocabulary
from tests.ingest.table_pdfs import Drawn, Sheet, write
from tests.knowledge.knowledge_base import KnowledgeBase, body, build

LIST = Drawn(
    [["Kode", "Indikator", "Bobot (%)"], ["LBR-01", "Penataan gudang benih", "30"],
     ["LBR-02", "Perawatan kincir", "45"], ["LBR-03", "Lumbung ramah warga", "25"], ["Jumlah", "", "100"]],
    [30, 80, 30],
)  # fmt: skip
NAMES = Drawn(
    [["Tingkat", "Sebutan", "Ciri Umum"], ["1", "Rintisan", "belum ada catatan kegiatan"],
     ["2", "Tertata", "kegiatan dicatat sebagian"], ["3", "Lestari", "kegiatan diperbaiki tiap musim"]],
    [25, 40, 90],
)  # fmt: skip
STORE = Drawn(
    [["Tingkat", "Kriteria", "Contoh Bukti Dukung"], ["1", "Benih disimpan tanpa label", "Foto gudang"],
     ["2", "Benih berlabel", "Daftar label benih"], ["3", "Benih diuji tiap musim", "Berita acara uji benih"]],
    [25, 70, 70],
)  # fmt: skip
MILL = Drawn(
    [["Tingkat", "Kriteria", "Contoh Bukti Dukung"], ["1", "Kincir dirawat bila rusak", "Nota perbaikan"],
     ["2", "Kincir dirawat terjadwal", "Kalender perawatan"], ["3", "Kincir diukur kinerjanya", "Grafik putaran"]],
    [25, 70, 70],
)  # fmt: skip
CHANNEL = Drawn(
    [["Tingkat", "Kriteria", "Contoh Bukti Dukung"], ["1", "Saluran dari tanah", "Sketsa parit"],
     ["2", "Saluran dari batu", "Kuitansi batu"], ["3", "Saluran diukur debitnya", "Tabel debit"]],
    [25, 70, 70],
)  # fmt: skip
CLASSES = Drawn(
    [["Indeks", "Predikat"], ["2,50 - 3,00", "Subur"], ["1,50 - 2,49", "Tumbuh"], ["1,00 - 1,49", "Gersang"]],
    [50, 50],
)
GUIDE = [
    Sheet(["PEDOMAN PENILAIAN LUMBUNG", "KABUPATEN WANA ASRI", "A. Tingkat", NAMES]),
    Sheet(["B. Indikator dan Bobot", LIST, "C. Penghitungan Indeks", CLASSES]),
    Sheet(["D. Kriteria", "LBR-01 Penataan gudang benih", "Benih ditata rapi.", STORE,
           "LBR-02 Perawatan kincir", "Kincir berputar.", MILL]),
    Sheet(["E. Saluran irigasi sawah", CHANNEL]),
]  # fmt: skip
SCORES = Drawn(
    [["No", "Objek", "Air", "Tanah", "Indeks"], ["1", "Dinas Kincir", "3,10", "2,90", "3,00"],
     ["2", "Dinas Lumbung", "2,10", "2,40", "2,25"], ["3", "Distrik Hulu", "1,90", "1,40", "1,65"],
     ["4", "Distrik Hilir", "1,20", "1,10", "1,15"]],
    [12, 60, 25, 25, 25],
)  # fmt: skip
YEARS = Drawn(
    [["Aspek", "Nilai 2030", "Nilai 2031"], ["Air", "1,50", "2,30"], ["Tanah", "1,90", "1,80"],
     ["Angin", "1,00", "1,10"]],
    [50, 40, 40],
)  # fmt: skip
FINDINGS = Drawn(
    [["Kode", "Temuan", "Batas Waktu"], ["G-01", "Pintu lumbung tanpa kunci", "4 Mei 2032"],
     ["G-02", "Kincir retak", "9 Juni 2032"], ["G-03", "Saluran tersumbat", "2 Juli 2032"]],
    [25, 80, 40],
)  # fmt: skip
REPORT = [
    Sheet(["LAPORAN EVALUASI LUMBUNG TAHUN 2031", "KABUPATEN WANA ASRI", "A. Nilai Objek", SCORES]),
    Sheet(["Rencana aksi disusun tahun 2032.", "B. Nilai Aspek", YEARS, "C. Temuan", FINDINGS]),
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> KnowledgeBase:
    """A guideline with indicators of its own, and a report of the same regency."""
    folder = tmp_path_factory.mktemp("rows")
    base = build(folder, facts, vocabulary, {})
    base.ingest(
        write(folder / "pedoman-lumbung-wana-asri-2031.pdf", GUIDE),
        write(folder / "laporan-lumbung-wana-asri-2031.pdf", REPORT),
    )
    return base


@pytest.fixture(scope="module")
def asked(tables: KnowledgeBase) -> Assistant:
    return tables.assistant()


def _points(answer: Answer) -> list[str]:
    return [point.text for block in answer.blocks for point in block.points]


@pytest.mark.parametrize(
    ("question", "row", "value"),
    [
        ("LBR-02 tingkat 2 buktinya apa?", "LBR-02 Perawatan kincir, Tingkat 2", "Dukung: Kalender perawatan"),
        ("lbr02 T3 bukti?", "LBR-02 Perawatan kincir, Tingkat 3", "Contoh Bukti Dukung: Grafik putaran"),
        ("kriteria LBR-01 tingkat tertata", "LBR-01 Penataan gudang benih, Tingkat 2", "Kriteria: Benih berlabel"),
        ("bukti tingkat 3 penataan gudang benih", "LBR-01 Penataan gudang benih, Tingkat 3", "uji benih"),
        ("bukti saluran irigasi tingkat 2 pedoman wana asri", "E. Saluran irigasi sawah, Tingkat 2", "Kuitansi batu"),
        ("bobot LBR-03 berapa", "LBR-03 Lumbung ramah warga", "Bobot (%): 25"),
        ("G-02 itu temuan apa", "G-02 Kincir retak", "Batas Waktu: 9 Juni 2032"),
        ("indeks distrik hulu wana asri", "Distrik Hulu", "Indeks: 1,65"),
    ],
)  # fmt: skip
def test_a_row_is_told_first_with_the_heads_of_its_columns(
    asked: Assistant, question: str, row: str, value: str
) -> None:
    answer = asked.answer(question)
    (point,) = _points(answer)
    assert point.startswith(f"{row} — ")
    assert value in point
    assert answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "gone"),
    [
        ("temuan G-12 isinya apa?", "G-12 tidak ditemukan dalam"),
        ("LBR-09 bukti tingkat 2", "LBR-09 tidak ditemukan dalam"),
        ("LBR-01 tingkat 7 kriterianya apa", "Tingkat 7 tidak ditemukan dalam LBR-01"),
        ("berapa nilai Distrik Zamrud wana asri", "Distrik Zamrud tidak ditemukan dalam"),
        ("nilai indeks distrik hulu wana asri 2024", "2024 tidak ditemukan dalam"),
        ("nilai aspek angin wana asri 2032", "2032 tidak ditemukan dalam tabel"),
        ("indeks XQZ distrik hulu wana asri", "XQZ tidak ditemukan dalam"),
    ],
)
def test_what_no_row_holds_is_said_not_to_be_there(asked: Assistant, question: str, gone: str) -> None:
    answer = asked.answer(question)
    assert answer.abstained
    assert not answer.citations
    assert gone in body(answer)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("objek dengan indeks paling jelek di wana asri?", ["Distrik Hilir: 1,15"]),
        ("indeks tertinggi objek wana asri", ["Dinas Kincir: 3,00"]),
        ("indikator lumbung wana asri yang bobotnya terbesar", ["LBR-02 Perawatan kincir: 45"]),
        ("aspek mana yang naik paling besar di wana asri", ["Air: 1,50 → 2,30 (+0,80)"]),
        ("aspek apa yang turun di wana asri", ["Tanah: 1,90 → 1,80 (−0,10)"]),
    ],
)  # fmt: skip
def test_the_most_and_the_least_with_the_working(asked: Assistant, question: str, told: list[str]) -> None:
    answer = asked.answer(question)
    assert _points(answer) == told
    assert answer.citations


def test_a_predicate_is_that_of_the_document_which_is_named(asked: Assistant) -> None:
    assert _points(asked.answer("indeks 2,6 predikatnya apa di wana asri")) == ["2,6 masuk Subur (Indeks: 2,50 - 3,00)"]
    assert "Subur" not in body(asked.answer("indeks spbe 2,6 predikatnya apa"))


def test_a_follow_up_asks_the_same_table_another_row(asked: Assistant) -> None:
    before = [Turn(role="user", text="berapa indeks dinas kincir wana asri?"), Turn(role="bot", text="3,00.")]
    assert _points(asked.answer("kalau distrik hilir?", before)) == ["Distrik Hilir — Indeks: 1,15"]
    before = [Turn(role="user", text="LBR-02 tingkat 2 buktinya apa?"), Turn(role="bot", text="Kalender perawatan.")]
    (point,) = _points(asked.answer("yg 3?", before))
    assert "Grafik putaran" in point


def test_what_is_asked_of_a_regime_after_another_is_not_taken_from_a_row_of_totals(asked: Assistant) -> None:
    history = [Turn(role="user", text="jumlah indikator pemdi berapa?"), Turn(role="bot", text="20 indikator.")]
    answer = asked.answer("kalo spbe?", history)
    assert "47 indikator" in answer.blocks[0].lead


@pytest.mark.parametrize(
    "question", ["bukti indikator 14 level 3 spbe", "seragam penjaga wana asri", "bobot indikator 5"]
)
def test_what_is_not_of_these_tables_is_left_to_others(asked: Assistant, question: str) -> None:
    assert "Menurut tabel" not in body(asked.answer(question))


def test_a_word_that_one_document_alone_says_names_its_predicates(
    tmp_path: Path, facts: Catalog, vocabulary: Vocabulary
) -> None:
    parts = ("Tujuan", "Sasaran", "Pelaku", "Tahap", "Bukti", "Penutup")
    sheets = [
        Sheet([f"{'ABCDEF'[at]}. {part}", f"Bagian {part.lower()} dari PKLW disusun oleh penjaga kincir."])
        for at, part in enumerate(parts)
    ]
    base = build(tmp_path, facts, vocabulary, {})
    base.ingest(write(tmp_path / "tata-nilai-kincir.pdf", [*sheets, Sheet(["G. Predikat indeks PKLW", CLASSES])]))
    asked = base.assistant()
    assert "2,6 masuk Subur" in body(asked.answer("indeks pklw 2,6 predikatnya apa"))
    assert "Subur" not in body(asked.answer("indeks spbe 2,6 predikatnya apa"))


def test_of_two_tables_with_such_a_row_the_one_whose_column_is_said(
    tmp_path: Path, facts: Catalog, vocabulary: Vocabulary
) -> None:
    ours = [["Nama Indeks", "Nilai 2031"], ["Angin laut", "1,50"], ["Air tawar", "1,90"], ["Tanah liat", "2,10"]]
    beside = [["Aspek", "Distrik", "Provinsi"], ["Angin laut", "1,40", "2,75"], ["Air tawar", "2,00", "2,20"]]
    beside.append(["Tanah liat", "1,10", "1,30"])
    sheets = [
        Sheet(["LAPORAN EVALUASI ANGIN TAHUN 2031", "KABUPATEN WANA ASRI", "A. Indeks", Drawn(ours, [60, 40])]),
        Sheet(["B. Rata-rata", Drawn(beside, [50, 40, 40])]),
    ]
    base = build(tmp_path, facts, vocabulary, {})
    base.ingest(write(tmp_path / "laporan-angin-wana-asri-2031.pdf", sheets))
    answer = base.assistant().answer("nilai angin laut provinsi pada laporan wana asri 2031")
    assert "Provinsi: 2,75" in body(answer)


def test_the_change_of_one_row_is_told_with_its_working(asked: Assistant) -> None:
    points = _points(asked.answer("nilai air laporan wana asri dari 2030 ke 2031 naik berapa persen?"))
    assert points[-1] == "Air 2030 ke 2031: 1,50 → 2,30, naik 0,80 atau 53,3% (0,80 ÷ 1,50 × 100)"
