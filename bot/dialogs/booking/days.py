"""The page of the calendar: free days of one month, and arrows only towards months with something free."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.dialogs.booking.choice import Choice
from bot.here import Here
from bot.widgets.calendar import MonthPage
from core.booking.free import FreeDays, free_days, nearest_slots


async def month_page(around: Here, choice: Choice, wished: str | None) -> MonthPage | None:
    """The month named by `wished` (ISO day), else the first with free time; None when nothing is free at all."""
    found = await around.desk.read(nearest_slots, choice.nearest(1))
    if not found.slots:
        return None
    zone = ZoneInfo(found.time_zone)
    soonest = _first_day(found.slots[0].starts_at.astimezone(zone).date())
    first = max(soonest, _first_day(date.fromisoformat(wished))) if wished else soonest
    query = FreeDays(choice.service.id, choice.mode, first.year, first.month, choice.specialist_id, choice.settlement)
    month = await around.desk.read(free_days, query)
    return MonthPage(
        first=first,
        days=frozenset(free.day for free in month.days),
        earlier=_first_day(first - timedelta(days=1)) if first > soonest else None,
        later=await _later(around, choice, first, zone),
    )


async def _later(around: Here, choice: Choice, first: date, zone: ZoneInfo) -> date | None:
    next_month = _first_day(first + timedelta(days=31))
    bound = datetime(next_month.year, next_month.month, 1, tzinfo=zone).astimezone(UTC)
    found = await around.desk.read(nearest_slots, choice.nearest(1, bound))
    beyond = [slot.starts_at.astimezone(zone).date() for slot in found.slots if slot.starts_at >= bound]
    return _first_day(beyond[0]) if beyond else None


def _first_day(day: date) -> date:
    return day.replace(day=1)
