"""Lists of indicators: all of them, those of an aspect or a domain, and those that concern a subject."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from knowledge.answering.drafting import Draft
from knowledge.catalog import Aspect, Domain, Indicator
from knowledge.cues import says
from knowledge.lookup.context import TITLE, Context, Outcome, heading, number, runs, unexplained
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.text import tokens
from knowledge.vocabulary import cues, explained, has

_FEW = 3


def listing(question: Question, context: Context, draft: Draft) -> Outcome:
    """The indicators a question wants listed."""
    listed = question.wants("list", "count") or says(question.spelled, cues().inside)
    if question.indicators or question.levels or question.agencies or question.pasal or not listed:
        return Outcome.PASS
    if question.wants("weight", "evidence", "criterion", "mapping", "when", "formula", "score", "predicate"):
        return Outcome.PASS
    if question.domains:
        return _domains(question, context, draft)
    if has(question.spelled, "domain") and not question.aspects and not unexplained(question, explained().listing):
        _all_domains(context, draft)
        return Outcome.ANSWERED
    if not has(question.spelled, "indikator") or question.aspects:
        return Outcome.PASS
    if not question.wants("list") and not has(question.spelled, "semua"):
        return Outcome.PASS
    subject = unexplained(question, explained().listing)
    if subject:
        return about(subject, question, context, draft)
    regimes = context.regimes(question)
    for regime in regimes:
        rows = context.catalog.indicators_of(regime)
        ref = draft.cite_fact(rows[0], "Daftar indikator")
        points = [Point(text=f"{i.name} ({number(i.weight)}%)", refs=(ref,)) for i in rows]
        lead = f"{TITLE[regime]} memiliki {len(rows)} indikator:"
        draft.add(lead, points, heading=heading(regime, regimes), ordered=True)
    return Outcome.ANSWERED


def about(subject: set[str], question: Question, context: Context, draft: Draft) -> Outcome:
    """All indicators whose names or summary speak of every word (stem) of a subject."""
    if len(subject) > 3:
        return Outcome.PASS
    regimes = context.regimes(question)
    found = {regime: _concerned(subject, context.catalog.indicators_of(regime)) for regime in regimes}
    if not any(found.values()):
        return Outcome.PASS
    for regime in regimes:
        rows = found[regime]
        ref = draft.cite_fact(context.catalog.indicators_of(regime)[0], "Daftar indikator")
        points = [Point(text=f"Indikator {i.number} {i.name} ({number(i.weight)}%)", refs=(ref,)) for i in rows]
        many = f"{len(rows)} indikator" if rows else "tidak ada indikator"
        lead = f"{TITLE[regime]}: {many} yang menyebut hal itu pada nama, sebutan, atau uraiannya{':' if rows else '.'}"
        draft.add(lead, points, heading=heading(regime, regimes), refs=[ref])
    return Outcome.ANSWERED


def _concerned(subject: set[str], rows: Sequence[Indicator]) -> list[Indicator]:
    """Those whose name says it; where few do, those whose summary does as well."""
    by_name = [i for i in rows if subject <= _stems(" ".join((i.name, i.short, *i.aliases)))]
    if len(by_name) >= _FEW:
        return by_name
    return [i for i in rows if i in by_name or subject <= _stems(" ".join((i.name, i.short, *i.aliases, i.summary)))]


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _all_domains(context: Context, draft: Draft) -> None:
    """The domains of SPBE with their weights and indicators; Pemdi has aspects only."""
    rows = context.catalog.domains
    points = []
    for row in rows:
        _, inside = context.inside(row)
        text = f"Domain {row.number} {row.name}: {number(row.weight)}%, indikator {runs(i.number for i in inside)}"
        points.append(Point(text=text, refs=(draft.cite_fact(row, "Daftar domain"),)))
    draft.add(f"{TITLE[Regime.SPBE]} memiliki {len(rows)} domain:", points)


def _domains(question: Question, context: Context, draft: Draft) -> Outcome:
    """A domain with its aspects and indicators."""
    rows = [d for d in context.catalog.domains if d.number in question.domains]
    if not rows or unexplained(question, explained().listing, *(d.name for d in rows), "internal bobotnya"):
        return Outcome.PASS
    for row in rows:
        aspects, inside = context.inside(row)
        ref = draft.cite_fact(row, f"Domain {row.number}")
        points = []
        for aspect in aspects:
            mine = [i for i in inside if i.aspect == aspect.number]
            names = "; ".join(f"{i.number} {i.short}" for i in mine)
            points.append(Point(text=f"Aspek {aspect.number} {aspect.name}: {names}", refs=(ref,)))
        lead = (
            f"Domain {row.number} SPBE, {row.name}, berbobot {number(row.weight)}%, memuat {len(inside)} indikator "
            f"({runs(i.number for i in inside)}):"
        )
        draft.add(lead, points, refs=[ref])
    return Outcome.ANSWERED


def aspect(question: Question, context: Context, draft: Draft) -> Outcome:
    """An aspect with its indicators."""
    found = [
        context.catalog.aspect_by_key[key]
        for key in question.aspects
        if key in context.catalog.aspect_by_key and (not question.regimes or key[0] in question.regimes)
    ]
    if not found or not has(question.spelled, "aspek"):
        return Outcome.PASS
    said = [t for a in found for t in (a.name, *a.aliases)]
    if len(unexplained(question, *said, explained().listing, "indikatornya")) > 1:
        return Outcome.PASS
    regimes = tuple(dict.fromkeys(a.regime for a in sorted(found, key=lambda a: a.regime is Regime.SPBE)))
    for row in sorted(found, key=lambda a: a.regime is Regime.SPBE):
        ref = draft.cite_fact(row, f"Aspek {row.number}")
        inside = context.catalog.indicators_of(row.regime, row.number)
        points = [Point(text=f"Indikator {i.number} {i.name} ({number(i.weight)}%)", refs=(ref,)) for i in inside]
        lead = f"Aspek {row.number} {TITLE[row.regime]}, {row.name}, berbobot {number(row.weight)}%, "
        lead += f"memuat {len(inside)} indikator:"
        draft.add(lead, points, heading=heading(row.regime, regimes), refs=[ref])
    return Outcome.ANSWERED


def aspects(regimes: Sequence[Regime], context: Context, draft: Draft) -> None:
    """The aspects of each regime with weights and indicators, side by side."""
    for regime in regimes:
        rows: Sequence[Aspect | Domain] = context.catalog.aspects_of(regime)
        points = []
        for row in rows:
            inside = context.catalog.indicators_of(regime, row.number)
            ref = draft.cite_fact(row, "Daftar aspek")
            text = f"Aspek {row.number} {row.name}: {number(row.weight)}%, indikator {runs(i.number for i in inside)}"
            points.append(Point(text=text, refs=(ref,)))
        draft.add(f"{TITLE[regime]} memiliki {len(rows)} aspek:", points, heading=heading(regime, tuple(regimes)))
