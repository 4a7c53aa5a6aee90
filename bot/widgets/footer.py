"""On every screen a person and urgent help are one tap away, and the menu too (design.md, what people see)."""

from aiogram_dialog import StartMode
from aiogram_dialog.widgets.kbd import Group, Start

from bot.states import Menu, Person, Urgent
from bot.widgets.words import Label

DOORS = frozenset({"f_person", "f_urgent", "f_menu"})
"""Ids of its buttons: they work whatever the window is waiting for."""


def footer(*, menu: bool = True) -> Group:
    """The last rows of a window."""
    doors = [
        Start(Label("button-person"), id="f_person", state=Person.ask),
        Start(Label("button-urgent"), id="f_urgent", state=Urgent.kinds),
    ]
    if menu:
        doors.append(Start(Label("button-menu"), id="f_menu", state=Menu.main, mode=StartMode.RESET_STACK))
    return Group(*doors, width=2)
