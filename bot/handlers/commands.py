"""Commands work in every state, in the middle of any question: they come before the dialogs."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode, StartMode

from bot.dialogs.appointments.arriving import told
from bot.here import Here, from_data
from bot.states import Appointments, Menu, MyData, Person, Place, Plan, Urgent
from core.booking.check_in import PAYLOAD, CheckIn, check_in
from core.centres.opening import FindCentres, find_centres
from core.outreach.campaigns.drafting import TEST_PAYLOAD, SendTest, send_test

_DOORS = {
    "help": Menu.about,
    "person": Person.ask,
    "sos": Urgent.kinds,
    "plan": Plan.list,
    "visits": Appointments.list,
    "data": MyData.main,
}


def build() -> Router:
    """The router of commands."""
    router = Router(name="commands")
    router.message.register(start, CommandStart())
    router.message.register(open_door, Command(*_DOORS))
    return router


async def start(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    """/start and `?start=tikhvin`: straight to the menu; a link to a centre chooses that centre.

    A newcomer chooses a region first, and may skip it: nothing is a toll gate.
    """
    around = from_data(dialog_manager.middleware_data)
    if command.args and command.args.startswith(TEST_PAYLOAD):
        await _send_test(message, from_data(dialog_manager.middleware_data), command.args)
        return
    if command.args and command.args.startswith(PAYLOAD):
        await _arrive(dialog_manager, command.args.removeprefix(PAYLOAD))
        return
    if command.args:
        await _choose_by_link(dialog_manager, command.args)
    place = await around.place()
    first = Menu.main if place.region or place.centre else Place.region
    await dialog_manager.start(first, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def open_door(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    """A command that opens one screen over the menu."""
    await dialog_manager.start(Menu.main, mode=StartMode.RESET_STACK, show_mode=ShowMode.NO_UPDATE)
    await dialog_manager.start(_DOORS[command.command.lower()], show_mode=ShowMode.SEND)


async def _send_test(message: Message, around: Here, payload: str) -> None:
    """A member of staff reads a mailing in the own chat before anybody else does (C12)."""
    command = SendTest(around.desk.address, payload.removeprefix(TEST_PAYLOAD))
    if not (await around.desk.write_as_bot(send_test, command)).known:
        await message.answer(around.say("campaign-test-gone"))


async def _arrive(manager: DialogManager, code: str) -> None:
    """Somebody scanned the code at a centre's entrance; who has no centre yet is shown this one from now on."""
    around = from_data(manager.middleware_data)
    found = await around.desk.write(check_in, CheckIn(code))
    if found.centre_id is not None and (await around.place()).centre is None:
        [centre] = (await around.desk.read(find_centres, FindCentres(centre_id=found.centre_id))).entries
        await around.remember_visit(region=centre.region, centre_id=centre.id)
    await manager.start(Menu.main, mode=StartMode.RESET_STACK, show_mode=ShowMode.NO_UPDATE)
    await manager.start(Appointments.here, data=told(found), show_mode=ShowMode.SEND)


async def _choose_by_link(manager: DialogManager, payload: str) -> None:
    around = from_data(manager.middleware_data)
    every = (await around.desk.read(find_centres, FindCentres())).entries
    wanted = payload.lower()
    found = next((one for one in every if wanted in (one.slug, one.slug.partition("-")[2])), None)
    if found is not None:
        await around.remember_visit(region=found.region, centre_id=found.id)
