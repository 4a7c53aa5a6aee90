"""A case ends with the family's word and in no other way (F13).

The curator asks, the family answers with a button. «Решено» closes the request, and the case when no other adult of the
family still waits. «Не решено» puts the conversation back to the same curator, also when the case had been closed
before. There is no use case that closes silently, and the schema refuses a closed case without the family's word.
"""

from dataclasses import dataclass, replace

from sqlmodel import col, select

from core.cases.colleagues import colleague_at
from core.cases.conversations import address_of, announce, case_of, hold_own, open_request, row_id
from core.cases.mute import CLOSING_QUESTION
from core.cases.opening import ensure_request, open_case_of
from core.cases.pending import drop_offer
from core.cases.recognising import hold_own_at
from core.cases.refusals import NoSuchConversation, NotAsked, NotYours
from core.cases.states import CaseState, FamilyWord, Happening, OwnerKind, RequestReason
from core.cases.tables import Case, Conversation, Request
from core.cases.telling import tell
from core.cases.turns import centres_turn, familys_turn, nobodys_turn
from core.duty.alarms import end_alarm
from core.duty.states import Ending
from core.messaging.letters import Address, Button, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Outgoing, Send, Skip, Verdict, enqueue
from core.permissions import Permission
from core.use_case import Tx, use_case

SOLVED_ACTION = "solved"
NOT_SOLVED_ACTION = "not_solved"
"""Actions under the question, followed by ":" and the number of the request."""


@dataclass(frozen=True, slots=True)
class AskToClose:
    """The acting curator asks the family whether the problem is solved."""

    conversation_id: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where request and case stand now."""

    conversation_id: int
    number: str
    case_state: CaseState
    owner: OwnerKind
    may_rate: bool = False
    """It was solved just now, and nobody was in danger: ask how good the help was."""


@use_case(Permission.CLOSE_CASE)
def ask_to_close(tx: Tx, command: AskToClose) -> Standing:
    """Queue the question; it is the family's turn. Asking again asks again. Raises `NotYours`, `TakenBy`."""
    conversation = hold_own(tx, command.conversation_id)
    request = open_request(tx, command.conversation_id)
    if request is None:
        raise NotYours
    case = case_of(tx, request)
    case.close_asked_at = tx.now
    row = tell(tx, conversation, Happening.CLOSE_ASKED)
    enqueue(tx, _question(address_of(tx, command.conversation_id), request, row_id(row)))
    familys_turn(tx, conversation, request)
    announce(tx, conversation, "message.added")
    return _standing(conversation, request, case)


def _question(address: Address, request: Request, asking_id: int) -> Outgoing:
    solved = Button(Text("closing-solved"), action=f"{SOLVED_ACTION}:{request.number}")
    not_solved = Button(Text("closing-not-solved"), action=f"{NOT_SOLVED_ACTION}:{request.number}")
    letter = Letter(Text("closing-question", {"number": request.number}), ((solved,), (not_solved,)))
    return Outgoing(
        CLOSING_QUESTION, Lane.CURATOR, address, letter, f"closing:{asking_id}", f"request:{request.number}"
    )


def _still_asked(tx: Tx, claimed: Claimed) -> Verdict:
    """The question is pointless once it has been answered."""
    number = claimed.subject.removeprefix("request:")
    query = select(Request).where(col(Request.number) == number, col(Request.closed_at).is_(None))
    request = tx.session.exec(query).first()
    asked = request is not None and case_of(tx, request).close_asked_at is not None
    return Send() if asked else Skip("settled")


CLOSING_QUESTIONS = Kind(guard=_still_asked)


@dataclass(frozen=True, slots=True)
class AnswerClosing:
    """The family's word about the request `number`."""

    address: Address
    number: str
    word: FamilyWord


@use_case(Permission.ANYBODY)
def answer_closing(tx: Tx, command: AnswerClosing) -> Standing:
    """Close or go on, as the family says. An old button still counts: «не решено» reopens a closed case.

    Raises `NoSuchConversation` for a number of somebody else, `NotAsked` when the family was not asked, `Forbidden`.
    """
    conversation = hold_own_at(tx, command.address)
    if conversation is None:
        raise NoSuchConversation
    request = _request_of(tx, conversation, command.number)
    case = case_of(tx, request)
    calm = not conversation.crisis and request.reason is not RequestReason.CRISIS
    if command.word is FamilyWord.NOT_SOLVED:
        request, case = _go_on(tx, conversation, request, case, command.address.channel)
    else:
        _close(tx, conversation, request, case, command.word)
    tx.session.flush()
    announce(tx, conversation, "conversation.changed")
    return replace(_standing(conversation, request, case), may_rate=calm and command.word is FamilyWord.SOLVED)


def _request_of(tx: Tx, conversation: Conversation, number: str) -> Request:
    query = select(Request).where(col(Request.number) == number, col(Request.conversation_id) == row_id(conversation))
    request = tx.session.exec(query).first()
    if request is None:
        raise NoSuchConversation
    return request


def _close(tx: Tx, conversation: Conversation, request: Request, case: Case, word: FamilyWord) -> None:
    if request.closed_at is not None:
        return
    if case.close_asked_at is None:
        raise NotAsked(case.family_word_at)
    case.family_word, case.family_word_at, case.close_asked_at = word, tx.now, None
    drop_offer(tx, conversation)
    nobodys_turn(tx, conversation, request)
    end_alarm(tx, row_id(conversation), Ending.SOLVED)
    tell(tx, conversation, Happening.SOLVED if word is FamilyWord.SOLVED else Happening.DECLINED)
    if _somebody_waits(tx, case):
        case.state = CaseState.RESOLVED
    else:
        case.state, case.closed_at = CaseState.CLOSED, tx.now


def _somebody_waits(tx: Tx, case: Case) -> bool:
    """Another adult of the family has an open request in the same case."""
    query = select(Request.id).where(col(Request.case_id) == row_id(case), col(Request.closed_at).is_(None))
    return tx.session.exec(query).first() is not None


def _go_on(tx: Tx, conversation: Conversation, request: Request, case: Case, channel: str) -> tuple[Request, Case]:
    if request.closed_at is not None:
        request = open_request(tx, row_id(conversation)) or _reopen(tx, conversation, case, channel)
        case = case_of(tx, request)
    case.family_word, case.family_word_at, case.close_asked_at = FamilyWord.NOT_SOLVED, tx.now, None
    case.state = CaseState.IN_PROGRESS
    centres_turn(tx, conversation, request)
    tell(tx, conversation, Happening.NOT_SOLVED)
    return request, case


def _reopen(tx: Tx, conversation: Conversation, closed: Case, channel: str) -> Request:
    """A new request, in the case the family has open by now or in the old one, with the curator the family knows.

    The queue gets it when that curator does not work here any longer.
    """
    case = open_case_of(tx, closed.family_id) or closed
    case.closed_at, case.state = None, CaseState.IN_PROGRESS
    tx.session.flush()
    request, _ = ensure_request(tx, conversation, channel, RequestReason.NOT_SOLVED, case)
    curator = colleague_at(tx, case.curator_id, conversation.centre_id)
    if curator is not None:
        conversation.owner_kind, conversation.curator_id = OwnerKind.CURATOR, curator.account_id
        request.curator_id, request.taken_at = curator.account_id, tx.now
    return request


def _standing(conversation: Conversation, request: Request, case: Case) -> Standing:
    return Standing(row_id(conversation), request.number, case.state, conversation.owner_kind)
