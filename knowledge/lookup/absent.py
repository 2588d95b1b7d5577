"""Numbers and documents that do not exist are said not to exist."""

from __future__ import annotations

from knowledge.drafting import Draft
from knowledge.lookup.context import Context, Outcome
from knowledge.model import Regime
from knowledge.question import Question


def absent(question: Question, context: Context, draft: Draft) -> Outcome:
    """A level outside 1–5, or an indicator number no open regime has."""
    if question.bad_levels and not question.levels:
        fact = next(m for m in context.catalog.maturity if m.regime is Regime.PEMDI)
        ref = draft.cite_fact(fact, "Tingkat kematangan")
        wrong = ", ".join(map(str, question.bad_levels))
        draft.add(f"Level {wrong} tidak ada: tingkat kematangan hanya 1 sampai 5, di SPBE maupun Pemdi.", refs=[ref])
        return Outcome.ANSWERED
    wrong_numbers = []
    regimes = context.regimes(question)
    for n in question.indicators:
        if not any((r, n) in context.catalog.indicator_by_key for r in regimes):
            wrong_numbers.append(n)
    if not wrong_numbers or len(wrong_numbers) < len(question.indicators):
        return Outcome.PASS
    for regime in regimes:
        everything = context.catalog.indicators_of(regime)
        ref = draft.cite_fact(everything[-1], "Daftar indikator")
        name = "Pemdi 2026" if regime is Regime.PEMDI else "SPBE (PermenPANRB 59/2020)"
        draft.add(
            f"{name} hanya memiliki {len(everything)} indikator; "
            f"indikator {', '.join(map(str, wrong_numbers))} tidak ada.",
            refs=[ref],
        )
    draft.hints.append("Ketik /indikator untuk melihat daftar indikator.")
    return Outcome.ANSWERED
