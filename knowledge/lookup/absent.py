"""Numbers and documents that do not exist are said not to exist."""

from __future__ import annotations

import re

from knowledge.answering.drafting import Draft
from knowledge.lookup.context import Context, Outcome
from knowledge.model import Regime
from knowledge.question import Question

_PLAN = re.compile(r"\d{4} ?[-–] ?\d{4}|\b(rpj\w+|renstra|target|rencana induk|grand design|gdrbn)\b")


def absent(question: Question, context: Context, draft: Draft) -> Outcome:
    """A level outside 1–5, or an indicator, aspect or domain number no open regime has."""
    regimes = context.regimes(question)
    if question.bad_levels and (not question.levels or question.wants("formula", "score")):
        fact = next(m for m in context.catalog.maturity if m.regime is regimes[0])
        ref = draft.cite_fact(fact, "Tingkat kematangan")
        wrong = ", ".join(map(str, question.bad_levels))
        draft.add(f"Level {wrong} tidak ada dalam SPBE maupun Pemdi: tingkat kematangan hanya 1 sampai 5.", refs=[ref])
        return Outcome.ANSWERED
    if later := _later(question, context):
        draft.add(f"Keterangan untuk tahun {', '.join(map(str, later))} tidak ditemukan.")
        return Outcome.NOT_FOUND
    if (outcome := _no_part(question, context, draft)) is not Outcome.PASS:
        return outcome
    wrong_numbers = []
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
            f"Indikator {', '.join(map(str, wrong_numbers))} tidak ada dalam {name}, "
            f"yang hanya memiliki {len(everything)} indikator.",
            refs=[ref],
        )
    draft.hints.append("Ketik /indikator untuk melihat daftar indikator.")
    return Outcome.ANSWERED


def _later(question: Question, context: Context) -> list[int]:
    """Years that have not begun, of which a weight or a date is asked. Plans ("2025–2029") and documents are none."""
    if not question.wants("weight", "when") or question.documents or question.unknown_documents:
        return []
    if question.agencies or _PLAN.search(question.spelled):
        return []
    return [year for year in question.years if year > context.today.year]


def _no_part(question: Question, context: Context, draft: Draft) -> Outcome:
    """An aspect or domain by a number that is not there, when nothing else asked for is."""
    catalog = context.catalog
    if question.indicators or question.named:
        return Outcome.PASS
    open_ = [key for key in question.aspects if key[0] in context.regimes(question)]
    if open_ and not any(key in catalog.aspect_by_key for key in open_):
        for regime in dict.fromkeys(regime for regime, _ in open_):
            rows = catalog.aspects_of(regime)
            ref = draft.cite_fact(rows[-1], "Daftar aspek")
            wrong = ", ".join(str(n) for r, n in open_ if r is regime)
            name = "Pemdi 2026" if regime is Regime.PEMDI else "SPBE (PermenPANRB 59/2020)"
            draft.add(f"Aspek {wrong} tidak ada dalam {name}, yang hanya memiliki {len(rows)} aspek.", refs=[ref])
        return Outcome.ANSWERED
    if question.domains and not any(d.number in question.domains for d in catalog.domains):
        ref = draft.cite_fact(catalog.domains[-1], "Daftar domain")
        wrong = ", ".join(map(str, question.domains))
        draft.add(
            f"Domain {wrong} tidak ada dalam SPBE, yang hanya memiliki {len(catalog.domains)} domain.", refs=[ref]
        )
        return Outcome.ANSWERED
    return Outcome.PASS
