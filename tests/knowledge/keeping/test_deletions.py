"""The journal of deletions."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.keeping.deletions import Deletions

HASHES = ["a" * 64, "b" * 64, "c" * 64]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(HASHES), st.booleans()), max_size=12))
def test_the_last_word_on_each_document_holds(tmp_path_factory, said) -> None:  # type: ignore[no-untyped-def]
    journal = Deletions(tmp_path_factory.mktemp("jurnal") / "spbe.db.dihapus")
    for sha256, deleted in said:
        journal.note(sha256, deleted=deleted)
    assert journal.deleted() == {sha256 for sha256, deleted in dict(said).items() if deleted}


def test_a_line_cut_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "spbe.db.dihapus"
    journal = Deletions(path)
    journal.note(HASHES[0], deleted=True)
    with path.open("a") as file:
        file.write("hapus bbbb")
    assert journal.deleted() == {HASHES[0]}
    assert path.stat().st_mode & 0o077 == 0


def test_only_a_file_of_sqlite_has_a_journal(tmp_path: Path) -> None:
    assert Deletions.of("postgresql://x/y") is None
    assert Deletions.of("sqlite:///:memory:") is None
    assert Deletions.of(f"sqlite:///{tmp_path}/spbe.db") is not None
