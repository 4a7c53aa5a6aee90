"""A conversation by phone, in the real bot: the number is asked once it is booked, by a button of the phone or typed,
and stands in the chat as four figures only (F7); nothing of it after hiding (E7); the family's own data (D9)."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.consent import VERSION
from core.booking.contacts import Number, ReadContacts, read_contacts
from core.booking.states import Mode
from core.cases.hiding import HideConversation, hide_conversation
from core.families.consenting import GiveConsent, ReadConsents, give_consent, read_consents
from core.families.joining import InviteAdult, JoinFamily, invite_adult, join_family
from core.families.phone import KeepPhone, keep_phone
from core.families.tables import ConsentPurpose
from core.messaging.letters import TELEGRAM, Address
from tests.dialogs.talks import a_talk
from tests.dialogs.town import AGREE, BOOKING, CONFIRM, DATA, VISITS, Somebody, Town
from tests.households import KEEPING_DATA, registrar

pytestmark = pytest.mark.asyncio(loop_scope="session")
SERVICE, ASKED = "Телефонный юрист", "На какой номер вам позвонить?"
SHARE, SKIP, NUMBER, PERSON = "📱 Отправить мой номер", "Скажу потом", "📞 Номер для звонка", "🙋 Позвать человека"


@pytest_asyncio.fixture(loop_scope="session")
async def phoning(town: Town) -> Town:
    """The demo centre with a service given by phone."""
    await town.service(SERVICE, modes=frozenset({Mode.PHONE}))
    return town


@pytest_asyncio.fixture(loop_scope="session")
async def marina(phoning: Town) -> AsyncIterator[Somebody]:
    yield Somebody(phoning, await phoning.sandbox.person("Марина", phone_number="+79001234567"))


async def _book(somebody: Somebody, then: str) -> None:
    await somebody.to_confirm(SERVICE)
    await somebody.tap(AGREE, then)


async def _numbers(somebody: Somebody) -> list[Number | None]:
    """What the centre may ring for the visits of this family."""
    town = somebody.town
    visits = await town.appointments((await somebody.adult()).family_id)
    query = ReadContacts(tuple(visit.id or 0 for visit in visits))
    found = await town.house.store.read(read_contacts, query, registrar(town.centre.id))
    return [one.number for one in found.by_visit.values()]


async def _figures_in(somebody: Somebody) -> list[str]:
    """Messages of the chat with more of the number than its end."""
    raw = [json.dumps(one.raw, ensure_ascii=False) for one in await somebody.person.messages()]
    return [one for one in raw if any(part in one for part in ("9001234567", "123-45-67", "900 123"))]


async def test_F7_the_own_number_is_shared_by_one_button_and_leaves_the_chat(marina: Somebody) -> None:
    await _book(marina, ASKED)
    assert await marina.person.reply_buttons() == [SHARE, SKIP, PERSON, "🆘 Срочная помощь", "☰ Меню"]
    shown = await marina.tap(SHARE, "Готово, вы записаны")
    assert "Позвоним вам на номер ••• 45-67" in shown.text and NUMBER in marina.labels()
    assert await marina.person.reply_buttons() == [] and await _figures_in(marina) == []
    assert await _numbers(marina) == [Number("••• 45-67", "+7 900 123-45-67")]
    assert await marina.town.lying_open("9001234567", "123-45-67") == []


async def test_F7_a_typed_number_or_somebody_elses_card_will_do_and_a_slip_is_told_kindly(phoning: Town) -> None:
    olga = await phoning.newcomer("Ольга")
    await _book(olga, ASKED)
    await olga.say("потом", "Не разобрал номер")
    for slip in ("8 911 765-43-2", "4012 345678 паспорт"):
        await olga.say(slip, "Не разобрал номер")
        await olga.person.wait_screen(lambda screen, slip=slip: not any(slip in one.text for one in screen), 20)
    await olga.say("8 900 123-45-67, Ольга", "Готово, вы записаны")
    assert await olga.person.reply_buttons() == [] and await _figures_in(olga) == []
    assert await _numbers(olga) == [Number("••• 45-67", "+7 900 123-45-67")]
    await olga.tap(NUMBER, "У меня записан номер ••• 45-67")
    await olga.person.share_contact(phone_number="8 (911) 765-43-21", first_name="Бабушка", someone_else=True)
    olga.window = await olga.person.wait_for("Позвоним вам на номер ••• 43-21")
    assert await _numbers(olga) == [Number("••• 43-21", "+7 911 765-43-21")]


async def test_F7_a_known_number_is_shown_before_confirming_with_a_way_to_another(marina: Somebody) -> None:
    await _book(marina, ASKED)
    await marina.tap(SHARE, "Готово, вы записаны")
    await marina.menu()
    await marina.tap(BOOKING, "К кому вас записать?")
    await marina.tap(SERVICE, "ближайшее свободное время")
    shown = await marina.tap(marina.slots()[0], "Проверьте")
    assert "Позвоним вам на номер ••• 45-67" in shown.text
    await marina.tap(NUMBER, "Пришлёте другой")
    await marina.tap("Оставить как есть", "Проверьте")
    await marina.tap(NUMBER, "Пришлёте другой")
    await marina.say("+375 29 123-45-99", "Проверьте")
    assert "••• 45-99" in (await marina.tap(CONFIRM, "Готово, вы записаны")).text, "and is not asked again"


async def test_F7_the_number_may_be_told_later_or_to_a_person_and_the_keyboard_goes_with_the_window(
    phoning: Town,
) -> None:
    vera = await phoning.newcomer("Вера")
    await _book(vera, ASKED)
    await vera.tap(PERSON, "специалист")
    assert await vera.person.reply_buttons() == [], "the way to a person is there too"
    await vera.person.say("/visits")
    vera.window = await vera.person.wait_for("Ваши записи")
    await vera.tap(vera.slots()[0], "пока не записан")
    assert {NUMBER, PERSON} <= set(vera.labels())
    await vera.tap(NUMBER, "На какой номер вам звонить?")
    await vera.person.say("/visits")
    vera.window = await vera.person.wait_for("Ваши записи")
    assert await vera.person.reply_buttons() == []
    assert not any(shown.text == "..." for shown in await vera.person.messages())
    await vera.tap(vera.slots()[0], "пока не записан")
    await vera.tap(NUMBER, "На какой номер вам звонить?")
    await vera.tap(SKIP, "пока не записан")
    assert await _numbers(vera) == [None]


async def test_F7_urgent_help_and_the_menu_are_one_tap_away_on_that_keyboard_too(phoning: Town) -> None:
    zoya = await phoning.newcomer("Зоя")
    await _book(zoya, ASKED)
    await zoya.tap("🆘 Срочная помощь", "Если опасно прямо сейчас")
    assert await zoya.person.reply_buttons() == []
    await zoya.menu()
    await zoya.tap(DATA, "Номера телефона у нас нет")
    await zoya.tap(NUMBER, "На какой номер вам звонить?")
    await zoya.menu()
    assert await zoya.person.reply_buttons() == [] and BOOKING in zoya.labels()


async def test_F7_while_a_curator_talks_with_the_family_the_number_is_told_to_the_curator(phoning: Town) -> None:
    talk = await a_talk(phoning, taken=True, name="Нина")
    nina = talk.mother
    await nina.start()
    await nina.tap(BOOKING, "К кому вас записать?")
    await nina.tap(SERVICE, "ближайшее свободное время")
    await nina.tap(nina.slots()[0], "Проверьте")
    shown = await nina.tap(AGREE, ASKED)
    assert "Можно сказать номер ему" in shown.text and SHARE not in await nina.person.reply_buttons()
    await nina.person.say("8 900 123-45-67")
    await talk.handled()
    assert [line.text for line in await talk.lines()] == ["8 900 123-45-67"]
    assert await _numbers(nina) == [None]
    await nina.tap(SKIP, "пока не записан")


async def test_D9_my_data_shows_exports_changes_and_wipes_the_number(marina: Somebody) -> None:
    await _book(marina, ASKED)
    await marina.tap(SHARE, "Готово, вы записаны")
    await marina.menu()
    assert "номер телефона: ••• 45-67" in (await marina.tap(DATA, "Что я храню")).text
    await marina.tap("📦 Скачать всё", "Что я храню")
    files = await marina.files()
    assert "+79001234567" in files["moi-dannye.json"] and "+79001234567" in files["moi-dannye.txt"]
    await marina.tap(NUMBER, "У меня записан номер ••• 45-67")
    await marina.tap("Стереть номер", "Номера телефона у нас нет")
    assert await _numbers(marina) == [None]


async def test_E7_after_hiding_no_screen_says_that_there_is_a_number(marina: Somebody) -> None:
    await _book(marina, ASKED)
    await marina.tap(SHARE, "Готово, вы записаны")
    hide = HideConversation(Address(TELEGRAM, marina.person.id), marina.town.centre.id)
    await marina.town.write(hide_conversation, hide, await marina.adult())
    await marina.menu()
    await marina.tap(VISITS, "Ваши записи")
    shown = await marina.tap(marina.slots()[0], "Номер записи")
    assert "45-67" not in shown.text and "О звонке договоритесь с человеком" in shown.text
    assert NUMBER not in marina.labels()
    await marina.menu()
    shown = await marina.tap(DATA, "Ваши данные хранит центр")
    assert "телефон" not in shown.text and NUMBER not in marina.labels()
    assert await _numbers(marina) == [Number("••• 45-67", None)]


async def test_E7_a_window_open_before_hiding_shows_changes_and_wipes_nothing(marina: Somebody) -> None:
    await _book(marina, ASKED)
    await marina.tap(SHARE, "Готово, вы записаны")
    await marina.tap(NUMBER, "У меня записан номер ••• 45-67")
    hide = HideConversation(Address(TELEGRAM, marina.person.id), marina.town.centre.id)
    await marina.town.write(hide_conversation, hide, await marina.adult())
    shown = await marina.say("8 911 765-43-21", "О звонке договоритесь с человеком")
    assert "••• 45-67" not in shown.text and SHARE not in await marina.person.reply_buttons()
    assert not any("765-43-21" in one.text for one in await marina.person.messages())
    await marina.person.say("Стереть номер")
    assert await _numbers(marina) == [Number("••• 45-67", None)]
    await marina.tap("← Назад", "Номер записи")
    assert NUMBER not in marina.labels()


async def test_E7_the_other_adult_reads_nothing_of_the_number_under_a_visit_that_is_not_his(marina: Somebody) -> None:
    await _book(marina, ASKED)
    await marina.tap(SHARE, "Готово, вы записаны")
    town = marina.town
    code = (await town.write(invite_adult, InviteAdult(), await marina.adult())).code
    father = await town.newcomer("Отец")
    him = (await town.write(join_family, JoinFamily(code, (KEEPING_DATA,)), await father.actor())).actor
    await town.write(keep_phone, KeepPhone("8 911 765-43-21"), him)
    await father.start()
    await father.person.say("/visits")
    father.window = await father.person.wait_for("Ваши записи")
    shown = await father.tap(father.slots()[0], "Номер записи")
    assert "Позвоним тому, кто записался" in shown.text and "•••" not in shown.text
    assert NUMBER not in father.labels()


async def test_F7_a_contact_shared_while_a_curator_talks_goes_to_the_vault_and_words_go_to_the_curator(
    phoning: Town,
) -> None:
    talk = await a_talk(phoning, taken=False, name="Тамара")
    tamara = talk.mother
    await tamara.start()
    await tamara.tap(BOOKING, "К кому вас записать?")
    await tamara.tap(SERVICE, "ближайшее свободное время")
    await tamara.tap(tamara.slots()[0], "Проверьте")
    await tamara.tap(AGREE, ASKED)
    assert SHARE in await tamara.person.reply_buttons()
    await talk.curator.take(talk.conversation_id)
    await tamara.person.say("это вы мне?")
    tamara.window = await tamara.person.wait_for("Сейчас вы говорите со специалистом", 20)
    await talk.handled()
    assert SHARE not in await tamara.person.reply_buttons()
    await tamara.person.say("перезвоните")
    await talk.handled()
    screen = await tamara.person.messages()
    assert sum("Сейчас вы говорите" in one.text for one in screen) == 1, "it is said once"
    await tamara.person.share_contact(phone_number="+79001234567", first_name="Тамара")
    tamara.window = await tamara.person.wait_for("Позвоним вам на номер ••• 45-67", 20)
    await talk.handled()
    assert [line.text for line in await talk.lines()] == ["это вы мне?", "перезвоните"]
    assert await _figures_in(tamara) == []
    assert await _numbers(tamara) == [Number("••• 45-67", "+7 900 123-45-67")]


async def test_F7_a_window_too_old_to_be_deleted_loses_its_keyboard_all_the_same(phoning: Town) -> None:
    vera = await phoning.newcomer("Вера")
    await _book(vera, ASKED)
    await phoning.sandbox.advance(hours=49)
    try:
        await vera.person.say("/visits")
        await vera.person.wait_for("Ваши записи")
    finally:
        await phoning.sandbox.advance(hours=-49)
    assert await vera.person.reply_buttons() == []
    assert any(ASKED in one.text for one in await vera.person.messages()), "the window itself stays"
    assert not any(one.text in ("…", "...") for one in await vera.person.messages())


async def test_F7_words_of_danger_in_this_window_stay_in_the_chat_and_are_called_no_slip(phoning: Town) -> None:
    lena = await phoning.newcomer("Лена")
    await _book(lena, ASKED)
    words = "мне очень страшно, 8 911 765-43-21"
    await lena.person.say(words)
    screen = await lena.person.wait_screen(lambda shown: sum(ASKED in one.text for one in shown) == 2, 20)
    assert any("112" in one.text for one in screen), "the card"
    assert any(one.text == words for one in screen)
    assert not any("Не разобрал номер" in one.text for one in screen)
    assert await _numbers(lena) == [None]


async def test_D11_whoever_agreed_to_an_earlier_text_reads_who_sees_a_number_before_giving_the_first(
    phoning: Town,
) -> None:
    inga = await phoning.newcomer("Инга")
    await inga.start()
    consent = GiveConsent((KEEPING_DATA,), phoning.centre.id, "Europe/Moscow")
    assert KEEPING_DATA.version != VERSION
    adult = (await phoning.write(give_consent, consent, await inga.actor())).actor
    await inga.tap("Ленинградская область", "Какой центр вам ближе?")
    await inga.tap("Выберу потом", "Я рядом")
    await inga.tap(DATA, "Номера телефона у нас нет")
    shown = await inga.tap(NUMBER, "На какой номер вам звонить?")
    assert "Целиком номер увидят только те в центре, кому нужно вам позвонить" in shown.text
    await inga.say("8 900 123-45-67", "номер телефона: ••• 45-67")
    given = await phoning.house.store.read(read_consents, ReadConsents(adult.adult_id), adult)
    assert given.in_force(ConsentPurpose.PERSONAL_DATA) and [one.version for one in given.entries] == ["2026-11"]
