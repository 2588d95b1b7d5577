"""Cards of indicators, their levels and aspects: Pemdi from the catalog, SPBE from the guideline's units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.catalog import Indicator, LevelFact
from knowledge.drafting import Draft
from knowledge.index import Entry
from knowledge.lookup.context import Context, Outcome, heading, number, unexplained
from knowledge.model import Cell, Point, Regime
from knowledge.pieces import items, level_parts
from knowledge.question import Question
from knowledge.vocabulary import has

# The columns of an indicator's description and the words that ask for them.
_ASKED = {
    "Deskripsi Indikator": ("deskripsi", "definisi", "jelaskan", "penjelasan"),
    "Ketentuan Penilaian": ("ketentuan penilaian", "penilaian", "dinilai", "menilai", "kriteria"),
    "Contoh Bukti Dukung": ("bukti", "bukti dukung", "data dukung", "evidence"),
}
_WHICH_LEVEL = re.compile(r"(?:level|tingkat|tingkatan) (?:kematangan )?(?:ke ?)?(?:berapa|mana)")


def level(question: Question, context: Context, draft: Draft) -> Outcome:
    """What one or several levels of an indicator ask, and their evidence; all five for "level berapa"."""
    every = bool(_WHICH_LEVEL.search(question.spelled)) and not question.levels
    if not (question.levels or every) or question.agencies:
        return Outcome.PASS
    indicators = context.indicators(question)
    if not indicators or len(indicators) > 4:
        return Outcome.PASS
    levels = question.levels or (1, 2, 3, 4, 5)
    open_ = context.regimes(question)
    told = tuple(dict.fromkeys(i.regime for i in indicators))
    _bridge(question, context, draft, indicators)
    for indicator in indicators:
        for n in levels:
            label = heading(indicator.regime, told)
            if indicator.regime is Regime.PEMDI:
                _pemdi_level(indicator, indicator.levels[n - 1], question, draft, label, brief=every)
            else:
                _spbe_level(indicator, n, question, context, draft, label, brief=every)
    if question.indicators and len(open_) > 1 and len(told) == 1:
        name = "Pemdi 2026" if told[0] is Regime.SPBE else "SPBE"
        draft.add(f"{name} tidak memiliki indikator {', '.join(map(str, question.indicators))}.")
    return Outcome.ADD if not question.indicators else Outcome.ANSWERED


def _bridge(question: Question, context: Context, draft: Draft, indicators: list[Indicator]) -> None:
    """When only SPBE has an indicator of the name asked for: one line on where Pemdi stands, before SPBE's."""
    if question.regimes or question.indicators or len(indicators) != 1 or indicators[0].regime is Regime.PEMDI:
        return
    found = [m for m in context.catalog.mappings if indicators[0].number in (*m.spbe, *m.partial)]
    if not found:
        draft.add("Pemdi 2026 (berlaku) tidak memiliki indikator dengan nama itu.")
        return
    ref = draft.cite_fact(found[0], "Pemetaan SPBE ke Pemdi")
    names = [f"{m.pemdi} ({context.catalog.indicator_by_key[Regime.PEMDI, m.pemdi].short})" for m in found[:3]]
    draft.add(
        f"Pemdi 2026 (berlaku) tidak memiliki indikator dengan nama itu; yang terkait: indikator {', '.join(names)}.",
        refs=[ref],
    )


def _pemdi_level(
    indicator: Indicator, fact: LevelFact, question: Question, draft: Draft, label: str, *, brief: bool
) -> None:
    place = f"Indikator {indicator.number} level {fact.number}"
    criterion = draft.cite_fact(fact, f"{place}, kriteria")
    lead = f"Pemdi indikator {indicator.number} ({indicator.short}) level {fact.number}: {fact.criterion}"
    if brief:
        draft.add(lead, heading=label, refs=[criterion])
        return
    evidence = draft.cite_fact(
        fact.model_copy(update={"source": fact.evidence_source, "confidence": fact.evidence_confidence}),
        f"{place}, data dukung",
    )
    draft.add(lead, heading=label, refs=[criterion])
    if fact.evidence:
        draft.add("Bukti dukungnya:", [Point(text=item, refs=(evidence,)) for item in fact.evidence])
    if indicator.external:
        ref = draft.cite_fact(indicator.external, f"Indikator {indicator.number}, sumber nilai")
        draft.add(f"Nilai indikator ini terkait {indicator.external.index} ({indicator.external.owner}).", refs=[ref])


def _spbe_level(
    indicator: Indicator, n: int, question: Question, context: Context, draft: Draft, label: str, *, brief: bool
) -> None:
    rows = context.searcher.indicator_rows(indicator.number, n)
    name = f"SPBE indikator {indicator.number} ({indicator.short}) level {n}"
    if not rows:
        _generic_level(indicator, n, context, draft, label, name)
        return
    main = [row for row in rows if row.document.id == rows[0].document.id]
    parts = _cell_parts(main) or _text_parts(main)
    order = ["kriteria"] if brief else _order(question)
    titles = {"kriteria": "Kriteria:", "pemenuhan": "Kriteria pemenuhan:", "bukti": "Bukti dukung:"}
    first = True
    for key in order:
        points = [
            Point(text=line, refs=(draft.cite_unit(row, line),), verbatim=True) for line, row in parts.get(key, [])
        ]
        if points:
            lead = f"{name}. {titles[key]}" if first else titles[key]
            draft.add(lead, points, heading=label if first else "")
            first = False
    for row in main:
        if row.unit.note and not first:
            draft.add(row.unit.note, refs=[draft.cite_unit(row)])


def _cell_parts(rows: list[Entry]) -> dict[str, list[tuple[str, Entry]]]:
    """The cells of a level by part; empty where no unit has cells."""
    parts: dict[str, list[tuple[str, Entry]]] = {}
    for cell, lines in _cells(rows):
        column = cell.column.lower()
        key = "bukti" if "bukti" in column else "pemenuhan" if "pemenuhan" in column else "kriteria"
        parts.setdefault(key, []).extend(lines)
    return parts


def _text_parts(rows: list[Entry]) -> dict[str, list[tuple[str, Entry]]]:
    """Without cells: what stands behind the labels in the text of a level's units, else the text."""
    parts: dict[str, list[tuple[str, Entry]]] = {}
    for row in rows:
        found = level_parts(row.unit.text)
        if not found:
            found = {"kriteria": re.sub(r"^(?:level\s+)?\d\s+", "", row.unit.text, flags=re.IGNORECASE)}
        for key, text in found.items():
            parts.setdefault(key, []).extend((line, row) for line in items(text))
    return parts


def _order(question: Question) -> list[str]:
    if question.wants("evidence"):
        return ["bukti", "kriteria", "pemenuhan"]
    return ["kriteria", "pemenuhan", "bukti"]


def _generic_level(indicator: Indicator, n: int, context: Context, draft: Draft, label: str, name: str) -> None:
    """Without the guideline's PDF: what the level means for this kind of capability."""
    row = next(
        m
        for m in context.catalog.maturity
        if m.regime is Regime.SPBE and m.scale == indicator.capability and m.number == n
    )
    ref = draft.cite_fact(row, f"Tingkat kematangan {row.scale}, level {n}")
    draft.add(
        f"{name} ({row.name}): {row.description}",
        [Point(text=item, refs=(ref,)) for item in row.evidence],
        heading=label,
        refs=[ref],
    )
    draft.add(
        "Kriteria khusus indikator ini ada di Pedoman Menteri PANRB 3/2024, yang belum ada dalam basis pengetahuan."
    )


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
        "tentang apa isinya maksudnya menilai bukti dukung siapa pemilik sumber jelaskan penjelasan nama",
    )
    if not by_number and (len(extra) > 1 or not has(question.spelled, "indikator")):
        return Outcome.PASS
    if not by_number and question.aspects and has(question.spelled, "aspek"):
        return Outcome.PASS  # an aspect and an indicator may bear the same name
    open_ = context.regimes(question)
    told = tuple(dict.fromkeys(i.regime for i in indicators))
    for one in indicators:
        label = heading(one.regime, told)
        _card(one, question, context, draft, label)
    if by_number and len(open_) > 1 and len(told) == 1:
        name = "Pemdi 2026 hanya memiliki 20 indikator" if told[0] is Regime.SPBE else "SPBE tidak memilikinya"
        draft.add(f"{name}.")
    official = Regime.SPBE in told and question.wants("evidence", "criterion")
    return Outcome.ADD if extra or official else Outcome.ANSWERED


def _card(one: Indicator, question: Question, context: Context, draft: Draft, label: str) -> None:
    ref = draft.cite_fact(one, f"Indikator {one.number}")
    aspect_ = context.catalog.aspect_by_key[one.regime, one.aspect]
    title = "Pemdi" if one.regime is Regime.PEMDI else "SPBE"
    points = [
        Point(text=f"Aspek {aspect_.number} {aspect_.name}; bobot {number(one.weight)}%", refs=(ref,)),
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
    main = [row for row in rows if row.document.id == rows[0].document.id]
    for cell, lines in _cells(main):
        if any(has(question.spelled, cue) for cue in _ASKED.get(cell.column, ())):
            points = [Point(text=line, refs=(draft.cite_unit(row, line),), verbatim=True) for line, row in lines]
            draft.add(f"{cell.column}:", points)
    for row in main:
        if row.unit.note and not one.name_note:
            draft.add(row.unit.note, refs=[draft.cite_unit(row)])


def _cells(rows: list[Entry]) -> Iterator[tuple[Cell, list[tuple[str, Entry]]]]:
    """The cells of these units of one table, each with its lines and the units in which they stand."""
    texts = [(" ".join(row.unit.text.split()), row) for row in rows]

    def holder(line: str) -> Entry:
        return next((row for text, row in texts if " ".join(line.split()) in text), rows[0])

    for cell in (cell for row in rows for cell in row.unit.cells):
        yield cell, [(line, holder(line)) for line in items(cell.text)]
