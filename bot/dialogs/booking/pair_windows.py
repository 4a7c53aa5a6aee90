"""The windows of two specialists in one visit."""

from aiogram_dialog import Window
from aiogram_dialog.widgets.kbd import Button, Column, ScrollingGroup, Start, SwitchTo

from bot.dialogs.booking import pairs
from bot.dialogs.booking.map_link import map_link
from bot.states import Appointments, Booking
from bot.widgets.choosing import one_of
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready


def pair_windows() -> tuple[Window, ...]:
    """Which two, when, the confirmation, done."""
    return _which(), _times(), _confirm(), _booked()


def _which() -> Window:
    return Window(
        Ready(),
        ScrollingGroup(
            one_of("half", "services", pairs.tick), id="halves", width=1, height=10, hide_on_single_page=True
        ),
        SwitchTo(Label("button-back"), id="back", state=Booking.service),
        footer(),
        state=Booking.pair,
        getter=pairs.which_two,
    )


def _times() -> Window:
    return Window(
        Ready(),
        Column(one_of("two", "pairs", pairs.choose_pair)),
        SwitchTo(Label("pair-apart"), id="apart", state=Booking.service, when="none"),
        Start(Label("button-visits"), id="visits", state=Appointments.list, when="mine"),
        Button(Label("button-back"), id="back", on_click=pairs.to_pair),
        footer(),
        state=Booking.pair_times,
        getter=pairs.times,
    )


def _confirm() -> Window:
    return Window(
        Ready(),
        Button(Label("booking-yes-consent"), id="agree", on_click=pairs.settle, when="visitor"),
        Button(Label("booking-no"), id="no", on_click=pairs.decline, when="visitor"),
        Button(Label("booking-yes"), id="yes", on_click=pairs.settle, when="family"),
        Button(Label("booking-other-time"), id="other", on_click=pairs.other_pair),
        footer(),
        state=Booking.pair_confirm,
        getter=pairs.confirm,
    )


def _booked() -> Window:
    return Window(
        Ready(),
        Button(Label("visit-to-calendar"), id="ics", on_click=pairs.send_entries),
        map_link(),
        Start(Label("button-visits"), id="visits", state=Appointments.list),
        footer(),
        state=Booking.pair_booked,
        getter=pairs.booked,
    )
