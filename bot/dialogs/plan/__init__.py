"""«Мой план»: who does what until when; the family ticks its own steps, the centre's and agencies' show their status.

Both adults of a household see the same plan (F14).
"""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Cancel, Column, Row, Select, Start, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.plan.telling import PAGE, PlanWords, in_order
from bot.documents import send_document
from bot.errors import DialogOutdated
from bot.here import here
from bot.states import Card, Plan, Search
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.questionnaire_door import questionnaire_door
from bot.widgets.words import Label, Ready
from core.accompaniment.standing import ReadStanding, agency_standing
from core.families.plan import ReadPlan, Step, TickStep, UnknownStep, read_plan, tick_step
from core.families.tables import StepDoer, StepState
from core.texts import without_markup
from core.use_case import Forbidden


async def steps_of(manager: DialogManager) -> tuple[Step, ...]:
    """The plan in the order it is read; a visitor has none."""
    around = here(manager)
    adult = around.desk.adult
    if adult is None:
        return ()
    return in_order((await around.desk.read(read_plan, ReadPlan(adult.family_id))).steps)


async def _words(manager: DialogManager) -> PlanWords:
    around = here(manager)
    adult = around.desk.adult
    asked = {}
    if adult is not None:
        asked = (await around.desk.read(agency_standing, ReadStanding(adult.family_id))).by_step
    return PlanWords(around, (await around.place()).region, asked)


async def list_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One page of the plan; an empty one says where plans come from."""
    around, steps, words = here(dialog_manager), await steps_of(dialog_manager), await _words(dialog_manager)
    start = PAGE * min(int(dialog_manager.dialog_data.get("page", 0)), max(0, len(steps) - 1) // PAGE)
    shown = steps[start : start + PAGE]
    head = around.say("plan-list" if steps else "plan-empty")
    return {
        "body": f"{head}\n{words.page(shown, start)}" if steps else head,
        "steps": [(str(step.id), words.button(step, number)) for number, step in enumerate(shown, start + 1)],
        "earlier": start > 0,
        "more": len(steps) > start + PAGE,
        "filled": bool(steps),
        "empty": not steps,
    }


async def step_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One step with what to bring and where to go."""
    step, words = await _step(dialog_manager), await _words(dialog_manager)
    own = step.doer is StepDoer.FAMILY
    return {
        "body": words.whole(step),
        "can_tick": own and step.state is StepState.OPEN,
        "can_untick": own and step.state is StepState.DONE,
        "own": own,
        "measure": step.measure_id is not None,
    }


async def open_step(query: CallbackQuery, widget: Any, manager: DialogManager, step_id: str) -> None:
    """One step."""
    manager.dialog_data["step"] = int(step_id)
    await manager.switch_to(Plan.step)


async def tick(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Done; the list shows it at once."""
    await _put(manager, StepState.DONE)
    await manager.switch_to(Plan.list)


async def untick(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Not done after all."""
    await _put(manager, StepState.OPEN)


async def drop(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Off the plan; saving the same measure again brings it back."""
    await _put(manager, StepState.DROPPED)
    await manager.switch_to(Plan.list)


async def open_card(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The measure the step is about."""
    await manager.start(Card.main, data={"measure": (await _step(manager)).measure_id})


async def turn(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Next or previous page."""
    step = 1 if button.widget_id == "next" else -1
    manager.dialog_data["page"] = max(0, int(manager.dialog_data.get("page", 0)) + step)


async def send_file(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The whole plan as a readable file, to keep or to print."""
    around, steps, words = here(manager), await steps_of(manager), await _words(manager)
    text = without_markup(f"{around.say('plan-list')}\n{words.page(steps, 0)}\n")
    await send_document(manager, around.label("plan-file-name"), text.encode(), "plan-file-caption")


async def _put(manager: DialogManager, state: StepState) -> None:
    try:
        await here(manager).desk.write(tick_step, TickStep((await _step(manager)).id, state))
    except (UnknownStep, Forbidden) as gone:
        raise DialogOutdated("plan-step-gone") from gone


async def _step(manager: DialogManager) -> Step:
    wanted = manager.dialog_data.get("step")
    found = next((step for step in await steps_of(manager) if step.id == wanted), None)
    if found is None:
        raise DialogOutdated("plan-step-gone")
    return found


def build() -> Dialog:
    """The list and one step."""
    return ListeningDialog(_list(), _one())


def _list() -> Window:
    return Window(
        Ready(),
        Column(
            Select(
                Format("{item[1]}"),
                id="step",
                item_id_getter=lambda item: item[0],
                items="steps",
                on_click=open_step,
            )
        ),
        Row(
            Button(Label("button-earlier"), id="prev", on_click=turn, when="earlier"),
            Button(Label("button-more"), id="next", on_click=turn, when="more"),
        ),
        Button(Label("plan-file"), id="file", on_click=send_file, when="filled"),
        questionnaire_door(when="empty"),
        Start(Label("button-search"), id="search", state=Search.ask, when="empty"),
        Cancel(Label("button-back")),
        footer(),
        state=Plan.list,
        getter=list_data,
    )


def _one() -> Window:
    return Window(
        Ready(),
        Button(Label("plan-tick"), id="tick", on_click=tick, when="can_tick"),
        Button(Label("plan-untick"), id="untick", on_click=untick, when="can_untick"),
        Row(
            Button(Label("plan-card"), id="card", on_click=open_card, when="measure"),
            Button(Label("plan-drop"), id="drop", on_click=drop, when="own"),
        ),
        SwitchTo(Label("plan-back"), id="back", state=Plan.list),
        footer(),
        state=Plan.step,
        getter=step_data,
    )
