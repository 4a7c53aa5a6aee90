"""Times as people read them: a clock, a day by name, how long something has waited. Pure."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

Translate = Callable[..., str]


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """Hours and minutes on the wall of `zone`."""
    return moment.astimezone(zone).strftime("%H:%M")


def day(t: Translate, moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The day of `moment` on the wall calendar of `zone`, by name."""
    return named_day(t, moment.astimezone(zone).date(), now.astimezone(zone).date())


def named_day(t: Translate, local: date, today: date) -> str:
    """«Сегодня», «Вчера», «Завтра», else day and month; the year only when it is another one."""
    near = {0: "panel-today", -1: "panel-yesterday", 1: "panel-tomorrow"}.get((local - today).days)
    if near is not None:
        return t(near)
    named = t("panel-date", day=local.day, month=str(local.month))
    return named if local.year == today.year else t("panel-date-year", date=named, year=str(local.year))


def by_when(t: Translate, moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A deadline, for the middle of a sentence: the clock alone for today, else with its day."""
    at = clock(moment, zone)
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    return at if local == today else t("panel-day-and-time", day=named_day(t, local, today).lower(), time=at)


def short_date(moment: date) -> str:
    """A calendar day in figures."""
    return moment.strftime("%d.%m.%Y")


def ago(t: Translate, moment: datetime, now: datetime) -> str:
    """How long ago, in one short unit: minutes, hours, days."""
    passed = max(now - moment, timedelta())
    if passed < timedelta(minutes=1):
        return t("panel-just-now")
    if passed < timedelta(hours=1):
        return t("panel-minutes", count=passed // timedelta(minutes=1))
    if passed < timedelta(days=1):
        return t("panel-hours", count=passed // timedelta(hours=1))
    return t("panel-days", count=passed.days)
