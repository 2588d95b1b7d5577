"""Values in the ranges of tables, and cells where two numbered levels cross."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.lookup.bands import Range, span, values
from knowledge.vocabulary import Vocabulary
from tests.ingest.table_pdfs import Drawn, Sheet, write
from tests.knowledge.knowledge_base import body, build

FREQUENCY = Drawn(
    [["Level Kekerapan", "Kadar Gangguan", "Jumlah Gangguan"],
     ["1 Langka", "X <= 5%", "X < 2 kali"], ["2 Kadang", "5% < X <= 20%", "2 <= X <= 9 kali"],
     ["3 Kerap", "X > 20%", "> 9 kali"]],
    [40, 50, 50],
)  # fmt: skip
COMPLEX = Drawn(
    [["Unsur", "Kerumitan Rendah", "Kerumitan Menengah", "Kerumitan Tinggi"],
     ["Transaksi per hari", "< 5000", "5000 s.d. 50.000", "> 50.000"],
     ["Umur sistem", "< 1 tahun", "1-3 tahun", "> 3 tahun"]],
    [40, 40, 45, 40],
)  # fmt: skip
MATRIX = Drawn(
    [["Matriks", "Level Dampak 1 Kecil", "Level Dampak 2 Besar"],
     ["Level Kekerapan 1 Langka", "3", "8"], ["Level Kekerapan 2 Kadang", "5", "12"]],
    [50, 45, 45],
)  # fmt: skip
CLASSES = Drawn(
    [["Tingkat Bahaya", "Rentang Besaran"], ["1 Aman", "1-6"], ["2 Gawat", "7-12"]],
    [40, 50],
)
GRADES = Drawn([["Nilai Mutu", "Predikat"], ["2,50 - < 3,40", "Memadai"], ["3,40 - < 4,30", "Andal"]], [50, 40])
GUIDE = [
    Sheet(["PEDOMAN BAHAYA LAPANGAN", "A. Kriteria", "Pedoman ini memuat kriteria bahaya lapangan."]),
    Sheet(["Tabel 1. Kekerapan Bahaya", FREQUENCY, "Tabel 2. Kerumitan Sistem", COMPLEX]),
    Sheet(["Tabel 3. Matriks Bahaya", MATRIX, "Tabel 4. Tingkat Bahaya", CLASSES]),
    Sheet(["Tabel 5. Predikat Nilai Mutu", GRADES]),
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> Assistant:
    """A guideline with tables of ranges and a matrix."""
    folder = tmp_path_factory.mktemp("bands")
    base = build(folder, facts, vocabulary, {})
    base.ingest(write(folder / "pedoman-bahaya-lapangan.pdf", GUIDE))
    return base.assistant()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("gangguan 7 kali setahun itu level kekerapan berapa", "7 kali masuk 2 Kadang"),
        ("gangguan setahun 12x level kekerapannya apa", "12x masuk 3 Kerap"),
        ("kadar gangguan 20% masuk level apa", "20% masuk 2 Kadang"),
        ("sistem dgn 20rb transaksi per hari kerumitannya apa", "masuk Menengah"),
        ("umur sistem 4 tahun kerumitan apa", "4 tahun masuk Tinggi"),
        ("besaran 8 masuk tingkat bahaya apa", "8 masuk 2 Gawat"),
        ("predikat apa yang diberikan untuk nilai mutu 3,9?", "3,9 masuk Andal"),
    ],
)
def test_a_value_is_put_in_its_class(asked: Assistant, question: str, told: str) -> None:
    answer = asked.answer(question)
    assert told in body(answer)
    assert answer.citations[0].page_from in (2, 3, 4)


@pytest.mark.parametrize("question", ["lapor paling lambat 3 hari itu apa", "kucing 7 kali tingkat apa"])
def test_a_value_of_something_else_is_not(asked: Assistant, question: str) -> None:
    assert " masuk " not in body(asked.answer(question))


@pytest.mark.parametrize("question", ["kekerapan 2 dampak 2 besarannya", "level dampak 2 dan level kekerapan 2"])
def test_two_levels_meet_in_one_cell(asked: Assistant, question: str) -> None:
    said = body(asked.answer(question))
    assert "Level Kekerapan 2 Kadang — Level Dampak 2 Besar: 12" in said
    assert "12 termasuk 2 Gawat" in said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2 ≤ X ≤ 5 kali", Range(Decimal(2), Decimal(5), unit="kali")),
        ("5% < X ≤ 10%", Range(Decimal(5), Decimal(10), with_low=False, unit="%")),
        ("40% s.d < 60%", Range(Decimal(40), Decimal(60), with_high=False, unit="%")),
        ("> 12 bulan", Range(Decimal(12), None, with_low=False, unit="bulan")),
        ("5000 s.d. 50.000", Range(Decimal(5000), Decimal(50_000))),
        ("16-20", Range(Decimal(16), Decimal(20))),
        ("X < 2 kali", Range(None, Decimal(2), with_high=False, unit="kali")),
        ("1 jenis", None),
        ("Pasal 5", None),
    ],
)
def test_ranges_in_cells(text: str, found: Range | None) -> None:
    assert span(text) == found


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(-1, 10_001))
def test_a_range_holds_what_lies_between_its_ends(one: int, other: int, value: int) -> None:
    low, high = sorted((one, other))
    found = span(f"{low} - {high}")
    assert found is not None
    assert found.holds(Decimal(value)) == (low <= value <= high)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("20rb transaksi", 20_000, "transaksi"), ("15x setahun", 15, "kali"), ("7,5 %", Decimal("7.5"), "%"),
     ("50.000 pengguna", 50_000, "pengguna")],
)  # fmt: skip
def test_values_in_questions(text: str, number: int | Decimal, unit: str) -> None:
    (found,) = values(text)
    assert (found.number, found.unit) == (number, unit)
