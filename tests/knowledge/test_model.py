"""The invariants of the domain's values."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.model import Answer, Block, Citation, Page, Point, Unit

CITATION = Citation(document="d", title="D", locator="Pasal 1")


def _unit(**change: object) -> Unit:
    given: dict[str, object] = {
        "id": "d/pasal-1",
        "document_id": "d",
        "ordinal": 0,
        "kind": "pasal",
        "locator": "Pasal 1",
        "text": "Isi.",
        "page_from": 1,
        "page_to": 1,
    }
    return Unit.model_validate(given | change)


def test_values_are_frozen_and_refuse_unknown_fields() -> None:
    with pytest.raises(ValidationError):
        CITATION.title = "lain"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        _unit(page=3)


def test_pages_are_counted_from_one_and_in_order() -> None:
    with pytest.raises(ValidationError):
        Page(number=0, raw="", text="")
    with pytest.raises(ValidationError):
        _unit(page_from=0)
    with pytest.raises(ValidationError, match="page_to 1 < page_from 2"):
        _unit(page_from=2)


def test_passage_is_breadcrumb_then_text() -> None:
    assert _unit(breadcrumb=("Permen", "BAB I")).passage == "Permen > BAB I\nIsi."
    assert _unit().passage == "Isi."


def test_a_quote_has_at_most_300_characters() -> None:
    with pytest.raises(ValidationError):
        Citation(document="d", title="D", locator="", quote="x" * 301)


@pytest.mark.parametrize("ref", [0, 2, -1])
def test_a_reference_names_a_citation_that_is_there(ref: int) -> None:
    with pytest.raises(ValidationError, match="not there"):
        Answer(question="q", blocks=(Block(points=(Point(text="x", refs=(ref,)),)),), citations=(CITATION,))
    with pytest.raises(ValidationError, match="not there"):
        Answer(question="q", blocks=(Block(lead_refs=(ref,)),), citations=(CITATION,))


def test_an_answer_that_abstains_cites_nothing() -> None:
    with pytest.raises(ValidationError, match="abstains"):
        Answer(question="q", blocks=(), abstained=True, citations=(CITATION,))
