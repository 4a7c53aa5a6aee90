"""The questions every look at free time asks, written once.

A booking asks a dozen of them; building and analysing a statement anew costs eight times its execution (measured: 260
against 33 microseconds), so each is a constant with parameters, run by `ask` on the transaction's own connection.
Rows are plain columns, typed by the tables. Whoever changed something through the session flushes before asking.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from core.booking.states import Status
from core.booking.tables import (
    Appointment,
    CentreDay,
    DayChange,
    Occupancy,
    Offering,
    Resource,
    Service,
    ServiceMode,
    Tick,
    WorkingHours,
)
from core.centres.tables import Centre
from core.storage.schema import Record
from core.use_case import Tx


def _table(record: type[Record]) -> sa.Table:
    return Record.metadata.tables[str(record.__tablename__)]


_appointment, _occupancy, _centre = _table(Appointment), _table(Occupancy), _table(Centre)
_service, _mode, _offering, _resource = _table(Service), _table(ServiceMode), _table(Offering), _table(Resource)
_tick, _room = _table(Tick), _resource.alias("room")
_hours, _change, _centre_day = _table(WorkingHours), _table(DayChange), _table(CentreDay)


def ask(tx: Tx, statement: sa.Executable, **values: Any) -> sa.CursorResult[*tuple[Any, ...]]:
    """Run one of the statements below in the transaction."""
    return tx.unit.connection.execute(statement, values)


def hold_is_over(now: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """The condition on `appointment` under which a hold no longer holds anything."""
    return sa.and_(_appointment.c.status == Status.HELD, _appointment.c.held_until <= now)


OFFER = (
    sa.select(
        _service.c.centre_id,
        _centre.c.time_zone,
        _service.c.minutes,
        _service.c.step_minutes,
        _service.c.buffer_minutes,
        _service.c.travel_minutes,
        _service.c.notice_minutes,
        _service.c.horizon_days,
    )
    .join(_centre, _centre.c.id == _service.c.centre_id)
    .join(_mode, _mode.c.service_id == _service.c.id)
    .where(_service.c.id == bindparam("service"), _mode.c.mode == bindparam("mode"))
    .where(_service.c.offered, _centre.c.opened)
)
"""A service as it can be visited in one mode, or no row."""

SEATS = (
    sa.select(_offering.c.specialist_id, _offering.c.room_id)
    .join(_resource, _resource.c.id == _offering.c.specialist_id)
    .where(_offering.c.service_id == bindparam("service"), _resource.c.works)
    .order_by(_offering.c.specialist_id)
)
"""Who gives a service, and in which room."""

WEEKS = sa.select(_hours.c.resource_id, _hours.c.weekday, _hours.c.starts, _hours.c.ends, _hours.c.kind).where(
    _hours.c.resource_id.in_(bindparam("resources", expanding=True))
)
"""Weekly hours of some specialists."""

CHANGES = sa.select(_change.c.day, _change.c.resource_id, _change.c.kind, _change.c.starts, _change.c.ends).where(
    _change.c.centre_id == bindparam("centre"), _change.c.day.between(bindparam("first"), bindparam("last"))
)
"""Days of a centre that differ."""

CENTRE_DAYS = sa.select(_centre_day.c.day, _centre_day.c.kind).where(
    _centre_day.c.centre_id == bindparam("centre"),
    _centre_day.c.day.between(bindparam("first"), bindparam("last")),
)
"""The centre's own word on some days."""

BUSY = (
    sa.select(_occupancy.c.resource_id, _occupancy.c.starts_at, _occupancy.c.ends_at)
    .join(_appointment, _appointment.c.id == _occupancy.c.appointment_id)
    .where(
        _occupancy.c.resource_id.in_(bindparam("resources", expanding=True)),
        _occupancy.c.starts_at < bindparam("until"),
        _occupancy.c.ends_at > bindparam("since"),
        _appointment.c.id != bindparam("ignoring"),
        sa.or_(_appointment.c.held_until.is_(None), _appointment.c.held_until > bindparam("now")),
    )
)
"""What some resources are busy with, live holds included."""

TAKEN_AT = (
    sa.select(_appointment.c.id)
    .join(_tick, _tick.c.appointment_id == _appointment.c.id)
    .where(
        _tick.c.resource_id == bindparam("resource"),
        _tick.c.tick == bindparam("tick"),
        _appointment.c.holder != bindparam("holder"),
        sa.or_(_appointment.c.held_until.is_(None), _appointment.c.held_until > bindparam("now")),
    )
)
"""Somebody else's live booking of one specialist at one tick: enough to refuse a crowd at once."""

IN_THE_WAY = (
    sa.select(_occupancy.c.appointment_id)
    .join(_appointment, _appointment.c.id == _occupancy.c.appointment_id)
    .where(
        _occupancy.c.resource_id.in_(bindparam("resources", expanding=True)),
        _occupancy.c.starts_at < bindparam("until"),
        _occupancy.c.ends_at > bindparam("since"),
        hold_is_over(bindparam("now")),
    )
)
"""Holds whose time is over and whose rows still stand on some time."""

HELD_BY = sa.select(_appointment.c.id).where(
    _appointment.c.holder == bindparam("holder"),
    _appointment.c.service_id == bindparam("service"),
    _appointment.c.status == Status.HELD,
)
"""The time somebody holds of a service."""

NAMES = sa.select(_resource.c.id, _resource.c.name).where(_resource.c.id.in_(bindparam("resources", expanding=True)))
"""Specialists and rooms as families see them."""

VISITS = (
    sa.select(
        *(_appointment.c[name] for name in ("id", "ticket", "status", "version", "family_id", "service_id")),
        _service.c.title.label("service"),
        _service.c.speciality,
        _appointment.c.specialist_id,
        _resource.c.name.label("specialist"),
        _room.c.name.label("room"),
        *(
            _appointment.c[name]
            for name in ("mode", "starts_at", "ends_at", "time_zone", "held_until", "changed_at", "centre_id")
        ),
        _centre.c.name.label("centre"),
        _centre.c.address.label("centre_address"),
        _centre.c.phone.label("centre_phone"),
    )
    .join(_service, _service.c.id == _appointment.c.service_id)
    .join(_centre, _centre.c.id == _appointment.c.centre_id)
    .join(_resource, _resource.c.id == _appointment.c.specialist_id)
    .outerjoin(_room, _room.c.id == _appointment.c.room_id)
    .order_by(_appointment.c.starts_at, _appointment.c.id)
)
"""Appointments with everything people see of them, in the order of the fields of `Visit`."""

ONE_VISIT = VISITS.where(_appointment.c.id == bindparam("appointment"))

NEW_APPOINTMENT = sa.insert(_appointment).returning(_appointment.c.id)
_step = sa.select(bindparam("first", type_=sa.BigInteger).label("tick")).cte("step", recursive=True)
_steps = _step.union_all(sa.select(_step.c.tick + 1).where(_step.c.tick < bindparam("last", type_=sa.BigInteger)))
TAKE_TICKS = sa.insert(_tick).from_select(
    ["resource_id", "tick", "appointment_id"],
    sa.select(bindparam("resource", type_=sa.BigInteger), _steps.c.tick, bindparam("appointment", type_=sa.BigInteger)),
)
"""Every tick from `first` to `last` of one resource, upwards, in one statement: an executemany sends one per tick."""

TAKE_SPAN = sa.insert(_occupancy)
