"""The "Sumber … Keyakinan" line of the handbook, read back."""

from __future__ import annotations

import pytest

from knowledge.keeping.handbook_source import underlying
from knowledge.model import Confidence


@pytest.mark.parametrize("word", list(Confidence))
def test_source_and_confidence(word: Confidence) -> None:
    assert underlying(f"Isi.\nSumber: PermenPANRB 8/2026,\nLampiran · Keyakinan: {word}") == (
        "PermenPANRB 8/2026, Lampiran",
        word,
    )


def test_several_sources_count_as_the_weakest_and_are_named_once() -> None:
    text = "Sumber: A · Keyakinan: tinggi\nx\nSumber: B · Keyakinan: rendah\nSumber: A · Keyakinan: sedang"
    assert underlying(text) == ("A; B", Confidence.RENDAH)


@pytest.mark.parametrize("text", ["", "Sumber: A", "Keyakinan: tinggi", "Sumber: A · Keyakinan: entah"])
def test_no_line_no_source(text: str) -> None:
    assert underlying(text) is None
