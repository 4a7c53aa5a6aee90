"""An appointment as everybody outside sees it, and the one way to get hold of its row.

`reach` locks the row (PostgreSQL; SQLite has one writer anyway), so that every check of a status is still true when
the change is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from core.booking.holders import holder_of, holders_of_adult
from core.booking.refusals import UnknownAppointment
from core.booking.states import Mode, Status
from core.booking.tables import Appointment, Service
from core.booking.timetable import names_of
from core.centres.tables import Centre
from core.use_case import Adult, Tx, Visitor


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment with everything a confirmation, a reminder or a day sheet shows. Instants are UTC."""

    id: int
    ticket: str
    status: Status
    version: int
    family_id: int | None
    service_id: int
    service: str
    speciality: str
    specialist_id: int
    specialist: str
    room: str | None
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    held_until: datetime | None
    changed_at: datetime
    centre_id: int
    centre: str
    centre_address: str | None
    centre_phone: str | None

    @property
    def wall(self) -> datetime:
        """The start on the centre's clock."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))


def reach(tx: Tx, ticket: str, *, lock: bool = True) -> Appointment:
    """The row behind `ticket`, locked for a change. Raises `UnknownAppointment` for one that is not the actor's."""
    query = select(Appointment).where(Appointment.ticket == ticket).execution_options(populate_existing=True)
    row = tx.session.exec(query.with_for_update() if lock else query).first()
    if row is None or not _concerns(tx, row):
        raise UnknownAppointment(ticket)
    tx.require_centre(row.centre_id)
    return row


def _concerns(tx: Tx, row: Appointment) -> bool:
    match tx.actor:
        case Adult(family_id=family_id) if row.family_id is not None:
            return row.family_id == family_id
        case Adult(adult_id=adult_id):
            return row.holder in holders_of_adult(tx, adult_id)
        case Visitor():
            return row.family_id is None and row.holder == holder_of(tx)
        case _:
            return True


_VISITS = (
    select(Appointment, Service, Centre)
    .join(Service, col(Service.id) == col(Appointment.service_id))
    .join(Centre, col(Centre.id) == col(Appointment.centre_id))
    .order_by(col(Appointment.starts_at), col(Appointment.id))
)
_ONE_VISIT = _VISITS.where(col(Appointment.id) == sa.bindparam("appointment"))


def visits(tx: Tx, *conditions: sa.ColumnElement[bool]) -> tuple[Visit, ...]:
    """Appointments that meet `conditions` (on `Appointment`), by time."""
    return _read(tx, tx.session.exec(_VISITS.where(*conditions)).all())


def visit_of(tx: Tx, appointment: Appointment) -> Visit:
    """The appointment as it stands in this transaction."""
    tx.session.flush()
    return _read(tx, tx.session.exec(_ONE_VISIT, params={"appointment": appointment.id}).all())[0]


def _read(tx: Tx, rows: Sequence[tuple[Appointment, Service, Centre]]) -> tuple[Visit, ...]:
    names = names_of(tx, [resource for row, *_ in rows for resource in (row.specialist_id, row.room_id)])
    return tuple(_visit(row, service, centre, names) for row, service, centre in rows)


def _visit(row: Appointment, service: Service, centre: Centre, names: dict[int, str]) -> Visit:
    assert row.id is not None
    return Visit(
        id=row.id,
        ticket=row.ticket,
        status=row.status,
        version=row.version,
        family_id=row.family_id,
        service_id=row.service_id,
        service=service.title,
        speciality=service.speciality,
        specialist_id=row.specialist_id,
        specialist=names[row.specialist_id],
        room=names[row.room_id] if row.room_id is not None else None,
        mode=row.mode,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time_zone=row.time_zone,
        held_until=row.held_until,
        changed_at=row.changed_at,
        centre_id=row.centre_id,
        centre=centre.name,
        centre_address=centre.address,
        centre_phone=centre.phone,
    )
