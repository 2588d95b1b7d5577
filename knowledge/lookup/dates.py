"""The timeline, told from today."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.answering.drafting import Draft
from knowledge.catalog import Stage
from knowledge.clock import MONTHS, day
from knowledge.cues import says
from knowledge.lookup.context import Context, Outcome, unexplained
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.question.moments import Span, anchored, span
from knowledge.vocabulary import cues, explained, has

_UNCONFIRMED = (
    "Surat jadwal nasional dari Kementerian PANRB tidak ada dalam basis pengetahuan. Konfirmasikan ke Diskominfo "
    "Kalsel atau aplikasi eval.spbe.go.id."
)


def timeline(question: Question, context: Context, draft: Draft) -> Outcome:
    """When a stage of the evaluation is, which comes after or before it, or the whole schedule."""
    if question.documents or Regime.SPBE in question.regimes:
        return Outcome.PASS
    today, _ = anchored(question.search, context.today)
    context = replace(context, today=today)
    step = _step(question.spelled) if says(question.spelled, cues().stages) else None
    claim = _CLAIMED.search(question.spelled) if question.wants("confirm") else None
    if (outcome := _at(question, context, draft, step)) is not Outcome.PASS:
        return outcome
    bare = says(question.spelled, cues().stages) and not question.asks and Regime.PEMDI in question.regimes
    if not (question.wants("when") or step is not None or claim or bare):
        return Outcome.PASS
    schedule = _schedule(context)
    year = context.catalog.evaluation_year
    text = question.search if question.continues and step is not None else question.spelled
    said_of = re.sub(r"(?<=\w{4})nya\b", "", text)  # "visitasinya"
    named = _named(said_of, schedule)
    general = bare or says(question.spelled, cues().schedule)
    ours = Regime.PEMDI in question.regimes or year in question.years or has(question.spelled, "evaluasi")
    if not (named or general or (ours and says(question.spelled, cues().evaluation)) or (step is not None and ours)):
        return Outcome.PASS
    if other := [y for y in question.years if y != year]:
        draft.add(
            f"Jadwal tahun {', '.join(map(str, other))} tidak ditemukan; "
            f"yang tersedia adalah jadwal evaluasi Pemdi {year}."
        )
        return Outcome.NOT_FOUND
    said = [text for s in named or schedule for text in (s.name, *s.aliases, s.what)]
    if len(unexplained(question, *said, explained().timeline)) > (2 if step is None and not bare else 0):
        return Outcome.PASS
    if step is not None:
        chosen, lead = _beside(step, named, schedule, year, context.today)
    else:
        chosen, lead = named or schedule, f"Jadwal evaluasi Pemdi {year} yang saya ketahui"
        if claim and named:
            lead = f"{_verdict(claim, question.spelled, named[0], year)}{lead}"
    if step is None and not claim:
        lead = f"{_first(said_of, named, schedule, context)}{lead}"
    refs = [draft.cite_fact(s, f"Linimasa {year}, {s.name}") for s in chosen or schedule[-1:]]
    points = [
        Point(text=f"{s.name}: {period(s)} ({relative(s, context.today)})", refs=(ref,))
        for s, ref in zip(chosen, refs, strict=False)
    ]
    told = refs if len(refs) == 1 else ()
    draft.add(f"{lead}, per {day(context.today)}{':' if points else '.'}", points, refs=told)
    draft.warn(_UNCONFIRMED)
    return Outcome.ANSWERED


def _schedule(context: Context) -> list[Stage]:
    return [s for s in context.catalog.stages if s.group == "jadwal"]


def _named(text: str, schedule: Sequence[Stage]) -> list[Stage]:
    return [s for s in schedule if any(has(text, name.lower()) for name in (s.name, *s.aliases))]


def _at(question: Question, context: Context, draft: Draft, step: int | None) -> Outcome:
    """What stands on the schedule on the day or in the days that a question speaks of ("minggu depan", "20
    september"): the stages that run then, the one that comes next, how many days are left. Of a stage that is named,
    whether it runs then."""
    year, schedule = context.catalog.evaluation_year, _schedule(context)
    _, rest = anchored(question.search, context.today)
    text = re.sub(r"(?<=\w{4})nya\b", "", rest)
    when = span(text, context.today)
    if when is None and rest != question.search:
        when = Span(context.today, context.today, question.search)
    if when is None or _mistaken(when, question, context):
        return Outcome.PASS
    named = _named(text, schedule)
    staged = says(text, cues().stages)
    ours = Regime.PEMDI in question.regimes or (has(text, "evaluasi") and question.wants("when"))
    known = ours or step is not None or year in question.years or not question.regimes
    if not (named or (staged and known) or (ours and says(text, cues().evaluation)) or has(text, "sisa")):
        return Outcome.PASS
    said = [name for s in named or schedule for name in (s.name, *s.aliases, s.what)]
    if unexplained(question, *said, explained().timeline, when.text):
        return Outcome.PASS
    if when.last.year < year or when.first.year > year:
        missing = str(when.first.year) if when.first.year == when.last.year else when.name
        draft.add(f"Jadwal tahun {missing} tidak ditemukan; yang tersedia adalah jadwal evaluasi Pemdi {year}.")
        return Outcome.NOT_FOUND
    if step and not question.english:  # "tahap setelah 20 september"; "next month" says no step
        chosen, lead = _beside(step, (), schedule, year, when.last if step > 0 else when.first, when.name)
        following: list[Stage] = []
    elif named:
        chosen, following = named, []
        lead = f"{named[0].name.partition(' (')[0]} {_standing(named[0], when)} pada {when.name}"
    else:
        chosen = [s for s in schedule if _runs(s, when)]
        following, _ = _beside(1, (), schedule, year, when.last, "")
        lead = f"Tahap evaluasi Pemdi {year} pada {when.name}"
        if not chosen:
            lead = f"Tidak ada tahap evaluasi Pemdi pada {when.name} dalam jadwal yang saya ketahui"
    _tell(lead, chosen, following, when, context, draft)
    return Outcome.ANSWERED


def _mistaken(when: Span, question: Question, context: Context) -> bool:
    """Whether the days that were read are not what the question is about: the whole year of the evaluation, another
    year beside it, a date that is claimed, the day from which days are counted anyway."""
    year = context.catalog.evaluation_year
    whole = (when.first, when.last) == (date(year, 1, 1), date(year, 12, 31))
    claimed = question.wants("confirm") and bool(_named(question.spelled, _schedule(context)))
    counted = when.first == context.today == when.last and question.wants("when") and not has(when.text, "tanggal")
    named = bool(_named(question.spelled, _schedule(context)))
    asked = question.wants("when") and named and not when.single and when.text.split()[0] in ("bulan", "pada", "di")
    return whole or (claimed and _CLAIMED.search(question.spelled) is not None) or (counted and named) or asked


def _runs(stage: Stage, when: Span) -> bool:
    """Whether a stage has a day in common with a span; one of which only the end is known, that day."""
    first, last = stage.start or stage.end, stage.end or stage.start
    return first is not None and last is not None and first <= when.last and when.first <= last


def _standing(stage: Stage, when: Span) -> str:
    """How a stage stands in the days asked for."""
    first, last = stage.start or stage.end, stage.end or stage.start
    if first is None or last is None:
        return "belum diketahui waktunya"
    if _runs(stage, when):
        return "berlangsung"
    if stage.start is None and when.last < last:
        return "belum berakhir"
    return "belum mulai" if when.last < first else "sudah lewat"


def _tell(
    lead: str, chosen: Sequence[Stage], following: Sequence[Stage], when: Span, context: Context, draft: Draft
) -> None:
    """The stages chosen and those that follow them, seen from a day that is asked for, else from today."""
    seen = when.first if when.single else context.today
    points = []
    for stage in (*chosen, *following):
        ref = draft.cite_fact(stage, f"Linimasa {context.catalog.evaluation_year}, {stage.name}")
        begins = "Berikutnya, " if stage in following else ""
        points.append(Point(text=f"{begins}{stage.name}: {period(stage)} ({relative(stage, seen)})", refs=(ref,)))
    refs = () if points else [draft.cite_fact(_schedule(context)[-1], "Linimasa")]
    at = "dilihat dari hari itu" if seen != context.today else f"per {day(context.today)}"
    draft.add(f"{lead}, {at}{':' if points else '.'}", points, refs=refs)
    draft.warn(_UNCONFIRMED)


def _first(text: str, named: Sequence[Stage], schedule: Sequence[Stage], context: Context) -> str:
    """The one date or count of days that is asked for: of the stage named, else of the whole schedule; empty where
    neither is asked for."""
    ends, begins = says(text, cues().ends), says(text, cues().begins)
    if len(named) > 1 or not (ends or begins or named):
        return ""
    if named:
        stage, name = named[0], named[0].name.partition(" (")[0]
    else:
        dated = [s for s in schedule if s.start or s.end]
        key = (lambda s: s.end or s.start) if ends else (lambda s: s.start or s.end)
        stage, name = (max if ends else min)(dated, key=key), f"Evaluasi Pemdi {context.catalog.evaluation_year}"
    last, first = stage.end or stage.start, stage.start or stage.end
    if last is None or first is None:
        return ""
    if ends:
        return f"{name} berakhir {day(last)} ({_away(last, context.today)}). "
    if begins:
        return f"{name} mulai {day(first)} ({_away(first, context.today)}). "
    return f"{name}: {period(stage)} ({relative(stage, context.today)}). "


def _away(when: date, today: date) -> str:
    days = (when - today).days
    return f"{days} hari lagi" if days > 0 else "hari ini" if days == 0 else f"sudah lewat {-days} hari"


_CLAIMED = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(month.lower() for month in MONTHS)})\b")


def _verdict(claim: re.Match[str], text: str, stage: Stage, year: int) -> str:
    """Whether the day a question claims is the stage's first or last day, or lies in it."""
    try:
        claimed = date(year, [month.lower() for month in MONTHS].index(claim[2]) + 1, int(claim[1]))
    except ValueError:
        return "Tidak: tanggal itu tidak ada. "
    first, last = stage.start or stage.end, stage.end or stage.start
    if first is None or last is None:
        return ""
    if says(text, cues().begins_day):
        right = claimed == first
    elif says(text, cues().ends_day):
        right = claimed == last
    else:
        right = first <= claimed <= last
    return "Ya, benar. " if right else f"Tidak: bukan {day(claimed)}. "


def _step(text: str) -> int | None:
    """1 for the stage after, -1 for the one before, 0 for the present one; None where none of them is asked for."""
    if says(text, cues().after):
        return 1
    if says(text, cues().before):
        return -1
    return 0 if says(text, cues().now) and not has(text, "jadwal") else None


def _beside(
    step: int, named: Sequence[Stage], schedule: Sequence[Stage], year: int, at: date, name: str = "hari ini"
) -> tuple[list[Stage], str]:
    """The stages after, before or at a stage, else a day, which is called ``name``; and what they are called. Stages
    that begin on the same day stand side by side."""
    if step == 0:
        now = [s for s in schedule if _runs(s, Span(at, at))]
        if now:
            return now, f"Tahap evaluasi Pemdi {year} yang sedang berlangsung"
        return _beside(1, (), schedule, year, at)
    first = {s.id: s.start or s.end for s in schedule}
    anchor = first[named[0].id] if named else at
    days = {d for d in first.values() if d and anchor and ((d > anchor) if step > 0 else (d < anchor))}
    of = named[0].name if named else name
    lead = f"Tahap {'setelah' if step > 0 else 'sebelum'} {of}"
    if not days:
        return [], f"Tidak ada tahap lain {'setelah' if step > 0 else 'sebelum'} {of} dalam jadwal yang saya ketahui"
    nearest = min(days) if step > 0 else max(days)
    return [s for s in schedule if first[s.id] == nearest], lead


def period(stage: Stage) -> str:
    """``21–30 September 2026``, ``1 Agustus–15 September 2026``, ``sampai 20 September 2026``."""
    start, end = stage.start, stage.end
    if start is None and end is None:
        return stage.when or "tanggal tidak diketahui"
    if start is None or end is None:
        known = day(start or end or date.min)
        return f"mulai {known}" if end is None else f"sampai {known}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}" if start != end else day(end)
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]}–{day(end)}"
    return f"{day(start)}–{day(end)}"


def relative(stage: Stage, today: date) -> str:
    """Where a stage stands as seen from today."""
    start, end = stage.start or stage.end, stage.end or stage.start
    if start is None or end is None:
        return "waktu belum diketahui"
    if today > end:
        return "sudah lewat"
    if today < start:
        return f"{(start - today).days} hari lagi"
    left = (end - today).days
    if stage.start is None:
        return f"{left} hari lagi" if left else "hari ini"
    return f"sedang berlangsung, {left} hari lagi berakhir" if left else "sedang berlangsung, berakhir hari ini"
