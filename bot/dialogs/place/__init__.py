"""Region and centre: two taps, both may be skipped, both may be changed later."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.here import here
from bot.states import Menu, Place
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready, Say
from core.centres.opening import FindCentres, find_centres
from core.families.settings import ChooseCentre, choose_centre


async def regions_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The regions we have a pack for."""
    return {"regions": [(one.code, one.name) for one in here(dialog_manager).edition.catalogue.regions_with_pack()]}


async def centres_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The centres of the chosen region; a region without any is told so honestly."""
    around = here(dialog_manager)
    region = dialog_manager.dialog_data["region"]
    found = (await around.desk.read(find_centres, FindCentres(region=region))).entries
    named = around.edition.catalogue.region(region)
    assert named is not None
    key = "place-centres" if found else "place-no-centres"
    return {"body": around.say(key, region=named.name), "centres": [(str(one.id), one.name[:64]) for one in found]}


async def choose_region(query: CallbackQuery, widget: Any, manager: DialogManager, region: str) -> None:
    """Remember the region and offer its centres."""
    manager.dialog_data["region"] = region
    await here(manager).remember_visit(region=region, centre_id=None)
    await manager.switch_to(Place.centre)


async def choose_a_centre(query: CallbackQuery, widget: Any, manager: DialogManager, centre_id: str) -> None:
    """Remember the centre; a family's own choice is stored with the family."""
    around = here(manager)
    found = (await around.desk.read(find_centres, FindCentres(centre_id=int(centre_id)))).entries
    if found:
        await around.remember_visit(region=found[0].region, centre_id=found[0].id)
        if around.desk.adult is not None:
            await around.desk.write(choose_centre, ChooseCentre(found[0].id, found[0].time_zone))
    await leave(query, widget, manager)


async def other_region(query: CallbackQuery, widget: Any, manager: DialogManager) -> None:
    """Somebody from elsewhere gets the federal measures and is told so."""
    await here(manager).remember_visit(region=None, centre_id=None)
    await leave(query, widget, manager)


async def leave(query: CallbackQuery, widget: Any, manager: DialogManager) -> None:
    """Back to the screen that asked for a place (it starts this one with data), else to the menu."""
    if manager.start_data:
        await manager.done()
        return
    await manager.start(Menu.main, mode=StartMode.RESET_STACK)


def build() -> Dialog:
    """Region, then centre."""
    return ListeningDialog(
        Window(
            Say("place-region"),
            Column(
                Select(
                    Format("{item[1]}"),
                    id="region",
                    item_id_getter=lambda item: item[0],
                    items="regions",
                    on_click=choose_region,
                )
            ),
            Button(Label("place-other-region"), id="other", on_click=other_region),
            footer(menu=False),
            state=Place.region,
            getter=regions_data,
        ),
        Window(
            Ready(),
            Column(
                Select(
                    Format("{item[1]}"),
                    id="centre",
                    item_id_getter=lambda item: item[0],
                    items="centres",
                    on_click=choose_a_centre,
                )
            ),
            Button(Label("place-later"), id="later", on_click=leave),
            SwitchTo(Label("button-back"), id="back", state=Place.region),
            footer(menu=False),
            state=Place.centre,
            getter=centres_data,
        ),
    )
