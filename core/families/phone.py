"""The number an adult can be rung at: one per adult, sealed, told by the family or by whoever enters the family.

It is for visits by phone and for families no messenger reaches. Nobody is rung about what another adult of the family
arranged (`rung`). The adult sees the last figures; where a conversation was hidden, whoever holds the phone sees
nothing and changes nothing: staff do, after they have spoken with the family (E7). To whom of the staff a number opens,
`core.booking.contacts` says. Audit knows that it was written or wiped, never what it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from core.duty.unsafe import silent_among
from core.families.household import own_family, reach_family
from core.families.keys import open_text, seal
from core.families.tables import Adult as AdultRecord
from core.families.tables import Family
from core.language.phones import masked_phone, read_phone
from core.messaging.events import publish
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.use_case import Adult, Forbidden, Refused, Tx, use_case


class NoPhone(Refused):
    """These words name no number that can be rung, or more than one."""


class WhichAdult(Refused):
    """The family has several adults, and none of them, or nobody of theirs, was named."""


class NumberByAgreement(Refused):
    """The conversation was hidden: whoever holds the phone may be somebody else, so staff keep the number (E7)."""


@dataclass(frozen=True, slots=True)
class PhoneKept:
    """Whether a number is known now. The number itself is never an answer to writing it."""

    known: bool


@dataclass(frozen=True, slots=True)
class KeepPhone:
    """The acting adult's number, in any spelling (`core.language.phones`)."""

    words: str


@use_case(Permission.FAMILY)
def keep_phone(tx: Tx, command: KeepPhone) -> PhoneKept:
    """Keep the own number; a later one replaces it. Raises `NoPhone`, `NumberByAgreement`."""
    return write_phone(tx, _in_the_open(tx), _acting(tx), command.words)


@dataclass(frozen=True, slots=True)
class ForgetPhone:
    """The acting adult takes the number back."""


@use_case(Permission.FAMILY)
def forget_phone(tx: Tx, command: ForgetPhone) -> PhoneKept:
    """Wipe the own number; nothing there is fine too. Raises `NumberByAgreement`."""
    return wipe_phone(tx, _in_the_open(tx), _acting(tx))


@dataclass(frozen=True, slots=True)
class ReadMyPhone:
    """The acting adult asks which number is kept."""


@dataclass(frozen=True, slots=True)
class KnownPhone:
    """`masked`: its last figures. None: there is none, or this phone must give nothing away (`silent`)."""

    masked: str | None
    silent: bool = False
    adults: tuple[int, ...] = ()
    """For staff: ids in the order of joining where the family has several, so that one has to be named."""


@use_case(Permission.FAMILY)
def read_my_phone(tx: Tx, query: ReadMyPhone) -> KnownPhone:
    """The own number as far as it may stand in a chat."""
    family, adult = own_family(tx), _acting(tx)
    if _is_silent(tx, family):
        return KnownPhone(None, silent=True)
    return KnownPhone(_masked(tx, family, adult))


@dataclass(frozen=True, slots=True)
class EnterPhone:
    """What a family has told the centre. Empty words wipe the number. `adult_id` None: the family's only adult."""

    family_id: int
    words: str
    adult_id: int | None = None


@use_case(Permission.MANAGE_APPOINTMENTS)
def enter_phone(tx: Tx, command: EnterPhone) -> PhoneKept:
    """Keep or wipe the number of one adult. Raises `NoPhone`, `WhichAdult`, `UnknownFamily`, `Forbidden`."""
    return enter_phone_of(tx, reach_family(tx, command.family_id), command.adult_id, command.words)


def enter_phone_of(tx: Tx, family: Family, adult_id: int | None, words: str) -> PhoneKept:
    """The same for whoever is rung. Raises `NoPhone`, `WhichAdult`."""
    adult = rung(adults_of_family(tx, family), adult_id)
    if adult is None:
        raise WhichAdult
    return write_phone(tx, family, adult, words) if words.strip() else wipe_phone(tx, family, adult)


@dataclass(frozen=True, slots=True)
class PhoneOf:
    """Whose number. `adult_id` None: the family's only adult's."""

    family_id: int
    adult_id: int | None = None


@use_case(Permission.READ_FAMILY, Permission.MANAGE_APPOINTMENTS)
def read_family_phone(tx: Tx, query: PhoneOf) -> KnownPhone:
    """The last figures of the number, for those who enter it."""
    family = reach_family(tx, query.family_id)
    adults = adults_of_family(tx, family)
    adult = rung(adults, query.adult_id)
    masked = _masked(tx, family, adult) if adult is not None else None
    return KnownPhone(masked, _is_silent(tx, family), choice_among(adults))


def rung(adults: Sequence[AdultRecord], adult_id: int | None) -> AdultRecord | None:
    """Who of a family's `adults` is rung about something `adult_id` arranged: that adult and nobody else, with a number
    or without.

    The other one may be whom the visit is about and must not hear of it. Where nobody is named (staff booked), the
    family's only adult is meant. Of several nobody is, however few of them have a number: the only number known says
    nothing about whose visit it is. Staff name the adult then.
    """
    if adult_id is None:
        return adults[0] if len(adults) == 1 else None
    return next((adult for adult in adults if adult.id == adult_id), None)


def choice_among(adults: Sequence[AdultRecord]) -> tuple[int, ...]:
    """The adults one has to choose from, by id; nothing where there is no choice."""
    return tuple(adult.id or 0 for adult in adults) if len(adults) > 1 else ()


def adults_of_family(tx: Tx, family: Family) -> Sequence[AdultRecord]:
    """The adults of a family in the order of joining."""
    query = select(AdultRecord).where(AdultRecord.family_id == family.id).order_by(col(AdultRecord.id))
    return tx.session.exec(query).all()


def write_phone(tx: Tx, family: Family, adult: AdultRecord, words: str) -> PhoneKept:
    """Keep a number of an adult of this family. Raises `NoPhone`."""
    number = read_phone(words)
    if number is None:
        raise NoPhone(f"{len(words)} characters")
    adult.phone_sealed = seal(tx, family.data_key_id, number, _place(adult))
    return _noted(tx, family, adult, "phone.write")


def wipe_phone(tx: Tx, family: Family, adult: AdultRecord) -> PhoneKept:
    """Keep none any more."""
    adult.phone_sealed = None
    return _noted(tx, family, adult, "phone.forget")


def phone_of(tx: Tx, family: Family, adult: AdultRecord) -> str | None:
    """The number as E.164; only for those `core.booking.contacts` names, for the family's own file, and for a mask."""
    if adult.phone_sealed is None:
        return None
    return open_text(tx, family.data_key_id, adult.phone_sealed, _place(adult))


def _place(adult: AdultRecord) -> str:
    """The context under which an adult's number is sealed."""
    return f"adult.phone {adult.id}"


def _acting(tx: Tx) -> AdultRecord:
    if not isinstance(tx.actor, Adult):
        raise Forbidden("only an adult of a family can do this")
    return tx.session.get_one(AdultRecord, tx.actor.adult_id)


def _masked(tx: Tx, family: Family, adult: AdultRecord) -> str | None:
    number = phone_of(tx, family, adult)
    return masked_phone(number) if number is not None else None


def _is_silent(tx: Tx, family: Family) -> bool:
    assert family.id is not None
    return bool(silent_among(tx, (family.id,)))


def _in_the_open(tx: Tx) -> Family:
    """The acting adult's family, while nobody in it has hidden the conversation."""
    family = own_family(tx)
    if _is_silent(tx, family):
        raise NumberByAgreement
    return family


def _noted(tx: Tx, family: Family, adult: AdultRecord, action: str) -> PhoneKept:
    tx.session.add(adult)
    tx.session.flush()
    assert adult.id is not None
    record(tx, Trace(action, "adult", adult.id, family.centre_id, ("phone",)))
    publish(tx, family.centre_id, "family.changed", f"family:{family.id}")
    return PhoneKept(adult.phone_sealed is not None)
