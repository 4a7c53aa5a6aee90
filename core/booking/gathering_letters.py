"""What families hear of a club or event: a place has become free and is theirs; and the day before each meeting (F12).

Locked screens name no child. A letter is looked at again when it is sent: whoever has given the place up hears nothing.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.clock_faces import clock_faces
from core.booking.gathering_tables import Enrolment, Gathering, Meeting
from core.booking.reminder_times import Notice, reminder_times
from core.booking.states import Mode, Standing
from core.centres.tables import Centre
from core.families.addresses import addresses_of_adult, addresses_of_family
from core.families.tables import Family
from core.messaging.letters import Address, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Outgoing, Send, Skip, Verdict, enqueue, withdraw
from core.use_case import Tx

KIND = "gathering"


def tell_of_place(tx: Tx, gathering: Gathering, row: Enrolment) -> None:
    """Tell whoever was promoted, once."""
    meeting = _next(tx, row.gathering_id)
    if meeting is not None:
        _queue(tx, "gathering-place-letter", gathering, row, meeting)


def remind_of(tx: Tx, gathering: Gathering, row: Enrolment, meeting: Meeting) -> None:
    """Queue the reminder of one meeting, a day before and never at night; queuing it twice changes nothing."""
    zone = _zone(tx, row)
    for reminder in reminder_times(meeting.starts_at, zone, tx.now):
        if reminder.notice is Notice.DAY_BEFORE:
            _queue(tx, "gathering-reminder-letter", gathering, row, meeting, reminder.due_at)


def forget_letters(tx: Tx, row: Enrolment) -> None:
    """Withdraw what is queued for a place that is given up."""
    withdraw(tx, _subject(row), "the place was given up")


def _queue(
    tx: Tx, key: str, gathering: Gathering, row: Enrolment, meeting: Meeting, due_at: datetime | None = None
) -> None:
    for address in _where(tx, row)[:1]:
        letter = Letter(Text(key, _args(tx, gathering, row, meeting)))
        dedup = f"{_subject(row)} {key} {meeting.id}"
        enqueue(tx, Outgoing(KIND, Lane.APPOINTMENT, address, letter, dedup, _subject(row), due_at))


def _args(tx: Tx, gathering: Gathering, row: Enrolment, meeting: Meeting) -> dict[str, str | int | float]:
    centre = tx.session.get_one(Centre, gathering.centre_id)
    faces = clock_faces(meeting.starts_at, ZoneInfo(centre.time_zone), _zone(tx, row), Mode.PLACE)
    return {"title": gathering.title, "place": gathering.place, "centre": centre.name, **faces.as_args()}


def _zone(tx: Tx, row: Enrolment) -> ZoneInfo:
    return ZoneInfo(tx.session.get_one(Family, row.family_id).time_zone)


def _where(tx: Tx, row: Enrolment) -> tuple[Address, ...]:
    if row.adult_id is not None:
        return addresses_of_adult(tx, row.adult_id)
    return addresses_of_family(tx, row.family_id)


def _next(tx: Tx, gathering_id: int) -> Meeting | None:
    query = select(Meeting).where(Meeting.gathering_id == gathering_id, col(Meeting.ends_at) > tx.now)
    return tx.session.exec(query.order_by(col(Meeting.starts_at)).limit(1)).first()


def _subject(row: Enrolment) -> str:
    return f"enrolment:{row.ticket}"


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    ticket = claimed.subject.partition(":")[2]
    row = tx.session.exec(select(Enrolment).where(Enrolment.ticket == ticket)).first()
    if row is None or row.standing is not Standing.ENROLLED:
        return Skip("the place was given up")
    return Send() if _next(tx, row.gathering_id) is not None else Skip("it is over")


GATHERING_KIND = Kind(_guard)
"""For the table of kinds in `app`, under `KIND`."""
