"""An appointment as everybody outside sees it, and the one way to get hold of its row.

`reach` locks the row (PostgreSQL; SQLite has one writer anyway), so that every check of a status is still true when
the change is written.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import select

from core.booking.holders import holder_of, holders_of_adult
from core.booking.queries import ONE_VISIT, VISITS, ask
from core.booking.refusals import UnknownAppointment
from core.booking.states import Mode, Status
from core.booking.tables import Appointment
from core.use_case import Adult, Tx, Visitor


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment with everything a confirmation, a reminder or a day sheet shows. Instants are UTC.

    The fields follow the columns of `queries.VISITS`.
    """

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
    settlement_id: int | None = None
    settlement: str | None = None
    """Where a home or village visit goes; None: where the centre is."""
    crew: str | None = None
    address_known: bool = False
    """The family has left an address. What it is, `home_address` tells whoever drives there."""
    told: bool | None = None
    """After a change by staff: whether a letter goes to the family, or it must be told another way. None: no change."""

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


def visits(tx: Tx, *conditions: sa.ColumnElement[bool]) -> tuple[Visit, ...]:
    """Appointments that meet `conditions` (on `Appointment`), by time. Flush changes before."""
    return tuple(Visit(*row) for row in ask(tx, VISITS.where(*conditions)))


def one_visit(tx: Tx, appointment_id: int) -> Visit:
    """One appointment as it stands in this transaction."""
    return Visit(*ask(tx, ONE_VISIT, appointment=appointment_id).one())


def visit_of(tx: Tx, appointment: Appointment) -> Visit:
    """The same, after writing what was changed on its row."""
    tx.session.flush()
    assert appointment.id is not None
    return one_visit(tx, appointment.id)
