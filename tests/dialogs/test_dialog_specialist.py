"""Whom a family comes to, in the real bot: anybody, somebody by name, and the same person when a visit moves (F7)."""

import pytest

from core.booking.queueing import ReadMyWaiting, read_my_waiting
from core.booking.states import Status
from core.booking.working_time import SetWeek, set_week
from tests.dialogs.town import AGREE, FIRST_HOUR, VISITS, Somebody, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHOOSE, ANY, WIDEN = "👤 Выбрать специалиста", "Всё равно, к кому", "К любому специалисту"
FIRST, SECOND = "Ада Первая", "Бэлла Вторая"
MOVE, KEEP = "✓ Да, перенести", "Оставить как есть"


async def _two(town: Town) -> int:
    """A service given by somebody from 9 to 10 and by somebody else the whole day; returns the latter's id."""
    service = await town.service("Арт-терапевт", specialist_name=FIRST, hours=FIRST_HOUR)
    return await town.colleague(service, SECOND)


async def _booked_with(town: Town, specialist: str, name: str) -> Somebody:
    """Somebody new who has booked a time of this specialist."""
    somebody = await town.newcomer(name)
    await somebody.to_services()
    await somebody.tap("Арт-терапевт", "ближайшее свободное время")
    await somebody.tap(CHOOSE, "К кому вам хочется?")
    await _choose(somebody, specialist)
    await somebody.tap(somebody.slots()[0], "Проверьте")
    await somebody.tap(AGREE, "вы записаны")
    return somebody


async def _choose(somebody: Somebody, name: str) -> None:
    [label] = [label for label in somebody.labels() if label.startswith(f"{name} · ")]
    await somebody.tap(label, f"👤 {name}")


async def _to_move(somebody: Somebody) -> None:
    await somebody.tap(VISITS, "Ваши записи")
    await somebody.tap(somebody.slots()[0], "Номер записи")
    await somebody.tap("Перенести", "Сейчас у вас")


async def test_F7_whoever_wants_a_certain_specialist_names_one_and_nobody_else_is_asked(town: Town) -> None:
    second = await _two(town)
    somebody = await town.newcomer("Юля")
    await somebody.to_services()
    shown = await somebody.tap("Арт-терапевт", "ближайшее свободное время")
    assert FIRST not in shown.text and SECOND not in shown.text, "it may be either"
    await somebody.tap(CHOOSE, "К кому вам хочется?")
    assert somebody.labels()[0] == ANY
    await _choose(somebody, FIRST)
    assert [slot.rpartition(" ")[2] for slot in somebody.slots()] == ["9:00"] * 3
    await somebody.tap(WIDEN, "ближайшее свободное время")
    assert {slot.rpartition(" ")[2] for slot in somebody.slots()} != {"9:00"}
    await somebody.tap(CHOOSE, "К кому вам хочется?")
    await _choose(somebody, SECOND)
    await somebody.tap("🗓 Другой день", "Какой день вам удобен?")
    await somebody.tap("← Назад", f"👤 {SECOND}")
    shown = await somebody.tap(somebody.slots()[0], "Проверьте")
    assert SECOND in shown.text
    await somebody.tap(AGREE, "вы записаны")
    [visit] = await town.appointments((await somebody.adult()).family_id)
    assert (visit.status, visit.specialist_id) == (Status.CONFIRMED, second)


async def test_where_one_specialist_gives_a_service_nobody_is_asked_whom(town: Town) -> None:
    await town.service("Музыкант", specialist_name="Вера Третья")
    somebody = await town.newcomer("Яна")
    await somebody.to_services()
    shown = await somebody.tap("Музыкант", "ближайшее свободное время")
    assert "👤 Вера Третья" in shown.text
    assert not {CHOOSE, WIDEN} & set(somebody.labels())


async def test_F7_a_visit_moves_within_the_times_of_its_own_specialist(town: Town) -> None:
    await _two(town)
    somebody = await _booked_with(town, FIRST, "Эля")
    family_id = (await somebody.adult()).family_id
    [before] = await town.appointments(family_id)
    await _to_move(somebody)
    assert [slot.rpartition(" ")[2] for slot in somebody.slots()] == ["9:00"] * 3
    shown = await somebody.tap(somebody.slots()[1], "Перенести запись?")
    assert f"{FIRST}. Специалист тот же." in shown.text
    shown = await somebody.tap(MOVE, "запись перенесена")
    assert FIRST in shown.text
    [after] = await town.appointments(family_id)
    assert after.specialist_id == before.specialist_id and after.starts_at > before.starts_at


async def test_F7_somebody_else_is_named_before_a_visit_moves_there(town: Town) -> None:
    second = await _two(town)
    somebody = await _booked_with(town, FIRST, "Инга")
    await _to_move(somebody)
    await somebody.tap(WIDEN, "Сейчас у вас")
    other = next(slot for slot in somebody.slots() if not slot.endswith(" 9:00"))
    shown = await somebody.tap(other, "Перенести запись?")
    assert f"Специалист будет другой: {SECOND}" in shown.text and f"Сейчас вас ждёт {FIRST}" in shown.text
    shown = await somebody.tap(MOVE, "запись перенесена")
    assert SECOND in shown.text
    [after] = await town.appointments((await somebody.adult()).family_id)
    assert after.specialist_id == second


async def test_F7_a_visit_stays_with_its_own_specialist_also_at_a_time_that_suits_somebody_else_better(
    town: Town,
) -> None:
    service = await town.service("Арт-терапевт", specialist_name=FIRST, hours=FIRST_HOUR)
    await town.colleague(service, SECOND, FIRST_HOUR)
    somebody = await _booked_with(town, SECOND, "Нелли")
    await _to_move(somebody)
    await somebody.tap(WIDEN, "Сейчас у вас")
    shown = await somebody.tap(somebody.slots()[0], "Перенести запись?")
    assert f"{SECOND}. Специалист тот же." in shown.text
    await somebody.tap(KEEP, "Номер записи")


async def test_F7_a_specialist_without_a_free_time_is_said_to_have_none_and_others_are_one_tap_away(town: Town) -> None:
    service = await town.service("Арт-терапевт", specialist_name=FIRST, horizon_days=9)
    second = await town.colleague(service, SECOND)
    somebody = await town.newcomer("Ася")
    await somebody.to_services()
    await somebody.tap("Арт-терапевт", "ближайшее свободное время")
    await somebody.tap(CHOOSE, "К кому вам хочется?")
    await _choose(somebody, SECOND)
    await town.write(set_week, SetWeek(second, ()))
    await somebody.tap(somebody.slots()[0], "У этого специалиста свободного времени сейчас нет")
    assert "🔔 Сообщить, когда освободится" in somebody.labels()
    shown = await somebody.tap("🔔 Сообщить, когда освободится", "Сообщить, когда освободится время?")
    assert f"👤 {SECOND}. Предложу время только у этого специалиста." in shown.text
    await somebody.tap("← Назад", "У этого специалиста")
    shown = await somebody.tap(WIDEN, "ближайшее свободное время")
    assert "👤" not in shown.text and len(somebody.slots()) == 3


async def test_B11_who_had_chosen_a_specialist_waits_for_that_one_or_widens_with_a_tap(town: Town) -> None:
    service = await town.service("Арт-терапевт", specialist_name=FIRST, horizon_days=9)
    second = await town.colleague(service, SECOND)
    waiting = {}
    for name, widens in (("Ада", False), ("Рая", True)):
        somebody = await town.newcomer(name)
        await somebody.to_services()
        await somebody.tap("Арт-терапевт", "ближайшее свободное время")
        await somebody.tap(CHOOSE, "К кому вам хочется?")
        await _choose(somebody, SECOND)
        waiting[name] = somebody, widens
    await town.write(set_week, SetWeek(second, ()))
    for somebody, widens in waiting.values():
        await somebody.tap(somebody.slots()[0], "У этого специалиста свободного времени сейчас нет")
        await somebody.tap("🔔 Сообщить, когда освободится", "только у этого специалиста")
        if widens:
            shown = await somebody.tap(WIDEN, "Сообщить, когда освободится время?")
            assert "👤" not in shown.text and WIDEN not in somebody.labels()
        await somebody.tap("В любое время", "мне нужно ваше согласие")
        await somebody.person.tap("✓ Даю согласие, сообщите")
        shown = await somebody.person.wait_for(
            lambda shown: "Хорошо, сообщу" in shown.text or "Время уже нашлось" in shown.text, 20
        )
        assert widens or f"Арт-терапевт, {SECOND}, в любое время" in shown.text
        adult = await somebody.adult()
        [place] = (await town.house.store.read(read_my_waiting, ReadMyWaiting(adult.family_id), adult)).entries
        assert place.specialist == (None if widens else SECOND)


async def test_F7_a_service_says_with_what_one_comes_and_for_which_age(town: Town) -> None:
    await town.service("Читаем вместе", specialist_name="Вера Третья", about="чтение и письмо", ages=(6, 9))
    somebody = await town.newcomer("Ия")
    await somebody.to_services()
    shown = await somebody.tap("Читаем вместе", "ближайшее свободное время")
    assert "С чем приходят: чтение и письмо" in shown.text and "Возраст: от 6 до 9 лет" in shown.text
