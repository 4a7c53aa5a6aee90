"""What families hear of a club or event: a place has become free and is theirs; and the day before each meeting (F12).

Locked screens name neither a child nor the club: a support group's title may tell a family's trouble. A letter names
the version of the meeting it was written for and is looked at again when it is sent: whoever has given the place up
hears nothing, and nobody hears of an hour that is no longer so (B10). Two children of a family in one club are one
reminder.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.booking.clock_faces import clock_faces
from core.booking.gathering_tables import Enrolment, Gathering, Meeting
from core.booking.gatherings import on_and_ahead
from core.booking.reminder_times import Notice, morning_after, reminder_times
from core.booking.reminders import mark_of, who_is_reminded
from core.booking.states import Mode, Standing
from core.centres.tables import Centre
from core.families.tables import Family
from core.messaging.letters import Address, Button, Letter, Text
from core.messaging.outbox import Claimed, Kind, Lane, Later, Outgoing, Send, Skip, Verdict, enqueue, withdraw
from core.use_case import Tx

KIND = "gathering"
OPEN_GATHERING = "gathering:"
"""What the button under a letter asks for; the gathering's number follows."""
_PLACE, _REMINDER = "enrolment", "reminder"
"""What begins the subject of a letter: a place that became free, or a meeting that comes."""
_NEWS = "gathering-place-letter"
_NO_READER = Skip("the place was given up")


def tell_of_place(tx: Tx, gathering: Gathering, row: Enrolment) -> None:
    """Tell whoever was promoted, once."""
    _tell_of_place(tx, gathering, row, tx.now)


def _tell_of_place(tx: Tx, gathering: Gathering, row: Enrolment, after: datetime) -> None:
    """The letter names the first meeting that begins after this moment (UTC)."""
    ahead = select(Meeting).where(
        Meeting.gathering_id == row.gathering_id, on_and_ahead(tx.now), col(Meeting.starts_at) > after
    )
    meeting = tx.session.exec(ahead.order_by(col(Meeting.starts_at)).limit(1)).first()
    if meeting is None:
        return
    letter = _letter(tx, _NEWS, gathering, meeting, row.family_id)
    for address in who_is_reminded(tx, row.family_id, row.adult_id):
        _queue(tx, address, letter, _place_subject(row, meeting))


def take_place_letter_back(tx: Tx, row: Enrolment, meeting: Meeting) -> bool:
    """Withdraw the news of a place that names this meeting as it stands; whether it had not left yet."""
    return withdraw(tx, _place_subject(row, meeting), "the meeting changed") > 0


def remind_of(tx: Tx, gathering: Gathering, meeting: Meeting, family_id: int) -> None:
    """Queue the reminder of one meeting, a day before and never at night; queuing it twice changes nothing."""
    for reminder in reminder_times(meeting.starts_at, zone_of(tx, family_id), tx.now):
        if reminder.notice is Notice.DAY_BEFORE:
            letter = _letter(tx, "gathering-reminder-letter", gathering, meeting, family_id)
            for address in readers_of(tx, gathering.id, family_id):
                _queue(tx, address, letter, _reminder_subject(meeting, family_id), reminder.due_at)


def forget_reminder(tx: Tx, meeting: Meeting, family_id: int) -> None:
    """Withdraw what is queued for the present version. Call it before the version grows."""
    withdraw(tx, _reminder_subject(meeting, family_id), "the meeting changed")


def families_enrolled(tx: Tx, gathering: Gathering, standing: Standing = Standing.ENROLLED) -> list[int]:
    """The families with a place (or who wait for one), each once."""
    query = select(Enrolment.family_id).where(Enrolment.gathering_id == gathering.id, Enrolment.standing == standing)
    return list(tx.session.exec(query.distinct().order_by(col(Enrolment.family_id))))


def readers_of(tx: Tx, gathering_id: int | None, family_id: int, *standings: Standing) -> list[Address]:
    """Whom in a family to write to: whoever enrolled, each once; for whom staff enrolled, every adult.

    Without `standings`: about places that are had.
    """
    places = select(Enrolment.adult_id).where(
        Enrolment.gathering_id == gathering_id,
        Enrolment.family_id == family_id,
        col(Enrolment.standing).in_(standings or (Standing.ENROLLED,)),
    )
    found = [who_is_reminded(tx, family_id, adult_id) for adult_id in tx.session.exec(places.distinct())]
    return list(dict.fromkeys(address for addresses in found for address in addresses))


def said_of(tx: Tx, gathering: Gathering, starts_at: datetime, family_id: int) -> dict[str, str | int | float]:
    """Arguments of a letter's text: the centre, and this moment on its clock."""
    centre = tx.session.get_one(Centre, gathering.centre_id)
    faces = clock_faces(starts_at, ZoneInfo(centre.time_zone), zone_of(tx, family_id), Mode.PLACE)
    return {"centre": centre.name, **faces.as_args()}


def zone_of(tx: Tx, family_id: int) -> ZoneInfo:
    """Where the family lives."""
    return ZoneInfo(tx.session.get_one(Family, family_id).time_zone)


def opens(gathering: Gathering) -> Button:
    """The button of a letter behind which the club is named."""
    return Button(Text("gathering-open"), action=f"{OPEN_GATHERING}{gathering.id}")


def _letter(tx: Tx, key: str, gathering: Gathering, meeting: Meeting, family_id: int) -> Letter:
    return Letter(Text(key, said_of(tx, gathering, meeting.starts_at, family_id)), ((opens(gathering),),))


def _queue(tx: Tx, address: Address, letter: Letter, subject: str, due_at: datetime | None = None) -> None:
    once = f"{subject} {mark_of(tx, address)}"
    enqueue(tx, Outgoing(KIND, Lane.APPOINTMENT, address, letter, once, subject, due_at))


def _place_subject(row: Enrolment, meeting: Meeting) -> str:
    return f"{_PLACE}:{row.ticket}:{meeting.id}:{meeting.version}"


def _reminder_subject(meeting: Meeting, family_id: int) -> str:
    return f"{_REMINDER}:{family_id}:{meeting.id}:{meeting.version}"


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    about, whose, meeting_id, version = claimed.subject.split(":")
    meeting = tx.session.get(Meeting, int(meeting_id))
    stale = meeting is None or meeting.called_off or meeting.version != int(version)
    if meeting is None or (stale and about == _REMINDER):
        return Skip("the meeting changed")
    if about == _REMINDER:
        return _when(tx, claimed, meeting, int(whose))
    row = tx.session.exec(select(Enrolment).where(Enrolment.ticket == whose)).first()
    if row is None or row.standing is not Standing.ENROLLED:
        return _NO_READER
    verdict = Skip("the meeting changed") if stale else _when(tx, claimed, meeting, row.family_id)
    # Whoever got a place hears of the meeting as it is now, or of the next one. A reminder of the time before reminders
    # had a subject of their own is no news of a place.
    if isinstance(verdict, Skip) and verdict != _NO_READER and _key(claimed.letter) == _NEWS:
        gathering = tx.session.get_one(Gathering, row.gathering_id)
        _tell_of_place(tx, gathering, row, tx.now if stale else max(tx.now, meeting.starts_at))
    return verdict


def _when(tx: Tx, claimed: Claimed, meeting: Meeting, family_id: int) -> Verdict:
    """Never told of a meeting that has begun, nor woken for one, nor told when somebody else enrolled."""
    if claimed.address not in readers_of(tx, meeting.gathering_id, family_id):
        return _NO_READER
    morning = morning_after(tx.now, zone_of(tx, family_id))
    if (morning or tx.now) >= meeting.starts_at:
        return Skip("the meeting has begun, or only the night is left before it")
    return Later(morning) if morning is not None else Send()


def _key(letter: Letter) -> str | None:
    return letter.body.key if isinstance(letter.body, Text) else None


GATHERING_KIND = Kind(_guard)
"""For the table of kinds in `app`, under `KIND`."""
