"""A family is driven to, in the real bot: settlement, time, and the address only then, for those who drive (B15, C8);
and a family that scans the code at the entrance (F7)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
import sqlalchemy as sa

from core.booking.check_in import ReadPoster, read_poster
from core.booking.crews import EnterSettlement, enter_settlement
from core.booking.listing import ReadServices, read_services
from core.booking.outing_tables import Outing
from core.booking.states import Mode, Status
from core.booking.tables import Appointment
from core.messaging.tables import inbox
from core.storage.database import Unit
from core.use_case import Visitor
from tests.dialogs.town import AGREE, BOOKING, OPERATOR, VISITS, Somebody, Town, ticket_of
from tests.households import registrar

pytestmark = pytest.mark.asyncio(loop_scope="session")
ADDRESS = "улица Заречная, дом 7, вход со двора"
SERVICE = "Няня для особого ребёнка"
WAYS = frozenset({Mode.PLACE, Mode.HOME, Mode.VILLAGE})


@pytest_asyncio.fixture(loop_scope="session")
async def driving(town: Town) -> AsyncIterator[Town]:
    """The demo centre with a service whose specialist drives out to one settlement."""
    await town.service(SERVICE, modes=WAYS, specialist_name="Няня Арина")
    found = (await town.house.store.read(read_services, ReadServices(town.centre.id), OPERATOR)).entries
    [service] = [one for one in found if one.title == SERVICE]
    await town.crew(town.centre.id, service.specialists[0].id, "Дальнее")
    yield town
    await town.drive_no_more(town.centre.id, "Дальнее")


async def _to_home(somebody: Somebody) -> None:
    """Up to the free times of a home visit in the settlement."""
    await somebody.to_services()
    await somebody.tap(SERVICE, "ближайшее свободное время")
    await somebody.tap("Другой способ", "Как вам удобнее?")
    await somebody.tap("У вас дома", "Куда к вам ехать?")
    await somebody.tap("Дальнее", "ближайшее свободное время")


async def test_B15_the_address_is_asked_only_after_booking_explained_kept_sealed_and_taken_out_of_the_chat(
    driving: Town,
) -> None:
    marina = await driving.newcomer()
    await _to_home(marina)
    assert marina.window is not None
    await marina.tap(marina.slots()[0], "Проверьте")
    assert "Дальнее" in marina.window.text and "адрес одним сообщением" not in marina.window.text
    assert isinstance(await marina.actor(), Visitor), "nothing is kept yet"
    shown = await marina.tap(AGREE, "Куда к вам приехать?")
    assert "Вы записаны" in shown.text
    assert "только те, кто к вам едет" in shown.text and "скажите адрес по телефону" in shown.text
    shown = await marina.say(ADDRESS, "Готово, вы записаны")
    assert "Адрес записан" in shown.text and "Заречная" not in shown.text
    ticket = ticket_of(shown)
    chat = await marina.person.messages()
    assert not any("Заречная" in (one.text or "") for one in chat), "the message has left the chat"
    [visit] = await driving.appointments((await marina.adult()).family_id)
    assert (visit.mode, visit.status, visit.ticket) == (Mode.HOME, Status.CONFIRMED, ticket)
    assert await driving.lying_open("Заречная") == []
    payloads = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.payload.is_not(None))
    assert await driving.house.database.read(lambda unit: unit.connection.scalar(payloads)) is not None


async def test_B15_a_family_may_leave_the_address_out_and_write_or_wipe_it_later(driving: Town) -> None:
    olga = await driving.newcomer("Ольга")
    await _to_home(olga)
    await olga.tap(olga.slots()[0], "Проверьте")
    await olga.tap(AGREE, "Куда к вам приехать?")
    shown = await olga.tap("Скажу по телефону", "Готово, вы записаны")
    assert "Адрес пока не записан" in shown.text
    ticket = ticket_of(shown)
    await olga.tap(VISITS, "Ваши записи")
    await olga.tap(olga.labels()[0], ticket)
    shown = await olga.tap("📍 Адрес для визита", "Куда к вам приехать?")
    assert "Вы записаны." not in shown.text
    await olga.say("й" * 301, "Это не похоже на адрес")
    await olga.say(ADDRESS, "Адрес записан")
    await olga.tap("📍 Адрес для визита", "Адрес уже записан")
    await olga.tap("Стереть записанный адрес", "Адрес пока не записан")


async def test_B15_a_visit_that_moves_goes_where_the_family_says_and_the_question_names_it(driving: Town) -> None:
    nina = await driving.newcomer("Нина")
    await _to_home(nina)
    await nina.tap(nina.slots()[0], "Проверьте")
    await nina.tap(AGREE, "Куда к вам приехать?")
    await nina.tap("Скажу по телефону", "Готово, вы записаны")
    await nina.tap(VISITS, "Ваши записи")
    await nina.tap(nina.labels()[0], "🏘 Дальнее")
    await nina.tap("Перенести", "Сейчас у вас")
    shown = await nina.tap(nina.slots()[1], "Перенести запись?")
    assert "🏘 Дальнее" in shown.text
    await nina.tap("Оставить как есть", "🏘 Дальнее")
    await nina.tap("Перенести", "Сейчас у вас")
    await nina.tap("Другой способ", "Как вам удобнее?")
    await nina.tap("У вас дома", "Куда к вам ехать?")
    await nina.tap("Мы живём там же, где центр", "Сейчас у вас")
    shown = await nina.tap(nina.slots()[1], "Перенести запись?")
    assert "Дальнее" not in shown.text
    shown = await nina.tap("✓ Да, перенести", "Куда к вам приехать?")
    shown = await nina.tap("Скажу по телефону", "запись перенесена")
    assert "Дальнее" not in shown.text
    [visit] = await driving.appointments((await nina.adult()).family_id)
    assert await driving.house.database.read(lambda unit: unit.session.get_one(Outing, visit.id).settlement_id) is None


async def test_C8_a_family_of_the_settlement_chooses_a_time_of_the_day_the_crew_comes(driving: Town) -> None:
    vera = await driving.newcomer("Вера")
    await vera.to_services()
    await vera.tap(SERVICE, "ближайшее свободное время")
    await vera.tap("Другой способ", "Как вам удобнее?")
    shown = await vera.tap("В вашем посёлке", "В каком вы посёлке?")
    [choice] = [label for label in vera.labels() if label.startswith("Дальнее")]
    day = (datetime.now(UTC) + timedelta(days=10)).date()
    assert choice.startswith(f"Дальнее · {day.day} ")
    shown = await vera.tap(choice, "ближайшее свободное время")
    assert all(f"{day.day} " in slot for slot in vera.slots()) and vera.slots()[0].endswith("10:00")
    shown = await vera.tap("🔔 Ничего не подходит", "Сообщить, когда освободится время?")
    assert "🏘 Дальнее" in shown.text, "a day in the own settlement is waited for"
    await vera.tap("← Назад", "ближайшее свободное время")
    await vera.tap(vera.slots()[0], "Проверьте")
    await vera.tap(AGREE, "Куда к вам приехать?")
    shown = await vera.tap("Скажу по телефону", "Готово, вы записаны")
    assert "🚐" in shown.text and "Дальнее" in shown.text
    await driving.drive_no_more(driving.centre.id, "Дальнее")
    zoya = await driving.newcomer("Зоя")
    await zoya.to_services()
    await zoya.tap(SERVICE, "ближайшее свободное время")
    await zoya.tap("Другой способ", "Как вам удобнее?")
    await zoya.tap("В вашем посёлке", "В каком вы посёлке?")
    assert not any("Дальнее" in label for label in zoya.labels()), "nobody drives there any more"
    await zoya.tap("← Назад", "Как вам удобнее?")
    shown = await zoya.tap("У вас дома", "Куда к вам ехать?")
    assert "Дальнее" not in zoya.labels()
    await zoya.tap("Мы живём там же, где центр", "ближайшее свободное время")


async def test_C8_where_no_day_is_planned_yet_a_family_asks_for_one(driving: Town) -> None:
    vera = await driving.newcomer("Вера")
    await driving.write(enter_settlement, EnterSettlement(driving.centre.id, "Лужки", 30))
    await vera.to_services()
    await vera.tap(SERVICE, "ближайшее свободное время")
    await vera.tap("Другой способ", "Как вам удобнее?")
    await vera.tap("В вашем посёлке", "В каком вы посёлке?")
    shown = await vera.tap("Лужки · день пока не назначен", "Записаться в вашем посёлке пока нельзя")
    assert "Когда назначат день приезда" in shown.text
    shown = await vera.tap("🔔 Сообщить, когда освободится", "Сообщить, когда освободится время?")
    assert "🏘 Лужки" in shown.text
    await vera.tap("В любое время", "мне нужно ваше согласие")
    shown = await vera.tap("✓ Даю согласие, сообщите", "Хорошо, сообщу")
    assert "Лужки" in shown.text
    await driving.drive_no_more(driving.centre.id, "Лужки")


async def _payload(town: Town) -> str:
    staff = registrar(town.centre.id)
    return (await town.house.store.read(read_poster, ReadPoster(town.centre.id), staff)).payload


async def _begins(town: Town, ticket: str, in_minutes: int) -> None:
    """The visit is about to begin (the clock of the running bot is the real one)."""
    starts = datetime.now(UTC) + timedelta(minutes=in_minutes)

    def move(unit: Unit) -> None:
        row = unit.session.exec(sa.select(Appointment).where(sa.column("ticket") == ticket)).scalars().one()
        row.starts_at, row.ends_at = starts, starts + timedelta(hours=1)
        unit.session.add(row)

    await town.house.database.write(move)


async def test_F7_scanning_the_code_at_the_entrance_marks_the_family_and_says_so(town: Town) -> None:
    await town.service("Медсестра")
    irina, code = await town.newcomer("Ирина"), await _payload(town)
    shown = await irina.start(code)
    assert "записи на сегодня я не нашёл" in shown.text
    await irina.menu()
    await irina.tap(BOOKING, "К кому вас записать?")
    await irina.tap("Медсестра", "ближайшее свободное время")
    await irina.tap(irina.slots()[0], "Проверьте")
    ticket = ticket_of(await irina.tap(AGREE, "код у входа"))
    await _begins(town, ticket, 20)
    shown = await irina.start(code)
    assert "Отметил: вы здесь" in shown.text and "Медсестра" in shown.text
    [visit] = await town.appointments((await irina.adult()).family_id)
    assert visit.status is Status.ARRIVED
    assert "уже отмечены" in (await irina.start(code)).text
    assert "не действует" in (await irina.start("here_vydumano")).text
    await irina.menu()
