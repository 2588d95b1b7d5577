"""The files of the catalog: read strictly, and faults told with their file and entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.consistency import InconsistentError, Problem
from knowledge.errors import CatalogError

# The C parser is ten times faster, but not every build of PyYAML has it.
_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> dict[str, list[Any]]:
    """The lists of a file by their keys. Raises CatalogError naming the file."""
    try:
        loader = _SAFE_LOADER(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        _refuse_repeated_fields(node)
        data = loader.construct_document(node) if node else None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path.name}: bukan YAML yang sah: {error}") from error
    if not isinstance(data, dict) or not all(isinstance(rows, list) for rows in data.values()):
        raise CatalogError(f"{path.name}: harus berisi 'nama: [daftar]'")
    return data


def _refuse_repeated_fields(node: yaml.Node | None) -> None:
    """YAML itself would quietly keep the last of two fields of the same name."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"'{key.value}' tertulis dua kali", problem_mark=key.start_mark)
            seen.add(key.value)
            _refuse_repeated_fields(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_fields(value)


def named(entry: object) -> str:
    """What a person would call the entry, in brackets; empty when it has no name."""
    if not isinstance(entry, dict):
        return ""
    names = (entry.get(field) for field in ("id", "term", "short", "name", "agency", "number", "pemdi", "year"))
    return next((f" ({name})" for name in names if name is not None), "")


_MESSAGES = {"missing": "wajib diisi", "extra_forbidden": "tidak dikenal"}


def explain(error: ValidationError, origin: dict[str, list[str]]) -> Iterator[str]:
    """Each fault with its place; ``origin`` says where each entry of a list stands."""
    for item in error.errors():
        loc = item["loc"]
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, InconsistentError):
            yield from (f"{_places(problem, origin)}: {problem.text}" for problem in cause.problems)
        elif len(loc) > 1 and isinstance(loc[1], int):
            field = "".join(f" {part}" if isinstance(part, str) else f" ke-{part + 1}" for part in loc[2:])
            yield f"{origin[str(loc[0])][loc[1]]}:{field} {_MESSAGES.get(item['type'], item['msg'])}"
        elif item["type"] == "extra_forbidden":
            files = ", ".join(_files(origin.get(str(loc[0]), []))) or "katalog"
            yield f"{files}: daftar '{loc[0]}' tidak dikenal"
        else:
            yield f"katalog: daftar '{'.'.join(map(str, loc))}' tidak ada di berkas mana pun"


def _places(problem: Problem, origin: dict[str, list[str]]) -> str:
    """Where a problem lies: the entries when one or two are concerned, else their files."""
    places = [origin[key][index] for key, index in problem.where]
    return " dan ".join(places) if 0 < len(places) <= 2 else ", ".join(_files(places)) or "katalog"


def _files(places: Iterable[str]) -> list[str]:
    return sorted({place.partition(",")[0] for place in places})
