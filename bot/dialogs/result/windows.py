"""The windows of the result."""

from typing import Any

from aiogram.fsm.state import State
from aiogram_dialog import Dialog, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, Start, SwitchTo

from bot.dialogs.result import handlers
from bot.states import Booking, Result
from bot.widgets.choosing import one_of
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready


def build() -> Dialog:
    """Overview, one need, what does not fit, what is received, papers."""
    return ListeningDialog(
        _overview(),
        _list(Result.group, handlers.group_data),
        _list(Result.refusals, handlers.refusals_data),
        _list(Result.received, handlers.received_data),
        Window(
            Ready(),
            SwitchTo(Label("button-back"), id="back", state=Result.overview),
            footer(),
            state=Result.documents,
            getter=handlers.papers_data,
        ),
    )


def _overview() -> Window:
    return Window(
        Ready(),
        _select("group", "groups", handlers.open_group),
        Button(Label("result-more-questions"), id="more", on_click=handlers.go_on_asking, when="open"),
        Row(
            Button(Label("result-save-all"), id="save", on_click=handlers.save_all, when="can_save"),
            SwitchTo(Label("result-papers"), id="papers", state=Result.documents, when="granted"),
        ),
        Row(
            Button(Label("result-file"), id="file", on_click=handlers.send_file),
            Start(Label("button-booking"), id="booking", state=Booking.service),
        ),
        SwitchTo(Label("result-received"), id="received", state=Result.received, when="received"),
        Button(Label("result-everything"), id="everything", on_click=handlers.look_at_everything, when="may_widen"),
        Button(Label("result-only-needs"), id="only_needs", on_click=handlers.look_at_everything, when="widened"),
        Button(Label("result-refusals"), id="refusals", on_click=handlers.open_refusals, when="refusals"),
        Button(Label("button-answers"), id="answers", on_click=handlers.open_answers),
        footer(),
        state=Result.overview,
        getter=handlers.overview_data,
    )


def _list(state: State, getter: Any) -> Window:
    return Window(
        Ready(),
        _select("measure", "measures", handlers.open_card),
        Row(
            Button(Label("button-earlier"), id="prev", on_click=handlers.turn, when="earlier"),
            Button(Label("button-more"), id="next", on_click=handlers.turn, when="more"),
        ),
        SwitchTo(Label("button-back"), id="back", state=Result.overview),
        footer(),
        state=state,
        getter=getter,
    )


def _select(id_: str, items: str, on_click: Any) -> Column:
    return Column(one_of(id_, items, on_click))
