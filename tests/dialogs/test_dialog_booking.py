"""A family books, moves and gives back a visit, tapping in the real bot."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from icalendar import Calendar

from core.booking.attendance import Attend, attend
from core.booking.confirm import Book, book
from core.booking.free import NearestSlots, nearest_slots
from core.booking.hold import Hold, hold
from core.booking.states import Mode, Status
from core.families.settings import ChooseCentre, choose_centre
from core.use_case import Adult, Visitor
from sandbox.client_views import Shown
from tests.dialogs.town import AGREE, BOOKING, CENTRE, CONFIRM, REGION, VISITS, Somebody, Town, ticket_of
from tests.households import a_visitor, registrar

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_F1_a_lawyers_slot_takes_six_taps_from_start(town: Town) -> None:
    marina = await town.newcomer()
    await marina.to_confirm("Юрист")
    shown = await marina.tap(AGREE, "вы записаны")
    assert marina.taps == 6
    [visit] = await town.appointments((await marina.adult()).family_id)
    assert (visit.status, visit.mode, visit.ticket) == (Status.CONFIRMED, Mode.PLACE, ticket_of(shown))
    assert "улица Примерная" in shown.text and "Мария Сказкина" in shown.text


async def test_D11_nothing_is_kept_before_the_consent_and_its_whole_text_is_on_the_screen(town: Town) -> None:
    before = await town.rows()
    olga = await town.newcomer("Ольга")
    await olga.to_confirm("Логопед")
    assert olga.window is not None
    assert "Можно я запомню ваши ответы?" in olga.window.text and "стереть в любой день" in olga.window.text
    assert isinstance(await olga.actor(), Visitor)
    after = await town.rows()
    assert {name: after[name] - before[name] for name in ("family", "adult", "consent", "appointment")} == {
        "family": 0,
        "adult": 0,
        "consent": 0,
        "appointment": 1,
    }
    await olga.tap(AGREE, "вы записаны")
    assert isinstance(await olga.actor(), Adult)


async def test_whoever_declines_keeps_nothing_and_holds_nobody_up(town: Town) -> None:
    pavel, wanted = await town.newcomer("Павел"), ""
    wanted = await pavel.to_confirm("Логопед")
    shown = await pavel.tap("Нет", "ничего не сохраняю")
    assert "🔎 Найти" in pavel.labels() and "🙋 Позвать человека" in pavel.labels()
    assert "нельзя хранить" in shown.text
    assert isinstance(await pavel.actor(), Visitor)
    rita = await town.newcomer("Рита")
    await rita.to_services()
    await rita.tap("Логопед", "ближайшее свободное время")
    assert wanted in rita.slots()


async def test_a_slot_taken_meanwhile_is_answered_with_others(town: Town) -> None:
    await town.service("Медиатор")
    anna, boris = await town.newcomer("Анна"), await town.newcomer("Борис")
    for somebody in (anna, boris):
        await somebody.to_services()
        await somebody.tap("Медиатор", "ближайшее свободное время")
    wanted = anna.slots()[0]
    await anna.tap(wanted, "Проверьте")
    await boris.tap(wanted, "только что занял")
    assert len(boris.slots()) == 3 and wanted not in boris.slots()
    await boris.tap(boris.slots()[0], "Проверьте")
    await boris.tap(AGREE, "вы записаны")
    await anna.tap(AGREE, "вы записаны")


async def test_a_hold_that_ran_out_and_was_taken_is_told_kindly(town: Town) -> None:
    await town.service("Нарколог")
    slow, quick = await town.newcomer("Нина"), await town.newcomer("Зоя")
    wanted = await slow.to_confirm("Нарколог")
    await town.ten_minutes_pass()
    assert await quick.to_confirm("Нарколог") == wanted
    await quick.tap(AGREE, "вы записаны")
    await slow.tap(AGREE, "Десять минут прошли")
    await slow.tap(slow.slots()[0], "Проверьте")
    await slow.tap(CONFIRM, "вы записаны")


async def test_another_time_gives_the_held_one_back_at_once(town: Town) -> None:
    await town.service("Дефектолог")
    vera = await town.newcomer("Вера")
    wanted = await vera.to_confirm("Дефектолог")
    await vera.tap("← Другое время", "ближайшее свободное время")
    assert vera.slots()[0] == wanted
    await vera.tap("← Назад", "К кому вас записать?")
    await vera.tap("← Назад", "Я рядом")


async def test_the_calendar_opens_only_days_with_free_time(town: Town) -> None:
    await town.service("Юрисконсульт", horizon_days=50)
    lena = await town.newcomer("Лена")
    await lena.to_services()
    await lena.tap("Юрисконсульт", "ближайшее свободное время")
    shown = await lena.tap("🗓 Другой день", "Какой день вам удобен?")
    assert shown.buttons[1] == ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс")
    weeks = [row for row in shown.buttons[2:] if len(row) == 7]
    assert all(not row[5].isdigit() and not row[6].isdigit() for row in weeks), "nobody works at the weekend"
    first_month = shown.buttons[0][1]
    assert shown.buttons[0][0] == "·", "there is nothing earlier"
    shown = await lena.tap("→", "Какой день вам удобен?")
    assert shown.buttons[0][1] != first_month and shown.buttons[0][0] == "←"
    day = next(label for row in shown.buttons[2:] if len(row) == 7 for label in row if label.isdigit())
    shown = await lena.tap(day, "Свободное время")
    assert shown.buttons[0] == ("9:00", "10:00", "11:00", "12:00")
    await lena.tap("10:00", "Проверьте")
    shown = await lena.tap(AGREE, "вы записаны")
    assert f"{day} " in shown.text and "10:00" in shown.text


async def test_another_way_to_meet_is_one_tap_away(town: Town) -> None:
    ira = await town.newcomer("Ира")
    await ira.to_services()
    await ira.tap("Психолог", "В центре")
    await ira.tap("Другой способ", "Как вам удобнее?")
    await ira.tap("По видео", "По видео.")
    await ira.tap(ira.slots()[0], "Проверьте")
    shown = await ira.tap(AGREE, "вы записаны")
    assert "🎥 По видео" in shown.text and "улица" not in shown.text
    [visit] = await town.appointments((await ira.adult()).family_id)
    assert visit.mode is Mode.VIDEO and visit.room_id is None


async def test_B2_moving_changes_the_one_visit_and_keeps_its_number(town: Town) -> None:
    sveta = await town.newcomer("Света")
    ticket = await sveta.book("Специалист по социальной работе")
    family_id = (await sveta.adult()).family_id
    [before] = await town.appointments(family_id)
    await sveta.tap(VISITS, "Ваши записи")
    await sveta.tap(sveta.labels()[0], ticket)
    await sveta.tap("Перенести", "Сейчас у вас")
    assert len(sveta.slots()) == 3 and slot_now(sveta) not in [slot.lower() for slot in sveta.slots()], (
        "its own time is no news"
    )
    await sveta.tap(sveta.slots()[2], "Перенести запись?")
    shown = await sveta.tap("✓ Да, перенести", "запись перенесена")
    [after] = await town.appointments(family_id)
    assert (after.ticket, after.status) == (ticket, Status.CONFIRMED)
    assert after.starts_at > before.starts_at and ticket_of(shown) == ticket
    await sveta.tap("← К записи", ticket)


def slot_now(somebody: Somebody) -> str:
    """The time the visit has now, as the window tells it."""
    assert somebody.window is not None
    now = somebody.window.text.partition("Сейчас у вас: ")[2].partition(".")[0]
    assert now == now.lower(), "inside a sentence"
    return now


async def test_a_move_that_is_thought_over_leaves_everything_as_it_was(town: Town) -> None:
    katya = await town.newcomer("Катя")
    ticket = await katya.book("Специалист по социальной работе")
    family_id = (await katya.adult()).family_id
    [before] = await town.appointments(family_id)
    await katya.tap(VISITS, "Ваши записи")
    await katya.tap(katya.labels()[0], ticket)
    await katya.tap("Перенести", "Сейчас у вас")
    await katya.tap(katya.slots()[1], "Перенести запись?")
    await katya.tap("Оставить как есть", ticket)
    [after] = await town.appointments(family_id)
    assert (after.starts_at, after.version) == (before.starts_at, before.version)


async def test_a_new_time_lost_to_somebody_else_leaves_the_old_one(town: Town) -> None:
    await town.service("Терапевт")
    mila, other = await town.newcomer("Мила"), await town.newcomer("Роман")
    ticket = await mila.book("Терапевт")
    await mila.tap(VISITS, "Ваши записи")
    await mila.tap(mila.labels()[0], ticket)
    await mila.tap("Перенести", "Сейчас у вас")
    wanted = mila.slots()[1]
    await mila.tap(wanted, "Перенести запись?")
    await other.to_services()
    await other.tap("Терапевт", "ближайшее свободное время")
    await other.tap(wanted, "Проверьте")
    shown = await mila.tap("✓ Да, перенести", "только что занял")
    assert "Прежняя запись на месте" in shown.text
    await mila.tap("Оставить как есть", ticket)


async def test_cancelling_asks_once_frees_the_time_and_can_leave_the_calendar(town: Town) -> None:
    await town.service("Педагог")
    dina = await town.newcomer("Дина")
    ticket = await dina.book("Педагог")
    taken = (await town.appointments((await dina.adult()).family_id))[0].starts_at
    await dina.tap("📆 Добавить в календарь", "вы записаны")
    await dina.tap(VISITS, "Ваши записи")
    await dina.tap(dina.labels()[0], ticket)
    await dina.tap("Отменить", "Отменить эту запись?")
    await dina.tap("Нет, оставить", "Возьмите с собой")
    await dina.tap("Отменить", "Отменить эту запись?")
    await dina.tap("Да, отменить", "Запись отменена")
    entry = (await dina.files())[f"zapis-{ticket}.ics"]
    assert Calendar.from_ical(entry).walk("VEVENT")[0].decoded("dtstart") == taken.astimezone(UTC)
    await dina.tap("📆 Убрать из календаря", "Запись отменена")
    event = Calendar.from_ical((await dina.files())[f"zapis-{ticket}.ics"]).walk("VEVENT")[0]
    assert (event["status"], event["uid"]) == ("CANCELLED", f"{ticket}@ryadom")
    await dina.tap("← Все записи", "Впереди пока ничего нет")


async def test_C14_the_calendar_file_names_no_service_and_no_specialist(town: Town) -> None:
    gala = await town.newcomer("Галя")
    ticket = await gala.book("Психолог")
    await gala.tap("📆 Добавить в календарь", "вы записаны")
    entry = (await gala.files())[f"zapis-{ticket}.ics"]
    assert "сихолог" not in entry and "Небывалов" not in entry
    assert Calendar.from_ical(entry).walk("VEVENT")[0].decoded("dtstart") > datetime.now(UTC)


async def test_B12_a_third_visit_of_one_kind_is_refused_kindly(town: Town) -> None:
    nora = await town.newcomer("Нора")
    await nora.book("Логопед")
    for words, button in (("вы записаны", CONFIRM), ("уже две такие записи", None)):
        await nora.menu()
        await nora.tap(BOOKING, "К кому вас записать?")
        await nora.tap("Логопед", "ближайшее свободное время")
        await nora.tap(nora.slots()[0], "Проверьте" if button else words)
        if button:
            await nora.tap(button, words)
    await nora.tap(VISITS, "Ваши записи")
    assert len(nora.slots()) == 2


async def test_B9_a_phone_visit_is_told_by_both_clocks_where_they_differ(town: Town) -> None:
    far = await town.kamchatka()
    vika = await town.newcomer("Вика")
    await vika.book("Логопед")
    await town.write(choose_centre, ChooseCentre(far.id, "Europe/Moscow"), await vika.adult())
    await vika.menu()
    await vika.tap(BOOKING, "Камчатский центр")
    shown = await vika.tap("Связист", "По телефону.")
    assert "по часам центра" in shown.text and "Другой способ" not in vika.labels()
    shown = await vika.tap(vika.slots()[0], "Это время центра")
    centre, own = re.findall(r"(\d+):00", shown.text)
    assert (int(centre) - int(own)) % 24 == 9


async def test_a_closed_centre_says_so_and_shows_the_ways_on(town: Town) -> None:
    centre = await town.closed_centre("Закрытый центр (выдуманный)", "8 000 000-00-00")
    oleg = await town.newcomer("Олег")
    await oleg.start(centre.slug)
    shown = await oleg.tap(BOOKING, "ещё не открыл запись")
    assert "8 000 000-00-00" in shown.text
    assert {"📍 Выбрать центр", "🙋 Позвать человека"} <= set(oleg.labels())


async def test_without_a_centre_one_is_asked_for(town: Town) -> None:
    toma = await town.newcomer("Тома")
    await toma.start()
    await toma.tap("Другой регион", "Я рядом")
    await toma.tap(BOOKING, "нужен ваш центр")
    await toma.tap("📍 Выбрать центр", "Где вы живёте?")
    await toma.tap(REGION, "Какой центр вам ближе?")
    await toma.tap(CENTRE, "К кому вас записать?")
    assert "Юрист" in toma.labels(), "straight on with the booking"


async def test_a_service_that_is_gone_leads_politely_to_the_menu(town: Town) -> None:
    service_id = await town.service("Гомеопат")
    ulya = await town.newcomer("Уля")
    await ulya.to_services()
    await ulya.tap("Гомеопат", "ближайшее свободное время")
    await town.stop_offering(service_id)
    await ulya.tap(ulya.slots()[0], "Я рядом")
    await ulya.hear("здесь всё поменялось")


async def test_A1_a_confirmation_handled_twice_books_once(town: Town) -> None:
    """Telegram fails to show the result, so the tap is handled anew: the recorded visit comes back."""
    await town.service("Наставник")
    alya = await town.newcomer("Аля")
    await alya.to_confirm("Наставник")
    await town.sandbox.faults(method="editMessageText", code=500, times=1, chat_id=alya.person.id)
    await alya.tap(AGREE, "вы записаны")
    visits = await town.appointments((await alya.adult()).family_id)
    assert [visit.status for visit in visits] == [Status.CONFIRMED]


async def test_F7_a_visit_opens_below_its_reminder_which_keeps_text_and_button_and_one_window_is_live(
    town: Town,
) -> None:
    await town.service("Куратор кружка", notice_minutes=60 * 24 * 4)
    yulia = await town.newcomer("Юля")
    ticket = await yulia.book("Куратор кружка")
    await town.it_is_noon_for(await yulia.adult())
    await town.reminders_fall_due(yulia.person.id)
    reminder = await yulia.person.wait_for("Напоминаю о записи", 20)
    for _ in range(2):
        await yulia.person.tap("Посмотреть запись", message_id=reminder.id)
        visit = await yulia.person.wait_for(
            lambda shown: ticket in shown.text and ("Перенести", "Отменить") in shown.buttons, 20
        )
        screen = await yulia.person.wait_screen(lambda screen: len(_live(screen)) == 2)
        letter, window = _live(screen)
        assert (letter.id, letter.text, letter.buttons) == (reminder.id, reminder.text, (("Посмотреть запись",),))
        assert window.id == visit.id, "below the letter, and nothing else has buttons"
    await yulia.tap("Отменить", "Отменить эту запись?")
    await yulia.tap("Нет, оставить", "Возьмите с собой")


def _live(screen: list[Shown]) -> list[Shown]:
    """What can be tapped, top down."""
    return [shown for shown in screen if shown.buttons]


async def test_F7_after_a_visit_that_did_not_take_place_one_can_book_again(town: Town) -> None:
    await town.service("Тифлопедагог")
    liza = await town.newcomer("Лиза")
    ticket = await liza.book("Тифлопедагог")
    await liza.tap(VISITS, "Ваши записи")
    await liza.tap(liza.slots()[0], ticket)
    await liza.tap("Отменить", "Отменить эту запись?")
    await town.write(attend, Attend(ticket, Status.NO_SHOW), registrar(town.centre.id))
    shown = await liza.tap("Нет, оставить", "В этот раз встретиться не вышло")
    assert "Перенести" not in liza.labels() and ticket in shown.text
    await liza.tap("🗓 Записаться снова", "К кому вас записать?")


async def test_F7_a_visit_at_the_centre_has_a_map_and_one_by_video_has_none(town: Town) -> None:
    rada = await town.newcomer("Рада")
    await rada.book("Психолог")
    assert "улица Примерная, 1" in _on_the_map(rada)
    await rada.tap(VISITS, "Ваши записи")
    await rada.tap(rada.slots()[0], "Номер записи")
    assert "улица Примерная, 1" in _on_the_map(rada)
    await rada.tap("Перенести", "Сейчас у вас")
    await rada.tap("Другой способ", "Как вам удобнее?")
    await rada.tap("По видео", "По видео.")
    shown = await rada.tap(rada.slots()[0], "Перенести запись?")
    assert shown.text.index("В центре.") < shown.text.index("Станет:") < shown.text.index("По видео.")
    await rada.tap("✓ Да, перенести", "запись перенесена")
    assert "📍 На карте" not in rada.labels()


def _on_the_map(somebody: Somebody) -> str:
    """What the map is asked for."""
    assert somebody.window is not None
    rows = somebody.window.raw["reply_markup"]["inline_keyboard"]
    [link] = [urlsplit(button["url"]) for row in rows for button in row if "url" in button]
    assert (link.scheme, link.netloc, link.path) == ("https", "yandex.ru", "/maps/")
    return parse_qs(link.query)["text"][0]


async def test_B1_an_hour_taken_meanwhile_by_a_visit_of_ones_own_is_refused_by_its_name(town: Town) -> None:
    """Another adult books, or the screen is an old one: what is in the way is named, other hours are shown."""
    await town.service("Арт-терапевт")
    other = await town.service("Профориентолог")
    zlata = await town.newcomer("Злата")
    await zlata.book("Логопед")
    await zlata.menu()
    await zlata.tap(BOOKING, "К кому вас записать?")
    await zlata.tap("Арт-терапевт", "ближайшее свободное время")
    wanted, adult = zlata.slots()[1], await zlata.adult()
    query = NearestSlots(other, Mode.PLACE, 2)
    starts_at = (await town.house.store.read(nearest_slots, query, adult)).slots[1].starts_at
    await town.write(book, Book(Hold(other, Mode.PLACE, starts_at)), adult)
    shown = await zlata.tap(wanted, "В это время у вас уже есть запись")
    assert "Профориентолог" in shown.text and wanted.lower() in shown.text.lower()
    assert len(zlata.slots()) == 3 and wanted not in zlata.slots() and VISITS in zlata.labels()
    await zlata.tap(zlata.slots()[0], "Проверьте")
    await zlata.tap(CONFIRM, "вы записаны")


async def test_B2_a_visit_does_not_move_onto_another_of_the_family_which_is_named(town: Town) -> None:
    await town.service("Сурдопедагог")
    other = await town.service("Игротерапевт")
    inga = await town.newcomer("Инга")
    ticket = await inga.book("Сурдопедагог")
    adult = await inga.adult()
    await inga.tap(VISITS, "Ваши записи")
    await inga.tap(inga.labels()[0], ticket)
    await inga.tap("Перенести", "Сейчас у вас")
    wanted = inga.slots()[1]
    slots = (await town.house.store.read(nearest_slots, NearestSlots(other, Mode.PLACE, 3), adult)).slots
    await town.write(book, Book(Hold(other, Mode.PLACE, slots[1].starts_at)), adult)
    shown = await inga.tap(wanted, "В это время у вас уже есть запись")
    assert "Игротерапевт" in shown.text and "Прежняя запись на месте" in shown.text
    await inga.tap("Оставить как есть", ticket)


async def test_B1_a_time_somebody_else_took_is_not_blamed_on_a_visit_to_which_others_of_the_family_come(
    town: Town,
) -> None:
    mine, other = await town.service("Дефектолог"), await town.service("Нейропсихолог")
    alla = await town.newcomer("Алла")
    ticket = await alla.book("Дефектолог")
    adult = await alla.adult()
    await alla.tap(VISITS, "Ваши записи")
    await alla.tap(alla.labels()[0], ticket)
    await alla.tap("Перенести", "Сейчас у вас")
    wanted = alla.slots()[1]
    slots = (await town.house.store.read(nearest_slots, NearestSlots(other, Mode.PLACE, 3), adult)).slots
    starts_at = slots[1].starts_at
    aside = Hold(other, Mode.PLACE, starts_at, family_id=adult.family_id, others_come=True)
    await town.write(book, Book(aside), registrar(town.centre.id))
    await town.write(hold, Hold(mine, Mode.PLACE, starts_at), a_visitor())
    shown = await alla.tap(wanted, "Это время только что занял кто-то другой")
    assert "Нейропсихолог" not in shown.text and "Прежняя запись на месте" in shown.text
    await alla.tap("Оставить как есть", ticket)
