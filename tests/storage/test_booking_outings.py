"""Visits out of the house: the way there belongs to them, and the crew is in one place only (B15)."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from core.booking.cancel import Cancel, cancel
from core.booking.crews import EnterSettlement, JoinCrew, enter_settlement, join_crew
from core.booking.destinations import ReadDestinations, read_destinations
from core.booking.free import FreeTimes, free_times
from core.booking.hits import FindHit, find_hit
from core.booking.hours import Hours
from core.booking.refusals import Reason, SlotRefused
from core.booking.reschedule import Reschedule, reschedule
from core.booking.staffing import AddResource, ChangeResource, UnknownResource, add_resource, change_resource
from core.booking.states import Mode, ResourceKind
from core.booking.tables import Occupancy
from core.booking.village_days import (
    CrewIsElsewhere,
    DropVillageDay,
    PlanVillageDay,
    ReadVillageDays,
    drop_village_day,
    plan_village_day,
    read_village_days,
)
from core.booking.working_time import ChangeDay, change_day
from core.storage.database import Database, Unit
from core.use_case import Forbidden, Store
from tests.booking_crowd import BARE, OVERLAPS, count
from tests.households import OPERATOR, a_centre, a_family, a_visitor, registrar
from tests.outings import FAR, NEAR, Drivers, a_driving_town

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
DAY = ["9:00", "10:00", "11:00", "12:00", "14:00", "15:00", "16:00", "17:00"]


async def _starts(
    store: Store, driving: Drivers, mode: Mode, settlement: int | None = None, day: date = TUESDAY, who: int | None = 0
) -> list[str]:
    """Free times on the centre's wall, with the specialist who drives (or `who=None`: with anybody)."""
    specialist = driving.town.specialists[who] if who is not None else None
    query = FreeTimes(driving.town.service_id, mode, day, specialist, settlement_id=settlement)
    found = await store.read(free_times, query, a_visitor())
    return [f"{slot.starts_at.astimezone(driving.town.zone):%-H:%M}" for slot in found.slots]


async def _taken(database: Database) -> list[tuple[int, datetime, datetime]]:
    def look(unit: Unit) -> Sequence[Occupancy]:
        rows = unit.session.exec(select(Occupancy).order_by(col(Occupancy.resource_id))).all()
        unit.session.expunge_all()
        return rows

    return [(row.resource_id, row.starts_at, row.ends_at) for row in await database.read(look)]


@pytest.mark.parametrize(("where", "way", "first"), [("near", NEAR, "9:15"), ("far", FAR, "10:00"), ("", 30, "9:30")])
async def test_B15_the_way_of_the_settlement_is_kept_free_before_and_after_for_specialist_and_crew(
    store: Store, database: Database, where: str, way: int, first: str
) -> None:
    driving = await a_driving_town(store, specialists=1)
    town, settlement = driving.town, getattr(driving, where) if where else None
    assert (await _starts(store, driving, Mode.HOME, settlement))[0] == first, "the day begins with the way there"
    hour, minute = (int(part) for part in first.split(":"))
    visit = await driving.book(await a_family(store), TUESDAY, hour, settlement, minute=minute)
    assert (visit.crew, visit.room) == ("Бригада 1", None)
    begins, around = town.at(TUESDAY, hour, minute), timedelta(minutes=way)
    span = (begins - around, begins + timedelta(hours=1) + around)
    assert await _taken(database) == [(each, *span) for each in sorted((town.specialists[0], driving.crew_id))]


async def test_B15_a_crew_is_in_one_place_whoever_of_its_people_drives(store: Store, database: Database) -> None:
    driving = await a_driving_town(store, specialists=2)
    for specialist in driving.town.specialists:
        await store.write(join_crew, JoinCrew(specialist, driving.crew_id), OPERATOR)
    await driving.book(await a_family(store), TUESDAY, 10, driving.far)
    assert "10:00" not in await _starts(store, driving, Mode.HOME, driving.far, who=None), "the other has no car"
    with pytest.raises(SlotRefused) as refused:
        await driving.book(await a_family(store), TUESDAY, 10, driving.far)
    assert refused.value.reason is Reason.TAKEN
    assert "10:00" in await _starts(store, driving, Mode.PLACE, who=None), "but may receive at the centre"

    assert await count(database, OVERLAPS) == await count(database, BARE) == 0


async def test_B15_a_crowd_of_home_and_centre_visits_never_overlaps_with_the_way_of_another(
    store: Store, database: Database
) -> None:
    driving, dice = await a_driving_town(store, specialists=3, step_minutes=30), random.Random(15)
    for specialist in driving.town.specialists[:2]:
        await store.write(join_crew, JoinCrew(specialist, driving.crew_id), OPERATOR)
    booked = 0
    for _ in range(60):
        mode, hour = dice.choice((Mode.HOME, Mode.PLACE)), dice.randrange(9, 17)
        where = dice.choice((driving.near, driving.far, None)) if mode is Mode.HOME else None
        minute = dice.choice((0, 30)) + (15 if where == driving.near else 0)
        try:
            visit = await driving.book(await a_family(store), TUESDAY, hour, where, mode, minute=minute)
        except SlotRefused:
            continue
        booked += 1
        if dice.random() < 0.2:
            await store.write(cancel, Cancel(visit.ticket), registrar(driving.town.centre_id))
    assert booked > 8
    assert await count(database, OVERLAPS) == await count(database, BARE) == 0


async def test_a_visit_moves_with_its_way_and_another_settlement_has_another(store: Store, database: Database) -> None:
    driving = await a_driving_town(store, specialists=1)
    family = await a_family(store)
    visit = await driving.book(family, TUESDAY, 10, driving.far)
    moved = await store.write(reschedule, Reschedule(visit.ticket, driving.town.at(WEDNESDAY, 11)), family)
    assert moved.settlement == "Дальнее" and moved.crew == "Бригада 1"
    where = Reschedule(visit.ticket, driving.town.at(WEDNESDAY, 10, 15), settlement_id=driving.near)
    assert (await store.write(reschedule, where, family)).settlement == "Ближнее"
    begins = driving.town.at(WEDNESDAY, 10)
    assert {row[1] for row in await _taken(database)} == {begins}
    here = Reschedule(visit.ticket, driving.town.at(WEDNESDAY, 10, 30), Mode.HOME)
    assert (await store.write(reschedule, here, family)).settlement is None, "where the centre is, a way of 30 minutes"
    assert {row[1] for row in await _taken(database)} == {driving.town.at(WEDNESDAY, 10)}
    stays = Reschedule(visit.ticket, driving.town.at(WEDNESDAY, 16), Mode.PLACE)
    at_centre = await store.write(reschedule, stays, family)
    assert (at_centre.settlement, at_centre.crew) == (None, None)
    assert [row[0] for row in await _taken(database)] == [driving.town.specialists[0]], "the crew is free again"


async def test_B15_nobody_is_sent_to_a_settlement_of_another_centre_or_one_no_longer_served(store: Store) -> None:
    driving, other = await a_driving_town(store), await a_centre(store, "drugoj")
    theirs = (await store.write(enter_settlement, EnterSettlement(other, "Чужое", 20), OPERATOR)).settlement_id
    with pytest.raises(SlotRefused) as refused:
        await driving.book(await a_family(store), TUESDAY, 10, theirs)
    assert refused.value.reason is Reason.NOT_OFFERED
    await store.write(enter_settlement, EnterSettlement(driving.town.centre_id, "Дальнее", FAR, served=False), OPERATOR)
    with pytest.raises(SlotRefused):
        await driving.book(await a_family(store), TUESDAY, 10, driving.far)
    crew = await store.write(add_resource, AddResource(other, "Чужая бригада", ResourceKind.CREW), OPERATOR)
    with pytest.raises(Forbidden):
        await store.write(join_crew, JoinCrew(driving.town.specialists[0], crew.resource_id), OPERATOR)
    plan = PlanVillageDay(driving.crew_id, theirs, TUESDAY, Hours(600, 720))
    with pytest.raises(UnknownResource):
        await store.write(plan_village_day, plan, OPERATOR)
    with pytest.raises(Forbidden):
        await store.write(enter_settlement, EnterSettlement(other, "Наше", 5), registrar(driving.town.centre_id))


async def test_C8_a_village_day_offers_its_hours_there_and_takes_them_with_the_way_from_the_centre(
    store: Store,
) -> None:
    driving = await a_driving_town(store, specialists=1)
    assert await _starts(store, driving, Mode.VILLAGE, driving.far) == []
    await driving.village_day(TUESDAY, driving.far, 11, 15)
    assert await _starts(store, driving, Mode.VILLAGE, driving.far) == ["11:00", "12:00", "13:00", "14:00"]
    assert await _starts(store, driving, Mode.VILLAGE, driving.near) == []
    assert await _starts(store, driving, Mode.VILLAGE) == [], "a village visit goes to a settlement"
    assert await _starts(store, driving, Mode.PLACE) == ["9:00", "16:00", "17:00"], "an hour there, an hour back"
    assert await _starts(store, driving, Mode.HOME, driving.far) == []
    assert await _starts(store, driving, Mode.VILLAGE, driving.far, WEDNESDAY) == []


async def test_C8_families_of_a_settlement_share_the_hours_of_its_day_and_the_next_one_is_told_when_it_is_full(
    store: Store, database: Database
) -> None:
    driving = await a_driving_town(store, specialists=2)
    await store.write(join_crew, JoinCrew(driving.town.specialists[1], driving.crew_id), OPERATOR)
    await driving.village_day(TUESDAY, driving.far, 11, 13)
    for hour in (11, 12):
        visit = await driving.book(await a_family(store), TUESDAY, hour, driving.far, Mode.VILLAGE)
        assert visit.settlement == "Дальнее"
    with pytest.raises(SlotRefused) as refused:
        await driving.book(await a_family(store), TUESDAY, 12, driving.far, Mode.VILLAGE)
    assert refused.value.reason is Reason.TAKEN
    assert await _starts(store, driving, Mode.VILLAGE, driving.far, who=None) == []
    assert await count(database, OVERLAPS) == await count(database, BARE) == 0


async def test_C8_a_family_sees_where_a_crew_drives_and_the_day_if_one_is_ahead(store: Store) -> None:
    driving = await a_driving_town(store)
    asked = ReadDestinations(driving.town.service_id, Mode.VILLAGE)
    await driving.village_day(WEDNESDAY, driving.far, 11, 13)
    await driving.village_day(TUESDAY, driving.far, 11, 13)
    there = (await store.read(read_destinations, asked, a_visitor())).entries
    assert [(one.name, one.next_day) for one in there] == [("Ближнее", None), ("Дальнее", TUESDAY)]
    await store.write(join_crew, JoinCrew(driving.town.specialists[0], None), OPERATOR)
    assert (await store.read(read_destinations, asked, a_visitor())).entries == (), "nobody who gives it drives out"
    home = await store.read(read_destinations, ReadDestinations(driving.town.service_id, Mode.HOME), a_visitor())
    assert [one.name for one in home.entries] == ["Ближнее", "Дальнее"]


async def test_C8_a_planned_day_shows_the_visits_it_hits_and_a_dropped_one_its_own(store: Store) -> None:
    driving = await a_driving_town(store, specialists=1)
    at_centre = await driving.town.book(await a_family(store), driving.town.at(TUESDAY, 10))
    hit = await driving.village_day(TUESDAY, driving.far, 11, 15)
    assert [visit.ticket for visit in hit.visits] == [at_centre.ticket], "at ten the crew is on the road"
    in_village = await driving.book(await a_family(store), TUESDAY, 12, driving.far, Mode.VILLAGE)
    staff = registrar(driving.town.centre_id)
    days = await store.read(read_village_days, ReadVillageDays(driving.town.centre_id, TUESDAY), staff)
    assert [(one.settlement, one.crew, one.hours) for one in days.entries] == [
        ("Дальнее", "Бригада 1", Hours(11 * 60, 15 * 60))
    ]
    hit = await store.write(drop_village_day, DropVillageDay(driving.crew_id, TUESDAY), staff)
    assert [visit.ticket for visit in hit.visits] == [in_village.ticket]


async def test_C8_a_crew_is_in_one_settlement_a_day_and_illness_cuts_its_hours(store: Store) -> None:
    driving = await a_driving_town(store, specialists=1)
    await driving.village_day(TUESDAY, driving.far, 11, 15)
    with pytest.raises(CrewIsElsewhere):
        await driving.village_day(TUESDAY, driving.near, 16, 17)
    await driving.village_day(TUESDAY, driving.far, 11, 14)
    ill = ChangeDay(driving.town.centre_id, TUESDAY, driving.town.specialists[0], closed_hours=(Hours(720, 1440),))
    await store.write(change_day, ill, OPERATOR)
    assert await _starts(store, driving, Mode.VILLAGE, driving.far) == ["11:00"]
    broken = ChangeDay(driving.town.centre_id, TUESDAY, driving.crew_id, closed_hours=(Hours(0, 1440),))
    await store.write(change_day, broken, OPERATOR)
    assert await _starts(store, driving, Mode.VILLAGE, driving.far) == []


async def test_C8_whose_crew_is_out_of_use_drives_nowhere_until_put_elsewhere_but_receives_at_the_centre(
    store: Store,
) -> None:
    driving = await a_driving_town(store, specialists=1)
    await driving.village_day(TUESDAY, driving.far, 11, 15)
    await store.write(change_resource, ChangeResource(driving.crew_id, "Бригада 1", works=False), OPERATOR)
    assert await _starts(store, driving, Mode.VILLAGE, driving.far) == []
    assert await _starts(store, driving, Mode.HOME, driving.near) == []
    with pytest.raises(SlotRefused):
        await driving.book(await a_family(store), TUESDAY, 10, driving.near)
    assert await _starts(store, driving, Mode.PLACE) == DAY, "nobody drives to the village, so nobody is away"
    await store.write(join_crew, JoinCrew(driving.town.specialists[0], None), OPERATOR)
    assert await _starts(store, driving, Mode.HOME, driving.near) != [], "alone, because somebody said so"


async def test_ordinary_hours_of_a_centre_without_village_days_are_untouched(store: Store) -> None:
    driving = await a_driving_town(store, specialists=1)
    assert await _starts(store, driving, Mode.PLACE) == DAY
    hit = await store.read(find_hit, FindHit(driving.town.centre_id), registrar(driving.town.centre_id))
    assert hit.visits == ()
