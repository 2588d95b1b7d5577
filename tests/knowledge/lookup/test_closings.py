"""Who signed a document, and which articles of it state a sanction: read in the document, not in the catalog."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import Pages, body, build

ACT: Pages = (
    (
        "PERATURAN PRESIDEN REPUBLIK INDONESIA",
        "NOMOR 71 TAHUN 2026",
        "TENTANG",
        "PENJAGAAN MENARA KAYU",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA",
        "PRESIDEN REPUBLIK INDONESIA,",
        "Menimbang : bahwa menara kayu perlu dijaga;",
        "MEMUTUSKAN:",
        "Menetapkan : PERATURAN PRESIDEN TENTANG PENJAGAAN MENARA KAYU.",
        "BAB I",
        "PENJAGAAN",
        "Pasal 1",
        "(1) Setiap orang dilarang memanjat menara kayu pada malam hari.",
        "(2) Setiap orang dilarang membawa lentera ke dalam menara kayu.",
        "Pasal 2",
        "Penjaga menara mencatat semua tamu dalam buku hijau.",
        "BAB II",
        "SANKSI",
        "Pasal 3",
        "Penjaga yang tidak mencatat tamu dikenai sanksi administratif berupa:",
        "a. teguran lisan; dan",
        "b. pemberhentian dari tugas jaga.",
        "Pasal 4",
        "(1) Setiap orang yang memenuhi unsur Pasal 1 ayat (1)",
        "dipidana dengan pidana penjara paling lama 3 (tiga) bulan.",
        "(2) Setiap orang yang memenuhi unsur Pasal 1 ayat (2)",
        "dipidana dengan pidana denda paling banyak 40 (empat puluh) dinar.",
    ),
    (
        "- 2 -",
        "Pasal 5",
        "Setiap orang yang merobohkan menara dipidana dengan pidana penjara paling lama 8 (delapan) tahun.",
        "Pasal 6",
        "Peraturan Presiden ini mulai berlaku pada tanggal diundangkan.",
        "Agar setiap orang mengetahuinya, memerintahkan pengundangan Peraturan Presiden ini.",
        "Ditetapkan di Kotajati",
        "pada tanggal 12 Maret 2026",
        "PRESIDEN REPUBLIK INDONESIA,",
        "ttd",
        "RADEN CONTOH",
        "Diundangkan di Kotajati",
        "pada tanggal 14 Maret 2026",
        "MENTERI SEKRETARIS NEGARA,",
        "ttd.",
        "LEMBARAN NEGARA REPUBLIK INDONESIA TAHUN 2026 NOMOR 900",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def act(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> Assistant:
    return build(tmp_path_factory.mktemp("act"), facts, vocabulary, {"perpres-71-2026.pdf": ACT}).assistant()


@pytest.mark.parametrize(
    "asked",
    [
        "siapa yang menandatangani Perpres 71/2026?",
        "perpres 71 tahun 2026 ditandatangani siapa",
        "siapa presiden yg menetapkan perpres 71/2026",
        "who signed perpres 71/2026?",
    ],
)
def test_the_signer_is_quoted(act: Assistant, asked: str) -> None:
    answer = act.answer(asked)
    assert "RADEN CONTOH" in body(answer)
    assert "LEMBARAN NEGARA" not in body(answer)
    assert answer.citations[0].page_from == 2


def test_a_name_that_does_not_stand_there_is_said_not_to(act: Assistant) -> None:
    said = body(act.answer("siapa yang mengundangkan perpres 71/2026?"))
    assert "MENTERI SEKRETARIS NEGARA" in said
    assert "RADEN CONTOH" not in said
    assert "tidak tercantum" in said


def test_the_signer_of_a_document_that_is_not_held_is_not_made_up(act: Assistant) -> None:
    answer = act.answer("siapa yang menandatangani permenpanrb 5/2020?")
    assert answer.abstained
    assert "PermenPANRB 5/2020 tidak ditemukan" in body(answer)


def test_who_signs_something_else_is_no_question_of_the_signer(act: Assistant) -> None:
    assert "RADEN CONTOH" not in body(act.answer("siapa yang menandatangani buku hijau menurut perpres 71/2026"))


def test_every_article_with_a_sanction_is_named(act: Assistant) -> None:
    said = body(act.answer("sanksi dalam perpres 71/2026 apa saja?"))
    assert "Pasal 3, 4, dan 5" in said
    assert "b. pemberhentian dari tugas jaga." in said


@pytest.mark.parametrize(
    ("asked", "told", "other"),
    [
        ("sanksi pidana perpres 71/2026", "Pasal 4 dan 5", "teguran lisan"),
        ("sanksi administratif perpres 71/2026", "Pasal 3", "penjara"),
    ],
)
def test_only_the_kind_of_sanction_asked_for(act: Assistant, asked: str, told: str, other: str) -> None:
    said = body(act.answer(asked))
    assert told in said
    assert other not in said


def test_the_deed_may_stand_in_the_article_referred_to(act: Assistant) -> None:
    answer = act.answer("hukuman membawa lentera menurut perpres 71/2026")
    assert answer.blocks[1].lead.startswith("Pasal 4")


def test_a_title_names_its_document(act: Assistant) -> None:
    answer = act.answer("apa sanksi merobohkan menara kayu?")
    assert answer.blocks[1].lead.startswith("Pasal 5")


def test_the_date_of_a_document_that_the_catalog_does_not_list_is_read_in_it(act: Assistant) -> None:
    assert "12 Maret 2026" in body(act.answer("kapan perpres 71/2026 ditetapkan?"))
    assert "14 Maret 2026" in body(act.answer("tanggal berapa perpres 71/2026 diundangkan?"))


def test_the_amount_asked_for_stands_first(act: Assistant) -> None:
    answer = act.answer("denda maksimal perpres 71/2026")
    assert answer.blocks[1].lead.startswith("Pasal 4")
    assert "40 (empat puluh) dinar" in answer.blocks[1].points[0].text
