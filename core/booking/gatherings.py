"""Entering clubs, events and open-door days, and what there is to come to (F12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from core.booking.clock_faces import wall_clock
from core.booking.gathering_tables import Enrolment, Gathering, Meeting
from core.booking.meeting_rooms import take_room
from core.booking.states import GatheringKind
from core.booking.tables import Occupancy
from core.centres.tables import Centre
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Adult, Refused, Tx, use_case


class UnknownGathering(Refused):
    """There is no such club or event (any more)."""


class NoMeetings(Refused):
    """A gathering meets at least once, every time in the future and for some time."""


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """When (UTC) the gathering meets."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class AddGathering:
    """A new one with its times; a series is several times. `ages`: full years, both included.

    `room_id`: the room it takes at these times, so that no visit and no other gathering is put there.
    """

    centre_id: int
    kind: GatheringKind
    title: str
    about: str
    place: str
    capacity: int
    meetings: tuple[MeetingTime, ...]
    ages: tuple[int, int] | None = None
    room_id: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingInfo:
    """One time, with its id, where it is as families read it, and the room it keeps busy."""

    id: int
    starts_at: datetime
    ends_at: datetime
    place: str
    room_id: int | None


@dataclass(frozen=True, slots=True)
class GatheringInfo:
    """A club or event as families and staff see it. `meetings` are those not over yet, `time_zone` is the centre's;
    `off` are those ahead that were called off."""

    id: int
    centre_id: int
    centre: str
    centre_address: str | None
    time_zone: str
    kind: GatheringKind
    title: str
    about: str
    place: str
    capacity: int
    taken: int
    ages: tuple[int, int] | None
    offered: bool
    meetings: tuple[MeetingInfo, ...]
    off: tuple[MeetingInfo, ...] = ()

    @property
    def full(self) -> bool:
        """Whoever comes now waits."""
        return self.taken >= self.capacity


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def add_gathering(tx: Tx, command: AddGathering) -> GatheringInfo:
    """Enter a club, an event or an open-door day. Raises `NoMeetings`, `RoomTaken` or `UnknownResource`."""
    tx.require_centre(command.centre_id)
    if not command.meetings or any(not tx.now < one.starts_at < one.ends_at for one in command.meetings):
        raise NoMeetings("a gathering needs times ahead")
    ages = command.ages or (None, None)
    row = Gathering(
        **{name: getattr(command, name) for name in ("centre_id", "kind", "title", "about", "place", "capacity")},
        age_from=ages[0],
        age_to=ages[1],
    )
    tx.session.add(row)
    tx.session.flush()
    zone = ZoneInfo(tx.session.get_one(Centre, command.centre_id).time_zone)
    times = sorted(set(command.meetings), key=lambda time: time.starts_at)
    meetings = [
        Meeting(
            gathering_id=_id(row),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            wall_start=wall_clock(one.starts_at.astimezone(zone)),
            changed_at=tx.now,
        )
        for one in times
    ]
    tx.session.add_all(meetings)
    tx.session.flush()
    if command.room_id is not None:
        take_room(tx, command.centre_id, command.room_id, meetings)
    publish(tx, row.centre_id, "gathering.changed", f"gathering:{row.id}")
    return read_gathering(tx, ReadGathering(_id(row)))


@dataclass(frozen=True, slots=True)
class CloseGathering:
    """Show it to families no longer; whoever is enrolled stays enrolled."""

    gathering_id: int
    offered: bool = False


@use_case(Permission.MANAGE_SCHEDULE)
def close_gathering(tx: Tx, command: CloseGathering) -> GatheringInfo:
    """Take it off the list of families, or put it back."""
    row = reach_gathering(tx, command.gathering_id)
    row.offered = command.offered
    tx.session.add(row)
    publish(tx, row.centre_id, "gathering.changed", f"gathering:{row.id}")
    return read_gathering(tx, ReadGathering(command.gathering_id))


@dataclass(frozen=True, slots=True)
class ReadGathering:
    """Which."""

    gathering_id: int


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS, Permission.MANAGE_SCHEDULE)
def read_gathering(tx: Tx, query: ReadGathering) -> GatheringInfo:
    """One gathering. Raises `UnknownGathering`."""
    tx.session.flush()
    found = _infos(tx, col(Gathering.id) == query.gathering_id)
    if not found:
        raise UnknownGathering(f"gathering {query.gathering_id}")
    return found[0]


@dataclass(frozen=True, slots=True)
class ReadGatherings:
    """A centre's; `all` adds those that are over or not offered (for staff)."""

    centre_id: int
    all: bool = False


@dataclass(frozen=True, slots=True)
class Gatherings:
    """By the next meeting."""

    entries: tuple[GatheringInfo, ...]


@use_case(Permission.ANYBODY, Permission.READ_APPOINTMENTS, Permission.MANAGE_SCHEDULE)
def read_gatherings(tx: Tx, query: ReadGatherings) -> Gatherings:
    """What one can come to. Works before consent."""
    found = _infos(tx, col(Gathering.centre_id) == query.centre_id)
    shown = [one for one in found if query.all or (one.offered and one.meetings)]
    far = tx.now + timedelta(days=36_500)
    return Gatherings(
        tuple(sorted(shown, key=lambda one: (one.meetings[0].starts_at if one.meetings else far, one.id)))
    )


@use_case(Permission.FAMILY)
def read_my_gatherings(tx: Tx, query: None) -> Gatherings:
    """Where the family has a place or waits for one and something is still ahead, by the next meeting."""
    assert isinstance(tx.actor, Adult)
    mine = select(Enrolment.gathering_id).where(Enrolment.family_id == tx.actor.family_id)
    ahead = [one for one in _infos(tx, col(Gathering.id).in_(mine)) if one.meetings]
    return Gatherings(tuple(sorted(ahead, key=lambda one: (one.meetings[0].starts_at, one.id))))


def reach_gathering(tx: Tx, gathering_id: int, *, lock: bool = False) -> Gathering:
    """The row, after checking the actor's centres; locked: nobody else enrols or leaves meanwhile."""
    query = select(Gathering).where(Gathering.id == gathering_id).execution_options(populate_existing=True)
    row = tx.session.exec(query.with_for_update(key_share=True) if lock else query).first()
    if row is None:
        raise UnknownGathering(f"gathering {gathering_id}")
    tx.require_centre(row.centre_id)
    return row


def on_and_ahead(now: datetime) -> sa.ColumnElement[bool]:
    """The condition on `Meeting`: it takes place and is not over."""
    return col(Meeting.called_off).is_(False) & (col(Meeting.ends_at) > now)


def _infos(tx: Tx, condition: sa.ColumnElement[bool]) -> list[GatheringInfo]:
    rows = tx.session.exec(
        select(Gathering, Centre).join(Centre, col(Centre.id) == col(Gathering.centre_id)).where(condition)
    ).all()
    return [_info(row, centre, _ahead(tx, _id(row))) for row, centre in rows]


def _ahead(tx: Tx, gathering_id: int) -> Sequence[tuple[Meeting, int | None]]:
    """Meetings not over and the rooms they have, also those called off."""
    query = (
        select(Meeting, Occupancy.resource_id)
        .outerjoin(Occupancy, col(Occupancy.meeting_id) == col(Meeting.id))
        .where(Meeting.gathering_id == gathering_id, col(Meeting.ends_at) > tx.now)
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    )
    return tx.session.exec(query).all()


def _info(row: Gathering, centre: Centre, ahead: Sequence[tuple[Meeting, int | None]]) -> GatheringInfo:
    meetings = [
        (one.called_off, MeetingInfo(one.id, one.starts_at, one.ends_at, place_of(row, one), room))
        for one, room in ahead
        if one.id is not None
    ]
    return GatheringInfo(
        id=_id(row),
        centre_id=row.centre_id,
        centre=centre.name,
        centre_address=centre.address,
        time_zone=centre.time_zone,
        kind=row.kind,
        title=row.title,
        about=row.about,
        place=row.place,
        capacity=row.capacity,
        taken=row.taken,
        ages=(row.age_from, row.age_to) if row.age_from is not None and row.age_to is not None else None,
        offered=row.offered,
        meetings=tuple(one for off, one in meetings if not off),
        off=tuple(one for off, one in meetings if off),
    )


def place_of(gathering: Gathering, meeting: Meeting) -> str:
    """Where a meeting is, as families read it."""
    return gathering.place if meeting.place is None else meeting.place


def _id(row: Gathering) -> int:
    assert row.id is not None
    return row.id
