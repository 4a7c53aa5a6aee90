"""«Нет» to a consent: what is so now, and the ways on. Nothing has been kept."""

from typing import Any

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.kbd import Start, SwitchTo

from bot.here import here
from bot.states import Booking, Search
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready

_SAID = {
    Booking.declined: "booking-declined",
    Booking.pair_declined: "booking-declined",
    Booking.wait_declined: "booking-wait-declined",
}


async def declined(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Without a consent nothing is booked and nobody written to; the centre's phone works without one."""
    around, state = here(dialog_manager), dialog_manager.current_context().state
    centre = (await around.place()).centre
    lines = [around.say(_SAID[state])]
    if centre is not None and centre.phone:
        lines.append(around.say("booking-call-centre", phone=centre.phone))
    return {"body": "\n\n".join(lines)}


def declined_windows() -> tuple[Window, ...]:
    """One for a time, for two times and for the waiting list: each leads back to where one came from."""
    return (
        _declined(Booking.declined, back=Booking.nearest),
        _declined(Booking.pair_declined, back=Booking.pair_times),
        _declined(Booking.wait_declined, back=Booking.nearest),
    )


def _declined(state: State, back: State) -> Window:
    return Window(
        Ready(),
        SwitchTo(Label("booking-back"), id="back", state=back),
        Start(Label("button-search"), id="search", state=Search.ask),
        footer(),
        state=state,
        getter=declined,
    )
