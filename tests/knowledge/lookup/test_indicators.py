"""Cards, levels and aspects."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.drafting import Draft
from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.lookup.context import Context, Outcome, number
from knowledge.lookup.indicators import indicator
from knowledge.lookup.levels import level
from knowledge.model import Answer, Cell, Regime, Turn
from knowledge.question import Understanding
from tests.knowledge.knowledge_base import DAY, KnowledgeBase, body


def test_every_level_of_pemdi_with_criterion_and_evidence(assistant: Assistant, facts: Catalog) -> None:
    for one in facts.indicators_of(Regime.PEMDI):
        fact = one.levels[one.number % 5]
        answer = assistant.answer(f"bukti indikator {one.number} pemdi level {fact.number}")
        assert fact.criterion in body(answer), (one.number, fact.number)
        assert all(item in body(answer) for item in fact.evidence), (one.number, fact.number)
        assert answer.citations


def test_every_card_names_the_indicator_its_aspect_and_weight(assistant: Assistant, facts: Catalog) -> None:
    for one in facts.indicators:
        said = body(assistant.answer(f"indikator {one.number} {one.regime.value} tentang apa"))
        aspect = facts.aspect_by_key[one.regime, one.aspect]
        assert one.name in said, (one.regime, one.number)
        assert aspect.name in said
        assert f"{number(one.weight)}%" in said


def test_a_level_of_spbe_comes_from_the_regulation_where_it_is_held(assistant: Assistant) -> None:
    answer = assistant.answer("kriteria indikator 14 spbe level 3")
    assert "dipakai 7 bidang" in body(answer)
    assert "dipakai 5 bidang" not in body(answer)
    cited = [c for c in answer.citations if c.file]
    assert [(c.file, c.page_from) for c in cited] == [("permen-59-2020-uji.pdf", 3)]
    assert "7 bidang" in cited[0].quote
    assert answer.warnings


def test_without_the_text_the_meaning_of_the_level_is_told(bare: KnowledgeBase, facts: Catalog) -> None:
    row = next(m for m in facts.maturity if m.scale == "proses" and m.number == 3)
    draft = Draft("?", bare.catalog, bare.store.page)
    question = Understanding(bare.catalog, bare.vocabulary).read("kriteria indikator 14 spbe level 3", ())
    level(question, Context(bare.catalog, bare.searcher(), DAY), draft)
    answer = draft.finish([])
    assert row.description in body(answer)
    assert "Pedoman Menteri PANRB 3/2024" in body(answer)
    assert answer.warnings


def test_pemdi_stands_before_spbe(assistant: Assistant) -> None:
    answer = assistant.answer("level 3 indikator 14 butuh bukti apa aja ya?")
    headings = [b.heading for b in answer.blocks if b.heading]
    assert ["Pemdi" in headings[0], "SPBE" in headings[1]] == [True, True]


def test_a_regime_that_has_no_such_indicator_says_so(assistant: Assistant) -> None:
    assert "Pemdi 2026 tidak memiliki indikator 40" in body(assistant.answer("bukti indikator 40 level 3"))


@pytest.mark.parametrize(
    ("cue", "level"), [("kalau level 4?", 4), ("tingkat berikutnya?", 4), ("level sebelumnya apa?", 2)]
)
def test_going_on_to_another_level(assistant: Assistant, facts: Catalog, cue: str, level: int) -> None:
    wanted = facts.indicator_by_key[Regime.PEMDI, 4].levels[level - 1]
    answer = assistant.answer(cue, [Turn(role="user", text="bukti indikator 4 pemdi level 3")])
    assert wanted.criterion in body(answer)


def test_an_aspect_lists_its_indicators(assistant: Assistant, facts: Catalog) -> None:
    for aspect in facts.aspects_of(Regime.PEMDI):
        said = body(assistant.answer(f"apa saja indikator aspek {aspect.name} pemdi"))
        names = [i.name for i in facts.indicators_of(Regime.PEMDI, aspect.number)]
        assert [name for name in names if name not in said] == [], aspect.name


def _with_cells(base: KnowledgeBase, note: str = "") -> Answer:
    """The answer on level 3 of SPBE's indicator 14 when its unit, cut in two, has cells and a remark."""
    entry = next(row for row in base.index().rows if (row.unit.indicator, row.unit.level) == (14, 3))
    cells = (
        Cell(column="Kriteria Level", text="Sudah dipadukan.", page_from=3, page_to=3),
        Cell(column="Kriteria Pemenuhan", text="Ada peta.", page_from=3, page_to=3),
        Cell(column="Kriteria Bukti Dukung", text="1) Dokumen peta;\n2) Notulensi.", page_from=3, page_to=4),
    )
    first = entry.unit.model_copy(update={"text": "Sudah dipadukan. Ada peta.", "cells": cells, "note": note})
    second = entry.unit.model_copy(
        update={"id": f"{entry.unit.id}/bagian-2", "text": "1) Dokumen peta;\n2) Notulensi.", "cells": ()}
    )
    rows = [replace(entry, unit=first), replace(entry, unit=second)]
    searcher = base.searcher()
    searcher.indicator_rows = lambda number, level: rows  # type: ignore[method-assign]
    draft = Draft("?", base.catalog, base.store.page)
    question = Understanding(base.catalog, base.vocabulary).read("kriteria indikator 14 spbe level 3", ())
    assert level(question, Context(base.catalog, searcher, DAY), draft) is Outcome.ANSWERED
    return draft.finish([])


def test_criterion_fulfilment_and_evidence_come_from_the_cells(base: KnowledgeBase) -> None:
    answer = _with_cells(base)
    assert [(b.lead.split(". ")[-1], [p.text for p in b.points]) for b in answer.blocks] == [
        ("Kriteria:", ["Sudah dipadukan."]),
        ("Kriteria pemenuhan:", ["Ada peta."]),
        ("Bukti dukung:", ["1) Dokumen peta;", "2) Notulensi."]),
    ]
    evidence = answer.citations[answer.blocks[2].points[1].refs[0] - 1]
    assert evidence.unit_id is not None
    assert evidence.unit_id.endswith("/bagian-2")  # the unit in which the words stand


def test_a_remark_on_the_source_is_told_with_the_level(base: KnowledgeBase) -> None:
    note = "Catatan redaksi: baris level bergeser."
    answer = _with_cells(base, note)
    assert [b.lead for b in answer.blocks if b.lead == note and b.lead_refs]
    assert any(note in citation.note for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("contoh bukti dukung indikator 14 spbe", "Data dukung apa pun."),
        ("bagaimana ketentuan penilaian indikator 14 spbe", "Dinilai dokumennya."),
        ("apa deskripsi indikator 14 spbe", "Uji adalah contoh."),
    ],
)
def test_the_card_tells_the_columns_that_are_asked_for(base: KnowledgeBase, question: str, told: str) -> None:
    entry = next(row for row in base.index().rows if (row.unit.indicator, row.unit.level) == (14, None))
    texts = ("Uji adalah contoh.", "Dinilai dokumennya.", "Data dukung apa pun.")
    columns = ("Deskripsi Indikator", "Ketentuan Penilaian", "Contoh Bukti Dukung")
    cells = tuple(Cell(column=c, text=t, page_from=3, page_to=3) for c, t in zip(columns, texts, strict=True))
    unit = entry.unit.model_copy(update={"cells": cells, "text": " ".join(texts), "note": "Catatan redaksi: uji."})
    searcher = base.searcher()
    searcher.indicator_rows = lambda number, level: [replace(entry, unit=unit)]  # type: ignore[method-assign]
    draft = Draft("?", base.catalog, base.store.page)
    asked = Understanding(base.catalog, base.vocabulary).read(question, ())
    assert indicator(asked, Context(base.catalog, searcher, DAY), draft) is not Outcome.PASS
    said = body(draft.finish([]))
    assert [text for text in texts if text in said] == [told]
    assert "Catatan redaksi: uji." in said
