"""What the code at the entrance led to: marked, or kindly told why not yet (F7)."""

from typing import Any

from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.kbd import Start, SwitchTo

from bot.dialogs.booking.choice import visit_behind
from bot.dialogs.booking.telling import slot_words, visit_card
from bot.errors import DialogOutdated
from bot.here import here
from bot.states import Appointments, Booking
from bot.widgets.footer import footer
from bot.widgets.words import Label, Ready
from core.booking.check_in import CheckedIn, Outcome

_WITH_CARD = (Outcome.ARRIVED, Outcome.ALREADY, Outcome.ELSEWHERE)
_WITHOUT_VISIT = (Outcome.NOT_BOOKED, Outcome.UNKNOWN_CODE)


def told(found: CheckedIn) -> dict[str, Any]:
    """What the window needs to remember of it."""
    return {"outcome": found.outcome.value, "tickets": [visit.ticket for visit in found.visits]}


async def here_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The answer to a scan, with the visits it is about."""
    around, data = here(dialog_manager), dialog_manager.dialog_data
    if "outcome" not in data:
        raise DialogOutdated("visit-outdated")
    outcome = Outcome(data["outcome"])
    visits = [await visit_behind(dialog_manager, ticket) for ticket in data.get("tickets", ())]
    when = slot_words(around, visits[0].starts_at, visits[0].time_zone) if visits else ""
    parts = [around.say(f"here-{outcome.value.replace('_', '-')}", when=when)]
    if outcome in _WITH_CARD:
        parts += [await visit_card(around, visit) for visit in visits]
    return {"body": "\n\n".join(parts), "free": outcome in _WITHOUT_VISIT, "booked": outcome not in _WITHOUT_VISIT}


def here_window() -> Window:
    """One answer, no question."""
    return Window(
        Ready(),
        SwitchTo(Label("button-visits"), id="list", state=Appointments.list, when="booked"),
        Start(Label("button-booking"), id="book", state=Booking.service, when="free"),
        footer(),
        state=Appointments.here,
        getter=here_data,
    )
