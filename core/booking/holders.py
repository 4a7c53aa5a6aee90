"""Who keeps a time for ten minutes: recognised again by a keyed digest, so that a visitor's account is not stored.

A visitor chooses a time before consenting and confirms it as an adult of a family a moment later; both are the same
account of the messenger, hence the same digest. Staff hold under their own account.
"""

from sqlmodel import col, select

from core.families.tables import ChannelAddress
from core.messaging.letters import Address
from core.use_case import Adult, StaffMember, System, Tx, Visitor


def holder_of(tx: Tx) -> str:
    """The digest under which the actor's holds stand."""
    match tx.actor:
        case Visitor(channel=channel, external_id=external_id):
            return holder_of_address(tx, Address(channel, external_id))
        case Adult(adult_id=adult_id):
            return next(iter(holders_of_adult(tx, adult_id)), tx.vault.digest("holder", f"adult:{adult_id}"))
        case StaffMember(account_id=account_id):
            return tx.vault.digest("holder", f"account:{account_id}")
        case System(name=name):
            return tx.vault.digest("holder", f"system:{name}")


def holders_of_adult(tx: Tx, adult_id: int) -> tuple[str, ...]:
    """The digests of every account of an adult, the oldest first."""
    rows = tx.session.exec(
        select(ChannelAddress.channel, ChannelAddress.external_id)
        .where(ChannelAddress.adult_id == adult_id)
        .order_by(col(ChannelAddress.id))
    )
    return tuple(holder_of_address(tx, Address(channel, external_id)) for channel, external_id in rows)


def holder_of_family(tx: Tx, family_id: int) -> str:
    """The digest under which a family waits whom nobody named an adult for."""
    return tx.vault.digest("holder", f"waiting:{family_id}")


def holder_of_address(tx: Tx, address: Address) -> str:
    """The digest of one account."""
    return tx.vault.digest("holder", f"{address.channel}:{address.external_id}")
