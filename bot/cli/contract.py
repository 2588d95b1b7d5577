"""The stable line format for machines: a question in, an answer with its citations out, one JSON object a line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from knowledge.answering.rendering import plain
from knowledge.errors import SpbeError
from knowledge.model import Answer, Turn

Ask = Callable[[str, Sequence[Turn]], Answer]


class Asked(BaseModel):
    """One line of input; further keys are ignored."""

    model_config = ConfigDict(extra="ignore")
    id: str | int
    question: str = Field(min_length=1)
    history: tuple[Turn, ...] = ()

    @field_validator("history", mode="before")
    @classmethod
    def _known_keys(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value or ()
        return [
            {k: v for k, v in turn.items() if k in Turn.model_fields} if isinstance(turn, dict) else turn
            for turn in value
        ]


def answered(id_: str | int | None, answer: Answer, milliseconds: float) -> dict[str, Any]:
    """One line of output."""
    return {
        "id": id_,
        "question": answer.question,
        "answer": plain(answer),
        "abstained": answer.abstained,
        "citations": [
            {
                "document": c.document,
                "file": c.file,
                "title": c.title,
                "locator": c.locator,
                "page_from": c.page_from,
                "page_to": c.page_to,
                "page_label": c.page_label,
                "quote": c.quote,
                "status": c.status.value,
                "ocr": c.ocr,
            }
            for c in answer.citations
        ],
        "retrieved": [
            {
                "unit_id": r.unit_id,
                "file": r.file,
                "page_from": r.page_from,
                "page_to": r.page_to,
                "score": r.score,
            }
            for r in answer.retrieved[:10]
        ],
        "elapsed_ms": round(milliseconds, 1),
    }


def ask_one(ask: Ask, question: str, history: Sequence[Turn] = (), id_: str | int | None = None) -> dict[str, Any]:
    """Ask and time one question."""
    started = time.perf_counter()
    answer = ask(question, history)
    return answered(id_, answer, (time.perf_counter() - started) * 1000) | {"question": question}


def batch(lines: Iterable[str], ask: Ask) -> Iterator[dict[str, Any]]:
    """Answer a JSONL file line by line, order kept; a broken line gives ``{"id", "error"}``."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row: Any = None
        try:
            row = json.loads(line)
            asked = Asked.model_validate(row)
            result = ask_one(ask, asked.question, asked.history, asked.id)
        except (ValueError, ValidationError) as error:
            result = {"id": row.get("id") if isinstance(row, dict) else None, "error": _explain(number, error)}
        except SpbeError as error:
            result = {"id": row.get("id"), "error": str(error)}
        yield result


def _explain(number: int, error: Exception) -> str:
    if isinstance(error, ValidationError):
        fields = ", ".join(".".join(map(str, item["loc"])) or "baris" for item in error.errors())
        return f"baris {number}: isi salah atau kurang pada {fields}"
    return f"baris {number}: bukan JSON yang sah"
