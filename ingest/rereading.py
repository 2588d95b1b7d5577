"""After an upgrade of the reader: the documents that an earlier version of it read are read anew from the PDFs kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from ingest.reading import PARSER_VERSION
from knowledge.keeping.schema import documents, generation_documents, pointer
from knowledge.keeping.store import Store

Kept = tuple[Path, str]
"""A PDF that is kept, and the name of the file it came in."""


def outdated(store: Store, data: Path) -> list[Kept]:
    """Documents in force that were read by another version of the reader and not by this one yet (what this one read
    may wait to be published), and whose PDF is kept. The handbook is made and read anew by itself."""
    of_current = pointer.c.generation_id == generation_documents.c.generation_id
    held = select(generation_documents.c.rev).join(pointer, of_current)
    current = select(documents.c.sha256).where(documents.c.parser == PARSER_VERSION)
    query = (
        select(documents.c.sha256, documents.c.file)
        .where(documents.c.rev.in_(held), documents.c.sha256.not_in(current), ~documents.c.handbook)
        .where(documents.c.sha256.not_in(store.deleted()))
        .order_by(documents.c.rev)
    )
    with store.engine.connect() as connection:
        found = [(data / "documents" / f"{row.sha256}.pdf", row.file) for row in connection.execute(query)]
    return [(pdf, file) for pdf, file in found if pdf.is_file()]


@contextmanager
def under_their_names(kept: Sequence[Kept]) -> Iterator[list[Path]]:
    """Those PDFs by the names they came with: a name tells something of a document."""
    if not kept:
        yield []
        return
    with TemporaryDirectory(prefix="spbe-baca-") as folder:
        links = [Path(folder) / str(at) / Path(file).name for at, (_, file) in enumerate(kept)]
        for link, (pdf, _) in zip(links, kept, strict=True):
            link.parent.mkdir()
            link.symlink_to(pdf.resolve())
        yield links
