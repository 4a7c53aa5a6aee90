"""Entering working time: the week, single days, the centre's own calendar (C8, B8). Each answers with what it hits."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, delete

from core.booking.hits import Hit, announce
from core.booking.hours import Hours, WeekLine
from core.booking.staffing import reach_resource
from core.booking.states import ChangeKind, DayKind, ResourceKind
from core.booking.tables import CentreDay, DayChange, WorkingHours
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class SetWeek:
    """A specialist's whole week: working intervals and breaks. It replaces the former one."""

    resource_id: int
    lines: tuple[WeekLine, ...]


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def set_week(tx: Tx, command: SetWeek) -> Hit:
    """Replace a specialist's weekly hours."""
    resource = reach_resource(tx, command.resource_id, ResourceKind.SPECIALIST)
    tx.session.exec(delete(WorkingHours).where(col(WorkingHours.resource_id) == command.resource_id))
    for line in command.lines:
        tx.session.add(
            WorkingHours(
                resource_id=command.resource_id,
                weekday=line.weekday,
                kind=line.kind,
                starts=line.hours.starts,
                ends=line.hours.ends,
            )
        )
    return announce(tx, resource.centre_id)


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """One day that differs. `resource_id=None`: the whole centre, which can only be closed.

    `open_hours` replace the week's (also on a holiday), `closed_hours` are cut out; both empty: an ordinary day again.
    A crew's day in a village is another thing (`village_days.py`) and stays.
    """

    centre_id: int
    day: date
    resource_id: int | None = None
    open_hours: tuple[Hours, ...] = ()
    closed_hours: tuple[Hours, ...] = ()


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def change_day(tx: Tx, command: ChangeDay) -> Hit:
    """Set what differs on one day; an earlier change of the same day and resource is replaced."""
    tx.require_centre(command.centre_id)
    if command.resource_id is not None:
        reach_resource(tx, command.resource_id, centre_id=command.centre_id)
    tx.session.exec(
        delete(DayChange).where(
            col(DayChange.centre_id) == command.centre_id,
            col(DayChange.day) == command.day,
            col(DayChange.resource_id).is_not_distinct_from(command.resource_id),
            col(DayChange.settlement_id).is_(None),
        )
    )
    for kind, hours in ((ChangeKind.OPEN, command.open_hours), (ChangeKind.CLOSED, command.closed_hours)):
        for each in hours:
            tx.session.add(_change(command, kind, each))
    return announce(tx, command.centre_id)


@dataclass(frozen=True, slots=True)
class SetCentreDay:
    """The centre's own word on a day; `kind=None` returns to the production calendar."""

    centre_id: int
    day: date
    kind: DayKind | None


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def set_centre_day(tx: Tx, command: SetCentreDay) -> Hit:
    """Override the production calendar for one day."""
    tx.require_centre(command.centre_id)
    tx.session.exec(
        delete(CentreDay).where(col(CentreDay.centre_id) == command.centre_id, col(CentreDay.day) == command.day)
    )
    if command.kind is not None:
        tx.session.add(CentreDay(centre_id=command.centre_id, day=command.day, kind=command.kind))
    return announce(tx, command.centre_id)


def _change(command: ChangeDay, kind: ChangeKind, hours: Hours) -> DayChange:
    return DayChange(
        centre_id=command.centre_id,
        resource_id=command.resource_id,
        day=command.day,
        kind=kind,
        starts=hours.starts,
        ends=hours.ends,
    )
