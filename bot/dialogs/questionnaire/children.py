"""The question about children: typed as people write it, or year and month by buttons. Ages, never names."""

from datetime import date
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.questionnaire.course import answer, course
from bot.here import Here, here
from bot.states import Questionnaire
from bot.widgets.words import Label, Ready, Say
from core.triage.answers import Retry, read_children
from core.triage.births import Birth
from core.triage.facts import Fact
from core.triage.profile import Child

MOST = 15
_YEARS = 18


async def children_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The list so far, and years to tap."""
    around = here(dialog_manager)
    today = (await course(dialog_manager)).family.today
    said = [_birth(one) for one in dialog_manager.dialog_data.get("children") or []]
    lines = [around.say("fact-children-question")]
    if retry := dialog_manager.dialog_data.pop("retry", None):
        lines.insert(0, around.say(f"retry-{retry}"))
    lines += [around.say("children-so-far", list=", ".join(_words(around, birth) for birth in said))] if said else []
    return {
        "body": "\n\n".join(lines),
        "years": [(str(year), str(year)) for year in range(today.year, today.year - _YEARS - 1, -1)],
        "some": bool(said),
        "nobody": not said,
        "may_refuse": True,
    }


def _words(around: Here, birth: Birth) -> str:
    if birth.earliest.year != birth.latest.year:
        return f"{birth.earliest.year}–{birth.latest.year}"
    if (birth.earliest.month, birth.earliest.year) != (birth.latest.month, birth.latest.year):
        return str(birth.earliest.year)
    return f"{around.label(f'month-{birth.earliest.month}')} {birth.earliest.year}"


async def choose_year(query: CallbackQuery, widget: Any, manager: DialogManager, year: str) -> None:
    """The year of birth; the month follows."""
    manager.dialog_data["year"] = int(year)
    await manager.switch_to(Questionnaire.child_age)


async def months_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Months of the chosen year, not beyond today and not of a grown-up."""
    around = here(dialog_manager)
    today = (await course(dialog_manager)).family.today
    year = int(dialog_manager.dialog_data.get("year") or today.year)
    last = today.month if year == today.year else 12
    first = today.month if year == today.year - _YEARS else 1
    return {
        "year": str(year),
        "months": [(str(month), around.label(f"month-{month}")) for month in range(first, last + 1)],
    }


async def choose_month(query: CallbackQuery, widget: Any, manager: DialogManager, month: str) -> None:
    """One child more."""
    today = (await course(manager)).family.today
    birth = Birth.in_month(int(manager.dialog_data["year"]), int(month)).until(today)
    _add(manager, (birth,))
    await manager.switch_to(Questionnaire.children)


async def type_children(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Ages or dates as typed; what cannot be read, or could be read in two ways, is asked again kindly."""
    manager.show_mode = ShowMode.SEND
    read = read_children(message.text or "", (await course(manager)).family.today)
    if isinstance(read, Retry):
        manager.dialog_data["retry"] = read.reason.value
        return
    if not read:
        await answer(manager, {Fact.CHILDREN: ()})
        return
    _add(manager, read)
    await manager.switch_to(Questionnaire.children)


def _add(manager: DialogManager, births: tuple[Birth, ...]) -> None:
    said = list(manager.dialog_data.get("children") or [])
    added = [f"{birth.earliest.isoformat()}/{birth.latest.isoformat()}" for birth in births]
    manager.dialog_data["children"] = (said + added)[:MOST]


def _birth(text: str) -> Birth:
    first, _, last = text.partition("/")
    return Birth(date.fromisoformat(first), date.fromisoformat(last))


async def remove_last(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Take back the last child."""
    manager.dialog_data["children"] = list(manager.dialog_data.get("children") or [])[:-1]


async def that_is_all(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The list is complete."""
    said = [_birth(one) for one in manager.dialog_data.get("children") or []]
    await answer(manager, {Fact.CHILDREN: tuple(Child(birth) for birth in said)})


async def no_children(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """There are none."""
    await answer(manager, {Fact.CHILDREN: ()})


def children_window(exits: list[Any]) -> Window:
    """The list of children."""
    return Window(
        Ready(),
        Group(
            Select(
                Format("{item[1]}"),
                id="year",
                item_id_getter=lambda item: item[0],
                items="years",
                on_click=choose_year,
            ),
            width=5,
        ),
        Row(
            Button(Label("children-all"), id="all", on_click=that_is_all),
            Button(Label("children-remove"), id="remove", on_click=remove_last),
            when="some",
        ),
        Button(Label("children-none"), id="none", on_click=no_children, when="nobody"),
        MessageInput(type_children, content_types=["text"]),
        *exits,
        state=Questionnaire.children,
        getter=children_data,
    )


def month_window() -> Window:
    """The month of birth."""
    return Window(
        Say("children-month"),
        Group(
            Select(
                Format("{item[1]}"),
                id="month",
                item_id_getter=lambda item: item[0],
                items="months",
                on_click=choose_month,
            ),
            width=3,
        ),
        SwitchTo(Label("button-back"), id="back", state=Questionnaire.children),
        MessageInput(type_children, content_types=["text"]),
        state=Questionnaire.child_age,
        getter=months_data,
    )
