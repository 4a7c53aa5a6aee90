"""The number one can be rung at: shared by a button or typed, as four figures from then on (F7).

It is asked when a conversation by phone has been booked, like the address of a home visit: there is a family then that
has consented. It goes straight into the vault, and the message out of the chat, because telephones are shared. While a
curator talks with the family everything sent goes to the curator, so nothing is asked then.

Telegram asks for a contact only on the keyboard of the phone itself; so this one window has its buttons there. They
fold away once used, and disappear with the window (`bot.quiet_messages`).
"""

import contextlib
from typing import Any

from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Contact, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, RequestContact
from aiogram_dialog.widgets.markup.reply_keyboard import ReplyKeyboardFactory

from bot.errors import DialogOutdated
from bot.here import here
from bot.states import Phone
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from core.cases.owner import OwnerAt, owner_at
from core.cases.states import OwnerKind
from core.families.phone import ForgetPhone, KeepPhone, NoPhone, ReadMyPhone, forget_phone, keep_phone, read_my_phone

AFTER_BOOKING = {"booked": True}
"""What the window is started with when it follows upon a booking."""


async def ask_once(manager: DialogManager) -> None:
    """Ask over the open window, unless a number is known or nothing may be shown of one (E7)."""
    kept = await here(manager).desk.read(read_my_phone, ReadMyPhone())
    if kept.masked is None and not kept.silent:
        await manager.start(Phone.ask, data=AFTER_BOOKING)


async def phone(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Why the number is asked, who will see it, and how to do without."""
    around = here(dialog_manager)
    if around.desk.adult is None:
        raise DialogOutdated
    kept = await around.desk.read(read_my_phone, ReadMyPhone())
    talking = await around.desk.read_as_bot(owner_at, OwnerAt(around.desk.address)) is OwnerKind.CURATOR
    known, booked = kept.masked is not None, dialog_manager.start_data == AFTER_BOOKING
    parts = [around.say("phone-not-understood")] if dialog_manager.dialog_data.pop("fault", False) else []
    if kept.masked is not None:
        parts.append(around.say("phone-known", phone=kept.masked))
    else:
        parts.append(around.say("phone-ask-booked" if booked else "phone-ask"))
    parts += [around.say("phone-in-talk")] if talking else [around.say("phone-how"), around.say("phone-who-sees")]
    return {"body": "\n\n".join(parts), "known": known, "unknown": not known, "listens": not talking}


async def take_phone(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Into the vault and out of the chat."""
    try:
        await here(manager).desk.write(keep_phone, KeepPhone(_words(message)))
    except NoPhone:
        manager.dialog_data["fault"] = True
        return
    with contextlib.suppress(TelegramAPIError):  # too old, or gone already: what matters is kept and sealed
        await message.delete()
    await manager.done()


def _words(message: Message) -> str:
    """What was typed or shared. Telegram tells one's own number as figures alone, the country's first; the card of
    somebody else is whatever its owner once typed."""
    match message.contact:
        case Contact(phone_number=number, user_id=owner):
            own = message.from_user is not None and owner == message.from_user.id
            return f"+{number.removeprefix('+')}" if own else number
    return message.text or ""


async def drop_phone(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """What was kept is wiped."""
    await here(manager).desk.write(forget_phone, ForgetPhone())
    await manager.done()


def build() -> Dialog:
    """One window; it closes to whatever it was opened over."""
    return ListeningDialog(
        Window(
            Ready(),
            MessageInput(take_phone, content_types=["text", "contact"]),
            RequestContact(Label("phone-share"), when="listens"),
            Cancel(Label("phone-skip"), id="skip", when="unknown"),
            Cancel(Label("phone-keep"), id="keep", when="known"),
            Button(Label("phone-forget"), id="forget", on_click=drop_phone, when="known"),
            footer(),
            markup_factory=ReplyKeyboardFactory(resize_keyboard=True, one_time_keyboard=True),
            state=Phone.ask,
            getter=phone,
        )
    )
