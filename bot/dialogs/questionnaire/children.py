"""The question about children: typed as people write it, or year and month by buttons. Ages, never names."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Group, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.questionnaire.course import answer, course
from bot.dialogs.questionnaire.said_children import child_words, read_children_back, write_children
from bot.dialogs.questionnaire.saying import with_head
from bot.here import here
from bot.states import Questionnaire
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready, Say
from core.triage.answers import Retry, read_children
from core.triage.births import Birth
from core.triage.facts import Fact
from core.triage.profile import Child

MOST = 15
_YEARS = 18


def said_so_far(manager: DialogManager) -> tuple[Child, ...]:
    """The children on the open screen."""
    return read_children_back(manager.dialog_data.get("children") or [])


async def children_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The list so far, and years to tap."""
    around, now = here(dialog_manager), await course(dialog_manager)
    said = said_so_far(dialog_manager)
    named = [child_words(around, child) for child in said]
    body = with_head(dialog_manager, now, (Fact.CHILDREN,), around.say("fact-children-question"))
    if named:
        body = f"{body}\n\n{around.say('children-so-far', list=', '.join(named))}"
    today = now.family.today
    return {
        "body": body,
        "years": [(str(year), str(year)) for year in range(today.year, today.year - _YEARS - 1, -1)],
        "said": [(at, child_words(around, Child(child.birth))) for at, child in enumerate(said)],
        "some": bool(said),
        "nobody": not said,
        "may_refuse": True,
    }


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
    _add(manager, (Birth.in_month(int(manager.dialog_data["year"]), int(month)).until(today),))
    await manager.switch_to(Questionnaire.children)


async def type_children(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Ages or dates as typed; what cannot be read, or could be read in two ways, is asked again kindly."""
    manager.show_mode = ShowMode.SEND
    read = read_children(message.text or "", (await course(manager)).family.today)
    if isinstance(read, Retry):
        manager.dialog_data["retry"] = read.reason.value
        await manager.switch_to(Questionnaire.children)
        return
    if not read:
        await answer(manager, {Fact.CHILDREN: ()})
        return
    _add(manager, read)
    await manager.switch_to(Questionnaire.children)


def _add(manager: DialogManager, births: tuple[Birth, ...]) -> None:
    children = (*said_so_far(manager), *(Child(birth) for birth in births))
    manager.dialog_data["children"] = write_children(children[:MOST])


async def remove_child(query: CallbackQuery, widget: Any, manager: DialogManager, place: str) -> None:
    """Take one child off the list; the others stay."""
    children = said_so_far(manager)
    manager.dialog_data["children"] = write_children(child for at, child in enumerate(children) if at != int(place))


async def that_is_all(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The list is complete."""
    await answer(manager, {Fact.CHILDREN: said_so_far(manager)})


async def no_children(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """There are none."""
    await answer(manager, {Fact.CHILDREN: ()})


async def which_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The children, one of whom at least has a disability."""
    around, said = here(dialog_manager), said_so_far(dialog_manager)
    marked = _marked(dialog_manager)
    return {
        "body": around.say("which-child"),
        "children": [(str(at), child_words(around, Child(child.birth))) for at, child in enumerate(said)],
        "any_marked": bool(marked),
    }


async def open_which(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """From «мои ответы»: say which of the children has the disability."""
    said = (await course(manager)).family.profile[Fact.CHILDREN].value
    assert isinstance(said, tuple)
    manager.dialog_data["children"] = write_children(said)
    ticks: Any = manager.find("which")
    await ticks.reset_checked()
    for at, child in enumerate(said):
        if child.disabled:
            await ticks.set_checked(str(at), True)
    await manager.switch_to(Questionnaire.which_child)


async def save_which(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Each child is known for itself from now on."""
    marked = _marked(manager)
    children = tuple(Child(child.birth, at in marked) for at, child in enumerate(said_so_far(manager)))
    await answer(manager, {Fact.CHILDREN: children})


def _marked(manager: DialogManager) -> frozenset[int]:
    ticks: Any = manager.find("which")
    return frozenset(int(at) for at in ticks.get_checked())


def _choice(id_: str, items: str, on_click: Any, width: int, words: str = "{item[1]}") -> Group:
    select = Select(Format(words), id=id_, item_id_getter=lambda item: item[0], items=items, on_click=on_click)
    return Group(select, width=width)


def children_window(typed_evasion: MessageInput, exits: list[Any]) -> Window:
    """The list of children."""
    return Window(
        Ready(),
        Button(Label("children-all"), id="all", on_click=that_is_all, when="some"),
        _choice("year", "years", choose_year, 5),
        _choice("drop", "said", remove_child, 2, "✕ {item[1]}"),
        Button(Label("children-none"), id="none", on_click=no_children, when="nobody"),
        typed_evasion,
        MessageInput(type_children, content_types=["text"]),
        *exits,
        state=Questionnaire.children,
        getter=children_data,
    )


def month_window() -> Window:
    """The month of birth."""
    return Window(
        Say("children-month"),
        _choice("month", "months", choose_month, 3),
        SwitchTo(Label("button-back"), id="back", state=Questionnaire.children),
        footer(),
        MessageInput(type_children, content_types=["text"]),
        state=Questionnaire.child_age,
        getter=months_data,
    )


def which_window(ticks: Column, exits: list[Any]) -> Window:
    """Which of several children has a disability; nobody has to say."""
    return Window(
        Ready(),
        ticks,
        Button(Label("answer-marked"), id="which_marked", on_click=save_which, when="any_marked"),
        SwitchTo(Label("button-back"), id="which_back", state=Questionnaire.answers),
        *exits,
        state=Questionnaire.which_child,
        getter=which_data,
    )
