"""The YAML records of regions, their centres, and what people confuse with a centre."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from core.catalog.centres import (
    Activity,
    ActivityKind,
    Centre,
    Confusion,
    Department,
    Opened,
    OpenedPrecision,
    OpeningInterval,
    Specialist,
    VisitMode,
)
from core.catalog.records.fields import Day, Record, RegionCode, Slug, Sources, Text, Trust, WallClock, built
from core.catalog.regions import Region, RegionPack


def _time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("time_zone", "«{given}» — неизвестный часовой пояс", {"given": name}) from None


TimeZone = Annotated[str, AfterValidator(_time_zone)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
Age = Annotated[StrictInt, Field(ge=0, le=100)]


class RegionRecord(Record):
    code: RegionCode
    name: Text
    time_zone: TimeZone

    def build(self, pack: RegionPack | None) -> Region:
        return Region(self.code, self.name, self.time_zone, pack)


class RegionPackRecord(Record):
    """What a pack says about itself; `code` repeats the folder so that a copied folder is noticed."""

    code: RegionCode
    centres_known: Annotated[StrictInt, Field(ge=0)]
    as_of: Day
    notes: Text | None = None

    def build(self) -> RegionPack:
        return RegionPack(self.centres_known, self.as_of, self.notes)


class DepartmentRecord(Record):
    code: Code
    name: Text
    confidence: Trust


class SpecialistRecord(Record):
    code: Code
    name: Text
    visit_minutes: Annotated[StrictInt, Field(ge=5, le=240)]
    modes: Annotated[tuple[VisitMode, ...], Field(min_length=1)]
    confirmed: StrictBool

    def build(self) -> Specialist:
        return Specialist(self.code, self.name, self.visit_minutes, self.modes, self.confirmed)


class ActivityRecord(Record):
    name: Text
    kind: ActivityKind
    audience: Text
    age_min: Age | None = None
    age_max: Age | None = None
    description: Text
    confidence: Trust

    @model_validator(mode="after")
    def _ages_in_order(self) -> Self:
        if self.age_min is not None and self.age_max is not None and self.age_min > self.age_max:
            raise PydanticCustomError("ages", "age_min больше age_max")
        return self


class OpeningRecord(Record):
    weekdays: Annotated[tuple[Annotated[StrictInt, Field(ge=1, le=7)], ...], Field(min_length=1)]
    opens: WallClock
    closes: WallClock

    @model_validator(mode="after")
    def _opens_first(self) -> Self:
        if self.opens >= self.closes:
            raise PydanticCustomError("hours", "opens не раньше closes")
        return self

    def build(self) -> OpeningInterval:
        return OpeningInterval(self.weekdays, self.opens, self.closes)


class OpenedRecord(Record):
    when: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$")]
    precision: OpenedPrecision


class CentreRecord(Record):
    """`address`, `phone`, `working_hours` are written even when unknown (`null`): a gap must be seen, not
    forgotten.
    """

    id: Slug
    name: Text
    town: Text
    host_institution: Text | None
    address: Text | None
    phone: Text | None
    working_hours: tuple[OpeningRecord, ...] | None
    time_zone: TimeZone
    departments: tuple[DepartmentRecord, ...]
    specialists: tuple[SpecialistRecord, ...]
    activities: tuple[ActivityRecord, ...] = ()
    partners: tuple[Text, ...] = ()
    rural_settlements: tuple[Text, ...] = ()
    opened: OpenedRecord | None = None
    free_of_charge: StrictBool
    application_needed: StrictBool
    source: Sources
    confidence: Trust
    notes: Text | None = None

    def build(self, region: str, as_of: date, *, information_only: bool) -> Centre:
        hours = None if self.working_hours is None else tuple(record.build() for record in self.working_hours)
        return Centre(
            id=self.id,
            region=region,
            name=self.name,
            town=self.town,
            host_institution=self.host_institution,
            address=self.address,
            phone=self.phone,
            working_hours=hours,
            time_zone=self.time_zone,
            departments=tuple(Department(**dict(record)) for record in self.departments),
            specialists=tuple(record.build() for record in self.specialists),
            activities=tuple(Activity(**dict(record)) for record in self.activities),
            partners=self.partners,
            rural_settlements=self.rural_settlements,
            opened=Opened(**dict(self.opened)) if self.opened else None,
            free_of_charge=self.free_of_charge,
            application_needed=self.application_needed,
            information_only=information_only,
            sources=built(self.source),
            as_of=as_of,
            confidence=self.confidence,
            notes=self.notes,
        )


class InformationCentreRecord(CentreRecord):
    """A centre outside the supported regions: it names its region itself."""

    region: RegionCode


class ConfusionRecord(Record):
    """`withdrawn_phone` is a number that circulates as a centre's and is not: it may stand nowhere in the
    content.
    """

    looks_like: Text
    truth: Text
    withdrawn_phone: Text | None = None
    confidence: Trust
    source: Sources

    def build(self) -> Confusion:
        return Confusion(self.looks_like, self.truth, self.confidence, built(self.source))
