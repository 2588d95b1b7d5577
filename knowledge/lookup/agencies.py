"""The agencies of Kalimantan Selatan beside each other: highest and lowest, order, mean, and change between years.

Computed here from the published index of each; no source prints these figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from knowledge.answering.drafting import Draft
from knowledge.catalog import AgencyScore
from knowledge.cues import says
from knowledge.lookup.context import Context, Outcome, number, unexplained
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.scoring import plain, shown
from knowledge.text import fold
from knowledge.vocabulary import cues, explained, has


def across(question: Question, context: Context, draft: Draft) -> Outcome:
    """Which agency of the province has the most or the least, their order, mean or change."""
    text = _said(question)
    lists = cues()
    asked = {
        "high": says(text, lists.highest, lists.higher),
        "low": says(text, lists.lowest, lists.lower),
        "order": says(text, lists.ranking, lists.every),
        "mean": says(text, lists.mean),
        "change": says(text, lists.rise, lists.fall, lists.changed, lists.unchanged),
    }
    rated = _rated(text, context)
    asked["rated"] = rated is not None
    here = says(text, lists.province) or len(question.agencies) > 1
    if not here or not any(asked.values()) or question.indicators or question.regimes == (Regime.PEMDI,):
        return Outcome.PASS
    if (
        unexplained(question, explained().agencies, rated or "")
        or question.aspects
        or question.domains
        or question.wants("weight")
    ):
        return Outcome.PASS
    scores = [s for s in context.catalog.agency_scores if _meant(s, question)]
    held = sorted({s.year for s in scores})
    years = [year for year in question.years if year in held] or ([] if question.years else held[-1:])
    if not years or set(question.years) - set(held) or (asked["change"] and len(held) < 2):
        draft.add(f"Indeks SPBE pemerintah daerah tahun itu tidak ditemukan; yang tersedia tahun {held[0]}–{held[-1]}.")
        return Outcome.NOT_FOUND
    if asked["change"]:
        _changes(scores, held, question, draft)
        return Outcome.ANSWERED
    for year in years:
        rows = sorted((s for s in scores if s.year == year), key=lambda s: (-s.index, s.agency))
        if rated is not None:
            mine = [s for s in rows if s.predicate == rated]
            lead = f"{len(mine)} dari {len(rows)} pemerintah daerah di Kalsel berpredikat {rated} pada {year}"
            refs = () if mine else [draft.cite_fact(rows[0], f"Indeks SPBE {year}")]
            draft.add(f"{lead}{':' if mine else '.'}", [_point(s, draft) for s in mine], refs=refs)
        if asked["mean"]:
            _mean(rows, year, draft)
        if asked["order"]:
            nation = "Peringkat nasional tidak ada dalam basis pengetahuan. " if has(text, "nasional") else ""
            lead = f"{nation}Urutan indeks SPBE {year} di antara {len(rows)} pemerintah daerah di Kalsel:"
            draft.add(lead, [_point(s, draft) for s in rows], ordered=True)
        for cue, best, word in (("high", rows[0].index, "tertinggi"), ("low", rows[-1].index, "terendah")):
            if asked[cue]:
                points = [_point(s, draft) for s in rows if s.index == best]
                draft.add(f"Indeks SPBE {word} {year} di antara {len(rows)} pemerintah daerah di Kalsel:", points)
    return Outcome.ANSWERED


def _rated(text: str, context: Context) -> str | None:
    """The SPBE predicate that a question names, the longest ("sangat baik", not "baik")."""
    names = [p.name for p in context.catalog.predicates if p.regime is Regime.SPBE and has(text, fold(p.name))]
    return max(names, key=len, default=None)


def _said(question: Question) -> str:
    """The question as written out and as typed: in English "no" is no abbreviation of "nomor"."""
    return f"{question.spelled} {fold(question.text)}" if question.english else question.spelled


def _meant(row: AgencyScore, question: Question) -> bool:
    """Whether an agency is of the kind a question speaks of: regencies, cities, or both (with the province only where
    neither is named)."""
    kinds = [kind for kind, names in cues().agency_kinds.items() if says(question.spelled, names)]
    several = [name for name in question.agencies if not name.startswith("Provinsi")]
    if len(several) > 1:
        return row.agency in several
    return not kinds or row.agency.split()[0].lower() in kinds


def _point(row: AgencyScore, draft: Draft) -> Point:
    ref = draft.cite_fact(row, f"Indeks SPBE {row.year}")
    return Point(text=f"{row.agency}: {number(row.index)} ({row.predicate})", refs=(ref,))


def _mean(rows: Sequence[AgencyScore], year: int, draft: Draft) -> None:
    total = sum((s.index for s in rows), Decimal(0))
    result = shown(Fraction(total) / len(rows))
    ref = draft.cite_fact(rows[0], f"Indeks SPBE {year}")
    lead = f"Rata-rata indeks SPBE {year} dari {len(rows)} pemerintah daerah di Kalsel: {result.rpartition(' ')[2]}."
    working = f"Cara hitung: {plain(total)} ÷ {len(rows)} {result if '≈' in result else f'= {result}'}"
    draft.add(lead, [Point(text=working.replace("  ", " "), refs=(ref,))], refs=[ref])


def _changes(scores: Sequence[AgencyScore], held: Sequence[int], question: Question, draft: Draft) -> None:
    """How each agency's index changed between the two years named, else the first and last that are held."""
    first, last = min(question.years, default=held[0]), max(question.years, default=held[-1])
    first = held[0] if first == last else first
    before = {s.agency: s for s in scores if s.year == first}
    pairs = [(before[s.agency], s) for s in scores if s.year == last and s.agency in before]
    same = says(_said(question), cues().unchanged)
    chosen = (
        [(a, b) for a, b in pairs if a.index == b.index]
        if same
        else sorted(pairs, key=lambda p: p[0].index - p[1].index)
    )
    if says(question.spelled, cues().fall):
        chosen = [(a, b) for a, b in reversed(chosen) if b.index < a.index]
    points = [
        Point(
            text=f"{a.agency}: {number(a.index)} → {number(b.index)} ({_signed(b.index - a.index)})",
            refs=(draft.cite_fact(a, f"Indeks SPBE {first}"), draft.cite_fact(b, f"Indeks SPBE {last}")),
        )
        for a, b in chosen
    ]
    kind = "yang tetap" if same else "perubahannya"
    lead = f"Indeks SPBE {first} ke {last}, {kind}" + (":" if points else ": tidak ada.")
    refs = () if points else [draft.cite_fact(pairs[0][1], f"Indeks SPBE {last}")]
    draft.add(lead, points, refs=refs)


def _signed(change: Decimal) -> str:
    return "tetap" if not change else f"{'+' if change > 0 else '−'}{number(abs(change))}"
