"""A centre with people on duty, for tests of the ladder: who is woken, who comes, what the ledger says."""

from dataclasses import dataclass

from sqlmodel import col, select

from app.house import KINDS
from core.cases.call_person import Called, CallPerson, call_person
from core.cases.pausing import hush
from core.catalog.helplines import CrisisType
from core.crisis.signals import Severity
from core.duty.alarms import Danger
from core.duty.ladder import Climb, climb
from core.duty.roster import PutOnDuty, put_on_duty
from core.duty.staff_chats import AskForCode, LinkChat, ask_for_code, link_chat
from core.duty.states import Line, Step, StepState
from core.duty.tables import AlarmStep, CrisisAlarm
from core.duty.watching import Alarms, ReadAlarms, read_alarms
from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM, Address, Text
from core.messaging.outbox import Claimed, State
from core.staff.roles import Role
from core.storage.database import Unit
from core.use_case import System, Visitor
from tests.desks import SENDER, Curator, Desk, Person
from tests.stores import Clock

TICK = System("ticker")
EVERY_DAY = tuple(range(1, 8))
VIOLENCE = Danger(CrisisType.DOMESTIC_VIOLENCE, Severity.SERIOUS)
DELIVERY = Delivery(KINDS, hush=hush)


@dataclass
class Hall:
    """The centre, its duty officer Galina, its head Vera, and Sasha of the second line; each with an own chat."""

    desk: Desk
    clock: Clock
    galina: Curator
    vera: Curator
    sasha: Curator

    async def call_for_help(self, who: Person, danger: Danger = VIOLENCE) -> Called:
        """Somebody may be in danger."""
        return await self.desk.store.write(call_person, CallPerson(who.address, who.centre_id, danger), who.actor)

    async def climb(self) -> int:
        """The clock ticks."""
        return (await self.desk.store.write(climb, Climb(), TICK)).rungs

    async def letters(self) -> list[Claimed]:
        """What the product's own sender takes now; everything arrives."""
        sent: list[Claimed] = []
        claim, settle = DELIVERY.claim(), DELIVERY.settle()
        while batch := await self.desk.store.write(claim, ClaimLetters(TELEGRAM, "sender", 50), SENDER):
            results = [Settle(each, State.SENT, next(self.desk.message_ids)) for each in batch]
            await self.desk.store.write(settle, results, SENDER)
            sent += batch
        return sent

    async def woken(self) -> list[tuple[str, str]]:
        """Who was woken since the last look, and by which words."""
        found = [(NAMES[letter.address.external_id], letter.letter.body) for letter in await self.letters()]
        return sorted((name, body.key) for name, body in found if isinstance(body, Text))

    async def ledger(self) -> dict[Step, StepState]:
        """The rungs of the newest alarm."""

        def read(unit: Unit) -> dict[Step, StepState]:
            newest = select(CrisisAlarm.id).order_by(col(CrisisAlarm.id).desc()).limit(1)
            rows = unit.session.exec(select(AlarmStep).where(col(AlarmStep.alarm_id) == newest.scalar_subquery()))
            return {row.step: row.state for row in rows}

        return await self.desk.store.database.read(read)

    async def alarms(self) -> Alarms:
        """As the panel shows them to Galina."""
        return await self.desk.store.read(read_alarms, ReadAlarms(), self.galina.actor)


CHATS = {"Галина": 9_001, "Вера": 9_002, "Саша": 9_003}
NAMES = {number: name for name, number in CHATS.items()}


async def link(desk: Desk, who: Curator) -> None:
    """`/duty CODE` in an own chat."""
    code = (await desk.store.write(ask_for_code, AskForCode(), who.actor)).code
    number = CHATS[who.name]
    await desk.store.write(link_chat, LinkChat(Address(TELEGRAM, number), code), Visitor(TELEGRAM, number))


async def on_duty(desk: Desk, who: Curator, head: Curator, line: Line = Line.FIRST) -> None:
    """Every day, around the clock."""
    command = PutOnDuty(desk.centre_id, who.actor.account_id, line, EVERY_DAY, None, 0, 1440)
    await desk.store.write(put_on_duty, command, head.actor)


async def open_hall(desk: Desk, clock: Clock, *, attended: bool = True) -> Hall:
    """Everybody has linked a chat; on duty are Galina first and Sasha second, or nobody."""
    galina, vera = await desk.curator("Галина", Role.DUTY), await desk.curator("Вера", Role.HEAD)
    sasha = await desk.curator("Саша")
    for who in (galina, vera, sasha):
        await link(desk, who)
    if attended:
        await on_duty(desk, galina, vera)
        await on_duty(desk, sasha, vera, Line.SECOND)
    return Hall(desk, clock, galina, vera, sasha)
