"""Times as people read them: a clock, a day by name, how long something has waited. Pure."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Translate = Callable[..., str]
MORNING = time(9)
MOSCOW = ZoneInfo("Europe/Moscow")
NAPS = ("hours", "tomorrow", "monday", "week")
"""Until when a conversation can be put aside, each a button."""


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
    named = t("panel-date", day=local.day, month=local.month)
    return named if local.year == today.year else t("panel-date-year", date=named, year=str(local.year))


def by_when(t: Translate, moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A deadline, for the middle of a sentence: the clock alone for today, else with its day."""
    at = clock(moment, zone)
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    return at if local == today else t("panel-day-and-time", day=named_day(t, local, today).lower(), time=at)


def whose_clock(t: Translate, now: datetime, zone: ZoneInfo) -> str:
    """By whose clock, as people in Russia say it: «по Москве», else hours from there: «по времени МСК+4»."""
    ahead = now.replace(tzinfo=MOSCOW) - now.replace(tzinfo=zone)
    hours = f"{ahead // timedelta(hours=1):+}".replace("-", "\N{MINUS SIGN}")
    return t("panel-clock-elsewhere", hours=hours) if ahead else t("panel-clock-moscow")


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


def nap_end(name: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment behind a button of `NAPS` by the wall clock of `zone`; None for a name nobody offered."""
    today = now.astimezone(zone).date()
    days = {"tomorrow": 1, "monday": 7 - today.weekday(), "week": 7}.get(name)
    if name == "hours":
        return now + timedelta(hours=3)
    return None if days is None else datetime.combine(today + timedelta(days=days), MORNING, zone)
