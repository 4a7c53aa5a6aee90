"""The YAML record of a helpline."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from core.catalog.helplines import CrisisType, HelpLine
from core.catalog.records.fields import Day, Record, RegionCode, Slug, Sources, Text, Trust, built


class HelpLineRecord(Record):
    """`phone` and `verified_on` are written even when unknown (`null`)."""

    id: Slug
    name: Text
    phone: Text | None
    short_number: Text | None = None
    hours: Text | None
    who: Text
    free: StrictBool
    crisis_types: Annotated[tuple[CrisisType, ...], Field(min_length=1)]
    regions: Literal["all"] | Annotated[tuple[RegionCode, ...], Field(min_length=1)]
    show_to_family: StrictBool
    verified_on: Day | None
    source: Sources
    confidence: Trust
    notes: Text | None = None

    def build(self, as_of: date) -> HelpLine:
        return HelpLine(
            id=self.id,
            name=self.name,
            phone=self.phone,
            short_number=self.short_number,
            hours=self.hours,
            who=self.who,
            free=self.free,
            crisis_types=frozenset(self.crisis_types),
            regions=None if self.regions == "all" else frozenset(self.regions),
            show_to_family=self.show_to_family,
            verified_on=self.verified_on,
            as_of=as_of,
            confidence=self.confidence,
            sources=built(self.source),
            notes=self.notes,
        )
