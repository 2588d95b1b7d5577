"""The gate of CI: it fails when a figure falls by more than one item, and only then."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import figures
from knowledge.evaluating import evaluation

ROOT = Path(__file__).parents[2]
RECORDED = {
    "sets": {
        "dev": {"n": 79, "n_gold": 66, "n_answerable": 66, "hit@5": 0.9545, "facts": 0.8182, "false_refusal": 0.0303}
    },
    "quote_on_page": 1.0,
}


def fallen(key: str, value: float) -> dict[str, Any]:
    """What is measured, with one figure at another value."""
    return {**RECORDED, "sets": {"dev": {**RECORDED["sets"]["dev"], key: value}}}  # type: ignore[index]


def check(monkeypatch: pytest.MonkeyPatch, folder: Path, now: dict[str, Any]) -> int:
    """Run ``figures.py --check`` with figures as if they had been measured."""
    record = folder / "figures.json"
    record.write_text(json.dumps(RECORDED))
    monkeypatch.setattr(figures, "measure", lambda data: now)
    monkeypatch.setattr(figures, "SHARED", folder)
    monkeypatch.setattr(sys, "argv", ["figures.py", "--data", str(folder), "--check", str(record)])
    return figures.main()


@pytest.mark.parametrize(
    ("now", "failed"),
    [
        (RECORDED, False),
        (fallen("facts", 0.8182 - 1 / 66), False),  # one item
        (fallen("facts", 0.8182 - 2 / 66), True),
        (fallen("hit@5", 0.9545 - 2 / 66), True),
        (fallen("hit@5", 1.0), False),
        (fallen("false_refusal", 0.0303 + 1 / 66), False),
        (fallen("false_refusal", 0.0303 + 2 / 66), True),
        ({**RECORDED, "quote_on_page": 0.99}, True),
    ],
)
def test_it_fails_when_a_figure_falls_by_more_than_one_item(
    now: dict[str, Any],
    failed: bool,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check(monkeypatch, tmp_path, now) == int(failed)
    assert ("below the recorded figure" in capsys.readouterr().err) is failed


def test_a_set_that_is_no_longer_asked_is_not_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        check(monkeypatch, tmp_path, {**RECORDED, "sets": {}})


def test_ci_checks_what_is_recorded_and_every_set_is() -> None:
    assert 'figures.py --data "$base" --check docs/figures.json' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    recorded = json.loads((ROOT / "docs" / "figures.json").read_text(encoding="utf-8"))
    assert set(recorded["sets"]) == set(figures.SETS)
    judged = (evaluation.HIGHER | evaluation.LOWER).keys()
    assert all(judged & one.keys() for one in recorded["sets"].values())
