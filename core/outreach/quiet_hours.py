"""When a family may be written to unasked: 09:00 to 20:00 by the clock on its own wall (C7). Pure.

Both changes of the clock and a border between zones are the zone's business: the next morning is a wall time.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WAKES, SLEEPS = time(9), time(20)


def may_ring(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the aware moment lies in the day hours of `zone`."""
    return WAKES <= moment.astimezone(zone).time() < SLEEPS


def next_ring(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself by day, else the next 09:00 in `zone`; in the same zone object as `moment`."""
    if may_ring(moment, zone):
        return moment
    local = moment.astimezone(zone)
    day = local.date() if local.time() < WAKES else local.date() + timedelta(days=1)
    return morning(day, zone).astimezone(moment.tzinfo)


def morning(day: date, zone: ZoneInfo) -> datetime:
    """09:00 of the day in `zone`."""
    return datetime.combine(day, WAKES, tzinfo=zone)
