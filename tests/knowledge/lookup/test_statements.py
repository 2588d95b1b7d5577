"""What documents state of somebody: tasks, rights, duties and requirements, and what something is made up of."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.model import Answer
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import build

RIGHTS = [line for n, deed in enumerate(("mencicipi madu", "menamai ratu", "melihat sarang", "membawa lilin"), 3)
          for line in (f"Pasal {n}", f"Pemilik Sarang berhak {deed} setiap pagi.")]  # fmt: skip
RULE = (
    (
        "UNDANG-UNDANG REPUBLIK INDONESIA", "NOMOR 9 TAHUN 2031", "TENTANG", "PEMELIHARAAN LEBAH",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA", "PRESIDEN REPUBLIK INDONESIA,", "Menimbang : bahwa lebah perlu dijaga;",
        "MEMUTUSKAN:", "Menetapkan : UNDANG-UNDANG TENTANG PEMELIHARAAN LEBAH.", "BAB I", "UMUM",
        "Pasal 1", "Sarang adalah rumah lebah.",
        "Pasal 2", "Mantri lebah ditunjuk oleh kepala dinas dan menjalankan tugas lain dalam pemeliharaan lebah.",
        *RIGHTS,
    ),
    (
        "Pasal 7",
        "(1) Mantri lebah dan Juru Madu mempunyai tugas:",
        "a. menghitung sarang; dan",
        "b. mencatat panen madu.",
        "(2) Mantri lebah harus memiliki kompetensi yang terdiri atas:",
        "a. ijazah pertanian; dan",
        "b. pengalaman dua tahun.",
        "Pasal 8", "Dasar pemindahan sarang meliputi:", "a. izin pemilik; dan", "b. cuaca buruk.",
        "Pasal 9", "Pemindahan sarang meliputi:", "a. sarang kayu; dan", "b. sarang bambu.",
        "Pasal 10", "(1) Dewan Lebah dipimpin kepala dinas.",
        "(2) Dewan Lebah bermusyawarah mengenai:", "a. harga madu; dan", "b. pakan lebah.",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, facts: Catalog, vocabulary: Vocabulary) -> Assistant:
    folder = tmp_path_factory.mktemp("statements")
    return build(folder, facts, vocabulary, {"uu-9-2031-lebah.pdf": RULE}).assistant()


def _lines(answer: Answer) -> list[str]:
    return [point.text for block in answer.blocks for point in block.points]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("tugas mantri lebah apa saja?", "(1) Mantri lebah dan Juru Madu mempunyai tugas:"),
        ("juru madu tugasnya apa", "(1) Mantri lebah dan Juru Madu mempunyai tugas:"),
        ("syarat mantri lebah", "(2) Mantri lebah harus memiliki kompetensi yang terdiri atas:"),
        ("dasar pemindahan sarang apa saja", "Dasar pemindahan sarang meliputi:"),
        ("pemindahan sarang meliputi apa saja", "Pemindahan sarang meliputi:"),
        ("tugas dewan lebah", "(2) Dewan Lebah bermusyawarah mengenai:"),
    ],
)
def test_the_sentence_that_states_it_of_the_subject_answers_with_its_list(
    asked: Assistant, question: str, first: str
) -> None:
    lines = _lines(asked.answer(question))
    assert lines[0] == first
    assert len(lines) == 3


def test_what_many_articles_state_is_told_with_all_their_numbers(asked: Assistant) -> None:
    answer = asked.answer("hak pemilik sarang apa saja")
    assert "Pasal 3–6" in answer.blocks[0].lead
    assert len(_lines(answer)) == 4
    assert all(point.verbatim for block in answer.blocks for point in block.points)


@pytest.mark.parametrize("question", ["hak pemilik sarang untuk menamai ratu", "kapan hak pemilik sarang berlaku"])
def test_a_question_for_something_else_of_the_subject_is_left_to_the_search(asked: Assistant, question: str) -> None:
    assert not any("menyebutnya pada" in block.lead for block in asked.answer(question).blocks)
