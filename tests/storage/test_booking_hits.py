"""Whoever edits the schedule sees which visits and meetings no longer fit it, and why (C8, B8, B1)."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from core.booking.cancel import Cancel, cancel
from core.booking.confirm import Book, book
from core.booking.crews import EnterSettlement, JoinCrew, enter_settlement, join_crew
from core.booking.free import FreeTimes, free_times
from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.hits import FindHit, Hit, Why, find_hit
from core.booking.hold import Hold
from core.booking.hours import Hours
from core.booking.listing import (
    ReadAgenda,
    ReadMyVisits,
    ReadServices,
    ServiceInfo,
    read_agenda,
    read_my_visits,
    read_services,
)
from core.booking.refusals import Reason, SlotRefused
from core.booking.reschedule import Reschedule, reschedule
from core.booking.staffing import (
    AddService,
    Assign,
    ChangeResource,
    ChangeService,
    ForeseeModes,
    StopOffering,
    Unassign,
    add_service,
    assign,
    change_resource,
    change_service,
    foresee_modes,
    stop_offering,
    unassign,
)
from core.booking.states import DayKind, GatheringKind, Mode, Status
from core.booking.working_time import ChangeDay, SetCentreDay, SetWeek, change_day, set_centre_day, set_week
from core.storage.database import Database
from core.use_case import Forbidden, Store
from tests.households import OPERATOR, Town, a_centre, a_family, a_town, a_visitor, registrar, weekdays
from tests.outings import a_driving_town
from tests.stores import store_over

TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
SUNDAY = date(2026, 11, 29)


def _why(hit: Hit) -> list[tuple[str, Why]]:
    return [(one.visit.ticket, one.why) for one in hit.entries]


async def _hit(store: Store, town: Town) -> Hit:
    return await store.read(find_hit, FindHit(town.centre_id), registrar(town.centre_id))


async def _party(store: Store, town: Town, day: date, *, room: int | None = None) -> None:
    time = MeetingTime(town.at(day, 15), town.at(day, 17))
    party = AddGathering(town.centre_id, GatheringKind.EVENT, "Ёлка", "", "зал", 30, (time,), room_id=room)
    await store.write(add_gathering, party, OPERATOR)


async def test_C8_a_specialist_who_stops_working_names_whom_that_hits_however_they_come(store: Store) -> None:
    town = await a_town(store, specialists=2)
    first, second = town.specialists
    here = await town.book(await a_family(store), town.at(TUESDAY, 10), specialist=first)
    phone = await town.book(await a_family(store), town.at(THURSDAY, 10), specialist=first, mode=Mode.PHONE)
    await town.book(await a_family(store), town.at(TUESDAY, 10), specialist=second)
    gone = await store.write(change_resource, ChangeResource(first, "Юрист 1", works=False), OPERATOR)
    assert _why(gone) == [(here.ticket, Why.SPECIALIST), (phone.ticket, Why.SPECIALIST)]
    back = await store.write(change_resource, ChangeResource(first, "Юрист 1", works=True), OPERATOR)
    assert back == Hit((), ())


async def test_C8_a_room_out_of_use_names_those_who_would_come_to_it_and_the_clubs_that_meet_there(
    store: Store,
) -> None:
    town = await a_town(store, rooms=2)
    visit = await town.book(await a_family(store), town.at(TUESDAY, 10))
    await town.book(await a_family(store), town.at(TUESDAY, 11), mode=Mode.PHONE)
    await _party(store, town, THURSDAY, room=town.rooms[0])
    await _party(store, town, THURSDAY, room=town.rooms[1])
    shut = await store.write(change_resource, ChangeResource(town.rooms[0], "кабинет 1", works=False), OPERATOR)
    assert _why(shut) == [(visit.ticket, Why.ROOM)]
    assert [(one.starts_at, one.why) for one in shut.meetings] == [(town.at(THURSDAY, 15), Why.ROOM)]


async def test_C8_a_crew_out_of_use_and_a_settlement_left_out_name_the_visits_there(store: Store) -> None:
    driving = await a_driving_town(store, specialists=1)
    near = await driving.book(await a_family(store), TUESDAY, 10, driving.near, minute=15)
    around = await driving.book(await a_family(store), THURSDAY, 14, None, minute=30)
    await driving.town.book(await a_family(store), driving.town.at(TUESDAY, 16))
    broken = await store.write(change_resource, ChangeResource(driving.crew_id, "Бригада 1", works=False), OPERATOR)
    assert _why(broken) == [(near.ticket, Why.CREW), (around.ticket, Why.CREW)]
    await store.write(change_resource, ChangeResource(driving.crew_id, "Бригада 1", works=True), OPERATOR)
    left_out = EnterSettlement(driving.town.centre_id, "Ближнее", 15, served=False)
    await store.write(enter_settlement, left_out, OPERATOR)
    assert _why(await _hit(store, driving.town)) == [(near.ticket, Why.SETTLEMENT)]


async def test_C8_a_village_day_without_its_specialist_names_the_visits_there(store: Store) -> None:
    driving = await a_driving_town(store, specialists=1)
    await driving.village_day(TUESDAY, driving.far, 11, 15)
    visit = await driving.book(await a_family(store), TUESDAY, 12, driving.far, Mode.VILLAGE)
    assert _why(await _hit(store, driving.town)) == []
    await store.write(join_crew, JoinCrew(driving.town.specialists[0], None), OPERATOR)
    assert _why(await _hit(store, driving.town)) == [(visit.ticket, Why.HOURS)]


async def test_C8_a_service_that_is_stopped_names_its_visits_until_they_are_called_off(store: Store) -> None:
    town = await a_town(store)
    family = await a_family(store)
    visit = await town.book(family, town.at(TUESDAY, 10))
    stopped = await store.write(stop_offering, StopOffering(town.service_id), OPERATOR)
    assert _why(stopped) == [(visit.ticket, Why.SERVICE)]
    await store.write(cancel, Cancel(visit.ticket), family)
    assert _why(await _hit(store, town)) == []


async def test_C8_a_specialist_taken_off_a_service_names_the_visits_of_that_service_only(store: Store) -> None:
    town = await a_town(store)
    person = town.specialists[0]
    other = AddService(town.centre_id, "psychologist", "Психолог", 60, frozenset({Mode.PHONE}))
    second = (await store.write(add_service, other, OPERATOR)).service_id
    await store.write(assign, Assign(second, person), OPERATOR)
    visit = await town.book(await a_family(store), town.at(TUESDAY, 10))
    kept = Book(Hold(second, Mode.PHONE, town.at(TUESDAY, 11)))
    await store.write(book, kept, await a_family(store))
    off = await store.write(unassign, Unassign(town.service_id, person), OPERATOR)
    assert _why(off) == [(visit.ticket, Why.SERVICE)]
    with pytest.raises(SlotRefused):
        await town.book(await a_family(store), town.at(TUESDAY, 12))
    elsewhere = registrar(await a_centre(store, "drugoj"))
    with pytest.raises(Forbidden):
        await store.write(unassign, Unassign(second, person), elsewhere)


async def test_C8_a_changed_service_offers_other_times_and_leaves_booked_visits_as_they_are(store: Store) -> None:
    town = await a_town(store, week=weekdays((9, 12)))
    visit = await town.book(await a_family(store), town.at(TUESDAY, 10))
    longer = ChangeService(town.service_id, "Юрист", 90, frozenset(Mode), 30, 0, 0, 60, 3)
    assert await store.write(change_service, longer, OPERATOR) == Hit((), ()), "an hour was promised, an hour it is"

    async def offered(day: date) -> list[str]:
        found = await store.read(free_times, FreeTimes(town.service_id, Mode.PLACE, day), a_visitor())
        return [f"{slot.starts_at.astimezone(town.zone):%H:%M}" for slot in found.slots]

    assert await offered(TUESDAY) == [], "no hour and a half is left beside the visit"
    assert await offered(date(2026, 11, 25)) == ["09:00", "09:30", "10:00", "10:30"]
    assert await offered(date(2026, 11, 27)) == [], "three days ahead and no more"
    agenda = ReadAgenda(town.centre_id, TUESDAY, TUESDAY)
    [still] = (await store.read(read_agenda, agenda, registrar(town.centre_id))).entries
    assert (still.service, still.ends_at - still.starts_at) == ("Юрист", visit.ends_at - visit.starts_at)
    elsewhere = registrar(await a_centre(store, "drugoj"))
    with pytest.raises(Forbidden):
        await store.write(change_service, longer, elsewhere)


async def test_C8_a_way_taken_from_a_service_names_who_comes_so_before_and_after_and_leaves_their_visits(
    store: Store,
) -> None:
    town = await a_town(store)
    called, comes = await a_family(store), await a_family(store)
    phone = await town.book(called, town.at(TUESDAY, 10), mode=Mode.PHONE)
    await town.book(comes, town.at(TUESDAY, 11))
    staff, here = registrar(town.centre_id), frozenset({Mode.PLACE})
    foreseen = await store.read(foresee_modes, ForeseeModes(town.service_id, here), staff)
    assert _why(foreseen) == [(phone.ticket, Why.MODE)] and _why(await _hit(store, town)) == []
    only_here = ChangeService(town.service_id, "Юрист", 60, here, 60, 0, 0, 60, 30)
    assert _why(await store.write(change_service, only_here, staff)) == [(phone.ticket, Why.MODE)]
    assert _why(await store.read(foresee_modes, ForeseeModes(town.service_id, here), staff)) == [], "no news"
    [kept] = (await store.read(read_my_visits, ReadMyVisits(called.family_id), called)).entries
    assert (kept.ticket, kept.mode, kept.status) == (phone.ticket, Mode.PHONE, Status.CONFIRMED)
    with pytest.raises(SlotRefused) as refused:
        await town.book(await a_family(store), town.at(TUESDAY, 15), mode=Mode.PHONE)
    assert refused.value.reason is Reason.NOT_OFFERED
    moved = await store.write(reschedule, Reschedule(phone.ticket, town.at(TUESDAY, 12), Mode.PLACE), called)
    assert moved.mode is Mode.PLACE and _why(await _hit(store, town)) == []
    elsewhere = registrar(await a_centre(store, "drugoj"))
    for case, command in ((change_service, only_here), (foresee_modes, ForeseeModes(town.service_id, here))):
        with pytest.raises(Forbidden):
            await store.write(case, command, elsewhere)


async def test_C8_other_weekly_hours_name_whom_they_hit_by_room_phone_and_buffer(store: Store) -> None:
    town = await a_town(store, rooms=1, buffer_minutes=15)
    early = await town.book(await a_family(store), town.at(TUESDAY, 9))
    late = await town.book(await a_family(store), town.at(TUESDAY, 15), mode=Mode.PHONE)
    await town.book(await a_family(store), town.at(TUESDAY, 11))
    later = await store.write(set_week, SetWeek(town.specialists[0], weekdays((10, 16))), OPERATOR)
    assert _why(later) == [(early.ticket, Why.HOURS), (late.ticket, Why.HOURS)], (
        "the buffer ends at a quarter past four"
    )


async def test_B8_a_day_the_centre_closes_names_its_meetings_too_but_a_free_day_of_the_calendar_does_not(
    store: Store,
) -> None:
    town = await a_town(store, rooms=1)
    await _party(store, town, SUNDAY)
    await _party(store, town, THURSDAY, room=town.rooms[0])
    assert (await _hit(store, town)).meetings == (), "a party on a Sunday is meant so"
    off = await store.write(set_centre_day, SetCentreDay(town.centre_id, SUNDAY, DayKind.OFF), OPERATOR)
    assert [(one.title, one.starts_at, one.why) for one in off.meetings] == [("Ёлка", town.at(SUNDAY, 15), Why.CENTRE)]
    await store.write(set_centre_day, SetCentreDay(town.centre_id, SUNDAY, None), OPERATOR)
    closed = ChangeDay(town.centre_id, THURSDAY, closed_hours=(Hours(16 * 60, 18 * 60),))
    assert [one.why for one in (await store.write(change_day, closed, OPERATOR)).meetings] == [Why.CENTRE]
    before = replace(closed, closed_hours=(Hours(10 * 60, 15 * 60),))
    assert (await store.write(change_day, before, OPERATOR)).meetings == (), "it begins when the centre opens again"
    repair = ChangeDay(town.centre_id, THURSDAY, town.rooms[0], closed_hours=(Hours(0, 1440),))
    assert [one.why for one in (await store.write(change_day, repair, OPERATOR)).meetings] == [Why.ROOM]


async def test_C8_nobody_reads_whom_a_change_hits_in_another_centre(store: Store) -> None:
    town = await a_town(store)
    with pytest.raises(Forbidden):
        await store.read(find_hit, FindHit(town.centre_id), registrar(await a_centre(store, "drugoj")))


async def _services(store: Store, town: Town) -> dict[str, ServiceInfo]:
    found = await store.read(read_services, ReadServices(town.centre_id), OPERATOR)
    return {one.title: one for one in found.entries}


async def test_C8_a_service_tells_with_what_one_comes_and_for_children_of_which_age(database: Database) -> None:
    store = store_over(database)
    town = await a_town(store)
    speech = AddService(
        town.centre_id, "speech_therapist", "Логопед", 30, frozenset({Mode.PLACE}), about="Речь и чтение", ages=(3, 7)
    )
    service = await store.write(add_service, speech, OPERATOR)
    await store.write(assign, Assign(service.service_id, town.specialists[0]), OPERATOR)
    shown = {
        one.title: one for one in (await store.read(read_services, ReadServices(town.centre_id), OPERATOR)).entries
    }
    assert (shown["Логопед"].about, shown["Логопед"].ages) == ("Речь и чтение", (3, 7))
    assert (shown["Консультация юриста"].about, shown["Консультация юриста"].ages) == ("", None)
    await store.write(
        change_service,
        ChangeService(service.service_id, "Логопед", 30, frozenset({Mode.PLACE}), 30, 0, 0, 60, 30),
        OPERATOR,
    )
    shown = {
        one.title: one for one in (await store.read(read_services, ReadServices(town.centre_id), OPERATOR)).entries
    }
    assert (shown["Логопед"].about, shown["Логопед"].ages) == ("", None)
    with pytest.raises(sa.exc.IntegrityError):
        await store.write(add_service, replace(speech, ages=(7, 3)), OPERATOR)
