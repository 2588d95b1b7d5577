"""Predicates, conversions and scores, against tables written down here."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog, Conversion
from knowledge.catalog import load as load_catalog
from knowledge.lookup.context import number
from knowledge.lookup.figures import convert
from knowledge.model import Regime
from knowledge.scoring import plain
from tests.knowledge.knowledge_base import DAY, body

NAMES = ("Kurang", "Cukup", "Baik", "Sangat Baik", "Memuaskan")
LOWER = {Regime.PEMDI: (100, 150, 250, 350, 400), Regime.SPBE: (100, 180, 260, 350, 420)}
BOUNDARIES = [
    (regime, hundredths) for regime, row in LOWER.items() for low in row for hundredths in (low, low - 1, low + 1)
]
CATALOG = load_catalog()
HUNDREDTHS = st.integers(100, 500)


def expected(regime: Regime, hundredths: int) -> str:
    return NAMES[sum(hundredths >= low for low in LOWER[regime]) - 1]


def decimal(hundredths: int) -> Decimal:
    return Decimal(hundredths) / 100


@settings(deadline=None)
@given(st.sampled_from(Regime), HUNDREDTHS)
def test_every_value_has_the_predicate_of_the_table(regime: Regime, hundredths: int) -> None:
    row = CATALOG.predicate(regime, decimal(hundredths))
    assert row is not None
    assert row.name == expected(regime, hundredths)


@settings(deadline=None)
@given(st.sampled_from(Regime), st.integers(-500, 1000).filter(lambda n: not 100 <= n <= 500))
def test_no_value_beyond_the_scale_has_one(regime: Regime, hundredths: int) -> None:
    assert CATALOG.predicate(regime, decimal(hundredths)) is None


@pytest.mark.parametrize(
    ("regime", "hundredths"), [*((r, h) for r, h in BOUNDARIES if h >= 100), (Regime.PEMDI, 500), (Regime.SPBE, 500)]
)
def test_the_answer_at_every_boundary(assistant: Assistant, regime: Regime, hundredths: int) -> None:
    value = number(decimal(hundredths).quantize(Decimal("0.01")))
    answer = assistant.answer(f"predikat indeks {regime.value} {value} apa")
    assert re.search(rf"berpredikat {expected(regime, hundredths)}\b", body(answer)), body(answer)
    assert answer.citations


def test_without_a_regime_both_are_told(assistant: Assistant) -> None:
    said = body(assistant.answer("predikat nilai 4,1"))
    assert said.index("berpredikat Memuaskan") < said.index("berpredikat Sangat Baik")


@pytest.mark.parametrize("value", ["5,6", "7,25"])
def test_a_value_beyond_the_scale_is_corrected(assistant: Assistant, value: str) -> None:
    answer = assistant.answer(f"predikat indeks pemdi {value}")
    assert "1 sampai 5" in body(answer)
    assert not any(f"berpredikat {name}" in body(answer) for name in NAMES)


def conversion(name: str) -> Conversion:
    return next(c for c in CATALOG.conversions if c.id == name)


def result(row: Conversion, value: Decimal) -> Decimal:
    worked = convert(row, value)
    assert worked is not None
    return Decimal(worked[0].split()[-1].replace(",", "."))


@pytest.mark.parametrize(
    ("value", "becomes"), [("25", "2,00"), ("68,75", "3,75"), ("68.75", "3,75"), ("100", "5,00"), ("0", "1,00")]
)
def test_the_documented_examples(assistant: Assistant, value: str, becomes: str) -> None:
    answer = assistant.answer(f"indeks SDI {value} setara nilai berapa di pemdi")
    assert becomes in body(answer)
    assert answer.citations


SDI = conversion("sdi")
TEN_THOUSANDTHS = Decimal("0.0001")


@pytest.mark.parametrize("edge", [band.lower for band in SDI.bands[1:]])
def test_bands_join_without_a_step(edge: Decimal) -> None:
    assert abs(result(SDI, edge) - result(SDI, edge - TEN_THOUSANDTHS)) <= Decimal("0.01")


@settings(deadline=None)
@given(st.integers(0, 1_000_000), st.integers(0, 1_000_000))
def test_more_is_never_worth_less(one: int, other: int) -> None:
    low, high = sorted((one * TEN_THOUSANDTHS, other * TEN_THOUSANDTHS))
    assert Decimal(1) <= result(SDI, low) <= result(SDI, high) <= Decimal(5)


@settings(deadline=None)
@given(st.integers(0, 1_000_000))
def test_the_conversion_is_the_line_through_the_edges(raw: int) -> None:
    """Against plain interpolation in floating point between the documented corners."""
    value = raw * TEN_THOUSANDTHS
    corners = [(0.0, 1.0), (12.5, 1.5), (37.5, 2.5), (62.5, 3.5), (75.0, 4.0), (100.0, 5.0)]
    (x0, y0), (x1, y1) = next((a, b) for a, b in pairwise(corners) if a[0] <= float(value) <= b[0])
    line = y0 + (float(value) - x0) / (x1 - x0) * (y1 - y0)
    assert abs(float(result(SDI, value)) - line) <= 0.0051


@pytest.mark.parametrize("row", [c for c in CATALOG.conversions if not c.linear], ids=lambda c: c.id)
def test_ranges_point_to_levels(row: Conversion) -> None:
    for level, band in enumerate(row.bands, 1):
        assert result(row, band.lower) == level
    assert result(row, row.bands[-1].upper) == 5


@pytest.mark.parametrize("row", CATALOG.conversions, ids=lambda c: c.id)
def test_outside_the_scale_nothing_is_computed(row: Conversion) -> None:
    assert convert(row, row.bands[0].lower - 1) is None
    assert convert(row, row.bands[-1].upper + TEN_THOUSANDTHS) is None


def test_every_score_of_an_agency(assistant: Assistant, facts: Catalog) -> None:
    for score in facts.agency_scores:
        said = body(assistant.answer(f"indeks SPBE {score.agency} {score.year}"))
        assert f"{score.year}: {number(score.index)}, predikat {score.predicate}" in said, (score.agency, said)


@pytest.mark.parametrize("year", [2022, 2025])
def test_a_year_without_a_score_is_not_filled_in(assistant: Assistant, year: int) -> None:
    answer = assistant.answer(f"indeks SPBE Banjarmasin {year} berapa")
    assert answer.abstained
    assert "tidak ditemukan" in body(answer)
    assert not re.search(r"\d,\d\d", body(answer))


def test_a_pemdi_index_is_nobodys_yet(assistant: Assistant) -> None:
    answer = assistant.answer("berapa nilai indeks pemdi Banjarbaru")
    assert answer.abstained
    assert not re.search(r"\d,\d\d", body(answer))


def test_the_national_series(assistant: Assistant, facts: Catalog) -> None:
    for row in facts.national_scores:
        said = body(assistant.answer(f"indeks SPBE nasional {row.year} berapa"))
        assert number(row.index) in said, (row.year, said)


def test_a_predicate_by_name_is_told_for_both_regimes(assistant: Assistant) -> None:
    said = body(assistant.answer("predikat memuaskan berapa"))
    assert said.index("4,00–5,00") < said.index("4,2–5,0")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("benar predikat Baik spbe mulai 2,0?", "Tidak: bukan 2,0. Predikat Baik mulai 2,6."),
        ("apakah predikat cukup pemdi mulai 1,50?", "Ya, benar. Predikat Cukup mulai 1,50."),
        ("benar nilai spbe 3,6 itu predikat memuaskan?", "Tidak: bukan Memuaskan. Nilai 3,6 berpredikat Sangat Baik."),
        ("nilai pemdi 2,4 kurang berapa ke sangat baik?", "Sangat Baik mulai 3,50: kurang 1,1"),
        (
            "predikat spbe 4,0 apa",
            "Memuaskan mulai 4,2: kurang 0,2, tercapai bila indikator dengan jumlah bobot 20% naik satu level",
        ),
    ],
)
def test_a_claim_or_a_gap_is_judged_by_the_table(assistant: Assistant, asked: str, told: str) -> None:
    assert told in body(assistant.answer(asked))


def test_a_value_of_something_unknown_has_no_predicate_of_ours(assistant: Assistant) -> None:
    assert "berpredikat" not in body(assistant.answer("predikat apa yang diberikan untuk nilai mutu kucing 3,9?"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("nilai spbe kami 3,4 bisa dibilang sangat baik gak", "Tidak: bukan Sangat Baik. Nilai 3,4 berpredikat Baik."),
        ("nilai spbe 2,6 cukup atau baik", "Nilai 2,6 berpredikat Baik."),
        ("indeks spbe 3,49999", "Nilai 3,49999 berpredikat Baik."),
        ("kalau indeks spbe kami 5,5", "Indeks hanya berskala 1 sampai 5"),
    ],
)
def test_a_bare_index_gets_its_predicate(assistant: Assistant, asked: str, told: str) -> None:
    assert body(assistant.answer(asked)).startswith(told)


@pytest.mark.parametrize("asked", ["Predikat apa untuk nilai PKAD 3,9?", "predikat 3,9 untuk PKAD", "indeks KAMI 3,9"])
def test_a_value_of_another_index_gets_no_predicate(assistant: Assistant, asked: str) -> None:
    assert "Sangat Baik" not in body(assistant.answer(asked))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("indikator berapa saja yang mendapat nilai dari IKASANDI?", ": 10, 11, dan 12."),
        ("IPS 2,6 level berapa", "setara level 3 untuk indikator 7 Pemdi."),
        ("SDI 62 jadi nilai berapa", "setara nilai 3,48 untuk indikator 5 dan 18 Pemdi."),
    ],
)
def test_an_outside_index_leads_to_its_indicators(assistant: Assistant, asked: str, told: str) -> None:
    assert told in body(assistant.answer(asked))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("4,2 itu memuaskan bukan?", "Ya, benar. Nilai 4,2 berpredikat Memuaskan."),
        ("kurang berapa lagi dari 2,45 ke baik (spbe)", "kurang 0,15"),
        ("nilai 2,59 spbe sudah masuk baik belum", "Tidak: bukan Baik. Nilai 2,59 berpredikat Cukup."),
        ("berapa lagi biar 3,1 jadi sangat baik di spbe", "kurang 0,4"),
    ],
)
def test_a_predicate_is_known_without_the_word(assistant: Assistant, asked: str, told: str) -> None:
    assert told in body(assistant.answer(asked))


def test_every_value_of_an_outside_index_is_converted(assistant: Assistant) -> None:
    said = body(assistant.answer("SDI 37,5 dan 62,5 setara level berapa di pemdi"))
    assert "SDI) 37,5 setara nilai 2,50" in said
    assert "SDI) 62,5 setara nilai 3,50" in said


def test_one_predicate_of_both_regimes_is_compared(assistant: Assistant) -> None:
    answer = assistant.answer("bandingkan predikat baik spbe dan pemdi")
    assert len([b for b in answer.blocks if b.heading]) == 2
    assert "2,50–<3,50" in body(answer)
    assert "2,6–<3,5" in body(answer)
    assert "Memuaskan" not in body(answer)


def test_the_level_of_an_outside_value_is_asked_with_or_without_nya(assistant: Assistant) -> None:
    assert "setara level 2" in body(assistant.answer("IKASANDI 2,49 berapa levelnya"))


def _index(facts: Catalog, agency: str, year: int) -> Decimal:
    return next(s.index for s in facts.agency_scores if s.agency == agency and s.year == year)


@pytest.mark.parametrize(
    "asked",
    [
        "berapa selisih indeks banjarmasin 2023 dan 2024",
        "selisih indeks SPBE kota banjarmasin 2023 sama 2024 berapa",
        "indeks spbe kota banjarmasin 2024 naik apa turun dibanding 2023?",
    ],
)
def test_the_difference_of_two_years_is_told_exactly(assistant: Assistant, facts: Catalog, asked: str) -> None:
    before, after = (_index(facts, "Kota Banjarmasin", year) for year in (2023, 2024))
    said = body(assistant.answer(asked))
    assert f"naik {plain(after - before)}" in said
    assert f"dari {number(before)} (2023) menjadi {number(after)} (2024)" in said


@pytest.mark.parametrize("asked", ["selisih indeks spbe {} dan {} 2024", "indeks spbe {} lebih tinggi dari {} 2024?"])
def test_two_agencies_are_set_against_each_other(assistant: Assistant, facts: Catalog, asked: str) -> None:
    names = ("Kota Banjarbaru", "Kota Banjarmasin")
    low, high = (_index(facts, name, 2024) for name in names)
    said = body(assistant.answer(asked.format(*map(str.lower, names))))
    assert f"Kota Banjarmasin lebih tinggi {plain(high - low)}." in said
    assert f"{number(high)} − {number(low)} = {plain(high - low)}" in said


def test_a_domain_of_two_agencies_is_compared_by_its_own_index(assistant: Assistant, facts: Catalog) -> None:
    rows = {s.agency: s for s in facts.agency_scores if s.year == 2024}
    one, other = rows["Kota Banjarmasin"], rows["Kota Banjarbaru"]
    said = body(assistant.answer("bandingkan indeks domain layanan spbe kota banjarmasin vs kota banjarbaru 2024"))
    assert f"{number(one.services)} − {number(other.services)} = {plain(one.services - other.services)}" in said


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("3,49 dan 3,5 predikatnya apa, sama atau beda?", ["berbeda", "3,49: Baik", "3,5: Sangat Baik"]),
        ("nilai 2,7 dan 3,1 pemdi predikatnya sama?", ["Predikatnya sama", "2,7: Baik", "3,1: Baik"]),
    ],
)
def test_each_of_several_values_has_its_predicate(assistant: Assistant, asked: str, told: list[str]) -> None:
    said = body(assistant.answer(asked))
    assert all(text in said for text in told), said


@pytest.mark.parametrize("asked", ["indeks SPBE banjarmasin tahun {}", "hasil indeks spbe nasional tahun {} berapa"])
def test_last_year_is_the_year_before_today(assistant: Assistant, asked: str) -> None:
    said = assistant.answer(asked.format("lalu"))
    assert said.abstained
    assert str(DAY.year - 1) in body(said)
    assert not assistant.answer(asked.format(2024)).abstained
