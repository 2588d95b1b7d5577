"""Scores, predicates and conversions: figures from the catalog and our own exact arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from knowledge.answering.drafting import Draft
from knowledge.catalog import AgencyScore, Conversion, NationalScore, Predicate
from knowledge.cues import says
from knowledge.lookup.context import TITLE, Context, Outcome, heading, listed, number, unexplained
from knowledge.lookup.differences import apart, change, domain_asked
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.question.moments import dated
from knowledge.scoring import plain
from knowledge.text import fold, tokens
from knowledge.vocabulary import acronyms, cues, explained, has

_VALUE_OF = re.compile(r"\b(?:nilai|indeks|skor)\w*\s+((?:[a-z]+\s+){1,3})\d")
_ASKS_WHICH = re.compile(r"\bindikator\w* (?:pemdi )?(?:nomor )?(?:berapa|mana|apa)\b")
_SCALE = (Decimal(1), Decimal(5))


def predicate(question: Question, context: Context, draft: Draft) -> Outcome:
    """The predicate of an index value, and what the next one (or the one that is named) takes."""
    regimes = context.regimes(question)
    named = {regime: _named(question, regime, context) for regime in regimes}
    bare = _bare(question, context)
    asked = question.wants("gap", "confirm") or _nothing_else(question, context)
    if not (question.wants("predicate") or bare or (any(named.values()) and asked)):
        return Outcome.PASS
    values = [n for n in question.numbers if n not in (*question.levels, *question.indicators)]
    inside = [v for v in values if _SCALE[0] <= v <= _SCALE[1]]
    if not inside:
        return _outside(values, context, draft, question)
    if _of_something_else(question, context):
        return Outcome.PASS
    for regime in regimes:
        found = [(value, row) for value in inside if (row := context.catalog.predicate(regime, value)) is not None]
        label = heading(regime, regimes)
        if len(found) > 1 and not named[regime]:
            _several(regime, found, label, draft)
            continue
        for value, row in found[:1]:
            _one(question, regime, value, row, named[regime], label, context, draft)
    return Outcome.ANSWERED


def _one(
    question: Question, regime: Regime, value: Decimal, row: Predicate, meant: Predicate | None, label: str,
    context: Context, draft: Draft,
) -> None:  # fmt: skip
    """The predicate of a value and its range, and how far the next one, or the one that is meant, is."""
    ref = draft.cite_fact(row, f"Predikat {TITLE[regime]}")
    if meant and says(question.spelled, cues().threshold) and question.wants("confirm"):
        verdict = "Ya, benar" if value == meant.lower else f"Tidak: bukan {number(value)}"
        draft.add(f"{verdict}. Predikat {meant.name} mulai {number(meant.lower)}.", heading=label, refs=[ref])
        return
    verdict = ""
    if meant and (_bare(question, context) or not question.wants("gap", "predicate") or question.wants("confirm")):
        verdict = "Ya, benar. " if meant is row else f"Tidak: bukan {meant.name}. "
    points = [Point(text=f"Rentangnya {bounds(row)}{_also(row)}.", refs=(ref,))]
    if line := ahead(row, value, context, meant):
        points.append(Point(text=f"{line}.", refs=(ref,)))
    draft.add(f"{verdict}Nilai {number(value)} berpredikat {row.name}.", points, heading=label, refs=[ref])


def _several(regime: Regime, found: Sequence[tuple[Decimal, Predicate]], label: str, draft: Draft) -> None:
    """The predicate of each of several values, and whether it is the same."""
    points = [
        Point(
            text=f"{number(value)}: {row.name} (rentangnya {bounds(row)})",
            refs=(draft.cite_fact(row, f"Predikat {TITLE[regime]}"),),
        )
        for value, row in found
    ]
    same = len({row.name for _, row in found}) == 1
    draft.add("Predikatnya sama:" if same else "Predikatnya berbeda:", points, heading=label)


def _bare(question: Question, context: Context) -> bool:
    """Whether an index stands in the question and nothing is asked that tells otherwise: "indeks 3,4", "nilai 2,6
    cukup atau baik"."""
    if len(question.numbers) != 1 or question.continues:
        return False
    value = question.numbers[0]
    parts = (question.indicators, question.levels, question.aspects, question.domains, question.agencies)
    if any(parts) or question.named or not question.asks <= {"score", "confirm", "gap"} or not question.wants("score"):
        return False
    if value == int(value) and not has(question.spelled, "indeks"):
        return False  # a level is a value as well
    return _nothing_else(question, context)


def _nothing_else(question: Question, context: Context) -> bool:
    """Whether a question speaks of values and predicates alone."""
    names = (text for p in context.catalog.predicates for text in (p.name, *p.aliases))
    return not unexplained(question, *names, explained().predicate)


def _of_something_else(question: Question, context: Context) -> bool:
    """Whether a value is said to be that of a thing not known here ("nilai PKAD 3,9", "3,9 untuk PKAD")."""
    known = {*cues().ours, *explained().predicate.split()}
    if not question.agencies and acronyms(question.text) - known:
        return True
    match = _VALUE_OF.search(question.spelled)
    if not match or question.regimes:
        return False
    names = (text for p in context.catalog.predicates for text in (p.name, *p.aliases))
    return not unexplained(question, *names, explained().predicate).isdisjoint(tokens(match[1]))


def _named(question: Question, regime: Regime, context: Context) -> Predicate | None:
    """The predicate that a question names: one of two words, or a common one after "predikat" or "masuk"."""
    rows = [p for p in context.catalog.predicates if p.regime is regime]
    for row in sorted(rows, key=lambda p: -len(p.name)):
        for name in map(fold, (row.name, *row.aliases)):
            common = name in cues().common_predicates
            if says(question.spelled, [f"{cue} {name}" for cue in cues().rated] if common else [name]):
                return row
    return None


def _outside(values: list[Decimal], context: Context, draft: Draft, question: Question) -> Outcome:
    wrong = [v for v in values if (v < _SCALE[0] or _SCALE[1] < v <= 10) and not question.years]
    if wrong:
        row = next(p for p in context.catalog.predicates if p.regime is context.regimes(question)[0])
        ref = draft.cite_fact(row, "Predikat")
        draft.add(f"Indeks hanya berskala 1 sampai 5; nilai {number(wrong[0])} tidak ada predikatnya.", refs=[ref])
        return Outcome.ANSWERED
    names = [p.name for p in context.catalog.predicates]
    if (
        unexplained(
            question,
            explained().predicates,
            *names,
        )
        or question.agencies
        or question.years
    ):
        return Outcome.PASS
    predicates(question, context, draft)
    return Outcome.ANSWERED


def predicates(question: Question, context: Context, draft: Draft) -> None:
    """The table of predicates of each open regime, or the row of the one that is named."""
    regimes = context.regimes(question)
    for regime in regimes:
        rows = sorted((p for p in context.catalog.predicates if p.regime is regime), key=lambda p: -p.lower)
        if meant := _named(question, regime, context):
            rows = [meant]
        ref = draft.cite_fact(rows[0], "Predikat")
        points = [Point(text=f"{row.name}{_also(row)}: {bounds(row)}", refs=(ref,)) for row in rows]
        draft.add("Predikat indeks:", points, heading=heading(regime, regimes))


def bounds(row: Predicate) -> str:
    """``3,50–<4,00``; the highest includes its end."""
    less = "" if row.upper == _SCALE[1] else "<"
    return f"{number(row.lower)}–{less}{number(row.upper)}"


def _also(row: Predicate) -> str:
    return f" (disebut juga {'/'.join(row.aliases)})" if row.aliases else ""


def ahead(row: Predicate, value: Decimal, context: Context, meant: Predicate | None = None) -> str:
    """What a value lacks to reach ``meant``, else the predicate above its own (``row``); empty above the highest."""
    higher = [p for p in context.catalog.predicates if p.regime is row.regime and p.lower > row.lower]
    if not higher:
        return ""
    following = meant if meant in higher else min(higher, key=lambda p: p.lower)
    lacks = following.lower - value
    raised = f", tercapai bila indikator dengan jumlah bobot {plain(lacks * 100)}% naik satu level"
    return f"{following.name} mulai {number(following.lower)}: kurang {plain(lacks)}{raised if lacks < 1 else ''}"


def score(question: Question, context: Context, draft: Draft) -> Outcome:
    """The SPBE index of an agency of Kalimantan Selatan, or of the nation, in a year."""
    question = dated(question, context.today)
    alone = question.agencies and question.years and Regime.SPBE in question.regimes and not question.asks
    if not question.wants("score", "predicate") and not alone:
        return Outcome.PASS
    if question.agencies:
        return _agencies(question, context, draft)
    said = question.search if question.continues else question.spelled
    national = has(said, "nasional") or has(said, "indonesia")
    if national and Regime.SPBE in question.regimes and has(said, "indeks"):
        known = context.catalog.national_scores
        rows = [s for s in known if not question.years or s.year in question.years]
        if unexplained(question, explained().national):
            return Outcome.PASS
        if rows:
            _national(rows, draft)
            return Outcome.ANSWERED
        if question.years:
            years = f"{min(s.year for s in known)}–{max(s.year for s in known)}"
            draft.add(
                f"Indeks SPBE nasional tahun {listed(question.years)} tidak ditemukan; yang tersedia tahun {years}."
            )
            return Outcome.NOT_FOUND
    return Outcome.PASS


def _national(rows: list[NationalScore], draft: Draft) -> None:
    points = []
    for row in rows:
        parts = {
            "Kebijakan": row.policy, "Tata Kelola": row.governance,
            "Manajemen": row.management, "Layanan": row.services,
        }  # fmt: skip
        told = ", ".join(f"{name} {number(v)}" for name, v in parts.items() if v is not None)
        points.append(
            Point(
                text=f"{row.year}: {number(row.index)} ({told})", refs=(draft.cite_fact(row, "Indeks SPBE nasional"),)
            )
        )
    draft.add("Indeks SPBE nasional:", points)


def _agencies(question: Question, context: Context, draft: Draft) -> Outcome:
    lists = cues()
    if says(question.spelled, lists.mean, lists.highest, lists.lowest, lists.ranking, lists.across):
        return Outcome.PASS  # a figure over several agencies, not one's own
    agency = question.agencies[0]
    if question.indicators and question.wants("score"):
        draft.add(f"Nilai tiap indikator {agency} tidak ditemukan; yang tersedia Indeks SPBE dan keempat domainnya.")
        return Outcome.NOT_FOUND
    rest = unexplained(
        question,
        explained().scores,
        *question.agencies,
        *_aliases(context),
    )
    if len(rest) > 1 or not (Regime.SPBE in question.regimes or Regime.PEMDI in question.regimes or not rest):
        return Outcome.PASS
    if question.regimes == (Regime.PEMDI,):
        draft.add(f"Nilai Indeks Pemdi {agency} tidak ditemukan; yang tersedia hanya Indeks SPBE 2023–2024.")
        return Outcome.NOT_FOUND
    rows = [s for s in context.catalog.agency_scores if s.agency in question.agencies]
    wanted = [s for s in rows if not question.years or s.year in question.years]
    if not wanted:
        years = ", ".join(str(y) for y in sorted({s.year for s in rows}))
        draft.add(
            f"Indeks SPBE {agency} tahun {', '.join(map(str, question.years))} tidak ditemukan; "
            f"yang tersedia tahun {years}."
        )
        return Outcome.NOT_FOUND
    part = domain_asked(question, context)
    compared = question.wants("comparison") or says(question.spelled, lists.difference, lists.higher, lists.lower)
    changing = compared or says(question.spelled, lists.rise, lists.fall, lists.changed)
    if compared and len(question.agencies) == 2 and (told := apart(question, wanted, part, draft)):
        draft.add(*told)
        return Outcome.ANSWERED
    for name in question.agencies:
        mine = [s for s in wanted if s.agency == name]
        told_of = change(name, mine, part) if changing else ""
        points = [_score_point(s, draft) for s in sorted(mine, key=lambda s: s.year)]
        draft.add(told_of or f"Indeks SPBE {name}:", points)
    return Outcome.ANSWERED


def _aliases(context: Context) -> list[str]:
    return [alias for s in context.catalog.agency_scores for alias in s.aliases]


def _score_point(row: AgencyScore, draft: Draft) -> Point:
    domains = (
        f"Kebijakan {number(row.policy)}, Tata Kelola {number(row.governance)}, "
        f"Manajemen {number(row.management)}, Layanan {number(row.services)}"
    )
    ref = draft.cite_fact(row, f"Indeks SPBE {row.year}")
    return Point(text=f"{row.year}: {number(row.index)}, predikat {row.predicate} (domain: {domains})", refs=(ref,))


def conversion(question: Question, context: Context, draft: Draft) -> Outcome:
    """How the value of an outside index becomes an indicator's."""
    levels = says(question.spelled, ("level", "levelnya")) and not question.levels  # "IPS 2,6 level berapa"
    if not (question.wants("conversion", "score", "predicate", "numbering") or levels):
        return Outcome.PASS
    said = question.search if question.continues else question.spelled
    named = [
        c for c in context.catalog.conversions
        if any(has(said, fold(name)) for name in (c.index, *c.aliases))
    ]  # fmt: skip
    values = [n for n in question.numbers if n not in (*question.levels, *question.indicators, *question.years)]
    if len(named) == 1 and not values and _ASKS_WHICH.search(said) and not question.levels:
        return _fed(named[0], context, draft)
    if len(named) != 1 or not (values or question.wants("conversion")):
        return Outcome.PASS
    row = named[0]
    ref = draft.cite_fact(row, f"Konversi {row.index}")
    if not values:
        targets = listed(row.indicators)
        points = [Point(text=_band(row, at), refs=(ref,)) for at in range(len(row.bands))]
        draft.add(f"{row.index} menjadi nilai indikator {targets} Pemdi:", points, refs=[ref])
        return Outcome.ANSWERED
    targets = f"indikator {listed(row.indicators)}"
    for value in values:
        worked = convert(row, value)
        if worked is None:
            scale = f"{number(row.bands[0].lower)}–{number(row.bands[-1].upper)}"
            draft.add(f"Nilai {number(value)} di luar skala {row.index} ({scale}).", refs=[ref])
            continue
        result, working = worked
        lead = f"{row.index} {number(value)} setara {result} untuk {targets} Pemdi."
        draft.add(lead, [Point(text=working, refs=(ref,))], refs=[ref])
    return Outcome.ANSWERED


def _fed(row: Conversion, context: Context, draft: Draft) -> Outcome:
    """The indicators whose value comes from an outside index, each with what it takes of it."""
    names = [fold(name) for name in (row.index, *row.aliases)]
    found = [
        (one, one.external)
        for one in context.catalog.indicators_of(Regime.PEMDI)
        if one.external and any(has(fold(one.external.index), name) for name in names)
    ]
    if not found:
        return Outcome.PASS
    points = [
        Point(
            text=f"Indikator {one.number} {one.short}: {outside.index}. {outside.use}",
            refs=(draft.cite_fact(outside, f"Indikator {one.number}, sumber nilai"),),
        )
        for one, outside in found
    ]
    numbers = listed([one.number for one, _ in found])
    draft.add(f"Indikator Pemdi yang nilainya terkait {row.index}: {numbers}.", points)
    return Outcome.ANSWERED


def _band(row: Conversion, at: int) -> str:
    band = row.bands[at]
    less = "" if at == len(row.bands) - 1 else "<"
    span = f"{number(band.lower)}–{less}{number(band.upper)}"
    if not row.linear:
        return f"{span}: level {number(band.to_lower.normalize())}"
    return f"{span}: {number(band.to_lower)}–{less}{number(band.to_upper)} (linear)"


def convert(row: Conversion, value: Decimal) -> tuple[str, str] | None:
    """The converted value and the working, both as text; None outside the index's scale.

    Linear within a band: ``to_lower + (value - lower) ÷ (upper - lower) × (to_upper - to_lower)``.
    """
    last = row.bands[-1]
    for band in row.bands:
        if band.lower <= value < band.upper or (band is last and value == band.upper):
            span = f"rentang {number(band.lower)}–{'' if band is last else '<'}{number(band.upper)}"
            if not row.linear:
                return f"level {number(band.to_lower.normalize())}", f"Nilai itu masuk {span}."
            part = (value - band.lower) / (band.upper - band.lower)
            exact = band.to_lower + part * (band.to_upper - band.to_lower)
            rounded = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
            working = (
                f"{number(band.to_lower)} + ({number(value)} − {number(band.lower)}) ÷ "
                f"({number(band.upper)} − {number(band.lower)}) × ({number(band.to_upper)} − {number(band.to_lower)}) "
                f"= {number(rounded)} ({span})."
            )
            return f"nilai {number(rounded)}", working
    return None
