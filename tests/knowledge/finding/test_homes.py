"""Which regulation settles what is asked, and whether it is held."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.finding.homes import Homes
from knowledge.question import Understanding
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import KnowledgeBase, build

LAW = [
    [
        "PERATURAN BUPATI CONTOH", "NOMOR 7 TAHUN 2025", "TENTANG", "PENYIMPANAN KUITANSI",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA", "BUPATI CONTOH,", "Menimbang : bahwa perlu menyimpan kuitansi;",
        "MEMUTUSKAN:", "Menetapkan : PERATURAN BUPATI TENTANG PENYIMPANAN KUITANSI.",
        *(line for n in range(1, 21) for line in (f"Pasal {n}", f"Penjaga ke-{n} mencatat kuitansi di lemari {n}.")),
    ]
]  # fmt: skip
ASKED = "siapa pengendali data pribadi di kecamatan"


def homes(base: KnowledgeBase, facts: Catalog) -> Homes:
    return Homes(facts, base.index().rows)


def speaking(folder: Path, facts: Catalog, words: Vocabulary, title: str = "PENYIMPANAN KUITANSI") -> KnowledgeBase:
    """A knowledge base of one by-law of this title, one article of which speaks of personal data."""
    lines = [line.replace("PENYIMPANAN KUITANSI", title) for line in LAW[0]]
    lines[lines.index("Pasal 3") + 1] += " Camat adalah pengendali data pribadi warga."
    return build(folder, facts, words, {"perbup-7-2025.pdf": [lines]})


def test_a_subject_whose_regulation_is_not_held_names_it(
    bare: KnowledgeBase, facts: Catalog, understanding: Understanding
) -> None:
    found = homes(bare, facts).missing(understanding.read(ASKED))
    assert found is not None
    assert found.id == "uu-27-2022"


def test_what_is_only_mentioned_is_no_home(
    tmp_path: Path, facts: Catalog, vocabulary: Vocabulary, understanding: Understanding
) -> None:
    assert homes(speaking(tmp_path, facts, vocabulary), facts).missing(understanding.read(ASKED)) is not None


def test_a_document_whose_title_is_the_subject_is_as_good_as_the_regulation(
    tmp_path: Path, facts: Catalog, vocabulary: Vocabulary, understanding: Understanding
) -> None:
    made = speaking(tmp_path, facts, vocabulary, "PENGENDALI DATA PRIBADI DI KECAMATAN")
    assert homes(made, facts).missing(understanding.read(ASKED)) is None


@pytest.mark.parametrize(
    "question",
    [
        "di mana kuitansi disimpan",  # nothing listed settles it
        "siapa pengendali data pribadi menurut uu 27/2022",  # the document is named: said elsewhere
        "bukti indikator 14 level 3 pemdi",  # of Pemdi the catalog is the source
        "srikandi itu indikator spbe nomor berapa",  # so it is of which indicator is which
    ],
)
def test_no_home_is_missed_where_none_is_needed(
    bare: KnowledgeBase, facts: Catalog, understanding: Understanding, question: str
) -> None:
    assert homes(bare, facts).missing(understanding.read(question)) is None


def test_the_guideline_is_missed_for_the_levels_of_spbe(
    bare: KnowledgeBase, facts: Catalog, understanding: Understanding
) -> None:
    found = homes(bare, facts).missing(understanding.read("bukti indikator 31 level 4"))
    assert found is not None
    assert found.details == "spbe"


def test_every_subject_is_listed_for_regulations_that_people_would_look_in(facts: Catalog) -> None:
    named = [name for row in facts.regulations for name in row.subjects]
    assert len(named) > 50
    assert all(name == name.lower() for name in named)
