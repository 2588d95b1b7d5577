"""The figures of docs/evaluation.md, measured: build from ../shared/pdfs, ask the development questions and our own
(tests/golden; with the catalog and the handbook alone, tests/knowledge/test_golden.py asks those as well).

python benchmarks/figures.py                      print the figures as JSON
python benchmarks/figures.py --write FILE         and record them
python benchmarks/figures.py --check FILE         fail when one falls more than an item below the recorded
python benchmarks/figures.py --data DIR           keep the knowledge base there (reused when it is complete)
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from ingest.handbook import book as handbook
from ingest.refresh import Refresh
from knowledge import catalog, vocabulary
from knowledge.assistant import Assistant
from knowledge.clock import FixedClock
from knowledge.embedding import DEFAULT_MODEL, make
from knowledge.evaluating import evaluation
from knowledge.keeping.store import Store, engine, migrate

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SETS = {name: SHARED / "eval" / f"{name}.jsonl" for name in ("dev", "dev_pemdi", "dev_unanswerable")}
SETS |= {
    f"golden/{name}": ROOT / "tests" / "golden" / f"{name}.jsonl"
    for name in ("answerable", "unanswerable", "followups", "injections")
}
DAY = date(2026, 11, 24)  # answers about dates depend on the day; figures must not


def build(data: Path) -> tuple[Assistant, dict[str, float]]:
    """A knowledge base of the handbook and the shared PDFs, and what building it took."""
    opened = engine(f"sqlite:///{data / 'spbe.db'}")
    migrate(opened)
    store, facts = Store(opened), catalog.load()
    embedder = make(DEFAULT_MODEL, data / "models")
    book = data / "buku-saku-spbe-pemdi-2026.pdf"
    handbook.make(facts, book)
    started = time.perf_counter()
    report = Refresh(store, data, facts, lambda: embedder, DEFAULT_MODEL).ingest([book, SHARED / "pdfs"])
    took = time.perf_counter() - started
    read = [row for row in report.files if row.outcome == "baru"]
    figures = {"units": report.units, "ingest_s": round(took, 1)}
    if read:
        figures["pages_per_s"] = round(sum(r.pages for r in read) / sum(r.seconds for r in read), 1)
    if report.embed_seconds:
        figures["units_per_s"] = round(report.embedded / report.embed_seconds, 1)
    words = vocabulary.load()
    return Assistant(store, data, facts, words, embedder, FixedClock(DAY)), figures


def cold(data: Path) -> float:
    """Seconds of ``spbe ask`` from a cold process."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bot.cli.app", "ask", "apa itu SPBE"],
        env={"SPBE_DATA_DIR": str(data), "PATH": "/usr/bin:/bin"}, cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return round(time.perf_counter() - started, 2)


def measure(data: Path) -> dict[str, Any]:
    """All figures."""
    assistant, building = build(data)
    store = Store(engine(f"sqlite:///{data / 'spbe.db'}"))
    assistant.answer("apa itu SPBE")  # opening the index is start-up, not latency
    sets: dict[str, Any] = {}
    everything: list[evaluation.Result] = []
    page = evaluation.pages(store)
    for name, path in SETS.items():
        results = evaluation.run(evaluation.read(path), assistant.answer, page=page)
        sets[name] = evaluation.figures(results)
        everything += results
    times = sorted(r.milliseconds for r in everything)
    return {
        "sets": sets,
        "quote_on_page": evaluation.figures(everything)["quote_on_page"],
        "building": building,
        "p50_ms": evaluation.percentile(times, 50),
        "p95_ms": evaluation.percentile(times, 95),
        "cold_ask_s": cold(data),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def fallen(now: dict[str, Any], recorded: dict[str, Any]) -> list[str]:
    """Figures of quality that are more than one item worse than the recorded ones."""
    out = [
        f"{name} {worse}"
        for name, before in recorded["sets"].items()
        for worse in evaluation.fallen(now["sets"][name], before)
    ]
    if now["quote_on_page"] < recorded["quote_on_page"]:
        out.append(f"quote_on_page: {now['quote_on_page']} < {recorded['quote_on_page']}")
    return out


def main() -> int:
    """Measure; record or check."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--check", type=Path)
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.stderr.write("The real PDFs are not beside the project: nothing to measure.\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        data = options.data or Path(folder)
        data.mkdir(parents=True, exist_ok=True)
        now = measure(data)
    text = json.dumps(now, indent=1)
    sys.stdout.write(text + "\n")
    if options.write:
        options.write.write_text(text + "\n", encoding="utf-8")
    if options.check:
        problems = fallen(now, json.loads(options.check.read_text(encoding="utf-8")))
        sys.stderr.write("".join(f"below the recorded figure: {p}\n" for p in problems))
        return bool(problems)
    return 0


if __name__ == "__main__":
    sys.exit(main())
