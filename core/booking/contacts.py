"""Whose visit it is, for staff who must call: the family's ticket, whether letters about the visit reach anybody, and
at which number it is rung (C15, F7).

A number is open only to whoever has to ring, while the visit stands: for a conversation by phone to the specialist of
the visit, by the own sign-in (to everybody who reads the centre's appointments where that specialist has none); for a
family no letter reaches to whoever reads the centre's appointments; for a visit out of the house to whoever drives
there, like the address (B15). Elsewhere, and to everybody once the visit is over, it is four figures. Where somebody
has hidden the conversation nobody rings before a person has made sure that it is safe (E7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import col, select

from core.booking.appointments import reach
from core.booking.gathering_tables import Enrolment
from core.booking.home_address import accounts_of, drives
from core.booking.outing_tables import Outing
from core.booking.refusals import NotNow
from core.booking.states import ACTIVE, BOOKED, Mode, Status
from core.booking.tables import Appointment
from core.duty.unsafe import silent_among
from core.families.phone import (
    PhoneKept,
    ReadMyPhone,
    adults_of_family,
    choice_among,
    enter_phone_of,
    phone_of,
    read_my_phone,
    rung,
)
from core.families.tables import Adult, ChannelAddress, Family
from core.language.phones import masked_phone, spoken_phone
from core.permissions import Permission
from core.use_case import Adult as ActingAdult
from core.use_case import StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class Number:
    """A kept number as this actor may see it. `words` None: only the last figures, `masked`."""

    masked: str
    words: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    """The family of one visit. `writes`: whoever is reminded of it reads a messenger at present. `number` None: none
    is kept. `silent`: somebody of the family hid the conversation, so no letter leaves and nobody rings (E7)."""

    family_id: int
    ticket: str
    writes: bool
    number: Number | None
    adults: tuple[int, ...] = ()
    """Of whom one has to be named before a number can be kept, by id in the order of joining; mostly nobody."""
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
    """What the family of a visit has told the centre. Empty words wipe the number.

    `adult_id`: with whom the visit is, where nobody is named by it and the family has several adults.
    """

    ticket: str
    words: str
    adult_id: int | None = None


@use_case(Permission.MANAGE_APPOINTMENTS)
def write_number(tx: Tx, command: WriteNumber) -> PhoneKept:
    """Keep or wipe the number of the adult whose visit it is; the one named now is that adult from here on.

    Raises `NoPhone`, `WhichAdult`, `UnknownAppointment`, and `NotNow` for a visit of nobody or one that is over.
    """
    row = reach(tx, command.ticket)
    if row.family_id is None or row.status not in ACTIVE:
        raise NotNow(row.status.value)
    family = tx.session.get_one(Family, row.family_id)
    named = row.adult_id
    if named is None and command.words.strip():  # nothing is wiped that was not shown
        named = command.adult_id
    kept = enter_phone_of(tx, family, named, command.words)
    row.adult_id = named
    tx.session.add(row)
    return kept


class Whose(StrEnum):
    """Who is rung about a visit, for the adult who looks at it."""

    OWN = "own"
    OTHER = "other"
    """The adult who booked it, somebody else of the family."""
    BY_AGREEMENT = "by_agreement"
    """Nobody can tell, or nothing may be said (E7): a person will."""


@dataclass(frozen=True, slots=True)
class VisitNumber:
    """`masked`: the last figures of the own number. None: another one's, none is kept, or nothing may be shown."""

    whose: Whose
    masked: str | None = None


@dataclass(frozen=True, slots=True)
class ReadVisitNumber:
    """The ticket of a visit of the own family."""

    ticket: str


@use_case(Permission.FAMILY)
def read_visit_number(tx: Tx, query: ReadVisitNumber) -> VisitNumber:
    """Whom the centre rings about this visit, as far as it may stand in a chat. Raises `UnknownAppointment`."""
    row, mine = reach(tx, query.ticket, lock=False), read_my_phone(tx, ReadMyPhone())
    if mine.silent:
        return VisitNumber(Whose.BY_AGREEMENT)
    assert isinstance(tx.actor, ActingAdult)
    if row.family_id is None:  # held before the consent, by whoever looks at it
        return VisitNumber(Whose.OWN, mine.masked)
    adult = rung(adults_of_family(tx, tx.session.get_one(Family, row.family_id)), row.adult_id)
    if adult is None:
        return VisitNumber(Whose.BY_AGREEMENT)
    return VisitNumber(Whose.OWN, mine.masked) if adult.id == tx.actor.adult_id else VisitNumber(Whose.OTHER)


@dataclass(frozen=True, slots=True)
class PhoneBook:
    """The adults of some families, and which families must not be rung."""

    families: Mapping[int, Family]
    adults: Mapping[int, tuple[Adult, ...]]
    silent: frozenset[int]

    @classmethod
    def of(cls, tx: Tx, families: Mapping[int, Family]) -> "PhoneBook":
        """Of these families, by id."""
        query = select(Adult).where(col(Adult.family_id).in_(tuple(families))).order_by(col(Adult.id))
        found = tx.session.exec(query).all()
        adults = {family: tuple(adult for adult in found if adult.family_id == family) for family in families}
        return cls(families, adults, silent_among(tx, families))

    def number(self, tx: Tx, family_id: int, adult_id: int | None, *, opens: bool) -> Number | None:
        """The number for something `adult_id` arranged, for an actor who has to ring (`opens`) or has not."""
        adult = rung(self.adults[family_id], adult_id)
        number = phone_of(tx, self.families[family_id], adult) if adult is not None else None
        if number is None:
            return None
        opens = opens and family_id not in self.silent
        return Number(masked_phone(number), spoken_phone(number) if opens else None)


def _contact(tx: Tx, book: PhoneBook, row: Appointment, writes: bool) -> Contact:
    family_id = row.family_id or 0
    number = book.number(tx, family_id, row.adult_id, opens=_opens(tx, row, writes))
    adults = choice_among(book.adults[family_id]) if row.adult_id is None else ()
    return Contact(family_id, book.families[family_id].ticket, writes, number, adults, family_id in book.silent)


def _opens(tx: Tx, row: Appointment, writes: bool) -> bool:
    """Whether this actor has to ring this family about this visit."""
    if not writes and row.status is Status.CANCELLED:
        return row.starts_at > tx.now  # nobody else tells the family that it need not come
    if not writes:
        return row.status in ACTIVE  # also about a time that is kept for it
    if row.status not in BOOKED:
        return False
    if row.mode is Mode.PHONE:
        return _rings(tx, row)
    outing = tx.session.get(Outing, row.id)
    return outing is not None and drives(tx, row, outing)


def _rings(tx: Tx, row: Appointment) -> bool:
    """Whether the actor has the conversation by phone, or must see to it because who has it signs in nowhere."""
    specialist = accounts_of(tx, row.specialist_id, None)
    return not specialist or (isinstance(tx.actor, StaffMember) and tx.actor.account_id in specialist)


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
