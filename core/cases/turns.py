"""Whose turn it is, and what that does to the clocks.

The family's turn begins with a curator's words, the centre's turn with the family's. While it is the family's turn the
request's clock stands still, and no answer is owed (A14). Somebody who writes three times in a row began to wait with
the first message.
"""

from datetime import timedelta

from core.cases.hours import working_time
from core.cases.sla import Clock, due
from core.cases.snoozing import wake
from core.cases.states import OwnerKind, WaitsFor
from core.cases.tables import Conversation, Request
from core.use_case import Tx

ANSWER_WITHIN = timedelta(hours=1)
"""Working time within which the centre wants to answer. Our own promise: no act sets one for messages."""
ANSWER_CRISIS_WITHIN = timedelta(minutes=5)
"""The same for a person in danger (acceptance row E5)."""
WARN_SHARE = 0.7


def centres_turn(tx: Tx, conversation: Conversation, request: Request) -> None:
    """Somebody waits for the centre from now on; a conversation that was put aside is back in the list."""
    if conversation.waits_for is not WaitsFor.STAFF:
        conversation.waits_for, conversation.since = WaitsFor.STAFF, tx.now
        owe_an_answer(tx, conversation)
    keep(request, clock_of(request).run(tx.now))
    wake(tx, conversation)


def owe_an_answer(tx: Tx, conversation: Conversation) -> None:
    """Write down until when an answer is promised, counted from the moment the centre's turn began."""
    promised = ANSWER_CRISIS_WITHIN if conversation.crisis else ANSWER_WITHIN
    working = working_time(tx, conversation.centre_id, conversation.since)
    conversation.answer_due_at = due(conversation.since, promised, working)
    conversation.answer_warn_at = due(conversation.since, promised * WARN_SHARE, working)
    conversation.alerted_share = 0


def familys_turn(tx: Tx, conversation: Conversation, request: Request) -> None:
    """The centre has answered and waits for the family."""
    conversation.waits_for, conversation.since = WaitsFor.FAMILY, tx.now
    _owe_nothing(conversation)
    _stand(tx, conversation, request)


def nobodys_turn(tx: Tx, conversation: Conversation, request: Request) -> None:
    """The request is closed: the bot owns the conversation again."""
    conversation.owner_kind, conversation.curator_id = OwnerKind.BOT, None
    conversation.waits_for, conversation.since = WaitsFor.NOBODY, tx.now
    conversation.crisis = False
    _owe_nothing(conversation)
    _stand(tx, conversation, request)
    request.closed_at = tx.now
    wake(tx, conversation)


def _owe_nothing(conversation: Conversation) -> None:
    conversation.answer_warn_at = conversation.answer_due_at = None
    conversation.alerted_share = 0


def _stand(tx: Tx, conversation: Conversation, request: Request) -> None:
    since = request.clock_running_since
    if since is not None:
        keep(request, clock_of(request).stand(tx.now, working_time(tx, conversation.centre_id, since)))


def clock_of(request: Request) -> Clock:
    """The request's clock."""
    return Clock(timedelta(seconds=request.clock_used_seconds), request.clock_running_since)


def keep(request: Request, clock: Clock) -> None:
    """Write a clock back."""
    request.clock_used_seconds = int(clock.used.total_seconds())
    request.clock_running_since = clock.running_since
