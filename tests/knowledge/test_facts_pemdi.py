"""The Pemdi half of the catalog: sound in itself, and cell by cell what the shared facts say."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from knowledge.catalog import Catalog, Conversion, Indicator, LevelFact, Topic, load
from knowledge.model import Confidence, Regime

SHARED_FACTS = Path(__file__).resolve().parents[2] / "../shared/facts"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
PROSE = ("facts_ipd.md", "facts_spbe.md", "timeline_2026.md", "documents.md")
shared = pytest.mark.shared


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.fixture(scope="module")
def pemdi(catalog: Catalog) -> tuple[Indicator, ...]:
    return catalog.indicators_of(Regime.PEMDI)


@pytest.fixture(scope="module")
def facts() -> Path:
    if not SHARED_FACTS.is_dir():
        pytest.skip("fakta acuan tidak ada di samping proyek")
    return SHARED_FACTS


@pytest.fixture(scope="module")
def indicator_rows(facts: Path) -> list[dict[str, str]]:
    with (facts / "indicators_ipd.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["set"].startswith("Pemdi-2026")]


@pytest.fixture(scope="module")
def level_rows(facts: Path) -> list[dict[str, Any]]:
    lines = (facts / "level_criteria_ipd.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def numbers(text: str) -> set[str]:
    """The numbers of a text with trailing zeros of decimals dropped, so that 1,5 equals 1,50."""
    return {re.sub(r"[.,]?0+$", "", n) if re.search(r"[.,]", n) else n for n in NUMBER.findall(text)}


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d]\w*", text.lower())


def level_text(level: LevelFact) -> str:
    return " ".join((level.criterion, *level.evidence))


def our_sentences(catalog: Catalog) -> Iterator[str]:
    for indicator in catalog.indicators_of(Regime.PEMDI):
        yield indicator.summary
        for level in indicator.levels:
            yield level.criterion
            yield from level.evidence
    for topic in catalog.topics:
        yield topic.answer
        yield from topic.points
    for stage in catalog.stages:
        yield stage.what
        yield stage.note


def topic(catalog: Catalog, topic_id: str) -> Topic:
    return next(t for t in catalog.topics if t.id == topic_id)


def conversion(catalog: Catalog, conversion_id: str) -> Conversion:
    return next(c for c in catalog.conversions if c.id == conversion_id)


def test_the_frame_of_pemdi(catalog: Catalog, pemdi: tuple[Indicator, ...]) -> None:
    assert [i.number for i in pemdi] == list(range(1, 21))
    assert [a.number for a in catalog.aspects_of(Regime.PEMDI)] == list(range(1, 8))
    assert [a.weight for a in catalog.aspects_of(Regime.PEMDI)] == [Decimal(w) for w in (10, 10, 15, 15, 10, 15, 25)]
    assert sum(i.weight for i in pemdi) == 100


def test_every_indicator_has_five_levels_with_criterion_and_evidence(pemdi: tuple[Indicator, ...]) -> None:
    for indicator in pemdi:
        assert [level.number for level in indicator.levels] == [1, 2, 3, 4, 5]
        for level in indicator.levels:
            assert level.criterion.endswith("."), f"I{indicator.number} L{level.number}"
            assert level.evidence, f"I{indicator.number} L{level.number}"
        assert indicator.summary
        assert indicator.functions
        assert indicator.aliases


def test_nothing_second_hand_is_called_certain(catalog: Catalog, pemdi: tuple[Indicator, ...]) -> None:
    levels = [level for indicator in pemdi for level in indicator.levels]
    assert all(level.evidence_confidence is not Confidence.TINGGI for level in levels)
    groups = (
        pemdi, levels, catalog.aspects, catalog.predicates, catalog.maturity, catalog.formulas, catalog.conversions,
        catalog.stages, catalog.mappings, catalog.topics,
    )  # fmt: skip
    for group in groups:
        for fact in group:
            if fact.regulation == "permenpanrb-8-2026":
                assert fact.confidence is not Confidence.TINGGI, fact


def test_no_alias_stands_for_two_indicators(pemdi: tuple[Indicator, ...]) -> None:
    seen: dict[str, int] = {}
    for indicator in pemdi:
        for alias in {alias.lower() for alias in indicator.aliases}:
            assert seen.setdefault(alias, indicator.number) == indicator.number, alias


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("1.00", "Kurang"), ("1.49", "Kurang"), ("1.50", "Cukup"), ("2.49", "Cukup"), ("2.50", "Baik"),
        ("3.49", "Baik"), ("3.50", "Sangat Baik"), ("3.99", "Sangat Baik"), ("4.00", "Memuaskan"),
        ("5.00", "Memuaskan"),
    ],
)  # fmt: skip
def test_predicates_at_their_bounds(catalog: Catalog, value: str, name: str) -> None:
    predicate = catalog.predicate(Regime.PEMDI, Decimal(value))
    assert predicate is not None
    assert predicate.name == name


def test_the_worked_examples_are_computed_right(catalog: Catalog) -> None:
    """The published scores of one region reproduce the published indices."""
    weights = [a.weight for a in catalog.aspects_of(Regime.PEMDI)]
    indices = [Decimal(x) for x in ("1.75", "1.28", "1.00", "1.17", "1.08", "1.40", "1.18")]
    whole = sum((w * i for w, i in zip(weights, indices, strict=True)), Decimal(0)) / 100
    assert round(whole, 2) == Decimal("1.24")
    by_id = {f.id: f for f in catalog.formulas}
    assert "= 1,24" in by_id["pemdi-indeks"].example
    assert "= 1,75" in by_id["pemdi-indeks-aspek"].example


@pytest.mark.parametrize(("sdi", "value"), [("25", "2.00"), ("68.75", "3.75"), ("0", "1.00"), ("100", "5.00")])
def test_sdi_converts_linearly(catalog: Catalog, sdi: str, value: str) -> None:
    outside = Decimal(sdi)
    band = next(b for b in conversion(catalog, "sdi").bands if b.lower <= outside <= b.upper)
    share = (outside - band.lower) / (band.upper - band.lower)
    assert band.to_lower + share * (band.to_upper - band.to_lower) == Decimal(value)


@pytest.mark.parametrize(
    ("conversion_id", "uppers", "indicators"),
    [
        ("sdi", "12.5 37.5 62.5 75 100", (5, 18)),
        ("ips", "1.8 2.6 3.5 4.2 5", (7,)),
        ("ikasandi", "1.5 2.5 3.5 4 5", (10, 12)),
        ("sjig", "1.5 2.5 3.5 4 5", (6,)),
    ],
)
def test_bands_of_outside_indices(
    catalog: Catalog, conversion_id: str, uppers: str, indicators: tuple[int, ...]
) -> None:
    found = conversion(catalog, conversion_id)
    assert [band.upper for band in found.bands] == [Decimal(u) for u in uppers.split()]
    assert found.indicators == indicators
    if not found.linear:
        assert [band.to_lower for band in found.bands] == [1, 2, 3, 4, 5]


def test_indicators_from_outside_indices(pemdi: tuple[Indicator, ...]) -> None:
    external = {i.number: i.external for i in pemdi if i.external}
    assert {number: e.conversion for number, e in external.items()} == {
        5: "sdi", 6: "sjig", 7: "ips", 10: "ikasandi", 11: None, 12: "ikasandi", 18: "sdi",
    }  # fmt: skip
    for number, owner in {
        5: "Bappenas",
        6: "BIG",
        7: "BPS",
        10: "BSSN",
        11: "BSSN",
        12: "BSSN",
        18: "Bappenas",
    }.items():
        assert owner in external[number].owner


def test_every_date_of_2026_says_to_confirm_it(catalog: Catalog) -> None:
    stages = [s for s in catalog.stages if s.group == "jadwal"]
    assert [s.id for s in stages] == ["mandiri", "dokumen", "revisi", "interviu", "visitasi", "penetapan"]
    for stage in stages:
        assert "eval.spbe.go.id" in stage.note
        assert stage.confidence in {Confidence.SEDANG, Confidence.RENDAH}
        assert stage.aliases


def test_a_past_or_contradicting_date_is_marked(catalog: Catalog) -> None:
    for stage in catalog.stages:
        if stage.group == "versi-lain":
            assert "jangan dipakai sebagai jadwal nasional" in stage.note
        if stage.group == "pola":
            assert "bukan jadwal 2026" in stage.note
        assert stage.start or stage.end or stage.when, stage.id


def test_the_mapping_is_marked_unofficial(catalog: Catalog) -> None:
    assert sorted(m.pemdi for m in catalog.mappings) == list(range(1, 21))
    for mapping in catalog.mappings:
        assert mapping.confidence is Confidence.TAFSIR
        assert mapping.note == "tafsir, bukan resmi"
        assert bool(mapping.partial) == bool(mapping.partial_note)


def test_topic_keywords_are_normalised(catalog: Catalog) -> None:
    for entry in catalog.topics:
        assert entry.keywords, entry.id
        for group in entry.keywords:
            assert group, entry.id
            assert all(word == word.lower().strip() for word in group), entry.id
        assert entry.answer.endswith("."), entry.id


def test_topics_state_conflicts_as_conflicts(catalog: Catalog) -> None:
    for topic_id in ("konflik-predikat-pemdi", "konflik-sertifikasi-i3", "konflik-sla-i19", "konflik-target-nasional"):
        assert "bertentangan" in topic(catalog, topic_id).answer


def test_topics_on_what_was_not_found_say_so(catalog: Catalog) -> None:
    missing = [t for t in catalog.topics if t.id.startswith("tidak-ditemukan-")]
    assert len(missing) >= 4
    assert all("tidak ditemukan" in t.answer.lower() for t in missing)


@shared
def test_indicators_match_the_shared_table(
    catalog: Catalog, pemdi: tuple[Indicator, ...], indicator_rows: list[dict[str, str]]
) -> None:
    assert len(indicator_rows) == 20
    for row, indicator in zip(indicator_rows, pemdi, strict=True):
        aspect = catalog.aspect_by_key[Regime.PEMDI, indicator.aspect]
        assert (indicator.number, indicator.name) == (int(row["no"]), row["nama_indikator"])
        assert (aspect.number, aspect.name) == (int(row["aspek_no"]), row["aspek"])
        assert (indicator.weight, aspect.weight) == (
            Decimal(row["bobot_indikator_persen"]),
            Decimal(row["bobot_aspek_persen"]),
        )
        assert len(indicator.functions) == len(row["fungsi_pelaksana_daerah_contoh"].split(";"))
        outside = row["nilai_dari_indeks_lain"] != "tidak"
        assert (indicator.external is not None) is outside, indicator.number


@shared
def test_levels_match_the_shared_table(
    catalog: Catalog, pemdi: tuple[Indicator, ...], level_rows: list[dict[str, Any]]
) -> None:
    assert len(level_rows) == 100
    predicates = [p for p in catalog.predicates if p.regime is Regime.PEMDI]
    for row in level_rows:
        where = f"I{row['no']} L{row['level']}"
        indicator = pemdi[row["no"] - 1]
        level = indicator.levels[row["level"] - 1]
        assert indicator.name == row["indikator"]
        assert level.confidence == row["keyakinan_kriteria"], where
        predicate = predicates[row["level"] - 1]
        assert (predicate.name, "/".join(predicate.aliases)) == (row["predikat"], row["alias"])
        low, high = (Decimal(n.replace(",", ".")) for n in NUMBER.findall(row["rentang_nilai"]))
        assert (predicate.lower, predicate.upper) == (low, high)
        theirs = numbers(" ".join((row["kriteria"], *row["data_dukung"])))
        assert theirs <= numbers(level_text(level)), where
        if row["data_dukung"][0].startswith("(tidak disebut"):
            assert level.evidence_confidence is Confidence.TAFSIR, where
            assert level.note, where
        else:
            assert level.evidence_confidence == row["keyakinan_data_dukung"], where
            assert len(level.evidence) >= len(row["data_dukung"]), where


@shared
def test_levels_add_no_number_of_their_own(pemdi: tuple[Indicator, ...], level_rows: list[dict[str, Any]]) -> None:
    for row in level_rows:
        level = pemdi[row["no"] - 1].levels[row["level"] - 1]
        theirs = numbers(" ".join((row["kriteria"], *row["data_dukung"])))
        assert numbers(level_text(level)) <= theirs, f"I{row['no']} L{row['level']}"


@shared
def test_the_mapping_matches_the_shared_table(catalog: Catalog, facts: Path) -> None:
    with (facts / "mapping_spbe_ke_pemdi.csv").open(encoding="utf-8", newline="") as file:
        rows = {int(row["no_pemdi"]): row for row in csv.DictReader(file)}
    for mapping in catalog.mappings:
        row = rows[mapping.pemdi]
        assert mapping.reuse == row["status_bukti"]
        assert {*mapping.spbe, *mapping.partial} == set(_expand(row["indikator_spbe_asal"])), mapping.pemdi
        assert bool(mapping.partial) == ("(" in row["indikator_spbe_asal"])
        assert len(mapping.new_evidence) == len(row["bukti_baru_utama"].split(";"))


def _expand(cell: str) -> Iterator[int]:
    for part in re.sub(r"\(.*?\)", "", cell).split(","):
        bounds = [int(n) for n in re.findall(r"\d+", part)]
        if bounds:
            yield from range(bounds[0], bounds[-1] + 1)


@shared
def test_the_schedule_matches_the_shared_table(catalog: Catalog, facts: Path) -> None:
    text = (facts / "timeline_2026.md").read_text(encoding="utf-8")
    section = text[text.index("## B.") : text.index("## C.")]
    rows = [line.split("|")[1:5] for line in section.splitlines() if re.match(r"\| \w.*\d{4}", line)]
    stages = [s for s in catalog.stages if s.group == "jadwal"]
    for row, stage in zip(rows, stages, strict=True):
        start, end, confidence = (cell.strip() for cell in row[1:])
        assert (stage.start, stage.end) == (_date(start), _date(end)), stage.id
        expected = Confidence.RENDAH if confidence.startswith("rendah") else Confidence.SEDANG
        assert stage.confidence is expected, stage.id


def _date(cell: str) -> date | None:
    if cell == "-":
        return None
    day, month, year = (int(part) for part in cell.split("-"))
    return date(year, month, day)


@shared
def test_our_sentences_are_not_copies(catalog: Catalog, facts: Path, level_rows: list[dict[str, Any]]) -> None:
    theirs = {" ".join(words(s)) for s in _their_sentences(facts, level_rows)}
    copies = [s for s in our_sentences(catalog) if len(words(s)) >= 8 and " ".join(words(s)) in theirs]
    assert not copies


def _their_sentences(facts: Path, level_rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for row in level_rows:
        yield row["kriteria"]
        yield from row["data_dukung"]
    with (facts / "indicators_ipd.csv").open(encoding="utf-8", newline="") as file:
        yield from (row["deskripsi_ringkas"] for row in csv.DictReader(file))
    for name in PROSE:
        yield from re.split(r"(?<=[.;])\s|\n|\|", (facts / name).read_text(encoding="utf-8"))
