"""Figures worked out by hand, and the edges of the matching rule."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import SpbeError
from knowledge.evaluating.evaluation import Item, Result, figures, normalise, pages, percentile, read, run, said
from knowledge.model import Answer, Block, Citation, Page, Point, Retrieved, Status, Turn
from tests.knowledge.knowledge_base import KnowledgeBase


def item(name: str = "q1", **fields: object) -> Item:
    values: dict[str, object] = {
        "id": name, "question": name, "history": (), "kind": "", "style": "", "gold": frozenset(), "mode": "any",
        "must_include": (), "must_not_include": (),
    }  # fmt: skip
    return Item(**{**values, **fields})  # type: ignore[arg-type]


def answer(
    lead: str = "",
    pages: Sequence[tuple[str, int, int]] = (),
    cited: tuple[str, int] | None = None,
    *,
    abstained: bool = False,
) -> Answer:
    return Answer(
        question="q",
        blocks=(Block(lead=lead),),
        abstained=abstained,
        citations=(Citation(document="d", title="D", locator="", file=cited[0], page_from=cited[1], page_to=cited[1]),)
        if cited
        else (),
        retrieved=tuple(
            Retrieved(unit_id=f"u{n}", file=file, page_from=first, page_to=last, score=1.0 / n)
            for n, (file, first, last) in enumerate(pages, 1)
        ),
    )


def mark(one: Item, given_: Answer) -> Result:
    [result] = run([one], lambda question, history: given_)
    return result


GOLD = frozenset({("a.pdf", 3)})


@pytest.mark.parametrize(
    ("pages", "rank"),
    [
        ([("a.pdf", 3, 3)], 0),
        ([("a.pdf", 1, 3)], 2),  # a unit of three pages is each of them
        ([("a.pdf", 1, 4)], None),  # of four, its first alone
        ([("a.pdf", 3, 9)], 0),
        ([("b.pdf", 3, 3), ("a.pdf", 2, 3)], 2),  # the same page of another file is none
        ([("b.pdf", 1, 1), ("b.pdf", 1, 1), ("a.pdf", 3, 3)], 1),  # repeated pages count once
        ([], None),
    ],
)
def test_ranks_count_pages(pages: list[tuple[str, int, int]], rank: int | None) -> None:
    result = mark(item(gold=GOLD), answer(pages=pages))
    assert result.hit(10) is (rank is not None)
    if rank is not None:
        assert result.ranks == (rank,)
        assert not result.hit(rank)
        assert result.hit(rank + 1)


def test_a_span_needs_all_its_pages() -> None:
    both = frozenset({("a.pdf", 1), ("a.pdf", 5)})
    one = answer(pages=[("a.pdf", 1, 1), ("b.pdf", 1, 1)])
    all_ = answer(pages=[("a.pdf", 1, 1), ("b.pdf", 1, 1), ("a.pdf", 5, 5)])
    assert not mark(item(gold=both, mode="span"), one).hit(10)
    assert mark(item(gold=both, mode="span"), all_).hit(3)
    assert not mark(item(gold=both, mode="span"), all_).hit(2)


def test_facts_need_one_variant_of_each_group_and_nothing_forbidden() -> None:
    wanted = item(must_include=(("5%", "5 persen"), ("data",)), must_not_include=("tata kelola",))
    assert mark(wanted, answer("Bobot aspek Data: 5 persen.")).facts
    assert mark(wanted, answer("Bobot aspek Data: 25%.")).missing == (("5%", "5 persen"),)
    assert mark(wanted, answer("Data 5%, tata  kelola.")).forbidden == ("tata kelola",)


def test_facts_count_within_the_first_1200_characters() -> None:
    wanted = item(must_include=(("walidata",),))
    assert mark(wanted, answer("x " * 590 + "walidata")).facts
    assert not mark(wanted, answer("x " * 700 + "walidata")).facts


def test_history_is_handed_on() -> None:
    seen: list[tuple[str, Sequence[Turn]]] = []

    def ask(question: str, history: Sequence[Turn]) -> Answer:
        seen.append((question, history))
        return answer()

    turns = (Turn(role="user", text="sebelumnya"),)
    ticks: list[int] = []
    run([item("q", history=turns)], ask, lambda: ticks.append(1))
    assert seen == [("q", turns)]
    assert ticks == [1]


def test_all_figures_by_hand() -> None:
    found_first = mark(item("1", gold=GOLD, must_include=(("ya",),)), answer("ya", [("a.pdf", 3, 3)], ("a.pdf", 3)))
    found_third = mark(
        item("2", gold=GOLD, must_include=(("ya",),), history=(Turn(role="user", text="x"),)),
        answer("bukan", [("b.pdf", 1, 1), ("b.pdf", 2, 2), ("a.pdf", 3, 3)], ("b.pdf", 1)),
    )
    span = mark(
        item("3", gold=frozenset({("a.pdf", 1), ("a.pdf", 2)}), mode="span", must_include=(("ya",),)),
        answer("tidak ditemukan", [("a.pdf", 1, 1)], abstained=True),
    )
    never = mark(item("4", gold=GOLD, must_include=(("ya",),)), answer("ya", cited=("b.pdf", 1)))
    abstained = mark(item("5", mode="none"), answer("tidak ditemukan", abstained=True))
    filled_in = mark(item("6", kind="unanswerable"), answer("42", cited=("a.pdf", 1)))
    got = figures([found_first, found_third, span, never, abstained, filled_in])
    assert (got["n"], got["n_gold"], got["n_unanswerable"]) == (6, 4, 2)
    assert got["hit@1"] == 0.5  # 1 and the span's first page
    assert got["hit@5"] == 0.75
    assert got["hit@10"] == 0.75
    assert got["mrr@10"] == round((1 + 1 / 3 + 1 + 0) / 4, 4)
    assert got["span_hit@10"] == 0.0
    assert got["facts"] == 0.5  # 1 and 4 of the four answerable
    assert got["followup_facts"] == 0.0
    assert got["abstained"] == 0.5
    assert got["false_refusal"] == 0.25
    assert got["answered_wrong"] == 0.25  # 2: no gold page cited, fact not said; 4 says it


def test_no_results_give_zeros() -> None:
    assert set(figures([]).values()) == {0}


@pytest.mark.parametrize(
    ("values", "percent", "wanted"),
    [([], 50, 0.0), ([7.0], 95, 7.0), ([1.0, 2.0, 3.0], 50, 2.0), ([0.0, 10.0], 95, 9.5), (list(range(101)), 95, 95.0)],
)
def test_percentiles(values: list[float], percent: int, wanted: float) -> None:
    assert percentile(values, percent) == wanted


@pytest.mark.parametrize(
    ("variant", "passage", "is_said"),
    [
        ("5%", "bobotnya 5%.", True),
        ("5%", "bobotnya 25%", False),
        ("5%", "bobotnya 1,5%", False),
        ("5,00", "nilai 25,00", False),
        ("20", "tahun 2020", False),
        ("20", "ada 20.", True),
        ("20", "20,5 persen", False),
        ("api", "tetapi", False),
        ("api", "Jembatan API.", True),
        ("bus", "business", False),
        ("Pelindungan Data", "tentang pelindungan  data pribadi", True),
        ("Mandiri", "kemandirian", True),  # longer words may stand inside others
        ("8/2026", "PermenPANRB 8/2026", True),
        ("8/2026", "PermenPANRB 18/2026", False),
        ("co-creation", "co‑creation", True),
    ],
)
def test_edges_of_the_matching_rule(variant: str, passage: str, is_said: bool) -> None:
    assert said(variant, normalise(passage)) is is_said


@settings(deadline=None)
@given(st.text(min_size=1, max_size=20).filter(lambda t: normalise(t).strip() != ""), st.text(max_size=40))
def test_a_variant_alone_is_said(variant: str, around: str) -> None:
    assert said(variant, normalise(f" {variant} "))
    assert isinstance(said(variant, normalise(around)), bool)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "soal.jsonl"
    path.write_text('{"id": 1, "question": "a", "extra": true}\n\n{"id": 2}\n', encoding="utf-8")
    with pytest.raises(SpbeError, match=r"soal\.jsonl baris 3"):
        read(path)


def test_items_are_read_with_their_gold_pages(tmp_path: Path) -> None:
    path = tmp_path / "soal.jsonl"
    row = {
        "id": 7, "question": "a?", "gold": [{"doc": "a.pdf", "pages": [1, 2]}], "gold_mode": "span",
        "must_include": [["x", "y"]], "history": [{"role": "user", "text": "b?"}],
    }  # fmt: skip
    path.write_text(json.dumps(row), encoding="utf-8")
    [one] = read(path)
    assert (one.id, one.mode, one.must_include) == ("7", "span", (("x", "y"),))
    assert one.gold == {("a.pdf", 1), ("a.pdf", 2)}
    assert one.history == (Turn(role="user", text="b?"),)
    assert not one.unanswerable


@pytest.mark.shared
def test_the_matching_rule_is_the_common_one(shared_folder: Path) -> None:
    spec = importlib.util.spec_from_file_location("matcher", shared_folder / "eval/matcher.py")
    assert spec is not None
    assert spec.loader is not None
    matcher = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(matcher)
    rows = [
        json.loads(line)
        for name in ("dev.jsonl", "dev_pemdi.jsonl")
        for line in (shared_folder / "eval" / name).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    variants = sorted({variant for row in rows for group in row["must_include"] for variant in group})
    passages = [row["answer"] for row in rows]
    passages += [passage[1:-1] for passage in passages] + [f"2{v}" for v in variants] + [f"te{v}pi" for v in variants]
    assert len(variants) > 50
    for passage in passages:
        ours, theirs = normalise(passage), matcher.norm(passage)
        assert ours == theirs
        differing = [v for v in variants if said(v, ours) is not matcher.found(v, theirs)]
        assert differing == []


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["bare", "base"])
def test_the_catalog_alone_answers_every_development_question(
    shared_folder: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    made: KnowledgeBase = request.getfixturevalue(kind)
    results = run(read(shared_folder / "eval/dev_pemdi.jsonl"), made.assistant().answer)
    assert len(results) >= 17
    assert [(r.item.id, r.missing, r.forbidden) for r in results if not r.facts] == []


def test_a_point_counts_as_said() -> None:
    given_ = Answer(question="q", blocks=(Block(lead="Bukti:", points=(Point(text="SK walidata"),)),))
    assert mark(item(must_include=(("walidata",),)), given_).facts


def sheet_of(raw: str, *, ocr: bool = False) -> Page:
    return Page(number=3, raw=raw, text=raw, ocr=ocr)


@pytest.mark.parametrize(
    ("quote", "page", "stands"),
    [
        ("Rapat pleno  setiap\ntriwulan", sheet_of("a Rapat pleno setiap triwulan b"), True),
        ("rapat ple\u2010no", sheet_of("Rapat ple-no"), True),
        ("Rapat pleno setiap bulan", sheet_of("Rapat pleno setiap triwulan"), False),
        ("", sheet_of("Rapat"), False),
        ("Rapat", None, False),
        ("Rapat pleno setiap triwulan", sheet_of("xx Rapat plen0 setiap triwulan xx", ocr=True), True),
        ("Rapat pleno setiap triwulan", sheet_of("xx Rapat plen0 setiap triwulan xx"), False),
        ("Rapat pleno setiap triwulan", sheet_of("Anggaran belanja daerah", ocr=True), False),
    ],
)
def test_a_quote_must_stand_on_its_page(quote: str, page: Page | None, stands: bool) -> None:
    cited = Citation(document="d", title="D", locator="", file="a.pdf", page_from=3, page_to=3, quote=quote)
    said_ = Answer(question="q", blocks=(Block(lead="x"),), citations=(cited,))
    results = run([item()], lambda question, history: said_, page=lambda file, number: page)
    assert results[0].quotes == (stands,)
    assert figures(results)["quote_on_page"] == float(stands)
    assert figures(results)["n_quotes"] == 1


def test_quotes_are_not_counted_where_pages_are_not_at_hand_nor_for_the_catalog() -> None:
    own = Answer(question="q", blocks=(Block(lead="x"),), citations=(Citation(document="k", title="K", locator=""),))
    assert figures(run([item()], lambda question, history: own, page=lambda file, number: None))["n_quotes"] == 0
    assert figures([mark(item(), answer(cited=("a.pdf", 3)))])["n_quotes"] == 0


def test_a_revoked_source_counts_as_warned_only_where_a_warning_names_it() -> None:
    def over(*warnings: str) -> Answer:
        old = Citation(document="p", title="P", label="PermenPANRB 59/2020", locator="", status=Status.DICABUT)
        new = Citation(document="r", title="R", label="Perpres 95/2018", locator="", status=Status.BERLAKU)
        return Answer(question="q", blocks=(Block(lead="x"),), citations=(old, old, new), warnings=warnings)

    results = [mark(item(), over("PermenPANRB 59/2020 sudah dicabut.")), mark(item(), over("Hal lain."))]
    assert [r.warned for r in results] == [(True,), (False,)]
    assert (figures(results)["warned"], figures(results)["n_revoked"]) == (0.5, 2)


def test_pages_of_follow_ups_are_counted_apart() -> None:
    late = item("late", gold=GOLD, history=(Turn(role="user", text="a"),))
    found = mark(late, answer(pages=[("a.pdf", 3, 3)]))
    lost = mark(late, answer(pages=[("b.pdf", 3, 3)]))
    out = figures([found, lost, mark(item(gold=GOLD), answer(pages=[("a.pdf", 3, 3)]))])
    assert (out["n_followup_gold"], out["followup_hit@5"]) == (2, 0.5)


def test_the_pages_of_a_knowledge_base_are_found_by_file(base: KnowledgeBase) -> None:
    row = base.index().rows[0]
    held = pages(base.store)(row.document.file, row.unit.page_from)
    assert held is not None
    assert held.number == row.unit.page_from
    assert pages(base.store)("tidak-ada.pdf", 1) is None
