"""A catalog just large enough for the bot's lists."""

from __future__ import annotations

from decimal import Decimal

from knowledge.catalog import Aspect, Catalog, Domain, Indicator
from knowledge.model import Confidence, Regime

_FACT = {"source": "contoh untuk pengujian", "confidence": Confidence.TINGGI}


def small_catalog() -> Catalog:
    """Two Pemdi aspects of two indicators each, one SPBE aspect of one."""
    aspects = [(Regime.PEMDI, 1, "Tata <Kelola>", "40"), (Regime.PEMDI, 2, "Layanan", "60")]
    indicators = [(Regime.PEMDI, n, 1 if n < 3 else 2, "20" if n < 3 else "30") for n in range(1, 5)]
    aspects.append((Regime.SPBE, 1, "Kebijakan Internal", "100"))
    indicators.append((Regime.SPBE, 1, 1, "100"))
    return Catalog(
        regulations=(),
        domains=(Domain(number=1, name="Domain", weight=Decimal(100), **_FACT),),
        aspects=tuple(
            Aspect(regime=r, number=n, name=name, weight=Decimal(w), domain=1 if r is Regime.SPBE else None, **_FACT)
            for r, n, name, w in aspects
        ),
        indicators=tuple(
            Indicator(
                regime=r,
                number=n,
                name=f"Indikator {n}",
                short=f"I{n}",
                aspect=a,
                weight=Decimal(w),
                summary="Contoh",
                **_FACT,
            )
            for r, n, a, w in indicators
        ),
        maturity=(),
        predicates=(),
        formulas=(),
        conversions=(),
        stages=(),
        national_scores=(),
        agency_scores=(),
        mappings=(),
        terms=(),
        topics=(),
    )
