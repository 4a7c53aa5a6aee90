"""«Скрыть переписку»: for somebody whose phone is looked at (E7).

The messages disappear from the chat, the centre keeps what it needs to help, and the program falls silent towards the
whole family until a curator clears it. Telegram deletes only what is younger than 48 hours; the rest is told honestly.
"""

from dataclasses import dataclass
from datetime import datetime

from core.cases.conversations import address_of, announce, look, look_at, require_own_address
from core.cases.recognising import hold_own_at
from core.cases.refusals import NoAddress
from core.centres.tables import Centre
from core.duty.unsafe import mark, open_mark
from core.families.tables import Family
from core.messaging import traces
from core.messaging.delivery import on_its_way
from core.messaging.letters import Address
from core.permissions import Permission
from core.use_case import Adult, Tx, use_case

MOSCOW = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class HideConversation:
    """The person at `address` wants the chat to look empty. `centre_id`: the chosen centre, whose people see the
    mark.
    """

    address: Address
    centre_id: int | None


@dataclass(frozen=True, slots=True)
class Hidden:
    """The mark stands; the messages are deleted by the edge."""


@use_case(Permission.ANYBODY)
def hide_conversation(tx: Tx, command: HideConversation) -> Hidden:
    """Fall silent. Raises `Forbidden` for anybody else's address."""
    require_own_address(tx, command.address)
    conversation = hold_own_at(tx, command.address)
    family_id = tx.actor.family_id if isinstance(tx.actor, Adult) else None
    centre_id = conversation.centre_id if conversation is not None else command.centre_id
    mark(tx, command.address, family_id, centre_id)
    if conversation is not None:
        announce(tx, conversation, "conversation.changed")
    return Hidden()


@dataclass(frozen=True, slots=True)
class StandingMessages:
    """The chat of the person at `address`."""

    address: Address


@dataclass(frozen=True, slots=True)
class Message:
    """A message that may still be deleted; `at` is UTC."""

    message_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Chat:
    """Oldest first. `arriving`: a letter is on its way at this moment and will stand here too."""

    messages: tuple[Message, ...]
    arriving: bool
    time_zone: str
    """By whose clock times are told: the family's, its centre's, or Moscow's."""


@use_case(Permission.ANYBODY)
def standing_messages(tx: Tx, query: StandingMessages) -> Chat:
    """What stands in the own chat. Raises `Forbidden`."""
    require_own_address(tx, query.address)
    found = tuple(Message(each.message_id, each.at) for each in traces.standing(tx, query.address))
    return Chat(found, bool(on_its_way(tx, query.address)), _time_zone(tx, query.address))


def _time_zone(tx: Tx, address: Address) -> str:
    if isinstance(tx.actor, Adult):
        return tx.session.get_one(Family, tx.actor.family_id).time_zone
    conversation = look_at(tx, address)
    return MOSCOW if conversation is None else tx.session.get_one(Centre, conversation.centre_id).time_zone


@dataclass(frozen=True, slots=True)
class SafetyOf:
    """A conversation a member of staff looks at."""

    conversation_id: int


@dataclass(frozen=True, slots=True)
class Safety:
    """The mark that silences this family; None: it may be written to."""

    mark_id: int | None


@use_case(Permission.READ_CONVERSATION)
def safety_of(tx: Tx, query: SafetyOf) -> Safety:
    """Whether the family may be written to. Raises `NoSuchConversation`, `Forbidden`."""
    conversation = look(tx, query.conversation_id)
    assert conversation.id is not None
    try:
        address = address_of(tx, conversation.id)
    except NoAddress:
        return Safety(None)
    return Safety(open_mark(tx, address))
