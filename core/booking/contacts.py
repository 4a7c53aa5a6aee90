"""Whose visit it is, for staff who must call: the family's ticket, whether letters about the visit reach anybody, and
at which number it is rung (C15, F7).

A number is open only where somebody has to ring, as long as the visit is ahead: for a conversation by phone and for a
family no letter reaches to whoever reads the centre's appointments; for a visit out of the house to whoever drives
there, like the address (B15). Elsewhere, and to everybody once the visit is over, it is four figures. Where somebody
has hidden the conversation nobody rings before a person has made sure that it is safe (E7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from core.booking.appointments import reach
from core.booking.gathering_tables import Enrolment
from core.booking.home_address import drives
from core.booking.outing_tables import Outing
from core.booking.refusals import NotNow
from core.booking.states import ACTIVE, Mode, Status
from core.booking.tables import Appointment
from core.duty.unsafe import silent_among
from core.families.phone import PhoneKept, enter_phone_of, phone_of, rung
from core.families.tables import Adult, ChannelAddress, Family
from core.language.phones import masked_phone, spoken_phone
from core.permissions import Permission
from core.use_case import StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class Number:
    """A kept number as this actor may see it. `words` None: only the last figures, `masked`. `silent`: nobody rings,
    the family hid its conversation."""

    masked: str
    words: str | None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """The family of one visit. `writes`: whoever is reminded of it reads a messenger at present. `number` None: none
    is kept. `silent`: somebody of the family hid the conversation, so no letter leaves and nobody rings (E7)."""

    family_id: int
    ticket: str
    writes: bool
    number: Number | None
    silent: bool = False


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
        select(Appointment, Family, reads_messages())
        .join(Family, col(Family.id) == col(Appointment.family_id))
        .where(col(Appointment.id).in_(tuple(appointments)))
    )
    if isinstance(tx.actor, StaffMember) and tx.actor.centres is not None:
        rows = rows.where(col(Appointment.centre_id).in_(tx.actor.centres))
    found = tx.session.exec(rows).all()
    book = PhoneBook.of(tx, {family.id or 0: family for _, family, _ in found})
    return {row.id or 0: _contact(tx, book, row, bool(writes)) for row, _, writes in found}


@dataclass(frozen=True, slots=True)
class WriteNumber:
    """What the family of a visit has told the centre. Empty words wipe the number."""

    ticket: str
    words: str


@use_case(Permission.MANAGE_APPOINTMENTS)
def write_number(tx: Tx, command: WriteNumber) -> PhoneKept:
    """Keep or wipe the number of the adult who booked, else the family's. Raises `NoPhone`, `UnknownAppointment`, and
    `NotNow` for a visit of nobody or one that is over."""
    row = reach(tx, command.ticket)
    if row.family_id is None or row.status not in ACTIVE:
        raise NotNow(row.status.value)
    return enter_phone_of(tx, tx.session.get_one(Family, row.family_id), row.adult_id, command.words)


@dataclass(frozen=True, slots=True)
class PhoneBook:
    """The adults of some families who can be rung, and which families must not be."""

    families: Mapping[int, Family]
    adults: tuple[Adult, ...]
    silent: frozenset[int]

    @classmethod
    def of(cls, tx: Tx, families: Mapping[int, Family]) -> "PhoneBook":
        """Of these families, by id."""
        known = select(Adult).where(col(Adult.family_id).in_(tuple(families)), col(Adult.phone_sealed).is_not(None))
        return cls(families, tuple(tx.session.exec(known)), silent_among(tx, families))

    def number(self, tx: Tx, family_id: int, adult_id: int | None, *, opens: bool) -> Number | None:
        """The number for something `adult_id` arranged, for an actor who has to ring (`opens`) or has not."""
        adult = rung((adult for adult in self.adults if adult.family_id == family_id), adult_id)
        number = phone_of(tx, self.families[family_id], adult) if adult is not None else None
        if number is None:
            return None
        silent = family_id in self.silent
        return Number(masked_phone(number), spoken_phone(number) if opens and not silent else None, silent)


def _contact(tx: Tx, book: PhoneBook, row: Appointment, writes: bool) -> Contact:
    family_id = row.family_id or 0
    number = book.number(tx, family_id, row.adult_id, opens=_opens(tx, row, writes))
    return Contact(family_id, book.families[family_id].ticket, writes, number, family_id in book.silent)


def _opens(tx: Tx, row: Appointment, writes: bool) -> bool:
    """Whether this actor has to ring this family about this visit."""
    if not writes and row.status is Status.CANCELLED:
        return row.starts_at > tx.now  # nobody else tells the family that it need not come
    if row.status not in ACTIVE:
        return False
    if row.mode is Mode.PHONE or not writes:
        return True
    outing = tx.session.get(Outing, row.id)
    return outing is not None and drives(tx, row, outing)


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
