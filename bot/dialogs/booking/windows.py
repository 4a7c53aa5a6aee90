"""The windows of the booking. The shortest way is service, one of three times, confirm: three taps (F1)."""

from aiogram_dialog import Dialog, Window
from aiogram_dialog.widgets.kbd import Button, Cancel, Column, Row, ScrollingGroup, Start, SwitchTo

from bot.dialogs.booking import getters, handlers
from bot.dialogs.booking.choice import start_choice
from bot.dialogs.booking.declining import declined_windows
from bot.dialogs.booking.driving import driving_windows
from bot.dialogs.booking.map_link import map_link
from bot.dialogs.booking.pair_windows import pair_windows
from bot.dialogs.booking.pairs import to_pair
from bot.dialogs.booking.waiting import waiting_windows
from bot.dialogs.booking.whom import choose_anybody, whom_window
from bot.states import Appointments, Booking, Phone, Place
from bot.widgets.calendar import DayCalendar
from bot.widgets.choosing import one_of
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready, Say


def build() -> Dialog:
    """Service, mode, time, confirmation, and the kind answers when something does not work out."""
    return ListeningDialog(
        _service(),
        _mode(),
        whom_window(),
        _nearest(),
        _day(),
        _time(),
        _confirm(),
        _booked(),
        _gone(),
        *declined_windows(),
        *pair_windows(),
        *waiting_windows(),
        *driving_windows(),
        on_start=start_choice,
    )


def _service() -> Window:
    return Window(
        Ready(),
        ScrollingGroup(
            one_of("service", "services", handlers.choose_service),
            id="services",
            width=1,
            height=10,
            hide_on_single_page=True,
        ),
        Button(Label("pair-button"), id="pair", on_click=to_pair, when="any_pair"),
        Start(
            Label("booking-choose-centre"), id="place", state=Place.region, data={"back": True}, when="choose_centre"
        ),
        Cancel(Label("button-back")),
        footer(),
        state=Booking.service,
        getter=getters.services,
    )


def _mode() -> Window:
    return Window(
        Say("booking-mode"),
        Column(one_of("mode", "modes", handlers.choose_mode)),
        SwitchTo(Label("button-back"), id="back", state=Booking.nearest),
        footer(),
        state=Booking.mode,
        getter=getters.modes,
    )


def _nearest() -> Window:
    return Window(
        Ready(),
        Column(one_of("slot", "slots", handlers.choose_time)),
        SwitchTo(Label("booking-other-day"), id="day", state=Booking.day, when="free"),
        SwitchTo(Label("booking-other-person"), id="whom", state=Booking.whom, when="may_choose"),
        _anybody(),
        SwitchTo(Label("booking-other-mode"), id="mode", state=Booking.mode, when="other_modes"),
        *_waiting(),
        SwitchTo(Label("button-back"), id="back", state=Booking.service, when="booking"),
        Cancel(Label("booking-move-no"), id="keep", when="moving"),
        footer(),
        state=Booking.nearest,
        getter=getters.nearest,
    )


def _day() -> Window:
    return Window(
        Ready(),
        DayCalendar("cal", on_day=handlers.choose_day, on_month=handlers.turn_month, when="any_day"),
        _tell_me(),
        SwitchTo(Label("button-back"), id="back", state=Booking.nearest),
        footer(),
        state=Booking.day,
        getter=getters.day,
    )


def _time() -> Window:
    return Window(
        Ready(),
        ScrollingGroup(
            one_of("slot", "times", handlers.choose_time), id="times", width=4, height=8, hide_on_single_page=True
        ),
        SwitchTo(Label("booking-other-day"), id="back", state=Booking.day),
        footer(),
        state=Booking.time,
        getter=getters.times,
    )


def _confirm() -> Window:
    return Window(
        Ready(),
        Button(Label("booking-yes-consent"), id="agree", on_click=handlers.settle, when="visitor"),
        Button(Label("booking-no"), id="no", on_click=handlers.decline, when="visitor"),
        Button(Label("booking-yes"), id="yes", on_click=handlers.settle, when="family"),
        Button(Label("booking-move-yes"), id="move", on_click=handlers.settle, when="moving"),
        Start(Label("phone-button"), id="number", state=Phone.ask, when="number"),
        Button(Label("booking-other-time"), id="other", on_click=handlers.other_time),
        Cancel(Label("booking-move-no"), id="keep", when="moving"),
        footer(),
        state=Booking.confirm,
        getter=getters.confirm,
    )


def _booked() -> Window:
    return Window(
        Ready(),
        Start(Label("phone-button"), id="number", state=Phone.ask, when="own_call"),
        Button(Label("visit-to-calendar"), id="ics", on_click=handlers.send_entry),
        map_link(),
        Start(Label("button-visits"), id="visits", state=Appointments.list, when="booking"),
        Cancel(Label("visit-back"), id="visit", when="moving"),
        footer(),
        state=Booking.booked,
        getter=getters.booked,
    )


def _gone() -> Window:
    return Window(
        Ready(),
        Column(one_of("slot", "slots", handlers.choose_time)),
        Row(
            SwitchTo(Label("booking-other-day"), id="day", state=Booking.day, when="free"),
            SwitchTo(Label("booking-other-service"), id="service", state=Booking.service, when="booking"),
        ),
        _anybody(),
        *_waiting(),
        Start(Label("button-visits"), id="visits", state=Appointments.list, when="mine"),
        SwitchTo(Label("button-back"), id="back", state=Booking.nearest, when="booking"),
        Cancel(Label("booking-move-no"), id="keep", when="moving"),
        footer(),
        state=Booking.gone,
        getter=getters.gone,
    )


def _anybody() -> Button:
    return Button(Label("booking-anybody"), id="anybody", on_click=choose_anybody, when="anybody")


def _waiting() -> tuple[SwitchTo, SwitchTo]:
    """The way to the waiting list, by the name that fits what is shown."""
    return (
        SwitchTo(Label("waiting-button"), id="wait", state=Booking.wait, when="may_wait"),
        _tell_me(),
    )


def _tell_me() -> SwitchTo:
    return SwitchTo(Label("booking-tell-me"), id="tell", state=Booking.wait, when="wait_for_any")
