"""Working hours as people write them: «9–13, 14–18» or «09:00-13:00, 14:00-18:00». Pure."""

import re
from collections.abc import Iterable, Sequence

from core.booking.hours import Hours, WeekLine, joined, without
from core.booking.states import HoursKind
from core.booking.tables import TICK_MINUTES

_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")


class Unreadable(ValueError):
    """These are not hours of one day, in steps of five minutes."""


def hours_from(words: str) -> tuple[Hours, ...]:
    """Hours of one day in order; empty words: none. Raises `Unreadable`."""
    parts = [part.strip() for part in re.split(r"[,;]", words) if part.strip()]
    return joined(_span(part) for part in parts)


def hours_words(hours: Iterable[Hours]) -> str:
    """«09:00–13:00, 14:00–18:00»."""
    return ", ".join(f"{_clock(each.starts)}–{_clock(each.ends)}" for each in hours)


def day_of_week(week: Sequence[WeekLine], weekday: int) -> str:
    """One day of a week in words, breaks cut out."""
    lines = [line for line in week if line.weekday == weekday]
    work = joined(line.hours for line in lines if line.kind is HoursKind.WORK)
    return hours_words(without(work, [line.hours for line in lines if line.kind is HoursKind.BREAK]))


def _span(part: str) -> Hours:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise Unreadable(part)
    first_hour, first_minute, last_hour, last_minute = (int(number or 0) for number in found.groups())
    hours = Hours(first_hour * 60 + first_minute, last_hour * 60 + last_minute)
    sound = 0 <= hours.starts < hours.ends <= 1440 and first_minute < 60 and last_minute < 60
    if not sound or hours.starts % TICK_MINUTES or hours.ends % TICK_MINUTES:
        raise Unreadable(part)
    return hours


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
