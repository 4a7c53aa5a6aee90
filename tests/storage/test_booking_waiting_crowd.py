"""Fifty families wait for one time while two programs answer, sweep and send at once (B11)."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from app.database import open_database
from app.house import KINDS
from core.booking.appointments import Visit
from core.booking.hours import Hours, WeekLine
from core.booking.queueing import (
    AnswerOffer,
    JoinWaiting,
    Place,
    ReadWaitingList,
    answer_offer,
    join_waiting,
    read_waiting_list,
)
from core.booking.refusals import NotNow, SlotRefused
from core.booking.reschedule import Reschedule, reschedule
from core.booking.staffing import AddResource, add_resource
from core.booking.states import Mode, Status
from core.booking.sweeping import Sweep, sweep
from core.booking.waiting import ServeWaiting, serve_waiting
from core.booking.working_time import SetWeek, set_week
from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM
from core.messaging.outbox import State
from core.storage.database import Database
from core.storage.postgres import PostgresDatabase
from core.storage.signals import Signals
from core.use_case import Adult, StaffMember, Store
from tests.booking_crowd import OVERLAPS, count
from tests.households import OPERATOR, a_family, a_town, registrar
from tests.queues import HELD_NOW, WEDNESDAY, Queue, a_queue
from tests.stores import store_over

WAITING, PAPER = 50, (12, 50)
"""How many wait, and at which places families without a messenger stand."""
CONFIRMED = sa.text("SELECT count(*) FROM appointment WHERE status = 'confirmed'")


@pytest.fixture
async def beside(database_url: str) -> AsyncIterator[Database]:
    """The database as a second program opens it."""
    opened = open_database(database_url, Signals())
    yield opened
    await opened.close()


@dataclass
class Bustle:
    """Two programs over one queue. `told` names the places whose letters have left, in order."""

    queue: Queue
    programs: tuple[Store, Store]
    people: dict[str, Adult | StaffMember]
    told: list[int] = field(default_factory=list)

    async def offered(self) -> Place:
        """The one place a time is kept for."""
        [place] = [place for place in await self.queue.listed() if place.offered]
        assert await count(self.queue.store.database, HELD_NOW) == 1
        return place

    async def send(self) -> None:
        """Both senders look for letters."""
        delivery = Delivery(KINDS)

        async def once(store: Store, owner: str) -> list[int]:
            taken = await store.write(delivery.claim(), ClaimLetters(TELEGRAM, owner, 20), OPERATOR)
            await store.write(delivery.settle(), [Settle(each, State.SENT, 1) for each in taken], OPERATOR)
            return [int(each.subject.split(":")[1]) for each in taken]

        one, other = self.programs
        for places in await asyncio.gather(once(one, "one"), once(other, "other")):
            self.told += places

    async def answer(self, store: Store, place: Place, *, take: bool) -> Visit | str | None:
        """What somebody at this place gets to hear."""
        assert place.offered is not None
        try:
            command = AnswerOffer(place.offered, take)
            return await store.write(answer_offer, command, self.people[place.family_ticket])
        except (NotNow, SlotRefused):
            return "gone"

    async def tidy(self, store: Store) -> None:
        """One round of a ticker."""
        await store.write(sweep, Sweep(), OPERATOR)
        await store.write(serve_waiting, ServeWaiting(), OPERATOR)

    async def watch(self, times: int = 5) -> None:
        """A third reader sees at no moment that two hold a time."""
        for _ in range(times):
            assert await count(self.programs[1].database, HELD_NOW) <= 1


async def a_bustle(database: Database, beside: Database) -> Bustle:
    """Everybody joins; the owner gives the time back. Somebody is at the centre all day to call the paper families."""
    queue = await a_queue(database, waiting=0)
    clerk = await queue.store.write(add_resource, AddResource(queue.town.centre_id, "Регистратор"), OPERATOR)
    await queue.store.write(set_week, SetWeek(clerk.resource_id, (WeekLine(1, Hours(480, 1260)),)), OPERATOR)
    people: dict[str, Adult | StaffMember] = {}
    for number in range(1, WAITING + 1):
        known = len(queue.families)
        await (queue.join_without_a_messenger() if number in PAPER else queue.join(1))
        newest = (await queue.listed())[-1]
        people[newest.family_ticket] = queue.families[known] if number not in PAPER else queue.staff
    assert len(people) == WAITING and not any(place.offered for place in await queue.listed())
    await queue.free_it()
    return Bustle(queue, (queue.store, store_over(beside, queue.clock)), people)


async def test_B11_one_freed_time_fifty_waiting_and_two_programs_have_one_holder_at_any_instant(
    database: Database, beside: Database
) -> None:
    bustle, dice = await a_bustle(database, beside), random.Random(11)
    one, other = bustle.programs
    line = [place.id for place in await bustle.queue.listed()]
    passed: list[Place] = []
    for _ in range(WAITING - 1):
        place = await bustle.offered()
        await bustle.send()
        late = [bustle.answer(other, passed[-1], take=True)] if passed else []
        if dice.random() < 0.5:  # two taps on «Не подходит», one in each program
            heard = await asyncio.gather(
                bustle.answer(one, place, take=False),
                bustle.answer(other, place, take=False),
                bustle.tidy(one),
                bustle.watch(),
                *late,
            )
            assert sorted(map(str, heard[:2])) == ["None", "gone"], "the time is given away once"
        else:  # nobody answers, or too late
            bustle.queue.clock.forward(minutes=20)
            heard = await asyncio.gather(
                bustle.tidy(one),
                bustle.tidy(other),
                bustle.answer(other, place, take=False),
                bustle.watch(),
                *late,
            )
            await bustle.tidy(one)
        assert not late or heard[-1] == "gone", "nobody gets what is kept for somebody else"
        passed.append(place)
    last = await bustle.offered()
    assert [place.id for place in (*passed, last)] == line, "in the order in which they joined, nobody twice"
    both = await asyncio.gather(bustle.answer(one, last, take=True), bustle.answer(other, last, take=True))
    await bustle.tidy(other)
    await bustle.send()
    visits = [visit for visit in both if isinstance(visit, Visit)]
    assert [visit.status for visit in visits] == [Status.CONFIRMED] * 2
    assert (
        len({visit.ticket for visit in visits}) == 1
        and await count(database, CONFIRMED) == 1
        and await count(database, OVERLAPS) == 0
    )
    assert await count(database, HELD_NOW) == 0
    assert bustle.told == [place.id for place in passed if not place.to_call], "each once, while it was kept for them"
    assert [line.index(place.id) + 1 for place in (*passed, last) if place.to_call] == list(PAPER)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_B11_whoever_moves_a_visit_and_whoever_serves_the_list_take_their_turns_in_one_order(
    beside: Database, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both want the one specialist and the list. In two orders the server called one of them a deadlock each time."""
    deadlocks: list[str] = []
    transact = PostgresDatabase._transact

    def watched(itself: PostgresDatabase, work: Any) -> Any:
        try:
            return transact(itself, work)
        except sa.exc.DBAPIError as fault:
            deadlocks.extend([str(fault)] if isinstance(fault.orig, psycopg.errors.DeadlockDetected) else [])
            raise

    monkeypatch.setattr(PostgresDatabase, "_transact", watched)
    store, other = store_over(database), store_over(beside)
    town = await a_town(store, specialists=1)
    movers = [await a_family(store, centre_id=town.centre_id) for _ in range(3)]
    visits = [await town.book(mover, town.at(WEDNESDAY, 9 + hour)) for hour, mover in enumerate(movers)]
    for _ in range(6):
        await store.write(join_waiting, JoinWaiting(town.service_id, Mode.PLACE), await a_family(store))
    moves = 0

    async def move(number: int) -> None:
        nonlocal moves
        for step in range(12):
            there = Reschedule(visits[number].ticket, town.at(WEDNESDAY, 9 + (number + 3 * step) % 9))
            with contextlib.suppress(SlotRefused):
                await store.write(reschedule, there, movers[number])
                moves += 1

    async def serve() -> None:
        for _ in range(30):
            await other.write(serve_waiting, ServeWaiting(), OPERATOR)
            listed = await other.read(read_waiting_list, ReadWaitingList(town.centre_id), registrar(town.centre_id))
            offered = next((place.offered for place in listed.entries if place.offered), None)
            if offered is not None:
                with contextlib.suppress(NotNow, SlotRefused):
                    await other.write(answer_offer, AnswerOffer(offered, take=False), registrar(town.centre_id))

    await asyncio.gather(*(move(number) for number in range(3)), serve())
    assert moves > 0 and deadlocks == []
