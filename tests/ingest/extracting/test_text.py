"""Over all real PDFs: nothing but listed boilerplate is dropped, and every other character stays."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from ingest.extracting.clean import Cleaned, clean, normalise
from ingest.extracting.extract import RawDocument
from ingest.structuring.digits import repair_digits, repair_list_ends
from tests.ingest.conftest import Extracted

pytestmark = pytest.mark.shared

# What a reader would call no part of the text: addresses, stamps, page numbers, dotted lines, letterheads.
BOILERPLATE = re.compile(
    r"\S*(jdih|peraturan)\S*\.go\.id\S*|SK\s*No.{0,16}|.{0,8}SALINAN"
    r"|[\s\-–—_]*[0-9tlIO]{1,4}[\s\-–—_]*|[\-–—_]\w{1,3}[\-–—_]|.{0,25}[.… ]{8,}"
)
LETTERHEAD = ("PRESIDEN", "REPUBLIK INDONESIA")


@pytest.fixture(scope="module")
def texts(shared_pdfs: Path, extracted: Extracted) -> dict[str, tuple[RawDocument, Cleaned]]:
    found = {}
    for path in sorted(shared_pdfs.glob("*.pdf")):
        raw = extracted(path.name)
        found[path.name] = (raw, clean(raw))
    return found


def test_every_character_is_kept_or_dropped_as_boilerplate(texts: dict[str, tuple[RawDocument, Cleaned]]) -> None:
    for name, (raw, cleaned) in texts.items():
        for page, source, dropped in zip(cleaned.pages, raw.pages, cleaned.dropped, strict=True):
            lines = [line for part in source.lines for piece in part.split("\n") if (line := normalise(piece))]
            if source.scan:
                lines = repair_list_ends([repair_digits(line) for line in lines])
            assert _letters("".join(lines)) == _letters(page.text + "".join(dropped)), (name, page.number)
            # The lines themselves are the raw page, but for their order.
            assert _letters(normalise(source.raw)) == _letters("".join(map(normalise, source.lines)))


def test_what_is_dropped_is_listed_boilerplate(texts: dict[str, tuple[RawDocument, Cleaned]]) -> None:
    for name, (_, cleaned) in texts.items():
        repeated = Counter(line for dropped in cleaned.dropped for line in set(dropped))
        following = [page.text for page in cleaned.pages[1:]] + [""]
        for page, dropped, after in zip(cleaned.pages, cleaned.dropped, following, strict=True):
            for line in dropped:
                assert (
                    BOILERPLATE.fullmatch(line)
                    or any(fuzz.ratio(line.upper(), head) >= 60 for head in LETTERHEAD)
                    or repeated[line] >= max(3, len(cleaned.pages) // 2)
                    or _announces(line, after)
                ), (name, page.number, line)


def test_little_is_dropped_and_hardly_anything_twice(texts: dict[str, tuple[RawDocument, Cleaned]]) -> None:
    for name, (raw, cleaned) in texts.items():
        kept = sum(len(page.text) for page in cleaned.pages)
        whole = sum(len(page.raw) for page in raw.pages)
        assert kept >= 0.93 * whole, (name, kept, whole)
        catchwords = [line for dropped in cleaned.dropped for line in dropped if line.rstrip().endswith("..")]
        for before, after in pairwise(cleaned.pages):
            last = before.text.rsplit("\n", 1)[-1]
            assert last not in catchwords, (name, before.number, after.number)


def _announces(line: str, following: str) -> bool:
    word, opening = _order(line), _order(following)
    return len(line) <= 45 and fuzz.ratio(word, opening[: len(word)]) >= 60


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


def _order(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
