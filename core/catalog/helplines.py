"""Helplines: whom a family in danger can call, and which numbers may be shown at all.

A number with `show_to_family=False` has not been rung through and must not reach a family by any path.
`verified_on` is the day somebody called and the right service answered; `None` means nobody has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.catalog.measures import Confidence, Source

VERIFIED_FOR_DAYS = 90


class CrisisType(StrEnum):
    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    DOMESTIC_VIOLENCE = "domestic_violence"
    CHILD_ABUSE = "child_abuse"
    CHILD_MISSING = "child_missing"
    HUNGER_NO_FOOD = "hunger_no_food"
    EVICTION_HOMELESS = "eviction_homeless"
    ACUTE_MEDICAL = "acute_medical"


@dataclass(frozen=True, slots=True)
class HelpLine:
    """`regions=None` serves the whole country. A line without any number is a page or a place to ask for."""

    id: str
    name: str
    phone: str | None
    short_number: str | None
    hours: str | None
    who: str
    free: bool
    crisis_types: frozenset[CrisisType]
    regions: frozenset[str] | None
    show_to_family: bool
    verified_on: date | None
    as_of: date
    confidence: Confidence
    sources: tuple[Source, ...]
    notes: str | None

    def recently_verified(self, today: date) -> bool:
        """Somebody rang the line through no longer than `VERIFIED_FOR_DAYS` ago (E6)."""
        return self.verified_on is not None and 0 <= (today - self.verified_on).days <= VERIFIED_FOR_DAYS

    def serves(self, region: str | None) -> bool:
        return self.regions is None or region in self.regions

    def is_own_line_of(self, region: str) -> bool:
        """A line of this very region, not of the whole country, that can be rung."""
        can_be_rung = self.phone is not None or self.short_number is not None
        return can_be_rung and self.regions is not None and region in self.regions
