"""Entering working time: the week, single days, the centre's own calendar; and whom a change hits (C8, B8).

A change never moves or cancels a visit by itself. It answers with the booked visits that no longer fit, so that
somebody talks to those families.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, delete, select

from core.booking.appointments import Visit, visits
from core.booking.hours import Hours, Span, WeekLine
from core.booking.schedule import Schedule, days_between
from core.booking.staffing import reach_resource
from core.booking.states import ChangeKind, DayKind, Mode, ResourceKind, Status
from core.booking.tables import Appointment, CentreDay, DayChange, Occupancy, WorkingHours
from core.booking.timetable import renew, schedule_of
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class Hit:
    """Booked visits that no longer lie inside working time, by time."""

    visits: tuple[Visit, ...]


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


@dataclass(frozen=True, slots=True)
class FindHit:
    """A centre whose booked visits to compare with its present hours."""

    centre_id: int


@use_case(Permission.READ_APPOINTMENTS, Permission.MANAGE_SCHEDULE)
def find_hit(tx: Tx, query: FindHit) -> Hit:
    """Booked visits ahead that lie outside working time now."""
    tx.require_centre(query.centre_id)
    ahead = visits(
        tx,
        col(Appointment.centre_id) == query.centre_id,
        col(Appointment.status) == Status.CONFIRMED,
        col(Appointment.starts_at) > tx.now,
    )
    hit = _hit(tx, query.centre_id, ahead) if ahead else frozenset()
    return Hit(tuple(visit for visit in ahead if visit.id in hit))


def _change(command: ChangeDay, kind: ChangeKind, hours: Hours) -> DayChange:
    return DayChange(
        centre_id=command.centre_id,
        resource_id=command.resource_id,
        day=command.day,
        kind=kind,
        starts=hours.starts,
        ends=hours.ends,
    )


def announce(tx: Tx, centre_id: int) -> Hit:
    """Tell everybody that hours changed; answers with the visits that no longer fit."""
    renew(tx, centre_id)
    return find_hit(tx, FindHit(centre_id))


def _hit(tx: Tx, centre_id: int, ahead: Sequence[Visit]) -> frozenset[int]:
    """Appointments that occupy a specialist outside working time, or a room or crew while it is not to be had.

    Travel and buffer belong to a visit, as when it was booked.
    """
    schedule = schedule_of(tx, centre_id)
    by_id = {visit.id: visit for visit in ahead}
    rows = tx.session.exec(select(Occupancy).where(col(Occupancy.appointment_id).in_(by_id)))
    pairs = ((by_id[row.appointment_id], row) for row in rows if row.appointment_id is not None)
    return frozenset(visit.id for visit, row in pairs if not _fits(visit, row, schedule))


def _fits(visit: Visit, row: Occupancy, schedule: Schedule) -> bool:
    days = days_between(row.starts_at, row.ends_at, schedule.zone)
    if row.resource_id == visit.specialist_id:
        spans = _working(visit, schedule, days)
        return any(each.starts_at <= row.starts_at and row.ends_at <= each.ends_at for each in spans)
    shut = schedule.closed(row.resource_id, days)
    return not any(each.starts_at < row.ends_at and row.starts_at < each.ends_at for each in shut)


def _working(visit: Visit, schedule: Schedule, days: Sequence[date]) -> tuple[Span, ...]:
    """When this specialist can be visited in this way; work goes on on both sides of midnight."""
    if visit.mode is Mode.VILLAGE and visit.settlement_id is not None:
        return schedule.in_village(visit.specialist_id, visit.settlement_id, days)
    return schedule.working(visit.specialist_id, days)
