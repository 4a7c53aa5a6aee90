"""Consents: the door between a visitor and a family (F2, D11).

Each purpose is agreed to apart, with the version and the hash of the text that was shown. The first consent to keep
personal data makes the family; before it nothing about anybody is stored. A withdrawn consent stays as proof.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from core.duty.unsafe import give_mark_to_family
from core.families.addresses import find_address
from core.families.household import own_family, reach_family
from core.families.keys import new_key
from core.families.tables import Adult as AdultRecord
from core.families.tables import ChannelAddress, Consent, ConsentPurpose, Family
from core.messaging.events import publish
from core.messaging.letters import Address
from core.permissions import Permission
from core.tickets import new_ticket
from core.use_case import Adult, Forbidden, Refused, Tx, Visitor, use_case


class PersonalDataComesFirst(Refused):
    """Without the consent to keep personal data there is no family to agree to anything else."""


class EraseInstead(Refused):
    """Taking back the consent to keep personal data means erasing them: see `erasing.py`."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One text somebody agreed to. `text_hash` is the SHA-256 of exactly what was on the screen."""

    purpose: ConsentPurpose
    version: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """What was agreed to, with what the visitor had chosen on the way (kept by the open screen until now)."""

    agreements: tuple[Agreement, ...]
    centre_id: int | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The family this person belongs to from now on."""

    family_id: int
    adult_id: int
    ticket: str

    @property
    def actor(self) -> Adult:
        """The actor of everything that follows in the same update."""
        return Adult(self.adult_id, self.family_id)


@use_case(Permission.ANYBODY)
def give_consent(tx: Tx, command: GiveConsent) -> Joined:
    """Record agreements; the first consent to keep personal data makes the family and its first adult.

    Raises `PersonalDataComesFirst` when a visitor agrees to something else only.
    """
    family, adult_id, channel = _known(tx) or _new_family(tx, command)
    for agreement in command.agreements:
        record_agreement(tx, adult_id, channel, agreement)
    assert family.id is not None
    publish(tx, family.centre_id, "family.changed", f"family:{family.id}")
    return Joined(family.id, adult_id, family.ticket)


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """The purpose somebody takes the consent back for."""

    purpose: ConsentPurpose


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """`was_given` is false when there was nothing to withdraw."""

    was_given: bool


@use_case(Permission.FAMILY)
def withdraw_consent(tx: Tx, command: WithdrawConsent) -> Withdrawn:
    """End a consent of the acting adult from now on. Raises `EraseInstead` for personal data."""
    if command.purpose is ConsentPurpose.PERSONAL_DATA:
        raise EraseInstead
    family = own_family(tx)
    assert isinstance(tx.actor, Adult)
    consent = _in_force(tx, tx.actor.adult_id, command.purpose)
    if consent is None:
        return Withdrawn(False)
    consent.withdrawn_at = tx.now
    tx.session.add(consent)
    publish(tx, family.centre_id, "family.changed", f"family:{family.id}")
    return Withdrawn(True)


@dataclass(frozen=True, slots=True)
class ReadConsents:
    """Whose consents to list."""

    adult_id: int


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """One consent as it stands; `withdrawn_at` is None while in force."""

    purpose: ConsentPurpose
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Consents:
    """Every consent of one adult, oldest first."""

    entries: tuple[GivenConsent, ...]

    def in_force(self, purpose: ConsentPurpose) -> bool:
        """Whether the adult agrees to `purpose` now."""
        return any(entry.purpose is purpose and entry.withdrawn_at is None for entry in self.entries)


@use_case(Permission.FAMILY, Permission.READ_FAMILY)
def read_consents(tx: Tx, query: ReadConsents) -> Consents:
    """The adult's consents with their history. Raises `Forbidden` for somebody else's."""
    adult = tx.session.get(AdultRecord, query.adult_id)
    if adult is None:
        return Consents(())
    reach_family(tx, adult.family_id)
    rows = tx.session.exec(select(Consent).where(Consent.adult_id == query.adult_id).order_by(col(Consent.id)))
    return Consents(tuple(GivenConsent(row.purpose, row.version, row.given_at, row.withdrawn_at) for row in rows))


def agrees(tx: Tx, adult_id: int, purpose: ConsentPurpose) -> bool:
    """Whether a consent of this adult for `purpose` is in force; asked again at the moment of use (C13)."""
    return _in_force(tx, adult_id, purpose) is not None


def _known(tx: Tx) -> tuple[Family, int, str] | None:
    """Family, adult and channel of the actor, if the person has joined (also by an earlier tap of this update)."""
    match tx.actor:
        case Adult(adult_id=adult_id):
            row = tx.session.exec(select(ChannelAddress).where(ChannelAddress.adult_id == adult_id)).first()
            return own_family(tx), adult_id, row.channel if row else "panel"
        case Visitor(channel=channel, external_id=external_id):
            found = find_address(tx, Address(channel, external_id))
            adult = tx.session.get(AdultRecord, found.adult_id) if found else None
            family = tx.session.get(Family, adult.family_id) if adult else None
            return (family, found.adult_id, channel) if found and family else None
        case _:
            raise Forbidden("a consent is given by the person, nobody else")


def _new_family(tx: Tx, command: GiveConsent) -> tuple[Family, int, str]:
    assert isinstance(tx.actor, Visitor)
    if not any(agreement.purpose is ConsentPurpose.PERSONAL_DATA for agreement in command.agreements):
        raise PersonalDataComesFirst
    family = Family(
        ticket=new_ticket(),
        data_key_id=new_key(tx),
        centre_id=command.centre_id,
        time_zone=command.time_zone,
        created_at=tx.now,
    )
    tx.session.add(family)
    tx.session.flush()
    assert family.id is not None
    return family, add_adult(tx, family.id, Address(tx.actor.channel, tx.actor.external_id)), tx.actor.channel


def add_adult(tx: Tx, family_id: int, address: Address) -> int:
    """A new adult of the family who reads at `address`; returns the adult's id."""
    adult = AdultRecord(family_id=family_id, joined_at=tx.now)
    tx.session.add(adult)
    tx.session.flush()
    assert adult.id is not None
    tx.session.add(ChannelAddress(channel=address.channel, external_id=address.external_id, adult_id=adult.id))
    tx.session.flush()
    give_mark_to_family(tx, address, tx.session.get_one(Family, family_id))
    return adult.id


def record_agreement(tx: Tx, adult_id: int, channel: str, agreement: Agreement) -> None:
    """Put one agreement in force; the same text again changes nothing, a new text ends the earlier consent."""
    standing = _in_force(tx, adult_id, agreement.purpose)
    if standing is not None and standing.text_hash == agreement.text_hash:
        return
    if standing is not None:
        standing.withdrawn_at = tx.now
        tx.session.add(standing)
        tx.session.flush()
    tx.session.add(
        Consent(
            adult_id=adult_id,
            purpose=agreement.purpose,
            version=agreement.version,
            text_hash=agreement.text_hash,
            channel=channel,
            given_at=tx.now,
        )
    )
    tx.session.flush()


def _in_force(tx: Tx, adult_id: int, purpose: ConsentPurpose) -> Consent | None:
    return tx.session.exec(
        select(Consent).where(
            Consent.adult_id == adult_id, Consent.purpose == purpose, col(Consent.withdrawn_at).is_(None)
        )
    ).first()
