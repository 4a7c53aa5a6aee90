"""Whoever waits for one specialist, or for a visit in the own settlement, is offered nothing else (B11, B15)."""

from datetime import date

import pytest

from core.booking.crews import ReadCrews, read_crews
from core.booking.hours import Hours, WeekLine
from core.booking.queueing import (
    AnswerOffer,
    JoinWaiting,
    ReadWaitingList,
    answer_offer,
    join_waiting,
    read_waiting_list,
)
from core.booking.refusals import Reason, SlotRefused
from core.booking.staffing import AddResource, Assign, Unassign, add_resource, assign, unassign
from core.booking.states import Mode
from core.booking.waiting import ServeWaiting, serve_waiting
from core.booking.working_time import SetWeek, set_week
from core.storage.database import Database
from core.use_case import Store
from tests.households import OPERATOR, a_family, registrar
from tests.outings import a_driving_town
from tests.queues import ONE_HOUR, a_queue

THURSDAY = date(2026, 11, 26)


async def test_B11_who_waits_for_one_specialist_is_offered_only_times_of_that_one(database: Database) -> None:
    queue = await a_queue(database, waiting=0)
    service = queue.town.service_id
    person = (await queue.store.write(add_resource, AddResource(queue.town.centre_id, "Юрист 2"), OPERATOR)).resource_id
    await queue.store.write(assign, Assign(service, person), OPERATOR)
    particular, anybody = await a_family(queue.store), await a_family(queue.store)
    wish = JoinWaiting(service, Mode.PLACE, specialist_id=person)
    assert (await queue.store.write(join_waiting, wish, particular)).specialist == "Юрист 2"
    await queue.store.write(join_waiting, JoinWaiting(service, Mode.PLACE), anybody)
    queue.families += [particular, anybody]
    await queue.free_it()
    assert [family for family, _ in await queue.offered()] == [anybody], "it is the other one's time"
    assert [place.specialist for place in await queue.listed()] == ["Юрист 2", None]
    await queue.store.write(set_week, SetWeek(person, ONE_HOUR), OPERATOR)
    assert await queue.serve() == 1
    [place, _] = await queue.listed()
    assert place.offered is not None
    visit = await queue.answer(particular, place.offered, take=True)
    assert visit is not None and visit.specialist_id == person


async def test_B11_somebody_who_does_not_give_the_service_cannot_be_waited_for(database: Database) -> None:
    queue = await a_queue(database, waiting=1)
    person = (await queue.store.write(add_resource, AddResource(queue.town.centre_id, "Логопед"), OPERATOR)).resource_id
    for wrong in ({"specialist_id": person}, {"settlement_id": 999_001}):
        with pytest.raises(SlotRefused) as refused:
            wish = JoinWaiting(queue.town.service_id, Mode.HOME, **wrong)
            await queue.store.write(join_waiting, wish, queue.families[0])
        assert refused.value.reason is Reason.NOT_OFFERED


async def test_B11_who_waits_again_with_another_wish_keeps_the_place_and_changes_the_wish(database: Database) -> None:
    queue = await a_queue(database, waiting=2)
    first, service = queue.families[0], queue.town.service_id
    place = await queue.store.write(
        join_waiting, JoinWaiting(service, Mode.PLACE, specialist_id=queue.town.specialists[0]), first
    )
    assert (place.ahead, place.specialist) == (0, "Юрист 1")
    place = await queue.store.write(join_waiting, JoinWaiting(service, Mode.PLACE), first)
    assert (place.ahead, place.specialist) == (0, None)


async def test_B11_who_waits_for_what_is_given_no_more_is_shown_as_such_and_keeps_the_place(
    database: Database,
) -> None:
    queue = await a_queue(database, waiting=1)
    service, gone = queue.town.service_id, queue.town.specialists[0]
    await queue.store.write(join_waiting, JoinWaiting(service, Mode.PLACE, specialist_id=gone), queue.families[0])
    assert [place.given for place in await queue.listed()] == [True]
    await queue.store.write(unassign, Unassign(service, gone), OPERATOR)
    assert [place.given for place in await queue.listed()] == [False], "somebody talks with the family"
    await queue.store.write(assign, Assign(service, gone), OPERATOR)
    assert [place.given for place in await queue.listed()] == [True]


async def test_B11_a_village_day_is_offered_to_those_who_wait_in_that_settlement(store: Store) -> None:
    drivers = await a_driving_town(store)
    town = drivers.town
    staff = registrar(town.centre_id)
    families = [await a_family(store) for _ in range(2)]
    for family, settlement in zip(families, (drivers.near, drivers.far), strict=True):
        wish = JoinWaiting(town.service_id, Mode.VILLAGE, settlement_id=settlement)
        assert (await store.write(join_waiting, wish, family)).offered is None
    crews = await store.read(read_crews, ReadCrews(town.centre_id), staff)
    assert [(one.name, one.waiting) for one in crews.settlements] == [("Ближнее", 1), ("Дальнее", 1)], "requests gather"
    await drivers.village_day(THURSDAY, drivers.far, 10, 12)
    assert (await store.write(serve_waiting, ServeWaiting(), OPERATOR)).offers == 1
    near, far = (await store.read(read_waiting_list, ReadWaitingList(town.centre_id), staff)).entries
    assert (near.settlement, near.offered) == ("Ближнее", None)
    assert far.settlement == "Дальнее" and far.offered is not None
    visit = await store.write(answer_offer, AnswerOffer(far.offered, take=True), families[1])
    assert visit is not None and (visit.mode, visit.settlement_id) == (Mode.VILLAGE, drivers.far)
    assert visit.starts_at == town.at(THURSDAY, 10)


async def test_B11_the_first_in_the_queue_is_served_first_whatever_it_waits_for(store: Store) -> None:
    """One crew and its specialist: a visit home and a talk at the centre want the same person's hour."""
    drivers = await a_driving_town(store, specialists=1, horizon_days=2)
    town = drivers.town
    await store.write(set_week, SetWeek(town.specialists[0], ()), OPERATOR)
    first, second = [await a_family(store) for _ in range(2)]
    by_phone = JoinWaiting(town.service_id, Mode.PHONE)
    home = JoinWaiting(town.service_id, Mode.HOME, settlement_id=drivers.near)
    for wish, family in ((home, first), (by_phone, second)):
        await store.write(join_waiting, wish, family)
    ninety = (WeekLine(2, Hours(600, 690)),)
    await store.write(set_week, SetWeek(town.specialists[0], ninety), OPERATOR)
    assert (await store.write(serve_waiting, ServeWaiting(), OPERATOR)).offers == 1
    listed = await store.read(read_waiting_list, ReadWaitingList(town.centre_id), registrar(town.centre_id))
    assert [(place.mode, bool(place.offered)) for place in listed.entries] == [(Mode.HOME, True), (Mode.PHONE, False)]
