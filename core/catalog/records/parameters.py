"""The YAML records of dated parameters: subsistence minimums and figures of the whole country."""

from __future__ import annotations

from datetime import date

from pydantic import StrictBool

from core.catalog.measures import Validity
from core.catalog.parameters import (
    LegalFigure,
    LegalParameter,
    Method,
    RegionalParameters,
    SubsistenceMinimum,
    Zone,
)
from core.catalog.records.fields import DatedRecord, Day, Record, RegionCode, Roubles, Sources, Text, Trust, built


class MinimumFields(Record):
    per_capita: Roubles
    working_age: Roubles
    pensioners: Roubles
    children: Roubles

    def minimum(self) -> SubsistenceMinimum:
        return SubsistenceMinimum(self.per_capita, self.working_age, self.pensioners, self.children)


class ZoneRecord(MinimumFields):
    name: Text


class RegionalParametersRecord(MinimumFields, DatedRecord):
    region: RegionCode
    valid_from: Day
    valid_to: Day
    method: Method
    confidence: Trust
    differs_by_territory: StrictBool = False
    zones: tuple[ZoneRecord, ...] = ()
    source: Sources
    notes: Text | None = None

    def build(self, as_of: date) -> RegionalParameters:
        return RegionalParameters(
            region=self.region,
            minimum=self.minimum(),
            validity=Validity(self.valid_from, self.valid_to),
            method=self.method,
            confidence=self.confidence,
            differs_by_territory=self.differs_by_territory,
            zones=tuple(Zone(zone.name, zone.minimum()) for zone in self.zones),
            sources=built(self.source),
            as_of=as_of,
            notes=self.notes,
        )


class LegalParameterRecord(DatedRecord):
    figure: LegalFigure
    value_rub: Roubles
    valid_from: Day
    valid_to: Day
    confidence: Trust
    source: Sources
    notes: Text | None = None

    def build(self, as_of: date) -> LegalParameter:
        return LegalParameter(
            figure=self.figure,
            value_rub=self.value_rub,
            validity=Validity(self.valid_from, self.valid_to),
            confidence=self.confidence,
            sources=built(self.source),
            as_of=as_of,
            notes=self.notes,
        )
