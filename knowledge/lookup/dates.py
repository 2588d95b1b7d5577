"""The timeline, told from today."""

from __future__ import annotations

import re
from datetime import date

from knowledge.catalog import Stage
from knowledge.drafting import Draft
from knowledge.lookup.context import Context, Outcome, unexplained
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.vocabulary import has

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
YEAR = 2026  # the evaluation the schedule is of


def timeline(question: Question, context: Context, draft: Draft) -> Outcome:
    """When a stage of the 2026 evaluation is, or the whole schedule."""
    if not question.wants("when") or question.documents or Regime.SPBE in question.regimes:
        return Outcome.PASS
    schedule = [s for s in context.catalog.stages if s.group == "jadwal"]
    said_of = re.sub(r"(?<=\w{4})nya\b", "", question.spelled)  # "visitasinya"
    named = [s for s in schedule if any(has(said_of, name.lower()) for name in (s.name, *s.aliases))]
    general = any(has(question.spelled, cue) for cue in ("jadwal", "linimasa", "timeline", "tahapan", "tenggat"))
    ours = Regime.PEMDI in question.regimes or YEAR in question.years or has(question.spelled, "evaluasi")
    if not (named or general or (ours and has(question.spelled, "evaluasi"))):
        return Outcome.PASS
    if other := [y for y in question.years if y != YEAR]:
        draft.add(
            f"Jadwal tahun {', '.join(map(str, other))} tidak ditemukan; "
            f"yang tersedia adalah jadwal evaluasi Pemdi {YEAR}."
        )
        return Outcome.NOT_FOUND
    chosen = named or schedule
    said = [text for s in chosen for text in (s.name, *s.aliases, s.what)]
    if len(unexplained(question, *said, "jadwal linimasa tahapan tenggat batas waktu berapa lama hari lagi masih")) > 2:
        return Outcome.PASS
    points = [
        Point(
            text=f"{s.name}: {period(s)} ({relative(s, context.today)})",
            refs=(draft.cite_fact(s, f"Linimasa {YEAR}, {s.name}"),),
        )
        for s in chosen
    ]
    draft.add(f"Jadwal evaluasi Pemdi {YEAR} yang saya ketahui:", points)
    draft.warn(
        "Surat jadwal nasional dari Kementerian PANRB tidak ada dalam basis pengetahuan. Konfirmasikan ke Diskominfo "
        "Kalsel atau aplikasi eval.spbe.go.id."
    )
    return Outcome.ANSWERED


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


def day(value: date) -> str:
    """``5 Juni 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


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
