"""What staff do about a conversation in danger: come, and say that the danger is over.

Coming takes the conversation also from a colleague when one's right is to answer crises: a family in danger must not
wait for somebody who has gone home.
"""

from dataclasses import dataclass

from core.cases.conversations import announce, hold, row_id, staff
from core.cases.states import OwnerKind, WaitsFor
from core.cases.tables import Conversation
from core.cases.take import Assign, Owned, Take, assign, take
from core.cases.tracing import trace
from core.cases.turns import owe_an_answer
from core.duty.alarms import end_alarm, open_alarm, person_came
from core.duty.refusals import NoSuchAlarm
from core.duty.states import Ending
from core.permissions import Permission
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class AnswerAlarm:
    """The acting member of staff comes to the family."""

    conversation_id: int


@use_case(Permission.TAKE_CASE)
def answer_alarm(tx: Tx, command: AnswerAlarm) -> Owned:
    """Own the conversation; the ladder stops. Raises `TakenBy` (without the right to answer crises), `Forbidden`."""
    conversation = hold(tx, command.conversation_id)
    person_came(tx, command.conversation_id)
    if Permission.ANSWER_CRISIS in staff(tx).permissions and _is_a_colleagues(tx, conversation):
        return assign(tx, Assign(command.conversation_id, staff(tx).account_id))
    return take(tx, Take(command.conversation_id))


def _is_a_colleagues(tx: Tx, conversation: Conversation) -> bool:
    return conversation.owner_kind is OwnerKind.CURATOR and conversation.curator_id != staff(tx).account_id


@dataclass(frozen=True, slots=True)
class ClearDanger:
    """The acting member of staff has made sure that nobody is in danger in this conversation."""

    conversation_id: int


@use_case(Permission.TAKE_CASE)
def clear_danger(tx: Tx, command: ClearDanger) -> Owned:
    """The conversation is an ordinary one again: questions and ratings go on. Raises `NoSuchAlarm`, `Forbidden`."""
    conversation = hold(tx, command.conversation_id)
    if not conversation.crisis and open_alarm(tx, command.conversation_id) is None:
        raise NoSuchAlarm
    conversation.crisis = False
    if conversation.waits_for is WaitsFor.STAFF:
        owe_an_answer(tx, conversation)
    person_came(tx, command.conversation_id)
    end_alarm(tx, command.conversation_id, Ending.CLEARED)
    trace(tx, conversation, "danger_cleared")
    announce(tx, conversation, "conversation.changed")
    return Owned(row_id(conversation), None)
