"""Sanctions of a document: which of them stand first."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.model import Answer
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import build

RULE = (
    "PERATURAN DAERAH WANA ASRI", "NOMOR 6 TAHUN 2031", "TENTANG", "PENJAGAAN BENDUNGAN", "BAB I", "UMUM",
    "Pasal 1", "Setiap orang dilarang membuka pintu air tanpa izin juru kunci.",
    "Pasal 2",
    "(1) Pelanggaran terhadap ketentuan Pasal 1 dikenai sanksi administratif.",
    "(2) Sanksi administratif sebagaimana dimaksud pada ayat (1) berupa:",
    "a. teguran juru kunci;", "b. pencabutan izin; dan", "c. denda administratif.",
    "(3) Denda administratif sebagaimana dimaksud pada ayat (2) huruf c paling banyak Rp4.000.000,00.",
)  # fmt: skip


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
