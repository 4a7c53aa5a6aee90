"""What is meant for a person reaches a person: every kind of message, edits too, nothing silently dropped (A3-A5).

While a curator owns the conversation, everything typed goes to the curator, whatever screen is open; a contact shared
with the window that asks for a number to ring is that number and no message (`ForThePhoneWindow`). While the family
waits in the queue, a window that asked for words gets them, and all other messages join the conversation; now and then
that is said, because nobody should wonder in the evening whether anything arrives. Whoever has called an alarm a
mistake is answered by the bot again, and those who look after the alarm see the words too. With the bot alone, files
and voice messages of a family open a request; words are searched (`fallback`).
"""

from datetime import UTC, datetime, timedelta

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import Message
from aiogram_dialog import DialogManager

from bot.dialogs.phone import ForThePhoneWindow, tell_of_the_talk
from bot.handlers.fallback import search_words
from bot.here import Here, from_data
from bot.incoming import incoming_of, words_of
from bot.telling import away_words
from bot.urgent_help import answers_the_card, is_calm_again, recent_danger
from core.cases.edits import IncomingEdit, receive_edit
from core.cases.owner import OwnerAt, owner_at
from core.cases.receive import Received, receive_message
from core.cases.refusals import CentreNotOpened, NotHandedOver
from core.cases.states import OwnerKind

SAY_AGAIN = timedelta(minutes=15)
"""How long words join the conversation in silence after somebody was told that they do."""


class Owns(Filter):
    """The conversation belongs to one of `kinds` now."""

    def __init__(self, *kinds: OwnerKind) -> None:
        self._kinds = kinds

    async def __call__(self, message: Message, **data: object) -> bool:
        desk = from_data(data).desk
        return await desk.read_as_bot(owner_at, OwnerAt(desk.address)) in self._kinds


async def _answers_the_card(message: Message, **data: object) -> bool:
    return await answers_the_card(from_data(data))


async def _called_a_mistake(message: Message, **data: object) -> bool:
    return await is_calm_again(from_data(data))


def build_first() -> Router:
    """Before the dialogs: a curator's conversation, answers to an urgent card, and edits."""
    router = Router(name="relay first")
    router.message.register(relay_and_tell, ~ForThePhoneWindow(), Owns(OwnerKind.CURATOR))
    router.message.register(relay, ~ForThePhoneWindow(), _answers_the_card, Owns(OwnerKind.QUEUE))
    router.edited_message.register(relay_edit)
    return router


def build_last() -> Router:
    """After the dialogs: the queue, and what no search can read."""
    router = Router(name="relay last")
    router.message.register(relay_and_search, F.text, _called_a_mistake, Owns(OwnerKind.QUEUE))
    router.message.register(relay, Owns(OwnerKind.QUEUE))
    router.message.register(relay, ~F.text)
    return router


async def relay_and_tell(message: Message, dialog_manager: DialogManager, **data: object) -> None:
    """What is said to a curator; a window that still asks for a number says that it was not meant."""
    await relay(message, **data)
    await tell_of_the_talk(dialog_manager)


async def relay_and_search(message: Message, dialog_manager: DialogManager, **data: object) -> None:
    """The centre still looks after the alarm and sees the words; the bot answers them."""
    await relay(message, **data)
    await search_words(message, dialog_manager)


async def relay(message: Message, **data: object) -> None:
    """Keep the message for the centre and say truthfully what happens next."""
    around = from_data(data)
    place = await around.place()
    centre_id = place.centre.id if place.centre else 0
    try:
        received = await around.desk.write(receive_message, incoming_of(message, around.desk.address, centre_id))
    except NotHandedOver:
        await message.answer(around.say("relay-nobody-called"))
    except CentreNotOpened:
        await message.answer(around.say("relay-no-centre"))
    else:
        await _acknowledge(message, around, received)


async def _acknowledge(message: Message, around: Here, received: Received) -> None:
    """Words are answered only when there is something to say; a silent tick would worry, an echo would annoy."""
    if not received.understood:
        await message.answer(around.say("relay-unsupported"))
    if received.away is not None:
        await message.answer(away_words(around, received.away))
    elif received.opened:
        await message.answer(around.say("relay-opened", number=received.number))
    elif received.owner is OwnerKind.QUEUE and await _is_to_be_said(around):
        danger = await recent_danger(around)
        await message.answer(around.say("relay-passed-on-urgent" if danger else "relay-passed-on"))


async def _is_to_be_said(around: Here) -> bool:
    """Whether the family was not told lately that its words are passed on; remembers that it is told now."""
    if await is_calm_again(around):
        return False
    said = (await around.state.get_data()).get("passed_on")
    if said is not None and around.now - datetime.fromisoformat(said) < SAY_AGAIN:
        return False
    await around.state.update_data({"passed_on": around.now.isoformat()})
    return True


async def relay_edit(message: Message, event_update: object, **data: object) -> None:
    """An edited message shows its new wording beside the old one."""
    around = from_data(data)
    edit = IncomingEdit(
        address=around.desk.address,
        external_id=str(message.message_id),
        revision=getattr(event_update, "update_id", 0),
        edited_at=datetime.fromtimestamp(message.edit_date or 0, UTC),
        text=words_of(message),
    )
    await around.desk.write(receive_edit, edit)
