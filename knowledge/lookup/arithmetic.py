"""Indices from the levels a question gives, and what a change of level does: exact, with the working shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from knowledge.answering.drafting import Draft
from knowledge.catalog import Aspect, Domain, Formula, Indicator
from knowledge.cues import says
from knowledge.lookup.context import TITLE, Context, Outcome, heading, runs
from knowledge.lookup.figures import ahead
from knowledge.lookup.given import Given, given, move
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.scoring import HIGHEST, LOWEST, Index, effect, index, plain, shown
from knowledge.text import fold
from knowledge.vocabulary import cues, has

_TERMS = 8  # parts written out one by one; more are summed by value
_ONE_UP = re.compile(r"\b(?:naik|turun) (?:satu|1) (?:level|tingkat)\b")

Part = Indicator | Aspect | Domain


@dataclass(frozen=True)
class _Target:
    """What the index is of: ``row`` an aspect or domain, None for the whole."""

    regime: Regime
    row: Aspect | Domain | None
    index: Index

    @property
    def name(self) -> str:
        if self.row is None:
            return f"Indeks {TITLE[self.regime]}"
        kind = "aspek" if isinstance(self.row, Aspect) else "domain"
        return f"Indeks {kind} {self.row.number} {TITLE[self.regime]} ({self.row.name})"


def arithmetic(question: Question, context: Context, draft: Draft) -> Outcome:
    """An index from given levels, or the effect of one level on an index."""
    if question.agencies or question.wants("evidence", "conversion", "mapping") or question.documents[1:]:
        return Outcome.PASS
    said = question.search if question.continues else question.spelled
    text = re.sub(r"(?<=\w{4})nya\b", "", said)  # "indeksnya"
    if (outcome := _effect(question, context, draft)) is not Outcome.PASS:
        return outcome
    told = given(_numbered(text, question, context))
    asked = has(text, "indeks") or (question.english and has(text, "index")) or question.wants("formula", "predicate")
    if told.outside is not None and has(text, "indeks"):
        return _impossible(told.outside, context.regimes(question)[0], context, draft)
    if not told or told.unclear or not (asked or (question.wants("score") and told.rest is not None)):
        return Outcome.PASS
    single = told.rest is None and sum(map(len, told.values.values())) == 1
    if single and not (question.aspects or question.domains or has(text, "aspek")):
        return Outcome.PASS  # "indikator 14 level 3" asks of the level
    targets = [t for regime in context.regimes(question) for t in _targets(regime, question, text, told, context)]
    partly = {t.regime for t in targets if t.index.missing}
    fitting = [t for t in targets if t.regime not in partly]
    targets = fitting or targets  # where one regime's aspects are given in full, it is meant
    regimes = tuple(dict.fromkeys(t.regime for t in targets))
    for at, target in enumerate(targets):
        first = at == 0 or targets[at - 1].regime is not target.regime
        _show(target, context, draft, heading(target.regime, regimes) if first else "")
    if has(text, "level") and Regime.PEMDI in regimes:
        draft.add("Level dihitung sebagai nilai bulat; nilai indikator Pemdi boleh desimal.")
    return Outcome.ANSWERED if targets else Outcome.PASS


def _impossible(value: Decimal, regime: Regime, context: Context, draft: Draft) -> Outcome:
    """What is said of a value no indicator can have."""
    fact = next(m for m in context.catalog.maturity if m.regime is regime)
    ref = draft.cite_fact(fact, "Tingkat kematangan")
    text = f"Tidak dapat dihitung: nilai {plain(value)} tidak ada, karena nilai hanya {LOWEST} sampai {HIGHEST}."
    draft.add(text, refs=[ref])
    return Outcome.ANSWERED


def _numbered(text: str, question: Question, context: Context) -> str:
    """The text with names of domains and aspects that a value follows written as numbers ("domain 2 2,8")."""
    rows: list[tuple[str, str]] = []
    for domain in context.catalog.domains:
        short = fold(domain.name).removesuffix(" spbe")
        rows += [(name, f"domain {domain.number}") for name in (short, short.removesuffix(" internal"))]
    if has(text, "aspek") and len(question.regimes) == 1:
        aspects = context.catalog.aspects_of(question.regimes[0])
        rows += [(fold(name), f"aspek {a.number}") for a in aspects for name in (a.name, *a.aliases)]
    elif not has(text, "domain"):
        return text
    for name, number in sorted(rows, key=lambda row: -len(row[0])):
        pattern = (
            rf"(?:\b(?:domain|aspek)\s+)?\b{re.escape(name)}(?:\s+spbe)?(?=\s*(?:=|:|nilai\w*|indeks\w*|level)?\s*\d)"
        )
        text = re.sub(pattern, number, text)
    return text


def _targets(regime: Regime, question: Question, text: str, told: Given, context: Context) -> list[_Target]:
    """The aspects, domains or whole whose index can be meant, as far as the values given concern them."""
    catalog = context.catalog
    everything = catalog.indicators_of(regime)
    aspects = catalog.aspects_of(regime)
    if set(told.of("indikator")) - {i.number for i in everything} or set(told.of("aspek")) - {
        a.number for a in aspects
    }:
        return []
    if regime is Regime.PEMDI and (told.of("domain") or question.domains):
        return []
    rows: list[Aspect | Domain] = [d for d in catalog.domains if d.number in question.domains and not told.of("domain")]
    if not rows and not told.of("aspek"):
        rows = [a for a in aspects if (regime, a.number) in question.aspects]
        if not rows and has(text, "aspek"):
            touched = {i.aspect for i in everything if i.number in told.of("indikator")}
            rows = [a for a in aspects if a.number in touched]
    if rows:
        return [t for row in rows if (t := _of(regime, row, told, context)) is not None]
    found = []
    if told.rest is None and not says(text, cues().whole):
        found = [t for a in aspects if (t := _of(regime, a, told, context)) and not t.index.missing]
    whole = _of(regime, None, told, context)
    return [*found, *([whole] if whole is not None else [])]


def _of(regime: Regime, row: Aspect | Domain | None, told: Given, context: Context) -> _Target | None:
    """The index of one aspect, domain or the whole, from the largest parts that are given; None where no value
    concerns it."""
    catalog = context.catalog
    domain = row.number if isinstance(row, Domain) else None
    aspects = [a for a in catalog.aspects_of(regime) if domain in (None, a.domain)]
    inside = {row.number} if isinstance(row, Aspect) else {a.number for a in aspects}
    parts: Sequence[Part] = [i for i in catalog.indicators_of(regime) if i.aspect in inside]
    values = told.of("indikator")
    if row is None and told.of("domain"):
        parts, values = catalog.domains, told.of("domain")
    elif not isinstance(row, Aspect) and told.of("aspek"):
        parts, values = aspects, told.of("aspek")
    if told.rest is not None:
        values = {part.number: values.get(part.number, told.rest) for part in parts}
    made = index(parts, values)
    return _Target(regime, row, made) if made.known else None


def _show(target: _Target, context: Context, draft: Draft, label: str) -> None:
    made = target.index
    formula = _formula(target, context)
    weights = context.catalog.aspects_of(target.regime)[0]
    refs = (draft.cite_fact(formula, formula.name), draft.cite_fact(weights, "Daftar bobot"))
    total, weight = plain(made.total), plain(made.weight)
    sums = _terms(made)
    exact = made.exact
    if exact is not None:
        result = shown(exact)
        steps = f"({sums}) ÷ {weight} = {total} ÷ {weight} = {result}".replace("= ≈", "≈")
        points = [Point(text=f"Cara hitung: {steps} (bobot dalam persen × nilai)", refs=refs)]
        if "≈" in result:
            points.append(Point(text="Dibulatkan dua desimal; peraturan tidak menyebut aturan pembulatannya"))
        if target.row is None:
            points += _predicate(target.regime, exact, context, draft)
        draft.add(f"{target.name}: {result.rpartition(' ')[2]}.", points, heading=label, refs=refs)
        return
    low, high = made.bounds
    left = sum((part.weight for part in made.missing), Decimal(0))
    points = [
        Point(text=f"Nilai yang belum disebut: {_names(made.missing)} (bobot {plain(left)}%)", refs=refs),
        Point(text=f"Bagian yang dapat dihitung: {sums} = {total}, dari bobot {plain(made.weight - left)}%", refs=refs),
        Point(
            text=f"Terendah, sisanya {LOWEST}: ({total} + {plain(left * LOWEST)}) ÷ {weight} = {shown(low)}; "
            f"tertinggi, sisanya {HIGHEST}: ({total} + {plain(left * HIGHEST)}) ÷ {weight} = {shown(high)}",
            refs=refs,
        ),
    ]
    span = f"{shown(low).rpartition(' ')[2]} dan {shown(high).rpartition(' ')[2]}"
    draft.add(f"{target.name} belum dapat dipastikan: antara {span}.", points, heading=label, refs=refs)


def _formula(target: _Target, context: Context) -> Formula:
    kind = "-aspek" if isinstance(target.row, Aspect) else "-domain" if isinstance(target.row, Domain) else ""
    return next(f for f in context.catalog.formulas if f.id == f"{target.regime.value}-indeks{kind}")


def _terms(made: Index) -> str:
    """``10 × 3 + 15 × 2``; of many parts the weights of one value are taken together."""
    pairs = [(part.weight, made.values[part.number]) for part in made.known]
    if len(pairs) > _TERMS:
        values = sorted({value for _, value in pairs}, reverse=True)
        pairs = [(sum((w for w, v in pairs if v == value), Decimal(0)), value) for value in values]
    return " + ".join(f"{plain(weight)} × {plain(value)}" for weight, value in pairs)


def _names(parts: Sequence[object]) -> str:
    """``I3, I5–9``, ``aspek 2``."""
    rows = [p for p in parts if isinstance(p, Indicator | Aspect | Domain)]
    kind = "I" if isinstance(rows[0], Indicator) else "aspek " if isinstance(rows[0], Aspect) else "domain "
    return ", ".join(f"{kind}{run}" for run in runs(row.number for row in rows).split(", "))


def _predicate(regime: Regime, value: Fraction, context: Context, draft: Draft) -> list[Point]:
    """The predicate of the exact value, and how far the next one is."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    row = context.catalog.predicate(regime, exact)
    if row is None:
        return []
    ref = draft.cite_fact(row, f"Predikat {TITLE[regime]}")
    points = [Point(text=f"Predikatnya {row.name}", refs=(ref,))]
    if line := ahead(row, exact, context):
        points.append(Point(text=line, refs=(ref,)))
    return points


def _effect(question: Question, context: Context, draft: Draft) -> Outcome:
    """What one indicator's level, or the step from one level to another, is worth in the indices."""
    step = move(question.spelled)
    up = _ONE_UP.search(question.spelled)
    if not (question.wants("effect") or (step and has(question.spelled, "indeks"))):
        return Outcome.PASS
    rows = context.indicators(question)
    if not rows or len(rows) > 4 or not (step or up or len(question.levels) == 1):
        return Outcome.PASS
    if step and not all(LOWEST <= value <= HIGHEST for value in step):
        return Outcome.PASS
    regimes = tuple(dict.fromkeys(row.regime for row in rows))
    for row in rows:
        aspect = context.catalog.aspect_by_key[row.regime, row.aspect]
        refs = (draft.cite_fact(row, f"Indikator {row.number}, bobot"), draft.cite_fact(aspect, "Daftar bobot"))
        if step or up:
            before, after = step or (Decimal(1), Decimal(2))
            times = f"({plain(after)} − {plain(before)})" if step else "1"
            lead, verb = f"naik dari {plain(before)} ke {plain(after)}" if step else "berubah satu level", "berubah"
        else:
            before, after = Decimal(0), Decimal(question.levels[0])
            times, lead, verb = plain(after), f"level {plain(after)}", "mendapat"
        if step and after < before:
            lead = lead.replace("naik", "turun")
        points = [
            Point(
                text=f"{name} {verb} {plain(row.weight)} × {times} ÷ {plain(of)} "
                + _signed(row.weight, before, after, of),
                refs=refs,
            )
            for name, of in (
                (f"Indeks {TITLE[row.regime]}", Decimal(100)),
                (f"Indeks aspek {aspect.number} ({aspect.name})", aspect.weight),
            )
        ]
        title = f"Indikator {row.number} {TITLE[row.regime]} ({row.short}), bobot {plain(row.weight)}%, {lead}:"
        draft.add(title, points, heading=heading(row.regime, regimes), refs=refs)
    for regime in regimes:
        mine = [row for row in rows if row.regime is regime]
        if len(mine) > 1 and (step or up):
            draft.add(_all(mine, step or (Decimal(1), Decimal(2))))
    return Outcome.ANSWERED


def _all(rows: Sequence[Indicator], step: tuple[Decimal, Decimal]) -> str:
    """What the same step of several indicators is worth together."""
    weight = sum((row.weight for row in rows), Decimal(0))
    terms = " + ".join(plain(row.weight) for row in rows)
    change = f"({terms}) × ({plain(step[1])} − {plain(step[0])}) ÷ 100 {_signed(weight, *step, Decimal(100))}"
    return f"Bersama-sama Indeks {TITLE[rows[0].regime]} berubah {change}."


def _signed(weight: Decimal, before: Decimal, after: Decimal, of: Decimal) -> str:
    change = effect(weight, before, after, of)
    exact = Decimal(change.numerator) / Decimal(change.denominator)
    if Fraction(exact) == change and abs(exact.normalize().as_tuple().exponent) <= 4:  # type: ignore[arg-type]
        return f"= {plain(exact)}"
    return shown(change)
