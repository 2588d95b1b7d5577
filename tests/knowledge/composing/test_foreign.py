"""English read in Indonesian."""

from __future__ import annotations

import pytest

from knowledge.composing.foreign import in_indonesian


@pytest.mark.parametrize(
    ("english", "indonesian"),
    [
        ("personal data protection", "pelindungan data pribadi"),
        ("the internal assessor must submit a report to the minister",
         "asesor internal wajib menyampaikan laporan kepada menteri"),
        ("not required to", "tidak required kepada"),
        ("is not required to submit", "tidak wajib menyampaikan"),
        ("Domain Tata Kelola has 25%", "domain tata kelola memiliki 25%"),
        ("must not delete data", "dilarang menghapus data"),
    ],
)  # fmt: skip
def test_words_and_their_order(english: str, indonesian: str) -> None:
    assert in_indonesian(english) == indonesian
