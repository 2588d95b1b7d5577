"""Articles named by number: shown as they stand, or said not to exist."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.drafting import Draft
from knowledge.keeping.index import Entry
from knowledge.lookup.context import Context, Outcome
from knowledge.lookup.extents import numbered
from knowledge.model import Point
from knowledge.question import Question
from knowledge.quoting.pieces import is_heading, items
from knowledge.vocabulary import has

_ITEM = re.compile(r"\bangka (\d{1,2})\b")
_QUOTED = re.compile(r"^[“\"]?Pasal (\d+[A-Z]{0,2})$")
_AYAT = re.compile(r"^\(\d{1,2}[a-z]?\)")


def article(question: Question, context: Context, draft: Draft) -> Outcome:
    """``Pasal 8 ayat (2) Perpres 95/2018``: its text; a Pasal beyond the last is corrected. ``Pasal setelah Pasal 8``
    is its neighbour."""
    if question.pasal is None:
        return Outcome.PASS
    if question.unknown_documents and not question.documents:
        return Outcome.PASS
    if not question.wants("neighbour"):
        return _shown(question.pasal, question, context, draft)
    following = neighbour(question, context)
    if following is None:
        return Outcome.PASS
    if following == "":
        draft.add(f"Tidak ada pasal lain di sisi itu dari Pasal {question.pasal}.")
        return Outcome.NOT_FOUND
    return _shown(following, question.model_copy(update={"pasal": following, "ayat": None}), context, draft)


def _shown(pasal: str, question: Question, context: Context, draft: Draft) -> Outcome:
    """The text of an article, where it is held."""
    rows = context.searcher.article(question.documents, pasal, question.ayat)
    if not rows:
        return _missing(question, context, draft)
    if all(row.unit.changes and row.unit.pasal != pasal for row in rows):
        return _changed(rows, question, draft)
    main = [row for row in rows if row.unit.kind in ("pasal", "ayat")] or rows
    if (item := _ITEM.search(question.spelled)) and (
        wanted := [r for r in main if f"/angka-{item[1]}/" in f"{r.unit.id}/"]
    ):
        main = wanted
    if question.ayat and not any(
        row.unit.ayat == question.ayat or f"({question.ayat})" in row.unit.text for row in main
    ):
        # Not "there is none": a scan may have lost the number.
        draft.add(
            f"Ayat ({question.ayat}) tidak terbaca pada Pasal {pasal} {main[0].document.label} dalam naskah "
            "yang saya miliki; berikut bunyi pasalnya.",
            refs=[draft.cite_unit(main[0])],
        )
    place = main[0].unit.locator if len(main) == 1 else f"Pasal {pasal}"
    for row in main[:8]:
        lines = article_lines(row.unit.text, question.ayat if row.unit.ayat is None else None)
        ref = draft.cite_unit(row, lines[0] if lines else "")
        lead = f"{row.document.label} {place} berbunyi:" if row is main[0] else ""
        draft.add(lead, [Point(text=line, refs=(ref,), verbatim=True) for line in lines])
    later = [row for row in context.searcher.amending(question.documents, pasal) if row not in rows]
    for row in later[:4]:
        ref = draft.cite_unit(row, items(row.unit.text)[0])
        draft.add(f"Pasal ini telah diubah: {row.document.label} {row.unit.locator}.", refs=[ref])
    return Outcome.ANSWERED


def neighbour(question: Question, context: Context) -> str | None:
    """The number of the article after or before the one named; empty at the end, None where the document or the
    article is not one that is held."""
    rows = [row for row in context.searcher.rows() if row.document.id in question.documents]
    if len({row.document.id for row in rows}) != 1:
        return None
    order = [row.unit.pasal or "" for row in numbered(rows)]
    if question.pasal not in order:
        return None
    step = -1 if has(question.spelled, "sebelum") or has(question.spelled, "sebelumnya") else 1
    at = order.index(question.pasal) + step
    return order[at] if 0 <= at < len(order) else ""


def _changed(rows: Sequence[Entry], question: Question, draft: Draft) -> Outcome:
    """An article as an amending act words it: the item that changes it, and of the text it quotes that article."""
    lines = [(row, line) for row in rows[:8] for line in items(row.unit.text)]
    own = next((at for at, (_, line) in enumerate(lines) if _quotes(line) == question.pasal), None)
    if own is not None:
        ends = (
            at
            for at in range(own + 1, len(lines))
            if _quotes(lines[at][1]) or lines[at][0].unit.changes != lines[own][0].unit.changes
        )
        lines = lines[own + 1 : next(ends, len(lines))]
    for row in rows[:8]:
        said = [line for other, line in lines if other is row and not is_heading(line)]
        if said:
            ref = draft.cite_unit(row, said[0])
            lead = f"Pasal {question.pasal} menurut {row.document.label} {row.unit.locator}:"
            draft.add(lead, [Point(text=line, refs=(ref,), verbatim=True) for line in said])
    return Outcome.ANSWERED


def _quotes(line: str) -> str | None:
    """The number of the article whose heading, quoted by an amending act, this line is."""
    match = _QUOTED.match(line)
    return match[1] if match else None


def article_lines(text: str, ayat: str | None) -> list[str]:
    """A Pasal's lines without headings; only those of one ayat when it is named and there."""
    lines = [line for line in items(text) if not is_heading(line)]
    if ayat is None:
        return lines
    starts = [at for at, line in enumerate(lines) if line.startswith(f"({ayat})")]
    if not starts:
        return lines
    end = next((at for at in range(starts[0] + 1, len(lines)) if _AYAT.match(lines[at])), len(lines))
    return lines[starts[0] : end]


def _known_of(question: Question, context: Context, draft: Draft) -> bool:
    """What the catalog tells of a Pasal whose text is not held; False when it tells nothing."""
    place = re.compile(rf"\bPasal {re.escape(question.pasal or '')}\b")
    points = []
    for topic in context.catalog.topics:
        if topic.regulation not in question.documents:
            continue
        told = [line for line in (topic.answer, *topic.points) if place.search(line)]
        if told:
            ref = draft.cite_fact(topic, topic.title)
            points += [Point(text=line, refs=(ref,)) for line in told]
    if points:
        draft.add("Naskahnya belum ada dalam basis pengetahuan; yang diketahui tentang pasal itu:", points)
    return bool(points)


def _missing(question: Question, context: Context, draft: Draft) -> Outcome:
    """The document is here but has no such Pasal; or it is not here at all."""
    held = [row for row in context.searcher.rows() if row.document.id in question.documents and row.unit.pasal]
    if not held:
        if question.documents and question.pasal:
            if _known_of(question, context, draft):
                return Outcome.ANSWERED
            names = [
                context.catalog.regulation_by_id[d].short
                for d in question.documents
                if d in context.catalog.regulation_by_id
            ]
            draft.add(
                f"Naskah {', '.join(names) or 'itu'} tidak ditemukan dalam basis pengetahuan, "
                f"jadi isi Pasal {question.pasal} tidak dapat saya kutip."
            )
            return Outcome.NOT_FOUND
        return Outcome.PASS
    numbers = {int(m[0]): row for row in held if (m := re.match(r"\d+", row.unit.pasal or ""))}
    if not numbers:  # an amending act has Pasal I and II
        return Outcome.PASS
    last = max(numbers)
    asked = re.match(r"\d+", question.pasal or "")
    if asked and int(asked[0]) > last:
        row = numbers[last]
        ref = draft.cite_unit(row)
        draft.add(
            f"Pasal {question.pasal} tidak ada dalam {row.document.label}, yang hanya sampai Pasal {last}.",
            refs=[ref],
        )
        return Outcome.ANSWERED
    return Outcome.PASS
