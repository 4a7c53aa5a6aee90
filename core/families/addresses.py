"""Who is writing, and where an adult can be reached.

The bot asks `who_is` once per update: the answer is the actor of everything that update does. Before a consent it is
a `Visitor` and nothing is stored.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from core.families.tables import Adult as AdultRecord
from core.families.tables import ChannelAddress
from core.messaging.letters import Address
from core.permissions import Permission
from core.use_case import Adult, Tx, Visitor, use_case

_WHO = sa.select(col(AdultRecord.id), col(AdultRecord.family_id)).where(
    col(ChannelAddress.adult_id) == col(AdultRecord.id),
    col(ChannelAddress.channel) == sa.bindparam("on_channel"),
    col(ChannelAddress.external_id) == sa.bindparam("by_account"),
)
"""Asked once per update, hence a constant run on the bare connection."""


@dataclass(frozen=True, slots=True)
class WhoIs:
    """Somebody's account in a channel."""

    address: Address


@use_case(Permission.SYSTEM)
def who_is(tx: Tx, query: WhoIs) -> Visitor | Adult:
    """The actor behind an account: an adult of a family, or a visitor who has given no consent."""
    address = query.address
    row = tx.unit.connection.execute(_WHO, {"on_channel": address.channel, "by_account": address.external_id}).first()
    return Visitor(address.channel, address.external_id) if row is None else Adult(row.id, row.family_id)


@dataclass(frozen=True, slots=True)
class Reachability:
    """What the channel just told us: the person blocked the bot, or came back."""

    address: Address
    blocked: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """`known` is false for an account of nobody we know."""

    known: bool


@use_case(Permission.SYSTEM)
def note_reachability(tx: Tx, command: Reachability) -> Noted:
    """Remember that an address is blocked (nothing proactive goes there) or works again (C5)."""
    record = find_address(tx, command.address)
    if record is None:
        return Noted(False)
    record.blocked_at = (record.blocked_at or tx.now) if command.blocked else None
    tx.session.add(record)
    return Noted(True)


def find_address(tx: Tx, address: Address) -> ChannelAddress | None:
    """The stored row of an account, if a consent made one."""
    return tx.session.exec(
        select(ChannelAddress).where(
            ChannelAddress.channel == address.channel, ChannelAddress.external_id == address.external_id
        )
    ).first()


def addresses_of_adult(tx: Tx, adult_id: int) -> tuple[Address, ...]:
    """Where this adult can be written to now, oldest address first. Blocked ones are left out."""
    return _reachable(tx, (adult_id,))


def addresses_of_family(tx: Tx, family_id: int) -> tuple[Address, ...]:
    """Where any adult of the family can be written to now."""
    return _reachable(tx, adults_of(tx, family_id))


def adults_of(tx: Tx, family_id: int) -> tuple[int, ...]:
    """Ids of the family's adults, the first to join first."""
    ids = tx.session.exec(
        select(AdultRecord.id).where(AdultRecord.family_id == family_id).order_by(col(AdultRecord.id))
    )
    return tuple(adult_id for adult_id in ids if adult_id is not None)


def _reachable(tx: Tx, adults: tuple[int, ...]) -> tuple[Address, ...]:
    rows = tx.session.exec(
        select(ChannelAddress.channel, ChannelAddress.external_id)
        .where(col(ChannelAddress.adult_id).in_(adults), col(ChannelAddress.blocked_at).is_(None))
        .order_by(col(ChannelAddress.id))
    )
    return tuple(Address(channel, external_id) for channel, external_id in rows)
