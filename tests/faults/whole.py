"""What must hold after every fault, and the documents it is shown with."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ingest.pruning import KEEP
from knowledge.answering.rendering import plain
from knowledge.assistant import Assistant
from knowledge.keeping import index
from knowledge.keeping.health import NOTICE
from tests.ingest.refresh_base import Base
from tests.pdfs import write_pdf

LIZARD = "Setiap orang yang menemukan cicak tembaga wajib melapor kepada juru kunci."
ASK_LIZARD = "siapa yang wajib melapor bila menemukan cicak tembaga?"
HERON = "Petugas yang melihat bangau perunggu wajib mencatat jamnya di buku besar."
ASK_HERON = "siapa yang wajib mencatat bila melihat bangau perunggu?"


def report(path: Path, *lines: str) -> Path:
    """A PDF of these lines."""
    return write_pdf(path, [["LAPORAN PENGUJIAN PERANGKAT", "A. Ringkasan", *lines]])


def words_of(number: int) -> str:
    """Words that only the report of one trial has."""
    return f"Percobaan ke-{number} mencatat"


def ask_trial(number: int) -> str:
    """A question that the report of one trial answers."""
    return f"berapa gangguan listrik yang dicatat percobaan ke-{number}?"


def trial(folder: Path, number: int) -> Path:
    """A PDF that was not there before: the report of one trial."""
    lines = (f"{words_of(number)} {500 + number} gangguan listrik dan {number + 2} pemulihan.",)
    return report(folder / f"uji{number}.pdf", *lines)


def scan(path: Path, *lines: str) -> Path:
    """A PDF whose one page is a picture of these lines."""
    picture = Image.new("L", (1240, 700), 255)
    font = ImageFont.load_default(34)
    for at, line in enumerate(lines):
        ImageDraw.Draw(picture).text((60, 60 + 70 * at), line, 0, font)
    picture.save(path, "PDF", resolution=150)
    return path


def base_with_a_deleted_document(folder: Path) -> Base:
    """A knowledge base that answers about the lizard, and must not about the heron: that one was deleted."""
    made = Base(folder / "data")
    made.refresh.ingest(first_pdfs(folder))
    delete_the_heron(made)
    return made


def first_pdfs(folder: Path) -> list[Path]:
    """The reports of the lizard and of the heron."""
    return [report(folder / "cicak.pdf", LIZARD), report(folder / "bangau.pdf", HERON)]


def delete_the_heron(made: Base) -> None:
    """Delete the report of the heron."""
    (heron,) = (d for d in made.store.revisions(made.store.current() or 0).values() if d.file == "bangau.pdf")
    made.store.delete_document(heron.sha256)


def lost(base: Base) -> list[str]:
    """Keys of units of the generation in force that its index does not find by their own vectors."""
    current = base.store.current()
    assert current is not None
    rows = index.entries(base.store, base.store.revisions(current, deleted=True))
    vectors = base.store.vectors([row.content_hash for row in rows], base.embedder.name)
    assert {row.content_hash for row in rows} == set(vectors)
    return index.verify(index.directory(base.folder, current), rows, vectors)


def assert_answers(base: Base, *assistants: Assistant) -> None:
    """From one whole generation, by these and by an assistant that opens it now; and nothing deleted."""
    assert lost(base) == []
    for assistant in (*assistants, base.assistant()):
        said = plain(assistant.answer(ASK_LIZARD), None)
        assert LIZARD in said
        assert NOTICE not in said
        assert HERON not in plain(assistant.answer(ASK_HERON), None)


def assert_tidy(base: Base) -> None:
    """Nothing is left of runs that died: no generation, directory, PDF or half of a copy without an owner."""
    ready = base.store.generation_ids(ready=True)
    assert base.store.generation_ids() == ready
    assert len([g for g in base.store.generations() if not g.staged]) <= KEEP
    assert base.directories() == {index.directory(base.folder, g).name for g in ready}
    kept = {path.name for path in (base.folder / "documents").iterdir()}
    assert kept == {f"{digest}.pdf" for digest in base.store.digests()}
    assert base.store.unpublished() == []
