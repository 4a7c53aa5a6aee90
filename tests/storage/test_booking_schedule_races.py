"""A schedule that changes while somebody is choosing: what becomes a visit then fits it or is named (B1, C8)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from core.booking.appointments import Visit
from core.booking.confirm import Book, Confirm, book, confirm
from core.booking.free import nearest_slots
from core.booking.hits import Hit
from core.booking.hours import Hours
from core.booking.queueing import AnswerOffer, JoinWaiting, answer_offer, join_waiting
from core.booking.refusals import Reason, SlotRefused
from core.booking.reschedule import Reschedule, reschedule
from core.booking.staffing import (
    ChangeResource,
    ChangeService,
    StopOffering,
    change_resource,
    change_service,
    stop_offering,
)
from core.booking.states import DayKind, Mode
from core.booking.waiting import ServeWaiting, serve_waiting
from core.booking.working_time import ChangeDay, SetCentreDay, SetWeek, change_day, set_centre_day, set_week
from core.storage.database import Database
from core.use_case import Adult
from tests.booking_crowd import count
from tests.households import OPERATOR, Town, a_family, a_town, weekdays
from tests.stores import Clock, store_over

TUESDAY = date(2026, 11, 24)
ROUNDS, PEOPLE = 12, 6
VISITS = sa.text("SELECT count(*) FROM appointment WHERE status = 'confirmed'")
Change = Callable[[Town], tuple[Any, Any]]
CHANGES: dict[str, Change] = {
    "hours": lambda town: (set_week, SetWeek(town.specialists[0], weekdays((14, 18)))),
    "day off": lambda town: (set_centre_day, SetCentreDay(town.centre_id, TUESDAY, DayKind.OFF)),
    "closed": lambda town: (change_day, ChangeDay(town.centre_id, TUESDAY, closed_hours=(Hours(600, 720),))),
    "ill": lambda town: (
        change_day,
        ChangeDay(town.centre_id, TUESDAY, town.specialists[0], closed_hours=(Hours(0, 1440),)),
    ),
    "room": lambda town: (change_resource, ChangeResource(town.rooms[0], "кабинет 1", works=False)),
    "left": lambda town: (change_resource, ChangeResource(town.specialists[0], "Юрист 1", works=False)),
}
NOT_AT_ALL: dict[str, Change] = {
    "stopped": lambda town: (stop_offering, StopOffering(town.service_id)),
    "way": lambda town: (
        change_service,
        ChangeService(town.service_id, "Юрист", 60, frozenset({Mode.PHONE}), 60, 0, 0, 60, 30),
    ),
}


async def _refused(attempt: Awaitable[Any]) -> SlotRefused:
    with pytest.raises(SlotRefused) as refused:
        await attempt
    return refused.value


@pytest.mark.parametrize("change", CHANGES)
async def test_B1_a_hold_the_schedule_has_left_is_refused_with_other_times(database: Database, change: str) -> None:
    store = store_over(database)
    town = await a_town(store, specialists=2, rooms=2)
    family = await a_family(store)
    held = await town.hold(family, town.at(TUESDAY, 10), specialist=town.specialists[0])
    hit = await store.write(*CHANGES[change](town), OPERATOR)
    assert hit == Hit((), ()), "nobody has a visit yet"
    no = await _refused(store.write(confirm, Confirm(held.ticket), family))
    assert no.reason is Reason.OUTSIDE_HOURS
    instead = (await store.read(nearest_slots, no.instead, family)).slots
    assert len(instead) == 3
    await town.book(family, instead[0].starts_at)
    assert await count(database, VISITS) == 1, "and the chosen time instead is a visit"


@pytest.mark.parametrize("change", NOT_AT_ALL)
async def test_B1_a_hold_of_what_is_not_given_any_more_is_refused(database: Database, change: str) -> None:
    store = store_over(database)
    town = await a_town(store)
    family = await a_family(store)
    held = await town.hold(family, town.at(TUESDAY, 10))
    await store.write(*NOT_AT_ALL[change](town), OPERATOR)
    assert (await _refused(store.write(confirm, Confirm(held.ticket), family))).reason is Reason.NOT_OFFERED
    assert await count(database, VISITS) == 0


async def test_B1_a_change_that_leaves_the_held_time_alone_changes_nothing(database: Database) -> None:
    store = store_over(database)
    town = await a_town(store, rooms=1, buffer_minutes=15)
    family = await a_family(store)
    held = await town.hold(family, town.at(TUESDAY, 10))
    await store.write(set_week, SetWeek(town.specialists[0], weekdays((9, 12))), OPERATOR)
    longer = ChangeService(town.service_id, "Юрист", 90, frozenset({Mode.PLACE}), 30, 0, 0, 60, 30)
    await store.write(change_service, longer, OPERATOR)
    visit = await store.write(confirm, Confirm(held.ticket), family)
    assert (visit.starts_at, visit.ends_at - visit.starts_at) == (held.starts_at, timedelta(hours=1))


async def test_B11_an_offer_the_schedule_has_left_costs_no_turn_and_another_follows(
    database: Database,
) -> None:
    clock = Clock()
    store = store_over(database, clock)
    town = await a_town(store)
    family = await a_family(store)
    place = await store.write(join_waiting, JoinWaiting(town.service_id, Mode.PLACE), family)
    assert place.offered is not None and place.offered_at is not None
    day = place.offered_at.astimezone(town.zone).date()
    await store.write(set_centre_day, SetCentreDay(town.centre_id, day, DayKind.OFF), OPERATOR)
    no = await _refused(store.write(answer_offer, AnswerOffer(place.offered, take=True), family))
    assert no.reason is Reason.OUTSIDE_HOURS and no.instead.count == 3
    assert (await store.write(serve_waiting, ServeWaiting(), OPERATOR)).offers == 1
    again = await store.write(join_waiting, JoinWaiting(town.service_id, Mode.PLACE), family)
    assert again.id == place.id and again.offered not in (None, place.offered) and again.offered_at is not None
    assert again.offered_at.astimezone(town.zone).date() > day
    assert await count(database, sa.text("SELECT missed FROM waiting")) == 0


async def test_B1_of_those_who_book_while_the_schedule_changes_each_is_refused_or_named_by_the_change(
    database: Database,
) -> None:
    """Closing a day and booking it at once: no visit slips in between what the change looked at and what it wrote."""
    store = store_over(database)
    town = await a_town(store, specialists=3 * PEOPLE, horizon_days=60)
    for number in range(ROUNDS):
        day = TUESDAY + timedelta(days=7 * (number // 4) + number % 4)
        elsewhere = town.at(date(2026, 12, 21 + number // 4), (9, 10, 14, 15)[number % 4])
        families = [await a_family(store) for _ in range(3 * PEOPLE)]
        deeds = [await _deed(town, day, elsewhere, *pair) for pair in zip(families, town.specialists, strict=True)]
        hit, *answers = await asyncio.gather(
            store.write(set_centre_day, SetCentreDay(town.centre_id, day, DayKind.OFF), OPERATOR),
            *(store.write(case, command, who) for case, command, who in deeds),
            return_exceptions=True,
        )
        assert isinstance(hit, Hit)
        booked = {one.ticket for one in answers if isinstance(one, Visit)}
        refused = [one for one in answers if isinstance(one, SlotRefused)]
        assert len(booked) + len(refused) == len(deeds), answers
        assert {one.reason for one in refused} <= {Reason.OUTSIDE_HOURS}
        assert {one.ticket for one in hit.visits if one.wall.date() == day} == booked


async def _deed(town: Town, day: date, elsewhere: datetime, who: Adult, specialist: int) -> tuple[Any, Any, Adult]:
    """A visit in the making on this day: confirming a hold, booking at once, or moving there from `elsewhere`."""
    there = town.at(day, 10)
    match specialist % 3:
        case 0:
            held = await town.hold(who, there, specialist=specialist)
            return confirm, Confirm(held.ticket), who
        case 1:
            return book, Book(town.wish(there, specialist=specialist)), who
        case _:
            visit = await town.book(who, elsewhere, specialist=specialist)
            return reschedule, Reschedule(visit.ticket, there, specialist_id=specialist), who
