"""The agencies of Kalimantan Selatan beside each other: highest and lowest, order, mean, and change between years.

Computed here from the published index of each; no source prints these figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from knowledge.answering.drafting import Draft
from knowledge.catalog import AgencyScore
from knowledge.lookup.context import Context, Outcome, number, unexplained
from knowledge.model import Point, Regime
from knowledge.question import Question
from knowledge.scoring import plain, shown
from knowledge.text import fold
from knowledge.vocabulary import has

_HIGH = (
    "tertinggi",
    "paling tinggi",
    "terbaik",
    "paling bagus",
    "terbesar",
    "paling besar",
    "lebih tinggi",
    "lebih besar",
    "highest",
    "best",
)
_LOW = (
    "terendah",
    "paling rendah",
    "terkecil",
    "paling kecil",
    "lebih rendah",
    "lebih kecil",
    "terburuk",
    "lowest",
    "worst",
)
_ORDER = ("peringkat", "ranking", "rangking", "urutan", "urutkan", "daftar", "semua", "seluruh", "masing-masing")
_MEAN = ("rata-rata", "rata2", "rata rata", "rerata", "average", "mean")
_CHANGE = ("naik", "kenaikan", "turun", "penurunan", "tetap", "berubah", "perubahan", "stagnan", "change", "changed")
_SAME = ("tetap", "tidak berubah", "stagnan", "no change", "tidak ada perubahan", "unchanged")
_WHERE = ("kalsel", "kalimantan selatan", "south kalimantan")
_ASKING = (
    "kalsel kalimantan selatan tertinggi terendah terbaik terburuk terbesar terkecil paling tinggi rendah bagus besar "
    "kecil peringkat ranking rangking urutan urutkan daftar semua seluruh masing-masing rata-rata rerata naik kenaikan "
    "turun penurunan tetap berubah perubahan stagnan antara siapa mana ada dari capaian hasil skor pemda sekaligus "
    "south highest best lowest worst average mean change changed unchanged had between and districts district regency "
    "regencies city cities nya kab lebih which were had nomor did not berpredikat predikatnya jumlah banyak banyaknya "
    "meraih mendapat"
)


def across(question: Question, context: Context, draft: Draft) -> Outcome:
    """Which agency of the province has the most or the least, their order, mean or change."""
    text = _said(question)
    asked = {name: any(has(text, cue) for cue in cues) for name, cues in _ASKED.items()}
    rated = _rated(text, context)
    asked["rated"] = rated is not None
    here = any(has(text, cue) for cue in _WHERE) or len(question.agencies) > 1
    if not here or not any(asked.values()) or question.indicators or question.regimes == (Regime.PEMDI,):
        return Outcome.PASS
    if unexplained(question, _ASKING, rated or "") or question.aspects or question.domains or question.wants("weight"):
        return Outcome.PASS
    scores = [s for s in context.catalog.agency_scores if _meant(s, question)]
    held = sorted({s.year for s in scores})
    years = [year for year in question.years if year in held] or ([] if question.years else held[-1:])
    if not years or set(question.years) - set(held) or (asked["change"] and len(held) < 2):
        draft.add(f"Indeks SPBE pemerintah daerah tahun itu tidak ditemukan; yang tersedia tahun {held[0]}–{held[-1]}.")
        return Outcome.NOT_FOUND
    if asked["change"]:
        _changes(scores, held, question, draft)
        return Outcome.ANSWERED
    for year in years:
        rows = sorted((s for s in scores if s.year == year), key=lambda s: (-s.index, s.agency))
        if rated is not None:
            mine = [s for s in rows if s.predicate == rated]
            lead = f"{len(mine)} dari {len(rows)} pemerintah daerah di Kalsel berpredikat {rated} pada {year}"
            refs = () if mine else [draft.cite_fact(rows[0], f"Indeks SPBE {year}")]
            draft.add(f"{lead}{':' if mine else '.'}", [_point(s, draft) for s in mine], refs=refs)
        if asked["mean"]:
            _mean(rows, year, draft)
        if asked["order"]:
            nation = "Peringkat nasional tidak ada dalam basis pengetahuan. " if has(text, "nasional") else ""
            lead = f"{nation}Urutan indeks SPBE {year} di antara {len(rows)} pemerintah daerah di Kalsel:"
            draft.add(lead, [_point(s, draft) for s in rows], ordered=True)
        for cue, best, word in (("high", rows[0].index, "tertinggi"), ("low", rows[-1].index, "terendah")):
            if asked[cue]:
                points = [_point(s, draft) for s in rows if s.index == best]
                draft.add(f"Indeks SPBE {word} {year} di antara {len(rows)} pemerintah daerah di Kalsel:", points)
    return Outcome.ANSWERED


_KINDS = {
    "kabupaten": ("kabupaten", "kab", "district", "districts", "regency", "regencies"),
    "kota": ("kota", "city", "cities"),
    "provinsi": ("provinsi", "province"),
}
_ASKED = {"high": _HIGH, "low": _LOW, "order": _ORDER, "mean": _MEAN, "change": _CHANGE}


def _rated(text: str, context: Context) -> str | None:
    """The SPBE predicate that a question names, the longest ("sangat baik", not "baik")."""
    names = [p.name for p in context.catalog.predicates if p.regime is Regime.SPBE and has(text, fold(p.name))]
    return max(names, key=len, default=None)


def _said(question: Question) -> str:
    """The question as written out and as typed: in English "no" is no abbreviation of "nomor"."""
    return f"{question.spelled} {fold(question.text)}" if question.english else question.spelled


def _meant(row: AgencyScore, question: Question) -> bool:
    """Whether an agency is of the kind a question speaks of: regencies, cities, or both (with the province only where
    neither is named)."""
    kinds = [kind for kind, cues in _KINDS.items() if any(has(question.spelled, cue) for cue in cues)]
    several = [name for name in question.agencies if not name.startswith("Provinsi")]
    if len(several) > 1:
        return row.agency in several
    return not kinds or row.agency.split()[0].lower() in kinds


def _point(row: AgencyScore, draft: Draft) -> Point:
    ref = draft.cite_fact(row, f"Indeks SPBE {row.year}")
    return Point(text=f"{row.agency}: {number(row.index)} ({row.predicate})", refs=(ref,))


def _mean(rows: Sequence[AgencyScore], year: int, draft: Draft) -> None:
    total = sum((s.index for s in rows), Decimal(0))
    result = shown(Fraction(total) / len(rows))
    ref = draft.cite_fact(rows[0], f"Indeks SPBE {year}")
    lead = f"Rata-rata indeks SPBE {year} dari {len(rows)} pemerintah daerah di Kalsel: {result.rpartition(' ')[2]}."
    working = f"Cara hitung: {plain(total)} ÷ {len(rows)} {result if '≈' in result else f'= {result}'}"
    draft.add(lead, [Point(text=working.replace("  ", " "), refs=(ref,))], refs=[ref])


def _changes(scores: Sequence[AgencyScore], held: Sequence[int], question: Question, draft: Draft) -> None:
    """How each agency's index changed between the two years named, else the first and last that are held."""
    first, last = min(question.years, default=held[0]), max(question.years, default=held[-1])
    first = held[0] if first == last else first
    before = {s.agency: s for s in scores if s.year == first}
    pairs = [(before[s.agency], s) for s in scores if s.year == last and s.agency in before]
    same = any(has(_said(question), cue) for cue in _SAME)
    chosen = (
        [(a, b) for a, b in pairs if a.index == b.index]
        if same
        else sorted(pairs, key=lambda p: p[0].index - p[1].index)
    )
    if any(has(question.spelled, cue) for cue in ("turun", "penurunan")):
        chosen = [(a, b) for a, b in reversed(chosen) if b.index < a.index]
    points = [
        Point(
            text=f"{a.agency}: {number(a.index)} → {number(b.index)} ({_signed(b.index - a.index)})",
            refs=(draft.cite_fact(a, f"Indeks SPBE {first}"), draft.cite_fact(b, f"Indeks SPBE {last}")),
        )
        for a, b in chosen
    ]
    kind = "yang tetap" if same else "perubahannya"
    lead = f"Indeks SPBE {first} ke {last}, {kind}" + (":" if points else ": tidak ada.")
    refs = () if points else [draft.cite_fact(pairs[0][1], f"Indeks SPBE {last}")]
    draft.add(lead, points, refs=refs)


def _signed(change: Decimal) -> str:
    return "tetap" if not change else f"{'+' if change > 0 else '−'}{number(abs(change))}"
