"""A family's way to a visit, on both engines."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.booking.cancel import Cancel, cancel
from core.booking.confirm import Book, Confirm, book, confirm
from core.booking.free import FreeDays, FreeTimes, NearestSlots, free_days, free_times, nearest_slots
from core.booking.hold import Hold
from core.booking.listing import ReadAgenda, ReadMyVisits, read_agenda, read_my_visits
from core.booking.refusals import Reason, SlotRefused, UnknownAppointment
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Mode, Status
from core.booking.working_time import SetWeek, set_week
from core.centres.opening import OpenCentre, open_centre
from core.use_case import Forbidden, Store
from tests.households import OPERATOR, a_family, a_town, a_visitor, joined_family, registrar, weekdays
from tests.stores import Clock

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


async def _walls(store: Store, query: NearestSlots | FreeTimes) -> list[str]:
    case = nearest_slots if isinstance(query, NearestSlots) else free_times
    found = await store.read(case, query, a_visitor())
    return [f"{slot.starts_at.astimezone(ZoneInfo(found.time_zone)):%a %H:%M}" for slot in found.slots]


async def test_a_visitor_sees_the_three_nearest_times_at_once(store: Store) -> None:
    town = await a_town(store)
    assert await _walls(store, NearestSlots(town.service_id, Mode.PLACE)) == ["Mon 10:00", "Mon 11:00", "Mon 12:00"]


async def test_lunch_is_never_offered(store: Store) -> None:
    town = await a_town(store)
    times = await _walls(store, FreeTimes(town.service_id, Mode.PLACE, TUESDAY))
    assert times == [f"Tue {hour:02}:00" for hour in (9, 10, 11, 12, 14, 15, 16, 17)]


async def test_the_calendar_shows_only_days_with_something_free(store: Store) -> None:
    town = await a_town(store, horizon_days=14)
    month = await store.read(free_days, FreeDays(town.service_id, Mode.PLACE, 2026, 11), a_visitor())
    assert [free.day.day for free in month.days] == [23, 24, 25, 26, 27, 30]
    assert [free.times for free in month.days[:2]] == [7, 8]


async def test_a_hold_is_busy_for_others_and_free_again_after_ten_minutes(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    await town.hold(a_visitor(), town.at(TUESDAY, 10))
    assert "Tue 10:00" not in await _walls(store, FreeTimes(town.service_id, Mode.PLACE, TUESDAY))
    with pytest.raises(SlotRefused) as refused:
        await town.hold(a_visitor(), town.at(TUESDAY, 10))
    assert refused.value.reason is Reason.TAKEN
    instead = await store.read(nearest_slots, refused.value.instead, a_visitor())
    assert len(instead.slots) == 3
    clock.forward(minutes=10)
    assert "Tue 10:00" in await _walls(store, FreeTimes(town.service_id, Mode.PLACE, TUESDAY))
    taken = await town.hold(a_visitor(), town.at(TUESDAY, 10))
    assert taken.status is Status.HELD


async def test_a_visitor_chooses_consents_and_confirms_the_same_time(store: Store) -> None:
    town = await a_town(store)
    visitor = a_visitor()
    held = await town.hold(visitor, town.at(TUESDAY, 10))
    assert held.family_id is None
    family = await a_family(store, who=visitor)
    visit = await store.write(confirm, Confirm(held.ticket), family)
    assert (visit.status, visit.family_id, visit.ticket) == (Status.CONFIRMED, family.family_id, held.ticket)
    again = await store.write(confirm, Confirm(held.ticket), family)
    assert again == visit


async def test_nobody_confirms_or_sees_a_strangers_hold(store: Store) -> None:
    town = await a_town(store)
    held = await town.hold(a_visitor(), town.at(TUESDAY, 10))
    stranger = await a_family(store)
    with pytest.raises(UnknownAppointment):
        await store.write(confirm, Confirm(held.ticket), stranger)
    with pytest.raises(UnknownAppointment):
        await store.write(cancel, Cancel(held.ticket), stranger)


async def test_a_late_confirmation_is_good_as_long_as_nobody_wanted_the_time(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    slow, quick = await a_family(store), await a_family(store)
    held = await town.hold(slow, town.at(TUESDAY, 10))
    clock.forward(minutes=15)
    assert (await store.write(confirm, Confirm(held.ticket), slow)).status is Status.CONFIRMED
    late = await town.hold(slow, town.at(TUESDAY, 11))
    clock.forward(minutes=15)
    await town.book(quick, town.at(TUESDAY, 11))
    with pytest.raises(SlotRefused) as refused:
        await store.write(confirm, Confirm(late.ticket), slow)
    assert refused.value.reason is Reason.HOLD_OVER


async def test_choosing_another_time_lets_the_first_go(store: Store) -> None:
    town = await a_town(store)
    family = await a_family(store)
    await town.hold(family, town.at(TUESDAY, 10))
    await town.hold(family, town.at(TUESDAY, 11))
    times = await _walls(store, FreeTimes(town.service_id, Mode.PLACE, TUESDAY))
    assert "Tue 10:00" in times and "Tue 11:00" not in times


async def test_a_refused_second_choice_keeps_the_first(store: Store) -> None:
    town = await a_town(store)
    family, other = await a_family(store), await a_family(store)
    held = await town.hold(family, town.at(TUESDAY, 10))
    await town.book(other, town.at(TUESDAY, 11))
    with pytest.raises(SlotRefused):
        await town.hold(family, town.at(TUESDAY, 11))
    assert (await store.write(confirm, Confirm(held.ticket), family)).status is Status.CONFIRMED


async def test_B12_a_family_has_at_most_two_visits_of_one_kind_ahead(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    family = await a_family(store)
    for hour in (9, 10):
        await town.book(family, town.at(TUESDAY, hour))
    with pytest.raises(SlotRefused) as refused:
        await town.book(family, town.at(TUESDAY, 11))
    assert refused.value.reason is Reason.LIMIT
    clock.now = town.at(TUESDAY, 10)
    third = await town.book(family, town.at(TUESDAY, 14))
    assert third.status is Status.CONFIRMED


async def test_moving_a_visit_gives_the_old_time_back_and_keeps_the_ticket(store: Store) -> None:
    town = await a_town(store)
    family = await a_family(store)
    visit = await town.book(family, town.at(TUESDAY, 10))
    moved = await store.write(reschedule, Reschedule(visit.ticket, town.at(TUESDAY, 15)), family)
    assert (moved.ticket, moved.version, f"{moved.wall:%H:%M}") == (visit.ticket, visit.version + 1, "15:00")
    assert "Tue 10:00" in await _walls(store, FreeTimes(town.service_id, Mode.PLACE, TUESDAY))
    mine = await store.read(read_my_visits, ReadMyVisits(family.family_id), family)
    assert [each.ticket for each in mine.entries] == [visit.ticket]


async def test_a_visit_may_move_onto_part_of_its_own_time(store: Store) -> None:
    town = await a_town(store, step_minutes=30)
    family = await a_family(store)
    visit = await town.book(family, town.at(TUESDAY, 10))
    moved = await store.write(reschedule, Reschedule(visit.ticket, town.at(TUESDAY, 10, 30)), family)
    assert f"{moved.wall:%H:%M}" == "10:30"


async def test_a_visit_that_cannot_move_stays_where_it_was(store: Store) -> None:
    town = await a_town(store)
    family, other = await a_family(store), await a_family(store)
    visit = await town.book(family, town.at(TUESDAY, 10))
    await town.book(other, town.at(TUESDAY, 11))
    with pytest.raises(SlotRefused) as refused:
        await store.write(reschedule, Reschedule(visit.ticket, town.at(TUESDAY, 11)), family)
    assert refused.value.reason is Reason.TAKEN
    mine = await store.read(read_my_visits, ReadMyVisits(family.family_id), family)
    assert [f"{each.wall:%H:%M}" for each in mine.entries] == ["10:00"]


async def test_a_cancelled_time_is_free_in_the_same_moment(store: Store) -> None:
    town = await a_town(store)
    family, other = await a_family(store), await a_family(store)
    visit = await town.book(family, town.at(TUESDAY, 10))
    assert (await store.write(cancel, Cancel(visit.ticket), family)).status is Status.CANCELLED
    assert (await town.book(other, town.at(TUESDAY, 10))).status is Status.CONFIRMED


async def test_one_room_is_not_two(store: Store) -> None:
    town = await a_town(store, specialists=2, rooms=1)
    await town.book(await a_family(store), town.at(TUESDAY, 10), specialist=town.specialists[0])
    with pytest.raises(SlotRefused) as refused:
        await town.book(await a_family(store), town.at(TUESDAY, 10), specialist=town.specialists[1])
    assert refused.value.reason is Reason.TAKEN
    by_phone = await town.book(
        await a_family(store), town.at(TUESDAY, 10), specialist=town.specialists[1], mode=Mode.PHONE
    )
    assert by_phone.room is None


async def test_a_home_visit_keeps_the_way_there_and_back_free(store: Store) -> None:
    town = await a_town(store, step_minutes=30)
    await town.book(await a_family(store), town.at(TUESDAY, 10), mode=Mode.HOME)
    times = await _walls(store, FreeTimes(town.service_id, Mode.PLACE, TUESDAY))
    assert times[:3] == ["Tue 11:30", "Tue 12:00", "Tue 14:00"]


async def test_any_specialist_means_the_one_with_less_to_do(store: Store) -> None:
    town = await a_town(store, specialists=2)
    first = await town.book(await a_family(store), town.at(TUESDAY, 10))
    second = await town.book(await a_family(store), town.at(TUESDAY, 11))
    third = await town.book(await a_family(store), town.at(TUESDAY, 11))
    assert {first.specialist_id, second.specialist_id} == set(town.specialists)
    assert second.specialist_id != third.specialist_id


@pytest.mark.parametrize(
    ("day", "hour", "reason"),
    [
        (MONDAY, 9, Reason.TOO_SOON),
        (TUESDAY, 13, Reason.OUTSIDE_HOURS),
        (date(2026, 11, 28), 10, Reason.OUTSIDE_HOURS),
        (date(2027, 2, 1), 10, Reason.TOO_FAR),
    ],
)
async def test_B1_every_refusal_names_its_reason_and_three_times_instead(
    store: Store, day: date, hour: int, reason: Reason
) -> None:
    town = await a_town(store)
    with pytest.raises(SlotRefused) as refused:
        await town.hold(a_visitor(), town.at(day, hour))
    assert refused.value.reason is reason
    instead = await store.read(nearest_slots, refused.value.instead, a_visitor())
    assert len(instead.slots) >= 3


async def test_a_centre_that_is_not_open_takes_no_bookings(store: Store) -> None:
    town = await a_town(store)
    await store.write(open_centre, OpenCentre(town.centre_id, False), OPERATOR)
    with pytest.raises(SlotRefused) as refused:
        await town.hold(a_visitor(), town.at(TUESDAY, 10))
    assert refused.value.reason is Reason.NOT_OFFERED
    assert await _walls(store, NearestSlots(town.service_id, Mode.PLACE)) == []


async def test_staff_book_by_the_same_path_and_see_the_day(store: Store) -> None:
    town = await a_town(store)
    family = await joined_family(store, centre_id=town.centre_id)
    staff = registrar(town.centre_id)
    wish = Hold(town.service_id, Mode.PLACE, town.at(TUESDAY, 10), family_id=family.family_id)
    visit = await store.write(book, Book(wish), staff)
    other = await a_family(store)
    await town.book(other, town.at(TUESDAY, 9))
    await town.hold(a_visitor(), town.at(TUESDAY, 16))
    day = await store.read(read_agenda, ReadAgenda(town.centre_id, TUESDAY, TUESDAY), staff)
    assert [f"{each.wall:%H:%M} {each.status}" for each in day.entries] == [
        "09:00 confirmed",
        "10:00 confirmed",
        "16:00 held",
    ]
    assert replace(visit, told=None) in day.entries
    with pytest.raises(Forbidden):
        await store.read(read_agenda, ReadAgenda(town.centre_id, TUESDAY, TUESDAY), registrar(town.centre_id + 1))


async def test_an_unrecorded_visit_of_the_past_takes_no_place(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    family = await a_family(store)
    await town.book(family, town.at(TUESDAY, 9))
    clock.now = town.at(TUESDAY, 9) + timedelta(days=1)
    mine = await store.read(read_my_visits, ReadMyVisits(family.family_id), family)
    assert mine.entries == ()


async def test_P5_a_change_of_hours_is_seen_by_the_very_next_look_and_attempt(store: Store) -> None:
    """The remembered schedule is used only while its token is the centre's."""
    town = await a_town(store)
    visitor, nine = a_visitor(), town.at(TUESDAY, 9)
    await town.hold(visitor, nine)
    await store.write(set_week, SetWeek(town.specialists[0], weekdays((12, 18))), OPERATOR)
    with pytest.raises(SlotRefused) as refused:
        await town.hold(a_visitor(), town.at(TUESDAY, 10))
    assert refused.value.reason is Reason.OUTSIDE_HOURS
    found = await store.read(nearest_slots, NearestSlots(town.service_id, Mode.PLACE), visitor)
    assert found.slots[0].starts_at == town.at(MONDAY, 12)
    assert (await town.hold(a_visitor(), town.at(TUESDAY, 13))).starts_at == town.at(TUESDAY, 13)
