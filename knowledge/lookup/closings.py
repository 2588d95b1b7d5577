"""Who signed a held document, where and when: the lines under its last article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.answering.drafting import Draft
from knowledge.cues import says
from knowledge.keeping.index import Entry
from knowledge.lookup.context import Context, Outcome, names_of, unexplained
from knowledge.model import Point
from knowledge.question import Question
from knowledge.vocabulary import cues, explained

_ENACTED = re.compile(r"^(?:Ditetapkan|Disahkan|Dikeluarkan) di\b", re.IGNORECASE)
_PROMULGATED = re.compile(r"^Diundangkan di\b", re.IGNORECASE)
# What stands below or, in one line with it, after the name.
_AFTER = re.compile(r"\s*(?:\b(?:LEMBARAN|BERITA) (?:NEGARA|DAERAH)\b|\b[Ss]alinan sesuai\b|\bSALINAN SESUAI\b)")
_SIGNED = re.compile(r"[\s,.]*\b(?:ttd|tertanda)\b[\s,.]*|[\s,.]+$", re.IGNORECASE)
_LINES = 3  # place and date, office, name


def closing(question: Question, context: Context, draft: Draft) -> Outcome:
    """Who signed or promulgated the documents a question names, in their own words."""
    if not question.documents or question.pasal or question.indicators or not _asked(question, context):
        return Outcome.PASS
    if unexplained(question, *names_of(question.documents, context), explained().closing):
        return Outcome.PASS
    held = context.searcher.documents
    missing = [d for d in question.documents if d not in held]
    if len(missing) == len(question.documents):
        known = context.catalog.regulation_by_id
        named = ", ".join(known[d].short for d in missing if d in known)
        draft.add(
            f"Naskah {named or 'itu'} tidak ditemukan dalam basis pengetahuan, "
            "jadi penandatangannya tidak dapat saya kutip."
        )
        return Outcome.NOT_FOUND
    told = [_told(d, question, context, draft) for d in question.documents if d in held]
    return Outcome.ANSWERED if any(told) else Outcome.PASS


def _asked(question: Question, context: Context) -> bool:
    """The catalog tells the dates of what it lists; of other documents only their own lines do."""
    listed = any(d in context.catalog.regulation_by_id for d in question.documents)
    enactment = question.wants("enactment") and (question.wants("who") or (question.wants("when") and not listed))
    return question.wants("signature") or enactment


def _told(document: str, question: Question, context: Context, draft: Draft) -> bool:
    promulgated = says(question.spelled, cues().promulgation)
    rows = [row for row in context.searcher.rows() if row.document.id == document]
    found = next(_signatures(rows, _PROMULGATED if promulgated else _ENACTED), None)
    if found is None:
        return False
    row, lines = found
    what = "Pengundangan" if promulgated else "Penandatanganan"
    points = [Point(text=line, refs=(draft.cite_unit(row, line),), verbatim=True) for line in lines]
    draft.add(f"{what} {row.document.label} menurut naskahnya:", points)
    if question.wants("who") and not _named(lines):
        draft.add("Nama pejabatnya tidak tercantum dalam naskah yang saya miliki.")
    return True


def _signatures(rows: Sequence[Entry], opening: re.Pattern[str]) -> Iterator[tuple[Entry, list[str]]]:
    """The lines from the opening one to the name, of the last unit first: what a document says of another's signing
    stands before its own."""
    for row in reversed(rows):
        lines = [line.strip() for line in row.unit.text.split("\n")]
        start = next((at for at, line in enumerate(lines) if opening.match(line)), None)
        if start is None:
            continue
        block = [lines[start]]
        for line in lines[start + 1 : start + _LINES]:
            kept = _AFTER.split(line, maxsplit=1)[0]
            if _ENACTED.match(line) or _PROMULGATED.match(line) or not kept:
                break
            block.append(kept)
            if kept != line:
                break
        yield row, block


def _named(lines: Sequence[str]) -> bool:
    """Whether a person's name stands under or behind the office."""
    said = [_SIGNED.sub(" ", line).strip() for line in lines[1:]]
    return len([line for line in said if line]) > 1 or any("," in line.rstrip(" ,") for line in said) or any(
        re.search(r"\b(?:ttd|tertanda)\b[.,\s]*\w", line, re.IGNORECASE) for line in lines[1:]
    )  # fmt: skip
