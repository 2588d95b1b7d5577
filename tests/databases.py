"""Databases of the newest schema: the migrations run once in a process, and what they make is copied."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from knowledge.keeping.store import engine, migrate


def migrated(path: Path) -> Engine:
    """A database at this path, brought to the newest schema."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(_empty())
    made = engine(f"sqlite:///{path}")
    migrate(made)
    return made


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spbe.db"
        made = engine(f"sqlite:///{path}")
        migrate(made)
        made.dispose()
        return path.read_bytes()
