"""One meeting of a club is moved or called off without touching the others; or all that is ahead is called off (F12).

Staff do it. Everybody with a place hears it at once (`meeting_letters.py`), the room goes with the meeting under the
guard of the schema (B1), and what it leaves is free for visits in the same moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.clock_faces import wall_clock
from core.booking.enrolment import fill_places
from core.booking.gathering_tables import Gathering, Meeting
from core.booking.gatherings import (
    GatheringInfo,
    NoMeetings,
    ReadGathering,
    UnknownGathering,
    on_and_ahead,
    reach_gathering,
    read_gathering,
)
from core.booking.meeting_letters import (
    News,
    take_back_news,
    tell_of_change,
    tell_that_all_is_off,
    tell_who_waits_in_vain,
)
from core.booking.meeting_rooms import take_room
from core.booking.occupying import vacate_room
from core.booking.waiting import serve
from core.booking.waiting_rows import take_turn_if_anybody_waits
from core.centres.tables import Centre
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Refused, Tx, use_case


class MeetsThen(Refused):
    """Another meeting of the same gathering begins at that time."""


@dataclass(frozen=True, slots=True)
class MoveMeeting:
    """A meeting, its new time (UTC), where it is then as families read it, and the room it takes, if any.

    One that was called off takes place after all.
    """

    meeting_id: int
    starts_at: datetime
    ends_at: datetime
    place: str
    room_id: int | None = None


@use_case(Permission.MANAGE_APPOINTMENTS)
def move_meeting(tx: Tx, command: MoveMeeting) -> GatheringInfo:
    """Move it. Raises `UnknownGathering` for one that has begun, `NoMeetings`, `MeetsThen`, `RoomTaken` or
    `UnknownResource`; then everything stays as it is."""
    gathering, meeting = _reach(tx, command.meeting_id)
    if not tx.now < command.starts_at < command.ends_at:
        raise NoMeetings("a meeting is moved to a time ahead")
    zone = ZoneInfo(tx.session.get_one(Centre, gathering.centre_id).time_zone)
    wall = wall_clock(command.starts_at.astimezone(zone))
    if any(other.id != meeting.id and other.wall_start == wall for other in _ahead(tx, gathering)):
        raise MeetsThen(wall)
    news = take_back_news(tx, gathering, meeting)
    _give_room_back(tx, meeting)
    meeting.starts_at, meeting.ends_at, meeting.wall_start = command.starts_at, command.ends_at, wall
    meeting.place = None if command.place == gathering.place else command.place
    meeting.called_off = False
    _changed(tx, meeting)
    if command.room_id is not None:
        take_turn_if_anybody_waits(tx, gathering.centre_id)
        take_room(tx, gathering.centre_id, command.room_id, [meeting])
    tell_of_change(tx, gathering, meeting, news, len(_ahead(tx, gathering)) - 1)
    fill_places(tx, gathering)  # whoever left while nothing took place has left to nobody
    return _ended(tx, gathering)


@dataclass(frozen=True, slots=True)
class CallOffMeeting:
    """A meeting ahead."""

    meeting_id: int


@use_case(Permission.MANAGE_APPOINTMENTS)
def call_off_meeting(tx: Tx, command: CallOffMeeting) -> GatheringInfo:
    """It does not take place; twice changes nothing. Raises `UnknownGathering` for one that has begun."""
    gathering, meeting = _reach(tx, command.meeting_id)
    if not meeting.called_off:
        news = _call_off(tx, gathering, meeting)
        others = len(_ahead(tx, gathering))
        tell_of_change(tx, gathering, meeting, news, others)
        if not others:
            tell_who_waits_in_vain(tx, gathering, meeting, news)
    return _ended(tx, gathering)


@dataclass(frozen=True, slots=True)
class CallOffGathering:
    """A club or an event of which nothing more shall take place."""

    gathering_id: int


@use_case(Permission.MANAGE_SCHEDULE)
def call_off_gathering(tx: Tx, command: CallOffGathering) -> GatheringInfo:
    """Call off every meeting that has not begun and offer it no longer; families get one letter, not one a meeting.

    Places stay, so that a meeting may take place after all. Raises `UnknownGathering`.
    """
    gathering = reach_gathering(tx, command.gathering_id, lock=True)
    gathering.offered = False
    tx.session.add(gathering)
    ahead = [one for one in _ahead(tx, gathering) if one.starts_at > tx.now]
    news = [_call_off(tx, gathering, one) for one in ahead]
    if len(ahead) == 1:
        tell_of_change(tx, gathering, ahead[0], news[0], 0)
    elif ahead:
        tell_that_all_is_off(tx, gathering, tuple(zip(ahead, news, strict=True)))
    if ahead:
        tell_who_waits_in_vain(tx, gathering, ahead[0], news[0])
    return _ended(tx, gathering)


def _reach(tx: Tx, meeting_id: int) -> tuple[Gathering, Meeting]:
    """The meeting, if it has not begun, and its locked gathering: nobody enrols or leaves meanwhile."""
    found = tx.session.get(Meeting, meeting_id)
    if found is None:
        raise UnknownGathering(f"meeting {meeting_id}")
    gathering = reach_gathering(tx, found.gathering_id, lock=True)
    tx.session.refresh(found)
    if found.starts_at <= tx.now:
        raise UnknownGathering(f"meeting {meeting_id} has begun")
    return gathering, found


def _call_off(tx: Tx, gathering: Gathering, meeting: Meeting) -> News:
    news = take_back_news(tx, gathering, meeting)
    _give_room_back(tx, meeting)
    meeting.called_off = True
    _changed(tx, meeting)
    return news


def _give_room_back(tx: Tx, meeting: Meeting) -> None:
    assert meeting.id is not None
    vacate_room(tx, meeting.id)


def _changed(tx: Tx, meeting: Meeting) -> None:
    meeting.version, meeting.changed_at = meeting.version + 1, tx.now
    tx.session.add(meeting)
    tx.session.flush()


def _ahead(tx: Tx, gathering: Gathering) -> Sequence[Meeting]:
    """What takes place and is not over, soonest first."""
    query = select(Meeting).where(Meeting.gathering_id == gathering.id, on_and_ahead(tx.now))
    return tx.session.exec(query.order_by(col(Meeting.starts_at))).all()


def _ended(tx: Tx, gathering: Gathering) -> GatheringInfo:
    """Whoever waits for a visit may have the room now; open pages are told."""
    assert gathering.id is not None
    serve(tx, gathering.centre_id)
    publish(tx, gathering.centre_id, "gathering.changed", f"gathering:{gathering.id}")
    return read_gathering(tx, ReadGathering(gathering.id))
