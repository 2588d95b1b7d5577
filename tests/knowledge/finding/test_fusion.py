"""Scores of several searches as one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.finding.fusion import fuse
from knowledge.keeping.index import Entry
from knowledge.model import Document, Unit


def row(key: str, *, handbook: bool = False) -> Entry:
    unit = Unit(id=key, document_id="d", ordinal=0, kind="section", locator="", text="kuitansi", page_from=1, page_to=1)
    document = Document(id="d", sha256="0", file="d.pdf", title="D", label="D", kind="Laporan", handbook=handbook)
    return Entry(key, 1, document, unit, key)


def test_the_best_of_every_search_has_one_and_the_last_of_every_search_none() -> None:
    a, b, c = row("a"), row("b"), row("c")
    scores = fuse([[(a, 0.9), (b, 0.85), (c, 0.8)], [(a, 12.0), (c, 4.0)]], 10)
    assert scores["a"] == 1.0
    assert abs(scores["b"] - 0.25) < 1e-9  # half of one search, nothing of the other
    assert scores["c"] == 0.0


def test_a_search_counts_by_how_far_its_best_is_ahead() -> None:
    a, b, c = row("a"), row("b"), row("c")
    far = [(a, 20.0), (b, 2.0), (c, 1.0)]
    near = [(b, 0.90), (a, 0.89), (c, 0.80)]
    scores = fuse([far, near], 10)
    assert scores["a"] > scores["b"]


def test_only_the_best_of_each_search_count() -> None:
    found = [(row(str(n)), float(-n)) for n in range(9)]
    assert set(fuse([found], 4)) == {"0", "1", "2", "3"}


def test_the_handbook_is_measured_among_its_own() -> None:
    rule, book = row("rule"), row("book", handbook=True)
    assert fuse([[(book, 0.9), (rule, 0.5)]], 10) == {"rule": 1.0, "book": 1.0}


def test_searches_that_find_nothing() -> None:
    assert fuse([], 10) == {}
    assert fuse([[], []], 10) == {}


@given(
    st.lists(st.dictionaries(st.sampled_from("abcdef"), st.floats(-5, 50), max_size=6), min_size=1, max_size=4),
    st.integers(1, 8),
)
def test_scores_lie_between_none_and_one(searches: list[dict[str, float]], depth: int) -> None:
    found = [[(row(k), v) for k, v in sorted(part.items(), key=lambda kv: -kv[1])] for part in searches]
    assert all(0 <= score <= 1 + 1e-9 for score in fuse(found, depth).values())
