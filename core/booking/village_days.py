"""Days on which a crew drives to a settlement; families there choose a time of that day (C8).

A day in a village is open hours of the crew with a settlement. While it lasts, and on the way, the people of the crew
are not to be had at the centre. Places are the hours themselves: every visit takes its minutes of the crew.
"""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, delete, select

from core.booking.hits import Hit, announce
from core.booking.hours import Hours
from core.booking.outing_tables import Settlement
from core.booking.staffing import UnknownResource, reach_resource
from core.booking.states import ChangeKind, ResourceKind
from core.booking.tables import DayChange, Resource
from core.permissions import Permission
from core.use_case import Refused, Tx, use_case


class CrewIsElsewhere(Refused):
    """A crew is in one settlement on one day."""


@dataclass(frozen=True, slots=True)
class PlanVillageDay:
    """Hours (minutes of the centre's wall, multiples of five) a crew spends in a settlement."""

    crew_id: int
    settlement_id: int
    day: date
    hours: Hours


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def plan_village_day(tx: Tx, command: PlanVillageDay) -> Hit:
    """Send a crew to a settlement; the same settlement again changes the hours. Answers with the visits it hits.

    Raises `UnknownResource`, or `CrewIsElsewhere` when the crew drives to another settlement that day.
    """
    crew = reach_resource(tx, command.crew_id, ResourceKind.CREW)
    settlement = tx.session.get(Settlement, command.settlement_id)
    if settlement is None or settlement.centre_id != crew.centre_id:
        raise UnknownResource(f"settlement {command.settlement_id}")
    planned = tx.session.exec(select(DayChange).where(*_of(command.crew_id, command.day))).first()
    if planned is not None and planned.settlement_id != command.settlement_id:
        raise CrewIsElsewhere(f"crew {command.crew_id}")
    row = planned or DayChange(
        centre_id=crew.centre_id,
        resource_id=command.crew_id,
        day=command.day,
        kind=ChangeKind.OPEN,
        settlement_id=command.settlement_id,
    )
    row.starts, row.ends = command.hours.starts, command.hours.ends
    tx.session.add(row)
    return announce(tx, crew.centre_id)


@dataclass(frozen=True, slots=True)
class DropVillageDay:
    """A crew that does not drive that day."""

    crew_id: int
    day: date


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def drop_village_day(tx: Tx, command: DropVillageDay) -> Hit:
    """Take the day back. Booked visits stay booked and are answered with: somebody talks to those families."""
    crew = reach_resource(tx, command.crew_id, ResourceKind.CREW)
    tx.session.exec(delete(DayChange).where(*_of(command.crew_id, command.day)))
    return announce(tx, crew.centre_id)


@dataclass(frozen=True, slots=True)
class ReadVillageDays:
    """A centre's days ahead, today included."""

    centre_id: int
    since: date


@dataclass(frozen=True, slots=True)
class VillageDayInfo:
    """One day of one crew in one settlement."""

    day: date
    crew_id: int
    crew: str
    settlement_id: int
    settlement: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class VillageDays:
    """By day, then by crew."""

    entries: tuple[VillageDayInfo, ...]


@use_case(Permission.MANAGE_SCHEDULE, Permission.READ_APPOINTMENTS)
def read_village_days(tx: Tx, query: ReadVillageDays) -> VillageDays:
    """Where crews drive from `since` on."""
    tx.require_centre(query.centre_id)
    rows = tx.session.exec(
        select(DayChange, Resource.name, Settlement.name)
        .join(Resource, col(Resource.id) == col(DayChange.resource_id))
        .join(Settlement, col(Settlement.id) == col(DayChange.settlement_id))
        .where(DayChange.centre_id == query.centre_id, col(DayChange.day) >= query.since)
        .order_by(col(DayChange.day), col(Resource.name))
    )
    return VillageDays(tuple(_info(row, crew, settlement) for row, crew, settlement in rows))


def _info(row: DayChange, crew: str, settlement: str) -> VillageDayInfo:
    assert row.resource_id is not None and row.settlement_id is not None
    return VillageDayInfo(row.day, row.resource_id, crew, row.settlement_id, settlement, Hours(row.starts, row.ends))


def _of(crew_id: int, day: date) -> tuple[sa.ColumnElement[bool], ...]:
    planned = col(DayChange.settlement_id).is_not(None)
    return col(DayChange.resource_id) == crew_id, col(DayChange.day) == day, planned
