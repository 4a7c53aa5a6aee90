"""Taps and typed words of the questionnaire. Each stores the answers of one screen and goes on."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs.questionnaire.course import advance, answer, course, current_screen, go_back
from bot.here import here
from bot.states import Result
from core.families.answering import RecordAnswers, Statement, record_answers
from core.triage.answers import Retry, read_pregnancy
from core.triage.facts import Evasion, Fact
from core.triage.profile import Pregnancy

_EVASIONS = {"unknown": Evasion.UNKNOWN, "refused": Evasion.REFUSED}


async def begin(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Questions about the chosen needs only."""
    await _begin(manager, ",".join(manager.find("needs").get_checked()))  # type: ignore[union-attr]


async def begin_everything(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Questions about every measure."""
    await _begin(manager, "")


async def _begin(manager: DialogManager, needs: str) -> None:
    around = here(manager)
    await around.remember_visit(needs=needs)
    place = await around.place()
    now = await course(manager)
    if place.region and not now.family.profile.answered(Fact.REGION):
        await around.desk.write(record_answers, RecordAnswers((Statement(Fact.REGION, place.region),)))
    manager.dialog_data.update(met=[], again=None)
    await advance(manager)


async def yes_or_no(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """One fact, yes or no."""
    _, screen = await current_screen(manager)
    if screen is not None:
        await answer(manager, {screen.facts[0]: button.widget_id == "yes"})


async def marked(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Several facts: what is ticked is true, what is not is false."""
    _, screen = await current_screen(manager)
    ticks = manager.find("marks")
    assert ticks is not None
    chosen = set(ticks.get_checked())
    if screen is not None:
        await ticks.reset_checked()
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
        await answer(manager, {fact: _EVASIONS[str(button.widget_id)] for fact in screen.facts})


async def choose_band(query: CallbackQuery, widget: Any, manager: DialogManager, place: str) -> None:
    """An income band."""
    _, screen = await current_screen(manager)
    if screen is not None and int(place) < len(screen.bands):
        await answer(manager, {Fact.INCOME_PER_HEAD_RATIO: screen.bands[int(place)]})


async def choose_region(query: CallbackQuery, widget: Any, manager: DialogManager, region: str) -> None:
    """The region the family lives in."""
    await answer(manager, {Fact.REGION: region})


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
        manager.dialog_data["retry"] = read.reason.value
        return
    await answer(manager, {Fact.PREGNANCY_WEEKS: read})


async def back(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The question before."""
    await go_back(manager)


async def resume(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Back to the open question."""
    await advance(manager)


async def change_answer(query: CallbackQuery, widget: Any, manager: DialogManager, fact: str) -> None:
    """Ask one answered question again."""
    manager.dialog_data.update(again=[fact], children=None)
    await advance(manager)


async def show_result(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """What is clear already; the questions can go on afterwards."""
    await manager.start(Result.overview)
