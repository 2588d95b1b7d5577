"""The cells of the real questionnaires: complete, on their pages, and as an independent table has them."""

from __future__ import annotations

import pytest

from benchmarks.cells import COLUMNS, ENOUGH, compare, similarity
from ingest.reading import Reading
from tests.ingest.conftest import RealReading

PARTS = ("Deskripsi Indikator", "Ketentuan Penilaian", "Contoh Bukti Dukung")


@pytest.fixture(scope="module")
def guide(real_reading: RealReading) -> Reading:
    return real_reading("pedoman-menpanrb-3-2024-pemantauan-evaluasi-spbe.pdf")


@pytest.fixture(scope="module")
def rule(real_reading: RealReading) -> Reading:
    return real_reading("permenpanrb-59-2020-pemantauan-evaluasi-spbe.pdf")


def _squeeze(text: str) -> str:
    return "".join(text.split()).lower()


def _assert_on_their_pages(reading: Reading) -> None:
    raw = [_squeeze(page.raw) for page in reading.pages]
    units = [unit for unit in reading.units if unit.kind in ("indicator", "level") and unit.cells]
    assert len(units) == 47 * 6
    for unit in units:
        for cell in unit.cells:
            text = _squeeze(cell.text)
            assert text[:40] in raw[cell.page_from - 1], (unit.id, cell.column)
            assert text[-40:] in raw[cell.page_to - 1], (unit.id, cell.column)


def _indicators(reading: Reading, column: str) -> list[int | None]:
    units = [u for u in reading.units if u.kind == "indicator" and u.indicator is not None]
    return sorted(u.indicator or 0 for u in units for cell in u.cells if cell.column == column)


@pytest.mark.shared
def test_every_level_of_the_guide_has_its_three_cells(guide: Reading) -> None:
    levels = {(u.indicator, u.level): u for u in guide.units if u.kind == "level" and u.cells}
    assert sorted(levels) == [(i, n) for i in range(1, 48) for n in range(1, 6)]
    assert all(tuple(c.column for c in unit.cells) == tuple(COLUMNS) for unit in levels.values())


@pytest.mark.shared
@pytest.mark.parametrize("column", PARTS)
def test_every_indicator_of_the_guide_has_its_description_rule_and_examples(guide: Reading, column: str) -> None:
    assert _indicators(guide, column) == list(range(1, 48))


@pytest.mark.shared
def test_cells_begin_and_end_on_the_pages_they_name(guide: Reading, rule: Reading) -> None:
    _assert_on_their_pages(guide)
    _assert_on_their_pages(rule)
    over = [c for u in guide.units if u.kind == "level" for c in u.cells if c.page_to > c.page_from]
    assert len(over) > 50  # many cells of the guide break across pages


@pytest.mark.shared
def test_cells_agree_with_a_table_made_independently(guide: Reading) -> None:
    rows = compare(guide.units)
    assert len(rows) == 235
    assert all(row.present for row in rows)
    assert sum(row.joined >= ENOUGH for row in rows) >= 230
    for column in COLUMNS:
        assert sum(row.columns[column] >= ENOUGH for row in rows) >= 230, column


@pytest.mark.shared
def test_guide_and_rule_give_the_same_criteria(guide: Reading, rule: Reading) -> None:
    """The guide explains the rule's levels: their criteria differ by a word or two at most."""

    def criteria(reading: Reading) -> dict[tuple[int | None, int | None], str]:
        return {(u.indicator, u.level): u.cells[0].text for u in reading.units if u.kind == "level" and u.cells}

    ours, theirs = criteria(guide), criteria(rule)
    assert sum(similarity(ours[key], theirs[key]) >= 0.9 for key in ours) >= 220


@pytest.mark.shared
def test_the_rule_describes_every_level_in_one_cell(rule: Reading) -> None:
    levels = {(u.indicator, u.level): u for u in rule.units if u.kind == "level" and u.cells}
    assert sorted(levels) == [(i, n) for i in range(1, 48) for n in range(1, 6)]
    texts = [(unit.cells[0].column, unit.cells[0].text) for unit in levels.values()]
    assert {column for column, _ in texts} == {"Kriteria"}
    assert not any(text[:1].isdigit() or "Jawaban :" in text for _, text in texts)
    built_on = [key for key, u in levels.items() if u.cells[0].text.startswith("Kriteria tingkat ")]
    assert set(built_on) >= {(i, n) for i in range(1, 48) for n in (3, 4, 5)} - {(3, 3)}
    assert _indicators(rule, "Pertanyaan") == list(range(1, 48))
