"""Steps of a procedure that a table tells row by row."""

from __future__ import annotations

from knowledge.keeping.index import Entry
from knowledge.model import Cell
from knowledge.quoting.asked import Asked
from knowledge.quoting.steps import doer, steps
from knowledge.text import tokens
from tests.knowledge.quoting.units import entry, held, hits

DONE = ["Warga mengajukan surat izin", "Petugas memeriksa kelengkapan berkas", "Camat menandatangani izin", "Arsip"]


def _row(number: int, done: str, head: str = "Kegiatan") -> Entry:
    texts = {"No": str(number), head: done, "Pelaksana": f"Orang {number}", "Keluaran": "Berkas"}
    cells = tuple(Cell(column=name, text=text, page_from=1, page_to=1) for name, text in texts.items())
    return entry(f"sop/baris-{number}", f"{number} {done}", number, kind="row", cells=cells)


ROWS = [_row(number, done) for number, done in enumerate(DONE, 1)]


def _steps(text: str, rows: list[Entry] = ROWS) -> list[str]:
    asked = Asked(dict.fromkeys(tokens(text), 1.0))
    return [step.text for step in steps(hits(rows[1]), asked, held(*rows), text)]


def test_all_rows_in_their_order_with_who_does_them() -> None:
    told = _steps("bagaimana urutan pengurusan surat izin di kantor camat")
    assert told[0] == "1. Warga mengajukan surat izin — Pelaksana: Orang 1"
    assert [text[0] for text in told] == ["1", "2", "3", "4"]


def test_what_comes_after_a_step_begins_with_it() -> None:
    assert [text[0] for text in _steps("langkah setelah petugas memeriksa kelengkapan")] == ["2", "3", "4"]


def test_a_question_about_one_row_is_not_answered_with_all() -> None:
    assert _steps("tahap petugas memeriksa kelengkapan berkas") == []


def test_rows_without_an_order_or_that_are_no_activity_are_no_steps() -> None:
    text = "bagaimana urutan pengurusan surat izin di kantor camat"
    assert _steps(text, [ROWS[0], ROWS[1], ROWS[3]]) == []
    assert _steps(text, [_row(number, done, "Jenis") for number, done in enumerate(DONE, 1)]) == []
    assert _steps(text, ROWS[:2]) == []


def _doer(text: str) -> list[str]:
    asked = Asked(dict.fromkeys(tokens(text), 1.0))
    return [step.text for step in doer(hits(ROWS[1]), asked, held(*ROWS), text)]


def test_who_does_a_step_is_told_of_that_step_alone() -> None:
    assert _doer("siapa yang menandatangani") == ["3. Camat menandatangani izin — Pelaksana: Orang 3"]


def test_nobody_is_told_of_no_step_of_several_or_where_none_is_asked_for() -> None:
    assert _doer("siapa yang menari") == []
    assert _doer("siapa yang mengurus izin") == []
    assert _doer("kapan ditandatangani") == []
