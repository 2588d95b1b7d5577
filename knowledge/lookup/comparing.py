"""The two regimes side by side, for the part of them that a question compares."""

from __future__ import annotations

from knowledge.answering.drafting import Draft
from knowledge.lookup.context import Context, Outcome, unexplained
from knowledge.lookup.figures import predicates
from knowledge.lookup.lists import about, aspects
from knowledge.lookup.weights import maturity_names
from knowledge.model import Regime
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
    else:
        return Outcome.PASS
    return Outcome.ANSWERED
