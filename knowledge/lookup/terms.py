"""Definitions, single points, documents, formulas and the bridge from SPBE to Pemdi."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.drafting import Draft
from knowledge.catalog import Indicator, Regulation, Term, Topic
from knowledge.clock import day
from knowledge.cues import says
from knowledge.finding.definitions import lookup
from knowledge.lookup.context import Context, Outcome, heading, plain_words, unexplained
from knowledge.model import Point, Regime, Status
from knowledge.question import Question
from knowledge.text import content_words, fold, stem
from knowledge.vocabulary import cues, explained, has

_STATUS = {
    Status.BERLAKU: "berlaku",
    Status.DIUBAH: "berlaku sebagaimana diubah",
    Status.DICABUT: "sudah dicabut",
    Status.BELUM_PASTI: "statusnya belum pasti",
}


def topic(question: Question, context: Context, draft: Draft) -> Outcome:
    """One point with an answer of its own; the most specific that the question touches."""
    text = plain_words(question.spelled)
    stems = _stems(text)
    hits = [t for t in context.catalog.topics if _touches(t, text, stems) and _open(t, question)]
    if not hits or question.agencies:
        return Outcome.PASS
    numbers = {f"indikator {n}" for n in question.indicators}
    about = [t for t in hits if any(numbers & set(group) for group in t.keywords)]
    best = max(
        about or hits, key=lambda t: (len(t.keywords), sum(len(w) for group in t.keywords for w in group if w in text))
    )
    # "bukti indikator 14" is about the indicator even when a topic's words occur.
    if (
        question.indicators
        and not any(ch.isdigit() for group in best.keywords for w in group for ch in w)
        and len(hits) == 1
    ):
        named = " ".join(w for group in best.keywords for w in group)
        if len(content_words(question.spelled) - content_words(named)) > 6:
            return Outcome.PASS
    if question.documents and question.wants("when") and says(question.spelled, cues().dated):
        return Outcome.PASS  # its dates are in the list of regulations
    if len(question.documents) > 1:
        return Outcome.PASS  # how two documents stand to each other is in the list of regulations
    if question.indicators and question.wants("comparison"):
        return Outcome.PASS  # two indicators beside each other, not the regimes in general
    if question.documents and not _speaks_of(best, question, context):
        return Outcome.PASS
    if _of_a_term(question, best, context):
        return Outcome.PASS
    if best.id.startswith("tidak-ditemukan"):
        draft.add(f"Tidak ditemukan. {best.answer}", best.points)
        return Outcome.NOT_FOUND
    ref = draft.cite_fact(best, best.title)
    draft.add(best.answer, [Point(text=p, refs=(ref,)) for p in best.points], refs=[ref])
    return Outcome.ADD  # the catalog's words are ours; the document's own stand beside them


def _of_a_term(question: Question, item: Topic, context: Context) -> bool:
    """Whether a question asks for nothing but what a term of the glossary means, which a topic does not speak of:
    "penilaian mandiri" is a part of "berita acara penilaian mandiri"."""
    named = _term(question, context) if question.wants("definition") else None
    if named is None or unexplained(question, named.term, *named.aliases, explained().definition):
        return False
    said = plain_words(fold(" ".join((item.title, item.answer, *item.points))))
    return not any(has(said, plain_words(fold(name))) for name in (named.term, *named.aliases))


def _speaks_of(item: Topic, question: Question, context: Context) -> bool:
    """Whether a topic names one of the documents the question names."""
    said = " ".join((item.title, item.answer, *item.points))
    known = context.catalog.regulation_by_id
    return any(known[d].short in said for d in question.documents if d in known)


def _touches(item: Topic, text: str, stems: str) -> bool:
    return all(any(has(text, w) or has(stems, _stems(w)) for w in group) for group in item.keywords)


def _stems(text: str) -> str:
    """The stems of a phrase; "berapa" stays itself, for it asks something else than "apa" and "apakah"."""
    return " ".join(made if (made := stem(word)) != "apa" else word for word in text.split())


def _open(item: Topic, question: Question) -> bool:
    if item.years and question.years and not set(item.years) & set(question.years):
        return False  # it tells of another year
    return item.regime is None or not question.regimes or item.regime in question.regimes


def definition(question: Question, context: Context, draft: Draft) -> Outcome:
    """A definition that a document gives, before anything of our own; our words beside it."""
    if not question.wants("definition") or question.levels or question.indicators:
        return Outcome.PASS
    ours = _term(question, context)
    found = lookup(question.spelled, context.searcher.definitions, [ours.term, *ours.aliases] if ours else ())
    if found is None:
        return Outcome.PASS
    if ours and _narrower(found.names, ours):
        ours = None
    said = [found.text, *(_words_of(ours) if ours else ())]
    extra = unexplained(question, *said, explained().definition)
    if len(extra) > 3:
        return Outcome.PASS
    row = found.entry
    ref = draft.cite_unit(row, found.text)
    draft.add(f"Menurut {row.document.label} {row.unit.locator}:", [Point(text=found.text, refs=(ref,), verbatim=True)])
    if ours:
        ref = draft.cite_fact(ours, f"Istilah {ours.term}")
        draft.add(f"Dengan kata lain, {_title(ours)}:", [Point(text=ours.definition, refs=(ref,))])
    return Outcome.ADD if extra else Outcome.ANSWERED


def _narrower(names: Sequence[str], ours: Term) -> bool:
    """Whether a document defines something narrower than our entry: "kategori risiko spbe" is not "risiko spbe"."""
    mine = [fold(name) for name in (ours.term, *ours.aliases)]
    return not set(mine) & set(names) and any(has(name, part) for name in names for part in mine)


def term(question: Question, context: Context, draft: Draft) -> Outcome:
    """A glossary entry, where no document here defines the thing."""
    if not question.wants("definition"):
        return Outcome.PASS
    chosen = _term(question, context)
    if chosen is None:
        return Outcome.PASS
    extra = unexplained(question, *_words_of(chosen), explained().definition)
    if len(extra) > 2:
        return Outcome.PASS
    ref = draft.cite_fact(chosen, f"Istilah {chosen.term}")
    draft.add(f"{_title(chosen)}:", [Point(text=chosen.definition, refs=(ref,))])
    return Outcome.ADD if extra else Outcome.ANSWERED


def _term(question: Question, context: Context) -> Term | None:
    """The glossary entry of the longest name in the question."""
    text = plain_words(question.spelled)
    hits = [
        (plain_words(fold(name)), t)
        for t in context.catalog.terms
        for name in (t.term, *t.aliases)
        if has(text, plain_words(fold(name)))
    ]
    return max(hits, key=lambda hit: len(hit[0]))[1] if hits else None


def _words_of(item: Term) -> list[str]:
    return [item.term, *item.aliases, item.definition]


def _title(item: Term) -> str:
    """The term with its other names: those written out before abbreviations, three at most."""
    names = sorted(item.aliases, key=lambda name: name.isupper())[:3]
    return f"{item.term} ({', '.join(names)})" if names else item.term


def regulation(question: Question, context: Context, draft: Draft) -> Outcome:
    """What a document is, whether it is in force, and what revoked it."""
    rows = [context.catalog.regulation_by_id[d] for d in question.documents if d in context.catalog.regulation_by_id]
    # "diundangkannya?" and "when was it enacted?"
    said_of = re.sub(r"(?<=\w{4})nya\b", "", question.search if question.english else question.spelled)
    beside = question.wants("comparison") and len(rows) > 1
    if not rows or question.pasal or not (beside or says(said_of, cues().status)):
        return Outcome.PASS
    said = [r.title for r in rows] + [r.kind for r in rows]
    extra = unexplained(question, *said, explained().regulation)
    if len(extra) > 1:
        return Outcome.PASS
    known = False
    for row in rows:
        ref = draft.cite_fact(row, "Daftar peraturan")
        dated = _dated(row, said_of) if question.wants("when") else ""
        known = known or (bool(dated) and "tidak tercatat" not in dated)
        draft.add(
            f"{dated}{row.short} tentang {row.title}: {_STATUS[row.status]}.",
            [Point(text=line, refs=(ref,)) for line in _facts(row, context)],
            heading=row.short if beside else "",
            refs=[ref],
        )
    return Outcome.ANSWERED if known else Outcome.ADD


def _dated(row: Regulation, text: str) -> str:
    """The date asked for; where it is not held, that and the date of promulgation."""
    asked = next((cue for cue in ("diundangkan", "ditetapkan", "berlaku") if has(text, cue)), None)
    dates = {"diundangkan": row.promulgated, "ditetapkan": row.enacted, "berlaku": row.effective_from}
    if asked is None:
        return ""
    verb = "mulai berlaku" if asked == "berlaku" else asked
    if value := dates[asked]:
        return f"{row.short} {verb} {day(value)}. "
    known = f"; diundangkan {day(row.promulgated)}" if row.promulgated else ""
    return f"Tanggal {row.short} {verb} tidak tercatat dalam katalog{known}. "


def _facts(row: Regulation, context: Context) -> list[str]:
    short = {r.id: r.short for r in context.catalog.regulations}
    lines = []
    if row.revoked_by:
        lines.append(f"Dicabut oleh {short[row.revoked_by]}")
    if row.revokes:
        lines.append(f"Mencabut {', '.join(short[r] for r in row.revokes)}")
    if row.amended_by:
        lines.append(f"Diubah oleh {', '.join(short[r] for r in row.amended_by)}")
    for label, value in (
        ("Ditetapkan", row.enacted), ("Diundangkan", row.promulgated), ("Mulai berlaku", row.effective_from),
    ):  # fmt: skip
        if value:
            lines.append(f"{label} {day(value)}")
    if row.note:
        lines.append(row.note)
    if row.official_page:
        lines.append(f"Halaman resmi: {row.official_page}")
    return lines


def formula(question: Question, context: Context, draft: Draft) -> Outcome:
    """How an index is computed."""
    if not question.wants("formula") or not has(question.spelled, "indeks"):
        return Outcome.PASS
    if unexplained(question, explained().formula):
        return Outcome.PASS
    regimes = context.regimes(question)
    for regime in regimes:
        rows = [f for f in context.catalog.formulas if f.regime is regime]
        part = [f for f in rows if ("aspek" in fold(f.name) and has(question.spelled, "aspek")) or
                ("domain" in fold(f.name) and has(question.spelled, "domain"))]  # fmt: skip
        whole = [f for f in rows if "aspek" not in fold(f.name) and "domain" not in fold(f.name)]
        chosen = part or [*whole, *(f for f in rows if f not in whole)]
        for at, row in enumerate(chosen):
            ref = draft.cite_fact(row, row.name)
            lines = [row.explanation, f"Contoh: {row.example}"] if row.example else [row.explanation]
            draft.add(
                f"{row.name}: {row.expression}",
                [Point(text=line, refs=(ref,)) for line in lines],
                heading=heading(regime, regimes) if at == 0 else "",
                refs=[ref],
            )
    return Outcome.ADD


def _of_the_other(one: Indicator, question: Question) -> bool:
    """Whether the question names the other regime right after the indicator's number: "bukti SPBE untuk indikator 5
    pemdi" speaks of both regimes, but of one indicator."""
    other = r"spbe" if one.regime is Regime.PEMDI else r"(?:pemdi|ipd)"
    return re.search(rf"(?<!\d){one.number} {other}\b", question.spelled) is not None


def mapping(question: Question, context: Context, draft: Draft) -> Outcome:
    """Which SPBE evidence serves a Pemdi indicator, and the other way round."""
    if not question.wants("mapping") or question.levels:
        return Outcome.PASS
    wanted = [i for i in context.indicators(question) if not _of_the_other(i, question)]
    rows = [
        m
        for m in context.catalog.mappings
        for i in wanted
        if (i.regime is Regime.PEMDI and m.pemdi == i.number)
        or (i.regime is Regime.SPBE and i.number in (*m.spbe, *m.partial))
    ]
    if not rows:
        return Outcome.PASS
    verb = {"reuse": "dapat dipakai lagi", "update": "perlu diperbarui", "baru": "harus disiapkan baru"}
    for row in dict.fromkeys(rows):
        name = context.catalog.indicator_by_key[Regime.PEMDI, row.pemdi].short
        ref = draft.cite_fact(row, f"Pemetaan SPBE ke Pemdi, indikator {row.pemdi}")
        points = []
        if row.spbe or row.partial:
            whole = ", ".join(map(str, row.spbe))
            part = f"{', '.join(map(str, row.partial))} (sebagian)" if row.partial else ""
            points.append(f"Asal: indikator SPBE {', '.join(filter(None, (whole, part)))}")
        points += [f"Bukti baru: {item}" for item in row.new_evidence]
        draft.add(
            f"Indikator {row.pemdi} Pemdi ({name}): bukti SPBE {verb[row.reuse]}.",
            [Point(text=p, refs=(ref,)) for p in points],
            refs=[ref],
        )
    draft.warn("Pemetaan SPBE ke Pemdi adalah tafsir, bukan resmi.")
    return Outcome.ANSWERED
