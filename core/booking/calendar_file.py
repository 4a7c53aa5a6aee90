"""The .ics of a visit: one event per ticket for ever, replaced when the visit moves, withdrawn when it is cancelled.

Pure. The UID never changes and SEQUENCE is the visit's version, so that calendars update instead of doubling (B13).
Meetings of a club are one event each: a rule of recurrence with exceptions is read in as many ways as there are
calendars, and none of it would follow a law that moves the zone.
Times are written in UTC: no calendar can misread them. The summary is neutral, because calendars are shared: no
service, no specialist, no name (C14). The library is imported when the first file is made: a start does without (P6).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Alarm, Event

ALARM_AHEAD = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the file. `ticket` never changes; `summary` and `location` are ready Russian words; instants are
    aware."""

    ticket: str
    version: int
    cancelled: bool
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    summary: str
    location: str | None


def calendar_file(*entries: Entry) -> bytes:
    """The bytes of the file, RFC 5545; one that only withdraws says so as a whole."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Ryadom//Family centre//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if all(entry.cancelled for entry in entries) else "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.ticket}@ryadom")
    event.add("sequence", entry.version)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.location is not None:
        event.add("location", entry.location)
    if not entry.cancelled:
        event.add_component(_alarm(entry.summary))
    return event


def _alarm(summary: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -ALARM_AHEAD)
    return alarm
