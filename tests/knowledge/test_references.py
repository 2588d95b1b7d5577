"""Documents and articles named in many ways."""

from __future__ import annotations

import pytest

from knowledge.catalog import Catalog
from knowledge.references import References, article


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("permenpanrb 59 2020", "permenpanrb-59-2020"),
        ("permenpanrb nomor 59 tahun 2020", "permenpanrb-59-2020"),
        ("perpres 95/2018", "perpres-95-2018"),
        ("uu pdp", "uu-27-2022"),
        ("undang-undang pelindungan data pribadi", "uu-27-2022"),
        ("peraturan bssn 8/2024", "peraturan-bssn-8-2024"),
        ("pedoman menteri panrb 3/2024", "pedoman-menpanrb-3-2024"),
    ],
)
def test_a_known_document(facts: Catalog, text: str, wanted: str) -> None:
    assert References(facts.regulations).read(f"pasal 2 {text} isinya apa") == ((wanted,), ())


@pytest.mark.parametrize("text", ["uu cipta kerja", "uu 23 2014", "permendagri 77 2020", "perda 5 tahun 2021"])
def test_a_document_not_held_is_known_to_be_unknown(facts: Catalog, text: str) -> None:
    known, unknown = References(facts.regulations).read(f"pasal 3 {text}")
    assert known == ()
    assert len(unknown) == 1


def test_plain_talk_names_no_document(facts: Catalog) -> None:
    assert References(facts.regulations).read("bukti indikator 14 level 3 apa saja") == ((), ())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pasal 5", ("5", None)),
        ("pasal 6a ayat (2)", ("6A", "2")),
        ("pasal 5 ayat 1a", ("5", "1a")),
        ("pasal ii perpres 12 2026", ("II", None)),
        ("pasal ini", (None, None)),
        ("ayat 2 nya", (None, "2")),
        ("article 5 of the law", ("5", None)),
        ("indikator 5", (None, None)),
    ],
)
def test_an_article(text: str, wanted: tuple[str | None, str | None]) -> None:
    assert article(text) == wanted
