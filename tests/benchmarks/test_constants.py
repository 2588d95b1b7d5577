"""No tuned number stands in the answering path without a sweep that prints what it does."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("finding", "deciding", "quoting")
PATHS = [path for room in ROOMS for path in sorted((ROOT / "knowledge" / room).glob("*.py"))]
PATHS.append(ROOT / "knowledge" / "assistant.py")
SWEPT = " ".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "benchmarks").glob("*.py")))


def fractions(tree: ast.AST) -> list[ast.Constant]:
    """The numbers in a syntax tree written with a point, 0.0 and 1.0 apart."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    return [node for node in found if node.value not in (0.0, 1.0)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_fraction_has_a_name_that_a_sweep_knows(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        id(node.value): target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    unknown = [node.lineno for node in fractions(tree) if f'"{named.get(id(node), "")}"' not in SWEPT]
    assert not unknown


def test_what_is_swept_is_in_force_and_its_value_among_those_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    numbers = import_module("constants").NUMBERS
    assert numbers
    for name, (modules, values) in numbers.items():
        for module in modules:
            assert getattr(import_module(f"knowledge.{module}"), name) in values, f"{module}.{name}"
