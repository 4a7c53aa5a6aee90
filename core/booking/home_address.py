"""The address of a visit out of the house: sealed, and opened only for whoever drives there (B15).

Anybody who may book can write it down, also from a telephone call; reading it back is another matter. Its readers are
the specialist of the visit and the people of its crew, each by their own sign-in. A head, a curator or a registrar who
does not drive there sees that there is an address and no more; so does everything that is printed, listed or exported.
The family finds it in «мои данные». Audit knows that it was written or read, never what it says.
"""

from dataclasses import dataclass

from sqlmodel import col, or_, select

from core.booking.appointments import reach
from core.booking.outing_tables import Outing
from core.booking.refusals import NotNow
from core.booking.states import ACTIVE, Status
from core.booking.tables import Appointment, Resource
from core.families import keys
from core.families.tables import Family
from core.messaging.events import publish
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.staff.tables import Account
from core.use_case import Forbidden, Refused, StaffMember, Tx, use_case

LONGEST = 300


class NoAddress(Refused):
    """These words are no address: empty, or longer than `LONGEST`."""


@dataclass(frozen=True, slots=True)
class WriteAddress:
    """Where to come, in the family's own words."""

    ticket: str
    words: str


@dataclass(frozen=True, slots=True)
class AddressKept:
    """Whether an address is known now."""

    known: bool


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def write_address(tx: Tx, command: WriteAddress) -> AddressKept:
    """Keep the address of a booked home or village visit; a later one replaces it.

    Raises `NoAddress`, `NotNow` for a visit nobody drives to, `UnknownAppointment` for somebody else's.
    """
    words = " ".join(command.words.split())
    if not 0 < len(words) <= LONGEST:
        raise NoAddress(f"{len(words)} characters")
    row, outing = _booked(tx, command.ticket)
    outing.address_sealed = keys.seal(tx, _key(tx, row), words, place_of(outing.appointment_id))
    return _noted(tx, row, outing, "address.write")


@dataclass(frozen=True, slots=True)
class ForgetAddress:
    """A visit whose address nobody shall know here any more."""

    ticket: str


@use_case(Permission.FAMILY, Permission.MANAGE_APPOINTMENTS)
def forget_address(tx: Tx, command: ForgetAddress) -> AddressKept:
    """Drop the address: the family tells it by telephone. Raises what `write_address` raises but `NoAddress`."""
    row, outing = _booked(tx, command.ticket)
    outing.address_sealed = None
    return _noted(tx, row, outing, "address.forget")


@dataclass(frozen=True, slots=True)
class ReadAddress:
    """The ticket of a visit."""

    ticket: str


@dataclass(frozen=True, slots=True)
class HomeAddress:
    """What the actor may know. `words` None: hidden from this actor, or nobody has left one (`known` False)."""

    known: bool
    words: str | None


@use_case(Permission.READ_APPOINTMENTS)
def read_address(tx: Tx, query: ReadAddress) -> HomeAddress:
    """The address for those who drive there, before and during the visit. Raises `UnknownAppointment`."""
    row = reach(tx, query.ticket, lock=False)
    outing = tx.session.get(Outing, row.id)
    if outing is None or outing.address_sealed is None or row.status not in ACTIVE:
        return HomeAddress(False, None)
    return HomeAddress(True, open_address(tx, row, outing) if drives(tx, row, outing) else None)


def drives(tx: Tx, row: Appointment, outing: Outing) -> bool:
    """Whether the actor is the specialist of the visit or one of its crew, at work today."""
    if not isinstance(tx.actor, StaffMember):
        return False
    return tx.actor.account_id in accounts_of(tx, row.specialist_id, outing.crew_id)


def accounts_of(tx: Tx, specialist_id: int, crew_id: int | None) -> frozenset[int]:
    """The sign-ins that work of whoever has a visit, and drives to it with the crew."""
    who = [col(Resource.id) == specialist_id]
    if crew_id is not None:
        who.append(col(Resource.crew_id) == crew_id)
    query = select(Account.id).join(Resource, col(Resource.account_id) == col(Account.id))
    found = tx.session.exec(query.where(col(Resource.works), col(Account.disabled_at).is_(None), or_(*who)))
    return frozenset(account for account in found if account is not None)


def open_address(tx: Tx, row: Appointment, outing: Outing) -> str | None:
    """The words; only for those `drives` names, and for the family itself."""
    if outing.address_sealed is None:
        return None
    return keys.open_text(tx, _key(tx, row), outing.address_sealed, place_of(outing.appointment_id))


def place_of(appointment_id: int) -> str:
    """The context under which an address is sealed."""
    return f"outing.address {appointment_id}"


def _booked(tx: Tx, ticket: str) -> tuple[Appointment, Outing]:
    row = reach(tx, ticket)
    outing = tx.session.get(Outing, row.id)
    if outing is None or row.status is not Status.CONFIRMED:
        raise NotNow(row.status.value)
    return row, outing


def _key(tx: Tx, row: Appointment) -> int:
    if row.family_id is None:
        raise Forbidden("an address belongs to a family")
    return tx.session.get_one(Family, row.family_id).data_key_id


def _noted(tx: Tx, row: Appointment, outing: Outing, action: str) -> AddressKept:
    tx.session.add(outing)
    tx.session.flush()
    record(tx, Trace(action, "appointment", outing.appointment_id, row.centre_id, ("address",)))
    publish(tx, row.centre_id, "appointment.changed", f"appointment:{row.id}")
    return AddressKept(outing.address_sealed is not None)
