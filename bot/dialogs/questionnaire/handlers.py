"""Taps and typed words of the questionnaire. Each stores the answers of one screen and goes on."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs.questionnaire.course import advance, answer, ask_again, course, current_screen, go_back, open_needs
from bot.dialogs.questionnaire.saying import minimum_of
from bot.dialogs.questionnaire.short_words import ShortWord, region_named, short_word
from bot.here import here
from bot.over_menu import open_over_menu
from bot.states import Questionnaire, Result
from bot.widgets.pausing import is_paused
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.needs import ChooseNeeds, choose_needs
from core.triage.answers import Retry
from core.triage.facts import REGISTRY, Evasion, Fact
from core.triage.income import band_of
from core.triage.needs import Need
from core.triage.pregnancy_reading import read_pregnancy
from core.triage.profile import Pregnancy
from core.triage.said_sums import read_sum

_EVASIONS = {"unknown": Evasion.UNKNOWN, "refused": Evasion.REFUSED}


async def on_start(start_data: Any, manager: DialogManager) -> None:
    """Where to come in: the open question, one answer to change, «мои ответы», «с возвращением», or the needs."""
    data = start_data if isinstance(start_data, dict) else {}
    if "again" in data:
        await ask_again(manager, (Fact(data["again"]),))
    elif "measure" in data or "go_on" in data:
        await advance(manager)
    elif "answers" not in data and (await course(manager)).family.chosen is not None:
        await manager.switch_to(Questionnaire.resume)


async def begin(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Questions about the chosen needs only."""
    ticks: Any = manager.find("needs")
    await _begin(manager, tuple(Need(name) for name in ticks.get_checked()))


async def begin_everything(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Questions about every measure."""
    await _begin(manager, ())


async def _begin(manager: DialogManager, needs: tuple[Need, ...]) -> None:
    around = here(manager)
    await around.desk.write(choose_needs, ChooseNeeds(needs))
    place = await around.place()
    now = await course(manager)
    if place.region and not now.family.profile.answered(Fact.REGION):
        await around.desk.write(record_answers, RecordAnswers((Statement(Fact.REGION, place.region),)))
    manager.dialog_data.update(again=None, back=0, shown=None)
    await advance(manager)


async def other_needs(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Back to the needs, the earlier ones ticked."""
    await open_needs(manager)


async def yes_or_no(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """One fact, yes or no."""
    _, screen = await current_screen(manager)
    if screen is not None:
        await answer(manager, {screen.facts[0]: button.widget_id == "yes"})


async def type_short(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """«Да» or «нет» typed instead of tapped; of a list only «нет» is clear, «да» needs the ticks."""
    manager.show_mode = ShowMode.SEND
    said = short_word(message.text or "")
    _, screen = await current_screen(manager)
    if screen is None:
        return
    if screen.multiple and said is ShortWord.YES:
        manager.dialog_data["retry"] = "several"
        return
    await answer(manager, dict.fromkeys(screen.facts, said is ShortWord.YES))


async def type_evasion(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """«Не знаю» or «не хочу отвечать» typed instead of tapped."""
    manager.show_mode = ShowMode.SEND
    said = short_word(message.text or "")
    _, screen = await current_screen(manager)
    if screen is not None and isinstance(said, Evasion):
        allowed = said in REGISTRY[screen.facts[0]].evasions
        await answer(manager, dict.fromkeys(screen.facts, said if allowed else Evasion.UNKNOWN))


async def marked(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Several facts: what is ticked is true, what is not is false."""
    _, screen = await current_screen(manager)
    ticks: Any = manager.find("marks")
    chosen = set(ticks.get_checked())
    if screen is not None:
        await answer(manager, {fact: fact.value in chosen for fact in screen.facts})


async def none_of_these(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """«Ничего из этого»: all shown facts are false."""
    _, screen = await current_screen(manager)
    if screen is not None:
        await answer(manager, dict.fromkeys(screen.facts, False))


async def evade(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """«Не знаю» or «не хочу отвечать», kept apart."""
    _, screen = await current_screen(manager)
    if screen is not None:
        await answer(manager, dict.fromkeys(screen.facts, _EVASIONS[str(button.widget_id)]))


async def choose_band(query: CallbackQuery, widget: Any, manager: DialogManager, place: str) -> None:
    """An income band."""
    _, screen = await current_screen(manager)
    if screen is not None and int(place) < len(screen.bands):
        await answer(manager, {Fact.INCOME_PER_HEAD_RATIO: screen.bands[int(place)]})


async def type_income(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A sum in words or figures: only the band it lies in is kept."""
    manager.show_mode = ShowMode.SEND
    now, screen = await current_screen(manager)
    base, said = minimum_of(here(manager), now), read_sum(message.text or "")
    if screen is None:
        return
    if said is None or base is None:
        manager.dialog_data["retry"] = "sum" if base else "band"
        return
    await answer(manager, {Fact.INCOME_PER_HEAD_RATIO: band_of(float(said / base), screen.bands)})


async def choose_region(query: CallbackQuery, widget: Any, manager: DialogManager, region: str) -> None:
    """The region the family lives in."""
    await answer(manager, {Fact.REGION: region})


async def type_region(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A region by its name: federal measures are there for every one."""
    manager.show_mode = ShowMode.SEND
    found = region_named(message.text or "", here(manager).edition.catalogue.regions)
    if found is None:
        manager.dialog_data["retry"] = "region"
        return
    await answer(manager, {Fact.REGION: found.code})


async def choose_term(query: CallbackQuery, widget: Any, manager: DialogManager, term: str) -> None:
    """A pregnancy by its term."""
    first, last = (int(part) for part in term.split("-"))
    today = (await course(manager)).family.today
    earliest, latest = Pregnancy.of_weeks(last, today).earliest, Pregnancy.of_weeks(first, today).latest
    await answer(manager, {Fact.PREGNANCY_WEEKS: Pregnancy(earliest, latest)})


async def type_weeks(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A pregnancy in words; nonsense gets a kind second try."""
    manager.show_mode = ShowMode.SEND
    read = read_pregnancy(message.text or "", (await course(manager)).family.today)
    if isinstance(read, Retry):
        manager.dialog_data["retry"] = "weeks"
        return
    await answer(manager, {Fact.PREGNANCY_WEEKS: read})


async def back(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The question before."""
    await go_back(manager)


async def resume(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Back to the open question."""
    await advance(manager)


async def go_on(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The questions again, once a person has cleared the danger."""
    if await is_paused(manager):
        await query.answer(here(manager).label("questionnaire-still-paused"), show_alert=True)
    else:
        await advance(manager)


async def show_result(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """What is clear already; the questions can go on afterwards."""
    await open_over_menu(manager, Result.overview)
