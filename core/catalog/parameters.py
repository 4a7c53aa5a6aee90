"""Dated parameters of the law: subsistence minimums by region, and the few figures set for the whole country.

Roubles a month. A row is the law from `valid_from` to `valid_to`, both included; on a day no row covers
nothing is known, and the last row that ended is *stale*, never current. Computed rows are estimates and say
so by their method.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from core.catalog.measures import Confidence, FormulaBase, Source, Validity

WHOLE_COUNTRY = "RU"


class Method(StrEnum):
    """How the figures came about; only `PUBLISHED` repeats a public act or report."""

    PUBLISHED = "published"
    PARTLY_COMPUTED = "partly_computed"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class SubsistenceMinimum:
    per_capita: Decimal
    working_age: Decimal
    pensioners: Decimal
    children: Decimal

    def of(self, base: FormulaBase) -> Decimal | None:
        """The figure a formula multiplies; `None` when the base is not a subsistence minimum."""
        match base:
            case FormulaBase.MINIMUM_PER_CAPITA:
                return self.per_capita
            case FormulaBase.MINIMUM_WORKING_AGE:
                return self.working_age
            case FormulaBase.MINIMUM_PENSIONERS:
                return self.pensioners
            case FormulaBase.MINIMUM_CHILDREN:
                return self.children
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a region with figures of its own."""

    name: str
    minimum: SubsistenceMinimum


@dataclass(frozen=True, slots=True)
class RegionalParameters:
    """One dated row of one region. `differs_by_territory`: the row is an average no single family should
    trust.
    """

    region: str
    minimum: SubsistenceMinimum
    validity: Validity
    method: Method
    confidence: Confidence
    differs_by_territory: bool
    zones: tuple[Zone, ...]
    sources: tuple[Source, ...]
    as_of: date
    notes: str | None


class LegalFigure(StrEnum):
    """Figures set once for the whole country."""

    MINIMUM_WAGE = "minimum_wage"


@dataclass(frozen=True, slots=True)
class LegalParameter:
    figure: LegalFigure
    value_rub: Decimal
    validity: Validity
    confidence: Confidence
    sources: tuple[Source, ...]
    as_of: date
    notes: str | None


class Dated(Protocol):
    @property
    def validity(self) -> Validity: ...


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Iterable[Row], day: date) -> Row | None:
    """The row that is the law on `day`, if any."""
    return next((row for row in rows if row.validity.covers(day)), None)


def latest_started(rows: Iterable[Row], day: date) -> Row | None:
    """The row in force on `day`, else the last one that began before it (stale), else nothing."""
    started = [row for row in rows if (row.validity.valid_from or date.min) <= day]
    return max(started, key=lambda row: row.validity.valid_from or date.min, default=None)
