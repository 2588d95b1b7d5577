"""The kinds of thing that questions ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import CatalogError
from knowledge.kinds import asked, asks_procedure, load, sought
from knowledge.vocabulary import load as load_vocabulary


def test_every_kind_compiles_and_names_what_is_missing() -> None:
    for kind in load().values():
        assert kind.asks.pattern
        assert "{number}" not in kind.holds.pattern
        assert not kind.missing or kind.missing.islower()


def test_what_is_asked_for_is_held_by_its_evidence() -> None:
    (duration,) = [kind for kind in asked("berapa lama gudang diperiksa") if kind.missing]
    assert duration.missing == "lamanya"
    assert duration.holds.search("gudang diperiksa 3 (tiga) hari")
    assert not duration.holds.search("gudang diperiksa petugas")


def test_only_some_kinds_are_quoted_before_others() -> None:
    assert any(pattern.search("dikenai denda") for pattern in sought("dendanya apa"))
    assert not sought("alamat laman gudang")


def test_steps_are_asked_for_by_any_of_their_names() -> None:
    assert asks_procedure("tata cara pemeriksaan gudang")
    assert asks_procedure("tahapannya apa")
    assert not asks_procedure("siapa juru kunci gudang")
    assert {"langkah", "prosedur"} <= load()["procedure"].words


def test_a_malformed_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rusak.yaml"
    path.write_text("share: 3\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"rusak\.yaml"):
        load(path)


def test_an_amount_is_asked_for_in_english_too() -> None:
    spelled = load_vocabulary().translated("what is the late delivery fee of the warehouse?")
    assert "besarnya" in {kind.missing for kind in asked(spelled)}
    assert "besarnya" not in {kind.missing for kind in asked("apa itu biaya gudang")}


def test_whether_a_number_is_something_asks_for_no_number() -> None:
    assert kinds_of("no hp kepala dinas") - kinds_of("no hp itu data pribadi bukan")


def kinds_of(question: str) -> set[str]:
    return {kind.missing for kind in asked(question)}
