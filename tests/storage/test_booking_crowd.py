"""Many choose a time at the same second: each is answered as if alone, and a server is asked once for all (P5, B1)."""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from core.booking.appointments import Visit
from core.booking.confirm import Book, book
from core.booking.free import NearestSlots, nearest_slots
from core.booking.hold import Hold, hold
from core.booking.refusals import Reason, SlotRefused
from core.booking.states import Mode
from core.booking.tables import TURN_LOCK
from core.booking.working_time import SetWeek, set_week
from core.families.household import UnknownFamily
from core.storage.database import Database, Unit
from core.use_case import Adult, Forbidden, MemoKey, Refused, StaffMember, Store, Visitor
from tests.booking_crowd import BARE, OVERLAPS, count
from tests.households import OPERATOR, Town, a_centre, a_family, a_town, a_visitor, registrar, weekdays
from tests.stores import Clock, store_over

TUESDAY = date(2026, 11, 24)
HELD = sa.text("SELECT count(*) FROM appointment WHERE status = 'held'")
ON_A_SERVER = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""What cannot happen where there is one writer: nobody else has anything in hand."""
Call = tuple[Hold, Adult | Visitor | StaffMember]


async def a_busy_town(store: Store, specialists: int = 4) -> Town:
    """A town whose schedule this process has just shown to somebody: nobody books unseen."""
    town = await a_town(store, specialists=specialists, week=weekdays((9, 17)))
    await store.read(nearest_slots, NearestSlots(town.service_id, Mode.PHONE), a_visitor())
    return town


async def at_once(store: Store, calls: Sequence[Call]) -> list[Visit | BaseException]:
    """All of them hold at the same second."""
    writes: list[Awaitable[Visit]] = [store.write(hold, what, who) for what, who in calls]
    return await asyncio.gather(*writes, return_exceptions=True)


def how(answers: Sequence[Visit | BaseException]) -> Counter[str]:
    """How many got their time, and what the others were told."""
    return Counter("held" if isinstance(answer, Visit) else str(answer) for answer in answers)


class Lock:
    """Somebody else's transaction that holds a lock on PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def somebody_waits(self) -> None:
        """Returns once another transaction stands before the lock."""
        async with asyncio.timeout(20):
            while not await count(self.database, sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                await asyncio.sleep(0)


@asynccontextmanager
async def a_lock(database: Database, statement: str) -> AsyncIterator[Lock]:
    """The lock that `statement` takes, until the block ends."""
    taken, let_go = threading.Event(), threading.Event()

    def hold_it(unit: Unit) -> None:
        unit.connection.exec_driver_sql(statement)
        taken.set()
        let_go.wait(60)

    holding = asyncio.ensure_future(database.write(hold_it))
    await asyncio.to_thread(taken.wait, 20)
    try:
        yield Lock(database)
    finally:
        let_go.set()
        await holding


@pytest.fixture(autouse=True)
def never_apart() -> Iterator[None]:
    """A crowd that cannot be answered together is answered apart, rightly and slowly: here that is a defect."""
    with structlog.testing.capture_logs() as heard:
        yield
    assert heard == []


@pytest.fixture
def transactions(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with every writing transaction."""
    begun: list[int] = []
    write = database.write

    async def counted(work: Callable[..., Any]) -> Any:
        begun.append(1)
        return await write(work)

    monkeypatch.setattr(database, "write", counted)
    return begun


async def test_P5_a_crowd_is_answered_in_one_transaction_where_a_server_is_asked(
    database: Database, transactions: list[int]
) -> None:
    store = store_over(database)
    town = await a_busy_town(store)
    times = [town.at(TUESDAY, hour) for hour in (9, 10, 11, 12)]
    wishes = [town.wish(start, specialist=person, mode=Mode.PHONE) for start in times for person in town.specialists]
    transactions.clear()
    answers = await at_once(store, [(wish, a_visitor()) for wish in wishes * 3])
    assert how(answers) == {"held": 16, Reason.TAKEN: 32}
    assert len(transactions) == (1 if database.remote else 48)
    for wish, answer in zip(wishes, answers[:16], strict=True):
        assert isinstance(answer, Visit)
        assert (answer.specialist_id, answer.starts_at) == (wish.specialist_id, wish.starts_at)
    assert await count(database, OVERLAPS) == 0 and await count(database, BARE) == 0


async def test_P5_whoever_takes_anybody_gets_somebody_who_is_free(database: Database) -> None:
    store = store_over(database)
    town = await a_busy_town(store)
    wish = town.wish(town.at(TUESDAY, 10), mode=Mode.PHONE)
    answers = await at_once(store, [(wish, a_visitor()) for _ in range(6)])
    assert how(answers) == {"held": 4, Reason.TAKEN: 2}
    assert {answer.specialist_id for answer in answers if isinstance(answer, Visit)} == set(town.specialists)


async def test_P5_a_double_tap_in_a_crowd_holds_one_time(database: Database) -> None:
    store = store_over(database)
    town = await a_busy_town(store)
    who = a_visitor()
    calls = [(town.wish(town.at(TUESDAY, hour), mode=Mode.PHONE), who) for hour in (9, 10, 11)]
    others = [(town.wish(town.at(TUESDAY, 14), mode=Mode.PHONE), a_visitor()) for _ in range(3)]
    assert how(await at_once(store, [*calls, *others])) == {"held": 6}
    assert await count(database, HELD) == 4
    assert await count(database, BARE) == 0


async def test_P5_what_is_not_plain_is_done_by_itself_and_holds_nobody_up(
    database: Database, transactions: list[int]
) -> None:
    clock = Clock()
    store = store_over(database, clock)
    town = await a_busy_town(store, specialists=1)
    full, moving = await a_family(store), a_visitor()
    for hour in (9, 10):
        await town.book(full, town.at(TUESDAY, hour))
    await town.hold(a_visitor(), town.at(TUESDAY, 11))
    clock.forward(minutes=11)
    earlier = await town.hold(moving, town.at(TUESDAY, 12))
    nobody = Adult(adult_id=999_001, family_id=999_001)
    calls: list[Call] = [
        (town.wish(town.at(TUESDAY, 14)), a_visitor()),
        (town.wish(town.at(TUESDAY, 13)), full),
        (town.wish(town.at(TUESDAY, 11)), a_visitor()),
        (town.wish(town.at(TUESDAY, 16)), moving),
        (town.wish(town.at(TUESDAY, 15)), nobody),
        (town.wish(town.at(TUESDAY, 3)), a_visitor()),
        (town.wish(town.at(TUESDAY, 15)), await a_family(store)),
    ]
    transactions.clear()
    plain, limited, over_expired, moved, stranger, at_night, family = await at_once(store, calls)
    assert len(transactions) == (1 + 3 if database.remote else len(calls)), "only three are more than plain"
    assert isinstance(plain, Visit) and isinstance(over_expired, Visit) and isinstance(family, Visit)
    assert isinstance(limited, SlotRefused) and limited.reason is Reason.LIMIT
    assert isinstance(stranger, UnknownFamily)
    assert isinstance(at_night, SlotRefused) and at_night.reason is Reason.OUTSIDE_HOURS
    assert isinstance(moved, Visit) and moved.ticket != earlier.ticket
    assert await count(database, HELD) == 4
    assert await count(database, OVERLAPS) == 0 and await count(database, BARE) == 0


async def test_P5_in_a_crowd_everybody_has_the_own_rights_and_nobody_elses(
    database: Database, transactions: list[int]
) -> None:
    store = store_over(database)
    town = await a_busy_town(store)
    away = await a_centre(store, slug="drugoj")
    families = [await a_family(store, centre_id=town.centre_id) for _ in range(4)]
    here, elsewhere = registrar(town.centre_id), registrar(away)
    at_ten = town.wish(town.at(TUESDAY, 10), mode=Mode.PHONE)
    calls: list[Call] = [
        *((at_ten, family) for family in families[:2]),
        (replace(at_ten, family_id=families[2].family_id), elsewhere),
        (replace(at_ten, family_id=families[2].family_id), here),
        (replace(at_ten, family_id=families[3].family_id), families[0]),
    ]
    transactions.clear()
    first, second, outside, by_staff, foreign = await at_once(store, calls)
    assert isinstance(outside, Forbidden)
    for answer, family in ((first, 0), (second, 1), (by_staff, 2), (foreign, 0)):
        assert isinstance(answer, Visit) and answer.family_id == families[family].family_id
    assert len(transactions) == (2 if database.remote else len(calls)), "the second tap of one family goes by itself"
    assert await count(database, HELD) == 3


async def test_P5_anybody_who_is_free_is_found_however_many_ask_at_once(database: Database) -> None:
    here, there = store_over(database), store_over(database)
    town = await a_busy_town(here, specialists=12)
    families = [await a_family(here) for _ in range(12)]
    what = Book(town.wish(town.at(TUESDAY, 10), mode=Mode.PHONE))
    booked = await asyncio.gather(
        *((here, there)[number % 2].write(book, what, one) for number, one in enumerate(families))
    )
    assert {visit.specialist_id for visit in booked} == set(town.specialists)


@ON_A_SERVER
async def test_P5_an_expired_hold_somebody_has_in_hand_is_waited_for(database: Database) -> None:
    clock = Clock()
    store = store_over(database, clock)
    town = await a_busy_town(store, specialists=1)
    await town.hold(a_visitor(), town.at(TUESDAY, 10))
    clock.forward(minutes=11)
    async with a_lock(database, "SELECT 1 FROM appointment WHERE status = 'held' FOR UPDATE") as lock:
        wish = town.wish(town.at(TUESDAY, 10), mode=Mode.PHONE)
        asked = asyncio.ensure_future(at_once(store, [(wish, a_visitor()), (wish, a_visitor())]))
        await lock.somebody_waits()
    assert how(await asked) == {"held": 1, Reason.TAKEN: 1}


@ON_A_SERVER
async def test_P5_whoever_must_wait_for_a_lock_holds_up_nobody_else(database: Database) -> None:
    store = store_over(database)
    town = await a_busy_town(store, specialists=2)
    slow, quick = (town.wish(town.at(TUESDAY, 10), specialist=one, mode=Mode.PHONE) for one in town.specialists)
    async with a_lock(database, f"SELECT pg_advisory_xact_lock({TURN_LOCK + town.specialists[0]})"):
        waiting = asyncio.ensure_future(store.write(hold, slow, a_visitor()))
        async with asyncio.timeout(20):
            answers = await asyncio.gather(
                *(store.write(hold, quick, a_visitor()) for _ in range(3)), return_exceptions=True
            )
        assert how(answers) == {"held": 1, Reason.TAKEN: 2}
        assert not waiting.done()
    assert (await waiting).specialist_id == town.specialists[0]


async def test_P5_a_crowd_sees_hours_that_have_just_changed(database: Database) -> None:
    store = store_over(database)
    town = await a_busy_town(store, specialists=1)
    await store.write(set_week, SetWeek(town.specialists[0], weekdays((14, 17))), OPERATOR)
    calls = [(town.wish(town.at(TUESDAY, hour), mode=Mode.PHONE), a_visitor()) for hour in (9, 10, 14, 15)]
    assert how(await at_once(store, calls)) == {"held": 2, Reason.OUTSIDE_HOURS: 2}


async def test_P5_a_call_of_a_crowd_that_is_handled_again_is_recalled(database: Database) -> None:
    store = store_over(database)
    town = await a_busy_town(store)
    people = [a_visitor() for _ in range(5)]

    async def handle(number: int, *, fresh: bool) -> Visit:
        memo = MemoKey(1, 100 + number, 1, fresh=fresh)
        wish = town.wish(town.at(TUESDAY, 9 + number), mode=Mode.PHONE)
        return await store.write(hold, wish, people[number], memo)

    first = await asyncio.gather(*(handle(number, fresh=True) for number in range(5)))
    again = await asyncio.gather(*(handle(number, fresh=False) for number in range(5)))
    assert again == first
    assert await count(database, sa.text("SELECT count(*) FROM appointment")) == 5


@pytest.mark.parametrize("seed", range(3))
async def test_B1_crowds_of_two_programs_that_want_the_same_times_share_them(database: Database, seed: int) -> None:
    here, there = store_over(database), store_over(database)
    town = await a_busy_town(here)
    start = TUESDAY + timedelta(days=seed)
    wishes = [
        town.wish(town.at(start, hour), specialist=p, mode=Mode.PHONE)
        for hour in range(9, 17)
        for p in town.specialists
    ]
    calls: list[list[Call]] = [[(wish, a_visitor()) for wish in wishes] for _ in range(2)]
    answers = [one for both in await asyncio.gather(at_once(here, calls[0]), at_once(there, calls[1])) for one in both]
    assert [one for one in answers if isinstance(one, BaseException) and not isinstance(one, Refused)] == []
    assert how(answers) == {"held": len(wishes), Reason.TAKEN: len(wishes)}
    assert await count(database, OVERLAPS) == 0 and await count(database, BARE) == 0
