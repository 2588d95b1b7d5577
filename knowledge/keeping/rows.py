"""Documents and units as rows of SQL, and back."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import RowMapping

from knowledge.model import Document, Given, Unit

_LISTS = ("amends", "revokes", "conflicts")


def content_hash(passage: str) -> str:
    """The key of a passage's vector: SHA-256 of its text."""
    return hashlib.sha256(passage.encode("utf-8", "replace")).hexdigest()


def document_row(document: Document) -> dict[str, Any]:
    """A document as a row, without what only its storing knows."""
    row = document.model_dump()
    lists = {name: json.dumps(row[name], ensure_ascii=False) for name in _LISTS}
    return row | lists | {"given": given_text(document.given)}


def read_document(row: RowMapping) -> Document:
    """The document of a row."""
    data = {name: row[name] for name in Document.model_fields}
    lists = {name: tuple(json.loads(data[name])) for name in _LISTS}
    return Document(**data | lists | {"given": json.loads(data["given"])})


def given_text(given: Given) -> str:
    """What a person said of a document, as it is stored; the same text for the same words."""
    return given.model_dump_json(exclude_none=True)


def storable(row: dict[str, Any]) -> dict[str, Any]:
    """Lone surrogates (a file name that is not UTF-8) have no place in a database: they become "?"."""
    return {k: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for k, v in row.items()}


def unit_row(unit: Unit, rev: int) -> dict[str, object]:
    """A unit of a revision as a row."""
    row = unit.model_dump(exclude={"document_id"})
    row["breadcrumb"] = json.dumps(list(unit.breadcrumb), ensure_ascii=False)
    for name in ("cells", "changes"):
        row[name] = json.dumps(row[name], ensure_ascii=False)
    row["regime"] = unit.regime.value if unit.regime else None
    return row | {"rev": rev, "content_hash": content_hash(unit.passage)}


def read_unit(row: RowMapping, document_id: str) -> Unit:
    """The unit of a row."""
    data = {name: row[name] for name in Unit.model_fields if name != "document_id"}
    data["breadcrumb"] = tuple(json.loads(data["breadcrumb"]))
    for name in ("cells", "changes"):
        data[name] = tuple(json.loads(data[name]))
    return Unit(document_id=document_id, **data)
