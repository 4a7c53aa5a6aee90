"""How good the help was, asked once it is solved. Never asked after an urgent request (reference E.3, step 4)."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.cases.conversations import row_id
from core.cases.recognising import hold_own_at
from core.cases.states import RequestReason
from core.cases.tables import Request
from core.feedback.tables import Rating
from core.messaging.letters import Address
from core.permissions import Permission
from core.use_case import Refused, Tx, use_case

RATE_ACTION = "rate"
"""Action under the thanks, followed by ":", the number of the request, ":" and the stars."""
STARS = range(1, 6)


class NothingToRate(Refused):
    """No solved request of this person has that number, or it was an urgent one."""


@dataclass(frozen=True, slots=True)
class RateHelp:
    """Stars of the person at `address` for the request `number`; rating again changes the rating."""

    address: Address
    number: str
    stars: int


@dataclass(frozen=True, slots=True)
class Rated:
    """The stars that count now."""

    stars: int


@use_case(Permission.ANYBODY)
def rate(tx: Tx, command: RateHelp) -> Rated:
    """Keep the stars. Raises `NothingToRate`, `Forbidden`."""
    conversation = hold_own_at(tx, command.address)
    if conversation is None or command.stars not in STARS:
        raise NothingToRate
    query = select(Request).where(
        col(Request.conversation_id) == row_id(conversation),
        col(Request.number) == command.number,
        col(Request.closed_at).is_not(None),
        col(Request.reason) != RequestReason.CRISIS,
    )
    request = tx.session.exec(query).first()
    if request is None:
        raise NothingToRate
    tx.session.merge(Rating(request_id=row_id(request), stars=command.stars, at=tx.now))
    return Rated(command.stars)
