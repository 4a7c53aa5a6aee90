"""What is meant for a person reaches a person: every kind of message, edits too, nothing silently dropped (A3-A5).

While a curator owns the conversation, everything typed goes to the curator, whatever screen is open. While the family
waits in the queue, a window that asked for words gets them, and all other messages join the conversation. With the bot
alone, files and voice messages of a family open a request; words are searched (`fallback`).
"""

from datetime import UTC, datetime

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import Message

from bot.here import Here, from_data
from bot.incoming import incoming_of, words_of
from bot.telling import away_words
from core.cases.edits import IncomingEdit, receive_edit
from core.cases.owner import OwnerAt, owner_at
from core.cases.receive import Received, receive_message
from core.cases.refusals import CentreNotOpened, NotHandedOver
from core.cases.states import OwnerKind


class Owns(Filter):
    """The conversation belongs to one of `kinds` now."""

    def __init__(self, *kinds: OwnerKind) -> None:
        self._kinds = kinds

    async def __call__(self, message: Message, **data: object) -> bool:
        desk = from_data(data).desk
        return await desk.read_as_bot(owner_at, OwnerAt(desk.address)) in self._kinds


def build_first() -> Router:
    """Before the dialogs: a curator's conversation, and edits."""
    router = Router(name="relay first")
    router.message.register(relay, Owns(OwnerKind.CURATOR))
    router.edited_message.register(relay_edit)
    return router


def build_last() -> Router:
    """After the dialogs: the queue, and what no search can read."""
    router = Router(name="relay last")
    router.message.register(relay, Owns(OwnerKind.QUEUE))
    router.message.register(relay, ~F.text)
    return router


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
