"""«Мы пришли»: a family scans the code on the centre's wall and reception sees it in the same moment (F7, B14).

The code opens the bot with the centre's own word, a keyed digest that nobody makes up at home. It says who came, not
who they are: only a family that has a visit about now is marked, whoever else scans is answered kindly. Scanning again
changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlmodel import col, select

from core.booking.appointments import Visit, visits
from core.booking.attendance import Attend, attend
from core.booking.states import BOOKED, Mode, Status
from core.booking.tables import Appointment
from core.centres.opening import UnknownCentre
from core.centres.tables import Centre
from core.permissions import Permission
from core.use_case import Adult, Tx, use_case

BEFORE = timedelta(minutes=60)
"""Whoever comes earlier than this is told when to scan again: the specialist would be called for nothing."""
NEXT_DOOR = timedelta(minutes=30)
"""A further visit that begins so soon after one the family came for: it is here for both."""
PAYLOAD = "here_"


class Outcome(StrEnum):
    """What the scan led to. Each has its own words for the family."""

    ARRIVED = "arrived"
    ALREADY = "already"
    EARLY = "early"
    """Today, but too long to go."""
    OVER = "over"
    """Today's time has passed: somebody at the desk finds another."""
    ANOTHER_DAY = "another_day"
    ELSEWHERE = "elsewhere"
    """Expected today in another centre."""
    NOT_BOOKED = "not_booked"
    UNKNOWN_CODE = "unknown_code"
    """An old poster, or a word somebody made up."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The word of the code, without `PAYLOAD`."""

    code: str


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What to tell. `visits`: those the family is here for, or the one it is told about; empty where there is none."""

    outcome: Outcome
    centre_id: int | None
    visits: tuple[Visit, ...]


@use_case(Permission.ANYBODY)
def check_in(tx: Tx, command: CheckIn) -> CheckedIn:
    """Mark the family of the acting adult as arrived. Never raises: every scan has an answer."""
    centre = next((one for one in tx.session.exec(select(Centre)) if _code(tx, one) == command.code), None)
    if centre is None:
        return CheckedIn(Outcome.UNKNOWN_CODE, None, ())
    if not isinstance(tx.actor, Adult):
        return CheckedIn(Outcome.NOT_BOOKED, centre.id, ())
    today = _of_today(tx, tx.actor, centre)
    here = [visit for visit in today if visit.centre_id == centre.id]
    due = _due(tx, here)
    if not due:
        return _not_now(tx, tx.actor, centre, today, here)
    fresh = [visit for visit in due if visit.status is Status.CONFIRMED]
    marked = tuple(attend(tx, Attend(visit.ticket, Status.ARRIVED)) for visit in due)
    return CheckedIn(Outcome.ARRIVED if fresh else Outcome.ALREADY, centre.id, marked)


@dataclass(frozen=True, slots=True)
class ReadPoster:
    """A centre whose code to print."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class Poster:
    """`payload` is what the link to the bot carries as `start`."""

    centre: str
    payload: str


@use_case(Permission.READ_APPOINTMENTS)
def read_poster(tx: Tx, query: ReadPoster) -> Poster:
    """The code of a centre. Raises `UnknownCentre` or `Forbidden`."""
    tx.require_centre(query.centre_id)
    centre = tx.session.get(Centre, query.centre_id)
    if centre is None:
        raise UnknownCentre(f"centre {query.centre_id}")
    return Poster(centre.name, PAYLOAD + _code(tx, centre))


def _code(tx: Tx, centre: Centre) -> str:
    return tx.vault.digest("here", centre.slug)[:16]


def _of_today(tx: Tx, adult: Adult, centre: Centre) -> list[Visit]:
    """The family's visits to any centre on this day of the centre, by time; also those that were missed."""
    found = visits(
        tx,
        col(Appointment.family_id) == adult.family_id,
        col(Appointment.mode) == Mode.PLACE,
        col(Appointment.status).in_((*BOOKED, Status.NO_SHOW, Status.PASSED)),
        col(Appointment.starts_at) > tx.now - timedelta(days=1),
        col(Appointment.starts_at) < tx.now + timedelta(days=1),
    )
    return [visit for visit in found if visit.wall.date() == tx.now.astimezone(visit.wall.tzinfo).date()]


def _due(tx: Tx, here: Sequence[Visit]) -> list[Visit]:
    """Visits the family has come for: one about now, and whatever follows it next door."""
    due: list[Visit] = []
    for visit in (one for one in here if one.status in BOOKED and tx.now < one.ends_at):
        about_now = visit.starts_at - BEFORE <= tx.now
        follows = bool(due) and visit.starts_at <= due[-1].ends_at + NEXT_DOOR
        if about_now or follows:
            due.append(visit)
    return due


def _not_now(tx: Tx, adult: Adult, centre: Centre, today: Sequence[Visit], here: Sequence[Visit]) -> CheckedIn:
    later = [visit for visit in here if visit.status is Status.CONFIRMED and visit.starts_at > tx.now]
    elsewhere = [one for one in today if one.centre_id != centre.id and one.status in BOOKED and one.ends_at > tx.now]
    if later:
        return CheckedIn(Outcome.EARLY, centre.id, (later[0],))
    if here:
        return CheckedIn(Outcome.OVER, centre.id, (here[-1],))
    if elsewhere:
        return CheckedIn(Outcome.ELSEWHERE, centre.id, (elsewhere[0],))
    ahead = visits(
        tx,
        col(Appointment.family_id) == adult.family_id,
        col(Appointment.centre_id) == centre.id,
        col(Appointment.mode) == Mode.PLACE,
        col(Appointment.status) == Status.CONFIRMED,
        col(Appointment.starts_at) > tx.now,
    )
    return CheckedIn(Outcome.ANOTHER_DAY if ahead else Outcome.NOT_BOOKED, centre.id, ahead[:1])
