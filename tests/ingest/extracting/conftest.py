"""Here it matters that a PDF is extracted in a process of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def extracting_in_process() -> None:
    """Not here."""
