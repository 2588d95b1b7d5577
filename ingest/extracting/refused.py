"""Which PDFs had no text to read, so that they are not drawn and recognised again each time.

A note beside the database, not part of it: without it such a file is only read once more.
"""

from __future__ import annotations

import json
from pathlib import Path

from ingest.extracting.ocr import languages
from ingest.reading import PARSER_VERSION


class Refused:
    """The PDFs without text by content hash, each with the reason it was refused for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def reason(self, sha256: str) -> str | None:
        """Why a file was refused, when it would be again: by this parser and with the OCR there is now."""
        row = self._rows().get(sha256)
        return row[1] if row and row[0] == _means() else None

    def add(self, sha256: str, reason: str) -> None:
        """Remember a refusal."""
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(self._rows() | {sha256: [_means(), reason]}))
        part.replace(self._path)

    def _rows(self) -> dict[str, list[str]]:
        try:
            rows = json.loads(self._path.read_text())
        except (OSError, ValueError):
            return {}
        return rows if isinstance(rows, dict) else {}


def _means() -> str:
    return f"{PARSER_VERSION} {languages()}"
