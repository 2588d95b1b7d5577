"""A run of questions for people to read: Markdown, or one HTML page with its charts drawn inside it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import quantiles
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.clock import moment
from knowledge.evaluating.evaluation import HIGHER, LOWER
from knowledge.evaluating.runs import Changes, Outcome, Run, Sheet

NAMES = {
    "hit@1": "Halaman yang benar di urutan pertama (hit@1)",
    "hit@5": "Halaman yang benar di lima teratas (hit@5)",
    "hit@10": "Halaman yang benar di sepuluh teratas (hit@10)",
    "mrr@10": "Rata-rata kebalikan peringkat (MRR@10)",
    "span_hit@10": "Semua halaman yang diperlukan di sepuluh teratas",
    "facts": "Fakta dijawab lengkap",
    "followup_hit@5": "Halaman yang benar di lima teratas pada pertanyaan lanjutan",
    "quote_on_page": "Kutipan ada di halamannya",
    "warned": "Sumber yang dicabut disebut dicabut",
    "followup_facts": "Fakta lengkap pada pertanyaan lanjutan",
    "abstained": "Tidak menjawab yang memang tidak ada jawabannya",
    "held": "Suntikan perintah tidak berpengaruh",
    "false_refusal": "Keliru tidak menjawab",
    "answered_wrong": "Menjawab keliru",
}
KINDS = {
    "article": "pasal", "comparison": "perbandingan", "conversion": "konversi nilai", "definition": "definisi",
    "detail": "rincian", "evidence": "bukti dukung", "fee": "biaya", "followup": "lanjutan", "formula": "rumus",
    "indicator": "indikator", "injection": "suntikan perintah", "later_year": "tahun sesudahnya", "list": "daftar",
    "mapping": "padanan indikator", "name": "nama", "off_topic": "di luar topik", "other_data": "data lain",
    "other_regulation": "peraturan lain", "personal_data": "data pribadi", "politics": "politik",
    "premise": "anggapan keliru", "procedure": "tata cara", "regulation": "peraturan",
    "relative_date": "tanggal relatif", "score": "nilai", "size": "ukuran", "timeline": "jadwal",
    "unanswerable": "tanpa jawaban", "weight": "bobot", "who": "siapa",
}  # fmt: skip
STYLES = {
    "acronym": "singkatan", "casual": "santai", "english": "bahasa Inggris", "formal": "resmi",
    "keyword": "kata kunci", "multi": "beberapa pertanyaan", "typo": "salah ketik",
}  # fmt: skip
BASES = HIGHER | LOWER
BUCKETS = 12  # columns of the latency chart
_environment = Environment(
    loader=FileSystemLoader(__file__.rsplit("/", 1)[0]), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
_MARKS = re.compile(r"([\\`*_{}\[\]|#~!])")


def bars(figures: Mapping[str, float | int]) -> list[dict[str, Any]]:
    """The figures that count at least one item: name, value (a share), whether lower is better, and items."""
    return [
        {"key": key, "name": NAMES[key], "value": figures[key], "low": key in LOWER, "n": figures[base]}
        for key, base in BASES.items()
        if figures.get(base) and key in figures
    ]


def columns(values: Sequence[float], buckets: int = BUCKETS) -> list[tuple[float, float, int]]:
    """Values (milliseconds) in columns of equal width from 0: (from, to, how many). Outliers, which lie more than 1.5
    times the middle half's width above it (Tukey's fence), share one more column: one slow answer stretches nothing."""
    largest = max(values, default=0.0)
    if largest <= 0:
        return []
    first, _, third = quantiles(values, n=4, method="inclusive") if len(values) > 1 else (largest,) * 3
    fence = third + 1.5 * (third - first)
    top = fence if 0 < fence < largest else largest
    counts = [0] * buckets
    for value in values:
        if value <= top:
            counts[min(int(value * buckets / top), buckets - 1)] += 1
    made = [(n * top / buckets, (n + 1) * top / buckets, count) for n, count in enumerate(counts)]
    return made if sum(counts) == len(values) else [*made, (top, largest, len(values) - sum(counts))]


def page(run: Run, against: Sequence[Changes] = ()) -> str:
    """The run as one HTML page that needs no other file. Everything that comes from outside is escaped."""
    return _environment.get_template("report.html.j2").render(
        run=run, changes={one.name: one for one in against}, bars=bars, columns=columns, names=NAMES, number=number,
        share=share, reason=reason, colour=_colour, groups=_groups, taken=taken, tallies=_tallies, lower=LOWER,
        buckets=BUCKETS,
    )  # fmt: skip


def markdown(run: Run, against: Sequence[Changes] = ()) -> str:
    """The run as Markdown: figures, by kind and style, what changed, and the failures."""
    by_name = {one.name: one for one in against}
    lines = ["# Hasil evaluasi", ""]
    if run.taken or run.model:
        lines += [f"Diambil {_text(taken(run))}, model {_text(run.model)}.", ""]
    for sheet in run.sheets:
        lines += _sheet_lines(sheet, by_name.get(sheet.name))
    return "\n".join(lines).rstrip() + "\n"


def _sheet_lines(sheet: Sheet, change: Changes | None) -> list[str]:
    lines = [f"## {_text(sheet.name)}", "", "| angka | nilai | butir |", "|---|---|---|"]
    lines += [f"| {bar['name']} | {number(bar['value'])} | {bar['n']} |" for bar in bars(sheet.figures)]
    lines += [
        f"| Waktu jawab p50 / p95 (milidetik) | {_ms(sheet.figures['p50_ms'])} / {_ms(sheet.figures['p95_ms'])} "
        f"| {sheet.figures['n']} |",
        "",
    ]
    for title, groups in _groups(sheet):
        lines += [f"| {title} | butir | sesuai | waktu p95 |", "|---|---|---|---|"]
        lines += [f"| {_text(name)} | {n} | {share(good, n)} | {_ms(p95)} |" for name, n, good, p95 in groups]
        lines.append("")
    if change:
        lines += _change_lines(change)
    if sheet.failures:
        lines += ["### Yang gagal", ""]
        for outcome in sheet.failures:
            found = "; ".join(outcome.retrieved) or "tidak ada"
            lines.append(f"- **{_text(outcome.id)}** {_text(outcome.question)}. {_text(reason(outcome))}")
            lines.append(f"  Ditemukan: {_text(found)}")
        lines.append("")
    return lines


def _change_lines(change: Changes) -> list[str]:
    lines = ["### Dibandingkan hasil sebelumnya", ""]
    lines += [f"- {NAMES[key]}: {number(old)} menjadi {number(new)}" for key, (old, new) in change.moved.items()]
    lines += [f"- {title}: {_text(', '.join(ids))}" for title, _, ids in _tallies(change)]
    if len(lines) == 2:
        lines.append("Tidak ada yang berubah.")
    return [*lines, ""]


def taken(run: Run) -> str:
    """When a run was taken, in the time of the region; what is no time is told as it stands."""
    try:
        return moment(datetime.fromisoformat(run.taken))
    except (ValueError, OverflowError):
        return run.taken


def _tallies(change: Changes) -> list[tuple[str, str, tuple[str, ...]]]:
    """What happened to items: (title, class of its colour, ids), where it happened to any."""
    told = [
        ("Membaik", "baik", change.mended), ("Memburuk", "kurang", change.broken),
        ("Jawaban berubah", "cukup", change.reworded), ("Butir baru", "lain", change.added),
        ("Butir yang tidak ada lagi", "lain", change.removed),
    ]  # fmt: skip
    return [one for one in told if one[2]]


def reason(outcome: Outcome) -> str:
    """Why an item failed, in words."""
    parts = []
    if outcome.unanswerable and not outcome.abstained:
        parts.append("Dijawab, padahal jawabannya tidak ada.")
    elif outcome.abstained and not outcome.unanswerable:
        parts.append("Tidak dijawab, padahal ada jawabannya.")
    if outcome.missing and not outcome.unanswerable:
        parts.append("Belum disebut: " + "; ".join(group[0] for group in outcome.missing) + ".")
    if outcome.forbidden:
        parts.append("Tidak boleh disebut: " + "; ".join(outcome.forbidden) + ".")
    if outcome.gold:
        parts.append(f"Peringkat halaman yang benar: {outcome.rank or 'tidak ditemukan'}.")
    return " ".join(parts) or "Menyertakan sumber, padahal tidak menjawab."


def _groups(sheet: Sheet) -> list[tuple[str, list[tuple[str, int, int, float]]]]:
    """By kind and by style: rows of (name, items, items as they should be, p95 in milliseconds)."""
    out = []
    for title, split, pick, words in (
        ("jenis", sheet.kinds, "kind", KINDS),
        ("gaya", sheet.styles, "style", STYLES),
    ):
        rows = []
        for name, figures in split.items():
            good = sum(o.good for o in sheet.outcomes if (getattr(o, pick) or "tanpa nama") == name)
            rows.append((words.get(name, name), int(figures["n"]), good, float(figures["p95_ms"])))
        out.append((title, sorted(rows)))
    return out


def number(value: float) -> str:
    """A share with two places and the Indonesian comma."""
    return f"{value:.2f}".replace(".", ",")


def share(good: int, n: int) -> str:
    """``good`` of ``n`` as "3 dari 4"."""
    return f"{good} dari {n}"


def _ms(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _colour(value: float, low: bool) -> str:
    """The class of a bar: good, fair or poor."""
    share_of_good = 1 - value if low else value
    return "baik" if share_of_good >= 0.9 else "cukup" if share_of_good >= 0.75 else "kurang"


def _text(value: str) -> str:
    """Text that means itself in Markdown and carries no HTML."""
    return _MARKS.sub(r"\\\1", html.escape(" ".join(value.split()), quote=False))
