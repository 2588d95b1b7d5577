"""An answer as plain text: cut between points, with the sources of what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.rendering import LIMIT, cited, plain, refs, shorten, source_line
from knowledge.model import Answer, Block, Citation, Point

SOURCE = Citation(
    document="permenpanrb-59-2020",
    title="Pemantauan dan Evaluasi SPBE",
    label="PermenPANRB 59/2020",
    locator="Lampiran",
    page_from=30,
    page_to=30,
    page_label="26",
)


def _answer(sizes: list[list[int]], leads: bool = True) -> Answer:
    """Blocks of points with so many characters; every point cites a source of its own."""
    number = 0
    blocks = []
    for index, block in enumerate(sizes):
        points = []
        for size in block:
            number += 1
            points.append(Point(text="x" * size, refs=(number,)))
        blocks.append(Block(lead=f"Bagian {index}:" if leads else "", points=tuple(points)))
    citations = tuple(SOURCE.model_copy(update={"locator": f"Pasal {n}"}) for n in range(1, number + 1))
    return Answer(question="q", blocks=tuple(blocks), citations=citations)


def _body(answer: Answer, limit: int = LIMIT) -> str:
    """What a person reads before the sources."""
    return plain(answer, limit).split("\n\nSumber:")[0]


def _points(answer: Answer) -> list[Point]:
    return [point for block in answer.blocks for point in block.points]


@given(st.lists(st.lists(st.integers(1, 700), max_size=6), max_size=4), st.integers(1, 1500), st.booleans())
def test_an_answer_is_cut_between_points_only(sizes: list[list[int]], limit: int, leads: bool) -> None:
    answer = _answer(sizes, leads)
    short, shown, total = shorten(answer, limit)
    assert _points(short) == _points(answer)[:shown]
    assert total == len(_points(answer))
    assert shown >= min(1, len(answer.blocks[0].points)) if answer.blocks else shown == 0
    if shown > 1:
        assert len(_body(answer, limit)) <= limit
    for block in short.blocks:
        assert block.points or block.lead


def test_a_lead_in_is_not_shown_without_its_points() -> None:
    short, shown, total = shorten(_answer([[1100], [300, 10]]))
    assert [block.lead for block in short.blocks] == ["Bagian 0:"]
    assert (shown, total) == (1, 3)


def test_the_text_says_how_many_points_are_shown_and_names_their_sources_only() -> None:
    text = plain(_answer([[300] * 11]))
    assert "Menampilkan 3 dari 11 butir. Ketik “selengkapnya”." in text
    assert "[3] Pasal 3" in text
    assert "Pasal 4" not in text


def test_places_of_the_catalog_that_differ_in_nothing_else_share_a_line() -> None:
    fact = SOURCE.model_copy(update={"page_from": None, "page_to": None, "page_label": None, "note": "belum pasti"})
    places = ("Linimasa 2026, Interviu", "Linimasa 2026, Visitasi")
    noted = fact.model_copy(update={"locator": "Linimasa 2026, Penetapan", "note": "perkiraan"})
    citations = (*(fact.model_copy(update={"locator": place}) for place in places), SOURCE, noted)
    points = tuple(Point(text="x", refs=(n,)) for n in range(1, 5))
    said = plain(Answer(question="q", blocks=(Block(points=points),), citations=citations))
    assert "[1][2] PermenPANRB 59/2020, Linimasa 2026, Interviu; Visitasi — belum pasti" in said
    assert "\n[3] PermenPANRB 59/2020, Lampiran, hlm. 30" in said
    assert "\n[4] PermenPANRB 59/2020, Linimasa 2026, Penetapan — perkiraan" in said


def test_a_short_answer_says_nothing_about_cutting() -> None:
    assert "Menampilkan" not in plain(_answer([[30] * 4]))
    assert "dipersingkat" not in plain(_answer([[30] * 4]))


def test_blocks_left_out_whole_are_said_to_be() -> None:
    blocks = (Block(lead="a" * (LIMIT + 1)), Block(lead="Untuk SPBE: tidak ada."))
    answer = Answer(question="q", blocks=blocks)
    assert "Jawaban dipersingkat. Ketik “selengkapnya”." in plain(answer)
    assert "Untuk SPBE: tidak ada." in plain(answer, None)
    assert "dipersingkat" not in plain(answer, None)


def test_without_a_limit_everything_is_shown() -> None:
    text = plain(_answer([[900] * 5]), None)
    assert text.count("x" * 900) == 5
    assert "[5] Pasal 5" in text


def test_layout_of_a_whole_answer() -> None:
    answer = Answer(
        question="q",
        blocks=(
            Block(
                heading="Pemdi", lead="Ada dua:", lead_refs=(1,), points=(Point(text="satu", refs=(1,)),), ordered=True
            ),
            Block(points=(Point(text="kutipan", verbatim=True),)),
        ),
        citations=(SOURCE,),
        warnings=("Sudah dicabut.",),
        hints=("Coba lagi.",),
    )
    assert plain(answer) == (
        "PEMDI\nAda dua: [1]\n1. satu\n\n• “kutipan”\n\n⚠ Sudah dicabut.\n\n"
        "Sumber:\n[1] PermenPANRB 59/2020, Lampiran, hlm. 30 (tercetak 26)\n\nCoba lagi."
    )


def test_sources_without_any_reference_are_all_shown() -> None:
    answer = Answer(question="q", blocks=(Block(lead="Begitulah."),), citations=(SOURCE,))
    assert "[1] PermenPANRB 59/2020" in plain(answer)


def test_no_sources_no_heading() -> None:
    assert "Sumber" not in plain(Answer(question="q", blocks=(Block(lead="Tidak ditemukan."),), abstained=True))


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({}, "[2] PermenPANRB 59/2020, Lampiran, hlm. 30 (tercetak 26)"),
        ({"page_label": "30"}, "[2] PermenPANRB 59/2020, Lampiran, hlm. 30"),
        ({"page_label": None, "page_to": 32}, "[2] PermenPANRB 59/2020, Lampiran, hlm. 30–32"),
        ({"page_from": None, "locator": ""}, "[2] PermenPANRB 59/2020"),
        ({"label": "", "page_label": None}, "[2] Pemantauan dan Evaluasi SPBE, Lampiran, hlm. 30"),
        (
            {"ocr": True, "note": "sudah dicabut"},
            "[2] PermenPANRB 59/2020, Lampiran, hlm. 30 (tercetak 26) (hasil pindai) — sudah dicabut",
        ),
    ],
)
def test_source_line(change: dict[str, object], line: str) -> None:
    assert source_line(SOURCE.model_copy(update=change), 2) == line


def test_references_in_the_text() -> None:
    assert refs((1, 3)) == " [1][3]"
    assert refs(()) == ""
    assert cited(_answer([[1], [1]])) == {1, 2}


def test_a_remark_that_the_answer_makes_is_not_made_again_beside_the_source() -> None:
    note = "Pedoman mencetak aspeknya sebagai A5."
    source = SOURCE.model_copy(update={"note": f"statusnya belum pasti; {note}"})
    said = Answer(question="q", blocks=(Block(lead=note, lead_refs=(1,)),), citations=(source,))
    assert plain(said).count(note) == 1
    assert plain(said).endswith("— statusnya belum pasti")
    unsaid = said.model_copy(update={"blocks": (Block(lead="Lain.", lead_refs=(1,)),)})
    assert plain(unsaid).count(note) == 1


@given(st.lists(st.integers(1, 90), min_size=1, max_size=60), st.lists(st.integers(1, 120), max_size=3))
def test_warnings_and_the_remark_that_it_is_cut_are_within_the_limit(sizes: list[int], warnings: list[int]) -> None:
    lines = tuple(f"{n} " + "w" * size for n, size in enumerate(warnings))
    answer = _answer([sizes]).model_copy(update={"warnings": lines, "worded": True})
    text = _body(answer)
    assert len(text) <= LIMIT
    assert all(line in text for line in lines)


def test_a_short_part_leaves_its_room_to_the_next() -> None:
    parts = tuple(Block(lead="L:", points=(Point(text="x" * n),) * 3, part=p) for p, n in ((1, 10), (2, 300)))
    _, shown, total = shorten(Answer(question="q", blocks=parts))
    assert shown == total == 6


def test_sources_of_one_document_share_a_line_each_with_its_page() -> None:
    pages = (("Lampiran, A. Konteks", 15), ("Lampiran, B. Penilaian", 16), ("Lampiran, A. Konteks", 17))
    made = [SOURCE.model_copy(update={"locator": at, "page_from": page, "page_to": page}) for at, page in pages]
    other = SOURCE.model_copy(update={"label": "UU 1/2000"})
    points = tuple(Point(text=str(n), refs=(n,)) for n in range(1, 5))
    said = plain(Answer(question="q", blocks=(Block(points=points),), citations=(*made[:2], other, made[2])))
    assert said.split("Sumber:\n")[1].split("\n") == [
        "[1] PermenPANRB 59/2020, Lampiran, A. Konteks, hlm. 15 (tercetak 26); [2] B. Penilaian, hlm. 16 "
        "(tercetak 26); [4] hlm. 17 (tercetak 26)",
        "[3] UU 1/2000, Lampiran, hlm. 30 (tercetak 26)",
    ]


def test_sources_that_differ_in_what_lies_behind_them_share_their_trust() -> None:
    fact = SOURCE.model_copy(update={"page_from": None, "label": "Katalog"})
    rows = (("Interviu", "A"), ("Visitasi", "B"), ("Penetapan", "A"))
    made = [fact.model_copy(update={"locator": at, "note": f"sedang; sumber: {behind}"}) for at, behind in rows]
    points = tuple(Point(text=str(n), refs=(n,)) for n in range(1, 4))
    said = plain(Answer(question="q", blocks=(Block(points=points),), citations=tuple(made)))
    assert said.endswith("[1][2][3] Katalog, Interviu; Visitasi; Penetapan — sedang; sumber: [1][3] A; [2] B")


def test_a_source_is_numbered_where_it_changes() -> None:
    points = tuple(Point(text=text, refs=refs) for text, refs in (("a", (1,)), ("b", (1,)), ("c", (2,)), ("d", (1,))))
    said = _body(Answer(question="q", blocks=(Block(lead="Ada:", points=points),), citations=(SOURCE, SOURCE)))
    assert said == "Ada:\n• a [1]\n• b\n• c [2]\n• d [1]"
