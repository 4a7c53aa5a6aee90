"""The windows of the search: ask, found, refine."""

from typing import Any

from aiogram_dialog import Dialog, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Row, SwitchTo

from bot.dialogs.search import handlers
from bot.states import Search
from bot.widgets.choosing import one_of
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.questionnaire_door import questionnaire_door
from bot.widgets.words import Label, Ready, Say


def build() -> Dialog:
    """Ask for words; show what was found; narrow it down."""
    return ListeningDialog(
        Window(Say("search-ask"), _words(), footer(), state=Search.ask),
        _found(),
        _refine(),
        on_start=handlers.on_start,
    )


def _words() -> MessageInput:
    return MessageInput(handlers.search_words, content_types=["text"])


def _found() -> Window:
    return Window(
        Ready(),
        _select("card", "cards", handlers.open_card),
        Row(
            Button(Label("button-earlier"), id="prev", on_click=handlers.turn, when="earlier"),
            Button(Label("button-more"), id="next", on_click=handlers.turn, when="more"),
        ),
        Row(
            SwitchTo(Label("search-refine"), id="refine", state=Search.refine, when="several"),
            Button(Label("search-ask-person"), id="person", on_click=handlers.ask_person),
        ),
        questionnaire_door(when="nothing"),
        _words(),
        footer(),
        state=Search.found,
        getter=handlers.found_data,
    )


def _refine() -> Window:
    return Window(
        Ready(),
        _select("need", "needs", handlers.choose_need),
        Button(Label("search-all"), id="all", on_click=handlers.show_all),
        _words(),
        footer(),
        state=Search.refine,
        getter=handlers.refine_data,
    )


def _select(id_: str, items: str, on_click: Any) -> Column:
    return Column(one_of(id_, items, on_click))
