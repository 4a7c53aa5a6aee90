"""Parents enrol children in a club, queue when it is full, and have a freed place at once (F12)."""

from datetime import timedelta

import pytest
from icalendar import Calendar, Event

from core.booking.gatherings import GatheringInfo, ReadGathering, read_gathering
from core.booking.meeting_changes import (
    CallOffGathering,
    CallOffMeeting,
    MoveMeeting,
    call_off_gathering,
    call_off_meeting,
    move_meeting,
)
from core.permissions import Permission
from core.use_case import StaffMember
from tests.dialogs.town import AGREE, MENU, OPERATOR, VISITS, Somebody, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

STAFF = StaffMember(1, "Методист", frozenset({Permission.MANAGE_APPOINTMENTS, Permission.MANAGE_SCHEDULE}), None)
DOOR, ENROL, QUEUE = "🎨 Кружки и события", "✓ Записать ребёнка", "🔔 Встать в очередь"


async def _opens(somebody: Somebody, slug: str, title: str) -> None:
    await somebody.start(slug)
    await somebody.tap(DOOR, "Всё бесплатно")
    [label] = [label for label in somebody.labels() if title in label]
    await somebody.tap(label, "зал 2")


async def test_F12_the_last_place_goes_and_whoever_came_later_is_promoted_and_told(town: Town) -> None:
    title = "Шахматы для всех"
    await town.club(town.centre.id, title)
    first, third = await town.newcomer("Ася"), await town.newcomer("Женя")
    await _opens(first, town.centre.slug, title)
    await first.tap(ENROL, "Сколько лет ребёнку?")
    await first.tap("7", "мне нужно ваше согласие")
    await first.tap(AGREE, "Место за вами: ребёнок, 7 лет")
    await first.tap(ENROL, "Сколько лет ребёнку?")
    await first.tap("2", "ребёнок, 2 года")
    await _opens(third, town.centre.slug, title)
    await third.tap(QUEUE, "Сколько лет ребёнку?")
    await third.tap("11", "мне нужно ваше согласие")
    await third.tap(AGREE, "Вы в очереди: ребёнок, 11 лет. Вы первые.")
    await town.it_is_noon_for(await third.adult())
    await first.tap("Освободить место: 2 года", "Его сможет занять другая семья")
    await first.tap("Нет, оставить", "ребёнок, 2 года")
    await first.tap("Освободить место: 2 года", "Его сможет занять другая семья")
    shown = await first.tap("Да", "Место освободил")
    assert "Место за вами: ребёнок, 7 лет" in shown.text and "2 года" not in shown.text
    letter = await third.person.wait_for("Освободилось место", 20)
    assert title not in letter.text, "a locked screen does not tell what it is about"
    assert "11 лет" not in letter.text and "ребён" not in letter.text, "nor a child"
    shown = await third.tap("Что это за встреча", "Место за вами: ребёнок, 11 лет")
    assert title in shown.text
    await third.tap(MENU, "Я рядом")
    await third.tap(DOOR, "Всё бесплатно")
    assert any(label.startswith("✓") and title in label for label in third.labels())


async def _club(town: Town, club: int) -> GatheringInfo:
    return await town.house.store.read(read_gathering, ReadGathering(club), OPERATOR)


async def _events(somebody: Somebody, club: int) -> list[Event]:
    """The file that came last, as a calendar reads it."""
    return Calendar.from_ical((await somebody.files())[f"vstrechi-{club}.ics"]).walk("VEVENT")


async def _enrolled(town: Town, somebody: Somebody, title: str, age: str) -> None:
    await _opens(somebody, town.centre.slug, title)
    await somebody.tap(ENROL, "Сколько лет ребёнку?")
    await somebody.tap(age, "мне нужно ваше согласие")
    await somebody.tap(AGREE, "Место за вами")
    await town.it_is_noon_for(await somebody.adult())


async def test_F12_clubs_stand_beside_visits_with_the_next_meeting_and_the_way_out(town: Town) -> None:
    title, full = "Театр теней", "Лепка"
    await town.club(town.centre.id, title)
    await town.club(town.centre.id, full)
    dasha, others = await town.newcomer("Даша"), await town.newcomer("Оля")
    await _enrolled(town, others, full, "3")
    await others.tap(ENROL, "Сколько лет ребёнку?")
    await others.tap("4", "ребёнок, 4 года")
    await _enrolled(town, dasha, title, "7")
    await dasha.tap("← Все кружки и события", "Всё бесплатно")
    [label] = [label for label in dasha.labels() if full in label]
    await dasha.tap(label, "Мест сейчас нет")
    await dasha.tap(QUEUE, "Сколько лет ребёнку?")
    await dasha.tap("7", "Вы первые")

    await dasha.tap(MENU, "Я рядом")
    await dasha.tap(VISITS, "Ваши записи")
    [mine] = [label for label in dasha.labels() if title in label]
    assert ":" in mine and "·" in mine, "the next meeting, as of a visit"
    await dasha.tap(f"🔔 Жду место: {full}", "Вы первые")
    await dasha.tap("Больше не ждать: 7 лет", "Больше не ждать места?")
    shown = await dasha.tap("Да", "Мест сейчас нет")
    assert "Место освободил" not in shown.text, "there was none"
    await dasha.tap("← Все записи", "Ваши записи")
    assert not any(full in label for label in dasha.labels())
    shown = await dasha.tap(mine, "Место за вами: ребёнок, 7 лет")
    assert "🚪 зал 2" in shown.text and "📍" in shown.text
    await dasha.tap("Освободить место: 7 лет", "Его сможет занять другая семья")
    await dasha.tap("Да", "Место освободил")
    await dasha.tap("← Все записи", "Впереди пока ничего нет")


async def test_B13_a_club_goes_into_the_calendar_and_out_of_it_again(town: Town) -> None:
    title = "Хор"
    club, rita = await town.club(town.centre.id, title), await town.newcomer("Рита")
    await _enrolled(town, rita, title, "9")
    await rita.tap("📆 Добавить в календарь", "встречи появятся в календаре")
    before = await _events(rita, club)
    assert len(before) == 8 and {str(one["STATUS"]) for one in before} == {"CONFIRMED"}
    file = (await rita.files())[f"vstrechi-{club}.ics"]
    assert title not in file and "9" not in str(before[0]["SUMMARY"]), "calendars are shared (C14)"
    await rita.person.wait_for("Место за вами", 20)
    await rita.tap("Освободить место: 9 лет", "Его сможет занять другая семья")
    await rita.tap("Да", "Место освободил")
    await rita.tap("📆 Убрать из календаря", "встречи исчезнут из календаря")
    after = await _events(rita, club)
    assert [one["UID"] for one in after] == [one["UID"] for one in before]
    assert {str(one["STATUS"]) for one in after} == {"CANCELLED"}


async def test_F12_a_meeting_moved_and_one_called_off_are_read_in_the_chat(town: Town) -> None:
    title = "Робототехника"
    club, vika = await town.club(town.centre.id, title), await town.newcomer("Вика")
    await _enrolled(town, vika, title, "10")
    first, second, *_ = (await _club(town, club)).meetings
    starts = first.starts_at + timedelta(days=1, hours=1)
    await town.write(move_meeting, MoveMeeting(first.id, starts, starts + timedelta(hours=1), "зал 5"), STAFF)
    letter = await vika.person.wait_for("Время встречи изменилось", 20)
    assert "Новое место: зал 5" in letter.text and "Было:" in letter.text and title not in letter.text
    await vika.person.tap("📆 Добавить в календарь")
    await vika.person.wait_for("встречи появятся в календаре", 20)
    assert (await _events(vika, club))[0]["DTSTART"].dt == starts
    await town.write(call_off_meeting, CallOffMeeting(second.id), STAFF)
    letter = await vika.person.wait_for("Встреча отменена", 20)
    assert "Остальные встречи остаются" in letter.text
    await vika.person.tap("📆 Убрать из календаря")
    await vika.person.wait_for(lambda shown: bool(shown.raw.get("document")), 20)
    moved, off, *_ = await _events(vika, club)
    assert (int(moved["SEQUENCE"]), str(off["STATUS"]), int(off["SEQUENCE"])) == (1, "CANCELLED", 1)
    await vika.person.tap("Что это за встреча")
    shown = await vika.person.wait_for(lambda shown: "Не состоится" in shown.text, 20)
    assert title in shown.text and "🚪 зал 5" in shown.text and "зал 2)" in shown.text

    await town.write(call_off_gathering, CallOffGathering(club), STAFF)
    letter = await vika.person.wait_for("Встречи, на которые вы записаны, отменены", 20)
    assert "и все следующие" in letter.text
    await vika.person.tap("📆 Убрать из календаря")
    await vika.person.wait_for("встречи исчезнут из календаря", 20)
