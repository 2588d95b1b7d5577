"""The files of refreshes asked for in chats, each in a folder of its own until its refresh needs it no longer."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path


def clear(folder: Path, needed: Collection[str]) -> None:
    """Remove the folders that nothing needs."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in needed:
            shutil.rmtree(path, ignore_errors=True)


def is_pdf(path: Path) -> bool:
    """Whether a file says near its beginning that it is a PDF."""
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)
