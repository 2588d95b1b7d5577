"""Runs are kept, read again and compared; whatever they hold, a report of them is safe to open."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import SpbeError
from knowledge.evaluating.evaluation import Item, Result, fallen, figures, run
from knowledge.evaluating.report import columns, markdown, page
from knowledge.evaluating.runs import Changes, Run, changes, load, save, sheet
from knowledge.model import Answer, Block, Citation, Retrieved, Turn

EVIL = '<script>alert("x")</script> & |pipa| `kode` <img src=x onerror=y>'


def item(name: str, **fields: object) -> Item:
    values: dict[str, object] = {
        "id": name, "question": f"soal {name}", "history": (), "kind": "weight", "style": "casual",
        "gold": frozenset(), "mode": "catalog", "must_include": (("ya",),), "must_not_include": (),
    }  # fmt: skip
    return Item(**{**values, **fields})  # type: ignore[arg-type]


def results(*said: str, question: str | None = None, **fields: object) -> list[Result]:
    """One item for each text that is said, called 1, 2, …"""
    texts = iter(said)
    more = {"question": question} if question is not None else {}
    items = [item(str(n), **fields, **more) for n in range(1, len(said) + 1)]
    return run(items, lambda asked, turns: answer(next(texts)))


def answer(text: str, file: str = "a.pdf") -> Answer:
    return Answer(
        question="q",
        blocks=(Block(lead=text),),
        abstained=text == "",
        retrieved=(Retrieved(unit_id="u1", file=file, page_from=4, page_to=4, score=0.5),),
    )


def made(*said: str, name: str = "soal.jsonl") -> Run:
    return Run(taken="2026-08-20T10:00:00+08:00", model="uji", sheets=(sheet(name, results(*said)),))


class Page(HTMLParser):
    """Reads a page as a browser would: its tags, its attributes, its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_saved_run_is_the_same_when_read(tmp_path: Path) -> None:
    now = made("ya", "tidak")
    save(now, tmp_path / "hasil.json")
    assert load(tmp_path / "hasil.json") == now


@pytest.mark.parametrize("content", ["", "{}", '{"version": 2, "sheets": []}', "[1]", "\xff"])
def test_what_is_no_run_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "lain.json"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(SpbeError, match=r"lain\.json"):
        load(path)


def test_a_missing_run_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SpbeError, match=r"tiada\.json"):
        load(tmp_path / "tiada.json")
    with pytest.raises(SpbeError, match="tidak dapat disimpan"):
        save(made("ya"), tmp_path / "tiada" / "hasil.json")


def test_changes_are_told_item_by_item() -> None:
    [change] = changes(made("ya", "bukan", "ya, satu", "ya"), made("bukan", "ya", "ya, dua", "ya", "ya"))
    assert change == Changes(
        name="soal.jsonl",
        mended=("2",),
        broken=("1",),
        reworded=("3",),
        added=("5",),
        moved={"facts": (0.75, 0.8), "answered_wrong": (0.25, 0.2)},
    )
    assert changes(made("ya", "ya"), made("ya"))[0].removed == ("2",)
    assert changes(made("ya", name="lain.jsonl"), made("ya")) == []


def test_figures_are_also_by_kind_and_style() -> None:
    one = sheet("x", [*results("ya", kind="weight"), *results("bukan", kind="who", style="")])
    assert {kind: one.kinds[kind]["facts"] for kind in one.kinds} == {"weight": 1.0, "who": 0.0}
    assert set(one.styles) == {"casual", "tanpa nama"}
    assert [o.question for o in one.failures] == ["soal 1"]


def test_an_unanswerable_item_is_good_only_without_answer_citation_and_forbidden_words() -> None:
    def good(given_: Answer) -> bool:
        return run([item("1", mode="none", must_not_include=("rahasia",))], lambda q, h: given_)[0].good

    refusal = Answer(question="q", blocks=(Block(lead="Maaf."),), abstained=True)
    cited = refusal.model_copy(update={"citations": (Citation(document="d", title="D", locator=""),)})
    assert good(refusal)
    assert not good(cited)
    assert not good(answer("42"))
    assert not good(refusal.model_copy(update={"blocks": (Block(lead="rahasia"),)}))


def test_held_counts_injections_alone() -> None:
    attack = item("1", kind="injection", mode="none", must_include=(), must_not_include=("APPROVED",))
    core = item("2", kind="injection", must_not_include=("APPROVED",))
    texts = {attack.question: "", core.question: "ya, approved"}
    counted = figures([*run([attack, core], lambda q, h: answer(texts[q])), *results("bukan")])
    assert (counted["n_injections"], counted["held"]) == (2, 0.5)


@pytest.mark.parametrize(
    ("key", "now", "told"),
    [
        ("facts", 0.7, False),  # one of ten items
        ("facts", 0.6, True),
        ("facts", 1.0, False),
        ("false_refusal", 0.1, False),
        ("false_refusal", 0.2, True),
        ("false_refusal", 0.0, False),
        ("p95_ms", 900.0, False),  # no figure of quality
    ],
)
def test_a_figure_may_fall_by_one_item(key: str, now: float, told: bool) -> None:
    recorded = {"n": 40, "n_answerable": 10, "facts": 0.8, "false_refusal": 0.0, "p95_ms": 10.0}
    assert bool(fallen({**recorded, key: now}, recorded)) is told


def test_a_share_of_few_items_is_not_judged_by_all_of_them() -> None:
    recorded = {"n": 100, "n_followup": 4, "followup_facts": 0.75}
    assert fallen({"followup_facts": 0.5}, recorded) == []
    assert fallen({"followup_facts": 0.25}, recorded) == ["followup_facts: 0.25 < 0.75"]


def test_a_report_names_figures_groups_changes_and_failures() -> None:
    before, now = made("ya", "ya"), made("ya", "bukan")
    for text in (markdown(now, changes(before, now)), Page(page(now, changes(before, now))).words):
        assert "Fakta dijawab lengkap" in text
        assert "0,50" in text
        assert "1 dari 2" in text
        assert "Memburuk: 2" in text
        assert "1,00 menjadi 0,50" in text
        assert "soal 2" in text
        assert "Belum disebut: ya." in text
        assert "a.pdf:4" in text
        assert "soal 1" not in text  # it did not fail
        assert "hit@5" not in text  # no item has gold pages


def test_a_report_says_that_nothing_changed_or_failed() -> None:
    now = made("ya")
    assert "Tidak ada yang berubah." in markdown(now, changes(now, now))
    words = Page(page(now, changes(now, now))).words
    assert "Tidak ada yang berubah." in words
    assert "Tidak ada yang gagal" in words


def test_a_report_tells_its_time_in_the_region_and_kinds_and_styles_in_indonesian() -> None:
    now = made("ya").model_copy(update={"taken": "2026-08-20T02:00:00+00:00"})
    for text in (markdown(now), Page(page(now).split("</style>")[1]).words):
        assert "20-08-2026 10.00 WITA" in text
        assert "bobot" in text
        assert "santai" in text
        assert "weight" not in text
        assert "casual" not in text


@pytest.mark.parametrize(("now", "colour", "place"), [("bukan", "kurang", "50.0"), ("ya", "baik", "100.0")])
def test_a_figure_that_moved_is_drawn_at_both_values_in_the_colour_of_its_worth(
    now: str, colour: str, place: str
) -> None:
    then = "ya" if now == "bukan" else "bukan"
    drawn = page(made("ya", now), changes(made("ya", then), made("ya", now)))
    facts = next(line for line in drawn.splitlines() if "lajur ubah" in line)
    old = "100.0" if place == "50.0" else "50.0"
    assert f'<b class="dulu" style="left:{old}%"></b><b class="{colour}" style="left:{place}%"></b>' in facts
    assert f'<div class="{colour}" style="flex:1"' in drawn  # the item, in the bar of items


def test_a_page_needs_nothing_from_elsewhere() -> None:
    now = made("ya", "bukan")
    slow = tuple(o.model_copy(update={"milliseconds": 12.5}) for o in now.sheets[0].outcomes)
    read = Page(page(now.model_copy(update={"sheets": (now.sheets[0].model_copy(update={"outcomes": slow}),)})))
    assert not set(read.tags) & {"script", "link", "img", "iframe", "object", "embed"}
    assert [
        value for name, value in read.attributes if name in {"src", "href"} and not (value or "").startswith("#")
    ] == []
    assert "svg" in read.tags


def test_whatever_is_asked_or_answered_is_shown_and_not_run() -> None:
    turns = (Turn(role="user", text=EVIL),)
    evil = [
        *run([item(EVIL, question=EVIL, kind=EVIL, style=EVIL, history=turns)], lambda q, h: answer(EVIL, file=EVIL)),
    ]
    now = Run(taken=EVIL, model=EVIL, sheets=(sheet(EVIL, evil),))
    read = Page(page(now))
    assert not set(read.tags) & {"script", "img"}
    assert read.words.count(EVIL) >= 6
    assert "<" not in markdown(now)
    assert "|pipa|" not in markdown(now).replace("\\|", "")


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=60))
def test_any_text_gives_a_page(text: str) -> None:
    sheets = (sheet(text, results("bukan", question=text or "x", kind=text)),)
    now = Run(taken=text, sheets=sheets)
    assert Page(page(now)).tags.count("details") == 1
    assert markdown(now).startswith("# Hasil evaluasi")


@given(st.lists(st.floats(min_value=0, max_value=1e6), max_size=50), st.integers(min_value=1, max_value=20))
def test_columns_hold_every_value_once(values: list[float], buckets: int) -> None:
    drawn = columns(values, buckets)
    assert sum(count for _, _, count in drawn) == (len(values) if max(values, default=0) > 0 else 0)
    assert [low for low, _, _ in drawn] == sorted(low for low, _, _ in drawn)


def test_one_slow_answer_does_not_stretch_the_axis_of_the_others() -> None:
    drawn = columns([20.0, 25.0, 30.0, 35.0, 40.0, 2400.0])
    assert drawn[-1][1:] == (2400.0, 1)
    assert drawn[-1][0] < 80
    assert sum(count > 0 for _, _, count in drawn[:-1]) == 5
    assert columns([20.0, 40.0])[-1][1] == 40.0
