"""Vectors in SQL, by the hash of what they are of and the model: with them an index is built without any model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, bindparam, delete, insert, select

from knowledge.keeping.schema import units, vectors

Vector = NDArray[np.float32]


class Vectors:
    """Reads and writes the vectors of one database; a part of the store."""

    def __init__(self, made: Engine) -> None:
        self.engine = made

    def missing_vectors(self, hashes: Iterable[str], model: str) -> set[str]:
        """Those content hashes that have no vector of this model yet."""
        wanted = set(hashes)
        with self.engine.connect() as connection:
            have = connection.execute(select(vectors.c.content_hash).where(vectors.c.model == model)).scalars()
            return wanted.difference(have)

    def add_vectors(self, rows: Iterable[tuple[str, Vector]], model: str) -> None:
        """Store vectors (float32, unit length) by content hash."""
        data = [{"content_hash": h, "model": model, "vector": v.astype("<f4").tobytes()} for h, v in rows]
        if not data:
            return
        with self.engine.begin() as connection:
            keys = [row["content_hash"] for row in data]
            connection.execute(delete(vectors).where(vectors.c.model == model, vectors.c.content_hash.in_(keys)))
            connection.execute(insert(vectors), data)

    def vectors(self, hashes: Sequence[str], model: str) -> dict[str, Vector]:
        """Vectors of these content hashes, by hash."""
        found: dict[str, Vector] = {}
        with self.engine.connect() as connection:
            for start in range(0, len(hashes), 500):
                part = list(hashes[start : start + 500])
                query = select(vectors.c.content_hash, vectors.c.vector).where(
                    vectors.c.model == model, vectors.c.content_hash.in_(part)
                )
                for key, blob in connection.execute(query):
                    found[key] = np.frombuffer(blob, dtype="<f4").astype(np.float32)
        return found

    def drop_unused_vectors(self, derived: Iterable[str] = ()) -> int:
        """Drop the vectors of passages that no stored document has, nor are ``derived`` from one; returns how many."""
        query = select(vectors.c.content_hash).where(vectors.c.content_hash.not_in(select(units.c.content_hash)))
        with self.engine.begin() as connection:
            unused = set(connection.scalars(query)).difference(derived)
            if unused:
                one = delete(vectors).where(vectors.c.content_hash == bindparam("unused"))
                connection.execute(one, [{"unused": digest} for digest in unused])
        return len(unused)
