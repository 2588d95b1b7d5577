"""Refreshing: SQL is the truth, one writer, killed at any instant, nothing done twice, nothing deleted shown."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from ingest.pruning import KEEP
from ingest.reading import Reading, file_sha256, read_document
from ingest.refresh import Refresh
from knowledge.catalog import Regulation
from knowledge.catalog import load as load_catalog
from knowledge.errors import BusyError, KnowledgeBaseError, ModelError
from knowledge.keeping import index
from knowledge.keeping.health import NOTICE
from knowledge.keeping.schema import vectors
from knowledge.model import Status
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf

LIZARD = "Setiap orang yang menemukan cicak tembaga wajib melapor kepada juru kunci."
ASK_LIZARD = "siapa yang wajib melapor bila menemukan cicak tembaga?"
HEAD = (
    "PERATURAN PRESIDEN REPUBLIK INDONESIA",
    "NOMOR 83 TAHUN 2031",
    "TENTANG",
    "KOMITE UJI COBA",
    "DENGAN RAHMAT TUHAN YANG MAHA ESA",
    "PRESIDEN REPUBLIK INDONESIA,",
    "MEMUTUSKAN:",
)


def _law(path: Path, *articles: str, pages: int = 1) -> Path:
    """The same regulation (by number) with these articles, blank-ish pages after them."""
    lines = [line for n, text in enumerate(articles, 1) for line in (f"Pasal {n}", text)]
    rest = [(f"Pasal {50 + n}", f"Anggota ke-{n} mengenakan tanda pengenal.") for n in range(1, pages)]
    return write_pdf(path, [[*HEAD, *lines], *rest])


def _report(path: Path, *lines: str) -> Path:
    return write_pdf(path, [["LAPORAN PENGUJIAN PERANGKAT", "A. Ringkasan", *lines]])


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path / "data")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return _law(tmp_path / "perpres.pdf", LIZARD, "Sekretariat komite menyiapkan notula rapat pleno.")


# SQL is the source of truth --------------------------------------------------------------------------


def test_a_lost_index_is_built_again_from_sql_without_any_embedding(base: Base, law: Path) -> None:
    base.refresh.ingest([law])
    shutil.rmtree(base.folder / "index")
    base.embedder.embedded.clear()
    without = base.ask(ASK_LIZARD)
    assert LIZARD in without
    assert NOTICE in without

    def no_embedder() -> None:
        pytest.fail("an embedder was made")

    report = Refresh(base.store, base.folder, base.catalog, no_embedder, "hash").rebuild()  # type: ignore[arg-type]
    assert report.changed
    assert report.embedded == 0
    assert LIZARD in base.ask(ASK_LIZARD)
    assert NOTICE not in base.ask(ASK_LIZARD)


def test_ingesting_nothing_new_mends_a_lost_index(base: Base, law: Path) -> None:
    base.refresh.ingest([law])
    shutil.rmtree(base.folder / "index")
    report = base.refresh.ingest([law])
    assert (report.changed, report.embedded, report.files[0].outcome) == (True, 0, "tetap")
    assert LIZARD in base.ask(ASK_LIZARD)


# One writer ------------------------------------------------------------------------------------------


def test_a_second_writer_is_told_to_wait(base: Base, law: Path) -> None:
    code = (
        "import sys; from filelock import FileLock\n"
        "with FileLock(sys.argv[1]):\n print('terkunci', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, base.folder / "writer.lock"], stdin=-1, stdout=-1, text=True)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "terkunci\n"
        message = r"sedang diperbarui proses lain\. Tunggu"
        with pytest.raises(BusyError, match=message):
            base.refresh.ingest([law])
        with pytest.raises(BusyError, match=message):
            base.refresh.rebuild()
        assert base.store.current() is None
    finally:
        holder.kill()  # the lock goes with its process
        holder.communicate()
    assert base.refresh.ingest([law]).changed


def test_the_lock_is_given_back_after_an_error(base: Base, law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Base:
        raise ModelError("model hilang")

    with pytest.raises(ModelError):
        Refresh(base.store, base.folder, base.catalog, broken, "hash").ingest([law])  # type: ignore[arg-type]
    assert base.refresh.ingest([]).changed  # what the failed run stored is published by the next
    assert base.files() == ["perpres.pdf"]


# A failed check ----------------------------------------------------------------------------------------


def test_a_build_that_fails_its_check_is_not_published(
    base: Base, law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.refresh.ingest([law])
    before = base.store.current()
    more = _report(tmp_path / "laporan.pdf", "Pengujian mencatat 512 gangguan listrik.")
    with monkeypatch.context() as patched:
        patched.setattr(index, "verify", lambda *_: ["1:0"])
        with pytest.raises(KnowledgeBaseError, match="yang lama tetap dipakai"):
            base.refresh.ingest([more])
    assert base.store.current() == before
    assert len(base.directories()) == 1
    assert LIZARD in base.ask(ASK_LIZARD)
    assert base.refresh.ingest([]).changed
    assert base.files() == ["laporan.pdf", "perpres.pdf"]


# A deleted document is never shown -------------------------------------------------------------------


def test_a_deleted_document_is_never_shown_again_until_it_is_sent_again(base: Base, law: Path, tmp_path: Path) -> None:
    base.refresh.ingest([law, _report(tmp_path / "laporan.pdf", "Pengujian mencatat 512 gangguan listrik.")])
    here, other = base.assistant(), Base(base.folder)
    elsewhere = other.assistant()
    assert LIZARD in str(here.answer(ASK_LIZARD))
    assert LIZARD in str(elsewhere.answer(ASK_LIZARD))
    sha256 = file_sha256(law)

    code = "import sys; from knowledge.keeping.store import *; Store(engine(sys.argv[1])).delete_document(sys.argv[2])"
    url = f"sqlite:///{base.folder}/spbe.db"
    subprocess.run([sys.executable, "-c", code, url, sha256], check=True)

    for assistant in (here, elsewhere, base.assistant()):
        assert "cicak" not in str(assistant.answer(ASK_LIZARD).blocks)
    base.refresh.rebuild()
    assert "cicak" not in str(here.answer(ASK_LIZARD).blocks)
    base.refresh.ingest([base.folder])  # our own kept copy is not a file that was sent
    assert "cicak" not in str(here.answer(ASK_LIZARD).blocks)
    assert base.files() == ["laporan.pdf"]

    assert base.refresh.ingest([law]).files[0].outcome == "tetap"
    for assistant in (here, elsewhere):
        assert LIZARD in str(assistant.answer(ASK_LIZARD))


def test_a_deletion_is_lifted_without_a_rebuild_between_and_nothing_is_embedded_again(base: Base, law: Path) -> None:
    base.refresh.ingest([law])
    base.store.delete_document(file_sha256(law))
    report = base.refresh.ingest([law])
    assert (report.changed, report.embedded) == (True, 0)
    assert LIZARD in base.ask(ASK_LIZARD)


# Nothing is done twice -------------------------------------------------------------------------------


def test_the_same_files_again_change_nothing(base: Base, law: Path, tmp_path: Path) -> None:
    files = [law, _report(tmp_path / "laporan.pdf", "Pengujian mencatat 512 gangguan.")]
    first = base.refresh.ingest(files)
    assert first.changed
    assert first.embedded == first.units == len(base.embedder.embedded)
    base.embedder.embedded.clear()
    copied = shutil.copy(law, tmp_path / "nama-lain.pdf")
    again = base.refresh.ingest([*files, Path(copied)])
    assert not again.changed
    assert (again.generation, again.units, again.embedded) == (first.generation, first.units, 0)
    assert base.embedder.embedded == []
    assert [item.outcome for item in again.files] == ["tetap"] * 3
    told = [(item.label, item.pages, item.units) for item in first.files]
    assert [(item.label, item.pages, item.units) for item in again.files[:2]] == told
    kept = {path.name for path in (base.folder / "documents").iterdir()}
    assert kept == {f"{file_sha256(path)}.pdf" for path in files}


def test_a_changed_pdf_replaces_its_old_version_and_embeds_only_what_changed(
    base: Base, law: Path, tmp_path: Path
) -> None:
    base.refresh.ingest([law])
    base.embedder.embedded.clear()
    new = _law(tmp_path / "perpres-baru.pdf", LIZARD, "Sekretariat komite menyimpan notula selama 7 tahun.")
    report = base.refresh.ingest([new])
    assert report.embedded == len(base.embedder.embedded) == 1
    assert "7 tahun" in base.embedder.embedded[0]
    assert base.files() == ["perpres-baru.pdf"]
    assert "rapat pleno" not in base.ask("apa yang disiapkan sekretariat komite?")


@pytest.mark.parametrize("extract_first", [True, False])
def test_an_extract_stands_beside_the_whole_document(base: Base, tmp_path: Path, extract_first: bool) -> None:
    whole = _law(tmp_path / "lengkap.pdf", LIZARD, pages=5)
    extract = _law(tmp_path / "kutipan.pdf", "Rapat pleno dihadiri paling sedikit 19 anggota.", pages=2)
    order = [extract, whole] if extract_first else [whole, extract]
    for path in order:
        base.refresh.ingest([path])
    assert base.files() == ["kutipan.pdf", "lengkap.pdf"]
    assert LIZARD in base.ask(ASK_LIZARD)
    assert "19 anggota" in base.ask("berapa anggota yang menghadiri rapat pleno komite uji coba?")
    assert not base.refresh.ingest(order).changed
    assert not base.refresh.ingest(order[::-1]).changed


def test_two_versions_in_one_batch_settle_on_the_last(base: Base, law: Path, tmp_path: Path) -> None:
    new = _law(tmp_path / "perpres-baru.pdf", LIZARD, "Sekretariat komite menyimpan notula selama 7 tahun.")
    base.refresh.ingest([law, new])
    assert base.files() == ["perpres-baru.pdf"]
    assert not base.refresh.ingest([law, new]).changed
    assert base.refresh.ingest([law]).changed  # sent again on purpose
    assert base.files() == ["perpres.pdf"]


def test_reports_of_one_name_in_one_batch_are_different_documents(base: Base, tmp_path: Path) -> None:
    for office, count in (("a", 11), ("b", 22)):
        _report(tmp_path / "opd" / office / "laporan.pdf", f"Kantor {office} mencatat {count} gangguan listrik.")
    base.refresh.ingest([tmp_path / "opd"])
    assert base.files() == ["laporan.pdf", "laporan.pdf"]
    assert not base.refresh.ingest([tmp_path / "opd"]).changed


def test_a_new_report_of_the_same_name_replaces_the_old(base: Base, tmp_path: Path) -> None:
    base.refresh.ingest([_report(tmp_path / "laporan.pdf", "Tercatat 11 gangguan listrik.")])
    base.refresh.ingest([_report(tmp_path / "laporan.pdf", "Tercatat 22 gangguan listrik.")])
    assert base.files() == ["laporan.pdf"]
    assert "22 gangguan" in base.ask("berapa gangguan listrik yang tercatat?")
    assert "11 gangguan" not in base.ask("berapa gangguan listrik yang tercatat?")


def test_a_regulation_revoked_since_is_known_to_be(base: Base, law: Path) -> None:
    base.refresh.ingest([law])
    assert "sudah dicabut" not in base.ask(ASK_LIZARD)
    listed = load_catalog()
    first = listed.regulations[0].model_copy(
        update={"id": "perpres-83-2031", "status": Status.DICABUT, "revoked_by": None, "sha256": ()}
    )
    base.catalog = listed.model_copy(update={"regulations": (first, *listed.regulations[1:])})
    base.catalog.__dict__.pop("regulation_by_id", None)  # computed before the change
    base.refresh.ingest([law])
    assert "sudah dicabut" in base.ask(ASK_LIZARD)


def test_only_so_many_generations_are_kept(base: Base, tmp_path: Path) -> None:
    for n in range(KEEP + 2):
        base.refresh.ingest([_report(tmp_path / f"lap{n}.pdf", f"Tercatat {n} gangguan.")])
    assert len(base.directories()) == len(base.store.generation_ids()) == KEEP


# Bad files -------------------------------------------------------------------------------------------


def test_bad_files_are_reported_with_their_reason_and_the_rest_goes_on(base: Base, law: Path, tmp_path: Path) -> None:
    (tmp_path / "bukan.pdf").write_text("halo")
    (tmp_path / "kosong.pdf").touch()
    (tmp_path / "folder-kosong").mkdir()
    (tmp_path / "potong.pdf").write_bytes(law.read_bytes()[:300])
    names = ["bukan.pdf", "kosong.pdf", "folder-kosong", "potong.pdf", "tidak-ada.pdf", "perpres.pdf"]
    report = base.refresh.ingest([tmp_path / name for name in names])
    reasons = {Path(item.file).name: item.reason for item in report.failed}
    assert set(reasons) == set(names[:-1])
    assert "bukan PDF" in reasons["bukan.pdf"]
    assert "kosong" in reasons["kosong.pdf"]
    assert "tidak berisi PDF" in reasons["folder-kosong"]
    assert "rusak" in reasons["potong.pdf"]
    assert "tidak ada" in reasons["tidak-ada.pdf"]
    assert base.files() == ["perpres.pdf"]


def test_a_failure_nobody_foresaw_is_reported_too(
    base: Base, law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    odd = _report(tmp_path / "aneh.pdf", "Isi.")

    def reading(path: Path, regulations: Sequence[Regulation], **how: Any) -> Reading:
        if path == odd:
            raise RecursionError
        return read_document(path, regulations, **how)

    monkeypatch.setattr("ingest.intake.read_document", reading)
    report = base.refresh.ingest([odd, law])
    assert [(item.file, item.outcome) for item in report.files] == [("aneh.pdf", "gagal"), ("perpres.pdf", "baru")]
    assert "RecursionError" in report.files[0].reason
    assert "could not be taken in" in caplog.text


def test_a_file_name_that_is_no_text_does_not_stop_the_batch(base: Base, law: Path, tmp_path: Path) -> None:
    folder = tmp_path / "nama"
    folder.mkdir()
    shutil.copy(law, folder / os.fsdecode(b"laporan-\xe9.pdf"))
    shutil.copy(_report(tmp_path / "lain.pdf", "Tercatat 5 gangguan."), folder / "z.pdf")
    report = base.refresh.ingest([folder])
    assert [item.outcome for item in report.files] == ["baru", "baru"]
    assert [item.file for item in report.files] == base.files() == ["laporan-?.pdf", "z.pdf"]


def test_folders_are_searched_deeply_and_whatever_the_case(base: Base, law: Path, tmp_path: Path) -> None:
    (tmp_path / "f" / "dalam").mkdir(parents=True)
    shutil.copy(law, tmp_path / "f" / "dalam" / "A.PDF")
    (tmp_path / "f" / "catatan.txt").write_text("x")
    assert [item.file for item in base.refresh.ingest([tmp_path / "f"]).files] == ["A.PDF"]


# Another model ---------------------------------------------------------------------------------------


def test_another_model_searches_by_words_until_the_index_is_built_with_it(base: Base, law: Path) -> None:
    base.refresh.ingest([law])
    base.embedder.name = "lain"
    said = base.ask(ASK_LIZARD)
    assert LIZARD in said
    assert NOTICE in said
    report = base.refresh.ingest([])
    assert report.changed
    assert report.embedded == report.units
    assert LIZARD in (said := base.ask(ASK_LIZARD))
    assert NOTICE not in said


def test_the_reporter_is_told_how_far_it_is(base: Base, law: Path) -> None:
    told: dict[str, list[int]] = {}
    parts: list[str] = []

    class Notes:
        def step(self, name: str, total: int) -> None:
            told[name] = [total, 0]

        def advance(self, count: int = 1) -> None:
            last = next(reversed(told))
            told[last][1] += count

        def part(self, name: str, done: int = 0, total: int = 0) -> None:
            parts.append(name)

    base.refresh.ingest([law], Notes())
    steps = ["Membaca PDF", "Menghitung vektor", "Membangun indeks", "Memeriksa indeks", "Menerbitkan", "Membersihkan"]
    assert list(told) == steps
    assert all(total == done for total, done in told.values())
    assert parts == ["Mengambil teks", "Menyusun satuan", "Menyimpan"]


def test_the_vectors_of_outlines_are_kept_as_those_of_units(base: Base, tmp_path: Path) -> None:
    """An outline is derived from the units and stands in no table; its vector is as dear."""
    lines = [
        *("PEDOMAN PENGUJIAN PERANGKAT", "BAB I", "PROSEDUR", "A. Persiapan", "Petugas menyiapkan alat ukur."),
        *("B. Pelaksanaan", "Petugas mengukur gangguan selama satu jam."),
        *("C. Pelaporan", "Petugas melapor kepada juru kunci setiap sore."),
    ]
    report = base.refresh.ingest([write_pdf(tmp_path / "pedoman.pdf", [lines])])
    rows = index.entries(base.store, base.store.revisions(report.generation or 0))
    assert any(row.unit.kind == "outline" for row in rows)
    assert base.refresh.verify(report.generation or 0) == []
    base.embedder.embedded.clear()
    base.refresh.rebuild()
    assert base.embedder.embedded == []
    (outline,) = (row for row in rows if row.unit.kind == "outline")
    with base.store.writing() as connection:
        connection.execute(delete(vectors).where(vectors.c.content_hash == outline.content_hash))
    assert len(base.refresh.verify(base.store.current() or 0)) == 1  # and the others are there
    base.refresh.rebuild()
    assert len(base.embedder.embedded) == 1
    assert base.refresh.verify(base.store.current() or 0) == []
