"""Buttons under what the centre writes first: look closer, book, ask, and silence in one tap (F11, C13)."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, InaccessibleMessage, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram_dialog import DialogManager, ShowMode, StartMode

from bot.here import Here, from_data
from bot.states import Booking, Menu, Notice, Person
from core.families.settings import MuteTopic, mute_topic
from core.families.topics import Topic
from core.outreach.campaigns.segments import OPEN_NEWS
from core.outreach.check_ins.answering import AnswerCheckIn, NoSuchQuestion, answer_check_in
from core.outreach.check_ins.asking import ANSWER
from core.outreach.check_ins.tables import HowItGoes
from core.outreach.wording import ASK_ACTION, BOOK_ACTION, OPEN_NOTICE, QUIET

AGAIN = "loud:"
"""«Пишите снова»; the topic follows."""
_DOORS = {BOOK_ACTION: Booking.service, ASK_ACTION: Person.ask}


def build() -> Router:
    """The router of these buttons."""
    router = Router(name="proactive")
    router.callback_query.register(open_notice, F.data.startswith(OPEN_NOTICE))
    router.callback_query.register(open_news, F.data.startswith(OPEN_NEWS))
    router.callback_query.register(say_how_it_goes, F.data.startswith(ANSWER))
    router.callback_query.register(open_door, F.data.in_(set(_DOORS)))
    router.callback_query.register(be_quiet, F.data.startswith(QUIET))
    router.callback_query.register(write_again, F.data.startswith(AGAIN))
    return router


async def open_notice(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """What exactly changes; the letter itself names only what anybody may read."""
    await query.answer()
    number = str(query.data).removeprefix(OPEN_NOTICE)
    await _over_menu(dialog_manager)
    await dialog_manager.start(Notice.main, data={"notice": number}, show_mode=ShowMode.SEND)


async def open_news(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """What new rules mean for this family."""
    await query.answer()
    number = str(query.data).removeprefix(OPEN_NEWS)
    await _over_menu(dialog_manager)
    await dialog_manager.start(Notice.news, data={"news": number}, show_mode=ShowMode.SEND)


async def open_door(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Booking, or a person: below the letter, so that it can be read beside."""
    await query.answer()
    await _over_menu(dialog_manager)
    await dialog_manager.start(_DOORS[str(query.data)], show_mode=ShowMode.SEND)


async def say_how_it_goes(query: CallbackQuery, dialog_manager: DialogManager, **data: object) -> None:
    """One tap under «Как у вас дела?»; for help a person is called, and the promise stands below."""
    await query.answer()
    around = from_data(data)
    number, _, said = str(query.data).removeprefix(ANSWER).partition(":")
    if around.desk.adult is None or not number.isdigit() or said not in set(HowItGoes):
        return
    command = AnswerCheckIn(int(number), HowItGoes(said), around.desk.address)
    try:
        answered = await around.desk.write(answer_check_in, command)
    except NoSuchQuestion:
        return
    if answered.answer is HowItGoes.NEEDS_HELP:
        await _over_menu(dialog_manager)
        state = Person.called if answered.called else Person.ask
        await dialog_manager.start(state, show_mode=ShowMode.SEND)
    elif query.message is not None and not isinstance(query.message, InaccessibleMessage):
        await query.message.answer(around.say(f"check-in-said-{said}"))


async def be_quiet(query: CallbackQuery, **data: object) -> None:
    """Silence about this topic, at once, also for what is queued already."""
    await _switch(query, from_data(data), QUIET, muted=True)


async def write_again(query: CallbackQuery, **data: object) -> None:
    """The tap before was a mistake."""
    await _switch(query, from_data(data), AGAIN, muted=False)


async def _switch(query: CallbackQuery, around: Here, prefix: str, *, muted: bool) -> None:
    topic = Topic(str(query.data).removeprefix(prefix))
    await query.answer()
    if around.desk.adult is None:  # the family has been erased meanwhile: nobody is written to any more
        return
    await around.desk.write(mute_topic, MuteTopic(topic.value, muted))
    if query.message is None or isinstance(query.message, InaccessibleMessage):
        return
    words = around.say("quiet-done" if muted else "quiet-again", topic=around.label(f"topic-{topic.value}"))
    await query.message.answer(words, reply_markup=_back(around, topic) if muted else None)


def _back(around: Here, topic: Topic) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(text=around.label("quiet-back"), callback_data=f"{AGAIN}{topic.value}")
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


async def _over_menu(manager: DialogManager) -> None:
    await manager.start(Menu.main, mode=StartMode.RESET_STACK, show_mode=ShowMode.NO_UPDATE)
