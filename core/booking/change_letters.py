"""What a family hears at once when the centre books, moves or cancels its visit: nobody travels for nothing (F7, B13).

A visit has one such letter waiting at most. It tells what was and what is, and "what was" is what the family knows: a
letter that was taken back before it left hands that on to the next one, so that two quick moves read as one, and a
visit booked and cancelled before anybody heard of it as nothing. A letter leaves while what it says is still so. It
stands on a locked screen: it names no service (C14).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from core.booking.appointments import Visit
from core.booking.clock_faces import clock_faces, wall_clock
from core.booking.outings import settlement_of
from core.booking.reminder_times import morning_after
from core.booking.reminders import OPEN_VISIT, mark_of, who_is_reminded
from core.booking.states import Mode, Status
from core.booking.tables import Appointment
from core.duty.unsafe import is_unsafe
from core.families.tables import Family
from core.messaging.letters import Button, Letter, Paragraphs, Text
from core.messaging.outbox import Claimed, Kind, Lane, Later, Outgoing, Send, Skip, Verdict, enqueue, queued, withdraw
from core.outreach.wording import ASK_ACTION, BOOK_ACTION
from core.use_case import Adult, Tx

KIND = "appointment_changed"
BOOKED = "visit-booked-letter"
_CANCELLED = "visit-cancelled-letter"
DIARY_ENTRY = "diary:"
"""What asks for the calendar file of a visit; the ticket follows."""
TIME_TO_LEAVE = timedelta(hours=3)
"""A visit that begins less than this after 08:00 is told of at night too: at 08:00 somebody may be on the way."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a family believes about its visit: when (UTC), how and to whom. `settlement_id`: where it is driven to."""

    starts_at: datetime
    mode: Mode
    settlement_id: int | None
    specialist_id: int | None


def take_back_news(tx: Tx, row: Appointment) -> Known | None:
    """What the family knows of a visit that is about to change; a letter about it that has not left is withdrawn.

    None: it has not heard of the visit yet.
    """
    subject = _subject(row.ticket)
    unsent = queued(tx, subject)
    withdraw(tx, subject, "the visit changed again")
    if unsent:
        return _known(unsent[0])
    return Known(row.starts_at, row.mode, settlement_of(tx, row), row.specialist_id)


def tell_of_change(tx: Tx, visit: Visit, known: Known | None, adult_id: int | None) -> Visit:
    """Write to whoever is reminded of the visit, unless the family did it itself; returns it with `told`.

    `known` None: it has not heard of the visit. Nothing is told of a visit that is over, nor of a change that leaves
    everything as the family knows it.
    """
    assert visit.family_id is not None
    was = known.starts_at if known is not None else visit.starts_at
    same = known == (None if visit.status is Status.CANCELLED else _as_it_is(visit))
    if isinstance(tx.actor, Adult) or same or max(was, visit.starts_at) <= tx.now:
        return visit
    zone = _zone(tx, visit.family_id)
    letter = _letter(visit, known, zone)
    due_at = when_to_tell(tx.now, was, visit.starts_at, zone)
    subject = _subject(visit.ticket)
    readers = [one for one in who_is_reminded(tx, visit.family_id, adult_id) if not is_unsafe(tx, one)]
    for address in readers:
        once = f"{subject} {visit.version} {mark_of(tx, address)}"
        enqueue(tx, Outgoing(KIND, Lane.APPOINTMENT, address, letter, once, subject, due_at))
    return replace(visit, told=bool(readers))


def when_to_tell(now: datetime, was: datetime, becomes: datetime, zone: ZoneInfo) -> datetime:
    """At once by day, and at night when one of the two times (UTC, one ahead) is soon; else in the family's morning."""
    morning = morning_after(now, zone)
    ahead = min(each for each in (was, becomes) if each > now)
    return now if morning is None or ahead < morning + TIME_TO_LEAVE else morning


def _as_it_is(visit: Visit) -> Known:
    return Known(visit.starts_at, visit.mode, visit.settlement_id, visit.specialist_id)


def _letter(visit: Visit, known: Known | None, zone: ZoneInfo) -> Letter:
    if known is None:
        return _stands(visit, _now(BOOKED, visit, zone))
    return _cancelled(visit, known, zone) if visit.status is Status.CANCELLED else _moved(visit, known, zone)


def _moved(visit: Visit, known: Known, zone: ZoneInfo) -> Letter:
    """One that only another specialist gives has its own words. Who it is stands in the visit: C14."""
    other = known.specialist_id != visit.specialist_id
    only = replace(known, specialist_id=visit.specialist_id) == _as_it_is(visit)
    key = "visit-giver-letter" if only else "visit-moved-other-letter" if other else "visit-moved-letter"
    now = _now(key, visit, zone)
    was = clock_faces(known.starts_at, ZoneInfo(visit.time_zone), zone, known.mode).as_args()
    kept = {"at": known.starts_at.isoformat(), "mode": known.mode.value, "settlement": known.settlement_id or 0}
    kept["giver_id"] = known.specialist_id or 0
    before = Text("visit-giver-was" if only else "visit-moved-was", {**was, **kept})
    return _stands(visit, replace(now, args={**now.args, "giver_id": visit.specialist_id}), before)


def _stands(visit: Visit, *said: Text) -> Letter:
    return Letter(
        Paragraphs(said),
        (
            (Button(Text("reminder-open"), action=f"{OPEN_VISIT}{visit.ticket}"),),
            (Button(Text("visit-to-calendar"), action=f"{DIARY_ENTRY}{visit.ticket}"),),
            (Button(Text("button-person"), action=ASK_ACTION),),
        ),
    )


def _cancelled(visit: Visit, known: Known, zone: ZoneInfo) -> Letter:
    """It names the hour the family knows: of a move that it has not heard of it need not hear any more."""
    now, was = _now(_CANCELLED, visit, zone), clock_faces(known.starts_at, ZoneInfo(visit.time_zone), zone, known.mode)
    kept = {"at": known.starts_at.isoformat(), "mode": known.mode.value}
    return Letter(
        Paragraphs((replace(now, args={**now.args, **was.as_args(), **kept}),)),
        (
            (Button(Text("visit-book-again"), action=BOOK_ACTION),),
            (Button(Text("visit-out-of-calendar"), action=f"{DIARY_ENTRY}{visit.ticket}"),),
            (Button(Text("button-person"), action=ASK_ACTION),),
        ),
    )


def _now(key: str, visit: Visit, zone: ZoneInfo) -> Text:
    faces = clock_faces(visit.starts_at, ZoneInfo(visit.time_zone), zone, visit.mode)
    said = {"centre": visit.centre, "mode": visit.mode.value, "wall": wall_clock(visit.wall)}
    return Text(key, {**said, **faces.as_args()})


def _known(letter: Letter) -> Known | None:
    """What the family knew when this letter was written; None: nothing of the visit."""
    now, *before = _parts(letter)
    if now.key == BOOKED:
        return None
    [was] = before
    at, settlement = datetime.fromisoformat(str(was.args["at"])), int(was.args["settlement"])
    return Known(at, Mode(str(was.args["mode"])), settlement or None, int(was.args.get("giver_id", 0)) or None)


def _was_at(letter: Letter) -> datetime | None:
    """When (UTC) the visit is as far as the family knew, the last part of a letter says; None: it knew of none."""
    at = _parts(letter)[-1].args.get("at")
    return None if at is None else datetime.fromisoformat(str(at))


def _parts(letter: Letter) -> tuple[Text, ...]:
    assert isinstance(letter.body, Paragraphs)
    return letter.body.parts


def _subject(ticket: str) -> str:
    return f"{KIND}:{ticket}"


def _zone(tx: Tx, family_id: int | None) -> ZoneInfo:
    return ZoneInfo(tx.session.get_one(Family, family_id).time_zone)


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    ticket, now = claimed.subject.removeprefix(f"{KIND}:"), _parts(claimed.letter)[0]
    row = tx.session.exec(select(Appointment).where(Appointment.ticket == ticket)).first()
    if row is None or not _still_so(row, now):
        return Skip("the visit changed again")
    was = _was_at(claimed.letter) or row.starts_at
    if max(was, row.starts_at) <= tx.now:
        return Skip("its time is over")
    due_at = when_to_tell(tx.now, was, row.starts_at, _zone(tx, row.family_id))
    return Later(due_at) if due_at > tx.now else Send()


def _still_so(row: Appointment, said: Text) -> bool:
    """The promised wall clock is compared, not the version: a zone that the law moves changes nothing in the words."""
    if said.key == _CANCELLED:
        return (row.status, row.wall_start) == (Status.CANCELLED, said.args["wall"])
    if said.args.get("giver_id", row.specialist_id) != row.specialist_id:
        return False
    return (row.status, row.wall_start, row.mode) == (Status.CONFIRMED, said.args["wall"], said.args["mode"])


CHANGE_KIND = Kind(_guard)
"""For the table of kinds in `app`, under `KIND`."""
