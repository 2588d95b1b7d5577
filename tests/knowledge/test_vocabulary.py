"""Abbreviations, phrases and cues."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import CatalogError
from knowledge.text import fold
from knowledge.vocabulary import Vocabulary, has, load


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmn bukdung lvl 3", "bagaimana bukti dukung level 3"),
        ("brp bobot aspk data", "berapa bobot aspek data"),
        ("kpn wawancara", "kapan interviu"),
        ("Indikator no 14", "indikator nomor 14"),
        ("permenpan 59/2020", "permenpanrb 59/2020"),
        ("BUKTI   Dukung", "bukti dukung"),
        ("indikator dua puluh satu", "indikator 21"),
        ("indikator dua belas pemdi", "indikator 12 pemdi"),
        ("pasal sebelas", "pasal 11"),
        ("indikator empat puluh", "indikator 40"),
        ("indikator satu data", "indikator satu data"),
        ("dua puluh indikator", "dua puluh indikator"),
    ],
)
def test_abbreviations_are_written_out(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    assert vocabulary.spell_out(typed) == meant


@pytest.mark.parametrize("untouched", ["nomor", "arsip-no", "jdih.go.id/no", "indonesia", "lvlx"])
def test_abbreviations_inside_words_stay(vocabulary: Vocabulary, untouched: str) -> None:
    assert vocabulary.spell_out(untouched) == untouched


@settings(deadline=None)
@given(st.text(max_size=80))
def test_spelling_out_never_fails_and_stays_folded(raw: str) -> None:
    spelled = load().spell_out(raw)
    assert spelled == fold(spelled)


def test_writing_out_a_written_out_word_changes_nothing(vocabulary: Vocabulary) -> None:
    for full in vocabulary.abbreviations.values():
        assert vocabulary.spell_out(full) == full


@pytest.mark.parametrize(
    ("sentence", "phrase", "there"),
    [
        ("bukti dukung level", "bukti dukung", True),
        ("apa itu api?", "api", True),
        ("tetapi", "api", False),
        ("banjarmasin", "banjar", False),
        ("kab. banjar", "banjar", True),
    ],
)
def test_phrases_are_whole_words(sentence: str, phrase: str, there: bool) -> None:
    assert has(sentence, phrase) is there


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("berapa bobot indikator 3", "weight"),
        ("apa itu walidata", "definition"),
        ("kapan interviu", "when"),
        ("predikat 3,6", "predicate"),
        ("data dukung indikator 3", "evidence"),
        ("rumus indeks pemdi", "formula"),
    ],
)
def test_what_is_asked_for(vocabulary: Vocabulary, question: str, kind: str) -> None:
    assert kind in vocabulary.asked(question)


def test_each_member_of_a_synonym_group_brings_the_others(vocabulary: Vocabulary) -> None:
    for group in vocabulary.synonyms:
        for phrase in group:
            partners = vocabulary.partners(fold(phrase))
            assert {other for other in group if not has(fold(phrase), other)} <= {phrase, *partners}


def test_a_malformed_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rusak.yaml"
    path.write_text("abbreviations: 3\n", encoding="utf-8")
    load.cache_clear()
    with pytest.raises(CatalogError, match=r"rusak\.yaml"):
        load(path)
