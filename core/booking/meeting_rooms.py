"""The room of a club's meetings: taken under the same guard as visits, so that nobody else is put there (B1, F12)."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col

from core.booking.gathering_tables import Meeting
from core.booking.hours import Span
from core.booking.occupying import expire_holds, occupy_room, racing
from core.booking.staffing import UnknownResource, reach_resource
from core.booking.states import ResourceKind
from core.booking.tables import Appointment
from core.booking.timetable import busy_spans
from core.use_case import Refused, Tx


class RoomTaken(Refused):
    """The room is taken at one of the times; `starts_at` is the first such time (UTC)."""

    def __init__(self, starts_at: datetime) -> None:
        super().__init__(starts_at.isoformat())
        self.starts_at = starts_at


def take_room(tx: Tx, centre_id: int, room_id: int, meetings: Sequence[Meeting]) -> None:
    """Make a room busy with every meeting; held times that are over make way. Raises `RoomTaken`, `UnknownResource`
    for a room that is not this centre's or out of use."""
    room = reach_resource(tx, room_id, ResourceKind.ROOM, centre_id)
    if not room.works:
        raise UnknownResource(f"room {room_id} is out of use")
    for one in meetings:
        span = Span(one.starts_at, one.ends_at)
        if any(span.overlaps(busy) for busy in busy_spans(tx, [room_id], span).get(room_id, ())):
            raise RoomTaken(one.starts_at)
        expire_holds(tx, col(Appointment.room_id) == room_id)
        with racing():
            occupy_room(tx, one.id or 0, room_id, span)
