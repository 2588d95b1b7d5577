"""What a text states, read alike from a sentence and from its source."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.composing.claims import Claims, missing, read, read_source
from tests.knowledge.composing.test_numerals import say

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
NUMBERS = st.integers(2, 9_999_999)


def ways(n: int) -> list[str]:
    """A number in every form a text may give it."""
    return [str(n), f"{n:,}".replace(",", "."), say(n), f"{n} ({say(n)})", f"{say(n)} ({n})", f"{n},00"]


@given(NUMBERS, st.data())
def test_a_number_is_found_in_whatever_form_it_is_written(n: int, data: st.DataObject) -> None:
    said, source = data.draw(st.sampled_from(ways(n))), data.draw(st.sampled_from(ways(n)))
    assert missing(read(f"Batasnya {said} hari."), read_source(f"paling lama {source} hari sejak")) == []


@given(NUMBERS, NUMBERS, st.data())
def test_another_number_is_always_missing(n: int, other: int, data: st.DataObject) -> None:
    said, source = data.draw(st.sampled_from(ways(n))), data.draw(st.sampled_from(ways(other)))
    found = missing(read(f"Batasnya {said} hari."), read_source(f"paling lama {source} hari sejak"))
    assert bool(found) == (n != other)


@given(st.integers(1, 28), st.integers(1, 12), st.integers(2018, 2030), st.data())
def test_a_date_is_found_in_whatever_form_and_no_other(day: int, month: int, year: int, data: st.DataObject) -> None:
    name = MONTHS[month - 1]
    source = read_source(f"paling lambat tanggal {day} {name} {year} pukul")
    forms = [f"{day} {name} {year}", f"{day:02d}/{month:02d}/{year}", f"{year}-{month:02d}-{day:02d}", f"{day} {name}",
             f"{name} {year}", f"{name.upper()} {year}"]  # fmt: skip
    assert missing(read(f"Terakhir {data.draw(st.sampled_from(forms))}."), source) == []
    other = MONTHS[month % 12]
    wrong = [f"{day + 1} {name} {year}", f"{day} {other} {year}", f"{day} {name} {year + 1}", f"{other} {year}",
             f"{day}/{month % 12 + 1}/{year}", f"bulan {other}"]  # fmt: skip
    assert missing(read(f"Terakhir {data.draw(st.sampled_from(wrong))}."), source) != []


@given(st.integers(1, 99), st.integers(1, 20), st.sampled_from(["Pasal", "pasal", "PASAL"]))
def test_an_article_is_no_number_and_a_number_no_article(pasal: int, ayat: int, word: str) -> None:
    source = read_source(f"sebagaimana dimaksud dalam {word} {pasal} ayat ({ayat}) dilakukan")
    assert missing(read(f"Diatur Pasal {pasal} ayat ({ayat})."), source) == []
    assert missing(read(f"Diatur Pasal {pasal + 1} ayat ({ayat})."), source) == ["references"]
    assert missing(read(f"Ada {pasal} hari."), source) != []
    assert missing(read(f"Diatur Pasal {pasal}."), read_source(f"selama {pasal} hari")) == ["references"]


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("setiap 45 hari", "setiap 45 (empat puluh lima) hari"),
        ("75%", "sebesar 75 persen"),
        ("75 persen", "75 per seratus"),
        ("Rp6 juta", "Rp6.000.000,00"),
        ("Rp 6.000.000", "enam juta rupiah (Rp6.000.000,00)"),
        ("tingkat kematangan 3", "Level 3"),
        ("level tiga", "tingkat 3"),
        ("level 3", "level 1 sampai dengan 5"),
        ("Indikator 14", "I-14"),
        ("BAB IV", "bab 4"),
        ("Triwulan II", "triwulan kedua"),
        ("huruf c", "huruf a sampai dengan huruf c"),
        ("PermenPANRB 59/2020", "Peraturan Menteri PANRB Nomor 59 Tahun 2020"),
        ("Perpres No. 95 Tahun 2018", "PERATURAN PRESIDEN REPUBLIK INDONESIA NOMOR 95 TAHUN 2018"),
        ("UU 11/2008", "Undang-Undang Nomor 11 Tahun 2008 tentang ITE"),
        ("15 Juli 2026", "1 s.d. 15 Juli 2026"),
        ("28 Juni 2026", "28 Juni–2 Juli 2026"),
        ("1 Juli 2026", "Tahun 2026: 1 Juli"),
        ("tahun 2026", "sampai 31 Desember 2026"),
        ("Article 5 paragraph (2), within 45 days, 75 percent, July 2026", "Pasal 5 ayat (2), 45 hari, 75%, Juli 2026"),
        ("20 indikator dalam 7 aspek", "7 aspek dan 20 indikator"),
        ("nilai 3,5", "nilai 3,50"),
        ("ISO 27001", "ISO/IEC 27001:2013"),
        ("SP4N", "SP4N-LAPOR"),
    ],
)
def test_the_same_in_other_words_is_there(said: str, source: str) -> None:
    assert missing(read(said), read_source(source)) == []


@pytest.mark.parametrize(
    ("said", "source", "what"),
    [
        ("45 bulan", "45 hari", "measured"),
        ("5 hari", "5 hari kerja", "measured"),
        ("Rp45", "45 hari", "measured"),
        ("45%", "45 hari", "measured"),
        ("level 4", "indikator 4 level 3", "references"),
        ("indikator 3", "indikator 4 level 3", "references"),
        ("3 indikator", "indikator 3", "numbers"),
        ("indikator 1-10", "indikator 1-47", "references"),
        ("59 indikator", "PermenPANRB 59/2020", "numbers"),
        ("Perpres 59/2020", "PermenPANRB 59/2020", "acts"),
        ("PermenPANRB 59/2021", "PermenPANRB 59/2020", "acts"),
        ("PermenPANRB 5/2020", "PermenPANRB 59/2020", "acts"),
        ("1 Juli 2027", "1 Juli 2026", "dates"),
        ("bulan Agustus", "bulan Juli 2026", "dates"),
        ("tahun 2025", "tahun 2026", "numbers"),
        ("2,6", "26", "numbers"),
        ("1.234", "1,234", "numbers"),
        ("enam juta rupiah", "Rp6.000,00", "numbers"),
        ("ISO 27002", "ISO 27001", "numbers"),
        ("G2C", "G2G", "codes"),
        ("huruf d", "huruf a dan huruf c", "references"),
        ("dua tahap", "tahap perencanaan dan tahap pelaksanaan", "numbers"),
        ("pasal 2", "ayat (2)", "references"),
    ],
)
def test_another_thing_is_missing(said: str, source: str, what: str) -> None:
    assert what in missing(read(said), read_source(source))


def test_marks_of_a_list_are_places_and_support_no_number() -> None:
    source = read_source("(2) Hasil dicatat:\na. nama;\nb. waktu.\n3. Tambahan")
    assert {("ayat", "2"), ("huruf", "b"), ("angka", "3")} <= source.references
    assert source.numbers == frozenset()


def test_rows_of_a_table_of_levels_are_levels() -> None:
    table = "Tingkat Kriteria\n1 Belum ada.\n2 Ada 7 bidang."
    assert {("level", "1"), ("level", "2")} <= read_source(table).references
    assert ("level", "2") not in read_source("Daftar\n2 Ada 7 bidang.").references


def test_claims_are_joined_field_by_field() -> None:
    both = read("45 hari") | read("Pasal 5")
    assert both == Claims(
        numbers=frozenset({Decimal(45)}),
        measured=frozenset({(Decimal(45), "hari")}),
        references=frozenset({("pasal", "5")}),
    )


@given(st.text(max_size=200))
def test_any_text_is_read_and_states_what_itself_states(text: str) -> None:
    assert missing(read(text), read(text)) == []
