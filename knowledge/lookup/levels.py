"""Levels of indicators: what one asks, from which level on something is asked, and two of them side by side.

Pemdi's levels come from the catalog, SPBE's from the units of the guideline or the regulation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import fsum

from knowledge.answering.drafting import Draft
from knowledge.catalog import Indicator, LevelFact, Maturity
from knowledge.keeping.index import Entry
from knowledge.lookup.context import TITLE, Context, Outcome, heading, unexplained
from knowledge.lookup.given import move
from knowledge.lookup.indicators import table_cells
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.quoting.pieces import items, level_parts
from knowledge.text import content_words, tokens
from knowledge.vocabulary import explained, has

_WHICH_LEVEL = re.compile(
    r"(?:level|tingkat|tingkatan) (?:kematangan )?(?:ke ?)?(?:berapa|mana)|^(?:dari |pada |di )?mana level"
)
_BUILDS_ON = re.compile(r"^kriteria tingkat \d (?:telah )?terpenuhi(?:,? dan|,)?\s*", re.IGNORECASE)
_LONGEST = 180  # characters of a criterion that stands beside the one asked for
_UNSPOKEN = 3  # words that no criterion holds, beyond which the question is of something else
_SUBJECTS = frozenset(tokens("nasional evaluasi"))  # common words, yet what a level may be asked about
_ORDER = ("kriteria", "pemenuhan", "bukti")
_TITLES = {"kriteria": "Kriteria:", "pemenuhan": "Kriteria pemenuhan:", "bukti": "Bukti dukung:"}


def level(question: Question, context: Context, draft: Draft) -> Outcome:
    """What one or several levels of an indicator ask, and their evidence."""
    if not question.levels or question.agencies:
        return Outcome.PASS
    indicators = context.indicators(question)
    if not indicators or len(indicators) > 4:
        return Outcome.PASS
    names = [text for i in indicators for text in (i.name, i.short, *i.aliases)]
    words = unexplained(question, *names, explained().level, explained().evidence)
    by_chance = not question.indicators and not has(question.spelled, "indikator") and len(words) >= _UNSPOKEN
    if by_chance and not any(
        _nearest(words, {n: _lines(i, n, context, draft) for n in question.levels}, context) for i in indicators
    ):
        return Outcome.PASS
    open_ = context.regimes(question)
    told = tuple(dict.fromkeys(i.regime for i in indicators))
    _bridge(question, context, draft, indicators)
    for indicator in indicators:
        label = heading(indicator.regime, told)
        if (
            len(question.levels) == 1
            and question.wants("confirm")
            and words
            and _confirmed(indicator, question.levels[0], words, context, draft, label)
        ):
            label = ""
        for n in question.levels:
            if indicator.regime is Regime.PEMDI:
                _pemdi_level(indicator, indicator.levels[n - 1], draft, label)
            else:
                _spbe_level(indicator, n, question, context, draft, label)
    if question.indicators and len(open_) > 1 and len(told) == 1:
        name = "Pemdi 2026" if told[0] is Regime.SPBE else "SPBE"
        draft.add(f"{name} tidak memiliki indikator {', '.join(map(str, question.indicators))}.")
    return Outcome.ADD if not question.indicators else Outcome.ANSWERED


def _confirmed(one: Indicator, n: int, words: set[str], context: Context, draft: Draft, label: str) -> bool:
    """Whether a level speaks of what a question takes it to ask, else which one does; nothing where none speaks of
    most of it. Returns whether
    anything was said."""
    lines = {at: _lines(one, at, context, draft) for at in range(1, 6)}
    found = _nearest(words, lines, context)
    if found is None:
        draft.add(f"Tidak ada level yang menyebutnya dengan kata itu; berikut isi level {n}.", heading=label)
        return True
    said = " ".join(line.text for line in lines[found])
    if 2 * sum(_speaks(word, said) for word in words) <= len(words):
        return False
    if found == n:
        lead = f"Ya, level {n} menyebutnya."
    elif found < n:
        lead = f"Ya, sudah disebut sejak level {found}."
    else:
        lead = f"Belum pada level {n}: baru disebut pada level {found}."
    draft.add(lead, _told(found, lines[found], words) if found != n else (), heading=label)
    return True


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


def _pemdi_level(indicator: Indicator, fact: LevelFact, draft: Draft, label: str) -> None:
    place = f"Indikator {indicator.number} level {fact.number}"
    criterion = draft.cite_fact(fact, f"{place}, kriteria")
    lead = f"Pemdi indikator {indicator.number} ({indicator.short}) level {fact.number}: {fact.criterion}"
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


def _spbe_level(indicator: Indicator, n: int, question: Question, context: Context, draft: Draft, label: str) -> None:
    rows = context.searcher.indicator_rows(indicator.number, n)
    name = f"SPBE indikator {indicator.number} ({indicator.short}) level {n}"
    if not rows:
        _generic_level(indicator, n, context, draft, label, name)
        return
    main = _first_document(rows)
    parts = _cell_parts(main) or _text_parts(main)
    first = True
    for key in ("bukti", "kriteria", "pemenuhan") if question.wants("evidence") else _ORDER:
        points = [
            Point(text=line, refs=(draft.cite_unit(row, line),), verbatim=True) for line, row in parts.get(key, [])
        ]
        if points:
            lead = f"{name}. {_TITLES[key]}" if first else _TITLES[key]
            draft.add(lead, points, heading=label if first else "")
            first = False
    for row in main:
        if row.unit.note and not first:
            draft.add(row.unit.note, refs=[draft.cite_unit(row)])


def _cell_parts(rows: list[Entry]) -> dict[str, list[tuple[str, Entry]]]:
    """The cells of a level by part; empty where no unit has cells."""
    parts: dict[str, list[tuple[str, Entry]]] = {}
    for cell, lines in table_cells(rows):
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


def _generic_level(indicator: Indicator, n: int, context: Context, draft: Draft, label: str, name: str) -> None:
    """Without the guideline's PDF: what the level means for this kind of capability."""
    row = _maturity(indicator, n, context)
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


def _maturity(one: Indicator, n: int, context: Context) -> Maturity:
    """What a level of SPBE means for the indicator's kind of capability."""
    return next(
        m for m in context.catalog.maturity if m.regime is Regime.SPBE and m.scale == one.capability and m.number == n
    )


def _first_document(rows: Sequence[Entry]) -> list[Entry]:
    """The units of the document that comes first."""
    return [row for row in rows if row.document.id == rows[0].document.id]


def which(question: Question, context: Context, draft: Draft) -> Outcome:
    """From which level on something is asked: the five criteria, the one that speaks of it first."""
    indicators = context.indicators(question)
    if question.levels or question.agencies or not _WHICH_LEVEL.search(question.spelled):
        return Outcome.PASS
    if not indicators or len(indicators) > 4:
        return Outcome.PASS
    names = [text for i in indicators for text in (i.name, i.short, *i.aliases)]
    words = unexplained(question, *names, explained().level) | (
        _SUBJECTS & content_words(question.spelled) - _stems(names)
    )
    qualifying = _qualifying(question.spelled, words, names)
    cards = [(one, {n: _lines(one, n, context, draft) for n in range(1, 6)}) for one in indicators]
    nearest = [(one, lines, _nearest(words, lines, context, qualifying)) for one, lines in cards]
    spoken = [card for card in nearest if card[2]]
    if not question.indicators and not any(_told_of(words, lines) for _, lines in cards):
        return Outcome.PASS  # the name alone stands in the question by chance
    if not spoken and len(words) > _UNSPOKEN:
        return Outcome.PASS  # it asks for something else than a level
    regimes = tuple(dict.fromkeys(one.regime for one, _, _ in spoken or nearest))
    for one, lines, found in spoken or nearest:
        lead = f"Indikator {one.number} {TITLE[one.regime]} ({one.short})"
        if found:
            lead = f"Mulai level {found}: {lead[0].lower()}{lead[1:]}."
        else:
            lead += (
                ": tidak ada level yang menyebutnya dengan kata itu. Kriterianya:"
                if words
                else ", kriteria tiap level:"
            )
        order = sorted(lines, key=lambda n: (n != found, n))
        points = [point for n in order for point in _told(n, lines[n], words if n == found else set())]
        draft.add(lead, points, heading=heading(one.regime, regimes))
    return Outcome.ANSWERED


@dataclass(frozen=True)
class _Line:
    """A line of a level; ``part`` says what of it ("kriteria", "pemenuhan", "bukti"). ``cite`` gives its place among
    the sources when it is shown; ``quoted`` marks a source's own words."""

    text: str
    part: str
    cite: Callable[[], int]
    quoted: bool


def _lines(one: Indicator, n: int, context: Context, draft: Draft) -> list[_Line]:
    """The criterion of a level, then its evidence; of SPBE without the sentence that repeats the level below."""
    if one.regime is Regime.PEMDI:
        fact = one.levels[n - 1]
        place = f"Indikator {one.number} level {n}"
        proof = fact.model_copy(update={"source": fact.evidence_source, "confidence": fact.evidence_confidence})
        criterion = _Line(
            fact.criterion, "kriteria", partial(draft.cite_fact, fact, f"{place}, kriteria"), quoted=False
        )
        cite = partial(draft.cite_fact, proof, f"{place}, data dukung")
        return [criterion, *(_Line(text, "bukti", cite, quoted=False) for text in fact.evidence)]
    rows = context.searcher.indicator_rows(one.number, n)
    if not rows:
        meaning = _maturity(one, n, context)
        cite = partial(draft.cite_fact, meaning, f"Tingkat kematangan {meaning.scale}, level {n}")
        return [_Line(meaning.description, "kriteria", cite, quoted=False)]
    main = _first_document(rows)
    parts = _cell_parts(main) or _text_parts(main)
    found = ((_BUILDS_ON.sub("", line), key, row) for key in _ORDER for line, row in parts.get(key, []))
    return [_Line(text, key, partial(draft.cite_unit, row, text), quoted=True) for text, key, row in found if text]


def _nearest(
    words: set[str], lines: Mapping[int, Sequence[_Line]], context: Context, qualifying: frozenset[str] = frozenset()
) -> int | None:
    """The first of the levels that hold most of the words, rare ones counting more (inverse document frequency). None
    where no level holds any, or none holds a word that qualifies the subject ("nasional" of "arsitektur nasional")."""
    texts = {n: " ".join(line.text for line in rows) for n, rows in lines.items()}
    held = {n: {word for word in words if _speaks(word, text)} for n, text in texts.items()}
    spoken = set[str]().union(*held.values())
    if not spoken or qualifying - spoken:
        return None
    weights = {word: context.searcher.idf(word) for word in spoken}
    scores = {n: fsum(weights[word] for word in mine) for n, mine in held.items()}
    return next(n for n, score in sorted(scores.items()) if score == max(scores.values()))


def _stems(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(token for text in texts for token in tokens(text))


def _qualifying(text: str, words: set[str], names: Sequence[str]) -> frozenset[str]:
    """The common words that stand right behind a word of the indicator's name and narrow it."""
    said, named = tokens(text), _stems(names)
    return frozenset(word for before, word in pairwise(said) if before in named and word in words & _SUBJECTS)


def _told_of(words: set[str], lines: Mapping[int, Sequence[_Line]]) -> bool:
    """Whether one of the levels speaks of a third of the words or more; of none asked for it need not."""
    texts = [" ".join(line.text for line in rows) for rows in lines.values()]
    return not words or any(3 * sum(_speaks(word, text) for word in words) >= len(words) for text in texts)


def _speaks(word: str, text: str) -> bool:
    """Whether a text holds a stem, or a word grown from it ("padu" in "keterpaduan")."""
    return any(word == other or (len(word) > 3 < len(other) and word in other) for other in tokens(text))


def _told(n: int, lines: Sequence[_Line], words: set[str]) -> list[Point]:
    """One line of a level, that which speaks of the words; shortened where no word is asked for."""
    ranked = sorted(lines, key=lambda line: -sum(_speaks(word, line.text) for word in words))
    for line in ranked[:1]:
        text = line.text if words or len(line.text) <= _LONGEST else line.text[:_LONGEST].rsplit(" ", 1)[0] + "…"
        return [Point(text=f"Level {n}: {f'“{text}”' if line.quoted else text}", refs=(line.cite(),))]
    return []


def versus(question: Question, context: Context, draft: Draft) -> Outcome:
    """Two levels of an indicator side by side: what the lower asks, and what the higher adds."""
    if len(question.levels) != 2 or question.agencies:
        return Outcome.PASS
    if not (question.wants("comparison") or move(question.spelled)):
        return Outcome.PASS
    indicators = context.indicators(question)
    if not 0 < len(indicators) <= 2:
        return Outcome.PASS
    regimes = tuple(dict.fromkeys(i.regime for i in indicators))
    low, high = sorted(question.levels)
    for one in indicators:
        below: set[str] = set()
        for n in (low, high):
            shown = ("kriteria", "bukti") if n == high or question.wants("evidence") else ("kriteria",)
            added = n == high and high == low + 1
            lead = f"Indikator {one.number} {TITLE[one.regime]} ({one.short}), "
            lead += f"yang ditambahkan level {n}:" if added else f"yang diminta level {n}:"
            lines = _lines(one, n, context, draft)
            points = [
                Point(text=line.text, refs=(line.cite(),), verbatim=line.quoted)
                for line in lines
                if line.part in shown and line.text not in below
            ]
            below = {line.text for line in lines}
            label = " · ".join(filter(None, (heading(one.regime, regimes), f"Level {n}")))
            draft.add(lead, points, heading=label)
    return Outcome.ANSWERED
