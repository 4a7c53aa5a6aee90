"""The hours somebody at a centre answers messages: whenever any of its specialists is at work.

The schedule belongs to `core.booking`; lunch, shortened days, holidays and the centre's own changes are cut out there.
"""

from datetime import datetime, timedelta

from core.booking.schedule import days_between
from core.booking.timetable import schedule_of
from core.cases.sla import Interval, merged
from core.use_case import Tx

AHEAD = timedelta(days=21)
"""Longer than the New Year holidays, so that an opening is always known when the weekly hours are."""


def working_time(tx: Tx, centre_id: int, since: datetime) -> tuple[Interval, ...]:
    """Working intervals of a centre from `since` to three weeks ahead of now, oldest first.

    Empty when no specialist has hours: then nothing is promised.
    """
    schedule = schedule_of(tx, centre_id)
    days = days_between(since, tx.now + AHEAD, schedule.zone)
    spans = [span for person in schedule.specialists for span in schedule.working(person, days)]
    return merged(Interval(span.starts_at, span.ends_at) for span in spans)
