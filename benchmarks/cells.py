"""Compare the cells read from Pedoman Menteri PANRB 3/2024 with a table of its levels made independently.

Similarity is rapidfuzz's ``ratio`` (normalised indel distance, 1 is equal) after runs of white space are made one blank
and letters small. Prints how many levels are present, how many reach 0.95 jointly and column by column, those below.

    python benchmarks/cells.py [PDF] [FACTS.jsonl]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from ingest.reading import read_document
from knowledge import catalog
from knowledge.model import Unit

SHARED = Path(__file__).resolve().parents[2] / "shared"
PDF = SHARED / "pdfs" / "pedoman-menpanrb-3-2024-pemantauan-evaluasi-spbe.pdf"
FACTS = SHARED / "facts" / "level_criteria_spbe.jsonl"
COLUMNS = {
    "Kriteria Level": "kriteria",
    "Kriteria Pemenuhan": "kriteria_pemenuhan",
    "Kriteria Bukti Dukung": "bukti_dukung",
}
ENOUGH = 0.95


@dataclass(frozen=True)
class Compared:
    """One level: ``joined`` is the similarity of its three cells together, ``columns`` of each (0..1); all 0
    where the level was not read."""

    indicator: int
    level: int
    present: bool
    joined: float
    columns: dict[str, float]


def normal(text: str) -> str:
    """Text with runs of white space as one blank, in small letters."""
    return " ".join(text.split()).lower()


def similarity(ours: str, theirs: str) -> float:
    """Likeness of two texts, 0..1."""
    return fuzz.ratio(normal(ours), normal(theirs)) / 100


def compare(units: Iterable[Unit], facts: Path = FACTS) -> list[Compared]:
    """Every level of the facts file beside the level unit that carries cells."""
    read = {(unit.indicator, unit.level): unit for unit in units if unit.kind == "level" and unit.cells}
    found = []
    for line in facts.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        unit = read.get((fact["no"], fact["level"]))
        cells = {cell.column: cell.text for cell in unit.cells} if unit else {}
        each = {column: similarity(cells.get(column, ""), fact[key]) for column, key in COLUMNS.items()}
        ours, theirs = (" ".join(texts) for texts in zip(*_pairs(cells, fact), strict=True))
        found.append(Compared(fact["no"], fact["level"], set(cells) >= set(COLUMNS), similarity(ours, theirs), each))
    return found


def _pairs(cells: dict[str, str], fact: dict[str, str]) -> list[tuple[str, str]]:
    return [(cells.get(column, ""), fact[key]) for column, key in COLUMNS.items()]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(pdf: Path, facts: Path) -> None:
    """Print the figures."""
    rows = compare(read_document(pdf, catalog.load().regulations).units, facts)
    _say(f"level ada: {sum(row.present for row in rows)} dari {len(rows)}")
    _say(f"ketiga sel bersama >= {ENOUGH}: {sum(row.joined >= ENOUGH for row in rows)}")
    for column in COLUMNS:
        values = [row.columns[column] for row in rows]
        count = sum(value >= ENOUGH for value in values)
        _say(f"{column} >= {ENOUGH}: {count}, terendah {min(values):.3f}, sama persis {sum(v == 1 for v in values)}")
    for row in rows:
        if row.joined < ENOUGH or min(row.columns.values()) < ENOUGH:
            _say(f"  indikator {row.indicator} level {row.level}: {row.joined:.3f} {row.columns}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PDF, Path(sys.argv[2]) if len(sys.argv) > 2 else FACTS)
