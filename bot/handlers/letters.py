"""Buttons under letters (a question whether the problem is solved). They belong to no dialog and never grow old."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, InaccessibleMessage
from aiogram_dialog import DialogManager, ShowMode

from bot.here import from_data
from bot.states import Appointments, Person
from bot.urgent_help import CALL_ACTION, MISTAKE_ACTION, all_is_calm
from core.booking.reminders import OPEN_VISIT
from core.cases.closing import NOT_SOLVED_ACTION, SOLVED_ACTION, AnswerClosing, answer_closing
from core.cases.refusals import NoSuchConversation, NotAsked
from core.cases.states import FamilyWord
from core.duty.hearing import Heard, Mistaken, call_it_a_mistake

_WORDS = {SOLVED_ACTION: FamilyWord.SOLVED, NOT_SOLVED_ACTION: FamilyWord.NOT_SOLVED}


def build() -> Router:
    """The router of letters' buttons."""
    router = Router(name="letters")
    for action in _WORDS:
        router.callback_query.register(family_word, F.data.startswith(f"{action}:"))
    router.callback_query.register(open_visit, F.data.startswith(OPEN_VISIT))
    router.callback_query.register(not_urgent, F.data.startswith(MISTAKE_ACTION))
    router.callback_query.register(call_now, F.data == CALL_ACTION)
    return router


async def open_visit(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """The button under a reminder: that visit, over whatever screen is open."""
    await query.answer()
    ticket = str(query.data).removeprefix(OPEN_VISIT)
    await dialog_manager.start(Appointments.one, data={"ticket": ticket}, show_mode=ShowMode.SEND)


async def not_urgent(query: CallbackQuery, **data: object) -> None:
    """«Это ошибка»: one tap, no questions."""
    around = from_data(data)
    heard_id, _, proof = str(query.data).removeprefix(f"{MISTAKE_ACTION}:").partition(":")
    if heard_id.isascii() and heard_id.isdigit():
        await around.desk.write(call_it_a_mistake, Mistaken(around.desk.address, Heard(int(heard_id), proof)))
    await all_is_calm(around)
    await query.answer()
    if query.message is not None and not isinstance(query.message, InaccessibleMessage):
        await query.message.edit_text(around.say("urgent-mistake-thanks"))


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
        await around.desk.write(answer_closing, AnswerClosing(around.desk.address, number, word))
    except (NoSuchConversation, NotAsked):
        await query.answer(around.label("closing-settled"))
        return
    key = "closing-thanks" if word is FamilyWord.SOLVED else "closing-goes-on"
    await query.answer()
    if query.message is not None and not isinstance(query.message, InaccessibleMessage):
        await query.message.edit_text(around.say(key, number=number))
