"""Steps of a procedure that are sections of their own."""

from __future__ import annotations

import pytest

from knowledge.quoting.asked import Asked
from knowledge.quoting.outline import outline
from knowledge.text import tokens
from tests.knowledge.quoting.units import RULE, entry, held, hits

CHAPTER = "BAB III PENATAAN ARSIP"
STEPS = ["A. Pemilahan", "B. Pemberkasan", "C. Penyusutan"]
ROWS = [
    entry(f"bab-iii/{name[0].lower()}", f"{name} dilakukan petugas.", at, breadcrumb=(RULE.label, CHAPTER, name))
    for at, name in enumerate(STEPS)
]
ELSEWHERE = entry("bab-iv/a", "A. Pelaporan.", 9, breadcrumb=(RULE.label, "BAB IV PELAPORAN", "A. Pelaporan"))


def question(text: str) -> Asked:
    return Asked(dict.fromkeys(tokens(text), 1.0))


def test_the_headings_of_the_chapter_in_order_each_with_its_unit() -> None:
    chapter, steps = outline(hits(ROWS[2], ROWS[0]), question("langkah penataan arsip"), held(*ROWS, ELSEWHERE))
    assert chapter == CHAPTER
    assert steps == list(zip(STEPS, ROWS, strict=True))


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        ([ROWS[0], ELSEWHERE], "langkah penataan arsip"),  # only one section of the chapter was found
        ([ROWS[0], ROWS[1]], "langkah mengurus cuti"),  # another procedure is asked for
        ([], "langkah penataan arsip"),
    ],
)
def test_no_outline_where_the_chapter_is_not_what_is_asked(found: list, asked: str) -> None:  # type: ignore[type-arg]
    assert outline(hits(*found), question(asked), held(*ROWS, ELSEWHERE)) == ("", [])


def test_the_outline_of_a_chapter_that_was_found_needs_no_other_section() -> None:
    found = entry("bab-iii/kerangka", CHAPTER, 0, breadcrumb=(RULE.label, CHAPTER), kind="outline")
    chapter, steps = outline(hits(found), question("urutan kerja"), held(*ROWS, found))
    assert (chapter, [name for name, _ in steps]) == (CHAPTER, STEPS)


def test_a_section_that_the_opening_of_the_chapter_does_not_name_is_no_step() -> None:
    form = entry("bab-iii/d", "D. Formulir Arsip.", 4, breadcrumb=(RULE.label, CHAPTER, "D. Formulir Arsip"))
    opening = entry(
        "bab-iii",
        "Penataan arsip meliputi pemilahan, pemberkasan, dan penyusutan arsip.",
        5,
        breadcrumb=(RULE.label, CHAPTER),
    )
    found = hits(ROWS[2], ROWS[0])
    _, steps = outline(found, question("langkah penataan arsip"), held(*ROWS, form, opening))
    assert [name for name, _ in steps] == STEPS
    _, steps = outline(found, question("langkah penataan arsip"), held(*ROWS, form))
    assert [name for name, _ in steps] == [*STEPS, "D. Formulir Arsip"]
