"""Visits out of the house as rows beside their appointment: where to, with which crew (B15)."""

from sqlmodel import col, select, update

from core.booking.choosing import Choice
from core.booking.outing_tables import Outing
from core.booking.states import ACTIVE
from core.booking.tables import Appointment
from core.use_case import Tx


def send_out(tx: Tx, appointment_id: int, choice: Choice) -> None:
    """Write where a new visit goes and who drives; one that stays in the house has no such row."""
    if choice.offer.mode.away:
        where, who = choice.offer.settlement_id, choice.crew_id
        tx.session.add(Outing(appointment_id=appointment_id, settlement_id=where, crew_id=who))
        tx.session.flush()


def redirect(tx: Tx, appointment_id: int, choice: Choice) -> None:
    """The same for a visit that moved. Within one settlement the address the family left stays, else it is dropped."""
    row = tx.session.get(Outing, appointment_id)
    kept = row.address_sealed if row is not None and row.settlement_id == choice.offer.settlement_id else None
    if row is not None:
        tx.session.delete(row)
        tx.session.flush()
    send_out(tx, appointment_id, choice)
    if kept is not None and choice.offer.mode.away:
        tx.session.get_one(Outing, appointment_id).address_sealed = kept
        tx.session.flush()


def settlement_of(tx: Tx, appointment: Appointment) -> int | None:
    """Where a home or village visit goes; None: where the centre is, or nowhere."""
    row = tx.session.get(Outing, appointment.id) if appointment.mode.away else None
    return row.settlement_id if row is not None else None


def forget_addresses(tx: Tx) -> None:
    """An address is kept for driving there: once the visit is over it goes."""
    over = select(Appointment.id).where(col(Appointment.status).not_in(ACTIVE))
    known = col(Outing.address_sealed).is_not(None)
    tx.session.exec(update(Outing).where(known, col(Outing.appointment_id).in_(over)).values(address_sealed=None))
