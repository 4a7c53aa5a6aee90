"""From hours to slots: what ten thousand random schedules never show, and a week everybody can check by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.booking.hours import Change, DayRule, Hours, Span, WeekLine, hours_of, instant_of, joined, spans_of, without
from core.booking.slots import Chair, Shape, Slot, fits, free_starts, one_per_time, slots_of
from core.booking.states import ChangeKind, HoursKind

MOSCOW, KAMCHATKA = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Kamchatka")
MONDAY = date(2026, 11, 23)
MINUTE = timedelta(minutes=1)

_fives = st.integers(0, 287).map(lambda count: 5 * count)
_hours = st.tuples(_fives, st.integers(1, 96)).map(lambda pair: Hours(pair[0], min(1440, pair[0] + 5 * pair[1])))
_many = st.lists(_hours, max_size=4)
_shapes = st.builds(
    lambda length, step, before, after: Shape(length * MINUTE, step * MINUTE, before * MINUTE, after * MINUTE),
    st.sampled_from([20, 30, 40, 60, 90]),
    st.sampled_from([5, 15, 20, 30, 60]),
    st.sampled_from([0, 0, 15, 45]),
    st.sampled_from([0, 5, 10, 45]),
)


def _minutes(hours: list[Hours]) -> set[int]:
    return {minute for each in hours for minute in range(each.starts, each.ends)}


def _spans(hours: list[Hours]) -> tuple[Span, ...]:
    return spans_of(MONDAY, hours, MOSCOW)


_rules = st.sampled_from([DayRule(1), DayRule(1), DayRule(1, 60), DayRule(2), DayRule(None)])
"""A usual day, one before a holiday that ends an hour early, another day of the week, and a holiday."""


@settings(max_examples=10_000, deadline=None)
@given(work=_many, breaks=_many, busy=_many, shape=_shapes, rule=_rules)
def test_B7_every_slot_lies_in_working_time_and_touches_no_break_no_holiday_and_nothing_busy(
    work: list[Hours], breaks: list[Hours], busy: list[Hours], shape: Shape, rule: DayRule
) -> None:
    week = [WeekLine(1, each) for each in work] + [WeekLine(1, each, HoursKind.BREAK) for each in breaks]
    chair = Chair(7, None, _spans(hours_of(week, rule, ())), _spans(busy))
    window = Span(instant_of(MONDAY, 0, MOSCOW), instant_of(MONDAY, 1440, MOSCOW))
    found = slots_of([chair], shape, window)
    allowed = _minutes(work) - _minutes(breaks) - _minutes(busy) if rule.weekday == 1 else set()
    closing = max((each.ends for each in work), default=0)
    allowed -= set(range(closing - rule.cut_minutes, closing))
    midnight = instant_of(MONDAY, 0, MOSCOW)
    for slot in found:
        taken = shape.occupies(slot.starts_at)
        first, last = ((end - midnight) // MINUTE for end in (taken.starts_at, taken.ends_at))
        assert set(range(first, last)) <= allowed
        assert slot.ends_at - slot.starts_at == shape.length
        assert fits(chair, shape, slot.starts_at)
    assert found == slots_of([chair], shape, window) == sorted(found, key=lambda slot: slot.starts_at)
    assert len({slot.starts_at for slot in found}) == len(found)


@settings(max_examples=300, deadline=None)
@given(work=_many, busy=_many, shape=_shapes)
def test_B7_no_free_time_of_the_grid_is_kept_from_a_family(work: list[Hours], busy: list[Hours], shape: Shape) -> None:
    working, taken = _spans(list(joined(work))), _spans(busy)
    window = Span(instant_of(MONDAY, 0, MOSCOW), instant_of(MONDAY, 1440, MOSCOW))
    found = set(free_starts(working, taken, shape, window))
    for span in working:
        start = span.starts_at + shape.before
        while (need := shape.occupies(start)).ends_at <= span.ends_at:
            clear = all(need.ends_at <= each.starts_at or each.ends_at <= need.starts_at for each in taken)
            assert (start in found) == clear
            start += shape.step


@given(hours=_many, cuts=_many)
def test_cutting_and_joining_hours_is_the_same_as_counting_minutes(hours: list[Hours], cuts: list[Hours]) -> None:
    assert _minutes(list(joined(hours))) == _minutes(hours)
    assert _minutes(list(without(joined(hours), cuts))) == _minutes(hours) - _minutes(cuts)


NINE_TO_SIX = [WeekLine(1, Hours(540, 1080)), WeekLine(1, Hours(780, 840), HoursKind.BREAK)]


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (DayRule(1), (), [(540, 780), (840, 1080)]),
        (DayRule(1, 60), (), [(540, 780), (840, 1020)]),
        (DayRule(2), (), []),
        (DayRule(None), (), []),
        (DayRule(1), (Change(ChangeKind.CLOSED, Hours(0, 1440)),), []),
        (DayRule(1), (Change(ChangeKind.CLOSED, Hours(600, 660)),), [(540, 600), (660, 780), (840, 1080)]),
        (DayRule(None), (Change(ChangeKind.OPEN, Hours(600, 720)),), [(600, 720)]),
        (
            DayRule(1),
            (Change(ChangeKind.OPEN, Hours(600, 900)), Change(ChangeKind.CLOSED, Hours(660, 720))),
            [(600, 660), (720, 900)],
        ),
    ],
    ids=["week", "shortened", "free weekday", "holiday", "ill", "away an hour", "open on a holiday", "other hours"],
)
def test_a_days_hours(rule: DayRule, changes: tuple[Change, ...], expected: list[tuple[int, int]]) -> None:
    assert [(each.starts, each.ends) for each in hours_of(NINE_TO_SIX, rule, changes)] == expected


def test_hours_are_those_of_the_centres_own_wall() -> None:
    spans = [spans_of(MONDAY, [Hours(540, 600)], zone)[0].starts_at for zone in (MOSCOW, KAMCHATKA)]
    assert spans == [datetime(2026, 11, 23, 6, tzinfo=UTC), datetime(2026, 11, 22, 21, tzinfo=UTC)]


def test_B5_any_specialist_is_whoever_has_less_to_do_and_ties_are_stable() -> None:
    start = instant_of(MONDAY, 600, MOSCOW)
    three = [Slot(start, start + 60 * MINUTE, person, None) for person in (3, 1, 2)]
    assert one_per_time(three, {1: 2, 2: 1, 3: 1})[0].specialist_id == 2
    assert one_per_time(three, {})[0].specialist_id == 1


def test_B7_a_month_of_twenty_specialists_has_every_half_hour_but_lunch_and_one_busy_hour() -> None:
    days = [MONDAY + timedelta(days=count) for count in range(30)]
    week = [WeekLine(day, line.hours, line.kind) for day in range(1, 6) for line in NINE_TO_SIX]
    shape = Shape(60 * MINUTE, 30 * MINUTE)
    chairs = [
        Chair(
            person,
            None,
            tuple(
                span for day in days for span in spans_of(day, hours_of(week, DayRule(day.isoweekday()), ()), MOSCOW)
            ),
            tuple(_spans([Hours(600, 660)])),
        )
        for person in range(20)
    ]
    found = slots_of(chairs, shape, Span(instant_of(days[0], 0, MOSCOW), instant_of(days[-1], 1440, MOSCOW)))
    assert len(found) == 20 * (22 * 14 - 3)
