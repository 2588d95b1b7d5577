"""Loading the catalog: what it accepts, and how precisely it says what is wrong."""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalog import Catalog, load
from knowledge.errors import CatalogError
from knowledge.model import Regime

Lists = dict[str, list[dict[str, Any]]]
SOURCE = {"source": "Uji", "confidence": "tinggi"}


def _indicator(regime: str, weight: str = "100") -> dict[str, Any]:
    return {"regime": regime, "number": 1, "name": f"Indikator {regime}", "short": f"Satu {regime}", "aspect": 1} | {
        "weight": weight, "summary": "Ringkas.", **SOURCE,
    }  # fmt: skip


def _aspect(regime: str, **more: Any) -> dict[str, Any]:
    return {"regime": regime, "number": 1, "name": "Aspek", "weight": "100", **SOURCE, **more}


def _predicates(regime: str, bounds: list[str]) -> list[dict[str, Any]]:
    return [
        {"regime": regime, "name": f"P{low}", "lower": low, "upper": high, **SOURCE} for low, high in pairwise(bounds)
    ]


BASE: Lists = {
    "regulations": [
        {"id": "lama", "kind": "PP", "number": "1", "year": 2020, "title": "Lama", "short": "PP 1/2020"}
        | {"status": "dicabut", "revoked_by": "baru", **SOURCE},
        {"id": "baru", "kind": "PP", "number": "2", "year": 2026, "title": "Baru", "short": "PP 2/2026"}
        | {"status": "berlaku", "revokes": ["lama"], **SOURCE},
    ],
    "domains": [{"number": 1, "name": "Domain", "weight": "100", **SOURCE}],
    "aspects": [_aspect("spbe", domain=1), _aspect("pemdi")],
    "indicators": [_indicator("spbe"), _indicator("pemdi")],
    "maturity": [],
    "predicates": _predicates("spbe", ["1.0", "1.8", "2.6", "5.0"]) + _predicates("pemdi", ["1.00", "1.50", "5.00"]),
    "formulas": [],
    "conversions": [
        {"id": "konversi", "index": "Indeks", "indicators": [1], "linear": False, **SOURCE}
        | {"bands": [{"lower": "0", "upper": "5", "to_lower": "1", "to_upper": "5"}]}
    ],
    "stages": [{"id": "mandiri", "group": "jadwal", "name": "Mandiri", **SOURCE}],
    "national_scores": [],
    "agency_scores": [],
    "mappings": [{"pemdi": 1, "reuse": "reuse", "spbe": [1], **SOURCE}],
    "terms": [{"term": "SPBE", "definition": "Arti.", **SOURCE}],
    "topics": [],
}


def _write(folder: Path, lists: Lists) -> Path:
    for name, rows in lists.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump({name: rows}, allow_unicode=True), encoding="utf-8")
    return folder


def _fault(folder: Path, change: Callable[[Lists], None]) -> str:
    lists = copy.deepcopy(BASE)
    change(lists)
    with pytest.raises(CatalogError) as caught:
        load(_write(folder, lists))
    return str(caught.value)


def test_loads_what_agrees(tmp_path: Path) -> None:
    catalog = load(_write(tmp_path, BASE))

    assert catalog.regulation_by_id["lama"].revoked_by == "baru"
    assert catalog.indicator_by_key[Regime.PEMDI, 1].weight == Decimal(100)
    assert catalog.aspect_by_key[Regime.SPBE, 1].domain == 1
    assert [i.name for i in catalog.indicators_of(Regime.SPBE)] == ["Indikator spbe"]
    assert catalog.indicators_of(Regime.SPBE, aspect=2) == ()
    assert [a.number for a in catalog.aspects_of(Regime.PEMDI)] == [1]


def test_the_shipped_catalog_loads() -> None:
    catalog = load()

    assert len(catalog.indicators_of(Regime.SPBE)) == 47
    assert len(catalog.indicators_of(Regime.PEMDI)) == 20
    assert all(fact.source for name in Catalog.model_fields for fact in getattr(catalog, name))


def test_lists_of_the_same_name_in_several_files_are_joined(tmp_path: Path) -> None:
    _write(tmp_path, BASE)
    more = {"terms": [{"term": "OPD", "definition": "Arti.", **SOURCE}]}
    (tmp_path / "lain.yaml").write_text(yaml.safe_dump(more), encoding="utf-8")

    assert {t.term for t in load(tmp_path).terms} == {"SPBE", "OPD"}


def test_a_fault_in_a_later_file_is_placed_in_that_file(tmp_path: Path) -> None:
    _write(tmp_path, BASE)
    (tmp_path / "zzz.yaml").write_text("terms:\n  - {term: OPD, source: Uji, confidence: tinggi}\n", encoding="utf-8")

    with pytest.raises(CatalogError, match=r"^zzz\.yaml, terms ke-1 \(OPD\): definition wajib diisi$"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            lambda x: x["terms"][0].pop("source"), "terms.yaml, terms ke-1 (SPBE): source wajib diisi", id="source"
        ),
        pytest.param(
            lambda x: x["terms"][0].update(arti="?"), "terms.yaml, terms ke-1 (SPBE): arti tidak dikenal", id="unknown"
        ),
        pytest.param(
            lambda x: x["terms"][0].update(confidence="yakin"), "terms.yaml, terms ke-1 (SPBE): confidence", id="choice"
        ),
        pytest.param(
            lambda x: x["conversions"][0]["bands"][0].pop("to_upper"),
            "conversions.yaml, conversions ke-1 (konversi): bands ke-1 to_upper wajib diisi",
            id="nested",
        ),
        pytest.param(
            lambda x: x["indicators"][0].update(weight="99.5"),
            "indicators.yaml, indicators ke-1 (Satu spbe): bobot indikator spbe berjumlah 99.5, seharusnya 100",
            id="weights",
        ),
        pytest.param(
            lambda x: x["aspects"][1].update(weight="90"),
            "indicators.yaml, indicators ke-2 (Satu pemdi): bobot indikator aspek pemdi 1 berjumlah 100, seharusnya 90",
            id="aspect-weight",
        ),
        pytest.param(
            lambda x: x["domains"][0].update(weight="90"),
            "domains.yaml, domains ke-1 (Domain): bobot domain SPBE berjumlah 90, seharusnya 100",
            id="domain-weight",
        ),
        pytest.param(
            lambda x: x["terms"][0].update(regulation="tiada"),
            "terms.yaml, terms ke-1 (SPBE): merujuk peraturan 'tiada' yang tidak ada di daftar",
            id="regulation",
        ),
        pytest.param(
            lambda x: x["regulations"][1].update(revokes=["lama", "tiada"]),
            "regulations.yaml, regulations ke-2 (baru): peraturan baru merujuk 'tiada' yang tidak ada di daftar",
            id="revokes",
        ),
        pytest.param(
            lambda x: x["regulations"][0].update(status="berlaku"),
            "regulations ke-1 (lama): peraturan lama dicabut oleh baru tetapi berstatus berlaku",
            id="status",
        ),
        pytest.param(
            lambda x: x["regulations"][1].update(revokes=[]),
            "regulations ke-1 (lama): peraturan lama dicabut oleh baru, tetapi tidak ada di revokes-nya",
            id="one-sided-revocation",
        ),
        pytest.param(
            lambda x: x["regulations"][1].update(status="diubah"),
            "regulations ke-2 (baru): peraturan baru berstatus diubah tidak cocok dengan isi amended_by",
            id="amended-by-nothing",
        ),
        pytest.param(
            lambda x: x["indicators"][0].update(aspect=9),
            "indicators ke-1 (Satu spbe): indikator spbe 1 merujuk aspek 9 yang tidak ada",
            id="aspect",
        ),
        pytest.param(
            lambda x: x["aspects"][0].update(domain=9),
            "aspects ke-1 (Aspek): aspek spbe 1 merujuk domain 9 yang tidak ada",
            id="domain",
        ),
        pytest.param(
            lambda x: x["indicators"][1].update(
                external={"index": "A", "owner": "B", "use": "C", "conversion": "tiada", **SOURCE}
            ),
            "indicators ke-2 (Satu pemdi): indikator pemdi 1 merujuk konversi 'tiada' yang tidak ada",
            id="conversion",
        ),
        pytest.param(
            lambda x: x["conversions"][0].update(indicators=[7]),
            "konversi konversi merujuk indikator Pemdi 7 yang tidak ada",
            id="conversion-indicator",
        ),
        pytest.param(
            lambda x: x["mappings"][0].update(partial=[48]),
            "mappings ke-1 (1): pemetaan Pemdi 1 merujuk indikator SPBE 48 yang tidak ada",
            id="mapping",
        ),
        pytest.param(
            lambda x: x["mappings"][0].update(partial=[1]),
            "mappings ke-1 (1): pemetaan Pemdi 1 menyebut indikator SPBE 1 dua kali",
            id="mapping-twice",
        ),
        pytest.param(
            lambda x: x["terms"].append({**x["terms"][0], "term": "spbe"}),
            "terms.yaml, terms ke-1 (SPBE) dan terms.yaml, terms ke-2 (spbe): istilah spbe tertulis dua kali",
            id="duplicate",
        ),
        pytest.param(
            lambda x: x["predicates"][1].update(lower="1.9"),
            "predicates.yaml: predikat spbe: rentang tidak bersambung (1.8 ≠ 1.9)",
            id="gap",
        ),
        pytest.param(
            lambda x: x["stages"][0].update(start="2026-09-02", end="2026-09-01"),
            "stages ke-1 (mandiri): tahap mandiri berakhir sebelum dimulai",
            id="dates",
        ),
        pytest.param(lambda x: x.pop("topics"), "katalog: daftar 'topics' tidak ada di berkas mana pun", id="no-list"),
        pytest.param(lambda x: x.update(rumus=[{}]), "rumus.yaml: daftar 'rumus' tidak dikenal", id="unknown-list"),
    ],
)
def test_says_where_and_what_is_wrong(tmp_path: Path, change: Callable[[Lists], None], expected: str) -> None:
    assert expected in _fault(tmp_path, change)


def test_says_every_fault_at_once(tmp_path: Path) -> None:
    def change(lists: Lists) -> None:
        lists["terms"][0].pop("source")
        lists["stages"][0].pop("name")

    assert len(_fault(tmp_path, change).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("terms: [", r"rusak\.yaml: bukan YAML yang sah.*line 2"),
        ("terms:\n  - term: A\n    term: B\n", r"rusak\.yaml: bukan YAML yang sah: 'term' tertulis dua kali.*line 3"),
        ("terms: {a: 1}", r"rusak\.yaml: harus berisi"),
        ("- satu", r"rusak\.yaml: harus berisi"),
        ("", r"rusak\.yaml: harus berisi"),
    ],
)
def test_bad_yaml_is_refused_with_its_file(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "rusak.yaml").write_text(text + "\n", encoding="utf-8")

    with pytest.raises(CatalogError, match=f"(?s){expected}"):
        load(tmp_path)


def test_a_field_may_override_a_merged_one(tmp_path: Path) -> None:
    lists = copy.deepcopy(BASE)
    del lists["terms"]
    _write(tmp_path, lists)
    text = "terms:\n  - &a {term: A, definition: Arti., source: Uji, confidence: tinggi}\n  - {<<: *a, term: B}\n"
    (tmp_path / "terms.yaml").write_text(text, encoding="utf-8")

    assert [t.term for t in load(tmp_path).terms] == ["A", "B"]


def test_not_utf8_is_refused_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "rusak.yaml").write_bytes(b"terms: \xff\xfe")

    with pytest.raises(CatalogError, match=r"rusak\.yaml: bukan YAML"):
        load(tmp_path)


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="Tidak ada berkas fakta"):
        load(tmp_path)


CATALOG = Catalog.model_validate(BASE)


@given(
    st.decimals(min_value=Decimal("1.0"), max_value=Decimal("5.0"), places=3),
    st.sampled_from(list(Regime)),
)
def test_every_value_of_the_scale_has_exactly_one_predicate(value: Decimal, regime: Regime) -> None:
    rows = [p for p in CATALOG.predicates if p.regime is regime]
    found = CATALOG.predicate(regime, value)

    holding = [p for p in rows if p.lower <= value < p.upper]
    assert [found] == (holding or [rows[-1]])


@given(
    st.one_of(
        st.decimals(max_value=Decimal("0.999"), allow_nan=False, allow_infinity=False),
        st.decimals(min_value=Decimal("5.001"), allow_nan=False, allow_infinity=False),
    )
)
def test_values_outside_the_scale_have_no_predicate(value: Decimal) -> None:
    assert CATALOG.predicate(Regime.SPBE, value) is None


@pytest.mark.parametrize(("value", "name"), [("1.0", "P1.0"), ("1.799", "P1.0"), ("1.8", "P1.8"), ("5.0", "P2.6")])
def test_a_bound_belongs_to_the_predicate_above_it(value: str, name: str) -> None:
    found = CATALOG.predicate(Regime.SPBE, Decimal(value))

    assert found is not None
    assert found.name == name
