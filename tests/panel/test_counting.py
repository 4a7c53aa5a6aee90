"""The counters of every page come from one memory that follows events and is never older than a commit (A19, P7)."""

import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlmodel import select

from admin.counting import COUNTED
from admin.keys import FEED
from app.house import FAMILY_PARTS
from core.cases.absences import EndAbsence, PlanAbsence, end_absence, plan_absence
from core.cases.closing import AnswerClosing, AskToClose, answer_closing, ask_to_close
from core.cases.counting import InboxCounts
from core.cases.crisis import ClearDanger, clear_danger
from core.cases.desk_tables import Transfer, TransferState
from core.cases.inbox import InboxRow, Queue, ReadInbox, inbox
from core.cases.reading import MarkRead, mark_read
from core.cases.snoozing import PutAside, WakeDue, put_aside, wake_due
from core.cases.states import FamilyWord
from core.cases.take import Assign, Release, assign, release
from core.cases.transfer import AnswerTransfer, OfferTransfer, accept_transfer, offer_transfer
from core.families.erasing import EraseMe, erasing
from core.staff.actor import staff_member_of
from core.staff.grants import Grant, Place, grant_role, remove_role
from core.staff.roles import Role
from core.staff.tables import Account
from core.storage.database import Unit
from core.use_case import Refused, StaffMember
from tests.desks import Curator, Desk, Person
from tests.panel.office import OFFICE, Office
from tests.stores import TEST

_OFFERED = select(Transfer.id).where(Transfer.state == TransferState.OFFERED)


@pytest.fixture
async def town(office: Office, desk: Desk) -> "Town":
    return Town(office, desk, {login: await curator(office, login) for login in ("anna", "boris", "vera")})


async def curator(office: Office, login: str) -> Curator:
    """Somebody hired, as they sign in now."""

    def member(unit: Unit) -> StaffMember:
        return staff_member_of(unit.session, unit.session.get_one(Account, office.accounts[login]))

    return Curator(office.store, await office.store.database.read(member))


@dataclass
class Town:
    """Everybody who works, and the families who have written; whatever somebody does not like is refused."""

    office: Office
    desk: Desk
    staff: dict[str, Curator]
    families: list[Person] = field(default_factory=list)
    conversations: list[int] = field(default_factory=list)
    absences: list[tuple[Curator, int]] = field(default_factory=list)
    rng: random.Random = field(default_factory=lambda: random.Random(19))

    @property
    def somebody(self) -> Curator:
        return self.rng.choice(list(self.staff.values()))

    @property
    def number(self) -> int:
        return self.rng.choice(self.conversations)

    async def counts(self, who: Curator) -> InboxCounts:
        """What the next page shows."""
        app = self.office.server.app
        return await app[COUNTED].of(app[FEED], who.actor)

    async def act(self) -> None:
        """One deed of one person, in whatever order the day brings."""
        deeds: list[Callable[[], Awaitable[object]]] = [
            self.family, self.family, self.word, self.word, self.danger, self.take, self.take, self.give, self.back,
            self.answer, self.look, self.aside, self.later, self.hand_over, self.leave, self.solve, self.forget,
        ]  # fmt: skip
        try:
            await self.rng.choice(deeds)()
        except Refused:
            return

    async def family(self) -> None:
        person = await self.desk.adult()
        self.families.append(person)
        self.conversations.append((await person.call()).conversation_id)

    async def word(self) -> None:
        await self.rng.choice(self.families).say("Вы здесь?")

    async def danger(self) -> None:
        await self.rng.choice(self.families).call(crisis=True)
        if self.rng.random() < 0.5:
            await self.office.store.write(clear_danger, ClearDanger(self.number), self.somebody.actor)

    async def take(self) -> None:
        await self.somebody.take(self.number)

    async def give(self) -> None:
        command = Assign(self.number, self.somebody.actor.account_id)
        await self.office.store.write(assign, command, self.somebody.actor)

    async def back(self) -> None:
        await self.office.store.write(release, Release(self.number), self.somebody.actor)

    async def answer(self) -> None:
        for who in self.staff.values():
            await who.say(self.number, "Да, слушаю вас.")

    async def look(self) -> None:
        for who in self.staff.values():
            await self.office.store.write(mark_read, MarkRead(self.number, 10**9), who.actor)

    async def aside(self) -> None:
        until = self.office.clock() + timedelta(hours=self.rng.choice((1, 30)))
        for who in self.staff.values():
            await self.office.store.write(put_aside, PutAside(self.number, until), who.actor)

    async def later(self) -> None:
        self.office.clock.forward(hours=self.rng.choice((1, 9)))
        await self.office.store.write(wake_due, WakeDue(), TEST)

    async def hand_over(self) -> None:
        to, number = self.office.centres["gatchina"], self.number
        for sender in self.staff.values():
            await self.office.store.write(offer_transfer, OfferTransfer(number, centre_id=to), sender.actor)
            transfer_id = await self.office.store.database.read(lambda unit: unit.session.exec(_OFFERED).one())
            await self.office.store.write(accept_transfer, AnswerTransfer(transfer_id), self.staff["vera"].actor)

    async def leave(self) -> None:
        if self.absences and self.rng.random() < 0.5:
            who, absence_id = self.absences.pop()
            await self.office.store.write(end_absence, EndAbsence(absence_id), who.actor)
            return
        who, substitute = self.rng.sample([self.staff["anna"], self.staff["boris"]], 2)
        first = self.office.clock().date() + timedelta(days=self.rng.choice((0, 1)))
        command = PlanAbsence(who.actor.account_id, substitute.actor.account_id, first, first)
        away = await self.office.store.write(plan_absence, command, who.actor)
        self.absences.append((who, away.absence_id))

    async def solve(self) -> None:
        family = self.rng.choice(self.families)
        called = await family.call()
        for who in self.staff.values():
            await self.office.store.write(ask_to_close, AskToClose(called.conversation_id), who.actor)
            word = self.rng.choice(list(FamilyWord))
            answer = AnswerClosing(family.address, called.number, word)
            await self.office.store.write(answer_closing, answer, family.actor)

    async def forget(self) -> None:
        if self.rng.random() < 0.3 and len(self.families) > 3:
            family = self.families.pop(self.rng.randrange(len(self.families)))
            await self.office.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), family.actor)


async def rows_of(office: Office, who: Curator, queue: Queue) -> tuple[InboxRow, ...]:
    return (await office.store.read(inbox, ReadInbox(queue, size=1_000), who.actor)).rows


async def counted_by_hand(office: Office, who: Curator) -> InboxCounts:
    """From the rows that the lists show."""
    mine, free = await rows_of(office, who, Queue.MINE), await rows_of(office, who, Queue.FREE)
    return InboxCounts(
        mine=len(mine),
        free=len(free),
        centre=len(await rows_of(office, who, Queue.CENTRE)),
        waiting=len(await rows_of(office, who, Queue.WAITING)),
        snoozed=len(await rows_of(office, who, Queue.SNOOZED)),
        unread=sum(row.unread > 0 for row in mine),
        danger=sum(row.crisis for row in free),
    )


async def test_A19_after_any_deed_of_anybody_the_counters_are_those_of_the_rows(town: Town) -> None:
    """The counters were counted once; after that only what events name is looked at again."""
    for _ in range(3):
        await town.family()
    seen = set()
    for _ in range(220):
        await town.act()
        who = town.somebody
        counts = await town.counts(who)
        assert counts == await counted_by_hand(town.office, who)
        seen.add(counts)
    for who in town.staff.values():
        assert await town.counts(who) == await counted_by_hand(town.office, who)
    assert len(seen) > 50, "the day was eventful"
    assert all(any(getattr(each, name) for each in seen) for name in ("snoozed", "unread", "danger", "waiting"))


async def test_A19_a_substitute_counts_the_families_of_who_is_away_from_the_first_minute_to_the_last(
    town: Town,
) -> None:
    anna, boris = town.staff["anna"], town.staff["boris"]
    await town.family()
    await anna.take(town.conversations[0])
    tomorrow = town.office.clock().date() + timedelta(days=1)
    command = PlanAbsence(anna.actor.account_id, boris.actor.account_id, tomorrow, tomorrow)
    await town.office.store.write(plan_absence, command, anna.actor)

    mine = []
    for _ in range(3):  # nothing is written at midnight: the clock alone begins and ends it
        mine.append((await town.counts(boris)).mine)
        town.office.clock.forward(days=1)

    assert mine == [0, 1, 0]


async def test_A19_counters_reach_as_far_as_the_rights_of_this_minute(town: Town, office: Office) -> None:
    await town.family()
    there = Grant(office.accounts["vera"], Role.CURATOR, Place(centre="tikhvin"))
    assert (await town.counts(town.staff["vera"])).free == 0

    await office.store.write(grant_role, there, OFFICE)
    assert (await town.counts(await curator(office, "vera"))).free == 1
    await office.store.write(remove_role, there, OFFICE)
    assert (await town.counts(await curator(office, "vera"))).free == 0


async def test_A19_a_page_counts_what_the_form_before_it_did(office: Office, desk: Desk) -> None:
    called, anna = await (await desk.adult()).call(), await office.at_work("anna")
    before = await (await anna.open("/inbox")).text()
    after = await (await anna.post(f"/conversations/{called.conversation_id}/take")).text()

    assert [count_of(page, "mine") for page in (before, after)] == [0, 1]
    assert [count_of(page, "free") for page in (before, after)] == [1, 0]
    await anna.close()


def count_of(page: str, queue: str) -> int:
    found = re.search(rf'data-part="queue-{queue}".*?</a>', page, re.DOTALL)
    assert found is not None
    number = re.search(r'class="count">(\d+)', found.group())
    return int(number.group(1)) if number else 0
