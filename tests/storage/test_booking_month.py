"""A month of reminders with a sender that dies thirty times and is away for whole nights (B10)."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from core.booking.cancel import Cancel, cancel
from core.booking.free import NearestSlots, nearest_slots
from core.booking.refusals import NotNow, SlotRefused
from core.booking.reminders import KIND, REMINDER_KIND
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Mode, Status
from core.booking.tables import Appointment
from core.booking.waiting import WAITING_KINDS
from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM, Text
from core.messaging.outbox import Claimed, State
from core.storage.database import Database
from core.use_case import Adult, System
from tests.households import Town, a_family, a_town
from tests.stores import Clock, store_over

SENDER = System("sender")
KILLS, DAYS = 30, 30
STEP = timedelta(minutes=20)
ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Europe/Kaliningrad")


@dataclass
class Month:
    """Families that book, move and cancel; a sender that dies after a letter has left and before anybody knows."""

    town: Town
    clock: Clock
    dice: random.Random
    families: list[tuple[Adult, ZoneInfo]] = field(default_factory=list)
    visits: dict[str, tuple[Adult, ZoneInfo]] = field(default_factory=dict)
    sent: list[tuple[Claimed, datetime, ZoneInfo]] = field(default_factory=list)
    kills: int = 0
    delivery: Delivery = field(default_factory=lambda: Delivery({KIND: REMINDER_KIND, **WAITING_KINDS}))

    async def live(self) -> None:
        """One thing somebody does."""
        family, zone = self.dice.choice(self.families)
        try:
            if self.dice.random() < 0.5 or not self.visits:
                visit = await self.town.book(family, await self._some_time(), mode=Mode.PHONE)
                self.visits[visit.ticket] = (family, zone)
                return
            ticket, (owner, _) = self.dice.choice(list(self.visits.items()))
            if self.dice.random() < 0.6:
                await self.town.store.write(reschedule, Reschedule(ticket, await self._some_time()), owner)
            else:
                await self.town.store.write(cancel, Cancel(ticket), owner)
        except (SlotRefused, NotNow):
            return

    async def _some_time(self) -> datetime:
        soon = self.clock.now + timedelta(hours=self.dice.randrange(2, 24 * 5))
        found = await self.town.store.read(
            nearest_slots, NearestSlots(self.town.service_id, Mode.PHONE, 1, not_before=soon), SENDER
        )
        return found.slots[0].starts_at

    async def send(self, *, dies: bool) -> None:
        """Send what is due, one letter after another; a sender that dies leaves its last letter unsettled."""
        await self.town.store.write(self.delivery.recover(), None, SENDER)
        claim = ClaimLetters(TELEGRAM, "sender", 20)
        for claimed in await self.town.store.write(self.delivery.claim(), claim, SENDER):
            zone = self.visits[await self._ticket(claimed)][1]
            self.sent.append((claimed, self.clock.now, zone))
            if dies and self.kills < KILLS:
                self.kills += 1
                return
            await self.town.store.write(self.delivery.settle(), [Settle(claimed, State.SENT, 1)], SENDER)

    async def _ticket(self, claimed: Claimed) -> str:
        number = int(claimed.subject.split(":")[1])
        query = select(Appointment.ticket).where(Appointment.id == number)
        return str(await self.town.store.database.read(lambda unit: unit.session.exec(query).one()))


async def a_month(database: Database, seed: int) -> Month:
    clock = Clock()
    town = await a_town(store_over(database, clock), specialists=3)
    month = Month(town, clock, random.Random(seed))
    for number in range(12):
        zone = ZONES[number % 3]
        month.families.append((await a_family(town.store, zone=zone), ZoneInfo(zone)))
    return month


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_B10_a_month_with_thirty_kills_reminds_once_by_day_and_never_of_what_is_no_more(
    database: Database,
) -> None:
    month = await a_month(database, seed=10)
    ends = month.clock.now + timedelta(days=DAYS)
    away_until = month.clock.now
    while month.clock.now < ends:
        month.clock.now += STEP
        if month.dice.random() < 0.12:
            await month.live()
        if month.dice.random() < 0.004:
            away_until = month.clock.now + timedelta(hours=month.dice.randrange(3, 14))
        if month.clock.now >= away_until:
            await month.send(dies=month.dice.random() < 0.5)
    assert month.kills == KILLS
    told = Counter((claimed.subject, _key(claimed)) for claimed, _, _ in month.sent)
    assert sum(told.values()) - len(told) <= KILLS, "at most one repeat per kill"
    assert max(told.values()) <= 1 + KILLS and len(told) > 40
    for claimed, at, zone in month.sent:
        assert 8 <= at.astimezone(zone).hour < 21, f"{claimed.subject} at night"
    await _nothing_of_what_is_no_more(month)


async def _nothing_of_what_is_no_more(month: Month) -> None:
    """Every letter left for the version that stood at that moment, before the visit began."""
    rows = await month.town.store.database.read(lambda unit: _all(unit.session.exec(select(Appointment)).all()))
    by_id = {row.id: row for row in rows}
    for claimed, at, _ in month.sent:
        _, number, version = claimed.subject.split(":")
        row = by_id[int(number)]
        if row.version != int(version) or row.status is Status.CANCELLED:
            assert at <= row.changed_at, f"{claimed.subject} was told after it had changed"
        else:
            assert at < row.starts_at


@dataclass(frozen=True)
class _Row:
    id: int | None
    version: int
    status: Status
    changed_at: datetime
    starts_at: datetime


def _all(rows: object) -> list[_Row]:
    return [_Row(row.id, row.version, row.status, row.changed_at, row.starts_at) for row in rows]  # type: ignore[attr-defined]


def _key(claimed: Claimed) -> str:
    assert isinstance(claimed.letter.body, Text)
    return claimed.letter.body.key
