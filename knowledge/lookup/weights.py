"""Weights of indicators, aspects and domains, and how many of each there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from knowledge.catalog import Aspect, Domain, Indicator
from knowledge.drafting import Draft
from knowledge.lookup.cells import reference
from knowledge.lookup.context import Context, Outcome, heading, number, unexplained
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.vocabulary import has

_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|persen)")
_TITLE = {Regime.PEMDI: "Pemdi", Regime.SPBE: "SPBE"}


def weight(question: Question, context: Context, draft: Draft) -> Outcome:
    """The weight of what is named."""
    if not question.wants("weight") or question.levels:
        return Outcome.PASS
    only_aspects = has(question.spelled, "aspek") and not has(question.spelled, "indikator")
    indicators = [] if only_aspects and question.aspects else context.indicators(question)
    aspects = [
        context.catalog.aspect_by_key[key]
        for key in question.aspects
        if key in context.catalog.aspect_by_key and (not question.regimes or key[0] in question.regimes)
    ]
    domains = [d for d in context.catalog.domains if d.number in question.domains]
    said = [i.name for i in indicators] + [t for i in indicators for t in i.aliases]
    said += [t for a in aspects for t in (a.name, *a.aliases)] + [d.name for d in domains]
    extra = unexplained(
        question,
        *said,
        "perbedaan segi lain dibanding satu sama konfirmasi kini dokumen telah diperbarui teknologi informasi "
        "komunikasi pemeriksaan audit",
    )
    if not (indicators or aspects or domains):
        return _whole(question, context, draft)
    if len(extra) > 2:
        return Outcome.PASS
    _deny(question, [*domains, *aspects, *(() if aspects or domains else indicators)], draft)
    if domains:
        points = [
            Point(text=f"Domain {d.number} {d.name}: {number(d.weight)}%", refs=_sources(d, context, draft))
            for d in domains
        ]
        draft.add("Bobot domain SPBE:", points)
        return Outcome.ADD
    if aspects:
        _aspects(question, context, draft, aspects)
        return Outcome.ADD
    _indicators(context, draft, indicators, context.regimes(question))
    return Outcome.ADD


def _place(row: Domain | Aspect | Indicator) -> str:
    if isinstance(row, Indicator):
        return f"Indikator {row.number}"
    return "Bobot aspek" if isinstance(row, Aspect) else "Bobot domain"


def _deny(question: Question, named: Sequence[Domain | Aspect | Indicator], draft: Draft) -> None:
    """A percentage in the question that is the weight of nothing named is said to be wrong, before the right one."""
    claimed = [Decimal(text.replace(",", ".")) for text in _PERCENT.findall(question.spelled)]
    wrong = [value for value in claimed if value not in {row.weight for row in named}]
    if wrong and named:
        ref = draft.cite_fact(named[0], _place(named[0]))
        draft.add(f"Tidak, bukan {number(wrong[0])}%.", refs=[ref])


def _aspects(question: Question, context: Context, draft: Draft, aspects: list[Aspect]) -> None:
    regimes = tuple(dict.fromkeys(a.regime for a in sorted(aspects, key=lambda a: a.regime is Regime.SPBE)))
    for regime in regimes:
        mine = [a for a in aspects if a.regime is regime]
        points = [_aspect_point(a, context, draft) for a in mine]
        if question.wants("comparison"):
            others = [a for a in context.catalog.aspects_of(regime) if a not in mine]
            rank = sorted(context.catalog.aspects_of(regime), key=lambda a: -a.weight)
            if rank[0] in mine:
                points.append(Point(text="Itu bobot aspek terbesar.", refs=points[0].refs))
            points += [_aspect_point(a, context, draft) for a in others]
        draft.add(f"Bobot aspek {_TITLE[regime]}:", points, heading=heading(regime, regimes))


def _aspect_point(aspect: Aspect, context: Context, draft: Draft) -> Point:
    refs = _sources(aspect, context, draft)
    parts = context.catalog.indicators_of(aspect.regime, aspect.number)
    if len({i.weight for i in parts}) == 1:
        each = f"{len(parts)} indikator, masing-masing {number(parts[0].weight)}%"
    else:
        each = ", ".join(f"I{i.number} {number(i.weight)}%" for i in parts)
    return Point(text=f"Aspek {aspect.number} {aspect.name}: {number(aspect.weight)}% ({each})", refs=refs)


def _sources(row: Domain | Aspect | Indicator, context: Context, draft: Draft) -> tuple[int, ...]:
    """The catalog's entry and, where a document here prints this weight in a table, that row."""
    refs = [draft.cite_fact(row, _place(row))]
    if isinstance(row, Domain) or row.regime is Regime.SPBE:
        kind = "domain" if isinstance(row, Domain) else "aspek" if isinstance(row, Aspect) else "indikator"
        if entry := reference(context, kind, row.number, "bobot", str(row.weight)):
            refs.append(draft.cite_unit(entry, f"{kind} {row.number} {row.name} {number(row.weight)}"))
    return tuple(refs)


def _indicators(context: Context, draft: Draft, indicators: list[Indicator], open_: tuple[Regime, ...]) -> None:
    regimes = tuple(r for r in open_ if any(i.regime is r for i in indicators))
    for regime in regimes:
        mine = [i for i in indicators if i.regime is regime]
        points = [
            Point(text=f"Indikator {i.number} {i.name}: {number(i.weight)}%", refs=_sources(i, context, draft))
            for i in mine
        ]
        lead = f"Bobot indikator {_TITLE[regime]}:"
        same = {i.weight for i in mine}
        if len(mine) > 2 and len(same) == 1:
            span = f"{mine[0].number}–{mine[-1].number}"
            lead = f"Bobot indikator {span} {_TITLE[regime]} masing-masing {number(mine[0].weight)}%:"
        draft.add(lead, points, heading=heading(regime, regimes))
    if len(open_) > 1 and len(regimes) == 1:
        missing = next(r for r in open_ if r not in regimes)
        draft.add(f"{_TITLE[missing]} tidak memiliki indikator itu.")


def _whole(question: Question, context: Context, draft: Draft) -> Outcome:
    """All aspect weights, when nothing narrower is named."""
    if unexplained(question, "aspek apa saja semua tiap setiap bobotnya domain daftar") or not (
        has(question.spelled, "aspek") or has(question.spelled, "bobot")
    ):
        return Outcome.PASS
    regimes = context.regimes(question)
    for regime in regimes:
        points = [_aspect_point(a, context, draft) for a in context.catalog.aspects_of(regime)]
        draft.add(f"Bobot aspek {_TITLE[regime]}:", points, heading=heading(regime, regimes))
    return Outcome.ANSWERED


def _list(question: Question, context: Context, draft: Draft) -> Outcome:
    if question.indicators or unexplained(question, "daftar sebutkan apa saja semua seluruh ada nama 20 47 tampilkan"):
        return Outcome.PASS
    regimes = context.regimes(question)
    for regime in regimes:
        rows = context.catalog.indicators_of(regime)
        ref = draft.cite_fact(rows[0], "Daftar indikator")
        draft.add(
            f"{_TITLE[regime]} memiliki {len(rows)} indikator:",
            [Point(text=f"{i.name} ({number(i.weight)}%)", refs=(ref,)) for i in rows],
            heading=heading(regime, regimes),
            ordered=True,
        )
    return Outcome.ANSWERED


def count(question: Question, context: Context, draft: Draft) -> Outcome:
    """How many indicators, aspects and domains; or all indicators, where a list is asked for."""
    listed = has(question.spelled, "indikator") and (question.wants("list") or has(question.spelled, "semua"))
    if listed and not (question.named or question.aspects or question.wants("evidence", "criterion", "weight")):
        return _list(question, context, draft)
    if not question.wants("count") or question.agencies or question.levels or question.indicators:
        return Outcome.PASS
    if unexplained(question, "ada kini sekarang keseluruhan semua total kinerja"):
        return Outcome.PASS
    regimes = context.regimes(question)
    for regime in regimes:
        indicators, aspects = context.catalog.indicators_of(regime), context.catalog.aspects_of(regime)
        ref = draft.cite_fact(aspects[0], "Struktur penilaian")
        domains = f" dan {len(context.catalog.domains)} domain" if regime is Regime.SPBE else ""
        points = [
            Point(
                text=f"Aspek {a.number} {a.name}: {len(context.catalog.indicators_of(regime, a.number))} indikator",
                refs=(ref,),
            )
            for a in aspects
        ]
        draft.add(
            f"{_TITLE[regime]} memiliki {len(indicators)} indikator dalam {len(aspects)} aspek{domains}.",
            points,
            heading=heading(regime, regimes),
            refs=[ref],
        )
    return Outcome.ANSWERED
