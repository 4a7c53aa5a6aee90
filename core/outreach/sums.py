"""Which amounts change on which day: a new regional minimum, or a new version of a measure with another sum. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from core.catalog.measures import FormulaBase, Measure
from core.catalog.snapshot import Catalogue

_DAY = timedelta(days=1)


def changed_sums(
    catalogue: Catalogue, measures: Sequence[Measure], region: str | None, today: date, until: date
) -> Iterator[tuple[date, str]]:
    """Days in `(today, until]` from which the family of `region` gets another amount, with the measure's id."""
    for measure in measures:
        formula = measure.amount.formula
        if formula is not None and region is not None:
            yield from ((day, measure.id) for day in _new_minimums(catalogue, region, formula.base, today, until))
        successor = _successor(catalogue, measure)
        if successor is not None and today < successor[0] <= until and successor[1].amount != measure.amount:
            yield successor[0], measure.id


def _new_minimums(catalogue: Catalogue, region: str, base: FormulaBase, today: date, until: date) -> Iterator[date]:
    """First days of rows whose figure is another one than the day before."""
    for row in catalogue.regional_parameters:
        day = row.validity.valid_from
        if row.region == region and day is not None and today < day <= until:
            before = catalogue.parameters(region, day - _DAY)
            if before is not None and before.minimum.of(base) != row.minimum.of(base):
                yield day


def _successor(catalogue: Catalogue, measure: Measure) -> tuple[date, Measure] | None:
    """The version that follows without a gap."""
    if measure.validity.valid_to is None:
        return None
    day = measure.validity.valid_to + _DAY
    after = catalogue.measure(measure.id, day)
    return (day, after) if after is not None else None
