"""Does the catalog agree with itself? Weights that sum, references that resolve, ranges that join up.

:func:`problems` takes a catalog whose entries are well typed and gives what is wrong between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from knowledge.model import Regime, Status

if TYPE_CHECKING:
    from knowledge.catalog import Band, Catalog, Predicate

HUNDRED = Decimal(100)


class Problem(NamedTuple):
    """What is wrong, in Indonesian, and the places concerned: names of lists with 0-based positions."""

    text: str
    where: tuple[tuple[str, int], ...]


class InconsistentError(ValueError):
    """Entries of the catalog contradict each other; ``problems`` says which and how."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.text for problem in found))
        self.problems = tuple(found)


def problems(catalog: Catalog) -> Iterator[Problem]:
    """Everything that is wrong between entries, in no particular order; nothing when all is well."""
    yield from _duplicates(catalog)
    yield from _weights(catalog)
    yield from _regulations(catalog)
    yield from _structure(catalog)
    yield from _numbers(catalog)
    yield from _ranges(catalog)


def _at(rows: str, indexes: Iterable[int]) -> tuple[tuple[str, int], ...]:
    return tuple((rows, index) for index in indexes)


def _duplicates(catalog: Catalog) -> Iterator[Problem]:
    identity: dict[str, tuple[str, Callable[[Any], object]]] = {
        "regulations": ("peraturan", lambda x: x.id),
        "domains": ("domain", lambda x: x.number),
        "aspects": ("aspek", lambda x: f"{x.regime} {x.number}"),
        "indicators": ("indikator", lambda x: f"{x.regime} {x.number}"),
        "maturity": ("tingkat kematangan", lambda x: f"{x.regime} {x.scale} {x.number}"),
        "predicates": ("predikat", lambda x: f"{x.regime} {x.name}"),
        "formulas": ("rumus", lambda x: x.id),
        "conversions": ("konversi", lambda x: x.id),
        "stages": ("tahap", lambda x: x.id),
        "national_scores": ("nilai nasional tahun", lambda x: x.year),
        "agency_scores": ("nilai instansi", lambda x: f"{x.agency} {x.year}"),
        "mappings": ("pemetaan indikator Pemdi", lambda x: x.pemdi),
        "terms": ("istilah", lambda x: x.term.casefold()),
        "topics": ("topik", lambda x: x.id),
    }
    for rows, (what, key) in identity.items():
        seen: dict[object, int] = {}
        for index, entry in enumerate(getattr(catalog, rows)):
            name = key(entry)
            if name in seen:
                yield Problem(f"{what} {name} tertulis dua kali", _at(rows, (seen[name], index)))
            seen.setdefault(name, index)


def _weights(catalog: Catalog) -> Iterator[Problem]:
    indicators = tuple(enumerate(catalog.indicators))
    for regime in Regime:
        mine = [(n, i.weight) for n, i in indicators if i.regime is regime]
        yield from _total(f"bobot indikator {regime}", mine, HUNDRED, "indicators")
    for aspect in catalog.aspects:
        part = [(n, i.weight) for n, i in indicators if (i.regime, i.aspect) == (aspect.regime, aspect.number)]
        yield from _total(f"bobot indikator aspek {aspect.regime} {aspect.number}", part, aspect.weight, "indicators")
    for domain in catalog.domains:
        aspects = [(n, a.weight) for n, a in enumerate(catalog.aspects) if a.domain == domain.number]
        yield from _total(f"bobot aspek domain {domain.number}", aspects, domain.weight, "aspects")
    yield from _total("bobot domain SPBE", [(n, d.weight) for n, d in enumerate(catalog.domains)], HUNDRED, "domains")


def _total(what: str, rows: Sequence[tuple[int, Decimal]], expected: Decimal, key: str) -> Iterator[Problem]:
    total = sum((weight for _, weight in rows), Decimal(0))
    if total != expected:
        yield Problem(f"{what} berjumlah {total}, seharusnya {expected}", _at(key, (index for index, _ in rows)))


def _regulations(catalog: Catalog) -> Iterator[Problem]:
    known = catalog.regulation_by_id
    for rows in type(catalog).model_fields:
        for index, fact in enumerate(getattr(catalog, rows)):
            if fact.regulation is not None and fact.regulation not in known:
                yield Problem(f"merujuk peraturan '{fact.regulation}' yang tidak ada di daftar", ((rows, index),))
    for index, r in enumerate(catalog.regulations):
        here = (("regulations", index),)
        for other in filter(None, (r.revoked_by, *r.revokes, *r.amended_by)):
            if other not in known:
                yield Problem(f"peraturan {r.id} merujuk '{other}' yang tidak ada di daftar", here)
        if r.revoked_by and r.status is not Status.DICABUT:
            yield Problem(f"peraturan {r.id} dicabut oleh {r.revoked_by} tetapi berstatus {r.status}", here)
        if (r.status is Status.DIUBAH) != bool(r.amended_by):
            yield Problem(f"peraturan {r.id} berstatus {r.status} tidak cocok dengan isi amended_by", here)
        if r.revoked_by in known and r.id not in known[r.revoked_by].revokes:
            yield Problem(f"peraturan {r.id} dicabut oleh {r.revoked_by}, tetapi tidak ada di revokes-nya", here)
        for other in r.revokes:
            if other in known and known[other].revoked_by != r.id:
                yield Problem(f"peraturan {r.id} mencabut {other}, tetapi revoked_by {other} tidak menyebutnya", here)


def _structure(catalog: Catalog) -> Iterator[Problem]:
    domains = {d.number for d in catalog.domains}
    for index, a in enumerate(catalog.aspects):
        if a.domain is not None and a.domain not in domains:
            yield Problem(
                f"aspek {a.regime} {a.number} merujuk domain {a.domain} yang tidak ada", (("aspects", index),)
            )
    conversions = {c.id for c in catalog.conversions}
    for index, i in enumerate(catalog.indicators):
        here = (("indicators", index),)
        name = f"indikator {i.regime} {i.number}"
        if (i.regime, i.aspect) not in catalog.aspect_by_key:
            yield Problem(f"{name} merujuk aspek {i.aspect} yang tidak ada", here)
        if i.levels and [level.number for level in i.levels] != [1, 2, 3, 4, 5]:
            yield Problem(f"{name} harus memiliki level 1 sampai 5 berurutan", here)
        if i.external and i.external.conversion and i.external.conversion not in conversions:
            yield Problem(f"{name} merujuk konversi '{i.external.conversion}' yang tidak ada", here)


def _numbers(catalog: Catalog) -> Iterator[Problem]:
    known = catalog.indicator_by_key
    for index, c in enumerate(catalog.conversions):
        for number in c.indicators:
            if (Regime.PEMDI, number) not in known:
                text = f"konversi {c.id} merujuk indikator Pemdi {number} yang tidak ada"
                yield Problem(text, (("conversions", index),))
    for index, m in enumerate(catalog.mappings):
        here = (("mappings", index),)
        if (Regime.PEMDI, m.pemdi) not in known:
            yield Problem(f"pemetaan merujuk indikator Pemdi {m.pemdi} yang tidak ada", here)
        for number, count in Counter((*m.spbe, *m.partial)).items():
            if (Regime.SPBE, number) not in known:
                yield Problem(f"pemetaan Pemdi {m.pemdi} merujuk indikator SPBE {number} yang tidak ada", here)
            if count > 1:
                yield Problem(f"pemetaan Pemdi {m.pemdi} menyebut indikator SPBE {number} dua kali", here)


def _ranges(catalog: Catalog) -> Iterator[Problem]:
    for regime in Regime:
        rows = sorted(
            ((n, p) for n, p in enumerate(catalog.predicates) if p.regime is regime), key=lambda row: row[1].lower
        )
        here = _at("predicates", (index for index, _ in rows))
        for text in _joined([row for _, row in rows]):
            yield Problem(f"predikat {regime}: {text}", here)
    for index, c in enumerate(catalog.conversions):
        for text in _joined(c.bands):
            yield Problem(f"konversi {c.id}: {text}", (("conversions", index),))
    for index, s in enumerate(catalog.stages):
        if s.start and s.end and s.end < s.start:
            yield Problem(f"tahap {s.id} berakhir sebelum dimulai", (("stages", index),))


def _joined(rows: Sequence[Band | Predicate]) -> Iterator[str]:
    for row in rows:
        if row.lower >= row.upper:
            yield f"rentang {row.lower} sampai {row.upper} kosong"
    for low, high in pairwise(rows):
        if low.upper != high.lower:
            yield f"rentang tidak bersambung ({low.upper} ≠ {high.lower})"
