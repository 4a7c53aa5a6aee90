"""A month of reminders with a sender that is killed thirty times and is away for whole nights (B10)."""

import asyncio
import json
import multiprocessing
import os
import random
import signal
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import select

from app.database import open_database
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
from core.storage.signals import Signals
from core.storage.wire import to_micros
from core.use_case import Adult, Store, System
from tests.households import Town, a_family, a_town
from tests.stores import Clock, store_over

SENDER = System("sender")
DUE = sa.text("SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending') AND due_at <= :now")
KILLS, DAYS = 30, 30
STEP = timedelta(minutes=20)
ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Europe/Kaliningrad")


@dataclass(frozen=True)
class Left:
    """A letter that has left: `subject` names the visit and its version, `key` which reminder."""

    subject: str
    key: str
    at: datetime
    zone: ZoneInfo


@dataclass
class Month:
    """Families that book, move and cancel; a sender that is killed after a letter has left, before anybody notes it.

    `post` is the other side: whatever left is written there, and nothing else survives a killed sender.
    """

    town: Town
    clock: Clock
    dice: random.Random
    url: str
    post: Path
    families: list[tuple[Adult, ZoneInfo]] = field(default_factory=list)
    visits: dict[str, tuple[Adult, ZoneInfo]] = field(default_factory=dict)
    sent: list[Left] = field(default_factory=list)
    kills: int = 0

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
        """Send what is due. A sender that dies is a process of its own, killed when some of its letters have left."""
        if not await self.town.store.database.read(
            lambda unit: unit.connection.scalar(DUE, {"now": to_micros(self.clock.now)})
        ):
            return
        if dies and self.kills < KILLS:
            work = (self.url, self.clock.now, self.post, self.dice.randrange(1, 3))
            child = multiprocessing.get_context("fork").Process(target=_sender_that_is_killed, args=work)
            child.start()
            await asyncio.to_thread(child.join)
            self.kills += child.exitcode == -signal.SIGKILL
        else:
            await _send(self.town.store, self.post)
        lines = [json.loads(line) for line in self.post.read_text().splitlines()] if self.post.exists() else []
        for subject, key in lines[len(self.sent) :]:
            self.sent.append(Left(subject, key, self.clock.now, self.visits[await self._ticket(subject)][1]))

    async def _ticket(self, subject: str) -> str:
        number = int(subject.split(":")[1])
        query = select(Appointment.ticket).where(Appointment.id == number)
        return str(await self.town.store.database.read(lambda unit: unit.session.exec(query).one()))


async def _send(store: Store, post: Path, lives: int | None = None) -> None:
    """One round of a sender: claim, let letters leave, note each. It is killed when `lives` of them have left."""
    delivery = Delivery({KIND: REMINDER_KIND, **WAITING_KINDS})
    await store.write(delivery.recover(), None, SENDER)
    claimed = await store.write(delivery.claim(), ClaimLetters(TELEGRAM, "sender", 20), SENDER)
    for number, each in enumerate(claimed, 1):
        with post.open("a") as sheet:
            sheet.write(json.dumps([each.subject, _key(each)]) + "\n")
        if number == lives:
            os.kill(os.getpid(), signal.SIGKILL)
        await store.write(delivery.settle(), [Settle(each, State.SENT, 1)], SENDER)


def _sender_that_is_killed(url: str, now: datetime, post: Path, lives: int) -> None:
    asyncio.run(_send(store_over(open_database(url, Signals()), Clock(now)), post, lives))


async def a_month(database: Database, url: str, post: Path, seed: int) -> Month:
    clock = Clock()
    town = await a_town(store_over(database, clock), specialists=3)
    month = Month(town, clock, random.Random(seed), url, post)
    for number in range(12):
        zone = ZONES[number % 3]
        month.families.append((await a_family(town.store, zone=zone), ZoneInfo(zone)))
    return month


async def test_B10_a_month_with_thirty_kills_reminds_once_by_day_and_never_of_what_is_no_more(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    month = await a_month(database, database_url, tmp_path / "post", seed=10)
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
    told = Counter((left.subject, left.key) for left in month.sent)
    assert sum(told.values()) - len(told) <= KILLS, "at most one repeat per kill"
    assert len(told) > 40
    for left in month.sent:
        assert 8 <= left.at.astimezone(left.zone).hour < 21, f"{left.subject} at night"
    await _nothing_of_what_is_no_more(month)


async def _nothing_of_what_is_no_more(month: Month) -> None:
    """Every letter left for the version that stood at that moment, before the visit began."""
    rows = await month.town.store.database.read(lambda unit: _all(unit.session.exec(select(Appointment)).all()))
    by_id = {row.id: row for row in rows}
    for left in month.sent:
        _, number, version = left.subject.split(":")
        row = by_id[int(number)]
        if row.version != int(version) or row.status is Status.CANCELLED:
            assert left.at <= row.changed_at, f"{left.subject} was told after it had changed"
        else:
            assert left.at < row.starts_at


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
