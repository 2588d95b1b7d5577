"""Sanctions of a document: which of them stand first, and which article punishes what another one forbids."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.lookup.sanctions import names, places
from knowledge.model import Answer
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import build

RULE = (
    "PERATURAN DAERAH WANA ASRI", "NOMOR 6 TAHUN 2031", "TENTANG", "PENJAGAAN BENDUNGAN",
    "Menimbang : bahwa bendungan perlu dijaga;", "MEMUTUSKAN:",
    "Menetapkan : PERATURAN DAERAH TENTANG PENJAGAAN BENDUNGAN.", "BAB I", "UMUM",
    "Pasal 1", "Setiap orang dilarang membuka pintu air tanpa izin juru kunci.",
    "Pasal 2",
    "(1) Pelanggaran terhadap ketentuan Pasal 1 dikenai sanksi administratif.",
    "(2) Sanksi administratif sebagaimana dimaksud pada ayat (1) berupa:",
    "a. teguran juru kunci;", "b. pencabutan izin; dan", "c. denda administratif.",
    "(3) Denda administratif sebagaimana dimaksud pada ayat (2) huruf c paling banyak Rp4.000.000,00.",
    "Pasal 3", "Setiap orang wajib menutup pagar bendungan.",
    "Pasal 4", "Peraturan Daerah ini mulai berlaku pada tanggal diundangkan.",
)  # fmt: skip

ACT = (
    "UNDANG-UNDANG REPUBLIK INDONESIA", "NOMOR 7 TAHUN 2031", "TENTANG", "PENJAGAAN BENDUNGAN",
    "DENGAN RAHMAT TUHAN YANG MAHA ESA", "PRESIDEN REPUBLIK INDONESIA,", "Menimbang : bahwa bendungan perlu dijaga;",
    "MEMUTUSKAN:", "Menetapkan : UNDANG-UNDANG TENTANG PENJAGAAN BENDUNGAN.", "BAB I", "UMUM",
    "Pasal 1", "Bendungan adalah penahan air sungai.", "Pasal 2",
    "(1) Setiap orang dilarang membuka pintu air tanpa izin juru kunci.",
    "(2) Setiap orang dilarang menjala ikan di kolam pemijahan.",
    "(3) Setiap orang dilarang menebang bambu di tebing bendungan.",
    "Pasal 3", "Setiap orang wajib menutup pagar.",
    "Pasal 4",
    "(1) Setiap orang yang melanggar Pasal 2 ayat (1) dipidana dengan denda paling banyak Rp3.000.000,00.",
    "(2) Setiap orang yang melanggar Pasal 2 ayat (2) dipidana dengan denda paling banyak Rp4.000.000,00.",
    "(3) Setiap orang yang melanggar Pasal 2 ayat (3) dipidana dengan denda paling banyak Rp5.000.000,00.",
)  # fmt: skip


@pytest.fixture(scope="module")
def act(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> Assistant:
    folder = tmp_path_factory.mktemp("act")
    return build(folder, facts, vocabulary, {"uu-7-2031-bendungan.pdf": (ACT,)}).assistant()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> Assistant:
    folder = tmp_path_factory.mktemp("sanctions")
    return build(folder, facts, vocabulary, {"perda-wana-asri-6-2031-bendungan.pdf": (RULE,)}).assistant()


def _lines(answer: Answer) -> list[str]:
    return [point.text for block in answer.blocks for point in block.points]


def test_the_kinds_of_sanction_stand_first_where_no_deed_is_named(asked: Assistant) -> None:
    lines = _lines(asked.answer("bentuk sanksi administratif apa saja menurut perda wana asri 6/2031"))
    assert lines[0].endswith("berupa:")
    assert any("pencabutan izin" in line for line in lines[1:4])


def test_the_amount_stands_first_where_a_fine_is_asked_for(asked: Assistant) -> None:
    lines = _lines(asked.answer("denda administratif perda wana asri 6/2031 maksimal berapa"))
    assert "Rp4.000.000,00" in lines[0]


@pytest.mark.parametrize(
    ("question", "amount", "deed"),
    [
        ("denda menebang bambu di tebing menurut uu 7/2031", "5.000.000", "menebang bambu"),
        ("sanksi menjala ikan di kolam pemijahan menurut uu 7/2031", "4.000.000", "menjala ikan"),
        ("sanksi pasal 2 ayat 2 uu 7/2031", "4.000.000", "menjala ikan"),
        ("ancaman hukuman pasal 2 ayat (3) uu 7/2031 apa", "5.000.000", "menebang bambu"),
    ],
)
def test_the_punishment_of_the_deed_asked_for_stands_first_and_then_the_deed(
    act: Assistant, question: str, amount: str, deed: str
) -> None:
    lines = _lines(act.answer(question))
    assert amount in lines[0]
    assert any(deed in line for line in lines)


def test_an_article_that_no_sanction_names_is_shown_as_such(act: Assistant) -> None:
    answer = act.answer("sanksi pasal 3 uu 7/2031")
    assert "Tidak ditemukan pasal" in answer.blocks[0].lead
    assert _lines(answer) == ["Setiap orang wajib menutup pagar."]


def test_an_article_that_states_its_sanctions_is_shown_itself(act: Assistant) -> None:
    lines = _lines(act.answer("sanksi pasal 4 ayat 1 uu 7/2031"))
    assert len(lines) == 1
    assert "3.000.000" in lines[0]


def test_the_articles_a_text_names() -> None:
    text = "dalam Pasal 27 ayat (1), ayat (2), atau ayat (4), Pasal 29, dan Pasal 31 sampai dengan Pasal 34 dipidana"
    assert places(text) == [("27", "27", ("1", "2", "4")), ("29", "29", ()), ("31", "34", ())]
    assert names(text, "27", "4")
    assert not names(text, "27", "3")
    assert names(text, "33", "2")
    assert not names(text, "30", None)
