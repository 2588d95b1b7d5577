"""Documents and articles named in many ways."""

from __future__ import annotations

import pytest

from knowledge.catalog import Catalog
from knowledge.model import Document
from knowledge.question.references import References, article


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


def held(*ids: str) -> list[Document]:
    return [Document(id=i, file=f"{i}.pdf", sha256=i, title=i, label=i, kind="Peraturan", pages=1) for i in ids]


LOCAL = held(
    "perda-kota-banjarbaru-3-2021",
    "perda-kabupaten-banjar-3-2021",
    "perwali-kota-banjarbaru-12-2022",
    "pergub-provinsi-kalimantan-selatan-7-2023",
    "permendagri-77-2020",
    "peraturan-bkn-2-2023",
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("perda kota banjarbaru nomor 3 tahun 2021", "perda-kota-banjarbaru-3-2021"),
        ("peraturan daerah kabupaten banjar no. 3 tahun 2021", "perda-kabupaten-banjar-3-2021"),
        ("perwali 12/2022", "perwali-kota-banjarbaru-12-2022"),
        ("peraturan wali kota banjarbaru nomor 12 tahun 2022", "perwali-kota-banjarbaru-12-2022"),
        ("pergub kalimantan selatan nomor 7 tahun 2023", "pergub-provinsi-kalimantan-selatan-7-2023"),
        ("pergub 7 2023", "pergub-provinsi-kalimantan-selatan-7-2023"),
        ("permendagri 77/2020", "permendagri-77-2020"),
        ("peraturan menteri dalam negeri nomor 77 tahun 2020", "permendagri-77-2020"),
        ("permendagri 77", "permendagri-77-2020"),
        ("peraturan bkn 2/2023", "peraturan-bkn-2-2023"),
    ],
)
def test_a_document_that_only_the_knowledge_base_knows(facts: Catalog, text: str, wanted: str) -> None:
    assert References(facts.regulations, LOCAL).read(f"apa isi {text}?") == ((wanted,), ())


@pytest.mark.parametrize("text", ["perda kota banjarmasin nomor 3 tahun 2021", "permendagri 77 2021", "perbup 12/2022"])
def test_a_like_document_of_another_region_year_or_kind_is_not_meant(facts: Catalog, text: str) -> None:
    assert References(facts.regulations, LOCAL).read(text) == ((), (text,))


@pytest.mark.parametrize("text", ["uu cipta kerja", "uu 23 2014", "permendagri 77 2020", "perda 5 tahun 2021"])
def test_a_document_not_held_is_known_to_be_unknown(facts: Catalog, text: str) -> None:
    known, unknown = References(facts.regulations).read(f"pasal 3 {text}")
    assert known == ()
    assert len(unknown) == 1


@pytest.mark.parametrize("text", ["bukti indikator 14 level 3 apa saja", "peraturan menteri itu memuat 5 hal"])
def test_plain_talk_names_no_document(facts: Catalog, text: str) -> None:
    assert References(facts.regulations).read(text) == ((), ())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pasal 5", ("5", None)),
        ("pasal 6a ayat (2)", ("6A", "2")),
        ("pasal 5 ayat 1a", ("5", "1a")),
        ("pasal ii perpres 12 2026", ("II", None)),
        ("pasal ini", (None, None)),
        ("ayat 2 nya", (None, "2")),
        ("pasal5(2)", ("5", "2")),
        ("pasal 5(2)", ("5", "2")),
        ("pasal. 5 ayat. 2", ("5", "2")),
        ("pasal ke-5, ayat ke-2", ("5", "2")),
        ("ayat (2) pasal 5", ("5", "2")),
        ("pasal 5 tahun 2020", ("5", None)),
        ("article 5 of the law", ("5", None)),
        ("indikator 5", (None, None)),
    ],
)
def test_an_article(text: str, wanted: tuple[str | None, str | None]) -> None:
    assert article(text) == wanted
