"""«Сейчас никто не читает»: said truthfully, and not again and again.

At most once per 12 hours in a conversation, never within five minutes of a curator's own words (somebody is there,
whatever the schedule says), and always with the next opening and 112 beside it (A16).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.cases.hours import working_time
from core.cases.sla import next_opening
from core.cases.tables import Conversation
from core.centres.tables import Centre
from core.duty.people import on_duty_now
from core.use_case import Tx

AGAIN_AFTER = timedelta(hours=12)
HUMAN_IS_HERE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class AwayNotice:
    """Nobody reads now. `opens_at` is UTC, to be shown in `time_zone`."""

    opens_at: datetime
    time_zone: str


def may_say_away(now: datetime, *, said_at: datetime | None, staff_spoke_at: datetime | None) -> bool:
    """Whether the notice would be neither a repetition nor a contradiction to a living person."""
    repeated = said_at is not None and now - said_at < AGAIN_AFTER
    contradicts = staff_spoke_at is not None and now - staff_spoke_at < HUMAN_IS_HERE
    return not repeated and not contradicts


def away_notice(tx: Tx, conversation: Conversation) -> AwayNotice | None:
    """The notice to give now, remembered as given; None during working time or when no hours are known."""
    if not may_say_away(tx.now, said_at=conversation.away_said_at, staff_spoke_at=conversation.staff_spoke_at):
        return None
    opens_at = next_opening(tx.now, working_time(tx, conversation.centre_id, tx.now))
    if opens_at is None or opens_at <= tx.now:
        return None
    if conversation.crisis and on_duty_now(tx, conversation.centre_id):
        return None  # somebody on duty reads it, whatever the hours say
    conversation.away_said_at = tx.now
    centre = tx.session.get(Centre, conversation.centre_id)
    assert centre is not None
    return AwayNotice(opens_at, centre.time_zone)
