"""A club in the family's own calendar: one event a meeting, which follows when it is moved or called off (B13, F12).

The ticket of an event is the family's own and always the same for a meeting. A family that has no place (any more) gets
the same events withdrawn. What is over stays in calendars as it is.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from core.booking.gathering_tables import Enrolment, Meeting
from core.booking.gatherings import reach_gathering
from core.booking.states import Standing
from core.centres.tables import Centre
from core.permissions import Permission
from core.use_case import Adult, Tx, use_case


@dataclass(frozen=True, slots=True)
class ReadDiary:
    """A club or an event."""

    gathering_id: int


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One meeting as the family's calendar is to have it; moments are UTC."""

    ticket: str
    version: int
    cancelled: bool
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Diary:
    """Meetings that are not over, soonest first, and where they are."""

    entries: tuple[DiaryEntry, ...]
    address: str | None


@use_case(Permission.FAMILY)
def read_diary(tx: Tx, query: ReadDiary) -> Diary:
    """The meetings of a club for the calendar of whoever asks. Raises `UnknownGathering`."""
    assert isinstance(tx.actor, Adult)
    gathering, family_id = reach_gathering(tx, query.gathering_id), tx.actor.family_id
    since = _comes_since(tx, query.gathering_id, family_id)
    ahead = select(Meeting).where(Meeting.gathering_id == query.gathering_id, col(Meeting.ends_at) > tx.now)
    entries = tuple(
        DiaryEntry(
            tx.vault.digest("club diary", f"{family_id}:{one.id}"),
            one.version,
            one.called_off or since is None,
            one.starts_at,
            one.ends_at,
            tx.now if since is None else max(one.changed_at, since),
        )
        for one in tx.session.exec(ahead.order_by(col(Meeting.starts_at), col(Meeting.id)))
    )
    return Diary(entries, tx.session.get_one(Centre, gathering.centre_id).address)


def _comes_since(tx: Tx, gathering_id: int, family_id: int) -> datetime | None:
    """Since when the family has a place; None without one. Whoever came back is newer than what was withdrawn."""
    places = select(Enrolment.enrolled_at).where(
        Enrolment.gathering_id == gathering_id,
        Enrolment.family_id == family_id,
        Enrolment.standing == Standing.ENROLLED,
    )
    return min(tx.session.exec(places), default=None)
