"""Centres with curators, and families who write to them, for tests that read like a day at the desk."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

from core.booking.hours import Hours, WeekLine
from core.booking.staffing import AddResource, add_resource
from core.booking.working_time import SetWeek, set_week
from core.cases import call_person as calling
from core.cases import reply as replying
from core.cases.call_person import Called, CallPerson
from core.cases.counting import Counters, InboxCounts
from core.cases.files import IncomingFile, OutgoingFile
from core.cases.inbox import InboxRow, Queue, ReadInbox, inbox
from core.cases.kinds import KINDS
from core.cases.reading import ConversationPage, Line, ReadConversation, read_conversation
from core.cases.receive import Incoming, Received, receive_message
from core.cases.recognising import Recognise, recognise
from core.cases.reply import Posted, Reply
from core.cases.standings import all_standings
from core.cases.states import Content, Direction
from core.cases.take import Owned, Take, take
from core.centres.tables import Centre
from core.duty.alarms import Danger
from core.families.consenting import Agreement, GiveConsent, give_consent
from core.families.tables import ConsentPurpose
from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM, Address
from core.messaging.outbox import Claimed, Kinds, State
from core.permissions import Permission
from core.staff.actor import staff_member_of
from core.staff.roles import Reach, Role
from core.staff.tables import Account, RoleGrant
from core.use_case import Adult, StaffMember, Store, System, Tx, Visitor, use_case

SENDER = System("sender")


@dataclass(frozen=True, slots=True)
class NewCentre:
    """A centre as a test wants it."""

    slug: str
    opened: bool = True
    time_zone: str = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A member of staff of one centre as a test wants it."""

    name: str
    role: Role
    centre_id: int


@use_case(Permission.SYSTEM)
def found_centre(tx: Tx, command: NewCentre) -> int:
    """A centre's row."""
    row = Centre(slug=command.slug, region="LEN", name=command.slug, time_zone=command.time_zone, opened=command.opened)
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    return row.id


@use_case(Permission.SYSTEM)
def hire(tx: Tx, command: NewAccount) -> StaffMember:
    """An account with its role, as the actor it signs in as."""
    row = Account(login=f"{command.name}-{uuid4().hex[:8]}", name=command.name, password_hash="-", created_at=tx.now)
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    grant = RoleGrant(account_id=row.id, role=command.role, reach=Reach.CENTRE, centre_id=command.centre_id)
    tx.session.add(grant)
    tx.session.flush()
    return staff_member_of(tx.session, row)


@dataclass
class Person:
    """Somebody who writes from one address, as visitor or as adult of a family."""

    store: Store
    actor: Visitor | Adult
    address: Address
    centre_id: int
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def consent(self) -> "Person":
        """Agree to personal data being kept: from now on an adult of a family, and recognised as such."""
        agreement = Agreement(ConsentPurpose.PERSONAL_DATA, "1", "0" * 64)
        command = GiveConsent((agreement,), self.centre_id, "Europe/Moscow")
        self.actor = (await self.store.write(give_consent, command, self.actor)).actor
        await self.store.write(recognise, Recognise(self.address), self.actor)
        return self

    async def call(self, *, crisis: bool = False) -> Called:
        """«Позвать человека»."""
        return await self.store.write(
            calling.call_person, CallPerson(self.address, self.centre_id, Danger() if crisis else None), self.actor
        )

    def message(
        self,
        text: str | None,
        *,
        external_id: str | None = None,
        content: Content = Content.TEXT,
        files: tuple[IncomingFile, ...] = (),
        reply_to: str | None = None,
        album_id: str | None = None,
    ) -> Incoming:
        """A message as the channel delivers it."""
        return Incoming(
            address=self.address,
            centre_id=self.centre_id,
            external_id=external_id or f"m{next(self.numbers)}",
            said_at=self.store.clock(),
            content=content,
            text=text,
            files=files,
            reply_to=reply_to,
            album_id=album_id,
        )

    async def say(self, text: str) -> Received:
        """Write a line."""
        return await self.send(self.message(text))

    async def send(self, incoming: Incoming) -> Received:
        """Send any message."""
        return await self.store.write(receive_message, incoming, self.actor)


@dataclass
class Curator:
    """A member of staff at the panel."""

    store: Store
    actor: StaffMember

    @property
    def name(self) -> str:
        """As colleagues see it."""
        return self.actor.name

    async def take(self, conversation_id: int) -> Owned:
        """Press «Взять»."""
        return await self.store.write(take, Take(conversation_id), self.actor)

    async def read(self, conversation_id: int) -> ConversationPage:
        """Open the conversation."""
        return await self.store.read(read_conversation, ReadConversation(conversation_id), self.actor)

    async def lines(self, conversation_id: int, direction: Direction = Direction.IN) -> tuple[Line, ...]:
        """What one side has said."""
        page = await self.read(conversation_id)
        return tuple(line for line in page.lines if line.direction is direction)

    async def queue(self, queue: Queue) -> tuple[InboxRow, ...]:
        """Look at a queue."""
        return (await self.store.read(inbox, ReadInbox(queue), self.actor)).rows

    async def counts(self) -> InboxCounts:
        """The numbers beside the queues."""
        counters = Counters()
        counters.begin(await self.store.read(all_standings, None, System("test")))
        return counters.of(self.actor, self.store.clock())

    async def say(
        self,
        conversation_id: int,
        text: str,
        *,
        client_uuid: str | None = None,
        seen: int | None = None,
        files: tuple[OutgoingFile, ...] = (),
        reply_to_id: int | None = None,
    ) -> Posted:
        """Answer, having seen everything unless told otherwise."""
        if seen is None:
            seen = (await self.read(conversation_id)).head.newest_id
        command = Reply(conversation_id, client_uuid or str(uuid4()), seen, text, files, reply_to_id)
        return await self.store.write(replying.reply, command, self.actor)


@dataclass
class Desk:
    """One centre: its curators and whoever writes to it."""

    store: Store
    centre_id: int
    kinds: Kinds = field(default_factory=lambda: dict(KINDS))
    external: Iterator[int] = field(default_factory=lambda: itertools.count(7_000))
    message_ids: Iterator[int] = field(default_factory=lambda: itertools.count(500_000))

    async def curator(self, name: str, role: Role = Role.CURATOR) -> Curator:
        """A colleague of this centre."""
        member = await self.store.write(hire, NewAccount(name, role, self.centre_id), System("test"))
        return Curator(self.store, member)

    async def adult(self, channel: str = TELEGRAM) -> Person:
        """An adult of a family of its own."""
        return await self.visitor(channel).consent()

    async def open_weekdays(self, starts: str = "09:00", ends: str = "17:00") -> None:
        """A specialist is there from Monday to Friday between these hours of the centre's wall clock."""
        resource = AddResource(self.centre_id, "Ольга Ивановна")
        added = await self.store.write(add_resource, resource, System("test"))
        hours = Hours(_minutes(starts), _minutes(ends))
        week = tuple(WeekLine(day, hours) for day in range(1, 6))
        await self.store.write(set_week, SetWeek(added.resource_id, week), System("test"))

    def visitor(self, channel: str = TELEGRAM, external_id: int | None = None) -> Person:
        """Somebody who has consented to nothing."""
        address = Address(channel, external_id or next(self.external))
        return Person(self.store, Visitor(address.channel, address.external_id), address, self.centre_id)

    async def claim(self, most: int = 50, channel: str = TELEGRAM) -> tuple[Claimed, ...]:
        """What the sender takes in one go: one letter per person at most."""
        delivery = Delivery(self.kinds)
        return await self.store.write(delivery.claim(), ClaimLetters(channel, "sender", most), SENDER)

    async def settle(self, claimed: Claimed, state: State = State.SENT, reason: str | None = None) -> None:
        """The channel's answer to one letter."""
        number = next(self.message_ids) if state is State.SENT else None
        await self.store.write(Delivery(self.kinds).settle(), [Settle(claimed, state, number, reason)], SENDER)

    async def recover(self) -> int:
        """End leases whose sender is gone."""
        return await self.store.write(Delivery(self.kinds).recover(), None, SENDER)

    async def deliver_all(self, channel: str = TELEGRAM) -> list[Claimed]:
        """Send until nothing is due; everything arrives. Returns the letters in the order they left."""
        sent: list[Claimed] = []
        while batch := await self.claim(channel=channel):
            for claimed in batch:
                await self.settle(claimed)
            sent += batch
        return sent


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


async def desk_at(store: Store, slug: str = "ozerny", *, opened: bool = True) -> Desk:
    """An opened centre with nobody in it yet."""
    return Desk(store, await store.write(found_centre, NewCentre(slug, opened), System("test")))
