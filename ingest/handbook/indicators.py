"""The handbook's chapters on indicators: how both indices are computed, the 20 of Pemdi, the 47 of SPBE."""

from __future__ import annotations

from ingest.handbook.figures import Bar, bars
from ingest.handbook.layout import (
    BLUE,
    BODY,
    CELL_BOLD,
    INNER,
    ITEM,
    LABEL,
    NAVY,
    TEAL,
    Block,
    Colour,
    Column,
    Layout,
)
from ingest.handbook.text import (
    CARD,
    credit,
    credit_block,
    credits_under,
    interval,
    items,
    level_credits,
    note,
    number,
    percent,
    regulations_named,
)
from ingest.handbook.units import PEMDI, SCORING, SPBE
from knowledge.catalog import Aspect, Catalog, Conversion, Formula, Indicator, LevelFact, Maturity
from knowledge.model import Regime

LEVEL_COLOURS: tuple[Colour, ...] = ((112, 128, 144), (84, 116, 150), BLUE, (30, 78, 128), NAVY)
NAMES = {Regime.PEMDI: "Pemdi", Regime.SPBE: "SPBE"}


def scoring(page: Layout, catalog: Catalog) -> None:
    """Chapter 2: aspects and indicators of Pemdi, formulae and predicates of both regimes, conversions."""
    page.chapter(
        SCORING.title,
        "Bab ini menunjukkan aspek, bobot, dan indikator Pemdi, lalu rumus dan predikat Pemdi dan SPBE, serta cara "
        "nilai indeks lain diubah menjadi nilai indikator.",
    )
    aspects = catalog.aspects_of(Regime.PEMDI)
    page.section("Aspek dan bobot Pemdi", keep=80)
    bars(
        page,
        [Bar(f"{a.number} {a.name}", float(a.weight), percent(a.weight), TEAL) for a in aspects],
        "Bobot aspek Pemdi (persen dari seluruh indeks)",
    )
    credits_under(page, catalog, aspects)
    _pemdi_table(page, catalog, aspects)
    for regime in (Regime.PEMDI, Regime.SPBE):
        _predicates(page, catalog, regime)
    levels = _scale(catalog, Regime.PEMDI, "indikator")
    if levels:
        page.section("Tingkat kematangan indikator Pemdi", keep=40)
    for level in levels:
        _maturity(page, catalog, f"Tingkat indikator {level.number} – {level.name}", level)
    page.section("Rumus Pemdi dan SPBE", keep=40)
    for formula in sorted(catalog.formulas, key=lambda f: list(Regime).index(f.regime)):
        _formula(page, catalog, formula)
    for conversion in catalog.conversions:
        _conversion(page, catalog, conversion)


def pemdi(page: Layout, catalog: Catalog) -> None:
    """Chapter 3: one entry for each Pemdi indicator, each on a new page, with its five levels."""
    page.chapter(
        PEMDI.title,
        "Tiap indikator memuat nama resmi, aspek, bobot, isi singkat, asal nilai bila memakai "
        "indeks lain, lalu lima level dengan kriteria dan contoh bukti. Penilaian berjenjang: level berikutnya baru "
        "dinilai bila level di bawahnya terpenuhi. Kriteria dan bukti ditulis dengan kata-kata sendiri, bukan kutipan "
        "naskah resmi.",
    )
    for place, indicator in enumerate(catalog.indicators_of(Regime.PEMDI)):
        if place:
            page.add_page()
        _pemdi_indicator(page, catalog, indicator)


def spbe(page: Layout, catalog: Catalog) -> None:
    """Chapter 4: domains, aspects and the 47 indicators of SPBE, and the levels with their usual evidence."""
    page.chapter(
        SPBE.title,
        "SPBE dinilai dengan 47 indikator menurut PermenPANRB 59/2020. Peraturan itu sudah dicabut oleh PermenPANRB "
        "8/2026; bab ini untuk membaca hasil dan bukti tahun-tahun sebelumnya.",
    )
    credits_under(page, catalog, regulations_named(catalog, "permenpanrb-59-2020", "permenpanrb-8-2026"))
    _spbe_structure(page, catalog)
    for aspect in catalog.aspects_of(Regime.SPBE):
        _spbe_aspect(page, catalog, aspect)
    for scale in ("proses", "layanan"):
        levels = _scale(catalog, Regime.SPBE, scale)
        if levels:
            page.section(f"Tingkat kematangan kapabilitas {scale} SPBE", keep=40)
        for level in levels:
            _maturity(page, catalog, f"Tingkat {scale} {level.number} – {level.name}", level)
    page.section("Isi singkat 47 indikator SPBE", keep=30)
    for indicator in catalog.indicators_of(Regime.SPBE):
        blocks = [page.block(indicator.summary), *note(page, indicator)]
        page.entry(
            f"Indikator SPBE {indicator.number} {indicator.short}",
            [*blocks, credit_block(page, credit(catalog, indicator))],
            depth=2,
        )


def _pemdi_table(page: Layout, catalog: Catalog, aspects: tuple[Aspect, ...]) -> None:
    indicators = catalog.indicators_of(Regime.PEMDI)
    page.section(f"Daftar {len(indicators)} indikator Pemdi", keep=60)
    rows: list[tuple[str, ...] | str] = []
    for aspect in aspects:
        rows.append(f"Aspek {aspect.number} {aspect.name} ({percent(aspect.weight)})")
        rows += [(str(i.number), i.name, percent(i.weight)) for i in catalog.indicators_of(Regime.PEMDI, aspect.number)]
    columns = (Column("No", 10, "C"), Column("Nama indikator", INNER - 26), Column("Bobot", 16, "R", CELL_BOLD))
    page.grid(columns, rows, f"{len(indicators)} indikator Pemdi dan bobotnya")
    credits_under(page, catalog, indicators)


def _predicates(page: Layout, catalog: Catalog, regime: Regime) -> None:
    rows = sorted((p for p in catalog.predicates if p.regime is regime), key=lambda p: p.lower)
    if not rows:
        return
    page.section(f"Predikat Indeks {NAMES[regime]}", keep=70)
    columns = [Column("Nilai indeks", 34, "C"), Column("Predikat", INNER - 34, "L", CELL_BOLD)]
    cells: list[tuple[str, ...]] = [(interval(p, p is rows[-1]), p.name) for p in rows]
    if any(p.aliases for p in rows):
        columns = [columns[0], columns[1]._replace(width=34), Column("Nama lain", INNER - 68)]
        cells = [(*cell, ", ".join(p.aliases)) for cell, p in zip(cells, rows, strict=True)]
    page.grid(columns, cells, f"Predikat Indeks {NAMES[regime]}")
    for text in dict.fromkeys(p.note for p in rows if p.note):
        page.say(f"Catatan: {text}", ITEM)
    credits_under(page, catalog, rows)


def _scale(catalog: Catalog, regime: Regime, scale: str) -> list[Maturity]:
    return sorted((m for m in catalog.maturity if m.regime is regime and m.scale == scale), key=lambda m: m.number)


def _maturity(page: Layout, catalog: Catalog, title: str, level: Maturity) -> None:
    blocks = [page.block(level.description, BODY, CARD), *items(page, "Bukti yang lazim", level.evidence, CARD)]
    blocks += note(page, level, CARD)
    page.card(
        title,
        [*blocks, credit_block(page, credit(catalog, level), CARD)],
        LEVEL_COLOURS[level.number - 1],
        depth=2,
    )


def _formula(page: Layout, catalog: Catalog, formula: Formula) -> None:
    name = NAMES[formula.regime]
    blocks = [
        page.block(f"Berlaku untuk: {name}", LABEL, CARD),
        page.block(formula.expression, BODY._replace(weight="B"), CARD),
        page.block(formula.explanation, BODY, CARD),
    ]
    if formula.example:
        blocks.append(page.block(f"Contoh: {formula.example}", BODY, CARD))
    blocks += note(page, formula, CARD)
    title = f"Rumus {formula.name}" if name in formula.name else f"Rumus {name}: {formula.name}"
    page.card(title, [*blocks, credit_block(page, credit(catalog, formula), CARD)], depth=2)


def _conversion(page: Layout, catalog: Catalog, conversion: Conversion) -> None:
    page.section(f"Konversi {conversion.index} ke nilai Pemdi", keep=55)
    targets = ", ".join(f"I{n}" for n in conversion.indicators)
    how = "linear di dalam tiap rentang" if conversion.linear else "tiap rentang menjadi satu level"
    page.say(f"Dipakai untuk indikator Pemdi {targets}; {how}.")
    rows = []
    for band in conversion.bands:
        last = band is conversion.bands[-1]
        outside = f"{number(band.lower)} – {'' if last else '<'}{number(band.upper)}"
        same = band.to_lower == band.to_upper
        inside = number(band.to_lower) if same else f"{number(band.to_lower)} – {number(band.to_upper)}"
        rows.append((outside, f"level {inside}" if same and not conversion.linear else inside))
    columns = (Column(f"Nilai {conversion.index}", 72), Column("Menjadi nilai Pemdi", 50, "L", CELL_BOLD))
    page.grid(columns, rows, f"Konversi {conversion.index}")
    for block in note(page, conversion):
        page.draw(block)
    credits_under(page, catalog, [conversion])


def _pemdi_indicator(page: Layout, catalog: Catalog, indicator: Indicator) -> None:
    aspect = catalog.aspect_by_key[Regime.PEMDI, indicator.aspect]
    page.section(f"Indikator Pemdi {indicator.number} {indicator.short}", keep=60)
    rows = [
        ("Nama resmi", indicator.name),
        ("Aspek", f"{aspect.number} {aspect.name} (bobot aspek {percent(aspect.weight)})"),
        ("Bobot", percent(indicator.weight)),
        ("Isi singkat", indicator.summary),
    ]
    if indicator.functions:
        rows.append(("Pelaksana", "; ".join(indicator.functions)))
    if indicator.external:
        rows.append(("Asal nilai", f"{indicator.external.index}, {indicator.external.owner}. {indicator.external.use}"))
    page.facts(rows)
    for text in dict.fromkeys(filter(None, (indicator.name_note, indicator.note))):
        page.say(f"Catatan: {text}", ITEM)
    facts = [indicator, *([indicator.external] if indicator.external else [])]
    credits_under(page, catalog, facts)
    page.gap(1.5)
    names = {m.number: m for m in _scale(catalog, Regime.PEMDI, "indikator")}
    for level in indicator.levels:
        blocks = _level(page, catalog, indicator, level)
        named = names.get(level.number)
        other = f" ({named.aliases[-1]})" if named and named.aliases else ""
        title = f"Level {level.number} – {named.name}{other}" if named else f"Level {level.number}"
        page.card(title, blocks, LEVEL_COLOURS[level.number - 1], depth=2)


def _level(page: Layout, catalog: Catalog, indicator: Indicator, level: LevelFact) -> list[Block]:
    regulation = level.regulation or indicator.regulation
    blocks = [page.block(f"Kriteria: {level.criterion}", BODY, CARD)]
    blocks += items(page, "Bukti dukung", level.evidence, CARD)
    blocks += note(page, level, CARD)
    parts = [("Kriteria", level.source, level.confidence)]
    if level.evidence:
        parts.append(("Bukti dukung", level.evidence_source, level.evidence_confidence))
    return blocks + [credit_block(page, text, CARD) for text in level_credits(catalog, regulation, parts)]


def _spbe_structure(page: Layout, catalog: Catalog) -> None:
    aspects = catalog.aspects_of(Regime.SPBE)
    page.section("Domain, aspek, dan bobot SPBE", keep=80)
    colours: dict[int | None, Colour] = {1: NAVY, 2: BLUE, 3: TEAL, 4: (120, 94, 40)}
    chart = [
        Bar(f"Aspek {a.number} {a.name}", float(a.weight), percent(a.weight), colours.get(a.domain, NAVY))
        for a in aspects
    ]
    bars(page, chart, "Bobot aspek SPBE (warna menurut domain)")
    rows: list[tuple[str, ...] | str] = []
    for domain in sorted(catalog.domains, key=lambda d: d.number):
        rows.append(f"Domain {domain.number} {domain.name} ({percent(domain.weight)})")
        for aspect in (a for a in aspects if a.domain == domain.number):
            inside = [i.number for i in catalog.indicators_of(Regime.SPBE, aspect.number)]
            span = f"{inside[0]}–{inside[-1]}" if inside else "–"
            rows.append((str(aspect.number), aspect.name, span, percent(aspect.weight)))
    columns = (
        Column("Aspek", 15, "C"), Column("Nama aspek", 69), Column("Indikator", 20, "C"),
        Column("Bobot", 18, "R", CELL_BOLD),
    )  # fmt: skip
    page.grid(columns, rows, "Domain, aspek, dan jumlah indikator SPBE")
    credits_under(page, catalog, catalog.domains)


def _spbe_aspect(page: Layout, catalog: Catalog, aspect: Aspect) -> None:
    indicators = catalog.indicators_of(Regime.SPBE, aspect.number)
    page.section(f"Aspek SPBE {aspect.number} {aspect.name}", keep=45)
    rows = [(str(i.number), i.name, i.capability or "–", percent(i.weight)) for i in indicators]
    columns = (
        Column("No", 10, "C"), Column("Nama indikator", 77), Column("Kapabilitas", 20), Column("Bobot", 15, "R"),
    )  # fmt: skip
    page.grid(columns, rows, f"Indikator aspek {aspect.number} SPBE (bobot aspek {percent(aspect.weight)})")
    for block in note(page, aspect):
        page.draw(block)
    doubtful = [i for i in indicators if i.confidence is not aspect.confidence]
    credits_under(page, catalog, [aspect, *doubtful])
