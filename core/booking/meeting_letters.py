"""What families hear at once when a meeting of their club is moved or called off: nobody shall come for nothing (F12).

As with visits (`change_letters.py`) a family has one such letter of a meeting waiting at most. It tells what is and
what the family knew; a letter that was taken back before it left hands that on to the next one, so that two quick
changes read as one, and one that was undone as none. A letter leaves while what it says is still so. When nothing of a
club is left, that is one letter about the club, and whoever waits for a place hears it too; it is taken back when a
meeting takes place after all, and what stays off is told by itself. Locked screens name neither a child nor the club
(C14).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter
from sqlmodel import col, select

from core.booking.change_letters import when_to_tell
from core.booking.gathering_letters import (
    families_enrolled,
    forget_reminder,
    opens,
    readers_of,
    said_of,
    take_place_letter_back,
    tell_of_place,
    zone_of,
)
from core.booking.gathering_tables import Enrolment, Gathering, Meeting
from core.booking.gatherings import on_and_ahead, place_of
from core.booking.reminders import mark_of
from core.booking.states import Standing
from core.duty.unsafe import is_unsafe
from core.messaging.letters import Button, Letter, Paragraphs, Text
from core.messaging.outbox import Claimed, Kind, Lane, Later, Outgoing, Send, Skip, Verdict, enqueue, queued, withdraw
from core.outreach.wording import ASK_ACTION
from core.use_case import Tx

KIND = "meeting_changed"
CLUB_DIARY = "club-diary:"
"""What asks for the calendar file of a club; the gathering's number follows."""
_OFF, _ALL_OFF = "meeting-off-letter", "gathering-off-letter"
_AFTER_ALL = "a meeting takes place after all"


class _About(StrEnum):
    """What a letter is about: this meeting; or of a club all that was ahead, or a place that is waited for.

    Its subject has the number of the meeting or that of the gathering.
    """

    ONE = "one"
    ALL = "all"
    QUEUE = "queue"


_STANDINGS = {
    _About.ONE: (Standing.ENROLLED,),
    _About.ALL: (Standing.ENROLLED,),
    _About.QUEUE: (Standing.ENROLLED, Standing.WAITING),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a family believes about a meeting: when (UTC), where, and whether it takes place."""

    starts_at: datetime
    place: str
    off: bool


_EACH = TypeAdapter(dict[int, Known])
"""What a family knew of each meeting (by its id), as a letter about all of them keeps it."""


@dataclass(frozen=True, slots=True)
class News:
    """Of a meeting about to change: what each family with a place knows (by its id), and whose place is news itself."""

    known: Mapping[int, Known]
    untold: tuple[Enrolment, ...]


def take_back_news(tx: Tx, gathering: Gathering, meeting: Meeting) -> News:
    """Withdraw every letter about the meeting that has not left, reminders too, and see what families know of it.

    One that was called off is about to take place after all: nobody shall read any more that nothing does.
    """
    places = select(Enrolment).where(Enrolment.gathering_id == gathering.id, Enrolment.standing == Standing.ENROLLED)
    rows = tx.session.exec(places.order_by(col(Enrolment.id))).all()
    not_in_vain = _take_end_back(tx, gathering) if meeting.called_off else frozenset[int]()
    untold = tuple(row for row in rows if take_place_letter_back(tx, row, meeting) or row.family_id in not_in_vain)
    for family_id in {row.family_id for row in rows}:
        forget_reminder(tx, meeting, family_id)
    told = sorted({row.family_id for row in rows if row not in untold})
    return News({family_id: _take_back(tx, gathering, meeting, family_id) for family_id in told}, untold)


def _take_end_back(tx: Tx, gathering: Gathering) -> frozenset[int]:
    """Withdraw what says that nothing of the club takes place; returns whom it would have told that it waits in vain.

    Whoever has not heard it hears it of each meeting by itself; `_take_back` then withdraws that of the one at hand.
    """
    enrolled = families_enrolled(tx, gathering)
    for family_id in enrolled:
        _tell_each(tx, gathering, family_id, others=1)
    waiting = {*enrolled, *families_enrolled(tx, gathering, Standing.WAITING)}
    subjects = {family_id: _subject(gathering.id, family_id, _About.QUEUE) for family_id in waiting}
    return frozenset(each for each, subject in subjects.items() if withdraw(tx, subject, _AFTER_ALL))


def _tell_each(tx: Tx, gathering: Gathering, family_id: int, others: int) -> None:
    """Withdraw the letter about all meetings if it has not left, and tell of each that is still off instead."""
    subject = _subject(gathering.id, family_id, _About.ALL)
    unsent = queued(tx, subject)
    withdraw(tx, subject, _AFTER_ALL)
    for meeting_id, known in _EACH.validate_json(str(_first(unsent[0]).args["each"])).items() if unsent else ():
        meeting = tx.session.get(Meeting, meeting_id)
        if meeting is not None and meeting.called_off:
            _tell(tx, gathering, meeting, family_id, known, others)


def _take_back(tx: Tx, gathering: Gathering, meeting: Meeting, family_id: int) -> Known:
    subject = _subject(meeting.id, family_id, _About.ONE)
    unsent = queued(tx, subject)
    withdraw(tx, subject, "the meeting changed again")
    if unsent:
        return _known(unsent[0])
    return Known(meeting.starts_at, place_of(gathering, meeting), meeting.called_off)


def tell_of_change(tx: Tx, gathering: Gathering, meeting: Meeting, news: News, others: int) -> None:
    """Write to every family with a place for which something is different. `others`: meetings that are left beside it.

    Nothing is told of a meeting that is over.
    """
    for row in news.untold:
        tell_of_place(tx, gathering, row)
    for family_id, known in news.known.items():
        _tell(tx, gathering, meeting, family_id, known, others)


def _tell(tx: Tx, gathering: Gathering, meeting: Meeting, family_id: int, known: Known, others: int) -> None:
    now = Known(meeting.starts_at, place_of(gathering, meeting), meeting.called_off)
    same = now.off if known.off else known == now
    if same or max(known.starts_at, now.starts_at) <= tx.now:
        return
    body = Paragraphs(_words(tx, gathering, meeting, known, family_id, others))
    diary = "visit-out-of-calendar" if now.off else "visit-to-calendar"
    _send(tx, gathering, meeting, family_id, _About.ONE, _with_buttons(gathering, body, Text(diary)))


def tell_that_all_is_off(tx: Tx, gathering: Gathering, off: Sequence[tuple[Meeting, News]]) -> None:
    """One letter for all meetings ahead of a series, with what families knew of each. `off`: the earliest one first."""
    first, news = off[0]
    for family_id, known in news.known.items():
        each = {one.id or 0: its.known[family_id] for one, its in off if family_id in its.known}
        said = {**said_of(tx, gathering, known.starts_at, family_id), "known_at": known.starts_at.isoformat()}
        said["each"] = _EACH.dump_json(each).decode()
        letter = _with_buttons(gathering, Text(_ALL_OFF, said), Text("visit-out-of-calendar"))
        _send(tx, gathering, first, family_id, _About.ALL, letter)


def tell_who_waits_in_vain(tx: Tx, gathering: Gathering, last: Meeting, news: News) -> None:
    """Where nothing takes place any more: write to whoever waits for a place, or has not heard of the one it got.

    `last`: a meeting called off just now; `news` is about it.
    """
    waiting = {*families_enrolled(tx, gathering, Standing.WAITING), *(row.family_id for row in news.untold)}
    for family_id in sorted(waiting - set(news.known)):
        said = {**said_of(tx, gathering, last.starts_at, family_id), "known_at": last.starts_at.isoformat()}
        letter = Letter(Text("gathering-off-queue-letter", said), ((opens(gathering),),))
        _send(tx, gathering, last, family_id, _About.QUEUE, letter)


def _send(tx: Tx, gathering: Gathering, meeting: Meeting, family_id: int, about: _About, letter: Letter) -> None:
    subject = _subject(meeting.id if about is _About.ONE else gathering.id, family_id, about)
    due_at = when_to_tell(tx.now, _known_at(letter), meeting.starts_at, zone_of(tx, family_id))
    for address in readers_of(tx, gathering.id, family_id, *_STANDINGS[about]):
        if not is_unsafe(tx, address):
            once = f"{subject} {meeting.id} {meeting.version} {mark_of(tx, address)}"
            enqueue(tx, Outgoing(KIND, Lane.APPOINTMENT, address, letter, once, subject, due_at))


def _words(
    tx: Tx, gathering: Gathering, meeting: Meeting, known: Known, family_id: int, others: int
) -> tuple[Text, ...]:
    """What is, with what the letter stands or falls by; then what was."""
    place = place_of(gathering, meeting)
    said: dict[str, str | int | float] = {
        **said_of(tx, gathering, known.starts_at if meeting.called_off else meeting.starts_at, family_id),
        "wall": meeting.wall_start,
        "place": place,
        "others": others,
        "known_at": known.starts_at.isoformat(),
        "known_place": known.place,
        "known_off": int(known.off),
    }
    if meeting.called_off:
        return (Text(_OFF, said),)
    where = (Text("meeting-place", {"place": place}),) if place != known.place else ()
    if known.off:
        return (Text("meeting-on-letter", said), *where)
    if known.starts_at == meeting.starts_at:
        return (Text("meeting-elsewhere-letter", said), *where)
    was = Text("meeting-was", said_of(tx, gathering, known.starts_at, family_id))
    return (Text("meeting-moved-letter", said), *where, was)


def _with_buttons(gathering: Gathering, body: Text | Paragraphs, diary: Text) -> Letter:
    calendar = Button(diary, action=f"{CLUB_DIARY}{gathering.id}")
    return Letter(body, ((opens(gathering),), (calendar,), (Button(Text("button-person"), action=ASK_ACTION),)))


def _known(letter: Letter) -> Known:
    """What the family knew when this letter was written."""
    said = _first(letter).args
    return Known(_known_at(letter), str(said["known_place"]), bool(said["known_off"]))


def _known_at(letter: Letter) -> datetime:
    return datetime.fromisoformat(str(_first(letter).args["known_at"]))


def _first(letter: Letter) -> Text:
    body = letter.body
    text = body.parts[0] if isinstance(body, Paragraphs) else body
    assert isinstance(text, Text)
    return text


def _subject(number: int | None, family_id: int, about: _About) -> str:
    return f"{KIND}:{number}:{family_id}:{about}"


def _guard(tx: Tx, claimed: Claimed) -> Verdict:
    _, number, family, word = claimed.subject.split(":")
    about, family_id, was = _About(word), int(family), _known_at(claimed.letter)
    meeting = tx.session.get(Meeting, int(number)) if about is _About.ONE else None
    gathering = tx.session.get(Gathering, meeting.gathering_id if meeting is not None else int(number))
    if gathering is None or claimed.address not in readers_of(tx, gathering.id, family_id, *_STANDINGS[about]):
        return Skip("the place was given up")
    becomes = meeting.starts_at if meeting is not None else was
    still_so = (
        _still_so(gathering, meeting, _first(claimed.letter)) if meeting is not None else _all_is_off(tx, gathering)
    )
    over = max(was, becomes) <= tx.now
    if about is _About.ALL and (over or not still_so):
        _tell_each(tx, gathering, family_id, others=int(not still_so))
    if over or not still_so:
        return Skip("its time is over" if still_so else "it changed again")
    due_at = when_to_tell(tx.now, was, becomes, zone_of(tx, family_id))
    return Later(due_at) if due_at > tx.now else Send()


def _still_so(gathering: Gathering, meeting: Meeting, said: Text) -> bool:
    """The promised wall clock is compared, not the version: a zone that the law moves changes nothing in the words."""
    stands = meeting.called_off, meeting.wall_start, place_of(gathering, meeting)
    return stands == (said.key == _OFF, said.args["wall"], said.args["place"])


def _all_is_off(tx: Tx, gathering: Gathering) -> bool:
    """Whether nothing that has yet to begin takes place."""
    on = select(Meeting.id).where(
        Meeting.gathering_id == gathering.id, on_and_ahead(tx.now), col(Meeting.starts_at) > tx.now
    )
    return tx.session.exec(on).first() is None


MEETING_KIND = Kind(_guard)
"""For the table of kinds in `app`, under `KIND`."""
