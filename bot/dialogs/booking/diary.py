"""The visit for the family's own calendar: a neutral .ics, because calendars are shared (C14)."""

from aiogram_dialog import DialogManager

from bot.dialogs.booking.choice import visit_behind
from bot.documents import send_document
from bot.here import Here, here
from core.booking.appointments import Visit
from core.booking.calendar_file import Entry, calendar_file
from core.booking.states import Mode, Status


async def send_diary_entry(manager: DialogManager, ticket: str) -> None:
    """Send the entry of the visit, or its withdrawal once the visit is cancelled."""
    visit = await visit_behind(manager, ticket)
    entry = _entry(here(manager), visit)
    key = "visit-calendar-withdrawn" if entry.cancelled else "visit-calendar-caption"
    await send_document(manager, f"zapis-{visit.ticket}.ics", calendar_file(entry), key)


def _entry(around: Here, visit: Visit) -> Entry:
    return Entry(
        ticket=visit.ticket,
        version=visit.version,
        cancelled=visit.status is Status.CANCELLED,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        changed_at=visit.changed_at,
        summary=around.label("visit-calendar-summary"),
        location=visit.centre_address if visit.mode is Mode.PLACE else None,
    )
