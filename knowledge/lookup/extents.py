"""How long a held document is: its articles, chapters and pages, counted in what was read of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.drafting import Draft
from knowledge.keeping.index import Entry
from knowledge.lookup.context import Context, Outcome, names_of, unexplained
from knowledge.model import Point
from knowledge.question import Question
from knowledge.vocabulary import explained, has

_CHAPTER = re.compile(r"^BAB [IVXLC]+[A-Z]?\b")
_CLAIM = re.compile(r"\b(\d{1,4}) (?:pasal|bab|halaman)\b")
_NUMBER = re.compile(r"(\d+)([A-Z]*)$")


def extent(question: Question, context: Context, draft: Draft) -> Outcome:
    """The number of articles, chapters or pages of the documents a question names."""
    claim = _CLAIM.search(question.spelled) if question.wants("confirm") else None
    if not (question.wants("extent") or claim) or not question.documents or question.pasal or question.indicators:
        return Outcome.PASS
    held, known = context.searcher.documents, context.catalog.regulation_by_id
    if unexplained(
        question,
        *names_of(question.documents, context),
        explained().extent,
    ):
        return Outcome.PASS
    if not any(d in held for d in question.documents):
        named = ", ".join(known[d].short for d in question.documents if d in known)
        draft.add(f"Naskah {named or 'itu'} tidak ditemukan dalam basis pengetahuan, jadi tidak dapat saya hitung.")
        return Outcome.NOT_FOUND
    told = [_told(d, question, context, draft, claim) for d in question.documents if d in held]
    return Outcome.ANSWERED if any(told) else Outcome.PASS


def _told(document: str, question: Question, context: Context, draft: Draft, claim: re.Match[str] | None) -> bool:
    rows = [row for row in context.searcher.rows() if row.document.id == document]
    articles = numbered(rows)
    points = []
    if has(question.spelled, "pasal") and articles:
        last = articles[-1]
        whole = {int(m[1]) for row in articles if (m := _NUMBER.match(row.unit.pasal or ""))}
        complete = len(whole) == max(whole)
        text = f"{len(articles)} pasal, sampai Pasal {last.unit.pasal}" if complete else (
            f"Pasal terakhir yang terbaca adalah Pasal {last.unit.pasal}"
        )  # fmt: skip
        points.append(Point(text=text, refs=(draft.cite_unit(last),)))
    if has(question.spelled, "bab"):
        chapters = {
            match[0]: row
            for row in rows
            if row.unit.pasal
            for part in row.unit.breadcrumb
            if (match := _CHAPTER.match(part))
        }
        if chapters:
            *_, last = chapters.values()
            points.append(Point(text=f"{len(chapters)} bab (batang tubuh)", refs=(draft.cite_unit(last),)))
    if has(question.spelled, "halaman"):
        pages = rows[0].document.pages
        points.append(Point(text=f"{pages} halaman (berkas PDF yang saya miliki)", refs=(draft.cite_unit(rows[-1]),)))
    if points:
        found = re.match(r"\d+", points[0].text) if len(points) == 1 else None
        verdict = ""
        if claim and found:
            verdict = "Ya, benar. " if claim[1] == found[0] else f"Tidak: bukan {claim[0]}. "
        draft.add(f"{verdict}{rows[0].document.label} terdiri atas:", points)
    return bool(points)


def numbered(rows: Sequence[Entry]) -> list[Entry]:
    """The first unit of each article, in the order of their numbers (26, 26A, 27); articles of amendments and
    annexes, which bear no plain number, are left out."""
    found: dict[tuple[int, str], Entry] = {}
    for row in rows:
        match = _NUMBER.match(row.unit.pasal or "")
        if match and row.unit.kind in ("pasal", "ayat") and not row.unit.changes:
            found.setdefault((int(match[1]), match[2]), row)
    return [found[key] for key in sorted(found)]
