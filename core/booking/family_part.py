"""What booking keeps about a family: handed out with «мои данные», destroyed with it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, delete, select, update

from core.booking.appointments import Visit, visits
from core.booking.calling_tables import ReminderCall
from core.booking.enrolment import EnrolmentInfo, enrolments_of, leave
from core.booking.gathering_tables import Enrolment
from core.booking.gatherings import reach_gathering
from core.booking.holders import holder_of_address, holder_of_family
from core.booking.home_address import open_address
from core.booking.outing_tables import Outing
from core.booking.queueing import Place, places
from core.booking.reception_tables import Reception
from core.booking.states import Status
from core.booking.tables import Appointment, Occupancy
from core.booking.waiting_rows import drop_waiting
from core.booking.waiting_tables import Waiting
from core.families.parts import Destroyed, FamilyPart, Field, Section, Whose
from core.storage.schema import Record
from core.use_case import Tx


def _export(tx: Tx, whose: Whose) -> tuple[Section, ...]:
    if whose.family_id is None:
        return ()
    found = visits(tx, col(Appointment.family_id) == whose.family_id)
    return (
        Section("appointment", tuple(_record(tx, visit) for visit in found)),
        Section("waiting", tuple(_place(place) for place in places(tx, col(Waiting.family_id) == whose.family_id))),
        Section("enrolment", tuple(_enrolment(one) for one in enrolments_of(tx, whose.family_id))),
    )


def _place(place: Place) -> tuple[Field, ...]:
    return (
        Field("service", place.service),
        Field("specialist", place.specialist),
        Field("mode", place.mode.value),
        Field("settlement", place.settlement),
        Field("joined_at", place.joined_at.isoformat()),
    )


def _enrolment(one: EnrolmentInfo) -> tuple[Field, ...]:
    return (
        Field("ticket", one.ticket),
        Field("gathering", one.title),
        Field("age", "" if one.age is None else str(one.age)),
        Field("created_at", one.enrolled_at.isoformat()),
    )


def _record(tx: Tx, visit: Visit) -> tuple[Field, ...]:
    """A visit; its address is the family's own and handed out to the family, whoever drives there."""
    row, outing = tx.session.get_one(Appointment, visit.id), tx.session.get(Outing, visit.id)
    return (
        Field("ticket", visit.ticket),
        Field("service", visit.service),
        Field("specialist", visit.specialist),
        Field("centre", visit.centre),
        Field("starts_at", visit.wall.isoformat()),
        Field("mode", visit.mode.value),
        Field("status", visit.status.value),
        Field("settlement", visit.settlement),
        Field("address", open_address(tx, row, outing) if outing is not None else None),
    )


def _erase(tx: Tx, whose: Whose) -> tuple[Destroyed, ...]:
    """A household's visits go. When one of several adults leaves they stay, with nobody named for them."""
    ids = list(tx.session.exec(select(Appointment.id).where(_theirs(tx, whose))))
    gone = (
        _leave_gatherings(tx, whose),
        _stop_waiting(tx, whose, ids),
        _drop(tx, Reception, Reception.appointment_id, ids),
        _drop(tx, ReminderCall, ReminderCall.appointment_id, ids),
        _drop(tx, Outing, Outing.appointment_id, ids),
        _drop(tx, Occupancy, Occupancy.appointment_id, ids),
        _drop(tx, Appointment, Appointment.id, ids),
    )
    nobody = update(Appointment).where(col(Appointment.adult_id).in_(whose.adults)).values(adult_id=None, holder="")
    tx.session.exec(nobody)
    return gone


def _leave_gatherings(tx: Tx, whose: Whose) -> Destroyed:
    """A household's places go to those who wait; when one of several adults leaves, they stay the family's."""
    tx.session.exec(update(Enrolment).where(col(Enrolment.adult_id).in_(whose.adults)).values(adult_id=None))
    mine = tx.session.exec(select(Enrolment).where(Enrolment.family_id == whose.family_id)).all()
    for row in mine:
        leave(tx, reach_gathering(tx, row.gathering_id, lock=True), row)
    return Destroyed("enrolment", len(mine))


def _stop_waiting(tx: Tx, whose: Whose, ids: Sequence[int | None]) -> Destroyed:
    """A household leaves the waiting list. When one of several adults leaves, the family keeps its place: its adults
    are written to, and the time that was kept under the leaver's address goes to somebody else.
    """
    theirs = col(Waiting.adult_id).in_(whose.adults) | col(Waiting.appointment_id).in_(ids)
    for row in tx.session.exec(select(Waiting).where(theirs)).all():
        if row.appointment_id in ids:
            row.appointment_id, row.told = None, False
        row.adult_id, row.holder = None, holder_of_family(tx, row.family_id)
        tx.session.add(row)
    waiting = list(tx.session.exec(select(Waiting.id).where(Waiting.family_id == whose.family_id)))
    return Destroyed("waiting", drop_waiting(tx, waiting))


def _theirs(tx: Tx, whose: Whose) -> sa.ColumnElement[bool]:
    holders = {holder_of_address(tx, address) for address in whose.addresses}
    held = (col(Appointment.holder).in_(holders)) & (col(Appointment.status).in_((Status.HELD, Status.EXPIRED)))
    return held if whose.family_id is None else held | (col(Appointment.family_id) == whose.family_id)


def _drop(tx: Tx, table: type[Record], owner: Any, ids: Sequence[int | None]) -> Destroyed:
    return Destroyed(str(table.__tablename__), tx.session.exec(delete(table).where(col(owner).in_(ids))).rowcount)


BOOKING_PART = FamilyPart(_export, _erase)
