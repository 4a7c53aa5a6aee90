"""«Мои записи»: what is ahead, one visit, moving it, giving it back.

Start `Appointments.one` with `data={"ticket": …}` to open one visit (the button under a reminder does).
"""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Cancel, Column, Row, ScrollingGroup, Select, Start, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.appointments.arriving import here_window
from bot.dialogs.booking.choice import visit_behind
from bot.dialogs.booking.diary import send_diary_entry
from bot.dialogs.booking.map_link import map_link, map_url
from bot.dialogs.booking.telling import at_hand, ringing, slot_label, ticket_card, what_then
from bot.dialogs.booking.waiting import place_words
from bot.dialogs.gatherings.telling import waiting_line
from bot.dialogs.gatherings.windows import FROM_VISITS
from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Appointments, Booking, Gatherings, Phone
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from core.booking import cancel as cancelling
from core.booking.appointments import Visit
from core.booking.enrolment import ReadEnrolments, read_enrolments
from core.booking.gatherings import GatheringInfo, read_my_gatherings
from core.booking.listing import ReadMyVisits, read_my_visits
from core.booking.queueing import LeaveWaiting, Place, ReadMyWaiting, leave_waiting, read_my_waiting
from core.booking.refusals import NotNow, UnknownAppointment
from core.booking.states import ACTIVE, Standing, Status

Clubs = list[tuple[GatheringInfo, set[Standing]]]
"""With how the family stands in each; two children may stand differently."""
CLUB = "club:"
"""What begins the id of a club on a button; a visit's is its ticket, a queue's the number of its service."""


async def on_start(start_data: Any, manager: DialogManager) -> None:
    """A visit may be opened by its number; a scan at the entrance brings its answer along."""
    if isinstance(start_data, dict) and "outcome" in start_data:
        manager.dialog_data.update(start_data)
    if isinstance(start_data, dict) and "ticket" in start_data:
        manager.dialog_data["ticket"] = start_data["ticket"]


async def list_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The family's visits and clubs ahead; a visitor has none."""
    around = here(dialog_manager)
    clubs = await _clubs(around)
    visits = await _ahead(around, clubs)
    return {
        "body": around.say("visits-list" if visits else "visits-none"),
        "waiting": await _awaited(around, clubs),
        "visits": visits,
    }


async def _ahead(around: Here, clubs: Clubs) -> list[tuple[str, str]]:
    """Visits, and clubs by their next meeting, soonest first."""
    adult = around.desk.adult
    if adult is None:
        return []
    visits = (await around.desk.read(read_my_visits, ReadMyVisits(adult.family_id))).entries
    lines = [(one.starts_at, one.ticket, one.time_zone, one.service) for one in visits]
    for club, standings in clubs:
        if Standing.ENROLLED in standings:
            lines.append((club.meetings[0].starts_at, f"{CLUB}{club.id}", club.time_zone, club.title))
    return [(id, f"{slot_label(around, at, zone)} · {what}"[:60]) for at, id, zone, what in sorted(lines)]


async def _awaited(around: Here, clubs: Clubs) -> list[tuple[str, str]]:
    """What the family is in a queue for: times of a service, places in a club."""
    times = [
        (str(place.service_id), around.label("waiting-place", service=place.service)[:60])
        for place in await _places(around)
    ]
    return times + [
        (f"{CLUB}{club.id}", waiting_line(around, club)) for club, mine in clubs if Standing.WAITING in mine
    ]


async def _clubs(around: Here) -> Clubs:
    """Where the family's children are enrolled or wait, with both where it is both."""
    if around.desk.adult is None:
        return []
    mine = (await around.desk.read(read_enrolments, ReadEnrolments())).entries
    clubs = (await around.desk.read(read_my_gatherings, None)).entries
    return [(club, {one.standing for one in mine if one.gathering_id == club.id}) for club in clubs]


async def _places(around: Here) -> tuple[Place, ...]:
    adult = around.desk.adult
    return (await around.desk.read(read_my_waiting, ReadMyWaiting(adult.family_id))).entries if adult else ()


async def waiting_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One place in a queue."""
    around = here(dialog_manager)
    wanted = dialog_manager.dialog_data.get("waiting")
    place = next((place for place in await _places(around) if str(place.service_id) == wanted), None)
    return {"body": await place_words(around, place) if place else around.say("waiting-left"), "waits": bool(place)}


async def open_waiting(query: CallbackQuery, widget: Any, manager: DialogManager, service: str) -> None:
    """A place in a queue."""
    if service.startswith(CLUB):
        return await _open_club(manager, service)
    manager.dialog_data["waiting"] = service
    await manager.switch_to(Appointments.waiting)


async def stop_waiting(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Leave the queue; a kept time goes to the next family."""
    around, service = here(manager), manager.dialog_data.get("waiting")
    if around.desk.adult is not None and service is not None:
        await around.desk.write(leave_waiting, LeaveWaiting(int(service), around.desk.adult.family_id))


async def one_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One visit: when, with whom, where, its number."""
    around, visit = here(dialog_manager), await _visit(dialog_manager)
    booked = visit.status is Status.CONFIRMED
    parts = [await ticket_card(around, visit)]
    if booked:
        parts += [at_hand(around, visit), *await what_then(around, visit)]
    return {
        "body": "\n\n".join(parts),
        "booked": booked,
        "driven": booked and visit.mode.away,
        "own_call": booked and (await ringing(around, visit)).own,
        "cancelled": visit.status is Status.CANCELLED,
        "map_url": map_url(visit) if booked else None,
        "over": visit.status not in ACTIVE,
    }


async def cancel_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What is about to be given back."""
    around, visit = here(dialog_manager), await _visit(dialog_manager)
    return {"body": "\n\n".join([around.say("visit-cancel-ask"), await ticket_card(around, visit)])}


async def open_visit(query: CallbackQuery, widget: Any, manager: DialogManager, ticket: str) -> None:
    """One visit, or the club whose meeting it is."""
    if ticket.startswith(CLUB):
        return await _open_club(manager, ticket)
    manager.dialog_data["ticket"] = ticket
    await manager.switch_to(Appointments.one)


async def _open_club(manager: DialogManager, id: str) -> None:
    """The club's own window, which leads back here."""
    await manager.start(Gatherings.one, data={"gathering": id.removeprefix(CLUB), FROM_VISITS: True})


async def move(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The booking's own windows, for a visit that exists."""
    await manager.start(Booking.nearest, data={"moving": (await _visit(manager)).ticket})


async def write_address(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Where to come, in the booking's own window."""
    await manager.start(Booking.address, data={"address": (await _visit(manager)).ticket})


async def give_back(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Cancel the visit; one that is over or gone is told so."""
    ticket = (await _visit(manager)).ticket
    try:
        await here(manager).desk.write(cancelling.cancel, cancelling.Cancel(ticket))
    except (NotNow, UnknownAppointment) as gone:
        raise DialogOutdated("visit-outdated") from gone
    await manager.switch_to(Appointments.one)


async def send_entry(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The calendar file; after a cancellation it takes the visit out of the calendar."""
    await send_diary_entry(manager, (await _visit(manager)).ticket)


async def _visit(manager: DialogManager) -> Visit:
    ticket = manager.dialog_data.get("ticket")
    if ticket is None:
        raise DialogOutdated("visit-outdated")
    return await visit_behind(manager, ticket)


def build() -> Dialog:
    """List, one visit, one confirmation before it is given back."""
    return ListeningDialog(_list(), _one(), _cancel(), _waiting(), here_window(), on_start=on_start)


def _list() -> Window:
    return Window(
        Ready(),
        ScrollingGroup(
            Select(
                Format("{item[1]}"),
                id="visit",
                item_id_getter=lambda item: item[0],
                items="visits",
                on_click=open_visit,
            ),
            id="visits",
            width=1,
            height=8,
            hide_on_single_page=True,
        ),
        Column(
            Select(
                Format("{item[1]}"),
                id="place",
                item_id_getter=lambda item: item[0],
                items="waiting",
                on_click=open_waiting,
            )
        ),
        Start(Label("button-booking"), id="booking", state=Booking.service),
        Cancel(Label("button-back")),
        footer(),
        state=Appointments.list,
        getter=list_data,
    )


def _one() -> Window:
    return Window(
        Ready(),
        Row(
            Button(Label("visit-move"), id="move", on_click=move),
            SwitchTo(Label("visit-cancel"), id="cancel", state=Appointments.cancel),
            when="booked",
        ),
        Button(Label("visit-address-button"), id="address", on_click=write_address, when="driven"),
        Start(Label("phone-button"), id="number", state=Phone.ask, when="own_call"),
        Button(Label("visit-to-calendar"), id="ics", on_click=send_entry, when="booked"),
        map_link(),
        Button(Label("visit-out-of-calendar"), id="out", on_click=send_entry, when="cancelled"),
        Start(Label("visit-book-again"), id="again", state=Booking.service, when="over"),
        SwitchTo(Label("visits-back"), id="back", state=Appointments.list),
        footer(),
        state=Appointments.one,
        getter=one_data,
    )


def _cancel() -> Window:
    return Window(
        Ready(),
        Button(Label("visit-cancel-yes"), id="yes", on_click=give_back),
        SwitchTo(Label("visit-cancel-no"), id="no", state=Appointments.one),
        footer(),
        state=Appointments.cancel,
        getter=cancel_data,
    )


def _waiting() -> Window:
    return Window(
        Ready(),
        Button(Label("waiting-leave"), id="leave", on_click=stop_waiting, when="waits"),
        SwitchTo(Label("visits-back"), id="back", state=Appointments.list),
        footer(),
        state=Appointments.waiting,
        getter=waiting_data,
    )
