"""A club for the family's own calendar: a neutral .ics with an event a meeting (B13, C14)."""

from aiogram_dialog import DialogManager

from bot.documents import send_document
from bot.errors import DialogOutdated
from bot.here import here
from core.booking.calendar_file import Entry, calendar_file
from core.booking.gathering_diary import ReadDiary, read_diary
from core.booking.gatherings import UnknownGathering


async def send_club_diary(manager: DialogManager, gathering_id: int) -> None:
    """Send the meetings ahead as they stand; without a place in the club, their withdrawal."""
    around = here(manager)
    if around.desk.adult is None:
        raise DialogOutdated("gathering-outdated")
    try:
        found = await around.desk.read(read_diary, ReadDiary(gathering_id))
    except UnknownGathering as gone:
        raise DialogOutdated("gathering-outdated") from gone
    if not found.entries:
        raise DialogOutdated("gathering-outdated")
    entries = [
        Entry(
            ticket=one.ticket,
            version=one.version,
            cancelled=one.cancelled,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            changed_at=one.changed_at,
            summary=around.label("visit-calendar-summary"),
            location=found.address,
        )
        for one in found.entries
    ]
    withdrawn = all(entry.cancelled for entry in entries)
    key = "gathering-calendar-withdrawn" if withdrawn else "gathering-calendar-caption"
    await send_document(manager, f"vstrechi-{gathering_id}.ics", calendar_file(*entries), key)
