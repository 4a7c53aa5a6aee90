"""When a family is reminded: a day and two hours before, by its own clock, never at night (B10); the .ics (B13)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from core.booking.calendar_file import Entry, calendar_file
from core.booking.clock_faces import clock_faces
from core.booking.reminder_times import Notice, reminder_times
from core.booking.states import Mode

RUSSIAN_ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
MOSCOW = ZoneInfo("Europe/Moscow")


def _local(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("visit", "booked", "expected"),
    [
        ("2026-11-26T14:00", "2026-11-23T09:00", ["25 14:00", "26 12:00"]),
        ("2026-11-26T09:00", "2026-11-23T09:00", ["25 09:00", "25 20:00"]),
        ("2026-11-26T10:00", "2026-11-23T09:00", ["25 10:00", "26 08:00"]),
        ("2026-11-26T07:30", "2026-11-23T09:00", ["24 20:00", "25 20:00"]),
        ("2026-11-26T14:00", "2026-11-25T18:00", ["26 12:00"]),
        ("2026-11-26T09:00", "2026-11-25T21:00", []),
        ("2026-11-26T23:00", "2026-11-23T09:00", ["25 20:00", "26 20:00"]),
    ],
)
def test_B10_a_day_before_and_two_hours_before_but_never_at_night(visit: str, booked: str, expected: list[str]) -> None:
    planned = reminder_times(_local(visit), MOSCOW, _local(booked))
    assert [f"{each.due_at.astimezone(MOSCOW):%d %H:%M}" for each in planned] == expected


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(RUSSIAN_ZONES),
    st.integers(0, 100),
)
def test_B10_no_reminder_ever_rings_at_night_or_too_late(visit: datetime, zone_name: str, hours: int) -> None:
    zone, booked = ZoneInfo(zone_name), visit - timedelta(hours=hours)
    planned = reminder_times(visit, zone, booked)
    assert all(later.due_at - earlier.due_at >= timedelta(hours=8) for earlier, later in pairwise(planned))
    for each in planned:
        assert 8 <= each.due_at.astimezone(zone).hour < 21
        assert booked < each.due_at <= visit - timedelta(hours=2)
        if each.notice is Notice.DAY_BEFORE:
            assert each.due_at <= visit - timedelta(hours=24)


@pytest.mark.parametrize("centre_name", RUSSIAN_ZONES)
@pytest.mark.parametrize("mode", [Mode.PLACE, Mode.VIDEO])
def test_B9_text_calendar_file_and_reminder_agree_in_every_zone(centre_name: str, mode: Mode) -> None:
    centre = ZoneInfo(centre_name)
    instant = _local("2026-11-26T14:30", centre)
    entry = Entry("A2C5EFHK", 3, False, instant, instant + timedelta(hours=1), instant, "Приём", None)
    event = Calendar.from_ical(calendar_file(entry)).walk("VEVENT")[0]
    for family_name in RUSSIAN_ZONES:
        family = ZoneInfo(family_name)
        faces = clock_faces(instant, centre, family, mode)
        assert faces.as_args()["time"] == "14:30"
        told = faces.family or faces.centre
        assert told == faces.centre == event["dtstart"].dt == instant
        same_clock = instant.astimezone(family).utcoffset() == instant.astimezone(centre).utcoffset()
        assert (faces.family is None) == (mode is Mode.PLACE or same_clock)
        for reminder in reminder_times(instant, family, instant - timedelta(days=3)):
            assert timedelta(hours=2) <= event["dtstart"].dt - reminder.due_at < timedelta(hours=48)


def _entry(version: int, *, cancelled: bool = False, hours: int = 0) -> Entry:
    starts = _local("2026-11-26T14:00") + timedelta(hours=hours)
    return Entry(
        "A2C5EFHK", version, cancelled, starts, starts + timedelta(hours=1), starts, "Приём, центр «Пример»", "Сада, 1"
    )


def test_B13_the_file_parses_back_and_a_change_replaces_the_same_event() -> None:
    files = [_entry(0), _entry(1, hours=2), _entry(2, cancelled=True, hours=2)]
    calendars = [Calendar.from_ical(calendar_file(each)) for each in files]
    events = [calendar.walk("VEVENT")[0] for calendar in calendars]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [int(event["sequence"]) for event in events] == [0, 1, 2]
    assert [str(calendar["method"]) for calendar in calendars] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [event["dtstart"].dt for event in events] == [each.starts_at for each in files]
    assert str(events[0]["summary"]) == "Приём, центр «Пример»" and events[2].walk("VALARM") == []
