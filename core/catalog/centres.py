"""Family centres as published: what is confirmed, what is typical, and what nobody knows yet.

An address, phone or hours that no source confirms is `None` and stays `None`: a family must never be sent to
an invented door. No centre here can be booked: booking begins when an operator enters hours and staff of a
real centre.

Exchange (HSDS 3): `Centre` is a `location` of the `organization` named by `host_institution`, `Specialist` a
`service` at it, `OpeningInterval` a `schedule`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import ClassVar

from core.catalog.measures import Confidence, Source


class VisitMode(StrEnum):
    ONSITE = "onsite"
    REMOTE = "remote"
    HOME_VISIT = "home_visit"


class OpenedPrecision(StrEnum):
    """How exactly the opening day is known; `PLAN` means announced, never confirmed."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    PLAN = "plan"
    PUBLICATION = "publication"


class ActivityKind(StrEnum):
    CLUB = "club"
    EVENT = "event"
    TRAINING = "training"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Department:
    code: str
    name: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Specialist:
    """`confirmed` means a source names the specialist; otherwise it is the typical staff of such a centre.

    `visit_minutes` is a planning value: centres do not publish theirs.
    """

    code: str
    name: str
    visit_minutes: int
    modes: tuple[VisitMode, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """A club, event or service for families. Ages are full years, both included."""

    name: str
    kind: ActivityKind
    audience: str
    age_min: int | None
    age_max: int | None
    description: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class OpeningInterval:
    """Weekdays are ISO numbers, Monday = 1; times are the centre's wall clock."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Opened:
    """A day as far as it is known (`2023-12`, `2024`, `2022-12-13`), with how exactly."""

    when: str
    precision: OpenedPrecision


@dataclass(frozen=True, slots=True)
class Centre:
    """`information_only` centres lie outside the supported regions and serve as examples, never as an offer."""

    bookable_by_default: ClassVar[bool] = False

    id: str
    region: str
    name: str
    town: str
    host_institution: str | None
    address: str | None
    phone: str | None
    working_hours: tuple[OpeningInterval, ...] | None
    time_zone: str
    departments: tuple[Department, ...]
    specialists: tuple[Specialist, ...]
    activities: tuple[Activity, ...]
    partners: tuple[str, ...]
    rural_settlements: tuple[str, ...]
    opened: Opened | None
    free_of_charge: bool
    application_needed: bool
    information_only: bool
    sources: tuple[Source, ...]
    as_of: date
    confidence: Confidence
    notes: str | None


@dataclass(frozen=True, slots=True)
class Confusion:
    """Something people take for a family centre, and the truth to tell them."""

    looks_like: str
    truth: str
    confidence: Confidence
    sources: tuple[Source, ...]
