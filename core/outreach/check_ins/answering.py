"""The answer to «Как у вас дела?»: a cry for help reaches a person at once; any other answer is only remembered.

Help means the same as «Позвать человека»: a request with its clock. Besides, the conversation says why, and the curator
has a look-in for today on the case (`core.accompaniment.check_ins`), so that it is late when nobody does it.
"""

from dataclasses import dataclass

from sqlmodel import col, select

from core.accompaniment.check_ins import new_check_in
from core.accompaniment.holding import Held, changed
from core.cases.call_person import Called, CallPerson, call_person
from core.cases.conversations import announce, open_request
from core.cases.opening import open_case_of
from core.cases.refusals import CentreNotOpened
from core.cases.states import Happening
from core.cases.tables import Conversation
from core.cases.telling import tell
from core.cases.turns import centres_turn
from core.families.household import own_family, today_of
from core.families.tables import Family
from core.messaging.letters import Address
from core.outreach.check_ins.tables import HowItGoes, LightCheckIn
from core.permissions import Permission
from core.use_case import Adult, Refused, Tx, use_case


class NoSuchQuestion(Refused):
    """There is no such question to this adult."""


@dataclass(frozen=True, slots=True)
class AnswerCheckIn:
    """A tap under the question, at the address it was asked at."""

    number: int
    answer: HowItGoes
    address: Address


@dataclass(frozen=True, slots=True)
class CheckInAnswered:
    """`called`: a person of the centre knows now. False for a family whose centre has nobody to call yet."""

    answer: HowItGoes
    called: bool


@use_case(Permission.FAMILY)
def answer_check_in(tx: Tx, command: AnswerCheckIn) -> CheckInAnswered:
    """Remember the answer; the last tap counts. Raises `NoSuchQuestion` also for somebody else's."""
    query = select(LightCheckIn).where(col(LightCheckIn.id) == command.number).with_for_update()
    row = tx.session.exec(query).first()
    if row is None or not isinstance(tx.actor, Adult) or row.adult_id != tx.actor.adult_id:
        raise NoSuchQuestion(f"question {command.number}")
    repeated = row.answer is command.answer
    row.answer, row.answered_at = command.answer, tx.now
    tx.session.add(row)
    if command.answer is not HowItGoes.NEEDS_HELP:
        return CheckInAnswered(command.answer, False)
    return CheckInAnswered(command.answer, _call(tx, own_family(tx), command.address, repeated=repeated))


def _call(tx: Tx, family: Family, address: Address, *, repeated: bool) -> bool:
    """Whether somebody knows; the same tap twice calls once."""
    if family.centre_id is None:
        return False
    try:
        called = call_person(tx, CallPerson(address, family.centre_id))
    except CentreNotOpened:
        return False
    if not repeated:
        _leave_a_mark(tx, family, called)
    return True


def _leave_a_mark(tx: Tx, family: Family, called: Called) -> None:
    conversation = tx.session.get_one(Conversation, called.conversation_id)
    request, case = open_request(tx, called.conversation_id), open_case_of(tx, family.id)
    tell(tx, conversation, Happening.NEEDS_HELP)
    if request is not None:
        centres_turn(tx, conversation, request)
    if case is not None:
        held = Held(case, family)
        new_check_in(tx, held, today_of(tx, family)).done_at = None
        changed(tx, held, "check_in")
    announce(tx, conversation, "conversation.changed")
