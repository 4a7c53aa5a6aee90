"""Moments and days as people say them, always in a named zone: «завтра в 9:00», «в понедельник, 23 ноября, в 9:00»."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.texts import Texts


def spoken(texts: Texts, moment: datetime, zone: str, now: datetime) -> str:
    """A moment by the clock of `zone`, relative to `now` while that helps. Both moments are aware."""
    local = moment.astimezone(ZoneInfo(zone))
    args = {"day": spoken_day(texts, local.date()), "time": f"{local:%-H:%M}"}
    match (local.date() - now.astimezone(ZoneInfo(zone)).date()).days:
        case 0:
            key = "moment-today"
        case 1:
            key = "moment-tomorrow"
        case _:
            key = "moment-on-day"
    return texts.render(key, args)


def spoken_day(texts: Texts, day: date) -> str:
    """«в понедельник, 23 ноября»."""
    month = texts.render(f"month-of-{day.month}", {})
    return texts.render(f"on-weekday-{day.isoweekday()}", {"date": f"{day.day} {month}"})


def spoken_date(texts: Texts, day: date) -> str:
    """«23 ноября 2026 года»."""
    return texts.render(
        "date-long", {"day": str(day.day), "month": texts.render(f"month-of-{day.month}", {}), "year": str(day.year)}
    )
