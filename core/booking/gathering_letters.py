"""What families hear of a club or event: a place has become free and is theirs; and the day before each meeting (F12).

Locked screens name neither a child nor the club: a support group's title may tell a family's trouble. A letter is
looked at again when it is sent: whoever has given the place up hears nothing.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.clock_faces import clock_faces
from core.booking.gathering_tables import Enrolment, Gathering, Meeting
from core.booking.reminder_times import Notice, morning_after, reminder_times
from core.booking.states import Mode, Standing
from core.centres.tables import Centre
from core.families.addresses import addresses_of_adult, addresses_of_family
from core.families.tables import Family
from core.messaging.letters import Address, Button, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Later, Outgoing, Send, Skip, Verdict, enqueue, withdraw
from core.use_case import Tx

KIND = "gathering"
OPEN_GATHERING = "gathering:"
"""What the button under a letter asks for; the gathering's number follows."""
_PLACE, _REMINDER = "gathering-place-letter", "gathering-reminder-letter"


def tell_of_place(tx: Tx, gathering: Gathering, row: Enrolment) -> None:
    """Tell whoever was promoted, once."""
    _tell_of_place(tx, gathering, row, tx.now)


def _tell_of_place(tx: Tx, gathering: Gathering, row: Enrolment, after: datetime) -> None:
    """The letter names the first meeting that begins after this moment (UTC)."""
    query = select(Meeting).where(Meeting.gathering_id == row.gathering_id, col(Meeting.starts_at) > after)
    meeting = tx.session.exec(query.order_by(col(Meeting.starts_at)).limit(1)).first()
    if meeting is not None:
        _queue(tx, _PLACE, gathering, row, meeting)


def remind_of(tx: Tx, gathering: Gathering, row: Enrolment, meeting: Meeting) -> None:
    """Queue the reminder of one meeting, a day before and never at night; queuing it twice changes nothing."""
    zone = _zone(tx, row)
    for reminder in reminder_times(meeting.starts_at, zone, tx.now):
        if reminder.notice is Notice.DAY_BEFORE:
            _queue(tx, _REMINDER, gathering, row, meeting, reminder.due_at)


def forget_letters(tx: Tx, row: Enrolment) -> None:
    """Withdraw what is queued for a place that is given up."""
    for meeting_id in tx.session.exec(select(Meeting.id).where(Meeting.gathering_id == row.gathering_id)):
        withdraw(tx, _subject(row, meeting_id), "the place was given up")


def _queue(
    tx: Tx, key: str, gathering: Gathering, row: Enrolment, meeting: Meeting, due_at: datetime | None = None
) -> None:
    for address in _where(tx, row)[:1]:
        opens = Button(Text("gathering-open"), action=f"{OPEN_GATHERING}{gathering.id}")
        letter = Letter(Text(key, _args(tx, gathering, row, meeting)), ((opens,),))
        subject = _subject(row, meeting.id)
        enqueue(tx, Outgoing(KIND, Lane.APPOINTMENT, address, letter, f"{subject} {key}", subject, due_at))


def _args(tx: Tx, gathering: Gathering, row: Enrolment, meeting: Meeting) -> dict[str, str | int | float]:
    centre = tx.session.get_one(Centre, gathering.centre_id)
    faces = clock_faces(meeting.starts_at, ZoneInfo(centre.time_zone), _zone(tx, row), Mode.PLACE)
    return {"centre": centre.name, **faces.as_args()}


def _zone(tx: Tx, row: Enrolment) -> ZoneInfo:
    return ZoneInfo(tx.session.get_one(Family, row.family_id).time_zone)


def _where(tx: Tx, row: Enrolment) -> tuple[Address, ...]:
    if row.adult_id is not None:
        return addresses_of_adult(tx, row.adult_id)
    return addresses_of_family(tx, row.family_id)


def _subject(row: Enrolment, meeting_id: int | None) -> str:
    """A place and the meeting a letter names."""
    return f"enrolment:{row.ticket}:{meeting_id}"


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    _, ticket, meeting_id = claimed.subject.split(":")
    row = tx.session.exec(select(Enrolment).where(Enrolment.ticket == ticket)).first()
    meeting = tx.session.get(Meeting, int(meeting_id))
    if row is None or row.standing is not Standing.ENROLLED or meeting is None:
        return Skip("the place was given up")
    morning = morning_after(tx.now, _zone(tx, row))
    if (morning or tx.now) >= meeting.starts_at:
        return _too_late(tx, claimed, row, meeting)
    return Later(morning) if morning is not None else Send()


def _too_late(tx: Tx, claimed: Claimed, row: Enrolment, meeting: Meeting) -> Verdict:
    """Never told of a meeting that has begun, nor woken for one. Whoever got a place hears of the next one instead."""
    body = claimed.letter.body
    if isinstance(body, Text) and body.key == _PLACE:
        _tell_of_place(tx, tx.session.get_one(Gathering, row.gathering_id), row, max(tx.now, meeting.starts_at))
    return Skip("the meeting has begun, or only the night is left before it")


GATHERING_KIND = Kind(_guard)
"""For the table of kinds in `app`, under `KIND`."""
