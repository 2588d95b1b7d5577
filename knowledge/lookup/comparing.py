"""The two regimes side by side, for the part of them that a question compares."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answering.drafting import Draft
from knowledge.catalog import Aspect, Domain
from knowledge.lookup.context import Context, Outcome, heading, number, unexplained
from knowledge.lookup.figures import bounds, predicates
from knowledge.lookup.lists import about, aspects
from knowledge.lookup.terms import formula
from knowledge.lookup.weights import maturity_names
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.vocabulary import explained, has


def regimes(question: Question, context: Context, draft: Draft) -> Outcome:
    """Predicates, levels, aspects or indicators on a subject, of Pemdi and of SPBE; what else is compared, a topic
    tells."""
    if not question.wants("comparison") or len(question.regimes) != len(Regime):
        return Outcome.PASS
    if question.indicators or question.levels or question.agencies or question.numbers or question.wants("count"):
        return Outcome.PASS
    rated = [name for p in context.catalog.predicates for name in (p.name, *p.aliases)]
    known = rated if question.wants("predicate") else []
    subject = unexplained(question, explained().listing, explained().comparison, *known)
    named = has(question.spelled, "indikator")
    if named and subject:
        return about(subject, question, context, draft)
    if subject or named:
        return Outcome.PASS
    if question.wants("predicate"):
        predicates(question, context, draft)
    elif has(question.spelled, "level") or has(question.spelled, "tingkat kematangan"):
        maturity_names(context.regimes(question), context, draft)
    elif has(question.spelled, "aspek") or question.wants("weight"):
        aspects(context.regimes(question), context, draft)
    elif question.wants("formula") and has(question.spelled, "indeks"):
        return formula(question, context, draft)
    elif question.asks <= {"comparison", "list", "confirm"}:
        _whole(context.regimes(question), context, draft)
    else:
        return Outcome.PASS
    return Outcome.ANSWERED


def _whole(regimes: tuple[Regime, ...], context: Context, draft: Draft) -> None:
    """What each regime as a whole is, and what is said of the two together."""
    catalog = context.catalog
    for regime in regimes:
        indicators, parts = catalog.indicators_of(regime), catalog.aspects_of(regime)
        rows: Sequence[Aspect | Domain] = catalog.domains if regime is Regime.SPBE else parts
        most = max(rows, key=lambda row: row.weight)
        kind = "domain" if isinstance(most, Domain) else "aspek"
        rated = sorted((p for p in catalog.predicates if p.regime is regime), key=lambda p: -p.lower)
        levels = [m for m in catalog.maturity if m.regime is regime]
        scale = [m for m in levels if m.scale == levels[0].scale]
        held = f" dan {len(rows)} domain" if regime is Regime.SPBE else ""
        whole, weights = draft.cite_fact(indicators[0], "Daftar indikator"), draft.cite_fact(most, "Daftar bobot")
        told = [
            (f"Jumlah indikator: {len(indicators)}, dalam {len(parts)} aspek{held}", whole),
            (f"Bobot terbesar: {kind} {most.number} {most.name}, {number(most.weight)}%", weights),
            (f"Predikat: {'; '.join(f'{p.name} {bounds(p)}' for p in rated)}", draft.cite_fact(rated[0], "Predikat")),
            (f"Level: {', '.join(f'{m.number} {m.name}' for m in scale)}", draft.cite_fact(levels[0], "Level")),
        ]
        points = [Point(text=text, refs=(ref,)) for text, ref in told]
        draft.add("", points, heading=heading(regime, regimes))
    together = next((t for t in catalog.topics if t.id == "beda-spbe-pemdi"), None)
    if together is not None:
        ref = draft.cite_fact(together, together.title)
        draft.add("Yang membedakan cara menilainya:", [Point(text=text, refs=(ref,)) for text in together.points])
