"""Cards of indicators: Pemdi from the catalog, SPBE from the catalog and the guideline's units."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.answering.drafting import Draft
from knowledge.catalog import Indicator
from knowledge.cues import says
from knowledge.keeping.index import Entry
from knowledge.lookup.context import TITLE, Context, Outcome, heading, number, unexplained
from knowledge.model import Cell, Point, Regime
from knowledge.question import Question
from knowledge.quoting.pieces import items
from knowledge.vocabulary import cues, explained, has


def indicator(question: Question, context: Context, draft: Draft) -> Outcome:
    """The card of an indicator."""
    indicators = context.indicators(question)
    if not indicators or len(indicators) > 4 or question.levels or question.agencies:
        return Outcome.PASS
    by_number = bool(question.indicators)
    said = [t for i in indicators for t in (i.name, i.short, *i.aliases, i.summary)]
    extra = unexplained(
        question,
        *said,
        explained().indicator,
    )
    if not by_number and (len(extra) > 1 or not has(question.spelled, "indikator")):
        return Outcome.PASS
    if not by_number and question.aspects and has(question.spelled, "aspek"):
        return Outcome.PASS  # an aspect and an indicator may bear the same name
    open_ = context.regimes(question)
    told = tuple(dict.fromkeys(i.regime for i in indicators))
    beside = len(indicators) > 1 and question.wants("comparison")
    for one in indicators:
        label = f"Indikator {one.number} {TITLE[one.regime]}" if beside else heading(one.regime, told)
        _card(one, question, context, draft, label)
    if by_number and len(open_) > 1 and len(told) == 1:
        of = "Pemdi 2026" if told[0] is Regime.SPBE else "SPBE"
        other = Regime.PEMDI if told[0] is Regime.SPBE else Regime.SPBE
        ref = draft.cite_fact(context.catalog.indicators_of(other)[-1], "Daftar indikator")
        draft.add(f"{of} hanya memiliki {len(context.catalog.indicators_of(other))} indikator.", refs=[ref])
    official = Regime.SPBE in told and question.wants("evidence", "criterion")
    return Outcome.ADD if extra or official else Outcome.ANSWERED


def _card(one: Indicator, question: Question, context: Context, draft: Draft, label: str) -> None:
    ref = draft.cite_fact(one, f"Indikator {one.number}")
    aspect_ = context.catalog.aspect_by_key[one.regime, one.aspect]
    title = TITLE[one.regime]
    domain = next(
        (d.name for d in context.catalog.domains if one.regime is Regime.SPBE and d.number == aspect_.domain), ""
    )
    inside = f" (domain {aspect_.domain} {domain})" if domain else ""
    points = [
        Point(text=f"Aspek {aspect_.number} {aspect_.name}{inside}; bobot {number(one.weight)}%", refs=(ref,)),
        Point(text=one.summary, refs=(ref,)),
    ]
    if one.capability:
        points.append(Point(text=f"Dinilai dengan kapabilitas {one.capability}, level 1 sampai 5", refs=(ref,)))
    if one.external:
        outside = draft.cite_fact(one.external, f"Indikator {one.number}, sumber nilai")
        points.append(
            Point(
                text=f"Sumber nilai: {one.external.index}, {one.external.owner} ({one.external.use})", refs=(outside,)
            )
        )
    if one.name_note:
        points.append(Point(text=one.name_note, refs=(ref,)))
    draft.add(f"Indikator {one.number} {title}: {one.name}.", points, heading=label, refs=[ref])
    if one.regime is Regime.PEMDI and question.wants("evidence", "criterion"):
        for fact in one.levels:
            evidence = draft.cite_fact(
                fact.model_copy(update={"source": fact.evidence_source, "confidence": fact.evidence_confidence}),
                f"Indikator {one.number} level {fact.number}, data dukung",
            )
            draft.add(f"Level {fact.number}:", [Point(text=item, refs=(evidence,)) for item in fact.evidence])
    if one.regime is Regime.SPBE:
        rows = context.searcher.indicator_rows(one.number, None)
        for row in rows[:1]:
            draft.cite_unit(row)
        _described(one, rows, question, draft)
    draft.hints.append(f"Tanyakan misalnya: “bukti indikator {one.number} {title} level 3”.")
    del draft.hints[1:]


def _described(one: Indicator, rows: list[Entry], question: Question, draft: Draft) -> None:
    """What the guide's table says of an indicator in the columns that the question asks for, and our remark on it
    unless the card tells it already."""
    asked = cues().columns
    main = [row for row in rows if row.document.id == rows[0].document.id]
    for cell, lines in table_cells(main):
        if cell.column in asked and says(question.spelled, asked[cell.column]):
            points = [Point(text=line, refs=(draft.cite_unit(row, line),), verbatim=True) for line, row in lines]
            draft.add(f"{cell.column}:", points)
    for row in main:
        if row.unit.note and not one.name_note:
            draft.add(row.unit.note, refs=[draft.cite_unit(row)])


def table_cells(rows: list[Entry]) -> Iterator[tuple[Cell, list[tuple[str, Entry]]]]:
    """The cells of these units of one table, each with its lines and the units in which they stand."""
    texts = [(" ".join(row.unit.text.split()), row) for row in rows]

    def holder(line: str) -> Entry:
        return next((row for text, row in texts if " ".join(line.split()) in text), rows[0])

    for cell in (cell for row in rows for cell in row.unit.cells):
        yield cell, [(line, holder(line)) for line in items(cell.text)]
