"""The number one can be rung at: shared by a button or typed, as four figures from then on (F7).

It is asked when a conversation by phone has been booked, like the address of a home visit: there is a family then that
has consented. It goes straight into the vault, and the message out of the chat, understood or not, because telephones
are shared. While a curator talks with the family everything typed goes to the curator, so nothing is asked then; a
shared contact is the number all the same (`ForThePhoneWindow`). Words that speak of danger are no number: they stay in
the chat, and the card stands. Where the conversation was hidden, nothing is shown or changed here (E7).

Telegram asks for a contact only on the keyboard of the phone itself; so this one window has its buttons there. They
fold away once used, and disappear with the window (`bot.quiet_messages`).
"""

import contextlib
from typing import Any

from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Contact, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.api.entities import Context
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, RequestContact
from aiogram_dialog.widgets.markup.reply_keyboard import ReplyKeyboardFactory

from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Phone
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from core.cases.owner import OwnerAt, owner_at
from core.cases.states import OwnerKind
from core.families.phone import (
    ForgetPhone,
    KeepPhone,
    NoPhone,
    NumberByAgreement,
    ReadMyPhone,
    forget_phone,
    keep_phone,
    read_my_phone,
)

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
    fault = dialog_manager.dialog_data.pop("fault", False)
    kept = await around.desk.read(read_my_phone, ReadMyPhone())
    if kept.silent:
        words = around.say("phone-by-agreement")
        return {"body": words, "known": False, "unknown": False, "silent": True, "listens": False}
    talking = dialog_manager.dialog_data["talking"] = await _is_talking(around)
    known, booked = kept.masked is not None, dialog_manager.start_data == AFTER_BOOKING
    parts = [around.say("phone-not-understood")] if fault else []
    if kept.masked is not None:
        parts.append(around.say("phone-known", phone=kept.masked))
    else:
        parts.append(around.say("phone-ask-booked" if booked else "phone-ask"))
    parts += [around.say("phone-in-talk")] if talking else [around.say("phone-how"), around.say("phone-who-sees")]
    return {"body": "\n\n".join(parts), "known": known, "unknown": not known, "silent": False, "listens": not talking}


async def _is_talking(around: Here) -> bool:
    return await around.desk.read_as_bot(owner_at, OwnerAt(around.desk.address)) is OwnerKind.CURATOR


async def take_phone(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Into the vault and out of the chat; what speaks of danger is left alone, and the question stands."""
    if manager.middleware_data.get("danger") is not None:
        return
    words, kept = _words(message), False
    try:
        kept = (await here(manager).desk.write(keep_phone, KeepPhone(words))).known
    except NoPhone:
        manager.dialog_data["fault"] = True
    except NumberByAgreement:  # hidden after this window was drawn
        pass
    if any(sign.isdigit() for sign in words):  # what was not understood may be a number with a slip, or a document's
        with contextlib.suppress(TelegramAPIError):  # too old, or gone already: what matters is kept and sealed
            await message.delete()
    if kept:
        await manager.done()


class ForThePhoneWindow(Filter):
    """A contact shared while the window is open: a number for the vault, whoever owns the talk."""

    async def __call__(self, message: Message, aiogd_context: Context | None = None) -> bool:
        return message.contact is not None and aiogd_context is not None and aiogd_context.state == Phone.ask


async def tell_of_the_talk(manager: DialogManager) -> None:
    """Words have gone to a curator who came while the window asked for a number: it says so from now on."""
    if not manager.has_context() or manager.current_context().state != Phone.ask:
        return
    if not manager.dialog_data.get("talking") and await _is_talking(here(manager)):
        await manager.show()


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
    try:
        await here(manager).desk.write(forget_phone, ForgetPhone())
    except NumberByAgreement:  # hidden after this window was drawn
        return
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
            Cancel(Label("button-back"), id="back", when="silent"),
            Button(Label("phone-forget"), id="forget", on_click=drop_phone, when="known"),
            footer(),
            markup_factory=ReplyKeyboardFactory(resize_keyboard=True, one_time_keyboard=True),
            state=Phone.ask,
            getter=phone,
        )
    )
