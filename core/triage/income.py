"""Income asked as bands, so that no sum is disclosed and still nothing is lost.

The line is cut only at thresholds that can still change a verdict for this family in its region. Every cut carries
its side (`below 1.0` and `up to 1.0` are different laws), so an answer decides exactly what the number would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from math import inf, isinf

from core.catalog.conditions import IncomeRatio
from core.triage.profile import Band
from core.triage.rulebook import Rule
from core.triage.scales import Cut, Scale, income_cut


def bands_that_matter(rules: Iterable[Rule], within: Band) -> tuple[Band, ...]:
    """The parts of `within`, lowest first, that these rules tell apart."""
    cuts = {income_cut(atom) for rule in rules for atom in rule.atoms if isinstance(atom, IncomeRatio)}
    inside = [cut for cut in sorted(cuts) if _splits(cut, within)]
    edges = [(within.low, not within.low_closed), *inside, (within.high, within.high_closed)]
    return tuple(_between(low, high) for low, high in pairwise(edges))


def band_of(value: float, bands: Iterable[Band]) -> Band:
    """The band an exact ratio lies in.

    Raises:
        ValueError: none of them holds it.
    """
    for band in bands:
        if band.covers(value):
            return band
    raise ValueError(f"no band holds the income ratio {value}")


def _splits(cut: Cut, band: Band) -> bool:
    return Scale((cut,)).cells(band) == 0b11


def _between(low: Cut, high: Cut) -> Band:
    return Band(low[0], high[0], not low[1], high[1])


@dataclass(frozen=True, slots=True)
class RoubleBand:
    """A band as people read it: roubles a month per family member; an end that is `None` is open-ended."""

    at_least: Decimal | None
    at_most: Decimal | None


def in_roubles(band: Band, minimum: Decimal) -> RoubleBand:
    """The band for a region's per-capita subsistence minimum, rounded to whole roubles."""
    low = None if band.low == 0 else _rounded(band.low, minimum)
    return RoubleBand(low, None if isinf(band.high) or band.high == inf else _rounded(band.high, minimum))


def _rounded(ratio: float, minimum: Decimal) -> Decimal:
    return (Decimal(str(ratio)) * minimum).quantize(Decimal(1), ROUND_HALF_UP)
