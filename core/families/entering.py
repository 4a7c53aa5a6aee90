"""Families that come without a messenger: entered by staff, with the consent they signed on paper.

And finding a family by the number it names on the phone.
"""

from dataclasses import dataclass

from sqlmodel import select

from core.centres.opening import UnknownCentre
from core.centres.tables import Centre
from core.families.consenting import Agreement, PersonalDataComesFirst, record_agreement
from core.families.household import UnknownFamily, reach_family
from core.families.keys import new_key
from core.families.phone import write_phone
from core.families.tables import Adult, ConsentPurpose, Family
from core.messaging.events import publish
from core.permissions import Permission
from core.tickets import new_ticket
from core.use_case import Tx, use_case

PAPER = "paper"
"""The channel of a consent given by signature."""


@dataclass(frozen=True, slots=True)
class FamilyRef:
    """A family by its number."""

    id: int
    ticket: str


@dataclass(frozen=True, slots=True)
class EnterFamily:
    """A family of the centre that signed this text on paper. No name: its number is enough. `phone`: where it can be
    rung, in any spelling; empty when it would rather not tell."""

    centre_id: int
    agreement: Agreement
    phone: str = ""


@use_case(Permission.MANAGE_APPOINTMENTS)
def enter_family(tx: Tx, command: EnterFamily) -> FamilyRef:
    """Make the family with one adult whom no messenger reaches.

    Raises `PersonalDataComesFirst`, `UnknownCentre`, `NoPhone`.
    """
    tx.require_centre(command.centre_id)
    if command.agreement.purpose is not ConsentPurpose.PERSONAL_DATA:
        raise PersonalDataComesFirst
    centre = tx.session.get(Centre, command.centre_id)
    if centre is None:
        raise UnknownCentre(f"centre {command.centre_id}")
    family = Family(
        ticket=new_ticket(),
        data_key_id=new_key(tx),
        centre_id=command.centre_id,
        time_zone=centre.time_zone,
        created_at=tx.now,
    )
    tx.session.add(family)
    tx.session.flush()
    assert family.id is not None
    adult = Adult(family_id=family.id, joined_at=tx.now)
    tx.session.add(adult)
    tx.session.flush()
    assert adult.id is not None
    record_agreement(tx, adult.id, PAPER, command.agreement)
    if command.phone.strip():
        write_phone(tx, family, adult, command.phone)
    publish(tx, command.centre_id, "family.changed", f"family:{family.id}")
    return FamilyRef(family.id, family.ticket)


@dataclass(frozen=True, slots=True)
class FindFamily:
    """The number a family names."""

    ticket: str


@use_case(Permission.READ_FAMILY, Permission.MANAGE_APPOINTMENTS)
def find_family(tx: Tx, query: FindFamily) -> FamilyRef:
    """The family of the own centres behind a number. Raises `UnknownFamily` or `Forbidden`."""
    row = tx.session.exec(select(Family.id).where(Family.ticket == query.ticket.strip().upper())).first()
    if row is None:
        raise UnknownFamily(query.ticket)
    family = reach_family(tx, row)
    return FamilyRef(row, family.ticket)
