"""Two columns of running text are read one after the other; tables and labels are not columns."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from ingest.extracting.columns import Token, in_columns
from ingest.extracting.extract import extract
from ingest.extracting.limits import Limits

LEFT = [
    "Pemerintah daerah menyusun",
    "rencana induk yang memuat",
    "arah kebijakan dan strategi",
    "penerapan sistem elektronik.",
] * 3
RIGHT = [
    "Setiap instansi melaporkan",
    "hasil pelaksanaan evaluasi",
    "kepada menteri paling lambat",
    "akhir tahun anggaran jalan.",
] * 3
TITLE = "JUDUL YANG MELEBAR DI ATAS KEDUA KOLOM HALAMAN INI DAN SETERUSNYA"


def _page(path: Path, left: list[str], right: list[str]) -> list[str]:
    """Lines of a page whose columns are written line by line, across."""
    pdf = FPDF(format="A4")
    pdf.set_font("Helvetica", size=11)
    pdf.add_page()
    pdf.text(20, 20, TITLE)
    for row, (a, b) in enumerate(zip(left, right, strict=True)):
        pdf.text(20, 40 + 6 * row, a)
        pdf.text(110, 40 + 6 * row, b)
    pdf.output(str(path))
    return [line.strip() for line in extract(path, Limits()).pages[0].lines if line.strip()]


def test_columns_written_across_are_read_down(tmp_path: Path) -> None:
    assert _page(tmp_path / "kolom.pdf", LEFT, RIGHT) == [TITLE, *LEFT, *RIGHT]


def test_a_list_of_names_and_values_is_no_text_in_columns(tmp_path: Path) -> None:
    names = [f"Indikator Nomor {n} Uji" for n in range(12)]
    values = [f"Nilai {n} dari lima" for n in range(12)]
    lines = _page(tmp_path / "daftar.pdf", names, values)
    assert lines[1:] == [f"{a} {b}" for a, b in zip(names, values, strict=True)]


def test_a_label_beside_a_text_is_no_column(tmp_path: Path) -> None:
    labels = ["Menimbang", ":", *([""] * 10)]
    lines = _page(tmp_path / "menimbang.pdf", labels, RIGHT)
    assert lines[1] == f"Menimbang {RIGHT[0]}"


_TOKEN = st.builds(lambda left, text: Token(left, left + 5, text), st.floats(0, 500), st.text("abc", min_size=1))


@given(st.lists(st.lists(_TOKEN, max_size=6), max_size=20))
def test_every_word_is_kept(lines: list[list[Token]]) -> None:
    found = in_columns(lines)
    if found is not None:
        words = sorted(token.text for line in lines for token in line)
        assert sorted(" ".join(found).split(" ")) == words


@given(st.lists(st.sampled_from(LEFT + RIGHT), min_size=12, max_size=30))
def test_words_are_kept_where_there_are_columns(texts: list[str]) -> None:
    lines = [
        [Token(start + 20 * n, start + 20 * n + 15, word) for start in (0, 200) for n, word in enumerate(text.split())]
        for text in texts
    ]
    found = in_columns(lines)
    if found is not None:
        assert found == texts + texts
