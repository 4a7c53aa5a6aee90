"""A second adult joins the household by a code (F14): the plan becomes common, messages stay each one's own.

The code lives for a day, works once and is stored as a keyed digest. Joining needs the joiner's own consents.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete, select

from core.families.addresses import find_address
from core.families.consenting import Agreement, Joined, PersonalDataComesFirst, add_adult, record_agreement
from core.families.household import own_family
from core.families.tables import ConsentPurpose, Family, FamilyInvitation
from core.messaging.events import publish
from core.messaging.letters import Address
from core.permissions import Permission
from core.tickets import new_ticket
from core.use_case import Refused, Tx, Visitor, use_case

LIFETIME = timedelta(days=1)


class CodeDoesNotWork(Refused):
    """The code is unknown, used or older than a day; which of them is not told."""


class AlreadyInAFamily(Refused):
    """This person has a family here already; it must be left first."""


@dataclass(frozen=True, slots=True)
class InviteAdult:
    """The acting adult asks for a code."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """The code to pass on, and until when it works."""

    code: str
    expires_at: datetime


@use_case(Permission.FAMILY)
def invite_adult(tx: Tx, command: InviteAdult) -> Invitation:
    """A fresh code; an earlier one of this family stops working."""
    family = own_family(tx)
    assert family.id is not None
    tx.session.exec(delete(FamilyInvitation).where(col(FamilyInvitation.family_id) == family.id))
    invitation = Invitation(new_ticket(), tx.now + LIFETIME)
    digest = tx.vault.digest("family invitation", invitation.code)
    tx.session.add(FamilyInvitation(family_id=family.id, code_digest=digest, expires_at=invitation.expires_at))
    return invitation


@dataclass(frozen=True, slots=True)
class JoinFamily:
    """A visitor with a code and the own consents."""

    code: str
    agreements: tuple[Agreement, ...]


@use_case(Permission.ANYBODY)
def join_family(tx: Tx, command: JoinFamily) -> Joined:
    """Become an adult of the inviting family.

    Raises `CodeDoesNotWork`, `AlreadyInAFamily` or `PersonalDataComesFirst`.
    """
    if not isinstance(tx.actor, Visitor) or find_address(tx, _address(tx.actor)) is not None:
        raise AlreadyInAFamily
    if not any(agreement.purpose is ConsentPurpose.PERSONAL_DATA for agreement in command.agreements):
        raise PersonalDataComesFirst
    family = _redeem(tx, command.code)
    assert family.id is not None
    adult_id = add_adult(tx, family.id, _address(tx.actor))
    for agreement in command.agreements:
        record_agreement(tx, adult_id, tx.actor.channel, agreement)
    publish(tx, family.centre_id, "family.changed", f"family:{family.id}")
    return Joined(family.id, adult_id, family.ticket)


def _redeem(tx: Tx, code: str) -> Family:
    digest = tx.vault.digest("family invitation", code.strip().upper())
    invitation = tx.session.exec(select(FamilyInvitation).where(FamilyInvitation.code_digest == digest)).first()
    if invitation is None or invitation.expires_at <= tx.now:
        raise CodeDoesNotWork
    tx.session.delete(invitation)
    return tx.session.get_one(Family, invitation.family_id)


def _address(visitor: Visitor) -> Address:
    return Address(visitor.channel, visitor.external_id)
