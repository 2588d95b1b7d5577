"""The catalog: typed facts on SPBE and Pemdi, loaded from ``knowledge/facts/*.yaml`` and validated.

Each file holds one list under one key (``indicators_pemdi.yaml`` → ``indicators``); lists of the same
key in several files are joined. Every entry names a source and a confidence.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from knowledge.catalog_files import explain, named, read
from knowledge.consistency import InconsistentError, problems
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
    (``enacted``), promulgation and entry into force; ``sha256`` of PDFs known to be it; ``subjects`` what it settles,
    as people call it; ``details``: the regime for whose indicators it tells criteria and evidence."""

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
    subjects: tuple[str, ...] = ()
    details: Regime | None = None


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
    question, each group being alternatives (``[[asesor internal], [menetapkan, ditetapkan, sk]]``). ``years``: the
    years it tells of, when a question that names another year must not get it."""

    id: str
    title: str
    keywords: tuple[tuple[str, ...], ...]
    answer: str
    points: tuple[str, ...] = ()
    regime: Regime | None = None
    years: tuple[int, ...] = ()


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
        found = list(problems(self))
        if found:
            raise InconsistentError(found)
        return self

    @cached_property
    def regulation_by_id(self) -> dict[str, Regulation]:
        return {r.id: r for r in self.regulations}

    @cached_property
    def evaluation_year(self) -> int:
        """The year of the evaluation whose schedule is held."""
        days = (day for s in self.stages if s.group == "jadwal" for day in (s.start, s.end) if day)
        return max(day.year for day in days)

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
    """Read and validate every ``*.yaml`` of a folder; the packaged ones once in a process.

    Raises CatalogError naming, for each fault, the file, the entry and what is wrong with it.
    """
    return _packaged() if folder == FACTS else _load(folder)


@cache
def _packaged() -> Catalog:
    return _load(FACTS)


def _load(folder: Path) -> Catalog:
    lists: dict[str, list[Any]] = {}
    origin: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, entries in read(path).items():
            lists.setdefault(key, []).extend(entries)
            places = origin.setdefault(key, [])
            places.extend(f"{path.name}, {key} ke-{n}{named(entry)}" for n, entry in enumerate(entries, 1))
    if not lists:
        raise CatalogError(f"Tidak ada berkas fakta (*.yaml) di folder '{folder.name}'. Pasang ulang programnya.")
    try:
        return Catalog.model_validate(lists)
    except ValidationError as error:
        raise CatalogError("\n".join(explain(error, origin))) from error
