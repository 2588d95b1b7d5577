"""A new generation may wait: nothing of it is live before it is published, and the one before comes back at once."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.faq import publish
from ingest.refresh import Refresh
from knowledge.errors import KnowledgeBaseError
from knowledge.keeping import index
from knowledge.keeping.faq import Faq
from knowledge.keeping.store import content_hash
from knowledge.model import Given, Status
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf

LIZARD = "Setiap orang yang menemukan cicak tembaga wajib melapor kepada juru kunci."
ASK_LIZARD = "siapa yang wajib melapor bila menemukan cicak tembaga?"
HERON = "Petugas yang melihat bangau perunggu wajib mencatat jamnya di buku besar."
ASK_HERON = "siapa yang wajib mencatat bila melihat bangau perunggu?"
FINE = {"answerable": (60, 64), "unanswerable": (50, 54)}
WORSE = {"answerable": (58, 64), "unanswerable": (50, 54)}


def _report(path: Path, *lines: str) -> Path:
    return write_pdf(path, [["LAPORAN PENGUJIAN PERANGKAT", "A. Ringkasan", *lines]])


@pytest.fixture
def base(tmp_path: Path) -> Base:
    made = Base(tmp_path / "data")
    made.refresh.ingest([_report(tmp_path / "cicak.pdf", LIZARD)])
    return made


@pytest.fixture
def heron(tmp_path: Path) -> Path:
    return _report(tmp_path / "bangau.pdf", HERON)


def _stage(base: Base, *files: Path) -> int:
    report = base.refresh.ingest(list(files), stage=True)
    assert report.staged is not None
    assert not report.changed
    return report.staged


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_is_staged_is_not_live_before_it_is_published(base: Base, heron: Path) -> None:
    running = base.assistant()
    staged = _stage(base, heron)
    assert base.files() == ["cicak.pdf"]
    assert HERON not in str(running.answer(ASK_HERON))
    assert HERON in str(base.assistant(staged).answer(ASK_HERON))
    assert base.refresh.publish(staged).changed
    assert base.store.current() == staged
    assert HERON in str(running.answer(ASK_HERON))


def test_what_waits_is_not_published_by_another_refresh(base: Base, heron: Path, tmp_path: Path) -> None:
    _stage(base, heron)
    assert not base.refresh.ingest([]).changed
    assert base.refresh.ingest([_report(tmp_path / "lain.pdf", "Ruang rapat dikunci setiap sore.")]).changed
    assert base.files() == ["cicak.pdf", "lain.pdf"]


def test_publishing_keeps_what_was_published_meanwhile(base: Base, heron: Path, tmp_path: Path) -> None:
    staged = _stage(base, heron)
    base.refresh.ingest([_report(tmp_path / "lain.pdf", "Ruang rapat dikunci setiap sore.")])
    report = base.refresh.publish(staged)
    assert report.changed
    assert report.embedded == 0
    assert base.files() == ["bangau.pdf", "cicak.pdf", "lain.pdf"]
    assert staged not in base.store.generation_ids()
    with pytest.raises(KnowledgeBaseError, match="tidak ada"):
        base.refresh.publish(staged)


def test_what_is_staged_again_takes_the_place_of_the_one_before(base: Base, heron: Path, tmp_path: Path) -> None:
    staged = [_stage(base, heron) for _ in range(3)]
    other = _stage(base, _report(tmp_path / "lain.pdf", "Ruang rapat dikunci setiap sore."))
    chat = Refresh(base.store, base.folder, base.catalog, lambda: base.embedder, "hash", staged_for="bot:1")
    asked = chat.ingest([heron], stage=True).staged
    assert [(one.id, one.staged_for) for one in base.store.generations() if one.staged] == [
        (staged[-1], ""),
        (other, ""),
        (asked, "bot:1"),
    ]
    assert base.refresh.publish(staged[-1]).changed
    assert base.files() == ["bangau.pdf", "cicak.pdf"]


def test_what_is_built_anew_and_waits_is_for_the_same(base: Base, heron: Path, tmp_path: Path) -> None:
    chat = Refresh(base.store, base.folder, base.catalog, lambda: base.embedder, "hash", staged_for="bot:1")
    staged = chat.ingest([heron], stage=True).staged
    assert staged is not None
    base.examined(FINE, FINE).ingest([_report(tmp_path / "lain.pdf", "Ruang rapat dikunci setiap sore.")])
    assert base.examined(WORSE).publish(staged).worse
    (waiting,) = [one for one in base.store.generations() if one.staged]
    assert waiting.staged_for == "bot:1"
    base.refresh.ingest([_report(tmp_path / "tiga.pdf", "Kunci gudang disimpan di pos jaga setiap malam.")])
    assert base.refresh.publish(waiting.id, force=True).changed
    assert base.store.generation(base.store.current() or 0).staged_for == "bot:1"


def test_what_is_given_up_leaves_nothing(base: Base, heron: Path) -> None:
    before = (base.store.digests(), sorted((base.folder / "documents").iterdir()), base.directories())
    staged = _stage(base, heron)
    base.refresh.discard(staged)
    assert (base.store.digests(), sorted((base.folder / "documents").iterdir()), base.directories()) == before
    assert not base.refresh.ingest([]).changed
    with pytest.raises(KnowledgeBaseError, match="tidak menunggu terbit"):
        base.refresh.discard(base.store.current() or 0)


def test_a_generation_on_which_our_questions_fare_worse_waits_unless_confirmed(base: Base, heron: Path) -> None:
    report = base.examined(FINE, WORSE).ingest([heron])
    assert (report.changed, base.files()) == (False, ["cicak.pdf"])
    assert report.worse == ("pertanyaan yang ada jawabannya: 60 dari 64 benar menjadi 58",)
    assert report.staged is not None
    again = base.refresh.publish(report.staged)
    assert (again.changed, again.worse) == (False, report.worse)
    assert base.refresh.publish(report.staged, force=True).changed
    assert base.files() == ["bangau.pdf", "cicak.pdf"]


def test_one_question_fewer_is_no_reason_to_wait(base: Base, heron: Path) -> None:
    assert base.examined(FINE, FINE | {"answerable": (59, 64)}).ingest([heron]).changed


def test_what_our_questions_said_is_asked_once_for_each_generation(base: Base, heron: Path, tmp_path: Path) -> None:
    assert base.examined(FINE, FINE).ingest([heron]).changed
    assert base.examined(FINE).ingest([_report(tmp_path / "lain.pdf", "Ruang rapat dikunci.")]).changed


def test_figures_of_other_questions_are_taken_anew_before_they_are_compared(base: Base, heron: Path) -> None:
    current = base.store.current()
    assert current is not None
    base.store.keep_golden(current, {"answerable": (28, 28)})  # an older version, with fewer questions
    report = base.examined(WORSE, FINE, WORSE).ingest([heron])
    assert report.worse == ("pertanyaan yang ada jawabannya: 60 dari 64 benar menjadi 58",)
    assert base.store.generation(current).golden == FINE


def test_what_a_run_that_died_left_is_no_part_of_what_waits_and_stays_for_the_next(
    base: Base, heron: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Refresh, "_build", _killed)
        with pytest.raises(KeyboardInterrupt):
            base.refresh.ingest([heron])
    staged = _stage(base, _report(tmp_path / "lain.pdf", "Ruang rapat dikunci setiap sore."))
    assert sorted(d.file for d in base.store.revisions(staged).values()) == ["cicak.pdf", "lain.pdf"]
    base.refresh.discard(staged)
    assert base.refresh.ingest([]).changed
    assert base.files() == ["bangau.pdf", "cicak.pdf"]


def test_what_a_run_that_died_left_does_not_come_with_an_entry_of_the_faq(
    base: Base, heron: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Refresh, "_build", _killed)
        with pytest.raises(KeyboardInterrupt):
            base.refresh.ingest([heron])
    entry = Faq(base.store.engine).add(["jam buka gudang?"], "Jam delapan.", "", "admin", 901, datetime.now(UTC))
    assert publish(base.store, base.refresh).published == [entry.id]
    assert "bangau.pdf" not in base.files()
    assert base.refresh.ingest([heron]).changed  # given again
    assert "bangau.pdf" in base.files()


def test_where_another_document_would_be_replaced_than_was_shown_it_waits_again(base: Base, tmp_path: Path) -> None:
    rules = ["Pasal 1", "Gudang data memiliki kunci."], ["Pasal 2", "Kunci disimpan di pos jaga."]
    head = ["PERATURAN BUPATI MERATUS RAYA", "NOMOR 5 TAHUN 2025", "TENTANG", "GUDANG DATA"]
    older = write_pdf(tmp_path / "lama.pdf", [[*head, *rules[0]]])
    newer = write_pdf(tmp_path / "baru.pdf", [[*head, *rules[0], *rules[1]]])
    first, second = _stage(base, older), _stage(base, newer)
    assert base.refresh.publish(second).changed
    report = base.refresh.publish(first)
    assert (report.changed, base.files()) == (False, ["baru.pdf", "cicak.pdf"])
    assert "yang digantikan berubah" in " ".join(report.notices)
    assert report.changes is not None
    assert report.changes.changed + report.changes.removed > 0
    assert report.staged is not None
    assert base.refresh.publish(report.staged).changed
    assert base.files() == ["cicak.pdf", "lama.pdf"]


def test_the_generation_before_comes_back_at_once(base: Base, heron: Path) -> None:
    running = base.assistant()
    first = base.store.current()
    base.refresh.ingest([heron])
    second = base.store.current()
    assert first is not None
    assert second is not None
    base.refresh.switch(first)
    assert HERON not in str(running.answer(ASK_HERON))
    assert LIZARD in str(running.answer(ASK_LIZARD))
    assert not base.refresh.ingest([]).changed  # what was switched away from is not published again by itself
    base.refresh.switch(second)
    assert HERON in str(running.answer(ASK_HERON))


def test_switching_back_past_a_deletion_does_not_bring_the_document_back(base: Base, heron: Path) -> None:
    first = base.store.current()
    assert first is not None
    base.refresh.ingest([heron])
    lizard = next(d for d in base.store.revisions(first).values() if d.file == "cicak.pdf")
    base.store.delete_document(lizard.sha256)
    base.refresh.switch(first)
    assert LIZARD not in base.ask(ASK_LIZARD)
    assert base.refresh.verify(first) == []


def test_only_a_whole_generation_that_was_in_force_can_be_switched_to(base: Base, heron: Path) -> None:
    first = base.store.current()
    assert first is not None
    staged = _stage(base, heron)
    with pytest.raises(KnowledgeBaseError, match="belum pernah terbit"):
        base.refresh.switch(staged)
    with pytest.raises(KnowledgeBaseError, match="tidak ada"):
        base.refresh.switch(staged + 7)
    base.refresh.publish(staged)
    shutil.rmtree(index.directory(base.folder, first))
    assert len(base.refresh.verify(first)) == 1
    assert base.refresh.switch(first) > staged  # built anew
    assert base.files() == ["cicak.pdf"]


def test_pruning_removes_a_deleted_document_once_no_kept_generation_holds_it(
    base: Base, heron: Path, tmp_path: Path
) -> None:
    base.refresh.ingest([heron])
    digest = next(d.sha256 for d in base.store.revisions(base.store.current() or 0).values() if d.file == "bangau.pdf")
    kept = base.folder / "documents" / f"{digest}.pdf"
    base.store.delete_document(digest)
    assert kept.is_file()
    passages = {content_hash(text) for text in base.embedder.embedded if HERON in text}
    assert base.store.missing_vectors(passages, "hash") == set()
    for name in ("satu", "dua"):
        base.refresh.ingest([_report(tmp_path / f"{name}.pdf", f"Ruang {name} dikunci setiap sore.")])
        held = index.Index.open(base.store, base.folder)  # the next generation does not hold its vectors any more
        held.close()
        vectors = index.client(index.directory(base.folder, base.store.current() or 0)).get_collection(
            index.COLLECTION, embedding_function=None
        )
        assert vectors.count() == len(held.rows)
    assert not kept.exists()
    assert base.store.missing_vectors(passages, "hash") == passages
    assert digest not in base.store.digests()
    assert digest in base.store.deleted()
    assert base.refresh.prune() == []


def test_the_refresh_of_a_first_generation_is_compared_with_nothing(tmp_path: Path, heron: Path) -> None:
    new = Base(tmp_path / "baru")
    assert new.examined().ingest([heron]).changed
    assert isinstance(new.refresh, Refresh)


def test_a_report_says_what_a_generation_changes(base: Base, tmp_path: Path) -> None:
    head = (
        "PERATURAN BUPATI CONTOH NOMOR 7 TAHUN 2025 TENTANG LUMBUNG DATA",
        *("Menimbang : bahwa perlu;", "MEMUTUSKAN:"),
        *("Pasal 1", LIZARD),
    )
    base.refresh.ingest([write_pdf(tmp_path / "a.pdf", [[*head, "Pasal 2", "Ruang rapat dikunci."]])])
    later = write_pdf(tmp_path / "b.pdf", [[*head, "Pasal 2", "Ruang rapat dibuka.", "Pasal 3", HERON]])
    report = base.refresh.ingest([later], stage=True)
    assert report.changes is not None
    assert (report.changes.new, report.changes.changed, report.changes.removed) == (1, 1, 0)
    assert [(s.label, s.locator, s.page) for s in report.changes.sample] == [
        ("Perbup Contoh 7/2025", "Pasal 2", 1),
        ("Perbup Contoh 7/2025", "Pasal 3", 1),
    ]
    assert HERON in report.changes.sample[-1].text


def test_what_our_questions_said_before_and_after_is_reported(base: Base, heron: Path) -> None:
    assert base.examined(FINE, WORSE).ingest([heron], stage=True).golden == (FINE, WORSE)


def test_what_a_person_said_of_a_document_holds_for_all_of_it(base: Base, heron: Path) -> None:
    given = Given(kind="Perda Kota Contoh", number="3", year=2031, title="Burung", status=Status.BERLAKU)
    report = base.refresh.ingest([heron], stage=True, given=given)
    assert report.files[0].label == "Perda Kota Contoh 3/2031"
    assert report.staged is not None
    base.refresh.publish(report.staged)
    found = next(d for d in base.store.revisions(report.staged).values() if d.file == "bangau.pdf")
    assert (found.id, found.title, found.status) == ("perda-kota-contoh-3-2031", "Burung", Status.BERLAKU)
    answer = base.assistant().answer(ASK_HERON)
    assert answer.citations[0].label == "Perda Kota Contoh 3/2031"
    assert not base.refresh.ingest([heron]).changed  # sent again without a word: what was said stays


def test_a_published_document_can_be_named_anew_and_the_name_before_comes_back(base: Base, heron: Path) -> None:
    base.refresh.ingest([heron])
    first = base.store.current()
    report = base.refresh.ingest([heron], stage=True, given=Given(title="Burung Air"))
    assert report.staged is not None
    assert "Burung Air" not in {d.title for d in base.store.revisions(first or 0).values()}
    base.refresh.publish(report.staged)
    titles = [d.title for d in base.store.revisions(report.staged).values() if d.file == "bangau.pdf"]
    assert titles == ["Burung Air"]
    base.refresh.switch(first or 0)
    assert "Burung Air" not in {d.title for d in base.store.revisions(first or 0).values()}
    assert not base.refresh.ingest([heron]).changed


def test_a_deleted_document_that_is_sent_to_wait_is_not_shown_before_it_is_published(base: Base, heron: Path) -> None:
    base.refresh.ingest([heron])
    sent = next(d for d in base.store.revisions(base.store.current() or 0).values() if d.file == "bangau.pdf")
    base.store.delete_document(sent.sha256)
    staged = _stage(base, heron)
    assert HERON not in base.ask(ASK_HERON)
    assert base.refresh.publish(staged).changed
    assert HERON in base.ask(ASK_HERON)


def test_what_was_read_to_wait_by_a_run_that_died_is_published_by_no_other(
    base: Base, heron: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Refresh, "_build", dies)
        with pytest.raises(KeyboardInterrupt):
            base.refresh.ingest([heron], stage=True)
    assert base.refresh.ingest([_report(tmp_path / "lain.pdf", "Ruang rapat dikunci setiap sore.")]).changed
    assert base.files() == ["cicak.pdf", "lain.pdf"]
    assert base.refresh.ingest([heron]).changed
    assert base.files() == ["bangau.pdf", "cicak.pdf", "lain.pdf"]
