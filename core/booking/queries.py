"""The questions of the schedule and of visits, written once.

Building and analysing a statement anew costs eight times its execution (measured: 260 against 33 microseconds), so
each is a constant with parameters, run by `ask` on the transaction's own connection. Rows are plain columns, typed by
the tables. Whoever changed something through the session flushes before asking.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from core.booking.outing_tables import Outing, Settlement
from core.booking.states import BOOKED, Status
from core.booking.tables import (
    Appointment,
    CentreDay,
    DayChange,
    Occupancy,
    Offering,
    Resource,
    ScheduleToken,
    Service,
    ServiceMode,
    WorkingHours,
)
from core.centres.tables import Centre
from core.storage.schema import Record
from core.storage.wire import Statement
from core.use_case import Tx


def _table(record: type[Record]) -> sa.Table:
    return Record.metadata.tables[str(record.__tablename__)]


_appointment, _occupancy, _centre = _table(Appointment), _table(Occupancy), _table(Centre)
_service, _mode, _offering, _resource = _table(Service), _table(ServiceMode), _table(Offering), _table(Resource)
_token, _room, _crew = _table(ScheduleToken), _resource.alias("room"), _resource.alias("crew")
_outing, _settlement = _table(Outing), _table(Settlement)
_hours, _change, _centre_day = _table(WorkingHours), _table(DayChange), _table(CentreDay)


def ask(tx: Tx, statement: sa.Executable, **values: Any) -> sa.CursorResult[*tuple[Any, ...]]:
    """Run one of the statements below in the transaction."""
    return tx.unit.connection.execute(statement, values)


def hold_is_over(now: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """The condition on `appointment` under which a hold no longer holds anything."""
    return sa.and_(_appointment.c.status == Status.HELD, _appointment.c.held_until <= now)


_of_centre: sa.BindParameter[int] = bindparam("centre")
SIGHT_OF_CENTRE = (
    sa.select(_centre.c.time_zone, _centre.c.opened, _token.c.token)
    .outerjoin(_token, _token.c.centre_id == _centre.c.id)
    .where(_centre.c.id == _of_centre)
)
"""What tells whether a remembered schedule is still the centre's."""

STANDING_SIGHT = (
    sa.select(_centre.c.time_zone, _token.c.token)
    .join(_token, _token.c.centre_id == _centre.c.id)
    .where(_centre.c.id == _of_centre)
    .with_for_update(read=True, of=_token)
)
"""The same, and nobody writes a new token until this transaction is over."""

SIGHT_OF_SERVICE = (
    sa.select(_service.c.centre_id, _centre.c.time_zone, _centre.c.opened, _token.c.token)
    .join(_centre, _centre.c.id == _service.c.centre_id)
    .outerjoin(_token, _token.c.centre_id == _centre.c.id)
    .where(_service.c.id == bindparam("service"))
)
"""The same from a service."""

SERVICES = sa.select(
    *(
        _service.c[name]
        for name in ("id", "speciality", "title", "minutes", "step_minutes", "buffer_minutes", "travel_minutes")
    ),
    *(_service.c[name] for name in ("notice_minutes", "horizon_days", "about", "age_from", "age_to")),
).where(_service.c.centre_id == _of_centre, _service.c.offered)
"""What a centre offers, in the order of the fields of `ServiceFacts`."""

MODES = (
    sa.select(_mode.c.service_id, _mode.c.mode)
    .join(_service, _service.c.id == _mode.c.service_id)
    .where(_service.c.centre_id == _of_centre)
)

SEATS = (
    sa.select(_offering.c.service_id, _offering.c.specialist_id, _offering.c.room_id)
    .join(_resource, _resource.c.id == _offering.c.specialist_id)
    .where(_resource.c.centre_id == _of_centre, _resource.c.works)
    .order_by(_offering.c.specialist_id)
)
"""Who gives which service, and in which room."""

PEOPLE = sa.select(*(_resource.c[name] for name in ("id", "name", "kind", "works", "crew_id"))).where(
    _resource.c.centre_id == _of_centre
)
"""Specialists, rooms and crews as families see them."""

WEEKS = (
    sa.select(_hours.c.resource_id, _hours.c.weekday, _hours.c.starts, _hours.c.ends, _hours.c.kind)
    .join(_resource, _resource.c.id == _hours.c.resource_id)
    .where(_resource.c.centre_id == _of_centre)
)
"""Weekly hours of everybody."""

CHANGES = sa.select(
    *(_change.c[name] for name in ("day", "resource_id", "kind", "starts", "ends", "settlement_id"))
).where(_change.c.centre_id == _of_centre)
"""Days of a centre that differ; with a settlement: a crew's day there."""

SETTLEMENTS = sa.select(_settlement.c.id, _settlement.c.name, _settlement.c.travel_minutes).where(
    _settlement.c.centre_id == _of_centre, _settlement.c.served
)
"""Where the centre drives, in the order of the fields of `Destination`."""

CENTRE_DAYS = sa.select(_centre_day.c.day, _centre_day.c.kind).where(_centre_day.c.centre_id == _of_centre)
"""The centre's own word on some days."""

NEW_TOKEN = Statement(
    lambda insert: (
        insert(_token)
        .values(centre_id=bindparam("centre"), token=bindparam("fresh"))
        .on_conflict_do_update(index_elements=["centre_id"], set_={"token": bindparam("fresh")})
    )
)

BUSY = (
    sa.select(_occupancy.c.resource_id, _occupancy.c.starts_at, _occupancy.c.ends_at)
    .outerjoin(_appointment, _appointment.c.id == _occupancy.c.appointment_id)
    .where(
        _occupancy.c.resource_id.in_(bindparam("resources", expanding=True)),
        _occupancy.c.starts_at < bindparam("until"),
        _occupancy.c.ends_at > bindparam("since"),
        _occupancy.c.appointment_id.is_distinct_from(bindparam("ignoring", type_=sa.BigInteger)),
        sa.or_(_appointment.c.held_until.is_(None), _appointment.c.held_until > bindparam("now")),
    )
)
"""What some resources are busy with, live holds and meetings of clubs included."""

ORDINALS = sa.select(_appointment.c.ordinal).where(
    _appointment.c.family_id == bindparam("family"),
    _appointment.c.service_id == bindparam("service"),
    _appointment.c.ordinal.is_not(None),
)
"""The places of a service a family has in use."""

OWN_HOURS = (
    sa.select(_appointment.c.ticket, _appointment.c.starts_at, _appointment.c.ends_at)
    .where(
        _appointment.c.family_id == bindparam("family"),
        _appointment.c.status.in_(BOOKED),
        ~_appointment.c.others_come,
        _appointment.c.starts_at < bindparam("until"),
        _appointment.c.ends_at > bindparam("since"),
        _appointment.c.id != bindparam("ignoring"),
    )
    .order_by(_appointment.c.starts_at)
)
"""When a family is at its own visits; those to which others come keep it from nothing."""

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
        _outing.c.settlement_id,
        _settlement.c.name.label("settlement"),
        _crew.c.name.label("crew"),
        _outing.c.address_sealed.is_not(None).label("address_known"),
    )
    .join(_service, _service.c.id == _appointment.c.service_id)
    .join(_centre, _centre.c.id == _appointment.c.centre_id)
    .join(_resource, _resource.c.id == _appointment.c.specialist_id)
    .outerjoin(_room, _room.c.id == _appointment.c.room_id)
    .outerjoin(_outing, _outing.c.appointment_id == _appointment.c.id)
    .outerjoin(_settlement, _settlement.c.id == _outing.c.settlement_id)
    .outerjoin(_crew, _crew.c.id == _outing.c.crew_id)
    .order_by(_appointment.c.starts_at, _appointment.c.id)
)
"""Appointments with everything people see of them, in the order of the fields of `Visit`."""

ONE_VISIT = VISITS.where(_appointment.c.id == bindparam("appointment"))

TAKE_SPAN = sa.insert(_occupancy)
