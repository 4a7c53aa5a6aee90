"""A family to whom no time suits is written to when one is free, and answers with one tap."""

from zoneinfo import ZoneInfo

import pytest

from core.booking.cancel import Cancel, cancel
from core.booking.confirm import Book, book
from core.booking.hold import Hold
from core.booking.hours import Hours
from core.booking.listing import ReadServices, read_services
from core.booking.states import Mode
from core.booking.working_time import ChangeDay, change_day
from core.use_case import Visitor
from tests.dialogs.town import AGREE, BOOKING, VISITS, Somebody, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

TELL_ME, ANY_TIME, JOIN = "🔔 Сообщить, когда освободится", "В любое время", "✓ Даю согласие, сообщите"
TAKE, NO = "✓ Беру это время", "Не подходит"


async def _owner(town: Town, slug: str) -> Somebody:
    """Somebody who has booked the only time there is."""
    owner = await town.newcomer("Алла")
    await owner.start(slug)
    await owner.tap(BOOKING, "К кому вас записать?")
    await owner.tap("Тьютор", "ближайшее свободное время")
    await owner.tap(owner.slots()[0], "Проверьте")
    await owner.tap(AGREE, "вы записаны")
    return owner


async def _waits(town: Town, slug: str, name: str) -> Somebody:
    somebody = await town.newcomer(name)
    await somebody.start(slug)
    await somebody.tap(BOOKING, "К кому вас записать?")
    await somebody.tap("Тьютор", "Свободного времени сейчас нет")
    await somebody.tap(TELL_ME, "Сообщить, когда освободится время?")
    await somebody.tap(ANY_TIME, "мне нужно ваше согласие")
    await somebody.tap(JOIN, "Хорошо, сообщу")
    return somebody


async def _gives_back(owner: Somebody) -> None:
    await owner.tap(VISITS, "Ваши записи")
    await owner.tap(owner.slots()[0], "Номер записи")
    await owner.tap("Отменить", "Отменить эту запись?")
    await owner.tap("Да, отменить", "Запись отменена")


async def test_B11_the_freed_time_goes_down_the_queue_and_is_booked_with_one_tap(town: Town) -> None:
    slug = await town.one_time_centre()
    owner = await _owner(town, slug)
    first, second = await _waits(town, slug, "Белла"), await _waits(town, slug, "Вика")
    assert second.window is not None and "Перед вами в очереди: 1" in second.window.text
    await _gives_back(owner)
    letter = await first.person.wait_for("Нашлось время", 20)
    assert "Тьютор" not in letter.text, "a locked screen names no service"
    await first.tap(NO, "предложу другой семье")
    await second.person.wait_for("Нашлось время", 20)
    shown = await second.tap(TAKE, "Номер записи")
    assert "Тьютор" in shown.text
    await second.person.wait_screen(
        lambda screen: not any(one.buttons for one in screen if "Нашлось время" in one.text)
    )
    await first.start(slug)
    await first.tap(VISITS, "Ваши записи")
    await first.tap("🔔 Жду время: Тьютор", "Вы в очереди первые")
    await first.tap("Больше не ждать", "больше не жду")


async def test_B11_an_offer_answered_too_late_is_told_kindly(town: Town) -> None:
    slug = await town.one_time_centre()
    owner = await _owner(town, slug)
    late = await _waits(town, slug, "Галя")
    await _gives_back(owner)
    await late.person.wait_for("Нашлось время", 20)
    await town.ten_minutes_pass()
    quick = await town.newcomer("Дина")
    await quick.start(slug)
    await quick.tap(BOOKING, "К кому вас записать?")
    await quick.tap("Тьютор", "ближайшее свободное время")
    await quick.tap(quick.slots()[0], "Проверьте")
    await quick.tap(AGREE, "вы записаны")
    await late.tap(TAKE, "больше не держу за вами")


async def test_B11_whoever_loses_the_last_time_can_wait_for_another_or_go_back(town: Town) -> None:
    slug = await town.one_time_centre()
    quick, slow = await town.newcomer("Ева"), await town.newcomer("Жанна")
    for somebody in (quick, slow):
        await somebody.start(slug)
        await somebody.tap(BOOKING, "К кому вас записать?")
        await somebody.tap("Тьютор", "ближайшее свободное время")
    [wanted] = slow.slots()
    await quick.tap(wanted, "Проверьте")
    shown = await slow.tap(wanted, "только что занял")
    assert "Могу написать вам" in shown.text
    await slow.tap("← Назад", "Свободного времени сейчас нет")
    await slow.tap(TELL_ME, "Сообщить, когда освободится время?")


async def test_B11_whoever_agrees_to_nothing_is_told_that_nobody_will_write(town: Town) -> None:
    slug = await town.one_time_centre()
    await _owner(town, slug)
    zina = await town.newcomer("Зина")
    await zina.start(slug)
    await zina.tap(BOOKING, "К кому вас записать?")
    await zina.tap("Тьютор", "Свободного времени сейчас нет")
    await zina.tap(TELL_ME, "Сообщить, когда освободится время?")
    await zina.tap(ANY_TIME, "мне нужно ваше согласие")
    shown = await zina.tap("Нет", "ничего не сохраняю")
    assert "написать вам не смогу" in shown.text and "Выбранное время" not in shown.text
    assert isinstance(await zina.actor(), Visitor)
    await zina.tap("← Вернуться к записи", "Свободного времени сейчас нет")


async def test_B1_an_offered_time_in_the_hour_of_another_own_visit_is_not_taken_and_stays_kept(town: Town) -> None:
    slug = await town.one_time_centre()
    owner = await _owner(town, slug)
    waits = await _waits(town, slug, "Инна")
    await _gives_back(owner)
    letter = await waits.person.wait_for("Нашлось время", 20)
    adult = await waits.adult()
    [held] = await town.appointments(adult.family_id)
    other = await town.service("Логопед", centre_id=held.centre_id)
    services = (await town.house.store.read(read_services, ReadServices(held.centre_id), adult)).entries
    [person] = [one.id for service in services if service.id == other for one in service.specialists]
    day = held.starts_at.astimezone(ZoneInfo(held.time_zone)).date()
    await town.write(change_day, ChangeDay(held.centre_id, day, person, open_hours=(Hours(600, 660),)))
    visit = await town.write(book, Book(Hold(other, Mode.PLACE, held.starts_at)), adult)
    await waits.person.tap(TAKE, message_id=letter.id)
    await waits.hear("В это время у вас уже есть другая запись")
    await town.write(cancel, Cancel(visit.ticket), adult)
    await waits.person.tap(TAKE, message_id=letter.id)
    shown = await waits.person.wait_for("Номер записи", 20)
    assert "Тьютор" in shown.text
