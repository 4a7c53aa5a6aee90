"""Whose visit it is, for staff who must call: the family's number, and whether letters about the visit reach anybody.

No phone and no name is kept here (`core/families/entering.py`): the number is what the centre's own papers go by.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from core.booking.gathering_tables import Enrolment
from core.booking.tables import Appointment
from core.families.tables import Adult, ChannelAddress, Family
from core.permissions import Permission
from core.use_case import StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class Contact:
    """The family of one visit. `writes`: whoever is reminded of it reads a messenger at present."""

    family_id: int
    ticket: str
    writes: bool


@dataclass(frozen=True, slots=True)
class ReadContacts:
    """Ids of appointments."""

    appointments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    """By id of the appointment; holds of nobody and appointments of other centres are left out."""

    by_visit: dict[int, Contact]


@use_case(Permission.READ_APPOINTMENTS)
def read_contacts(tx: Tx, query: ReadContacts) -> Contacts:
    """Whose visits these are, as far as they are in the own centres."""
    return Contacts(contacts_of(tx, query.appointments))


def contacts_of(tx: Tx, appointments: Iterable[int]) -> dict[int, Contact]:
    """The families of these appointments of the actor's centres."""
    rows = (
        select(Appointment.id, Family.id, Family.ticket, reads_messages())
        .join(Family, col(Family.id) == col(Appointment.family_id))
        .where(col(Appointment.id).in_(tuple(appointments)))
    )
    if isinstance(tx.actor, StaffMember) and tx.actor.centres is not None:
        rows = rows.where(col(Appointment.centre_id).in_(tx.actor.centres))
    return {
        appointment: Contact(family, ticket, bool(writes))
        for appointment, family, ticket, writes in tx.session.exec(rows)
        if appointment is not None and family is not None
    }


def reads_messages(of: type[Appointment] | type[Enrolment] = Appointment) -> sa.ColumnElement[bool]:
    """The condition on a visit or a place in a club that its letters find a reader: the adult who booked, else any of
    the family.

    It is the choice of `reminders.who_is_reminded`, so that whoever is not written to is called.
    """
    reader = sa.or_(col(of.adult_id).is_(None), col(Adult.id) == col(of.adult_id))
    return (
        select(ChannelAddress.id)
        .join(Adult, col(Adult.id) == col(ChannelAddress.adult_id))
        .where(col(Adult.family_id) == col(of.family_id), reader, col(ChannelAddress.blocked_at).is_(None))
        .correlate(of)
        .exists()
    )
