"""Buttons under letters (a question whether the problem is solved). They belong to no dialog and never grow old."""

from contextlib import suppress

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InaccessibleMessage, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.booking.diary import send_diary_entry
from bot.dialogs.gatherings.diary import send_club_diary
from bot.here import from_data
from bot.states import Appointments, Gatherings, Menu, Person
from bot.urgent_help import CALL_ACTION, MISTAKE_ACTION, all_is_calm
from core.booking.change_letters import DIARY_ENTRY
from core.booking.gathering_letters import OPEN_GATHERING
from core.booking.meeting_letters import CLUB_DIARY
from core.booking.queueing import AnswerOffer, answer_offer
from core.booking.refusals import AlreadyBooked, NotNow, Reason, SlotRefused, UnknownAppointment
from core.booking.reminders import OPEN_VISIT
from core.booking.waiting_letters import DECLINE_OFFER, TAKE_OFFER
from core.cases.closing import NOT_SOLVED_ACTION, SOLVED_ACTION, AnswerClosing, answer_closing
from core.cases.refusals import NoSuchConversation, NotAsked
from core.cases.states import FamilyWord
from core.duty.hearing import Heard, Mistaken, call_it_a_mistake
from core.feedback.rating import RATE_ACTION, STARS, NothingToRate, RateHelp, rate
from core.use_case import Refused

_WORDS = {SOLVED_ACTION: FamilyWord.SOLVED, NOT_SOLVED_ACTION: FamilyWord.NOT_SOLVED}


def build() -> Router:
    """The router of letters' buttons."""
    router = Router(name="letters")
    for action in _WORDS:
        router.callback_query.register(family_word, F.data.startswith(f"{action}:"))
    router.callback_query.register(stars, F.data.startswith(f"{RATE_ACTION}:"))
    router.callback_query.register(open_visit, F.data.startswith(OPEN_VISIT))
    router.callback_query.register(open_gathering, F.data.startswith(OPEN_GATHERING))
    router.callback_query.register(diary_entry, F.data.startswith(DIARY_ENTRY))
    router.callback_query.register(club_diary, F.data.startswith(CLUB_DIARY))
    router.callback_query.register(not_urgent, F.data.startswith(MISTAKE_ACTION))
    router.callback_query.register(take_offer, F.data.startswith(TAKE_OFFER))
    router.callback_query.register(decline_offer, F.data.startswith(DECLINE_OFFER))
    router.callback_query.register(call_now, F.data == CALL_ACTION)
    return router


async def open_visit(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """The button under a reminder: that visit, over whatever screen is open."""
    await query.answer()
    ticket = str(query.data).removeprefix(OPEN_VISIT)
    await dialog_manager.start(Appointments.one, data={"ticket": ticket}, show_mode=ShowMode.SEND)


async def open_gathering(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """The button under a club's letter: what it is, and the family's places in it."""
    await query.answer()
    number = str(query.data).removeprefix(OPEN_GATHERING)
    await dialog_manager.start(Gatherings.one, data={"gathering": number}, show_mode=ShowMode.SEND)


async def diary_entry(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """The calendar file as the visit stands now; the letter and its buttons stay right above it."""
    await query.answer()
    await send_diary_entry(dialog_manager, str(query.data).removeprefix(DIARY_ENTRY))


async def club_diary(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """The same for a club, whose meetings are a file together."""
    await query.answer()
    await send_club_diary(dialog_manager, int(str(query.data).removeprefix(CLUB_DIARY)))


async def take_offer(query: CallbackQuery, dialog_manager: DialogManager, **data: object) -> None:
    """The kept time becomes a visit, which opens; one that is gone is said to be gone. While only another visit of
    the family is in its way, it can still be had: the buttons stay."""
    around, ticket = from_data(data), str(query.data).removeprefix(TAKE_OFFER)
    try:
        await around.desk.write(answer_offer, AnswerOffer(ticket, take=True))
    except Refused as refused:
        if isinstance(refused, SlotRefused) and refused.reason is Reason.OWN_VISIT:
            await query.answer(around.label("waiting-offer-own-visit"), show_alert=True)
        else:
            await _close(query, around.say("waiting-offer-gone"))
        return
    await _without_buttons(query)
    await dialog_manager.start(Appointments.one, data={"ticket": ticket}, show_mode=ShowMode.SEND)


async def decline_offer(query: CallbackQuery, **data: object) -> None:
    """The kept time goes to the next family; this one stays in the queue. A time taken before stays its own."""
    around, said = from_data(data), "waiting-offer-declined"
    try:
        await around.desk.write(answer_offer, AnswerOffer(str(query.data).removeprefix(DECLINE_OFFER), take=False))
    except AlreadyBooked:
        said = "waiting-offer-yours"
    except (NotNow, UnknownAppointment):
        said = "waiting-offer-gone"
    await _close(query, around.say(said))


async def _without_buttons(query: CallbackQuery) -> None:
    """The letter stays as it is; its buttons have done their work."""
    await query.answer()
    if query.message is not None and not isinstance(query.message, InaccessibleMessage):
        with suppress(TelegramBadRequest):  # gone already by an earlier tap
            await query.message.edit_reply_markup(reply_markup=None)


async def _close(query: CallbackQuery, words: str, buttons: InlineKeyboardMarkup | None = None) -> None:
    """Answer in the letter itself, whose buttons have done their work."""
    await query.answer()
    if query.message is not None and not isinstance(query.message, InaccessibleMessage):
        await query.message.edit_text(words, reply_markup=buttons)


async def not_urgent(query: CallbackQuery, dialog_manager: DialogManager, **data: object) -> None:
    """«Это ошибка»: one tap, no questions; below it what was open before."""
    around = from_data(data)
    heard_id, _, proof = str(query.data).removeprefix(f"{MISTAKE_ACTION}:").partition(":")
    if heard_id.isascii() and heard_id.isdigit():
        await around.desk.write(call_it_a_mistake, Mistaken(around.desk.address, Heard(int(heard_id), proof)))
    await all_is_calm(around)
    await _close(query, around.say("urgent-mistake-thanks"))
    if dialog_manager.has_context():
        await dialog_manager.update({}, show_mode=ShowMode.SEND)
    else:
        await dialog_manager.start(Menu.main, show_mode=ShowMode.SEND)


async def call_now(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """A person, from the card itself."""
    await query.answer()
    await dialog_manager.start(Person.ask, show_mode=ShowMode.SEND)


async def family_word(query: CallbackQuery, **data: object) -> None:
    """The family says whether its problem is solved; only this closes a case (F13)."""
    around = from_data(data)
    action, _, number = str(query.data).rpartition(":")
    word = _WORDS[action]
    try:
        standing = await around.desk.write(answer_closing, AnswerClosing(around.desk.address, number, word))
    except (NoSuchConversation, NotAsked):
        await query.answer(around.label("closing-settled"))
        return
    key = "closing-thanks" if word is FamilyWord.SOLVED else "closing-goes-on"
    words = around.say(key, number=number)
    if standing.may_rate:
        await _close(query, f"{words}\n\n{around.say('rating-ask')}", _stars(number))
    else:
        await _close(query, words)


def _stars(number: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text="★" * each, callback_data=f"{RATE_ACTION}:{number}:{each}") for each in STARS]
    return InlineKeyboardMarkup(inline_keyboard=[row[:3], row[3:]])


async def stars(query: CallbackQuery, **data: object) -> None:
    """How good the help was."""
    around = from_data(data)
    _, number, given = str(query.data).split(":")
    try:
        await around.desk.write(rate, RateHelp(around.desk.address, number, int(given)))
    except NothingToRate:
        await query.answer()
        return
    await _close(query, around.say("rating-thanks", stars="★" * int(given)))
