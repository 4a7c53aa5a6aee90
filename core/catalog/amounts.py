"""How much, and how sure: the only place that decides what a family may be told about money.

The rules (from the notes that came with the facts): a figure is certain only while its confidence is
high, somebody has looked its source up, and the day lies within its dates; medium means "check with
the agency"; low means the number is not shown without a warning. A figure tied to the subsistence minimum
is computed from the region's dated row, and the lower of the two confidences is carried over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum

from core.catalog.measures import Confidence, Formula, FormulaBase, Measure, Period, Source
from core.catalog.parameters import Method, RegionalParameters
from core.catalog.snapshot import Catalogue

_KOPECK = Decimal("0.01")


class Certainty(IntEnum):
    """How an amount may be worded; ordered, so `min` is the more careful one."""

    HIDE_NUMBER_UNLESS_WARNED = 1
    CHECK_WITH_AGENCY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class ComputedFrom:
    """The parameter behind computed figures, so that the family sees where they come from."""

    base: FormulaBase
    base_rub: Decimal
    parameters: RegionalParameters


@dataclass(frozen=True, slots=True)
class ShownAmount:
    """`text` is the record's own wording and always there; `figures` are roubles, ascending, possibly none.

    `stale`: the figure, or the parameter behind it, is past its last valid day. `looked_up=False`:
    written down from general knowledge. `from_rub`/`up_to_rub` bound the amount where it differs from
    family to family.
    """

    text: str
    figures: tuple[Decimal, ...]
    from_rub: Decimal | None
    up_to_rub: Decimal | None
    period: Period | None
    certainty: Certainty
    confidence: Confidence
    stale: bool
    looked_up: bool
    valid_from: date | None
    valid_to: date | None
    as_of: date
    sources: tuple[Source, ...]
    computed_from: ComputedFrom | None


def shown_amount(measure: Measure, catalogue: Catalogue, region: str | None, on: date) -> ShownAmount:
    """What to say about a measure's amount to a family of the region (`None`: unknown) on a day."""
    amount = measure.amount
    computed = _computed_from(amount.formula, catalogue, region, on)
    confidence = amount.confidence
    stale = _past(amount.valid_to, on)
    begun = amount.valid_from is None or amount.valid_from <= on
    sources = measure.sources
    if computed is not None:
        row = computed.parameters
        confidence = min(confidence, trust_in(row))
        stale = stale or not row.validity.covers(on)
        sources = (*sources, *row.sources)
    return ShownAmount(
        text=amount.text,
        figures=_figures(amount.value_rub, amount.formula, computed),
        from_rub=amount.min_rub,
        up_to_rub=amount.max_rub,
        period=amount.period,
        certainty=certainty(confidence, in_force=begun and not stale, looked_up=measure.looked_up),
        confidence=confidence,
        stale=stale,
        looked_up=measure.looked_up,
        valid_from=amount.valid_from,
        valid_to=amount.valid_to,
        as_of=measure.as_of if computed is None else min(measure.as_of, computed.parameters.as_of),
        sources=sources,
        computed_from=computed,
    )


def certainty(confidence: Confidence, *, in_force: bool, looked_up: bool) -> Certainty:
    if confidence is Confidence.LOW:
        return Certainty.HIDE_NUMBER_UNLESS_WARNED
    sure = confidence is Confidence.HIGH and looked_up and in_force
    return Certainty.CERTAIN if sure else Certainty.CHECK_WITH_AGENCY


def trust_in(row: RegionalParameters) -> Confidence:
    """Computed figures and averages over differing territories are never exact for one family."""
    exact = row.method is Method.PUBLISHED and not row.differs_by_territory
    return row.confidence if exact else min(row.confidence, Confidence.MEDIUM)


def _computed_from(formula: Formula | None, catalogue: Catalogue, region: str | None, on: date) -> ComputedFrom | None:
    """The region's figure behind the formula; nothing when the region or its row is not known."""
    if formula is None or region is None:
        return None
    row = catalogue.last_known_parameters(region, on)
    base_rub = row.minimum.of(formula.base) if row else None
    return ComputedFrom(formula.base, base_rub, row) if row and base_rub is not None else None


def _figures(value_rub: Decimal | None, formula: Formula | None, computed: ComputedFrom | None) -> tuple[Decimal, ...]:
    if value_rub is not None:
        return (value_rub,)
    if formula is None or computed is None:
        return ()
    shares = sorted(share * computed.base_rub for share in formula.shares)
    return tuple(figure.quantize(_KOPECK, ROUND_HALF_UP) for figure in shares)


def _past(day: date | None, on: date) -> bool:
    return day is not None and on > day
