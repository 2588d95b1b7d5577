"""Which place a question is about."""

from __future__ import annotations

import pytest

from knowledge.deciding.places import issuers, places, ruled, said_in
from knowledge.question import Understanding


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("indeks spbe banyuwangi berapa", ["banyuwangi"]),
        ("indeks spbe kota wlingi berapa", ["wlingi"]),
        ("berapa nilai Kota Wlingi", ["wlingi"]),
        ("indeks provinsi lampung", ["provinsi lampung"]),
        ("indeks kota kami berapa", []),
        ("berapa bobot aspek kebijakan", []),
    ],
)
def test_places_are_known_by_their_kind_or_name(understanding: Understanding, asked: str, found: list[str]) -> None:
    assert [place for place in places(understanding.read(asked)) if place in found] == found
    assert bool(places(understanding.read(asked))) is bool(found)


def test_a_place_is_said_as_words_of_its_own() -> None:
    assert said_in("provinsi lampung", "indeks provinsi lampung 2,1")
    assert not said_in("provinsi lampung", "indeks kota bandar lampung 2,1")
    assert not said_in("wlingi", "wlingiraya")


def test_the_places_that_documents_are_of() -> None:
    titles = ["Perbup Gunung Wungkal 3/2025", "Laporan Gudang 2024 Kota Wlingi", "UU 27/2022 Pelindungan Data Pribadi"]
    assert issuers(titles) == {"gunung wungkal", "wlingi"}


def test_a_place_is_meant_by_its_own_rule(understanding: Understanding) -> None:
    assert ruled(understanding.read("sanksi menurut perbup wlingi apa")) == ["wlingi"]
    assert ruled(understanding.read("sanksi menurut perpres apa")) == []
