"""What another version of the documents changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.difference import Difference, difference
from knowledge.model import Unit


def _unit(id_: str, text: str) -> Unit:
    return Unit(id=id_, document_id="a", ordinal=0, kind="pasal", locator=id_, text=text, page_from=1, page_to=1)


UNITS = st.lists(st.builds(_unit, st.sampled_from("abcd"), st.sampled_from("xyz")), max_size=8)


def test_a_pasal_worded_otherwise_is_changed_another_number_is_new() -> None:
    before = [_unit("pasal-1", "Lama."), _unit("pasal-2", "Tetap."), _unit("pasal-3", "Hilang.")]
    after = [_unit("pasal-1", "Baru."), _unit("pasal-2", "Tetap."), _unit("pasal-4", "Tambah.")]
    found = difference(before, after)
    assert (found.new, found.changed, found.removed) == ((after[2],), (after[0],), (before[2],))


def test_an_extract_beside_its_document_is_compared_with_itself() -> None:
    whole, extract = _unit("pasal-1", "Penuh."), _unit("pasal-1", "Kutipan.")
    assert difference([whole, extract], [extract]) == Difference(removed=(whole,))
    assert difference([whole], [extract, whole]) == Difference(new=(extract,))


@given(UNITS)
def test_nothing_differs_from_itself_in_whatever_order(units: list[Unit]) -> None:
    assert difference(units, list(reversed(units))) == Difference()


@given(UNITS, UNITS)
def test_every_unit_is_counted_once(before: list[Unit], after: list[Unit]) -> None:
    found, back = difference(before, after), difference(after, before)
    assert len(before) + len(found.new) - len(found.removed) == len(after)
    counts = (len(found.new), len(found.changed), len(found.removed))
    assert counts == (len(back.removed), len(back.changed), len(back.new))


@given(UNITS, st.integers(1, 5))
def test_a_sample_is_of_what_is_new_or_changed(units: list[Unit], count: int) -> None:
    found = Difference(new=tuple(units))
    assert len(found.sample(count)) == min(count, len(units))
    assert set(found.sample(count)) <= set(units)
