"""One generation as a searchable index: vectors in a Chroma directory of its own, BM25 in memory.

A directory is written once, by one process, and never changed: Chroma loses vectors silently when two
processes write one directory, and a reader keeps returning what another process deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.errors import KnowledgeBaseError
from knowledge.finding.outlines import outlines
from knowledge.keeping import health
from knowledge.keeping.handbook_source import CONTENTS
from knowledge.keeping.store import Store, Vector, content_hash
from knowledge.model import Document, Unit
from knowledge.text import tokens

COLLECTION, _CONTENTS = "units", "contents.json"
# Wide enough that the graph's answers are, for the thousands of units here, those of an exact search: at Chroma's own
# settings (16, 100, 100) a unit now and then does not find itself, and two builds of one content rank differently.
_HNSW = {"space": "cosine", "max_neighbors": 48, "ef_construction": 400, "ef_search": 400}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """A unit of a generation with its document and revision; ``key`` is its id in Chroma."""

    key: str
    rev: int
    document: Document
    unit: Unit
    content_hash: str


def directory(data: Path, generation: int) -> Path:
    """Where a generation's vectors stand."""
    return data / "index" / f"generation-{generation:06d}"


def built(path: Path) -> bool:
    """Whether a generation's vectors are there."""
    return (path / "chroma.sqlite3").is_file()


def entries(store: Store, revisions: dict[int, Document]) -> list[Entry]:
    """Every unit of these revisions that is worth finding, and the outlines derived from them; the handbook's
    table of contents repeats every heading and is left out."""
    rows: list[Entry] = []
    for rev, group in groupby(store.units(revisions), key=itemgetter(0)):
        document = revisions[rev]
        held = [(digest, unit) for _, digest, unit in group if not unit.id.startswith(CONTENTS)]
        rows += [Entry(f"{rev}:{unit.ordinal}", rev, document, unit, digest) for digest, unit in held]
        derived = outlines(document, [unit for _, unit in held], store.nodes(rev))
        rows += [Entry(f"{rev}:o{at}", rev, document, o, content_hash(o.passage)) for at, o in enumerate(derived)]
    return rows


def build(path: Path, rows: Sequence[Entry], vectors: dict[str, Vector]) -> None:
    """Write a generation's Chroma directory from vectors at hand; any half-written one is replaced."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    chroma = client(path)
    collection = chroma.create_collection(COLLECTION, configuration={"hnsw": _HNSW}, embedding_function=None)
    step = 1000
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        collection.add(ids=[row.key for row in part], embeddings=[vectors[row.content_hash] for row in part])
    _close(chroma)
    (path / _CONTENTS).write_text(json.dumps(_contents(rows)), encoding="ascii")
    health.seal(path)
    flush(path)


def built_from(path: Path, rows: Sequence[Entry]) -> bool:
    """Whether a directory was built from these rows, and perhaps those of documents deleted since: after an upgrade
    the same documents may give other units. Of one built before this was noted the keys alone are compared."""
    try:
        noted = json.loads((path / _CONTENTS).read_text(encoding="ascii"))
    except FileNotFoundError:
        revisions = {str(row.rev) for row in rows}
        return {key for key in _keys(path) if key.partition(":")[0] in revisions} == {row.key for row in rows}
    except (OSError, ValueError):
        return False
    return all(noted.get(rev) == digest for rev, digest in _contents(rows).items())


def _contents(rows: Sequence[Entry]) -> dict[str, str]:
    """A digest of the keys and texts of the rows of each revision."""
    made: dict[str, Any] = {}
    for row in rows:
        made.setdefault(str(row.rev), hashlib.sha256()).update(f"{row.key} {row.content_hash}\n".encode())
    return {rev: digest.hexdigest() for rev, digest in made.items()}


def _keys(path: Path) -> set[str]:
    """The keys that Chroma's database names; none when it cannot be read."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path / 'chroma.sqlite3'}?mode=ro", uri=True)) as connection:
            return {row[0] for row in connection.execute("SELECT embedding_id FROM embeddings")}
    except sqlite3.Error:
        return set()


def verify(path: Path, rows: Sequence[Entry], vectors: dict[str, Vector], of: int | None = None) -> list[str]:
    """Keys of those of these rows that a search by their own vector does not find: not in the first ten, and no
    neighbour as near as 1e-4 (twins). All of them, when the directory does not hold ``of`` units (else as many as there
    are rows)."""
    chroma = client(path)
    collection = chroma.get_collection(COLLECTION, embedding_function=None)
    if collection.count() != (len(rows) if of is None else of):
        _close(chroma)
        return [row.key for row in rows]
    lost: list[str] = []
    for start in range(0, len(rows), 200):
        part = rows[start : start + 200]
        found = collection.query(
            query_embeddings=[vectors[row.content_hash] for row in part], n_results=10, include=["distances"]
        )
        for row, ids, distances in zip(part, found["ids"], found["distances"] or [], strict=True):
            if row.key not in ids and (not distances or distances[0] > 1e-4):
                lost.append(row.key)
    _close(chroma)
    if not lost:
        health.remember(path)
    return lost


class Index:
    """An open generation. Read-only and safe to use from several threads."""

    def __init__(self, generation: int, model: str, rows: Sequence[Entry], path: Path | None) -> None:
        """``path`` is the directory of the vectors; without one only words are searched."""
        self.generation = generation
        self.model = model
        self.rows = list(rows)
        self.by_key = {row.key: row for row in self.rows}
        self.by_unit: dict[str, list[Entry]] = {}
        for row in self.rows:
            self.by_unit.setdefault(row.unit.id, []).append(row)
        self._position = {row.key: at for at, row in enumerate(self.rows)}
        corpus = [tokens(row.unit.passage) for row in self.rows]
        # The handbook says in plain words what the rules say: counted together, it would make their words common.
        self._lexical = [_Lexical(self.rows, corpus, handbook=False), _Lexical(self.rows, corpus, handbook=True)]
        counted = self._lexical[0] if self._lexical[0].places else self._lexical[1]
        self.document_frequency = counted.document_frequency
        self.token_sets = [frozenset(row) for row in corpus]
        self._client: Any = None
        self._collection: Any = None
        self._hidden = 0
        if path is not None and self.rows:
            self._open_vectors(path)

    def _open_vectors(self, path: Path) -> None:
        try:
            self._client = client(path)
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            # Units of documents deleted after the build are still in Chroma; they must not crowd out the others.
            self._hidden = max(0, self._collection.count() - len(self.rows))
        except Exception:  # the disk is full, or the directory was removed meanwhile
            log.exception("%s cannot be opened", path.name)
            self._collection = None

    @property
    def whole(self) -> bool:
        """Whether vectors are searched, and not words alone."""
        return self._collection is not None or not self.rows

    @classmethod
    def open(cls, store: Store, data: Path, generation: int | None = None, *, dense: bool = True) -> Index:
        """Open the generation the pointer names, or another one; ``dense`` with its vectors.

        Raises KnowledgeBaseError when there is none, or no vectors that are wanted.
        """
        generation = store.current() if generation is None else generation
        if generation is None:
            raise KnowledgeBaseError("Basis pengetahuan belum dibangun. Jalankan 'make start' atau 'spbe build'.")
        path = directory(data, generation)
        if dense and not built(path):
            raise KnowledgeBaseError(
                "Indeks generasi berjalan hilang. Jalankan 'spbe build' untuk membangunnya kembali."
            )
        rows = entries(store, store.revisions(generation))
        return cls(generation, store.generation_model(generation), rows, path if dense else None)

    def close(self) -> None:
        """Give back Chroma's resources."""
        if self._client is not None:
            _close(self._client)

    def position(self, key: str) -> int:
        """A row's place in ``rows``."""
        return self._position[key]

    def dense(self, vector: Vector, count: int) -> list[tuple[Entry, float]]:
        """Nearest units by cosine similarity, best first."""
        if self._collection is None:
            return []
        wanted = min(count, len(self.rows)) + self._hidden
        try:
            found = self._collection.query(query_embeddings=[vector], n_results=wanted, include=["distances"])
        except Exception:  # the directory was damaged while it was open: words are still searched
            log.exception("generation %d can no longer be searched by vectors", self.generation)
            self._collection = None
            return []
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        near = [
            (self.by_key[key], 1.0 - float(distance))
            for key, distance in zip(ids, distances, strict=True)
            if key in self.by_key
        ]
        return near[:count]

    def lexical(self, query: Iterable[str], count: int) -> list[tuple[Entry, float]]:
        """Units by BM25 of these tokens, best first, only those that share a token: ``count`` of the documents,
        then ``count`` of the handbook."""
        wanted = list(query)
        return [(self.rows[at], score) for part in self._lexical for at, score in part.search(wanted, count)]

    def idf(self, token: str) -> float:
        """Inverse document frequency of a token; that of a token never seen when it is unknown."""
        return float(np.log(1 + (len(self.rows) + 1) / (self.document_frequency[token] + 0.5)))


class _Lexical:
    """BM25 over the units of the documents, or over those of the handbook."""

    def __init__(self, rows: Sequence[Entry], corpus: Sequence[Sequence[str]], *, handbook: bool) -> None:
        self.places = [at for at, row in enumerate(rows) if row.document.handbook is handbook]
        chosen = [corpus[at] for at in self.places]
        self.document_frequency = Counter(token for row in chosen for token in set(row))
        self._bm25: Any = None
        if self.document_frequency:
            import bm25s  # brings scipy: a refresh that changes nothing does without

            self._bm25 = bm25s.BM25()
            self._bm25.index(chosen, show_progress=False)

    def search(self, query: Sequence[str], count: int) -> list[tuple[int, float]]:
        """Places in all rows and scores, best first."""
        known = [token for token in query if token in self.document_frequency]
        if self._bm25 is None or not known:
            return []
        scores = np.asarray(self._bm25.get_scores(known))
        best = np.argsort(-scores, kind="stable")[:count]
        return [(self.places[int(at)], float(scores[at])) for at in best if scores[at] > 0]


def client(path: Path) -> Any:
    """Chroma over a directory; opening it writes to it."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(path), settings=Settings(anonymized_telemetry=False))


def _close(chroma: Any) -> None:
    with contextlib.suppress(Exception):  # closing is a courtesy; nothing is written any more
        chroma.close()


def flush(path: Path) -> None:
    """Bring a file to disk; of a directory all it holds, and its own name, before a pointer may name it."""
    for item in [*path.rglob("*"), path, path.parent]:
        handle = os.open(item, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
