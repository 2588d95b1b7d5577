"""The journal of deletions."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.keeping.deletions import Deletions

HASHES = ["a" * 64, "b" * 64, "c" * 64]
OF = {HASHES[0]: "permen", HASHES[1]: "permen", HASHES[2]: "lain"}


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([*HASHES, *sorted(set(OF.values()))]), st.booleans()), max_size=12))
def test_the_last_word_on_a_pdf_or_its_document_holds(tmp_path_factory, said) -> None:  # type: ignore[no-untyped-def]
    journal, holds = Deletions(tmp_path_factory.mktemp("jurnal") / "spbe.db.dihapus"), dict.fromkeys(HASHES, False)
    for name, deleted in said:
        journal.note(name, deleted=deleted)
        holds |= {pdf: deleted for pdf in HASHES if name in (pdf, OF[pdf])}
    assert {pdf: journal.said().covers(OF[pdf], pdf) for pdf in HASHES} == holds


def test_a_document_is_deleted_with_pdfs_nobody_remembers_and_without_those_that_stay(tmp_path: Path) -> None:
    journal = Deletions(tmp_path / "spbe.db.dihapus")
    journal.note_all_but("permen", [HASHES[1]])
    said = journal.said()
    assert said.covers("permen", HASHES[0])
    assert not said.covers("permen", HASHES[1])
    assert not said.covers("lain", HASHES[2])


def test_a_line_cut_by_a_crash_is_passed_over_and_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "spbe.db.dihapus"
    journal = Deletions(path)
    journal.note(HASHES[0], deleted=True)
    with path.open("a") as file:
        file.write(f"hapus {HASHES[1]} 2026-11-2")
    assert journal.said().names() == {HASHES[0]}
    journal.note(HASHES[2], deleted=True)
    assert journal.said().names() == {HASHES[0], HASHES[2]}
    assert path.stat().st_mode & 0o077 == 0


def test_a_journal_that_came_with_a_backup_adds_what_is_not_known_here(tmp_path: Path) -> None:
    here, came = Deletions(tmp_path / "spbe.db.dihapus"), Deletions(tmp_path / "dihapus.txt")
    came.note(HASHES[0], HASHES[1], "permen", deleted=True)
    here.note(HASHES[0], deleted=False)
    here.adopt(came.path)
    assert here.said().names() == {HASHES[1], "permen"}
    before = here.path.read_bytes()
    here.adopt(came.path)
    assert here.path.read_bytes() == before


def test_only_a_file_of_sqlite_has_a_journal(tmp_path: Path) -> None:
    assert Deletions.of("postgresql://x/y") is None
    assert Deletions.of("sqlite:///:memory:") is None
    assert Deletions.of(f"sqlite:///{tmp_path}/spbe.db") is not None
