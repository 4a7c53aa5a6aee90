"""One meeting of a club is moved or called off: everybody hears it, room and calendars follow (F12, B10, B13)."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar, Event

from app.content import load_texts
from app.house import KINDS
from app.settings import ROOT
from core.booking.calendar_file import Entry, calendar_file
from core.booking.enrolment import Enrol, EnrolmentInfo, GiveUp, ReadEnrolments, enrol, give_up, read_enrolments
from core.booking.free import FreeTimes, free_times
from core.booking.gathering_days import (
    ReadAttendance,
    RecordAttendance,
    RemindOfMeetings,
    read_attendance,
    record_attendance,
    remind_of_meetings,
)
from core.booking.gathering_diary import Diary, ReadDiary, read_diary
from core.booking.gathering_letters import KIND as REMINDS
from core.booking.gatherings import (
    AddGathering,
    GatheringInfo,
    MeetingInfo,
    MeetingTime,
    NoMeetings,
    ReadGathering,
    UnknownGathering,
    add_gathering,
    read_gathering,
    read_my_gatherings,
)
from core.booking.hits import FindHit, Why, find_hit
from core.booking.meeting_changes import (
    CallOffGathering,
    CallOffMeeting,
    MeetsThen,
    MoveMeeting,
    call_off_gathering,
    call_off_meeting,
    move_meeting,
)
from core.booking.meeting_letters import KIND
from core.booking.meeting_rooms import RoomTaken
from core.booking.refusals import SlotRefused
from core.booking.states import DayKind, GatheringKind, Mode, Standing
from core.booking.working_time import SetCentreDay, set_centre_day
from core.families.entering import EnterFamily, enter_family
from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM, Letter, Paragraphs, Text
from core.messaging.outbox import State, open_letter
from core.messaging.tables import outbox
from core.storage.database import Database, Unit
from core.storage.wire import from_micros
from core.use_case import Adult, Forbidden, Store
from tests.booking_crowd import BARE, OVERLAPS, count
from tests.households import (
    KEEPING_DATA,
    OPERATOR,
    Town,
    a_centre,
    a_club,
    a_family,
    a_town,
    a_visitor,
    registrar,
    weekdays,
)
from tests.stores import TEST, Clock

THURSDAY = date(2026, 11, 26)
FRIDAY, NEXT = THURSDAY + timedelta(days=1), THURSDAY + timedelta(weeks=1)
TEXTS = load_texts(ROOT / "data")
BARE_MEETINGS = sa.text(
    "SELECT count(*) FROM meeting m JOIN occupancy o ON o.meeting_id = m.id"
    " WHERE o.starts_at <> m.starts_at OR o.ends_at <> m.ends_at OR m.called_off"
)
"""A room that is busy at another time than its meeting, or with one that does not take place."""


async def _letters(store: Store, kind: str = KIND) -> list[tuple[int, str, datetime]]:
    """To whom the letters that wait go, what they say, and when each is due."""
    waits = sa.select(outbox).where(outbox.c.kind == kind, outbox.c.state == "pending").order_by(outbox.c.id)

    def find(unit: Unit) -> list[tuple[int, str, datetime]]:
        tx, rows = store.open(unit, TEST), unit.connection.execute(waits).all()
        return [
            (row.chat_id, _words(open_letter(tx, row.dedup_key, row.payload)), from_micros(row.due_at)) for row in rows
        ]

    return await store.database.read(find)


def _words(letter: Letter) -> str:
    parts = letter.body.parts if isinstance(letter.body, Paragraphs) else (letter.body,)
    return "\n".join(TEXTS.plain(part) for part in parts if isinstance(part, Text))


async def _said(store: Store, kind: str = KIND) -> list[str]:
    return [words for _, words, _ in await _letters(store, kind)]


async def _leave(store: Store) -> list[str]:
    """Everything that may leave now leaves; what was said."""
    delivery = Delivery(KINDS)
    claimed = await store.write(delivery.claim(), ClaimLetters(TELEGRAM, "sender", 100), TEST)
    await store.write(delivery.settle(), [Settle(one, State.SENT, 1) for one in claimed], TEST)
    return [_words(one.letter) for one in claimed]


async def _remind(store: Store) -> None:
    await store.write(remind_of_meetings, RemindOfMeetings(), OPERATOR)


async def _enrol(store: Store, club: GatheringInfo, family: Adult, age: int = 8) -> EnrolmentInfo:
    return await store.write(enrol, Enrol(club.id, age), family)


async def _move(
    town: Town, meeting: MeetingInfo, day: date, hour: int, *, place: str = "зал 2", room: int | None = None
) -> GatheringInfo:
    command = MoveMeeting(meeting.id, town.at(day, hour), town.at(day, hour + 1), place, room)
    return await town.store.write(move_meeting, command, registrar(town.centre_id))


async def _call_off(town: Town, meeting: MeetingInfo) -> GatheringInfo:
    return await town.store.write(call_off_meeting, CallOffMeeting(meeting.id), registrar(town.centre_id))


async def _a_club_in_a_room(store: Store, town: Town, *, weeks: int = 3) -> GatheringInfo:
    """On Thursdays from 10 to 11 in the only room."""
    days = [THURSDAY + timedelta(weeks=number) for number in range(weeks)]
    times = tuple(MeetingTime(town.at(day, 10), town.at(day, 11)) for day in days)
    club = AddGathering(town.centre_id, GatheringKind.CLUB, "Шахматы", "", "зал 2", 9, times, room_id=town.rooms[0])
    return await store.write(add_gathering, club, OPERATOR)


async def _free(store: Store, town: Town, day: date) -> list[int]:
    found = await store.read(free_times, FreeTimes(town.service_id, Mode.PLACE, day), a_visitor())
    return [slot.starts_at.astimezone(town.zone).hour for slot in found.slots]


async def test_F12_one_meeting_called_off_is_told_at_once_and_the_others_stay(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    club, family, waits = await a_club(store, town, capacity=2), await a_family(store), await a_family(store)
    await _enrol(store, club, family, 8)
    await _enrol(store, club, family, 9)
    await _enrol(store, club, waits)
    left = await _call_off(town, club.meetings[0])
    assert [one.id for one in left.meetings] == [one.id for one in club.meetings[1:]]
    assert [one.id for one in left.off] == [club.meetings[0].id]
    [(_, said, due_at)] = await _letters(store)
    assert due_at == clock.now and said.startswith("Встреча отменена: 26 ноября, 16:00")
    assert "Приходить в этот день не нужно" in said and "Остальные встречи остаются" in said
    assert "Шахматы" not in said and "8 лет" not in said, "a locked screen names neither the club nor a child"
    await _call_off(town, club.meetings[0])
    assert await _leave(store) == [said], "two children of a family are one letter, twice changes nothing"


async def test_F12_a_moved_meeting_is_told_with_both_times_and_its_room_goes_along(
    store: Store, database: Database
) -> None:
    town = await a_town(store, rooms=1, week=weekdays((9, 13)))
    club = await _a_club_in_a_room(store, town)
    await store.write(enrol, Enrol(club.id), await a_family(store))
    assert await _free(store, town, THURSDAY) == [9, 11, 12]
    moved = await _move(town, club.meetings[0], FRIDAY, 12, place="зал 3", room=town.rooms[0])
    assert [(one.starts_at, one.place) for one in moved.meetings] == [
        (town.at(FRIDAY, 12), "зал 3"),
        *((one.starts_at, "зал 2") for one in club.meetings[1:]),
    ]
    assert await _free(store, town, THURSDAY) == [9, 10, 11, 12]
    assert await _free(store, town, FRIDAY) == [9, 10, 11]
    [said] = await _leave(store)
    assert said.startswith("Время встречи изменилось. Теперь: 27 ноября, 12:00")
    assert "Новое место: зал 3" in said and "Было: 26 ноября, 10:00" in said
    await _move(town, club.meetings[0], FRIDAY, 12, place="зал 2")
    assert await _free(store, town, FRIDAY) == [9, 10, 11, 12], "it no longer takes the room"
    [said] = await _leave(store)
    assert "в другом месте, время прежнее: 27 ноября, 12:00" in said and "Новое место: зал 2" in said
    await _call_off(town, club.meetings[1])
    assert await _free(store, town, NEXT) == [9, 10, 11, 12]
    assert await count(database, BARE_MEETINGS) == await count(database, OVERLAPS) == 0


async def test_F12_a_move_that_cannot_be_changes_nothing_and_tells_nobody(store: Store, clock: Clock) -> None:
    town = await a_town(store, rooms=1)
    club, staff = await _a_club_in_a_room(store, town), registrar(town.centre_id)
    await store.write(enrol, Enrol(club.id), await a_family(store))
    await town.book(await a_family(store), town.at(FRIDAY, 12))
    with pytest.raises(RoomTaken):
        await _move(town, club.meetings[0], FRIDAY, 12, room=town.rooms[0])
    with pytest.raises(MeetsThen):
        await _move(town, club.meetings[0], NEXT, 10)
    with pytest.raises(NoMeetings):
        await _move(town, club.meetings[0], date(2026, 11, 1), 10)
    other = registrar(await a_centre(store, "drugoj"))
    with pytest.raises(Forbidden):
        await store.write(call_off_meeting, CallOffMeeting(club.meetings[0].id), other)
    assert (await store.read(read_gathering, ReadGathering(club.id), staff)).meetings == club.meetings
    assert await _letters(store) == []
    await _call_off(town, club.meetings[1])
    await _move(town, club.meetings[0], NEXT, 10, room=town.rooms[0])
    clock.now = town.at(NEXT, 10, 5)
    with pytest.raises(UnknownGathering):
        await _call_off(town, club.meetings[0])


async def test_F12_a_meeting_moved_to_a_day_on_which_the_centre_is_closed_is_named(store: Store) -> None:
    town = await a_town(store)
    club, staff = await a_club(store, town), registrar(town.centre_id)
    await store.write(set_centre_day, SetCentreDay(town.centre_id, FRIDAY, DayKind.OFF), staff)
    await store.write(set_centre_day, SetCentreDay(town.centre_id, NEXT, DayKind.OFF), staff)
    await _call_off(town, club.meetings[1])
    await _move(town, club.meetings[0], FRIDAY, 16)
    [hit] = (await store.read(find_hit, FindHit(town.centre_id), staff)).meetings
    assert (hit.starts_at, hit.why) == (town.at(FRIDAY, 16), Why.CENTRE), "what does not take place is in nobody's way"


async def test_B10_no_reminder_of_the_former_moment_leaves_and_the_new_one_comes_once(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    club, family = await a_club(store, town), await a_family(store)
    await _enrol(store, club, family, 8)
    await _enrol(store, club, family, 9)
    clock.now = town.at(THURSDAY - timedelta(days=1), 10)
    await _remind(store)
    delivery = Delivery(KINDS)
    [first] = await _letters(store, REMINDS)
    assert first[2] == town.at(THURSDAY - timedelta(days=1), 16), "one for two children, a day before"
    clock.now = first[2]
    [claimed] = await store.write(delivery.claim(), ClaimLetters(TELEGRAM, "slow", 9), TEST)
    await _move(town, club.meetings[0], FRIDAY, 16)
    guard = KINDS[REMINDS].guard
    verdict = await store.database.write(lambda unit: guard(store.open(unit, TEST), claimed))
    assert "changed" in getattr(verdict, "reason", ""), "also when a sender had it in hand"
    await store.write(delivery.settle(), [Settle(claimed, State.SKIPPED)], TEST)
    [told] = await _leave(store)
    assert "Теперь: 27 ноября, 16:00" in told
    for _ in range(3):
        await _remind(store)
    clock.now = town.at(THURSDAY, 16)
    assert [said.partition(".")[0] for said in await _leave(store)] == ["Напоминаю о встрече: 27 ноября, 16:00"]
    clock.now = town.at(NEXT - timedelta(days=1), 15)
    await _remind(store)
    await _call_off(town, club.meetings[1])
    await _remind(store)
    clock.now = town.at(NEXT - timedelta(days=1), 17)
    [told] = await _leave(store)
    assert told.startswith("Встреча отменена: 3 декабря"), "and no reminder of it"


async def test_B10_the_reminder_goes_to_whoever_still_has_a_child_there(store: Store, clock: Clock) -> None:
    club = await a_club(store, await a_town(store))
    one, two = await a_family(store), await a_family(store)
    stays = [await _enrol(store, club, one, age) for age in (8, 9)]
    left = await _enrol(store, club, two)
    clock.now = club.meetings[0].starts_at - timedelta(hours=30)
    await _remind(store)
    assert len(await _letters(store, REMINDS)) == 2
    await store.write(give_up, GiveUp(stays[0].ticket), one)
    await store.write(give_up, GiveUp(left.ticket), two)
    clock.now = club.meetings[0].starts_at - timedelta(hours=23)
    assert len(await _leave(store)) == 1


async def test_F12_two_quick_changes_read_as_one_and_one_undone_as_none(store: Store) -> None:
    town = await a_town(store)
    club = await a_club(store, town)
    meeting = club.meetings[0]
    await _enrol(store, club, await a_family(store))
    await _move(town, meeting, FRIDAY, 16)
    await _move(town, meeting, FRIDAY, 17)
    [said] = await _said(store)
    assert "Теперь: 27 ноября, 17:00" in said and "Было: 26 ноября, 16:00" in said
    await _call_off(town, meeting)
    [said] = await _said(store)
    assert said.startswith("Встреча отменена: 26 ноября, 16:00"), "the family never heard of Friday"
    await _move(town, meeting, THURSDAY, 16)
    assert await _said(store) == []
    await _call_off(town, meeting)
    assert len(await _leave(store)) == 1
    await _move(town, meeting, FRIDAY, 16)
    [said] = await _leave(store)
    assert said.startswith("Встреча всё-таки состоится: 27 ноября, 16:00")


async def test_F12_nobody_is_woken_for_news_and_who_left_hears_none(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    club, family, leaves = await a_club(store, town), await a_family(store), await a_family(store)
    await _enrol(store, club, family)
    place = await _enrol(store, club, leaves)
    clock.now = town.at(date(2026, 11, 23), 23)
    await _call_off(town, club.meetings[0])
    assert await _leave(store) == []
    assert {due for _, _, due in await _letters(store)} == {town.at(date(2026, 11, 24), 8)}
    await store.write(give_up, GiveUp(place.ticket), leaves)
    clock.now = town.at(date(2026, 11, 24), 8)
    assert len(await _leave(store)) == 1


async def test_B3_whoever_was_promoted_and_not_told_yet_hears_of_the_place_with_the_new_hour(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    club, first, second = await a_club(store, town, capacity=1), await a_family(store), await a_family(store)
    place = await _enrol(store, club, first)
    await _enrol(store, club, second)
    await store.write(give_up, GiveUp(place.ticket), first)
    await _move(town, club.meetings[0], FRIDAY, 16)
    [said] = await _leave(store)
    assert said.startswith("Освободилось место") and "27 ноября, 16:00" in said


async def test_B3_the_news_of_a_place_survives_a_zone_the_law_moves(store: Store, database: Database) -> None:
    club, first, second = (
        await a_club(store, await a_town(store), capacity=1),
        await a_family(store),
        await a_family(store),
    )
    place = await _enrol(store, club, first)
    await _enrol(store, club, second)
    await store.write(give_up, GiveUp(place.ticket), first)
    later = sa.text("UPDATE meeting SET version = version + 1")  # what realigning does besides the instants
    await database.write(lambda unit: unit.connection.execute(later))
    said = [*await _leave(store), *await _leave(store)]
    assert [each.partition(",")[0] for each in said] == ["Освободилось место"]


async def test_F12_a_series_called_off_tells_everybody_once_and_those_who_wait(
    store: Store, database: Database, clock: Clock
) -> None:
    town = await a_town(store, rooms=1, week=weekdays((9, 13)))
    club = await _a_club_in_a_room(store, town)
    families = [await a_family(store) for _ in range(12)]
    for family in families:
        await store.write(enrol, Enrol(club.id), family)
    clock.now = town.at(THURSDAY - timedelta(days=1), 9)
    await _remind(store)
    command, head = CallOffGathering(club.id), registrar(town.centre_id)
    over = await store.write(call_off_gathering, command, head)
    assert (over.meetings, len(over.off), over.offered) == ((), 3, False)
    await store.write(call_off_gathering, command, head)
    said = await _leave(store)
    assert sorted(each.partition(":")[0].partition("\n")[0] for each in said) == sorted(
        ["Встречи, на которые вы записаны, отменены"] * 9 + ["Вы ждали места, но встречи отменили."] * 3
    )
    assert "26 ноября, 10:00 и все следующие" in max(said, key=len)
    assert await _free(store, town, THURSDAY) == [9, 10, 11, 12]
    assert await count(database, BARE_MEETINGS) == 0
    clock.now = town.at(NEXT + timedelta(weeks=2), 12)
    await _remind(store)
    assert await _leave(store) == []
    assert (await store.read(read_attendance, ReadAttendance(club.id), head)).entries == ()
    with pytest.raises(UnknownGathering):
        attended = RecordAttendance(club.meetings[0].id, frozenset())
        await store.write(record_attendance, attended, head)


async def test_F12_the_only_meeting_of_an_event_called_off_is_told_to_the_queue_too(store: Store) -> None:
    town = await a_town(store)
    event = await a_club(store, town, capacity=1, weeks=1)
    for _ in range(2):
        await _enrol(store, event, await a_family(store))
    await _call_off(town, event.meetings[0])
    told = await _leave(store)
    [off, queue] = sorted(told)
    assert off.startswith("Встреча отменена:") and "Других встреч пока нет" in off
    assert queue.startswith("Вы ждали места, но встречи отменили.")


async def test_B3_a_place_given_up_while_all_was_off_is_the_first_waiters_when_it_takes_place_after_all(
    store: Store,
) -> None:
    town = await a_town(store)
    event = await a_club(store, town, capacity=1, weeks=1)
    had, waits, late = [await a_family(store) for _ in range(3)]
    place = await _enrol(store, event, had)
    await _enrol(store, event, waits)
    await _call_off(town, event.meetings[0])
    await store.write(give_up, GiveUp(place.ticket), had)
    await _leave(store)
    again = await _move(town, event.meetings[0], FRIDAY, 16)
    assert again.taken == 1
    [said] = await _leave(store)
    assert said.startswith("Освободилось место") and "27 ноября, 16:00" in said
    assert (await _enrol(store, event, late)).standing is Standing.WAITING
    [mine] = (await store.read(read_enrolments, ReadEnrolments(), waits)).entries
    assert mine.standing is Standing.ENROLLED


async def test_F12_my_own_clubs_are_those_with_something_ahead(store: Store) -> None:
    town = await a_town(store)
    club, family = await a_club(store, town), await a_family(store)
    event = await a_club(store, town, weeks=1)
    await _enrol(store, event, family)
    await _enrol(store, club, family)
    await _call_off(town, event.meetings[0])
    mine = (await store.read(read_my_gatherings, None, family)).entries
    assert [one.id for one in mine] == [club.id]
    assert (await store.read(read_my_gatherings, None, await a_family(store))).entries == ()


async def test_F12_a_family_without_a_messenger_is_marked_to_be_called(store: Store) -> None:
    town = await a_town(store)
    club, staff = await a_club(store, town), registrar(town.centre_id)
    entered = await store.write(enter_family, EnterFamily(town.centre_id, KEEPING_DATA), staff)
    by_phone = await store.write(enrol, Enrol(club.id, 8, entered.id), staff)
    assert (by_phone.writes, (await _enrol(store, club, await a_family(store))).writes) == (False, True)


async def test_B1_meetings_moved_and_visits_booked_at_once_never_share_a_room(store: Store, database: Database) -> None:
    town = await a_town(store, rooms=1)
    clubs = [await _a_club_in_a_room(store, town, weeks=1)]
    for number in range(1, 8):
        starts = town.at(THURSDAY + timedelta(weeks=number), 10)
        times = (MeetingTime(starts, starts + timedelta(hours=1)),)
        club = AddGathering(town.centre_id, GatheringKind.CLUB, f"К{number}", "", "", 9, times, room_id=town.rooms[0])
        clubs.append(await store.write(add_gathering, club, OPERATOR))
    families = [await a_family(store) for _ in clubs]
    moves = [
        _move(town, club.meetings[0], FRIDAY, 9 + number % 3, room=town.rooms[0]) for number, club in enumerate(clubs)
    ]
    visits = [town.book(family, town.at(FRIDAY, 9 + number % 3)) for number, family in enumerate(families)]
    wishes = [each for pair in zip(moves, visits, strict=True) for each in pair]
    ended = await asyncio.gather(*wishes, return_exceptions=True)
    broken = [one for one in ended if isinstance(one, BaseException) and not isinstance(one, RoomTaken | SlotRefused)]
    assert broken == [] and sum(not isinstance(one, BaseException) for one in ended) == 3
    assert await count(database, OVERLAPS) == await count(database, BARE) == await count(database, BARE_MEETINGS) == 0


def _events(diary: Diary) -> tuple[str, dict[str, Event]]:
    """The method of the file as a calendar reads it, and its events by UID."""
    entries = [Entry(**_fields(one), summary="Встреча", location=diary.address) for one in diary.entries]
    calendar = Calendar.from_ical(calendar_file(*entries))
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == len(entries), "one event a meeting"
    return str(calendar["METHOD"]), events


def _fields(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}  # type: ignore[attr-defined]


async def test_B13_a_club_in_the_calendar_follows_its_meetings(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    club, family, other = await a_club(store, town), await a_family(store), await a_family(store)
    place = await _enrol(store, club, family)
    await _enrol(store, club, other)

    async def read(who: Adult = family) -> tuple[str, dict[str, Event]]:
        return _events(await store.read(read_diary, ReadDiary(club.id), who))

    method, before = await read()
    assert method == "PUBLISH" and [one["DTSTART"].dt for one in before.values()] == [
        one.starts_at for one in club.meetings
    ]
    assert {str(one["STATUS"]) for one in before.values()} == {"CONFIRMED"}
    assert before.keys().isdisjoint((await read(other))[1]), "calendars of two families never meet"
    clock.forward(minutes=1)
    await _move(town, club.meetings[0], FRIDAY, 18)
    await _call_off(town, club.meetings[1])
    method, after = await read()
    moved, off, *same = before
    assert method == "PUBLISH" and after.keys() == before.keys(), "the same events for ever"
    assert after[moved]["DTSTART"].dt == town.at(FRIDAY, 18).astimezone(UTC)
    assert (str(after[moved]["STATUS"]), str(after[off]["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert [after[one]["SEQUENCE"] - before[one]["SEQUENCE"] for one in (moved, off, *same)] == [1, 1, 0, 0]
    assert all(after[one]["DTSTAMP"].dt > before[one]["DTSTAMP"].dt for one in (moved, off))
    assert not after[off].walk("VALARM") and after[moved].walk("VALARM"), "what does not take place rings no bell"
    await store.write(give_up, GiveUp(place.ticket), family)
    method, gone = await read()
    assert method == "CANCEL" and gone.keys() == before.keys()
    assert {str(one["STATUS"]) for one in gone.values()} == {"CANCELLED"}
    clock.forward(minutes=1)
    await _enrol(store, club, family)
    _, back = await read()
    assert str(back[moved]["STATUS"]) == "CONFIRMED" and back[moved]["DTSTAMP"].dt > gone[moved]["DTSTAMP"].dt


async def test_F12_what_staff_no_longer_show_they_can_still_fill(store: Store) -> None:
    town = await a_town(store)
    club, head = await a_club(store, town), registrar(town.centre_id)
    family = await a_family(store, centre_id=town.centre_id)
    await store.write(call_off_gathering, CallOffGathering(club.id), head)
    again = await _move(town, club.meetings[0], FRIDAY, 16)
    assert [one.starts_at for one in again.meetings] == [town.at(FRIDAY, 16)] and not again.offered
    with pytest.raises(UnknownGathering):
        await _enrol(store, club, family)
    wish = Enrol(club.id, 8, family.family_id)
    assert (await store.write(enrol, wish, head)).gathering_id == club.id


NIGHT, MORNING = date(2026, 11, 23), date(2026, 11, 24)


async def _called_off_at_night(store: Store, clock: Clock, town: Town, club: GatheringInfo) -> None:
    """At ten in the evening all is called off; then five minutes go by."""
    clock.now = town.at(NIGHT, 22)
    await store.write(call_off_gathering, CallOffGathering(club.id), registrar(town.centre_id))
    clock.forward(minutes=5)


async def test_F12_a_club_called_off_at_night_and_brought_back_before_morning_is_told_as_nothing(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    club = await a_club(store, town, capacity=1)
    await _enrol(store, club, await a_family(store))
    await _enrol(store, club, await a_family(store))
    await _called_off_at_night(store, clock, town, club)
    assert len(await _said(store)) == 2, "who has the place, and who waits for one"
    for meeting in club.meetings:
        await _move(town, meeting, meeting.starts_at.astimezone(town.zone).date(), 16)
    clock.now = town.at(MORNING, 8)
    assert await _leave(store) == []


async def test_F12_of_a_club_called_off_at_night_what_is_brought_back_is_not_told_off(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    club = await a_club(store, town, capacity=1, weeks=3)
    await _enrol(store, club, await a_family(store))
    await _enrol(store, club, await a_family(store))
    await _move(town, club.meetings[2], FRIDAY + timedelta(weeks=2), 16)
    await _leave(store)
    clock.now = town.at(NIGHT, 21, 30)
    await _move(town, club.meetings[0], FRIDAY, 16)
    await _called_off_at_night(store, clock, town, club)
    await _move(town, club.meetings[1], NEXT, 17)
    clock.now = town.at(MORNING, 8)
    said = [words for _ in range(3) for words in await _leave(store)]  # one of a chat at a time
    assert sorted(each.partition("\n")[0] for each in said) == [
        "Время встречи изменилось. Теперь: 3 декабря, 17:00.",
        "Встреча отменена: 11 декабря, 16:00.",
        "Встреча отменена: 26 ноября, 16:00.",
    ], "one a meeting, and none knows of Friday"
    assert "Было: 3 декабря, 16:00" in "\n".join(said)
    assert "Других встреч пока нет" not in "\n".join(said)


async def test_B3_whoever_gets_a_place_of_a_club_brought_back_is_not_told_that_there_is_none(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    club, had = await a_club(store, town, capacity=1), await a_family(store)
    place = await _enrol(store, club, had)
    await _enrol(store, club, await a_family(store))
    await _enrol(store, club, await a_family(store))
    await _called_off_at_night(store, clock, town, club)
    await store.write(give_up, GiveUp(place.ticket), had)
    await _move(town, club.meetings[0], FRIDAY, 16)
    clock.now = town.at(MORNING, 8)
    [said] = await _leave(store)
    assert said.startswith("Освободилось место") and "27 ноября, 16:00" in said


async def test_B3_a_place_not_told_of_before_all_was_off_is_told_when_it_takes_place_after_all(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    event, had = await a_club(store, town, capacity=1, weeks=1), await a_family(store)
    place = await _enrol(store, event, had)
    await _enrol(store, event, await a_family(store))
    clock.now = town.at(NIGHT, 22)
    await store.write(give_up, GiveUp(place.ticket), had)
    await _call_off(town, event.meetings[0])
    [said] = await _said(store)
    assert said.startswith("Вы ждали места, но встречи отменили.")
    await _move(town, event.meetings[0], FRIDAY, 16)
    clock.now = town.at(MORNING, 8)
    [said] = await _leave(store)
    assert said.startswith("Освободилось место") and "27 ноября, 16:00" in said


async def test_F12_that_all_is_off_is_looked_at_again_when_a_sender_had_it_in_hand(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    club = await a_club(store, town, capacity=1, weeks=2)
    await _enrol(store, club, await a_family(store))
    await _enrol(store, club, await a_family(store))
    await _called_off_at_night(store, clock, town, club)
    clock.now = town.at(MORNING, 8)
    delivery = Delivery(KINDS)
    claimed = await store.write(delivery.claim(), ClaimLetters(TELEGRAM, "slow", 9), TEST)
    assert len(claimed) == 2
    await _move(town, club.meetings[1], NEXT, 16)
    again = [Settle(one, State.UNKNOWN, retry_at=clock.now) for one in claimed]
    await store.write(delivery.settle(), again, TEST)
    said = [*await _leave(store), *await _leave(store)]
    assert not any("и все следующие" in each or "не будет" in each for each in said)
    assert any(each.startswith("Встреча отменена: 26 ноября") for each in said), "what is still off is told by itself"
