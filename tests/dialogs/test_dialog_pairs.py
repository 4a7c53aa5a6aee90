"""A family sees two specialists in one visit, in the real bot: both are booked or neither (F7)."""

import re

import pytest
from icalendar import Calendar

from core.booking.staffing import Assign, assign
from core.booking.states import Status
from core.booking.working_time import SetWeek, set_week
from core.use_case import Adult, Visitor
from tests.dialogs.town import AGREE, BOOKING, CONFIRM, VISITS, Somebody, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAIR, ONE, OTHER = "👥 Два специалиста за один приход", "Гончар", "Флорист"
IN_A_ROW = "друг за другом"


async def _two(town: Town) -> tuple[int, int]:
    """Two services of specialists who work the same hours."""
    return await town.service(ONE, specialist_name="Гончар Ия"), await town.service(OTHER, specialist_name="Флорист Ян")


async def _to_pairs(somebody: Somebody) -> None:
    """From the services to the nearest pairs."""
    await somebody.tap(PAIR, "Выберите двоих")
    await somebody.tap(ONE, "И к кому ещё?")
    assert f"✓ {ONE}" in somebody.labels()
    await somebody.tap(OTHER, IN_A_ROW)


def _lines(somebody: Somebody) -> list[str]:
    """The pairs in words."""
    assert somebody.window is not None
    return [line for line in somebody.window.text.splitlines() if line.startswith("🗓")]


async def _newcomer(town: Town, name: str) -> Somebody:
    somebody = await town.newcomer(name)
    await somebody.to_services()
    await _to_pairs(somebody)
    return somebody


async def test_F7_two_specialists_are_booked_for_one_visit_with_one_consent(town: Town) -> None:
    await _two(town)
    masha = await _newcomer(town, "Маша")
    assert masha.window is not None and len(set(masha.slots())) == 3
    assert re.search(rf"— {ONE}, потом в \d+:\d\d — {OTHER}", masha.window.text)
    shown = await masha.tap(masha.slots()[0], "Проверьте")
    assert "Гончар Ия" in shown.text and "Флорист Ян" in shown.text and "Можно я запомню" in shown.text
    assert shown.text.count("улица Примерная") == 1, "they are at one place"
    assert isinstance(await masha.actor(), Visitor), "nothing is kept yet"
    shown = await masha.tap(AGREE, "вы записаны")
    visits = await town.appointments((await masha.adult()).family_id)
    first, second = sorted((one for one in visits if one.status is Status.CONFIRMED), key=lambda one: one.starts_at)
    assert first.ends_at == second.starts_at and first.ticket in shown.text and second.ticket in shown.text
    await masha.tap("📆 Добавить в календарь", "вы записаны")
    starts = [Calendar.from_ical(file).walk("VEVENT")[0].decoded("dtstart") for file in (await masha.files()).values()]
    assert sorted(starts) == [first.starts_at, second.starts_at]
    await masha.tap(VISITS, "Ваши записи")
    assert [slot.rpartition(" · ")[2] for slot in masha.slots()] == [ONE, OTHER]


async def test_F7_a_pair_taken_meanwhile_is_answered_with_the_next_pairs(town: Town) -> None:
    await _two(town)
    quick, slow = await _newcomer(town, "Роза"), await _newcomer(town, "Лена")
    wanted, line = slow.slots()[0], _lines(slow)[0]
    await quick.tap(wanted, "Проверьте")
    shown = await slow.tap(wanted, "только что занял")
    assert len(slow.slots()) == 3 and line not in _lines(slow) and IN_A_ROW in shown.text
    await slow.tap(slow.slots()[0], "Проверьте")
    await slow.tap(AGREE, "вы записаны")
    await quick.tap(AGREE, "вы записаны")


async def test_F7_when_one_half_is_lost_neither_is_booked_and_the_other_half_is_free_again(town: Town) -> None:
    await _two(town)
    slow, quick, third = await _newcomer(town, "Сима"), await town.newcomer("Тая"), await town.newcomer("Фая")
    wanted, line = slow.slots()[0], _lines(slow)[0]
    half, then = wanted.split(" и ")
    await slow.tap(wanted, "Проверьте")
    await town.ten_minutes_pass()
    await quick.to_services()
    await quick.tap(ONE, "ближайшее свободное время")
    assert half in quick.slots()
    await quick.tap(half, "Проверьте")
    await quick.tap(AGREE, "вы записаны")
    shown = await slow.tap(AGREE, "только что занял")
    assert ONE in shown.text and line not in _lines(slow)
    visits = await town.appointments((await slow.adult()).family_id)
    assert not [one for one in visits if one.status in (Status.CONFIRMED, Status.HELD)]
    await third.to_services()
    await third.tap(OTHER, "ближайшее свободное время")
    assert then in [slot.rpartition(" ")[2] for slot in third.slots()]


async def test_F7_whoever_declines_a_pair_keeps_nothing_and_holds_nobody_up(town: Town) -> None:
    await _two(town)
    uma = await _newcomer(town, "Ума")
    wanted = uma.slots()[0]
    await uma.tap(wanted, "Проверьте")
    await uma.tap("Нет", "ничего не сохраняю")
    assert isinstance(await uma.actor(), Visitor)
    other = await _newcomer(town, "Хая")
    assert other.slots()[0] == wanted
    await uma.tap("← Вернуться к записи", IN_A_ROW)
    await uma.tap(wanted, "Проверьте")
    await uma.tap("← Другое время", IN_A_ROW)
    assert uma.slots()[0] == wanted, "given back"
    await uma.tap("← Назад", "Выберите двоих")
    await uma.tap("← Назад", "К кому вас записать?")


async def test_B12_a_pair_of_which_there_are_two_visits_already_is_refused_by_name(town: Town) -> None:
    await _two(town)
    chara = await town.newcomer("Чара")
    await chara.book(ONE)
    await chara.menu()
    await chara.tap(BOOKING, "К кому вас записать?")
    await chara.tap(ONE, "ближайшее свободное время")
    await chara.tap(chara.slots()[0], "Проверьте")
    await chara.tap(CONFIRM, "вы записаны")
    await chara.menu()
    await chara.tap(BOOKING, "К кому вас записать?")
    await _to_pairs(chara)
    shown = await chara.tap(chara.slots()[0], "уже две такие записи")
    assert shown.text.startswith(ONE) and chara.slots() == []
    await chara.tap(VISITS, "Ваши записи")
    assert len(chara.slots()) == 2


async def test_F7_two_who_never_meet_can_be_booked_apart(town: Town) -> None:
    one, other = await _two(town)
    potter = await town.colleague(other, "Мастер на все руки")
    await town.write(assign, Assign(one, potter))
    for each in await town.specialists(one, other):
        if each != potter:
            await town.write(set_week, SetWeek(each, ()))
    shy = await town.newcomer("Шура")
    await shy.to_services()
    await shy.tap(PAIR, "Выберите двоих")
    await shy.tap(ONE, "И к кому ещё?")
    await shy.tap(f"✓ {ONE}", "Выберите двоих")
    await shy.tap(ONE, "И к кому ещё?")
    await shy.tap(OTHER, "Можно записаться к каждому отдельно")
    await shy.tap("Записаться отдельно", "К кому вас записать?")


async def test_A1_a_pair_handled_twice_is_booked_once(town: Town) -> None:
    """Telegram fails to show the result, so the tap is handled anew: the recorded visits come back."""
    await _two(town)
    elya = await _newcomer(town, "Эля")
    await elya.tap(elya.slots()[0], "Проверьте")
    await town.sandbox.faults(method="editMessageText", code=500, times=1, chat_id=elya.person.id)
    await elya.tap(AGREE, "вы записаны")
    assert isinstance(await elya.actor(), Adult)
    visits = await town.appointments((await elya.adult()).family_id)
    assert [one.status for one in visits if one.status is not Status.EXPIRED] == [Status.CONFIRMED] * 2
