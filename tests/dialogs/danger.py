"""People in danger before the running bot, and whoever is on duty: shared by the tests of urgent help and of hiding."""

from core.duty.watching import AlarmLine, ReadAlarms, read_alarms
from core.staff.roles import Role
from core.use_case import StaffMember
from sandbox.client_views import Shown
from tests.desks import NewAccount, hire
from tests.dialogs.town import OPERATOR, Somebody, Town

DANGER, SOFT_CARE = "муж меня бьёт, боюсь идти домой", "Вы сейчас в безопасном месте?"
HIDE, MISTAKE, URGENT = "🙈 Скрыть переписку", "Это ошибка, всё спокойно", "🆘 Срочная помощь"
STILL_HERE = "Я здесь, номера выше"


async def at_the_centre(town: Town, name: str) -> Somebody:
    """Somebody who came by the demo centre's link and has agreed to nothing."""
    somebody = await town.newcomer(name)
    await somebody.start(town.centre.slug)
    return somebody


async def duty_officer(town: Town, name: str) -> StaffMember:
    member: StaffMember = await town.write(hire, NewAccount(name, Role.DUTY, town.centre.id), OPERATOR)
    return member


async def alarm_of(town: Town, officer: StaffMember) -> AlarmLine:
    """The newest open alarm of the centre."""
    return max(await open_alarms(town, officer), key=lambda line: line.alarm_id)


async def open_alarms(town: Town, officer: StaffMember) -> tuple[AlarmLine, ...]:
    return (await town.house.store.read(read_alarms, ReadAlarms(), officer)).entries


async def said_by_the_bot(who: Somebody) -> list[Shown]:
    return [shown for shown in await who.person.messages() if shown.from_bot]
