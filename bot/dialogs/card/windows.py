"""The windows of the card; papers, places and law are one tap further, and so is since when it is received."""

from aiogram_dialog import Dialog, Window
from aiogram_dialog.widgets.kbd import Button, Cancel, Group, Row, Select, Start, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.card import handlers, showing
from bot.states import Booking, Card, Person
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready


def build() -> Dialog:
    """Card and papers."""
    return ListeningDialog(_main(), _details(), _since(), on_process_result=handlers.after_consent)


def _main() -> Window:
    return Window(
        Ready(),
        Button(Label("card-answer"), id="answer", on_click=handlers.answer_this, when="open"),
        Row(
            SwitchTo(Label("card-papers"), id="papers", state=Card.details),
            Button(Label("card-save"), id="save", on_click=handlers.save, when="can_save"),
        ),
        Button(Label("card-received"), id="received", on_click=handlers.mark, when="not_received"),
        SwitchTo(Label("card-since-change"), id="since", state=Card.since, when="dated"),
        Button(Label("card-not-received"), id="not_received", on_click=handlers.mark, when="received"),
        Row(
            Start(Label("button-booking"), id="booking", state=Booking.service),
            Start(Label("card-ask"), id="ask", state=Person.ask),
        ),
        Cancel(Label("button-back")),
        footer(),
        state=Card.main,
        getter=showing.main_data,
    )


def _since() -> Window:
    return Window(
        Ready(),
        Group(
            Select(
                Format("{item[1]}"),
                id="month",
                item_id_getter=lambda item: item[0],
                items="months",
                on_click=handlers.choose_since,
            ),
            width=2,
        ),
        Button(Label("card-since-forgot"), id="forgot", on_click=handlers.forgot_since),
        SwitchTo(Label("button-back"), id="back_since", state=Card.main),
        footer(),
        state=Card.since,
        getter=showing.since_data,
    )


def _details() -> Window:
    return Window(
        Ready(),
        SwitchTo(Label("button-back"), id="back", state=Card.main),
        footer(),
        state=Card.details,
        getter=showing.details_data,
    )
