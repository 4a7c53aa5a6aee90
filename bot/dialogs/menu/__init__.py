"""The front door: five things a new parent came for, each one tap away, and what a family already has here."""

from typing import Any

from aiogram_dialog import Dialog, DialogManager, LaunchMode, Window
from aiogram_dialog.widgets.kbd import Group, Row, Start

from bot.here import here
from bot.states import Appointments, Booking, Gatherings, Menu, MyData, Person, Place, Plan, Search, Settings, Urgent
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.questionnaire_door import questionnaire_door
from bot.widgets.words import Label, Ready, Say


async def main_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Where the family is, and whether it has a plan of its own."""
    around = here(dialog_manager)
    place = await around.place()
    region = around.edition.catalogue.region(place.region) if place.region else None
    if place.centre is not None:
        where = around.say("menu-centre", centre=place.centre.name)
    else:
        where = around.say("menu-region", region=region.name) if region else around.say("menu-nowhere")
    return {"where": where, "known": around.desk.adult is not None}


def build() -> Dialog:
    """Menu and «что это такое»."""
    return ListeningDialog(
        Window(
            Say("menu-greeting"),
            Ready("where"),
            questionnaire_door(),
            Row(
                Start(Label("button-search"), id="search", state=Search.ask),
                Start(Label("button-booking"), id="booking", state=Booking.service),
            ),
            Row(
                Start(Label("button-person"), id="person", state=Person.ask),
                Start(Label("button-urgent"), id="urgent", state=Urgent.kinds),
            ),
            Row(
                Start(Label("button-plan"), id="plan", state=Plan.list),
                Start(Label("button-visits"), id="visits", state=Appointments.list),
                when="known",
            ),
            Start(Label("button-gatherings"), id="gatherings", state=Gatherings.list),
            Group(
                Start(Label("button-place"), id="place", state=Place.region),
                Start(Label("button-settings"), id="settings", state=Settings.main, when="known"),
                Start(Label("button-data"), id="data", state=MyData.main),
                Start(Label("button-about"), id="about", state=Menu.about),
                width=2,
            ),
            state=Menu.main,
            getter=main_data,
        ),
        Window(
            Say("about"),
            footer(),
            state=Menu.about,
        ),
        launch_mode=LaunchMode.ROOT,
    )
