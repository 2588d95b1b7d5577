"""The catalog: typed facts on SPBE and Pemdi, loaded from ``knowledge/facts/*.yaml`` and validated.

Each file holds one list under one key (``indicators_pemdi.yaml`` → ``indicators``); lists of the same
key in several files are joined. Every entry names a source and a confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, Field, ValidationError, model_validator

from knowledge.errors import CatalogError
from knowledge.model import Confidence, Regime, Status, Value

FACTS = Path(__file__).parent / "facts"


class Fact(Value):
    """Anything stated: where it comes from, how far it can be trusted, and which regulation stands
    behind it (an id of ``regulations``), where one does."""

    source: str = Field(min_length=3)
    confidence: Confidence
    regulation: str | None = None
    note: str = ""


class Regulation(Fact):
    """An official document. ``short`` is its citation name; dates are those of enactment
    (``enacted``), promulgation and entry into force; ``sha256`` of PDFs known to be it."""

    id: str
    kind: str
    number: str
    year: int
    title: str
    short: str
    status: Status
    enacted: date | None = None
    promulgated: date | None = None
    gazette: str | None = None
    effective_from: date | None = None
    revoked_by: str | None = None
    revokes: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    official_page: str | None = None
    sha256: tuple[str, ...] = ()


class Domain(Fact):
    """A domain of SPBE; ``weight`` in percent."""

    number: int
    name: str
    weight: Decimal


class Aspect(Fact):
    """An aspect of either regime; ``weight`` in percent of the whole index."""

    regime: Regime
    number: int
    name: str
    weight: Decimal
    domain: int | None = None
    aliases: tuple[str, ...] = ()


class External(Fact):
    """The outside index an indicator takes its value from."""

    index: str
    owner: str
    use: str
    conversion: str | None = None


class LevelFact(Fact):
    """One maturity level of an indicator, in our own words; ``confidence`` is that of the criterion,
    ``evidence_confidence`` that of the evidence items."""

    number: int = Field(ge=1, le=5)
    criterion: str
    evidence: tuple[str, ...] = ()
    evidence_source: str
    evidence_confidence: Confidence


class Indicator(Fact):
    """An indicator of either regime. ``name`` is the exact official name; ``short`` what people call it;
    ``weight`` in percent of the whole index; SPBE indicators have a ``capability``."""

    regime: Regime
    number: int = Field(ge=1)
    name: str
    short: str
    aliases: tuple[str, ...] = ()
    aspect: int
    weight: Decimal
    capability: Literal["proses", "layanan"] | None = None
    summary: str
    functions: tuple[str, ...] = ()
    external: External | None = None
    levels: tuple[LevelFact, ...] = ()
    name_note: str = ""


class Maturity(Fact):
    """A named maturity level of a regime. ``scale`` is proses or layanan (SPBE) or indikator (Pemdi)."""

    regime: Regime
    scale: Literal["proses", "layanan", "indikator"]
    number: int = Field(ge=1, le=5)
    name: str
    aliases: tuple[str, ...] = ()
    description: str
    evidence: tuple[str, ...] = ()


class Predicate(Fact):
    """A predicate of an index: ``lower`` ≤ value < ``upper`` (≤ for the highest)."""

    regime: Regime
    name: str
    aliases: tuple[str, ...] = ()
    lower: Decimal
    upper: Decimal


class Formula(Fact):
    """How a figure is computed, with a worked example."""

    id: str
    regime: Regime
    name: str
    expression: str
    explanation: str
    example: str = ""


class Band(Value):
    """``lower`` ≤ outside value < ``upper`` becomes ``to_lower``..``to_upper`` (equal bounds: a level)."""

    lower: Decimal
    upper: Decimal
    to_lower: Decimal
    to_upper: Decimal


class Conversion(Fact):
    """How an outside index becomes an indicator's value; ``linear`` within each band or a level."""

    id: str
    index: str
    aliases: tuple[str, ...] = ()
    indicators: tuple[int, ...]
    linear: bool
    bands: tuple[Band, ...]


class Stage(Fact):
    """A stage or event of the timeline. ``group``: jadwal (the 2026 evaluation), persiapan (past
    events), versi-lain (contradicting versions), pola (earlier years)."""

    id: str
    group: Literal["jadwal", "persiapan", "versi-lain", "pola"]
    name: str
    aliases: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    when: str = ""
    what: str = ""


class NationalScore(Fact):
    """The national SPBE index of a year and its domain scores (None where not published)."""

    year: int
    index: Decimal
    policy: Decimal | None
    governance: Decimal | None
    management: Decimal | None
    services: Decimal | None


class AgencyScore(Fact):
    """The SPBE index of an agency in a year."""

    year: int
    agency: str
    aliases: tuple[str, ...] = ()
    policy: Decimal
    governance: Decimal
    management: Decimal
    services: Decimal
    index: Decimal
    predicate: str


class Mapping(Fact):
    """SPBE evidence that serves a Pemdi indicator; an interpretation, not official. ``partial`` holds
    those SPBE indicators that serve in part, with the reason in ``partial_note``."""

    pemdi: int
    reuse: Literal["reuse", "update", "baru"]
    spbe: tuple[int, ...] = ()
    partial: tuple[int, ...] = ()
    partial_note: str = ""
    new_evidence: tuple[str, ...] = ()


class Term(Fact):
    """A glossary entry in our own words."""

    term: str
    aliases: tuple[str, ...] = ()
    definition: str
    regime: Regime | None = None


class Topic(Fact):
    """A short answer on one point that is no indicator, date or term (who appoints the assessors, which
    application, what became of the 2025 concept). ``keywords``: every group must be touched by the
    question, each group being alternatives (``[[asesor internal], [menetapkan, ditetapkan, sk]]``)."""

    id: str
    title: str
    keywords: tuple[tuple[str, ...], ...]
    answer: str
    points: tuple[str, ...] = ()
    regime: Regime | None = None


class Catalog(BaseModel):
    """All facts. Build it with :func:`load`."""

    model_config = {"frozen": True, "extra": "forbid"}

    regulations: tuple[Regulation, ...]
    domains: tuple[Domain, ...]
    aspects: tuple[Aspect, ...]
    indicators: tuple[Indicator, ...]
    maturity: tuple[Maturity, ...]
    predicates: tuple[Predicate, ...]
    formulas: tuple[Formula, ...]
    conversions: tuple[Conversion, ...]
    stages: tuple[Stage, ...]
    national_scores: tuple[NationalScore, ...]
    agency_scores: tuple[AgencyScore, ...]
    mappings: tuple[Mapping, ...]
    terms: tuple[Term, ...]
    topics: tuple[Topic, ...]

    @model_validator(mode="after")
    def _validate(self) -> Self:
        problems = list(_problems(self))
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @cached_property
    def regulation_by_id(self) -> dict[str, Regulation]:
        return {r.id: r for r in self.regulations}

    @cached_property
    def indicator_by_key(self) -> dict[tuple[Regime, int], Indicator]:
        return {(i.regime, i.number): i for i in self.indicators}

    @cached_property
    def aspect_by_key(self) -> dict[tuple[Regime, int], Aspect]:
        return {(a.regime, a.number): a for a in self.aspects}

    def indicators_of(self, regime: Regime, aspect: int | None = None) -> tuple[Indicator, ...]:
        """Indicators of a regime (and aspect), by number."""
        found = (i for i in self.indicators if i.regime is regime and aspect in (None, i.aspect))
        return tuple(sorted(found, key=lambda i: i.number))

    def aspects_of(self, regime: Regime) -> tuple[Aspect, ...]:
        """Aspects of a regime, by number."""
        return tuple(sorted((a for a in self.aspects if a.regime is regime), key=lambda a: a.number))

    def predicate(self, regime: Regime, value: Decimal) -> Predicate | None:
        """The predicate of an index value; None outside the regime's scale."""
        rows = sorted((p for p in self.predicates if p.regime is regime), key=lambda p: p.lower)
        for row in rows:
            if row.lower <= value < row.upper or (row is rows[-1] and value == row.upper):
                return row
        return None


def load(folder: Path = FACTS) -> Catalog:
    """Read and validate every ``*.yaml`` of a folder.

    Raises CatalogError naming the file, the entry and what is wrong with it.
    """
    lists: dict[str, list[Any]] = {}
    origin: dict[tuple[str, int], str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, entries in _read(path).items():
            rows = lists.setdefault(key, [])
            for number, entry in enumerate(entries, 1):
                origin[key, len(rows)] = f"{path.name}, {key} ke-{number}"
                rows.append(entry)
    try:
        return Catalog.model_validate(lists)
    except ValidationError as error:
        raise CatalogError("\n".join(_explain(error, origin))) from error


def _read(path: Path) -> dict[str, list[Any]]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise CatalogError(f"{path.name}: bukan YAML yang sah: {error}") from error
    if not isinstance(data, dict) or not all(isinstance(rows, list) for rows in data.values()):
        raise CatalogError(f"{path.name}: harus berisi 'nama: [daftar]'")
    return data


def _explain(error: ValidationError, origin: dict[tuple[str, int], str]) -> Iterator[str]:
    for item in error.errors():
        loc = item["loc"]
        where = "katalog"
        if len(loc) > 1 and isinstance(loc[1], int):
            where = origin.get((str(loc[0]), loc[1]), str(loc[0]))
            loc = loc[2:]
        elif loc:
            where = str(loc[0])
            loc = loc[1:]
        field = ".".join(str(part) for part in loc)
        yield f"{where}{': ' + field if field else ''}: {item['msg']}"


def _problems(catalog: Catalog) -> Iterator[str]:
    yield from _duplicates("peraturan", (r.id for r in catalog.regulations))
    yield from _duplicates("indikator", (f"{i.regime} {i.number}" for i in catalog.indicators))
    yield from _duplicates("aspek", (f"{a.regime} {a.number}" for a in catalog.aspects))
    yield from _duplicates("tahap", (s.id for s in catalog.stages))
    yield from _duplicates("topik", (t.id for t in catalog.topics))
    yield from _duplicates("istilah", (t.term.lower() for t in catalog.terms))
    yield from _weights(catalog)
    yield from _references(catalog)
    yield from _ranges(catalog)


def _duplicates(what: str, keys: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield f"{what} {key} tertulis dua kali"
        seen.add(key)


def _weights(catalog: Catalog) -> Iterator[str]:
    hundred = Decimal(100)
    for regime in Regime:
        total = sum((i.weight for i in catalog.indicators if i.regime is regime), Decimal(0))
        if total != hundred:
            yield f"bobot indikator {regime} berjumlah {total}, seharusnya 100"
        for aspect in catalog.aspects_of(regime):
            part = sum((i.weight for i in catalog.indicators_of(regime, aspect.number)), Decimal(0))
            if part != aspect.weight:
                yield f"bobot indikator aspek {regime} {aspect.number} berjumlah {part}, seharusnya {aspect.weight}"
    for domain in catalog.domains:
        part = sum((a.weight for a in catalog.aspects if a.domain == domain.number), Decimal(0))
        if part != domain.weight:
            yield f"bobot aspek domain {domain.number} berjumlah {part}, seharusnya {domain.weight}"
    if sum((d.weight for d in catalog.domains), Decimal(0)) != hundred:
        yield "bobot domain SPBE tidak berjumlah 100"


def _references(catalog: Catalog) -> Iterator[str]:
    known = {r.id for r in catalog.regulations}
    for group in (
        catalog.domains, catalog.aspects, catalog.indicators, catalog.maturity, catalog.predicates, catalog.formulas,
        catalog.conversions, catalog.stages, catalog.national_scores, catalog.agency_scores, catalog.mappings,
        catalog.terms, catalog.topics,
    ):  # fmt: skip
        for fact in group:
            if fact.regulation is not None and fact.regulation not in known:
                yield f"{type(fact).__name__} merujuk peraturan '{fact.regulation}' yang tidak ada di daftar"
    for r in catalog.regulations:
        for other in filter(None, (r.revoked_by, *r.revokes, *r.amended_by)):
            if other not in known:
                yield f"peraturan {r.id} merujuk '{other}' yang tidak ada di daftar"
        if r.revoked_by and r.status is not Status.DICABUT:
            yield f"peraturan {r.id} dicabut oleh {r.revoked_by} tetapi berstatus {r.status}"
    aspects = {(a.regime, a.number) for a in catalog.aspects}
    for i in catalog.indicators:
        if (i.regime, i.aspect) not in aspects:
            yield f"indikator {i.regime} {i.number} merujuk aspek {i.aspect} yang tidak ada"
        if i.levels and [level.number for level in i.levels] != [1, 2, 3, 4, 5]:
            yield f"indikator {i.regime} {i.number} harus memiliki level 1 sampai 5 berurutan"
    numbers = {(i.regime, i.number) for i in catalog.indicators}
    conversions = {c.id for c in catalog.conversions}
    for i in catalog.indicators:
        if i.external and i.external.conversion and i.external.conversion not in conversions:
            yield f"indikator {i.regime} {i.number} merujuk konversi '{i.external.conversion}' yang tidak ada"
    for c in catalog.conversions:
        for number in c.indicators:
            if (Regime.PEMDI, number) not in numbers:
                yield f"konversi {c.id} merujuk indikator Pemdi {number} yang tidak ada"
    for m in catalog.mappings:
        if (Regime.PEMDI, m.pemdi) not in numbers:
            yield f"pemetaan merujuk indikator Pemdi {m.pemdi} yang tidak ada"
        for number in (*m.spbe, *m.partial):
            if (Regime.SPBE, number) not in numbers:
                yield f"pemetaan Pemdi {m.pemdi} merujuk indikator SPBE {number} yang tidak ada"


def _ranges(catalog: Catalog) -> Iterator[str]:
    for regime in Regime:
        rows = sorted((p for p in catalog.predicates if p.regime is regime), key=lambda p: p.lower)
        for low, high in zip(rows, rows[1:], strict=False):
            if low.upper != high.lower:
                yield f"predikat {regime} {low.name} dan {high.name} tidak bersambung ({low.upper} ≠ {high.lower})"
    for c in catalog.conversions:
        for a, b in zip(c.bands, c.bands[1:], strict=False):
            if a.upper != b.lower:
                yield f"konversi {c.id}: rentang {a.upper} dan {b.lower} tidak bersambung"
    for s in catalog.stages:
        if s.start and s.end and s.end < s.start:
            yield f"tahap {s.id} berakhir sebelum dimulai"
