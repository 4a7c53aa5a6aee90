"""How long a family waits, in working time: the golden table of A14 and what must hold for any schedule."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cases.sla import Clock, Interval, due, is_open, next_opening, spent

MOSCOW, KAMCHATKA = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Kamchatka")
HOLIDAY = date(2026, 11, 4)
SHORTENED = date(2026, 11, 3)
"""The day before the Day of National Unity: an hour shorter."""
DAYS = {"Mon": 9, "Tue": 10, "Wed": 11, "Thu": 12, "Fri": 13, "Sat": 14, "Sun": 15}
"""A plain week of November 2026, by number; the next one is "Mon+" and so on."""


def schedule(zone: ZoneInfo, *hours: tuple[str, str]) -> list[Interval]:
    """Working time from 2 to 30 November 2026, Monday to Friday, with the holiday and the shortened day."""
    result = []
    for number in range(2, 31):
        day = date(2026, 11, number)
        if day.isoweekday() > 5 or day == HOLIDAY:
            continue
        for starts, ends in hours:
            closing = at(zone, day, ends)
            if day == SHORTENED and (starts, ends) == hours[-1]:
                closing -= timedelta(hours=1)
            result.append(Interval(at(zone, day, starts), closing))
    return result


def at(zone: ZoneInfo, day: date, clock: str) -> datetime:
    """An instant by the centre's wall."""
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def moment(zone: ZoneInfo, text: str) -> datetime:
    """ "Fri 16:30", "Mon+ 09:00" (the week after) or "03.11 15:00"."""
    name, clock = text.split()
    if "." in name:
        return at(zone, date(2026, 11, int(name[:2])), clock)
    return at(zone, date(2026, 11, DAYS[name.rstrip("+")] + 7 * name.count("+")), clock)


PLAIN = schedule(MOSCOW, ("09:00", "17:00"))
LUNCH = schedule(MOSCOW, ("09:00", "13:00"), ("14:00", "18:00"))
FAR = schedule(KAMCHATKA, ("09:00", "17:00"))

GOLDEN = [
    # a plain day
    (PLAIN, "Mon 09:00", 60, "Mon 10:00"),
    (PLAIN, "Mon 10:15", 60, "Mon 11:15"),
    (PLAIN, "Mon 16:00", 60, "Mon 17:00"),
    (PLAIN, "Mon 09:00", 480, "Mon 17:00"),
    (PLAIN, "Mon 09:00", 481, "Tue 09:01"),
    (PLAIN, "Tue 12:00", 5, "Tue 12:05"),
    (PLAIN, "Mon 11:00", 0, "Mon 11:00"),
    # over the evening
    (PLAIN, "Mon 16:30", 60, "Tue 09:30"),
    (PLAIN, "Mon 16:59", 60, "Tue 09:59"),
    (PLAIN, "Mon 17:00", 60, "Tue 10:00"),
    (PLAIN, "Mon 20:00", 60, "Tue 10:00"),
    (PLAIN, "Tue 03:00", 60, "Tue 10:00"),
    (PLAIN, "Tue 08:59", 60, "Tue 10:00"),
    (PLAIN, "Mon 17:00", 0, "Tue 09:00"),
    # over the weekend
    (PLAIN, "Fri 16:30", 60, "Mon+ 09:30"),
    (PLAIN, "Fri 16:00", 60, "Fri 17:00"),
    (PLAIN, "Fri 17:00", 60, "Mon+ 10:00"),
    (PLAIN, "Sat 12:00", 60, "Mon+ 10:00"),
    (PLAIN, "Sun 23:59", 60, "Mon+ 10:00"),
    (PLAIN, "Fri 16:59", 5, "Mon+ 09:04"),
    (PLAIN, "Thu 16:00", 600, "Mon+ 10:00"),
    # lunch
    (LUNCH, "Mon 12:30", 60, "Mon 14:30"),
    (LUNCH, "Mon 12:00", 60, "Mon 13:00"),
    (LUNCH, "Mon 13:00", 60, "Mon 15:00"),
    (LUNCH, "Mon 13:30", 60, "Mon 15:00"),
    (LUNCH, "Mon 14:00", 60, "Mon 15:00"),
    (LUNCH, "Mon 09:00", 480, "Mon 18:00"),
    (LUNCH, "Fri 17:30", 300, "Mon+ 14:30"),
    # the holiday of 4 November and the shortened day before it
    (PLAIN, "04.11 10:00", 60, "05.11 10:00"),
    (PLAIN, "03.11 15:30", 60, "05.11 09:30"),
    (PLAIN, "03.11 15:00", 60, "03.11 16:00"),
    (PLAIN, "03.11 16:00", 60, "05.11 10:00"),
    (PLAIN, "03.11 16:30", 5, "05.11 09:05"),
    (PLAIN, "02.11 16:00", 480, "03.11 16:00"),
    (PLAIN, "02.11 16:00", 481, "05.11 09:01"),
    (LUNCH, "03.11 16:30", 60, "05.11 09:30"),
    # a centre at UTC+12
    (FAR, "Fri 16:30", 60, "Mon+ 09:30"),
    (FAR, "Mon 00:30", 60, "Mon 10:00"),
    (FAR, "Mon 09:00", 480, "Mon 17:00"),
    (FAR, "03.11 15:30", 60, "05.11 09:30"),
    (FAR, "Sun 12:00", 5, "Mon+ 09:05"),
]


@pytest.mark.parametrize(("working", "started", "minutes", "expected"), GOLDEN)
def test_A14_an_answer_is_due_in_working_time(
    working: Sequence[Interval], started: str, minutes: int, expected: str
) -> None:
    zone = KAMCHATKA if working is FAR else MOSCOW

    assert due(moment(zone, started), timedelta(minutes=minutes), working) == moment(zone, expected)


def test_A14_the_table_is_long_enough() -> None:
    assert len(GOLDEN) + len(PAUSES) >= 40


def test_A14_a_message_to_kamchatka_written_in_moscow_waits_by_kamchatkas_clock() -> None:
    """Friday 08:00 in Moscow is 17:00 there: the centre has just closed."""
    assert due(moment(MOSCOW, "Fri 08:00"), timedelta(hours=1), FAR) == moment(KAMCHATKA, "Mon+ 10:00")


PAUSES = [
    # (asked at, answered at, family writes again at, minutes promised in all, due at)
    ("Mon 09:00", "Mon 09:20", "Mon 11:00", 60, "Mon 11:40"),
    ("Mon 09:00", "Mon 09:20", "Wed 11:00", 60, "Wed 11:40"),
    ("Mon 16:50", "Tue 09:10", "Tue 12:00", 60, "Tue 12:40"),
    ("Fri 16:30", "Mon+ 09:10", "Mon+ 16:50", 60, "Tue+ 09:10"),
    ("Fri 16:30", "Fri 16:40", "Sat 12:00", 60, "Mon+ 09:50"),
    ("Mon 09:00", "Mon 10:30", "Mon 12:00", 60, "Mon 12:00"),
    ("Mon 20:00", "Mon 21:00", "Tue 09:00", 60, "Tue 10:00"),
]


@pytest.mark.parametrize(("asked", "answered", "again", "minutes", "expected"), PAUSES)
def test_A14_the_clock_stands_while_the_centre_waits_for_the_family(
    asked: str, answered: str, again: str, minutes: int, expected: str
) -> None:
    promised = timedelta(minutes=minutes)
    clock = Clock().run(moment(MOSCOW, asked)).stand(moment(MOSCOW, answered), PLAIN)
    assert clock.due(promised, PLAIN) is None
    assert clock.total(moment(MOSCOW, again), PLAIN) == clock.used

    clock = clock.run(moment(MOSCOW, again))

    assert clock.due(promised, PLAIN) == moment(MOSCOW, expected)


def test_a_second_message_does_not_start_the_clock_anew() -> None:
    clock = Clock().run(moment(MOSCOW, "Mon 09:00"))

    assert clock.run(moment(MOSCOW, "Mon 12:00")) == clock


def test_nothing_is_promised_beyond_the_known_schedule() -> None:
    assert due(moment(MOSCOW, "Mon 09:00"), timedelta(hours=500), PLAIN) is None
    assert due(moment(MOSCOW, "Mon 09:00"), timedelta(hours=1), []) is None
    assert next_opening(at(MOSCOW, date(2026, 12, 24), "10:00"), PLAIN) is None


@pytest.mark.parametrize(
    ("now", "opens"), [("Mon 12:00", "Mon 12:00"), ("Fri 17:00", "Mon+ 09:00"), ("03.11 16:10", "05.11 09:00")]
)
def test_the_next_opening_is_now_or_the_next_start(now: str, opens: str) -> None:
    assert next_opening(moment(MOSCOW, now), PLAIN) == moment(MOSCOW, opens)
    assert is_open(moment(MOSCOW, now), PLAIN) is (now == opens)


def test_working_time_that_runs_backwards_or_has_no_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="end after"):
        Interval(moment(MOSCOW, "Mon 10:00"), moment(MOSCOW, "Mon 10:00"))
    with pytest.raises(ValueError, match="aware"):
        Interval(datetime(2026, 11, 9, 9), datetime(2026, 11, 9, 10))


START = datetime(2026, 11, 2, tzinfo=UTC)
minutes = st.integers(0, 28 * 24 * 60)


@st.composite
def schedules(draw: st.DrawFn) -> list[Interval]:
    """Any intervals that do not overlap, in any order."""
    edges = sorted(draw(st.sets(minutes, min_size=2, max_size=40)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    intervals = [Interval(START + timedelta(minutes=a), START + timedelta(minutes=b)) for a, b in pairs]
    return draw(st.permutations(intervals))


@given(schedules(), minutes, st.integers(1, 4000))
def test_A14_exactly_the_allowance_has_passed_when_it_is_due(working: list[Interval], start: int, allowed: int) -> None:
    started, allowance = START + timedelta(minutes=start), timedelta(minutes=allowed)
    deadline = due(started, allowance, working)

    if deadline is None:
        assert spent(started, START + timedelta(days=60), working) < allowance
    else:
        assert spent(started, deadline, working) == allowance
        assert spent(started, deadline - timedelta(minutes=1), working) < allowance


@given(schedules(), st.lists(minutes, min_size=3, max_size=3))
def test_A14_working_time_adds_up_minute_by_minute(working: list[Interval], moments: list[int]) -> None:
    first, middle, last = (START + timedelta(minutes=each) for each in sorted(moments))

    assert spent(first, last, working) == spent(first, middle, working) + spent(middle, last, working)
    assert spent(last, first, working) == timedelta(0)
