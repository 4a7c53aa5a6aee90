"""Whom a request for "my data" covers: the household, one of several adults, or a visitor known by an address only."""

from sqlmodel import col, select

from core.families.addresses import adults_of
from core.families.household import UnknownFamily, reach_family
from core.families.parts import Whose
from core.families.tables import ChannelAddress
from core.messaging.letters import Address
from core.use_case import Adult, Forbidden, Tx, Visitor


def whose_actor(tx: Tx, *, leaving: bool) -> Whose:
    """The traces of whoever acts. `leaving`: when another adult stays, the household stays with that adult.

    Raises `UnknownFamily` for somebody erased already, `Forbidden` for staff and the program: they act by
    `whose_family`.
    """
    match tx.actor:
        case Adult(adult_id=adult_id, family_id=family_id):
            household = adults_of(tx, family_id)
            if adult_id not in household:
                raise UnknownFamily(f"adult {adult_id} of family {family_id}")
            stays = leaving and len(household) > 1
            return Whose(None if stays else family_id, (adult_id,), _addresses(tx, (adult_id,)))
        case Visitor(channel=channel, external_id=external_id):
            return Whose(None, (), (Address(channel, external_id),))
        case _:
            raise Forbidden("staff act for a named family")


def whose_family(tx: Tx, family_id: int) -> Whose:
    """The traces of a whole household. Raises `Forbidden` or `UnknownFamily`."""
    reach_family(tx, family_id)
    adults = adults_of(tx, family_id)
    return Whose(family_id, adults, _addresses(tx, adults))


def _addresses(tx: Tx, adults: tuple[int, ...]) -> tuple[Address, ...]:
    rows = tx.session.exec(
        select(ChannelAddress.channel, ChannelAddress.external_id)
        .where(col(ChannelAddress.adult_id).in_(adults))
        .order_by(col(ChannelAddress.id))
    )
    return tuple(Address(channel, external_id) for channel, external_id in rows)
