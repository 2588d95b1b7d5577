"""Clearing away what nothing needs any more: generations, index directories, PDFs and vectors. Only for the writer."""

from __future__ import annotations

import shutil
from pathlib import Path

from knowledge.keeping import index
from knowledge.keeping.store import Store

KEEP = 2  # generations kept on disk: the current one and the one before


def prune(store: Store, data: Path) -> list[str]:
    """Keep the generation in force, the one before, and those that wait with what they were built upon; drop the
    others, and the directories, PDFs and vectors that nothing needs."""
    store.drop_left_waiting()
    removed = prune_index(store, data) + _prune_files(store, data)
    held = {rev: d for g in store.generation_ids() for rev, d in store.revisions(g, deleted=True).items()}
    derived = (row.content_hash for row in index.entries(store, held))  # outlines stand in no table of units
    if count := store.drop_unused_vectors(derived):
        removed.append(f"{count} vektor tanpa satuan dihapus.")
    return removed


def prune_index(store: Store, data: Path) -> list[str]:
    """Drop the generations that are not kept, and the directories of no generation: also first thing in a run, for
    runs that are killed one after the other must not fill the disk."""
    every = store.generations()
    published = sorted((g for g in every if g.published_at), key=lambda g: (g.published_at, g.id))
    # What one that waits was built upon tells what it adds: else all it holds would come back with it.
    waiting = {one for g in every if g.staged for one in (g.id, g.base)}
    keep = {g.id for g in published[-KEEP:]} | waiting | {store.current()}
    # One that somebody goes back to meanwhile is pointed to, and so not dropped.
    removed = [f"Generasi {one.id} dihapus." for one in every if one.id not in keep and store.drop_generation(one.id)]
    folder = data / "index"
    names = {index.directory(data, g).name for g in store.generation_ids()}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in names:
            shutil.rmtree(path, ignore_errors=True)
            removed.append(f"Folder indeks {path.name} dihapus.")
    return removed


def _prune_files(store: Store, data: Path) -> list[str]:
    """Remove the PDFs of documents that are stored no longer, and halves of copies."""
    folder, stored = data / "documents", store.digests()
    removed = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.stem not in stored or path.suffix == ".part":
            path.unlink(missing_ok=True)
            removed.append(f"Berkas {path.name} dihapus.")
    return removed
