"""The hours somebody at a centre answers messages: whenever any of its specialists is at work.

The schedule belongs to `core.booking`; lunch, shortened days, holidays and the centre's own changes are cut out there.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.states import ResourceKind
from core.booking.tables import Resource
from core.booking.timetable import Calendar, days_between
from core.cases.sla import Interval, merged
from core.centres.tables import Centre
from core.use_case import Tx

AHEAD = timedelta(days=21)
"""Longer than the New Year holidays, so that an opening is always known when the weekly hours are."""


def working_time(tx: Tx, centre_id: int, since: datetime) -> tuple[Interval, ...]:
    """Working intervals of a centre from `since` to three weeks ahead of now, oldest first.

    Empty when no specialist has hours: then nothing is promised.
    """
    centre = tx.session.get(Centre, centre_id)
    assert centre is not None
    zone = ZoneInfo(centre.time_zone)
    calendar = Calendar.read(tx, centre_id, zone, days_between(since, tx.now + AHEAD, zone))
    spans = calendar.working(tx, _specialists(tx, centre_id))
    return merged(Interval(span.starts_at, span.ends_at) for own in spans.values() for span in own)


def _specialists(tx: Tx, centre_id: int) -> list[int]:
    query = select(Resource.id).where(
        col(Resource.centre_id) == centre_id, col(Resource.kind) == ResourceKind.SPECIALIST, col(Resource.works)
    )
    return [resource_id for resource_id in tx.session.exec(query) if resource_id is not None]
