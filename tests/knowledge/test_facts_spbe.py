"""The SPBE half of the facts: against the collected tables where those lie beside the project, and by itself."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge import catalog as types
from knowledge.model import Confidence, Regime, Status

SHARED = Path(__file__).resolve().parents[2] / "../shared"
DOMAIN_COLUMNS = {
    "policy": ("kebijakan", "domain_kebijakan"),
    "governance": ("tata_kelola", "domain_tata_kelola"),
    "management": ("manajemen", "domain_manajemen"),
    "services": ("layanan", "domain_layanan"),
}


def _facts(file: str, key: str, kind: type[Any]) -> list[Any]:
    data = yaml.safe_load((types.FACTS / f"{file}.yaml").read_text(encoding="utf-8"))
    return [kind.model_validate(row) for row in data[key]]


INDICATORS: list[types.Indicator] = _facts("indicators_spbe", "indicators", types.Indicator)
DOMAINS: list[types.Domain] = _facts("structure_spbe", "domains", types.Domain)
ASPECTS: list[types.Aspect] = _facts("structure_spbe", "aspects", types.Aspect)
PREDICATES: list[types.Predicate] = _facts("structure_spbe", "predicates", types.Predicate)
MATURITY: list[types.Maturity] = _facts("structure_spbe", "maturity", types.Maturity)
FORMULAS: list[types.Formula] = _facts("structure_spbe", "formulas", types.Formula)
REGULATIONS: dict[str, types.Regulation] = {r.id: r for r in _facts("regulations", "regulations", types.Regulation)}
NATIONAL: list[types.NationalScore] = _facts("scores", "national_scores", types.NationalScore)
AGENCIES: list[types.AgencyScore] = _facts("scores", "agency_scores", types.AgencyScore)
TERMS: list[types.Term] = _facts("glossary", "terms", types.Term)


def _predicate(value: Decimal) -> str:
    rows = sorted(PREDICATES, key=lambda p: p.lower)
    return next(p.name for p in rows if p.lower <= value < p.upper or (p is rows[-1] and value == p.upper))


@pytest.fixture
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("tabel fakta dan PDF tidak ada di samping proyek")
    return SHARED


def _rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "facts" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.shared
def test_indicators_are_those_of_the_table(shared: Path) -> None:
    rows = _rows(shared, "indicators_spbe.csv")
    aspects = {a.number: a for a in ASPECTS}
    domains = {d.number: d for d in DOMAINS}

    assert [i.number for i in INDICATORS] == [int(row["no"]) for row in rows]
    for indicator, row in zip(INDICATORS, rows, strict=True):
        aspect = aspects[indicator.aspect]
        assert aspect.domain is not None
        domain = domains[aspect.domain]
        assert indicator.name == row["nama_indikator"]
        assert indicator.weight == Decimal(row["bobot_indikator_persen"])
        assert f"kapabilitas {indicator.capability}" == row["jenis_kapabilitas"]
        assert (aspect.number, aspect.name) == (int(row["aspek_no"]), row["aspek"])
        assert aspect.weight == Decimal(row["bobot_aspek_persen"])
        assert (domain.number, domain.name) == (int(row["domain_no"]), row["domain"])
        assert domain.weight == Decimal(row["bobot_domain_persen"])
        assert row["nama_di_pedoman_3_2024"] in indicator.name_note
        assert row["halaman_permen_59_2020"] in indicator.source
        assert row["halaman_pedoman_3_2024"] in indicator.source


@pytest.mark.shared
def test_maturity_levels_are_named_as_in_the_table(shared: Path) -> None:
    text = (shared / "facts" / "level_criteria_spbe.jsonl").read_text(encoding="utf-8")
    for indicator in INDICATORS:
        names = re.findall(rf'"no": {indicator.number}, .*?"level": (\d), "nama_level": "([^"]+)"', text)
        assert {(m.number, m.name) for m in MATURITY if m.scale == indicator.capability} == {
            (int(number), name) for number, name in names
        }


@pytest.mark.shared
def test_predicates_are_those_of_the_facts(shared: Path) -> None:
    text = (shared / "facts" / "facts_spbe.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("Predikat (Tabel 13)"))
    found = {
        name: Decimal(low.replace(",", ".")) for low, name in re.findall(r"(\d,\d)-<?\d,\d ([A-Z][a-zA-Z ]+)", line)
    }

    assert {p.name: p.lower for p in PREDICATES if p.name != "Kurang"} == {k.strip(): v for k, v in found.items()}
    assert "<1,8 Kurang" in line


@pytest.mark.shared
def test_national_scores_are_those_of_the_table(shared: Path) -> None:
    rows = _rows(shared, "spbe_nasional_2018_2024.csv")

    assert [s.year for s in NATIONAL] == [int(row["tahun"]) for row in rows]
    for score, row in zip(NATIONAL, rows, strict=True):
        assert score.index == Decimal(row["indeks_nasional"])
        for field, (column, _) in DOMAIN_COLUMNS.items():
            assert getattr(score, field) == (Decimal(row[column]) if row[column] else None)


@pytest.mark.shared
def test_agency_scores_are_those_of_the_table(shared: Path) -> None:
    rows = _rows(shared, "spbe_kalsel_2023_2024.csv")

    assert [(s.year, s.agency) for s in AGENCIES] == [(int(row["tahun"]), row["instansi"]) for row in rows]
    for score, row in zip(AGENCIES, rows, strict=True):
        assert (score.index, score.predicate) == (Decimal(row["indeks_spbe"]), row["predikat"])
        for field, (_, column) in DOMAIN_COLUMNS.items():
            assert getattr(score, field) == Decimal(row[column])


@pytest.mark.shared
def test_hashes_are_those_of_the_pdfs(shared: Path) -> None:
    by_hash = {digest: r.id for r in REGULATIONS.values() for digest in r.sha256}
    files = {hashlib.sha256(p.read_bytes()).hexdigest(): p.stem for p in (shared / "pdfs").glob("*.pdf")}

    assert set(by_hash) <= set(files)
    assert all(files[digest].startswith(id_) for digest, id_ in by_hash.items())
    assert {stem for digest, stem in files.items() if digest not in by_hash} == {
        stem for stem in files.values() if stem.startswith(("uji-pindai-", "laporan-evaluasi-"))
    }


@pytest.mark.shared
def test_every_listed_document_has_an_entry(shared: Path) -> None:
    text = (shared / "facts" / "documents.md").read_text(encoding="utf-8")
    known = {(r.number, r.year) for r in REGULATIONS.values()}
    named = [line.split("|")[2] for line in text.splitlines() if line.startswith("| ")]

    pairs = {(number, int(year)) for cell in named for number, year in re.findall(r"(\d+)/(\d{4})", cell)}
    assert pairs
    assert pairs <= known


def test_weights_add_up() -> None:
    assert len(INDICATORS) == 47
    assert sum(i.weight for i in INDICATORS) == 100
    for aspect in ASPECTS:
        assert sum(i.weight for i in INDICATORS if i.aspect == aspect.number) == aspect.weight
    for domain in DOMAINS:
        assert sum(a.weight for a in ASPECTS if a.domain == domain.number) == domain.weight


def test_services_are_judged_by_the_scale_of_services() -> None:
    assert {i.number for i in INDICATORS if i.capability == "layanan"} == set(range(32, 48))
    assert {(m.scale, m.number) for m in MATURITY} == {(s, n) for s in ("proses", "layanan") for n in range(1, 6)}


def test_an_alias_names_one_indicator() -> None:
    owners = defaultdict(set)
    for indicator in INDICATORS:
        for alias in (indicator.name, indicator.short, *indicator.aliases):
            owners[alias.casefold()].add(indicator.number)

    assert {alias: numbers for alias, numbers in owners.items() if len(numbers) > 1} == {}


@pytest.mark.parametrize(
    ("alias", "number"),
    [
        ("kebijakan arsitektur", 1), ("arsitektur", 11), ("kebijakan peta rencana", 2), ("peta rencana", 12),
        ("kebijakan pusat data", 5), ("pusat data", 16), ("kebijakan SPLP", 7), ("SPLP", 18),
        ("manrisk", 21), ("audit aplikasi", 30), ("BMD", 38), ("JDIH", 44),
    ],
)  # fmt: skip
def test_policy_and_practice_have_aliases_of_their_own(alias: str, number: int) -> None:
    assert [i.number for i in INDICATORS if alias in i.aliases] == [number]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("1.0", "Kurang"), ("1.79", "Kurang"), ("1.8", "Cukup"), ("2.6", "Baik"), ("3.49", "Baik"),
        ("3.5", "Sangat Baik"), ("4.19", "Sangat Baik"), ("4.2", "Memuaskan"), ("5.0", "Memuaskan"),
    ],
)  # fmt: skip
def test_predicate_thresholds(value: str, name: str) -> None:
    assert _predicate(Decimal(value)) == name


def test_published_predicates_and_indices_follow_from_the_rules() -> None:
    weight = {d.number: d.weight for d in DOMAINS}
    for score in AGENCIES:
        parts = (score.policy, score.governance, score.management, score.services)
        computed = sum((part * weight[n] for n, part in enumerate(parts, 1)), Decimal(0)) / 100
        assert abs(computed - score.index) <= Decimal("0.011"), score.agency
        assert _predicate(score.index) == score.predicate
    assert sorted({s.year for s in AGENCIES}) == [2023, 2024]
    assert len({s.agency for s in AGENCIES}) == 14
    assert len(AGENCIES) == 28


def test_an_alias_names_one_agency() -> None:
    owners = defaultdict(set)
    for score in AGENCIES:
        for alias in (score.agency, *score.aliases):
            owners[alias.casefold()].add(score.agency)

    assert {alias: names for alias, names in owners.items() if len(names) > 1} == {}


def test_worked_examples_are_right() -> None:
    def mean(values: str, weights: str) -> Decimal:
        pairs = zip(map(Decimal, values.split()), map(Decimal, weights.split()), strict=True)
        return sum((v * w for v, w in pairs), Decimal(0)) / sum(map(Decimal, weights.split()), Decimal(0))

    results = {
        "spbe-indeks-aspek": mean("3 4 3 2", "2.5 2.5 2.5 2.5"),
        "spbe-indeks-domain": mean("3 4 3", "10 10 5"),
        "spbe-indeks": mean("3.70 3.40 3.00 3.20", "13 25 16.5 45.5"),
    }
    assert {f.id for f in FORMULAS} == set(results)
    for formula in FORMULAS:
        assert f"{results[formula.id]:.2f}".replace(".", ",") in formula.example.rpartition("=")[2]
        for product in re.findall(r"(\d+,\d+) ÷ (\d+,?\d*) = (\d+,\d+)", formula.example):
            above, below, result = (Decimal(x.replace(",", ".")) for x in product)
            assert round(above / below, 2) == result


def test_who_revoked_whom() -> None:
    old = REGULATIONS["permenpanrb-59-2020"]

    assert (old.status, old.revoked_by) == (Status.DICABUT, "permenpanrb-8-2026")
    assert REGULATIONS["permenpanrb-8-2026"].status is Status.BERLAKU
    assert REGULATIONS["permenpanrb-8-2026"].confidence is Confidence.SEDANG
    assert REGULATIONS["permenpanrb-5-2018"].revoked_by == "permenpanrb-59-2020"
    assert REGULATIONS["pedoman-menpanrb-6-2023"].revoked_by == "pedoman-menpanrb-3-2024"
    assert REGULATIONS["pedoman-menpanrb-3-2024"].status is Status.BELUM_PASTI
    assert REGULATIONS["uu-11-2008"].status is Status.DIUBAH
    assert REGULATIONS["uu-11-2008"].amended_by == ("uu-19-2016", "uu-1-2024")


def test_official_pages_are_known_sites_without_invented_paths() -> None:
    pages = {r.official_page for r in REGULATIONS.values()}

    assert pages <= {
        f"https://{site}" for site in ("jdih.menpan.go.id", "jdih.setneg.go.id", "jdih.bssn.go.id", "peraturan.go.id")
    }


def test_dates_of_a_regulation_are_in_order() -> None:
    for r in REGULATIONS.values():
        dates = [day for day in (r.enacted, r.promulgated, r.effective_from) if day]
        assert dates == sorted(dates), r.id
        assert all(day.year == r.year for day in dates[:1]), r.id


def test_glossary_is_large_enough_and_unambiguous() -> None:
    owners = defaultdict(set)
    for term in TERMS:
        for name in (term.term, *term.aliases):
            owners[name.casefold()].add(term.term)

    assert len(TERMS) >= 100
    assert {name: terms for name, terms in owners.items() if len(terms) > 1} == {}
    assert {"spbe", "pemdi", "ipd", "opd", "walidata", "ikasandi", "csirt", "dpo", "splp", "latik", "sla"} <= set(
        owners
    )


def test_general_explanations_are_marked_as_such() -> None:
    for term in TERMS:
        if term.source == "Penjelasan umum":
            assert (term.confidence, term.regulation) == (Confidence.TAFSIR, None), term.term
        else:
            assert term.regulation is None or term.regulation in REGULATIONS, term.term


def test_no_term_or_indicator_of_the_other_regime_is_mislabelled() -> None:
    assert {i.regime for i in INDICATORS} == {Regime.SPBE}
    for term in TERMS:
        if term.regulation == "permenpanrb-8-2026":
            assert term.regime is Regime.PEMDI, term.term
