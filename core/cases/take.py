"""Ownership: exactly one of bot, queue and curator answers, and it changes hands in one step.

Whoever takes a conversation mutes the bot for that person (`mute.py`). A letter of the bot that is already on its way
is waited for, two seconds at most, so that the family never reads the bot after the curator (A9, A10).
"""

import asyncio
import time
from dataclasses import dataclass, replace

from core.cases.colleagues import colleague_at
from core.cases.conversations import address_of, announce, case_of, hold, hold_own, name_of, row_id, staff
from core.cases.mute import bot_is_speaking
from core.cases.opening import ensure_request
from core.cases.pending import drop_offer
from core.cases.refusals import BotIsSpeaking, NotAtWork, TakenBy
from core.cases.states import CaseState, Happening, OwnerKind, RequestReason
from core.cases.tables import Conversation, Request
from core.cases.telling import tell
from core.duty.alarms import person_came
from core.permissions import Permission
from core.use_case import StaffMember, Store, Tx, use_case

PATIENCE_SECONDS = 2.0
_LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Take:
    """The acting curator wants this conversation. `patient` refuses while the bot is speaking to the person."""

    conversation_id: int
    patient: bool = False


@dataclass(frozen=True, slots=True)
class Owned:
    """Who owns the conversation now."""

    conversation_id: int
    curator: str | None


@use_case(Permission.TAKE_CASE)
def take(tx: Tx, command: Take) -> Owned:
    """Become the owner. Raises `TakenBy` with the colleague's name, `BotIsSpeaking`, `Forbidden`.

    Taking what is one's own already changes nothing; taking a closed conversation opens a request of the staff's own.
    """
    conversation = hold(tx, command.conversation_id)
    curator = staff(tx)
    if conversation.owner_kind is OwnerKind.CURATOR:
        owned = _already_owned(tx, conversation, curator)
        person_came(tx, command.conversation_id)
        return owned
    address = address_of(tx, command.conversation_id)
    if command.patient and bot_is_speaking(tx, address):
        raise BotIsSpeaking
    request, _ = ensure_request(tx, conversation, address.channel, RequestReason.STAFF)
    hand_to(tx, conversation, request, curator.account_id)
    tell(tx, conversation, Happening.TAKEN)
    person_came(tx, command.conversation_id)
    announce(tx, conversation, "conversation.changed")
    return Owned(command.conversation_id, curator.name)


async def take_over(store: Store, conversation_id: int, curator: StaffMember) -> Owned:
    """Take, after a letter of the bot that is on its way has arrived; after two seconds take anyway."""
    command = Take(conversation_id, patient=True)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return await store.write(take, command, curator)
        except BotIsSpeaking:
            command = replace(command, patient=time.monotonic() < deadline)
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def _already_owned(tx: Tx, conversation: Conversation, curator: StaffMember) -> Owned:
    if conversation.curator_id != curator.account_id:
        raise TakenBy(name_of(tx, conversation.curator_id))
    return Owned(row_id(conversation), curator.name)


def hand_to(tx: Tx, conversation: Conversation, request: Request, account_id: int) -> None:
    """Make somebody the owner, and the one person the family knows."""
    conversation.owner_kind, conversation.curator_id = OwnerKind.CURATOR, account_id
    request.curator_id, request.taken_at = account_id, tx.now
    case = case_of(tx, request)
    case.curator_id = account_id
    if case.state is CaseState.NEW:
        case.state = CaseState.TRIAGE


@dataclass(frozen=True, slots=True)
class Release:
    """The acting curator gives the conversation back to the queue."""

    conversation_id: int


@use_case(Permission.TAKE_CASE)
def release(tx: Tx, command: Release) -> Owned:
    """Return to the queue; the family keeps its place by the time it has waited. Raises `NotYours`, `TakenBy`."""
    conversation = hold_own(tx, command.conversation_id)
    drop_offer(tx, conversation)
    conversation.owner_kind, conversation.curator_id = OwnerKind.QUEUE, None
    tell(tx, conversation, Happening.RELEASED)
    announce(tx, conversation, "conversation.changed")
    return Owned(command.conversation_id, None)


@dataclass(frozen=True, slots=True)
class Assign:
    """Give the conversation to a colleague of the same centre."""

    conversation_id: int
    account_id: int
    only_free: bool = False
    """Somebody who was advised while it was free must not take it from whoever has come meanwhile."""


@use_case(Permission.TRANSFER_CASE)
def assign(tx: Tx, command: Assign) -> Owned:
    """Make a colleague the owner, whoever owned it before. Raises `NotAtWork`, `TakenBy`, `Forbidden`."""
    conversation = hold(tx, command.conversation_id)
    staff(tx)
    if command.only_free and conversation.owner_kind is OwnerKind.CURATOR:
        raise TakenBy(name_of(tx, conversation.curator_id))
    colleague = colleague_at(tx, command.account_id, conversation.centre_id)
    if colleague is None:
        raise NotAtWork
    address = address_of(tx, command.conversation_id)
    request, _ = ensure_request(tx, conversation, address.channel, RequestReason.STAFF)
    drop_offer(tx, conversation)
    hand_to(tx, conversation, request, colleague.account_id)
    tell(tx, conversation, Happening.ASSIGNED)
    announce(tx, conversation, "conversation.changed")
    return Owned(command.conversation_id, colleague.name)
