"""Coming to the centre and scanning the code on its wall: reception knows at once, nobody is turned away (F7, B14)."""

import asyncio
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from core.booking.attendance import Attend, attend
from core.booking.cancel import Cancel, cancel
from core.booking.check_in import PAYLOAD, CheckedIn, CheckIn, Outcome, ReadPoster, check_in, read_poster
from core.booking.confirm import Book, book
from core.booking.listing import ReadAgenda, read_agenda
from core.booking.reception import ReadWaits, StartVisit, read_waits, start_visit
from core.booking.states import Mode, Status
from core.booking.working_time import SetWeek, set_week
from core.messaging.tables import event
from core.storage.database import Database
from core.use_case import Adult, Forbidden, Store, Visitor
from tests.booking_crowd import count
from tests.households import OPERATOR, Town, a_centre, a_family, a_town, a_visitor, registrar, weekdays
from tests.stores import Clock

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
CHANGES = sa.select(sa.func.count()).select_from(event).where(event.c.kind == "appointment.changed")


async def _scan(store: Store, town: Town, who: Adult | Visitor, centre_id: int | None = None) -> CheckedIn:
    query = ReadPoster(centre_id or town.centre_id)
    poster = await store.read(read_poster, query, registrar(query.centre_id))
    assert poster.payload.startswith(PAYLOAD) and len(poster.payload) <= 64
    return await store.write(check_in, CheckIn(poster.payload.removeprefix(PAYLOAD)), who)


async def test_F7_a_family_that_scans_the_code_is_seen_by_reception_at_once_and_scanning_again_changes_nothing(
    store: Store, clock: Clock, database: Database
) -> None:
    town = await a_town(store)
    family = await a_family(store, centre_id=town.centre_id)
    visit = await town.book(family, town.at(TUESDAY, 10))
    clock.now = town.at(TUESDAY, 9, 40)
    before = await count(database, CHANGES)
    found = await _scan(store, town, family)
    assert (found.outcome, [one.ticket for one in found.visits]) == (Outcome.ARRIVED, [visit.ticket])
    staff = registrar(town.centre_id)
    [shown] = (await store.read(read_agenda, ReadAgenda(town.centre_id, TUESDAY, TUESDAY), staff)).entries
    assert shown.status is Status.ARRIVED
    assert await count(database, CHANGES) == before + 1, "open pages of reception are told"
    clock.forward(minutes=25)
    again = [await _scan(store, town, family) for _ in range(3)]
    assert {one.outcome for one in again} == {Outcome.ALREADY}
    assert await count(database, CHANGES) == before + 1
    await store.write(start_visit, StartVisit(visit.ticket), staff)
    waits = await store.read(read_waits, ReadWaits(town.centre_id, TUESDAY, TUESDAY), staff)
    assert waits.median == 5, "the wait counts from the agreed time, not from the last scan"


@pytest.mark.parametrize(
    ("hour", "minute", "outcome"),
    [
        (8, 59, Outcome.EARLY),
        (9, 0, Outcome.ARRIVED),
        (10, 0, Outcome.ARRIVED),
        (10, 59, Outcome.ARRIVED),
        (11, 0, Outcome.OVER),
        (17, 0, Outcome.OVER),
    ],
)
async def test_F7_a_scan_counts_from_an_hour_before_until_the_time_is_over(
    store: Store, clock: Clock, hour: int, minute: int, outcome: Outcome
) -> None:
    town = await a_town(store)
    family = await a_family(store)
    visit = await town.book(family, town.at(TUESDAY, 10))
    clock.now = town.at(TUESDAY, hour, minute)
    found = await _scan(store, town, family)
    assert (found.outcome, [one.ticket for one in found.visits]) == (outcome, [visit.ticket])
    expected = Status.ARRIVED if outcome is Outcome.ARRIVED else Status.CONFIRMED
    assert found.visits[0].status is expected


async def test_F7_a_family_with_two_visits_in_a_row_is_here_for_both_and_for_a_later_one_not_yet(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store, specialists=2, week=weekdays((9, 18)))
    mother = await a_family(store)
    first = await town.book(mother, town.at(TUESDAY, 10), specialist=town.specialists[0])
    second = await town.book(mother, town.at(TUESDAY, 11), specialist=town.specialists[1])
    clock.now = town.at(TUESDAY, 9, 30)
    found = await _scan(store, town, mother)
    assert [one.ticket for one in found.visits] == [first.ticket, second.ticket]
    father = await a_family(store)
    early = await town.book(father, town.at(TUESDAY, 12), specialist=town.specialists[0])
    late = await town.book(father, town.at(TUESDAY, 16), specialist=town.specialists[0])
    clock.now = town.at(TUESDAY, 11, 50)
    assert [one.ticket for one in (await _scan(store, town, father)).visits] == [early.ticket]
    await store.write(attend, Attend(early.ticket, Status.DONE), registrar(town.centre_id))
    clock.now = town.at(TUESDAY, 13, 5)
    found = await _scan(store, town, father)
    assert (found.outcome, found.visits[0].ticket) == (Outcome.EARLY, late.ticket)
    clock.now = town.at(TUESDAY, 15, 45)
    assert [one.ticket for one in (await _scan(store, town, father)).visits] == [late.ticket]


async def test_F7_whoever_is_not_expected_now_is_answered_and_nothing_is_marked(store: Store, clock: Clock) -> None:
    town, other = await a_town(store), await a_centre(store, "drugoj")
    family, cancelled, by_phone = [await a_family(store) for _ in range(3)]
    assert (await _scan(store, town, a_visitor())).outcome is Outcome.NOT_BOOKED
    assert (await _scan(store, town, family)).outcome is Outcome.NOT_BOOKED
    made_up = await store.write(check_in, CheckIn("primernyj"), family)
    assert made_up == CheckedIn(Outcome.UNKNOWN_CODE, None, ())
    gone = await town.book(cancelled, town.at(TUESDAY, 11))
    await store.write(cancel, Cancel(gone.ticket), cancelled)
    await town.book(by_phone, town.at(TUESDAY, 12), mode=Mode.PHONE)
    clock.now = town.at(TUESDAY, 11)
    for who in (cancelled, by_phone):
        assert (await _scan(store, town, who)).outcome is Outcome.NOT_BOOKED
    tomorrow = await town.book(family, town.at(WEDNESDAY, 10))
    found = await _scan(store, town, family)
    assert (found.outcome, found.visits[0].ticket) == (Outcome.ANOTHER_DAY, tomorrow.ticket)
    clock.now = town.at(WEDNESDAY, 10)
    found = await _scan(store, town, family, other)
    assert (found.outcome, found.visits[0].ticket) == (Outcome.ELSEWHERE, tomorrow.ticket)
    assert found.visits[0].status is Status.CONFIRMED


async def test_F7_the_day_is_the_day_of_the_centre(store: Store, clock: Clock) -> None:
    """In Kamchatka it is Wednesday morning while the server still has Tuesday."""
    town = await a_town(store, zone="Asia/Kamchatka")
    family = await a_family(store, zone="Asia/Kamchatka")
    await town.book(family, town.at(WEDNESDAY, 9))
    clock.now = town.at(WEDNESDAY, 8, 30)
    assert clock.now.date() == TUESDAY
    assert (await _scan(store, town, family)).outcome is Outcome.ARRIVED
    await store.write(set_week, SetWeek(town.specialists[0], weekdays((0, 24))), OPERATOR)
    night = await a_family(store, zone="Asia/Kamchatka")
    clock.now = town.at(WEDNESDAY, 20)
    await store.write(book, Book(town.wish(town.at(WEDNESDAY + timedelta(days=1), 9))), night)
    assert (await _scan(store, town, night)).outcome is Outcome.ANOTHER_DAY


async def test_F7_two_parents_who_scan_at_once_are_one_arrival(store: Store, clock: Clock, database: Database) -> None:
    town = await a_town(store)
    family = await a_family(store)
    await town.book(family, town.at(TUESDAY, 10))
    clock.now = town.at(TUESDAY, 9, 50)
    before = await count(database, CHANGES)
    found = await asyncio.gather(*(_scan(store, town, family) for _ in range(10)))
    assert {one.outcome for one in found} <= {Outcome.ARRIVED, Outcome.ALREADY}
    assert await count(database, CHANGES) == before + 1


async def test_F7_the_code_of_a_centre_is_printed_by_its_own_staff_only_and_differs_from_every_other(
    store: Store,
) -> None:
    town, other = await a_town(store), await a_centre(store, "drugoj")
    codes = {
        (await store.read(read_poster, ReadPoster(each), registrar(each))).payload for each in (town.centre_id, other)
    }
    assert len(codes) == 2
    with pytest.raises(Forbidden):
        await store.read(read_poster, ReadPoster(other), registrar(town.centre_id))
