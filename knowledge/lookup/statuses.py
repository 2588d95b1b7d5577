"""Whether a document, or an article of it, is in force: the verdict first, and no more than is known."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answering.drafting import Draft
from knowledge.catalog import Regulation
from knowledge.clock import day
from knowledge.cues import says
from knowledge.lookup.articles import article
from knowledge.lookup.context import Context, Outcome, listed, names_of, unexplained
from knowledge.model import Point, Status
from knowledge.question import Question
from knowledge.vocabulary import cues, explained


def standing(question: Question, context: Context, draft: Draft) -> Outcome:
    """Whether the one document that is named still stands, since when it does not and why ("kenapa UU 27/2022
    dicabut?"); with an article, its words after the verdict."""
    rows = [context.catalog.regulation_by_id[d] for d in question.documents if d in context.catalog.regulation_by_id]
    text = question.search
    ended, kept = says(text, cues().ended), says(text, cues().in_force)
    if len(rows) != 1 or len(question.documents) != 1 or not (ended or kept) or question.indicators:
        return Outcome.PASS
    row = rows[0]
    names = (row.title, row.kind, row.short, *names_of(question.documents, context))
    if not question.pasal and (unexplained(question, *names, explained().regulation) or question.wants("list")):
        return Outcome.PASS
    ref = draft.cite_fact(row, "Daftar peraturan")
    lead = verdict(row, context, ended=ended and not kept)
    if question.pasal and row.amended_by and not context.searcher.amending(question.documents, question.pasal):
        place = f"Pasal {question.pasal}" + (f" ayat ({question.ayat})" if question.ayat else "")
        lead = f"{lead} Apakah {place} ikut diubah tidak dapat saya pastikan."
    points = [] if question.pasal else _points(row, context, why=says(text, cues().why))
    draft.add(lead, [Point(text=line, refs=(ref,)) for line in points], refs=[ref])
    if question.pasal and article(question, context, draft) is Outcome.NOT_FOUND:
        return Outcome.NOT_FOUND
    return Outcome.ANSWERED


def verdict(row: Regulation, context: Context, *, ended: bool) -> str:
    """Whether a document stands; ``ended`` where the question takes it to be revoked."""
    if row.revoked_by:
        revoker = context.catalog.regulation_by_id[row.revoked_by].short
        return (
            f"{row.short} sudah dicabut oleh {revoker}."
            if ended
            else f"Tidak: {row.short} sudah dicabut oleh {revoker}."
        )
    if row.status is Status.BELUM_PASTI:
        return f"Belum pasti apakah {row.short} masih berlaku."
    amended = _amended(row, context)
    if ended:
        return f"Tidak: pencabutan {row.short} tidak ditemukan; sejauh yang saya ketahui masih berlaku{amended}."
    return f"Ya, sejauh yang saya ketahui {row.short} masih berlaku{amended}."


def _amended(row: Regulation, context: Context) -> str:
    names = [context.catalog.regulation_by_id[one].short for one in row.amended_by]
    return f", sebagaimana diubah oleh {listed(names)}" if names else ""


def _points(row: Regulation, context: Context, *, why: bool) -> Sequence[str]:
    """What is known of how long a document stood, and what is not."""
    lines = []
    if row.revoked_by:
        revoker = context.catalog.regulation_by_id[row.revoked_by]
        if why:
            lines.append("Alasan pencabutannya tidak ditemukan dalam dokumen yang saya miliki")
        if revoker.effective_from:
            lines.append(f"{revoker.short} mulai berlaku {day(revoker.effective_from)}")
        elif revoker.promulgated:
            lines.append(
                f"{revoker.short} diundangkan {day(revoker.promulgated)}; tanggal mulai berlakunya tidak tercatat"
            )
        lines.append(f"{revoker.short}: {revoker.title}")
    if row.effective_from:
        lines.append(f"{row.short} mulai berlaku {day(row.effective_from)}")
    elif row.promulgated:
        lines.append(f"{row.short} diundangkan {day(row.promulgated)}")
    return [*lines, *([row.note] if row.note else [])]
