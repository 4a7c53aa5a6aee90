"""Days of a busy centre at random: holds that run out, moves, cancellations, swaps, arrivals (B2)."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from core.booking.attendance import Attend, attend
from core.booking.cancel import Cancel, cancel
from core.booking.confirm import Confirm, confirm
from core.booking.listing import ReadMyVisits, read_my_visits
from core.booking.refusals import NotNow, Reason, SlotRefused
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Status
from core.booking.sweeping import Sweep, Swept, sweep
from core.storage.database import Database
from core.use_case import Adult
from tests.booking_crowd import BARE, OVERLAPS, count
from tests.households import OPERATOR, Town, a_family, a_town, a_visitor, registrar
from tests.stores import Clock, store_over

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
LOST_ROWS = sa.text(
    "SELECT count(*) FROM occupancy o JOIN appointment a ON a.id = o.appointment_id"
    " WHERE a.status NOT IN ('held', 'confirmed', 'arrived')"
)
"""Minutes taken by nobody any more."""
HELD_BY_SOMEBODY = sa.text("SELECT count(*) FROM appointment WHERE status = 'expired' AND holder <> ''")


class _Life:
    """Families that each have exactly one visit and keep moving it, among visitors who only hold."""

    def __init__(self, town: Town, families: list[Adult], seed: int) -> None:
        self.town, self.families, self.dice = town, families, random.Random(seed)
        self.moved = self.refused = 0

    def _some_time(self) -> datetime:
        day = self.dice.choice((TUESDAY, WEDNESDAY))
        return self.town.at(day, self.dice.choice((9, 10, 11, 14, 15, 16, 17)), self.dice.choice((0, 30)))

    async def settle_in(self) -> None:
        """Everybody books one visit, wherever there is room."""
        for family in self.families:
            while not await self._of(family):
                await self._kindly(self.town.book(family, self._some_time()))

    async def step(self) -> None:
        """Several people at once."""
        people = self.dice.sample(self.families, 5)
        acts: list[Callable[[Adult], Awaitable[None]]] = [self._move, self._move, self._start_over, self._hold_only]
        await asyncio.gather(*(self.dice.choice(acts)(family) for family in people))

    async def _of(self, family: Adult) -> list[str]:
        mine = await self.town.store.read(read_my_visits, ReadMyVisits(family.family_id), family)
        return [visit.ticket for visit in mine.entries]

    async def _move(self, family: Adult) -> None:
        ticket = (await self._of(family))[0]
        moved = await self._kindly(self.town.store.write(reschedule, Reschedule(ticket, self._some_time()), family))
        self.moved += moved

    async def _start_over(self, family: Adult) -> None:
        """Books another time first and gives the old one back only when that worked."""
        ticket = (await self._of(family))[0]
        if await self._kindly(self.town.book(family, self._some_time())):
            await self.town.store.write(cancel, Cancel(ticket), family)

    async def _hold_only(self, family: Adult) -> None:
        await self._kindly(self.town.hold(a_visitor(), self._some_time()))

    async def _kindly(self, attempt: Awaitable[object]) -> bool:
        try:
            await attempt
        except SlotRefused:
            self.refused += 1
            return False
        return True


@pytest.mark.parametrize("seed", range(1, 21))
async def test_B2_nobody_ever_has_two_visits_or_none_after_a_move(database: Database, seed: int) -> None:
    clock = Clock()
    store = store_over(database, clock)
    town = await a_town(store, specialists=2, rooms=1, step_minutes=30)
    families = [await a_family(store) for _ in range(8)]
    life = _Life(town, families, seed)
    await life.settle_in()
    for turn in range(60):
        if turn >= 6 and life.moved > 3 and life.refused > 3:
            break  # who wins a race is not ours to say: go on until both have happened often enough
        await life.step()
        clock.forward(minutes=life.dice.choice((1, 4, 11)))
        assert await count(database, OVERLAPS) == await count(database, BARE) == 0
        assert await count(database, LOST_ROWS) == 0
        assert [len(await life._of(family)) for family in families] == [1] * len(families)
    assert life.moved > 3 and life.refused > 3


async def test_B2_two_families_who_want_each_others_time_both_keep_one(database: Database) -> None:
    store = store_over(database)
    town = await a_town(store)
    one, other = await a_family(store), await a_family(store)
    first, second = await town.book(one, town.at(TUESDAY, 10)), await town.book(other, town.at(TUESDAY, 11))
    swaps = (
        store.write(reschedule, Reschedule(first.ticket, second.starts_at), one),
        store.write(reschedule, Reschedule(second.ticket, first.starts_at), other),
    )
    results = await asyncio.gather(*swaps, return_exceptions=True)
    assert all(isinstance(result, SlotRefused) for result in results)
    assert await count(database, OVERLAPS) == await count(database, BARE) == 0


async def test_a_visit_is_recorded_as_it_went_and_nothing_else(database: Database) -> None:
    clock = Clock()
    store = store_over(database, clock)
    town = await a_town(store)
    staff, family = registrar(town.centre_id), await a_family(store)
    came, missed = await town.book(family, town.at(TUESDAY, 9)), await town.book(family, town.at(TUESDAY, 10))
    clock.now = town.at(TUESDAY, 11)
    arrived = await store.write(attend, Attend(came.ticket, Status.ARRIVED), staff)
    done = await store.write(attend, Attend(came.ticket, Status.DONE), staff)
    gone = await store.write(attend, Attend(missed.ticket, Status.NO_SHOW), staff)
    assert [visit.status for visit in (arrived, done, gone)] == [Status.ARRIVED, Status.DONE, Status.NO_SHOW]
    with pytest.raises(NotNow):
        await store.write(cancel, Cancel(came.ticket), family)
    with pytest.raises(NotNow):
        await store.write(attend, Attend(came.ticket, Status.NO_SHOW), staff)


async def test_sweeping_closes_what_time_has_closed_and_forgets_who_held(database: Database) -> None:
    clock = Clock()
    store = store_over(database, clock)
    town = await a_town(store)
    visitor = a_visitor()
    held = await town.hold(visitor, town.at(TUESDAY, 9))
    await town.book(await a_family(store), town.at(TUESDAY, 10))
    clock.forward(minutes=11)
    assert await store.write(sweep, Sweep(), OPERATOR) == Swept(expired=1, passed=0)
    family = await a_family(store, who=visitor)
    with pytest.raises(SlotRefused) as refused:
        await store.write(confirm, Confirm(held.ticket), family)
    assert refused.value.reason is Reason.HOLD_OVER
    clock.forward(days=2)
    assert await store.write(sweep, Sweep(), OPERATOR) == Swept(expired=0, passed=1)
    assert await count(database, sa.text("SELECT count(*) FROM occupancy")) == 0
    assert await count(database, HELD_BY_SOMEBODY) == 0
