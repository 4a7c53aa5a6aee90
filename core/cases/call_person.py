"""«Позвать человека»: from any screen, with or without consent, and with a truthful answer.

Before consent only what the call needs is kept, on the call's own basis (design.md, identity and privacy): an address,
a number, the time. The answer says whether somebody is there now and, if not, when the centre opens next.
"""

from dataclasses import dataclass
from datetime import datetime

from core.cases.conversations import announce, look_at, name_of, open_request, require_own_address, row_id
from core.cases.hours import working_time
from core.cases.opening import begin, ensure_request, opened_centre
from core.cases.recognising import hold_own_at
from core.cases.sla import next_opening
from core.cases.snoozing import wake
from core.cases.states import ContactBasis, Happening, OwnerKind, RequestReason
from core.cases.tables import Conversation
from core.cases.telling import tell
from core.cases.turns import owe_an_answer
from core.centres.tables import Centre
from core.duty.alarms import Danger, raise_alarm
from core.duty.people import on_duty_now
from core.messaging.letters import Address
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class CallPerson:
    """A person at `address` asks for a human being of a centre; `danger` when somebody may be in danger."""

    address: Address
    centre_id: int
    danger: Danger | None = None


@dataclass(frozen=True, slots=True)
class PromiseNow:
    """A person at `address` looks again at what was promised."""

    address: Address


@dataclass(frozen=True, slots=True)
class Called:
    """What can be promised. `opens_at` is UTC: now when somebody is there, None when no hours are known."""

    conversation_id: int
    number: str
    already: bool
    """The same request was open before."""
    curator: str | None
    """Who owns the conversation already."""
    answering_now: bool
    opens_at: datetime | None
    time_zone: str
    on_duty: bool = False
    """Somebody of the duty roster is there at this moment: only then may a hand-over be promised."""


@use_case(Permission.ANYBODY)
def call_person(tx: Tx, command: CallPerson) -> Called:
    """Put the conversation into the centre's queue, once. Raises `CentreNotOpened`, `Forbidden`."""
    conversation = hold_own_at(tx, command.address) or _first_contact(tx, command)
    centre = _centre_for(tx, conversation, command.centre_id)
    reason = RequestReason.CALLED if command.danger is None else RequestReason.CRISIS
    request, opened = ensure_request(tx, conversation, command.address.channel, reason)
    if opened or command.danger is not None:
        tell(tx, conversation, Happening.CALLED if command.danger is None else Happening.CRISIS)
    if command.danger is not None:
        _put_on_top(tx, conversation)
        raise_alarm(tx, conversation.centre_id, row_id(conversation), command.danger)
    if opened or command.danger is not None:
        announce(tx, conversation, "conversation.opened")
    promise = _promise(tx, conversation, centre, request.number, already=not opened)
    if command.danger is None and promise.opens_at is not None and not promise.answering_now:
        conversation.away_said_at = tx.now  # the screen of the call says when somebody reads: not twice in a row (A16)
    return promise


@use_case(Permission.ANYBODY)
def promise_now(tx: Tx, query: PromiseNow) -> Called | None:
    """What can be promised at this moment, so that a screen shown again never repeats what has stopped being true.

    None when nothing is open (any more). Raises `Forbidden`.
    """
    require_own_address(tx, query.address)
    conversation = look_at(tx, query.address)
    request = open_request(tx, row_id(conversation)) if conversation else None
    if conversation is None or request is None:
        return None
    return _promise(tx, conversation, opened_centre(tx, conversation.centre_id), request.number, already=True)


def _first_contact(tx: Tx, command: CallPerson) -> Conversation:
    opened_centre(tx, command.centre_id)
    basis = ContactBasis.CALL if command.danger is None else ContactBasis.CRISIS
    return begin(tx, command.address, command.centre_id, basis)


def _centre_for(tx: Tx, conversation: Conversation, wanted: int) -> Centre:
    """While a request is open its centre answers; a new request goes where the person asks now."""
    if conversation.owner_kind is OwnerKind.BOT:
        conversation.centre_id = row_id(opened_centre(tx, wanted))
    return opened_centre(tx, conversation.centre_id)


def _put_on_top(tx: Tx, conversation: Conversation) -> None:
    if not conversation.crisis:
        conversation.crisis = True
        wake(tx, conversation)
        owe_an_answer(tx, conversation)


def _promise(tx: Tx, conversation: Conversation, centre: Centre, number: str, *, already: bool) -> Called:
    opens_at = next_opening(tx.now, working_time(tx, row_id(centre), tx.now))
    return Called(
        conversation_id=row_id(conversation),
        number=number,
        already=already,
        curator=name_of(tx, conversation.curator_id) or None,
        answering_now=opens_at == tx.now,
        opens_at=opens_at,
        time_zone=centre.time_zone,
        on_duty=bool(on_duty_now(tx, row_id(centre))),
    )
