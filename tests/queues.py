"""A town with one time to give and families that wait for it, for the tests of the waiting list."""

from dataclasses import dataclass, field, replace
from datetime import date

import sqlalchemy as sa

from core.booking.appointments import Visit
from core.booking.cancel import Cancel, cancel
from core.booking.hours import Hours, WeekLine
from core.booking.queueing import (
    AnswerOffer,
    JoinWaiting,
    Place,
    ReadMyWaiting,
    ReadWaitingList,
    answer_offer,
    join_waiting,
    read_my_waiting,
    read_waiting_list,
)
from core.booking.states import Mode, PartOfDay
from core.booking.waiting import ServeWaiting, serve_waiting
from core.families.entering import EnterFamily, enter_family
from core.storage.database import Database
from core.use_case import Adult, StaffMember, Store
from tests.households import KEEPING_DATA, OPERATOR, Town, a_family, a_town, registrar
from tests.stores import Clock, store_over

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
HELD_NOW = sa.text("SELECT count(*) FROM appointment WHERE status = 'held'")
LETTERS = sa.text("SELECT count(*) FROM outbox WHERE kind = 'waiting_offer'")
ONE_HOUR = (WeekLine(2, Hours(600, 660)),)
"""Tuesdays from 10 to 11: one visit."""


@dataclass
class Queue:
    """A town whose only time is taken by `owner`, and the families that wait for it."""

    store: Store
    clock: Clock
    town: Town
    owner: Adult
    visit: Visit
    families: list[Adult] = field(default_factory=list)

    async def join(self, families: int, part: PartOfDay = PartOfDay.ANY) -> None:
        for _ in range(families):
            family = await a_family(self.store)
            await self.store.write(join_waiting, JoinWaiting(self.town.service_id, Mode.PLACE, part), family)
            self.families.append(family)

    async def join_without_a_messenger(self) -> int:
        """A family entered on paper waits as well; returns its id."""
        paper = EnterFamily(self.town.centre_id, replace(KEEPING_DATA, version="paper"))
        family_id = (await self.store.write(enter_family, paper, self.staff)).id
        wish = JoinWaiting(self.town.service_id, Mode.PLACE, family_id=family_id)
        await self.store.write(join_waiting, wish, self.staff)
        return family_id

    @property
    def staff(self) -> StaffMember:
        return registrar(self.town.centre_id)

    async def listed(self) -> tuple[Place, ...]:
        """The list as staff see it."""
        return (await self.store.read(read_waiting_list, ReadWaitingList(self.town.centre_id), self.staff)).entries

    async def free_it(self) -> None:
        await self.store.write(cancel, Cancel(self.visit.ticket), self.owner)

    async def serve(self) -> int:
        return (await self.store.write(serve_waiting, ServeWaiting(), OPERATOR)).offers

    async def offered(self) -> list[tuple[Adult, str]]:
        """Families a time is kept for at this moment, by their own screens."""
        found = []
        for family in self.families:
            places = (await self.store.read(read_my_waiting, ReadMyWaiting(family.family_id), family)).entries
            found += [(family, place.offered) for place in places if place.offered]
        return found

    async def answer(self, family: Adult, ticket: str, *, take: bool) -> Visit | None:
        return await self.store.write(answer_offer, AnswerOffer(ticket, take), family)


async def a_queue(database: Database, waiting: int) -> Queue:
    clock = Clock()
    store = store_over(database, clock)
    town = await a_town(store, week=ONE_HOUR, horizon_days=7)
    owner = await a_family(store)
    queue = Queue(store, clock, town, owner, await town.book(owner, town.at(TUESDAY, 10)))
    await queue.join(waiting)
    return queue
