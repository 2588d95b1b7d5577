"""Follow-ups on another member of a group: a code, a row, a column, a word behind the same word."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.lookup.members import Members
from knowledge.model import Turn
from knowledge.vocabulary import Vocabulary
from tests.ingest.table_pdfs import Drawn, Sheet, write
from tests.knowledge.knowledge_base import KnowledgeBase, build

LIST = Drawn(
    [["Kode", "Unsur", "Bobot"], ["LBR-01", "Gudang benih", "30"], ["LBR-02", "Kincir air", "45"]],
    [30, 80, 30],
)
STEPS = Drawn(
    [["Tingkat", "Kriteria", "Contoh Bukti Dukung"], ["1", "Kincir dirawat bila rusak", "Nota perbaikan"],
     ["2", "Kincir dirawat terjadwal", "Kalender perawatan"], ["3", "Kincir diukur", "Grafik putaran"]],
    [25, 70, 70],
)  # fmt: skip
HARVEST = Drawn(
    [["Tanaman", "Musim Hujan", "Musim Kering"], ["Padi", "7 pikul", "4 pikul"], ["Jagung", "3 pikul", "6 pikul"]],
    [50, 40, 40],
)
GUIDE = [
    Sheet(["PEDOMAN PENILAIAN LUMBUNG", "KABUPATEN WANA ASRI", "A. Daftar Unsur", LIST]),
    Sheet(["B. Kriteria", "LBR-02 Kincir air", "Kincir berputar.", STEPS, "C. Panen", HARVEST]),
]
RULE = {
    "Pasal 2": ["Bahaya sawah dikelompokkan menjadi:",
                "a. tingkat hijau, apabila satu petak tergenang;",
                "b. tingkat jingga, apabila sepuluh petak tergenang; dan",
                "c. tingkat merah, apabila seluruh petak tergenang."],
}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("members")
    made = build(folder, facts, vocabulary, {"pergub-wana-asri-4-2031.pdf": (_rule(),)})
    made.ingest(write(folder / "pedoman-lumbung-wana-asri-2031.pdf", GUIDE))
    return made


def _rule() -> list[str]:
    lines = [
        "PERATURAN GUBERNUR WANA ASRI",
        "NOMOR 4 TAHUN 2031",
        "TENTANG",
        "BAHAYA SAWAH",
        "BAB I",
        "UMUM",
        "Pasal 1",
        "Petak adalah bagian sawah.",
    ]
    return [*lines, *(line for pasal, said in RULE.items() for line in (pasal, *said))]


@pytest.fixture(scope="module")
def asked(base: KnowledgeBase) -> Assistant:
    return base.assistant()


@pytest.fixture(scope="module")
def members(base: KnowledgeBase) -> Members:
    return Members(base.searcher())


@pytest.mark.parametrize(
    ("old", "new", "asked_then"),
    [
        ("bobot lbr-02 berapa", ["lbr-01"], "bobot lbr-01 berapa"),
        ("bahaya sawah tingkat hijau itu apa", ["merah"], "bahaya sawah tingkat merah itu apa"),
        ("panen padi musim hujan berapa", ["jagung"], "panen jagung musim hujan berapa"),
        ("panen padi musim hujan berapa", ["kering"], "panen padi musim kering berapa"),
        ("panen padi musim hujan berapa", ["gandum"], None),
        ("bobot lbr-02 berapa", ["temuan-01"], None),
        ("bobot lbr-02 berapa", [], None),
    ],
)
def test_the_other_member_stands_in_the_place_of_the_first(
    members: Members, old: str, new: list[str], asked_then: str | None
) -> None:
    assert members.swapped(old, new) == asked_then


@pytest.mark.parametrize(
    ("first", "told", "then", "said"),
    [
        ("bobot LBR-02 berapa", "45", "kalau yg LBR-01?", "Bobot: 30"),
        ("LBR-02 tingkat 2 kriterianya apa", "Kincir dirawat terjadwal", "bukti dukungnya apa?", "Kalender perawatan"),
        ("LBR-02 tingkat 2 kriterianya apa", "Kincir dirawat terjadwal", "kalau tingkat 3?", "Kincir diukur"),
        ("bahaya sawah tingkat hijau apa", "satu petak tergenang", "kalau yang jingga?", "sepuluh petak tergenang"),
    ],
)
def test_a_follow_up_is_asked_of_the_other_member(
    asked: Assistant, first: str, told: str, then: str, said: str
) -> None:
    answer = asked.answer(then, [Turn(role="user", text=first), Turn(role="bot", text=told)])
    lines = [point.text for block in answer.blocks for point in block.points]
    assert any(said in line for line in lines), lines
    assert answer.citations
