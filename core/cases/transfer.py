"""Handing a family over so that it is never between two chairs: offered, then accepted (A22).

Within the centre a colleague is asked, another centre is asked as a whole. Until somebody accepts, the sender owns the
conversation and answers. On acceptance owner, request and case move in one step; another centre gets the family's card
with it, and the sending centre loses the conversation, unless it was offered with the right to go on reading.
"""

from dataclasses import dataclass

from sqlmodel import col, delete, select

from core.cases.colleagues import colleague_at
from core.cases.conversations import (
    address_of,
    case_of,
    hold_anywhere,
    hold_own,
    open_request,
    row_id,
    staff,
)
from core.cases.desk_tables import ConversationTag, ReadingShare, Snooze, Transfer, TransferState
from core.cases.mute import CURATOR_CHANGED
from core.cases.opening import opened_centre
from core.cases.pending import pending_transfer, settle
from core.cases.refusals import NoSuchTransfer, NotAtWork, NotYours, TransferPending
from core.cases.sealing import envelope, transfer_reason
from core.cases.states import Happening, WaitsFor
from core.cases.tables import Conversation
from core.cases.take import Owned, hand_to
from core.cases.telling import tell
from core.cases.turns import owe_an_answer
from core.duty.alarms import open_alarm
from core.duty.unsafe import move_marks
from core.families.tables import Family
from core.messaging.events import publish
from core.messaging.letters import Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Outgoing, Send, Skip, Verdict, enqueue
from core.permissions import Permission
from core.use_case import Tx, use_case

LONGEST_REASON = 1_000
"""Characters the receiver is told."""


@dataclass(frozen=True, slots=True)
class OfferTransfer:
    """The owner asks a colleague (`account_id`) or another centre (`centre_id`) to go on with this family."""

    conversation_id: int
    account_id: int | None = None
    centre_id: int | None = None
    why: str = ""
    keeps_reading: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """The offer that waits for an answer."""

    transfer_id: int


@use_case(Permission.TRANSFER_CASE)
def offer_transfer(tx: Tx, command: OfferTransfer) -> Offered:
    """Ask. Raises `NotYours`, `TakenBy`, `NotAtWork`, `CentreNotOpened`, `TransferPending`, `Forbidden`."""
    conversation = hold_own(tx, command.conversation_id)
    if pending_transfer(tx, command.conversation_id) is not None:
        raise TransferPending
    assert conversation.curator_id is not None, "owned by a curator"
    row = Transfer(
        conversation_id=command.conversation_id,
        from_account_id=conversation.curator_id,
        from_centre_id=conversation.centre_id,
        to_centre_id=_receiving_centre(tx, conversation, command),
        to_account_id=command.account_id,
        keeps_reading=command.keeps_reading,
        offered_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    words = command.why.strip()[:LONGEST_REASON] or None
    row.why_sealed = envelope(tx, conversation).seal(words, transfer_reason(row_id(row)))
    _tell_both(tx, conversation, row, Happening.TRANSFER_OFFERED)
    return Offered(row_id(row))


def _receiving_centre(tx: Tx, conversation: Conversation, command: OfferTransfer) -> int:
    if command.account_id is None:
        if command.centre_id in (None, conversation.centre_id):
            raise NotAtWork
        return row_id(opened_centre(tx, command.centre_id or 0))
    if (
        command.account_id == conversation.curator_id
        or colleague_at(tx, command.account_id, conversation.centre_id) is None
    ):
        raise NotAtWork
    return conversation.centre_id


@dataclass(frozen=True, slots=True)
class AnswerTransfer:
    """The acting curator answers (or, for `withdraw_transfer`, takes back) an offer."""

    transfer_id: int


@use_case(Permission.TAKE_CASE)
def accept_transfer(tx: Tx, command: AnswerTransfer) -> Owned:
    """Become the owner; the family is told the new name. Raises `NoSuchTransfer`, `Forbidden`, `NotYours`."""
    transfer, conversation = _offered_to_me(tx, command)
    if conversation.curator_id != transfer.from_account_id:
        raise NotYours  # the sender gave it away meanwhile: the offer is void
    curator, abroad = staff(tx), transfer.to_centre_id != conversation.centre_id
    settle(tx, transfer, TransferState.ACCEPTED)
    request = open_request(tx, row_id(conversation))
    if request is None:
        raise NoSuchTransfer
    if abroad:
        _move_to_centre(tx, conversation, transfer)
        request.centre_id = transfer.to_centre_id
    hand_to(tx, conversation, request, curator.account_id)
    tx.session.exec(delete(Snooze).where(col(Snooze.conversation_id) == row_id(conversation)))
    if conversation.waits_for is WaitsFor.STAFF:
        owe_an_answer(tx, conversation)
    _tell_the_family(tx, conversation, transfer, curator.name)
    _tell_both(tx, conversation, transfer, Happening.TRANSFER_ACCEPTED)
    return Owned(row_id(conversation), curator.name)


def _move_to_centre(tx: Tx, conversation: Conversation, transfer: Transfer) -> None:
    """Conversation, case and the family's card belong to the other centre from now on."""
    if transfer.keeps_reading:
        tx.session.merge(
            ReadingShare(conversation_id=row_id(conversation), centre_id=transfer.from_centre_id, since=tx.now)
        )
    tx.session.exec(
        delete(ReadingShare).where(
            col(ReadingShare.conversation_id) == row_id(conversation),
            col(ReadingShare.centre_id) == transfer.to_centre_id,
        )
    )
    tx.session.exec(delete(ConversationTag).where(col(ConversationTag.conversation_id) == row_id(conversation)))
    conversation.centre_id = transfer.to_centre_id
    request = open_request(tx, row_id(conversation))
    if request is not None:
        case_of(tx, request).centre_id = transfer.to_centre_id
    family = tx.session.get(Family, conversation.family_id) if conversation.family_id else None
    if family is not None:
        family.centre_id = transfer.to_centre_id
    _move_danger(tx, conversation, transfer.to_centre_id)


def _move_danger(tx: Tx, conversation: Conversation, centre_id: int) -> None:
    """Whoever answers the family now sees its alarm and can clear its silence (E7)."""
    alarm = open_alarm(tx, row_id(conversation))
    if alarm is not None:
        alarm.centre_id = centre_id
    move_marks(tx, address_of(tx, row_id(conversation)), conversation.family_id, centre_id)


@use_case(Permission.TAKE_CASE)
def refuse_transfer(tx: Tx, command: AnswerTransfer) -> Offered:
    """Say no; nothing changes for the sender and the family. Raises `NoSuchTransfer`, `Forbidden`."""
    transfer, conversation = _offered_to_me(tx, command)
    settle(tx, transfer, TransferState.REFUSED)
    _tell_both(tx, conversation, transfer, Happening.TRANSFER_REFUSED)
    return Offered(command.transfer_id)


@use_case(Permission.TRANSFER_CASE)
def withdraw_transfer(tx: Tx, command: AnswerTransfer) -> Offered:
    """Take the own offer back. Raises `NoSuchTransfer`, `TakenBy`, `NotYours`, `Forbidden`."""
    transfer, conversation = _waiting(tx, command)
    tx.require_centre(conversation.centre_id)
    hold_own(tx, row_id(conversation))
    settle(tx, transfer, TransferState.WITHDRAWN)
    _tell_both(tx, conversation, transfer, Happening.TRANSFER_WITHDRAWN)
    return Offered(command.transfer_id)


def _offered_to_me(tx: Tx, command: AnswerTransfer) -> tuple[Transfer, Conversation]:
    transfer, conversation = _waiting(tx, command)
    tx.require_centre(transfer.to_centre_id)
    me = staff(tx).account_id
    if transfer.from_account_id == me or transfer.to_account_id not in (None, me):
        raise NoSuchTransfer
    return transfer, conversation


def _waiting(tx: Tx, command: AnswerTransfer) -> tuple[Transfer, Conversation]:
    """The offer and its conversation, both held: two who accept at once get one owner."""
    found = tx.session.get(Transfer, command.transfer_id)
    if found is None:
        raise NoSuchTransfer
    conversation = hold_anywhere(tx, found.conversation_id)
    tx.session.refresh(found)
    if found.state is not TransferState.OFFERED:
        raise NoSuchTransfer
    return found, conversation


def _tell_both(tx: Tx, conversation: Conversation, transfer: Transfer, happening: Happening) -> None:
    tell(tx, conversation, happening)
    for centre_id in sorted({transfer.from_centre_id, transfer.to_centre_id, conversation.centre_id}):
        publish(tx, centre_id, "transfer.changed", f"conversation:{conversation.id}")


def _tell_the_family(tx: Tx, conversation: Conversation, transfer: Transfer, name: str) -> None:
    letter = Letter(Text("curator-changed", {"name": name}))
    address, subject = address_of(tx, row_id(conversation)), f"conversation:{conversation.id}"
    enqueue(tx, Outgoing(CURATOR_CHANGED, Lane.CURATOR, address, letter, f"transfer:{transfer.id}", subject))


def _still_owned(tx: Tx, claimed: Claimed) -> Verdict:
    """A name that is no longer true is not told."""
    conversation_id = int(claimed.subject.removeprefix("conversation:"))
    owned = select(Conversation.curator_id).where(col(Conversation.id) == conversation_id)
    return Send() if tx.session.exec(owned).first() is not None else Skip("nobody owns the conversation")


CURATOR_CHANGES = Kind(guard=_still_owned)
