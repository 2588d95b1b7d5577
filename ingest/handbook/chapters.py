"""The handbook's chapters on everything but indicators: changes, mapping, scores, topics, terms, regulations."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.handbook.figures import Series, Span, calendar, lines
from ingest.handbook.layout import (
    AMBER,
    BLUE,
    BODY,
    CELL,
    CELL_BOLD,
    HEAD,
    INNER,
    ITEM,
    LABEL,
    NAVY,
    NOTE,
    TEAL,
    Block,
    Column,
    Layout,
)
from ingest.handbook.text import (
    CARD,
    credit,
    credit_block,
    credits_under,
    day,
    items,
    note,
    number,
    percent,
    period,
    regulations_named,
)
from ingest.handbook.units import CHANGES, MAPPING, REGULATIONS, SCORES, SOURCES, TERMS, TOPICS
from knowledge.catalog import Catalog, Fact, Mapping, Regulation, Stage
from knowledge.model import Confidence, Regime

REUSE = {
    "reuse": "bukti SPBE dapat dipakai kembali",
    "update": "bukti SPBE perlu diperbarui",
    "baru": "perlu bukti baru",
}
_PAGES = re.compile(r",? (?:mulai )?hlm\. .*$| \(disarikan\)$")
MEANING = {
    Confidence.TINGGI: "dibaca langsung dari naskah resmi (PDF).",
    Confidence.SEDANG: "beberapa sumber turunan yang saling cocok; naskah resminya belum dibaca.",
    Confidence.RENDAH: "hanya satu sumber turunan; dapat berubah.",
    Confidence.DRAF: "berasal dari rancangan atau draf; naskah akhirnya dapat berbeda.",
    Confidence.TAFSIR: "penafsiran penyusun, bukan ketentuan resmi.",
}
_NAMES = {Regime.PEMDI: "Pemdi", Regime.SPBE: "SPBE"}
GROUPS = (
    ("persiapan", "Peristiwa sebelum evaluasi 2026"),
    ("versi-lain", "Jadwal versi lain yang bertentangan"),
    ("pola", "Pola evaluasi SPBE tahun-tahun sebelumnya"),
)
UNOFFICIAL_READING = "Tafsir, bukan resmi"
OTHER_VERSIONS = "Jangan dipakai sebagai jadwal nasional; dicatat agar Anda mengenalinya bila menemukannya."


def changes(page: Layout, catalog: Catalog) -> None:
    """Chapter 1: from SPBE to Pemdi, and the timeline with the confidence of every date."""
    page.chapter(
        CHANGES.title,
        "Mulai 2026, kemajuan digital instansi pemerintah dinilai dengan Indeks Pemerintah Digital (Pemdi), "
        "menggantikan Indeks SPBE. Bab ini merangkum perbedaannya dan jadwalnya.",
    )
    credits_under(page, catalog, regulations_named(catalog, "permenpanrb-8-2026"))
    _comparison(page, catalog)
    planned = [stage for stage in catalog.stages if stage.group == "jadwal"]
    if planned:
        page.section("Jadwal evaluasi Pemdi 2026", keep=90)
        _calendar(page, planned)
        credits_under(page, catalog, planned)
        page.say("Tanpa keyakinan tinggi, sebuah tanggal bukan jadwal resmi: pastikan ke instansi pembina.", NOTE)
    for stage in planned:
        _stage(page, catalog, stage, card=True)
    for group, title in GROUPS:
        stages = [stage for stage in catalog.stages if stage.group == group]
        if stages:
            page.section(title, keep=35)
            if group == "versi-lain":
                page.say(OTHER_VERSIONS, NOTE)
        for stage in stages:
            _stage(page, catalog, stage, card=False)


def mapping(page: Layout, catalog: Catalog) -> None:
    """Chapter 5: which SPBE evidence serves which Pemdi indicator."""
    page.chapter(
        MAPPING.title,
        "Tafsir, bukan resmi. Pemetaan ini membantu Anda mencari bukti SPBE lama yang mungkin masih berguna; tidak ada "
        "pemetaan resmi yang diketahui. Putusan tetap pada asesor.",
    )
    for entry in sorted(catalog.mappings, key=lambda m: m.pemdi):
        _mapping(page, catalog, entry)


def scores(page: Layout, catalog: Catalog) -> None:
    """Chapter 6: the national series and the agencies of Kalimantan Selatan."""
    page.chapter(
        SCORES.title,
        "Indeks SPBE nasional dan nilai instansi di Kalimantan Selatan. Nilai SPBE tidak dapat dibandingkan langsung "
        "dengan nilai Pemdi: indikator, bobot, dan batas predikatnya berbeda.",
    )
    _national(page, catalog)
    for year in sorted({score.year for score in catalog.agency_scores}):
        _agencies(page, catalog, year)


def topics(page: Layout, catalog: Catalog) -> None:
    """Chapter 7: short answers."""
    page.chapter(TOPICS.title, "Jawaban singkat atas hal yang sering ditanyakan.")
    for topic in catalog.topics:
        blocks = _applies(page, topic.regime)
        blocks.append(page.block(topic.answer))
        blocks += [page.block(point, ITEM, bullet=True) for point in topic.points]
        page.entry(topic.title, [*blocks, *note(page, topic), credit_block(page, credit(catalog, topic))])


def terms(page: Layout, catalog: Catalog) -> None:
    """Chapter 8: the glossary, in alphabetical order."""
    page.chapter(TERMS.title, "Istilah dijelaskan dengan kata-kata sederhana, bukan kutipan definisi resmi.")
    for term in sorted(catalog.terms, key=lambda t: t.term.casefold()):
        said = [f"Berlaku untuk: {_NAMES[term.regime]}."] if term.regime else []
        said += [f"Juga disebut: {', '.join(term.aliases)}."] if term.aliases else []
        blocks = [page.block(term.definition, BODY._replace(after=0.6))]
        blocks += [*([page.block(" ".join(said), NOTE._replace(after=0.4))] if said else []), *note(page, term)]
        page.entry(term.term, [*blocks, credit_block(page, credit(catalog, term))])


def regulations(page: Layout, catalog: Catalog) -> None:
    """Chapter 9: the official documents and their legal status."""
    page.chapter(
        REGULATIONS.title,
        "Dokumen resmi yang dipakai atau disebut di buku ini, dengan statusnya. Dokumen yang sudah dicabut tetap "
        "dicantumkan karena masih sering dirujuk.",
    )
    for regulation in catalog.regulations:
        _regulation(page, catalog, regulation)


def sources(page: Layout, catalog: Catalog) -> None:
    """Chapter 10: what the levels of confidence mean, and every source that was used."""
    page.chapter(
        SOURCES.title,
        "Setiap isian ditutup dengan baris sumber dan keyakinan. Selain keyakinan tinggi, isian diberi keterangan "
        "“belum diverifikasi ke naskah resmi”.",
    )
    page.section("Arti tingkat keyakinan", keep=40)
    columns = (Column("Keyakinan", 26, "L", CELL_BOLD), Column("Artinya", INNER - 26))
    page.grid(columns, [(word.value, MEANING[word]) for word in Confidence], "Tingkat keyakinan")
    page.section("Daftar sumber", keep=30)
    for source in sorted(_all_sources(catalog), key=str.casefold):
        page.draw(page.block(source, ITEM._replace(size=7.2, line=3.7), bullet=True))


def _applies(page: Layout, regime: Regime | None) -> list[Block]:
    return [page.block(f"Berlaku untuk: {_NAMES[regime]}", LABEL)] if regime else []


def _comparison(page: Layout, catalog: Catalog) -> None:
    page.section("Dari SPBE ke Pemdi", keep=60)
    columns: list[tuple[str, ...]] = []
    facts: list[Fact] = []
    for regime in (Regime.SPBE, Regime.PEMDI):
        indicators, aspects = catalog.indicators_of(regime), catalog.aspects_of(regime)
        heaviest = max(aspects, key=lambda a: a.weight)
        predicates = sorted((p for p in catalog.predicates if p.regime is regime), key=lambda p: p.lower)
        behind = catalog.regulation_by_id.get(indicators[0].regulation or "")
        domains = len(catalog.domains) if regime is Regime.SPBE else 0
        columns.append((
            f"{behind.short} ({behind.status})" if behind else "–",
            str(len(indicators)),
            f"{f'{domains} domain, ' if domains else ''}{len(aspects)} aspek",
            f"{heaviest.name} ({percent(heaviest.weight)})",
            "; ".join(f"{p.name} mulai {number(p.lower, 2)}" for p in predicates) or "–",
        ))  # fmt: skip
        facts += [indicators[0], *predicates]
    names = ("Dasar evaluasi", "Jumlah indikator", "Susunan", "Aspek berbobot terbesar", "Predikat")
    table = (Column("Hal", 24, "L", CELL_BOLD), Column("SPBE", 49), Column("Pemdi", 49))
    page.grid(table, list(zip(names, *columns, strict=True)), "SPBE dan Pemdi berdampingan")
    credits_under(page, catalog, facts)


def _calendar(page: Layout, stages: list[Stage]) -> None:
    spans = []
    for stage in stages:
        start, end = stage.start or stage.end, stage.end or stage.start
        if start and end:
            firm = stage.confidence in (Confidence.TINGGI, Confidence.SEDANG)
            printed = f"{period(stage)} (keyakinan {stage.confidence})"
            spans.append(Span(stage.name.partition(" (")[0], start, end, printed, firm))
    if spans:
        calendar(page, spans, "Tahap evaluasi Pemdi 2026 (bergaris: keyakinan rendah)")


def _stage(page: Layout, catalog: Catalog, stage: Stage, card: bool) -> None:
    indent = CARD if card else 0.0
    blocks = [page.block(f"Waktu: {period(stage)}", LABEL, indent)]
    if stage.what:
        blocks.append(page.block(stage.what, BODY, indent))
    blocks += [*note(page, stage, indent), credit_block(page, credit(catalog, stage), indent)]
    if card:
        page.card(stage.name, blocks, TEAL, depth=2)
    else:
        page.entry(stage.name, blocks, depth=2)


def _mapping(page: Layout, catalog: Catalog, entry: Mapping) -> None:
    name = catalog.indicator_by_key[Regime.PEMDI, entry.pemdi].short

    def named(label: str, numbers: tuple[int, ...]) -> list[Block]:
        names = "; ".join(f"{n} {catalog.indicator_by_key[Regime.SPBE, n].short}" for n in numbers)
        return [page.block(label, LABEL, CARD), page.block(f"Indikator SPBE {names}.", BODY, CARD)] if numbers else []

    blocks = [page.block(f"{UNOFFICIAL_READING}: {REUSE[entry.reuse]}.", LABEL._replace(after=1.0), CARD)]
    blocks += named("Bukti SPBE yang dapat dipakai", entry.spbe)
    why = f" ({entry.partial_note})" if entry.partial_note else ""
    blocks += named(f"Dapat dipakai sebagian{why}", entry.partial)
    if not entry.spbe and not entry.partial:
        blocks.append(page.block("Tidak ada padanan di SPBE.", BODY, CARD))
    blocks += items(page, "Bukti baru yang disiapkan", entry.new_evidence, CARD)
    if entry.note.casefold() != UNOFFICIAL_READING.casefold():
        blocks += note(page, entry, CARD)
    blocks.append(credit_block(page, credit(catalog, entry), CARD))
    page.card(f"Pemetaan Indikator Pemdi {entry.pemdi} {name}", blocks, NAVY)


def _national(page: Layout, catalog: Catalog) -> None:
    series = sorted(catalog.national_scores, key=lambda s: s.year)
    if not series:
        return
    page.section("Indeks SPBE nasional", keep=90)

    def values(pick: str) -> list[float | None]:
        return [None if (value := getattr(score, pick)) is None else float(value) for score in series]

    chart = (
        Series("Indeks SPBE", values("index"), NAVY, bold=True),
        Series("Kebijakan", values("policy"), TEAL),
        Series("Tata kelola", values("governance"), BLUE),
        Series("Manajemen", values("management"), AMBER),
        Series("Layanan", values("services"), (120, 94, 140)),
    )
    span = f"{series[0].year}–{series[-1].year}"
    lines(page, [str(s.year) for s in series], chart, 5, f"Indeks SPBE nasional dan domainnya, {span}")
    columns = (
        Column("Tahun", 17, "C", CELL_BOLD), Column("Indeks", 21, "R", CELL_BOLD), Column("Kebijakan", 21, "R"),
        Column("Tata kelola", 21, "R"), Column("Manajemen", 21, "R"), Column("Layanan", 21, "R"),
    )  # fmt: skip
    rows = [
        (str(s.year), *(_score(v) for v in (s.index, s.policy, s.governance, s.management, s.services))) for s in series
    ]
    page.grid(columns, rows, f"Indeks SPBE nasional {span}")
    for text in dict.fromkeys(score.note for score in series if score.note):
        years = ", ".join(str(score.year) for score in series if score.note == text)
        page.say(f"Catatan ({years}): {text}", NOTE)
    credits_under(page, catalog, series)


def _agencies(page: Layout, catalog: Catalog, year: int) -> None:
    found = [score for score in catalog.agency_scores if score.year == year]
    page.section(f"Indeks SPBE Kalimantan Selatan {year}", keep=90)
    small = CELL._replace(size=6.4)
    columns = [
        Column("Instansi", 39, "L", small),
        Column("Indeks", 12, "R", small._replace(weight="B")),
        Column("Kebijakan", 14.4, "R", small),
        Column("Tata kelola", 11, "R", small),
        Column("Manajemen", 16.2, "R", small),
        Column("Layanan", 13.4, "R", small),
        Column("Predikat", 16, "L", small),
    ]
    rows = [
        (s.agency, *(_score(v) for v in (s.index, s.policy, s.governance, s.management, s.services)), s.predicate)
        for s in found
    ]
    heading = HEAD._replace(size=5.8)
    page.grid(columns, rows, f"Indeks SPBE pemerintah daerah di Kalimantan Selatan, {year}", heading)
    for text in dict.fromkeys(score.note for score in found if score.note):
        page.say(f"Catatan: {text}", NOTE)
    credits_under(page, catalog, found)


def _score(value: Decimal | None) -> str:
    return "–" if value is None else number(value, 2)


def _regulation(page: Layout, catalog: Catalog, regulation: Regulation) -> None:
    def names(ids: tuple[str, ...]) -> str:
        return ", ".join(catalog.regulation_by_id[other].short for other in ids)

    parts = [
        ("Status", str(regulation.status)),
        ("Dicabut oleh", names((regulation.revoked_by,)) if regulation.revoked_by else ""),
        ("Mencabut", names(regulation.revokes)),
        ("Diubah dengan", names(regulation.amended_by)),
        ("Ditetapkan", day(regulation.enacted) if regulation.enacted else ""),
        ("Diundangkan", day(regulation.promulgated) if regulation.promulgated else ""),
        ("Pengundangan", regulation.gazette or ""),
        ("Mulai berlaku", day(regulation.effective_from) if regulation.effective_from else ""),
        ("Laman resmi", regulation.official_page or ""),
    ]
    said = [f"{name}: {value}" for name, value in parts if value]
    numbered = f"Nomor {regulation.number} " if regulation.number[:1].isdigit() else ""
    full = f"{regulation.kind} {numbered}Tahun {regulation.year} tentang {regulation.title}"
    blocks = [page.block(full), *(page.block(text, ITEM, bullet=True) for text in said)]
    page.entry(regulation.short, [*blocks, *note(page, regulation), credit_block(page, credit(catalog, regulation))])


def _all_sources(catalog: Catalog) -> set[str]:
    """The documents named as sources, without the pages: those stand with each entry."""
    found: set[str] = set()
    for name in type(catalog).model_fields:
        for fact in getattr(catalog, name):
            found.add(fact.source)
    for indicator in catalog.indicators:
        found.update(source for level in indicator.levels for source in (level.source, level.evidence_source))
    documents = (part.strip() for source in found for part in re.split(r";\s+(?=[A-Z])", source))
    return {_PAGES.sub("", document) for document in documents}
