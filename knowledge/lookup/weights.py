"""Weights of indicators, aspects and domains, and how many of each there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import chain

from knowledge.answering.drafting import Draft
from knowledge.catalog import Aspect, Domain, Indicator
from knowledge.cues import Phrases, says
from knowledge.lookup.cells import reference
from knowledge.lookup.context import TITLE, Context, Outcome, heading, listed, number, runs, unexplained
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.scoring import plain
from knowledge.text import fold
from knowledge.vocabulary import cues, explained, has

_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|persen)")
_LEVELS = 5  # of every indicator in both regimes
_HOW_MANY = re.compile(r"\bberapa (?:banyak |jumlah )?(?:indikator|aspek|domain|level|tingkat kematangan)\b(?! \d)")
_CLAIMED = re.compile(
    r"(?<![\d.,])(?P<before>\d{1,3}) (?:buah )?(?P<kind>indikator|aspek|domain|level)\b"
    r"|\b(?P<first>indikator|aspek|domain|level)\w* (?:\w+ )?(?:ada|berjumlah|jumlahnya) (?P<after>\d{1,3})\b"
)
_TAG = re.compile(r"\b(?:ya|bukan|kan)\W*$")


def _most() -> tuple[Phrases, Phrases]:
    return cues().highest, cues().higher


def _least() -> tuple[Phrases, Phrases]:
    return cues().lowest, cues().lower


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
        explained().weight,
    )
    if not (indicators or aspects or domains):
        if says(question.spelled, *_most(), *_least()):
            return _extreme(question, context, draft)
        return _whole(question, context, draft)
    if len(extra) > 2:
        return Outcome.PASS
    if domains:
        draft.add(
            f"{_verdict(question, domains)}{_told(question, domains)}Bobot domain SPBE:",
            [_domain_point(d, context, draft) for d in domains],
        )
    elif aspects:
        _aspects(question, context, draft, aspects)
    else:
        _indicators(question, context, draft, indicators)
    return Outcome.ADD if extra else Outcome.ANSWERED


def _domain_point(row: Domain, context: Context, draft: Draft) -> Point:
    aspects, inside = context.inside(row)
    parts = f"aspek {runs(a.number for a in aspects)}, indikator {runs(i.number for i in inside)}"
    text = f"Domain {row.number} {row.name}: {number(row.weight)}% ({parts})"
    return Point(text=text, refs=_sources(row, context, draft))


def _place(row: Domain | Aspect | Indicator) -> str:
    if isinstance(row, Indicator):
        return f"Indikator {row.number}"
    return "Bobot aspek" if isinstance(row, Aspect) else "Bobot domain"


def _kind(row: Domain | Aspect | Indicator) -> str:
    return "indikator" if isinstance(row, Indicator) else "aspek" if isinstance(row, Aspect) else "domain"


def _verdict(question: Question, named: Sequence[Domain | Aspect | Indicator]) -> str:
    """Whether a weight claimed in the question is that of what is named; empty where nothing is claimed."""
    claimed = [Decimal(text.replace(",", ".")) for text in _PERCENT.findall(question.spelled)]
    if not claimed and question.wants("confirm"):
        numbers = {*question.indicators, *question.years, *question.domains, *(n for _, n in question.aspects)}
        claimed = [value for value in question.numbers if value not in numbers]
    weights = {row.weight for row in named}
    if wrong := [value for value in claimed if value not in weights]:
        return f"Tidak: bukan {number(wrong[0])}%. "
    return "Ya, benar. " if claimed and question.wants("confirm") and len(weights) == 1 else ""


def _told(question: Question, named: Sequence[Domain | Aspect | Indicator]) -> str:
    """The sum of the weights named, or which of them is the greatest, where that is asked; else empty."""
    if len(named) < 2:
        return ""
    if says(question.spelled, cues().total):
        working = f"Cara hitung: {' + '.join(number(row.weight) for row in named)}. " if len(named) < 5 else ""
        return f"Jumlah: {number(sum((row.weight for row in named), Decimal(0)))}%. {working}"
    if len(named) == 2 and (says(question.spelled, cues().difference) or question.wants("comparison")):
        high, low = sorted(named, key=lambda row: -row.weight)
        if high.weight == low.weight:
            return f"Bobotnya sama, {number(high.weight)}%. "
        gap = f"{number(high.weight)} − {number(low.weight)} = {plain(high.weight - low.weight)}"
        return f"Selisih bobot: {gap} poin persen; {_kind(high)} {high.number} lebih besar. "
    for edges, choose, word in ((_most(), max, "terbesar"), (_least(), min, "terkecil")):
        if says(question.spelled, *edges):
            edge = choose(row.weight for row in named)
            found = [row for row in named if row.weight == edge]
            if len(found) == len(named):
                return f"Bobotnya sama, {number(edge)}%. "
            return f"Bobot {word}: {_kind(found[0])} {listed([row.number for row in found])}, {number(edge)}%. "
    return ""


def _aspects(question: Question, context: Context, draft: Draft, aspects: list[Aspect]) -> None:
    regimes = tuple(dict.fromkeys(a.regime for a in sorted(aspects, key=lambda a: a.regime is Regime.SPBE)))
    for regime in regimes:
        mine = [a for a in aspects if a.regime is regime]
        points = [_aspect_point(a, context, draft) for a in mine]
        if question.wants("list", "members"):
            points += [
                Point(text=f"Indikator {i.number} {i.name}: {number(i.weight)}%", refs=point.refs)
                for a, point in zip(mine, list(points), strict=True)
                for i in context.catalog.indicators_of(regime, a.number)
            ]
        if question.wants("comparison"):
            others = [a for a in context.catalog.aspects_of(regime) if a not in mine]
            rank = sorted(context.catalog.aspects_of(regime), key=lambda a: -a.weight)
            if rank[0] in mine:
                points.append(Point(text="Itu bobot aspek terbesar.", refs=points[0].refs))
            points += [_aspect_point(a, context, draft) for a in others]
        lead = f"{_verdict(question, mine)}{_told(question, mine)}Bobot aspek {TITLE[regime]}:"
        draft.add(lead, points, heading=heading(regime, regimes))


def _aspect_point(aspect: Aspect, context: Context, draft: Draft) -> Point:
    refs = _sources(aspect, context, draft)
    parts = context.catalog.indicators_of(aspect.regime, aspect.number)
    each = f"{len(parts)} indikator, {runs(i.number for i in parts)}"
    if len({i.weight for i in parts}) == 1:
        each += f", masing-masing {number(parts[0].weight)}%"
    else:
        each += f": {', '.join(f'I{i.number} {number(i.weight)}%' for i in parts)}"
    return Point(text=f"Aspek {aspect.number} {aspect.name}: {number(aspect.weight)}% ({each})", refs=refs)


def _sources(row: Domain | Aspect | Indicator, context: Context, draft: Draft) -> tuple[int, ...]:
    """The catalog's entry and, where a document here prints this weight in a table, that row."""
    refs = [draft.cite_fact(row, _place(row))]
    if isinstance(row, Domain) or row.regime is Regime.SPBE:
        kind = "domain" if isinstance(row, Domain) else "aspek" if isinstance(row, Aspect) else "indikator"
        if entry := reference(context, kind, row.number, "bobot", str(row.weight)):
            refs.append(draft.cite_unit(entry, f"{kind} {row.number} {row.name} {number(row.weight)}"))
    return tuple(refs)


def _indicators(question: Question, context: Context, draft: Draft, indicators: list[Indicator]) -> None:
    open_ = context.regimes(question)
    regimes = tuple(r for r in open_ if any(i.regime is r for i in indicators))
    for regime in regimes:
        mine = [i for i in indicators if i.regime is regime]
        points = [
            Point(text=f"Indikator {i.number} {i.name}: {number(i.weight)}%", refs=_sources(i, context, draft))
            for i in mine
        ]
        lead = f"Bobot indikator {TITLE[regime]}:"
        same = {i.weight for i in mine}
        if len(mine) > 2 and len(same) == 1:
            span = f"{mine[0].number}–{mine[-1].number}"
            lead = f"Bobot indikator {span} {TITLE[regime]} masing-masing {number(mine[0].weight)}%:"
        draft.add(f"{_verdict(question, mine)}{_told(question, mine)}{lead}", points, heading=heading(regime, regimes))
    if len(open_) > 1 and len(regimes) == 1:
        missing = next(r for r in open_ if r not in regimes)
        draft.add(f"{TITLE[missing]} tidak memiliki indikator itu.")


def _extreme(question: Question, context: Context, draft: Draft) -> Outcome:
    """What has the greatest or the least weight: the indicators, aspects or domains."""
    if unexplained(question, *chain(*_most(), *_least()), explained().extreme):
        return Outcome.PASS
    regimes = context.regimes(question)
    for regime in regimes:
        rows: Sequence[Domain | Aspect | Indicator] = context.catalog.indicators_of(regime)
        kind = "Indikator"
        if has(question.spelled, "aspek"):
            rows, kind = context.catalog.aspects_of(regime), "Aspek"
        elif has(question.spelled, "domain") and regime is Regime.SPBE:
            rows, kind = context.catalog.domains, "Domain"
        for edges, choose, word in ((_most(), max, "terbesar"), (_least(), min, "terkecil")):
            if says(question.spelled, *edges):
                edge = choose(row.weight for row in rows)
                found = [row for row in rows if row.weight == edge]
                ref = draft.cite_fact(found[0], _place(found[0]))
                lead = f"{kind} {TITLE[regime]} berbobot {word}, {number(edge)}%:"
                points = [Point(text=f"{kind} {row.number} {row.name}", refs=(ref,)) for row in found]
                draft.add(lead, points, heading=heading(regime, regimes))
    return Outcome.ANSWERED


def _whole(question: Question, context: Context, draft: Draft) -> Outcome:
    """All aspect weights, when nothing narrower is named."""
    if unexplained(question, explained().weights) or not (
        has(question.spelled, "aspek") or has(question.spelled, "bobot")
    ):
        return Outcome.PASS
    if has(question.spelled, "domain") and not has(question.spelled, "aspek"):
        points = [_domain_point(d, context, draft) for d in context.catalog.domains]
        draft.add("Bobot domain SPBE:", points)
        return Outcome.ANSWERED
    regimes = context.regimes(question)
    for regime in regimes:
        points = [_aspect_point(a, context, draft) for a in context.catalog.aspects_of(regime)]
        draft.add(f"Bobot aspek {TITLE[regime]}:", points, heading=heading(regime, regimes))
    return Outcome.ANSWERED


def count(question: Question, context: Context, draft: Draft) -> Outcome:
    """How many indicators, aspects, domains and levels there are."""
    claimed = []
    if question.wants("confirm") or _TAG.search(question.spelled):
        claimed = [
            (int(m["before"] or m["after"]), m["kind"] or m["first"]) for m in _CLAIMED.finditer(question.spelled)
        ]
    levels = has(question.spelled, "level") or has(question.spelled, "tingkat kematangan")
    listed = levels and question.wants("list") and not has(question.spelled, "indikator")
    asked = question.wants("count") or listed or _HOW_MANY.search(question.spelled) is not None
    names = [m.name for m in context.catalog.maturity]
    naming = ("nama", "namanya", "disebut", *map(fold, names))
    named = levels and question.levels and says(question.spelled, naming)
    if not (asked or claimed or named) or question.agencies or (question.levels and not named):
        return Outcome.PASS
    if question.aspects and not (levels or claimed or question.indicators or question.domains):
        return _inside(question, context, draft)
    if question.indicators or question.named or question.aspects or question.domains:
        return Outcome.PASS
    if unexplained(
        question,
        explained().count,
        *names,
    ):
        return Outcome.PASS
    regimes = context.regimes(question)
    if levels:
        if said := [n for n, kind in claimed if kind == "level"]:
            draft.add("Ya, benar." if said[0] == _LEVELS else f"Tidak: bukan {said[0]} level.")
        said_of = {
            m.regime
            for m in context.catalog.maturity
            if has(question.spelled, fold(m.name)) or has(question.spelled, f"kapabilitas {m.scale}")
        }
        regimes = tuple(r for r in regimes if r in said_of) or regimes
        maturity_names(regimes, context, draft, question.spelled, question.levels)
        return Outcome.ANSWERED
    for regime in regimes:
        _count(question, regime, claimed, context, draft, heading(regime, regimes))
    return Outcome.ANSWERED


def _inside(question: Question, context: Context, draft: Draft) -> Outcome:
    """How many indicators the aspects named have."""
    rows = [
        row for key in question.aspects if (row := context.catalog.aspect_by_key.get(key)) and row.regime in
        context.regimes(question)
    ]  # fmt: skip
    names = [name for row in rows for name in (row.name, *row.aliases)]
    if not rows or not has(question.spelled, "indikator") or unexplained(question, *names, explained().inside):
        return Outcome.PASS
    regimes = tuple(dict.fromkeys(row.regime for row in rows))
    for row in rows:
        inside = context.catalog.indicators_of(row.regime, row.number)
        ref = draft.cite_fact(row, "Struktur penilaian")
        lead = f"Aspek {row.number} {TITLE[row.regime]} ({row.name}) memuat {_indicators_told(inside)}."
        draft.add(lead, heading=heading(row.regime, regimes), refs=[ref])
    return Outcome.ANSWERED


def _count(
    question: Question, regime: Regime, claimed: Sequence[tuple[int, str]], context: Context, draft: Draft, label: str
) -> None:
    indicators, aspects = context.catalog.indicators_of(regime), context.catalog.aspects_of(regime)
    domains = context.catalog.domains if regime is Regime.SPBE else ()
    ref = draft.cite_fact(aspects[0], "Struktur penilaian")
    held = {"indikator": len(indicators), "aspek": len(aspects), "domain": len(domains), "level": _LEVELS}
    verdict = ""
    if claimed:
        wrong = next(((n, kind) for n, kind in claimed if n != held[kind]), None)
        verdict = f"Tidak: bukan {wrong[0]} {wrong[1]}. " if wrong else "Ya, benar. "
    by_domain = domains and not has(question.spelled, "aspek")
    points = [
        Point(text=f"{kind} {row.number} {row.name}: {_indicators_told(inside)}", refs=(ref,))
        for kind, row, inside in (
            ((("Domain", d, context.inside(d)[1]) for d in domains))
            if by_domain
            else (("Aspek", a, context.catalog.indicators_of(regime, a.number)) for a in aspects)
        )
    ]
    whole = f" dan {len(domains)} domain" if domains else ""
    draft.add(
        f"{verdict}{TITLE[regime]} memiliki {len(indicators)} indikator dalam {len(aspects)} aspek{whole}.",
        [] if claimed else points,
        heading=label,
        refs=[ref],
    )


def _indicators_told(rows: Sequence[Indicator]) -> str:
    return f"{len(rows)} indikator ({runs(i.number for i in rows)})"


def maturity_names(
    regimes: Sequence[Regime], context: Context, draft: Draft, text: str = "", numbers: Sequence[int] = ()
) -> None:
    """The names of the five levels (or of those with ``numbers``) on each scale; of SPBE only that of the capability
    a text names."""
    for regime in regimes:
        rows = [m for m in context.catalog.maturity if m.regime is regime]
        scales = list(dict.fromkeys(m.scale for m in rows))
        points = []
        named = [m for m in rows if has(text, fold(m.name)) and m.number in numbers]
        meant = [m.scale for m in named] or [scale for scale in scales if has(text, scale)] or scales
        lead = f"{TITLE[regime]} memiliki 5 tingkat kematangan (level)."
        if len(named) == 1:
            lead = f"{named[0].name} adalah nama level {named[0].number} {TITLE[regime]}."
        for scale in meant:
            chosen = [m for m in rows if m.scale == scale and (not numbers or m.number in numbers)]
            names = ", ".join(f"{m.number} {m.name}" for m in chosen)
            if len(chosen) == 1:
                names += f" — {chosen[0].description}"
            ref = draft.cite_fact(next(m for m in rows if m.scale == scale), "Tingkat kematangan")
            kind = f"Kapabilitas {scale}" if regime is Regime.SPBE else "Setiap indikator"
            points.append(Point(text=f"{kind}: {names}", refs=(ref,)))
        draft.add(lead, points, heading=heading(regime, tuple(regimes)))
