"""The texts that the code itself can say, read out of it: every string it may put into an answer, ``{}`` for what is
filled in. Word lists, patterns and what is only compared or looked up are no texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import knowledge
from knowledge.answering.english import template

ROOT = Path(knowledge.__file__).parent
SPEAKING = (
    *sorted((ROOT / "lookup").glob("*.py")),
    *(ROOT / "answering" / name for name in ("drafting.py", "faq.py", "rendering.py")),
    ROOT / "assistant.py",
    ROOT / "quoting" / "passages.py",
    *(ROOT / "deciding" / name for name in ("decision.py", "judging.py")),
)
# Calls whose strings are not said: they compare, match, look up or name the place of a fact.
_SILENT = frozenset(
    """has says wants compile sub search match fullmatch split findall finditer tokens unexplained startswith endswith
    join removeprefix removesuffix replace partition rpartition get getattr model_copy frozenset cite_fact cite_unit
    escape fold debug info warning exception""".split()
)
_LIST = 12  # words in small letters, without a mark, that are no sentence
_WORDS = re.compile(r"[a-z]{2,}")
_PATTERN = re.compile(r"\\[bdswWS]|\(\?")


def texts() -> dict[str, str]:
    """Each text with the place where it stands."""
    return {text: f"{path.parent.name}/{path.name}" for path in SPEAKING for text in _of(path)}


def _of(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not _is_list(node):
            yield from _said(node)


def _is_list(node: ast.stmt) -> bool:
    """Whether a statement of a module binds a list of words or a string of them ("_ASKING"), none a text."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    name = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
    return isinstance(value, ast.Tuple | ast.Set | ast.List) or name == "_ASKING"


def _said(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and _called(node) in _SILENT:
        return
    if isinstance(node, ast.Compare) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return
    if isinstance(node, ast.JoinedStr):
        yield from _kept("".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values))
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                yield from _said(value.value)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _kept(node.value)
    for field, child in ast.iter_fields(node):
        for one in child if isinstance(child, list) else [child]:
            if isinstance(one, ast.AST) and field not in ("slice", "keys", "annotation", "returns"):
                yield from _said(one)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _kept(text: str) -> Iterator[str]:
    """Those with words of their own; a single word in small letters is a key."""
    words = _WORDS.findall(text)
    if len(words) > _LIST and text == text.lower() and not re.search(r"[{.,:;]", text):
        return  # a list of words
    if words and not _PATTERN.search(text) and (" " in text.strip() or "{}" in text or text[:1].isupper()):
        yield template(text)
