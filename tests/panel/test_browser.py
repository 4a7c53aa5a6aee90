"""The panel in real Chromium: drafts, keys, collision, small windows, both colour schemes, and life without script."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Route, expect

from core.booking.queueing import JoinWaiting, join_waiting
from core.booking.states import Mode
from core.families.entering import EnterFamily, enter_family
from core.staff.grants import Place
from core.staff.roles import Role
from tests.desks import Desk
from tests.households import KEEPING_DATA, a_town, registrar
from tests.panel.browsing import a_page, at_conversation, called, sign_in
from tests.panel.office import Office


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What a browser shows does not depend on the engine."""
    from shutil import copy

    copy(request.getfixturevalue("sqlite_template"), tmp_path / "ryadom.sqlite")
    return f"sqlite:///{tmp_path / 'ryadom.sqlite'}"


async def test_A21_the_whole_hand_off_is_done_with_the_keyboard_alone(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    await called(desk)
    page = await a_page(chromium, office)

    await page.keyboard.press("q")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/inbox?queue=free")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/conversations/*")
    await page.keyboard.press("t")
    await expect(page.get_by_text("Ведёте вы")).to_be_visible()
    await expect(page.locator("#words")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("r")
    await page.keyboard.type("Здравствуйте! Сейчас расскажу.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".message.out .words")).to_have_text("Здравствуйте! Сейчас расскажу.")
    await expect(page.locator("#words")).to_have_value("")
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await page.keyboard.type("Проверить у СФР")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".message.note .words")).to_have_text("Проверить у СФР")
    await page.keyboard.press("Escape")
    await page.keyboard.press("e")
    await expect(page.get_by_text("спрашивает семью, решено ли")).to_be_visible()

    sent = [letter.kind for letter in await desk.deliver_all()]
    assert sent == ["curator_message", "closing_question"]


async def test_A21_who_left_the_field_while_the_answer_was_on_its_way_is_not_called_back(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page, *_ = await at_conversation(chromium, office, desk)
    await page.keyboard.press("t")
    await expect(page.locator("#words")).to_be_focused()

    async def left_before_the_answer_is_here(route: Route) -> None:
        answer = await route.fetch()
        await page.keyboard.press("Escape")
        await route.fulfill(response=answer)

    await page.route("**/reply*", left_before_the_answer_is_here)
    await page.keyboard.type("Приходите в среду")
    await page.keyboard.press("Control+Enter")

    await expect(page.locator("#words")).to_have_value("")
    await expect(page.locator("#words")).not_to_be_focused()


async def test_the_keys_work_in_the_russian_layout_and_can_be_switched_off(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    await called(desk)
    page = await a_page(chromium, office)
    await page.goto(f"{office.origin}/inbox?queue=free")
    first = page.locator(".conversations a").first

    await page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyJ', key: 'о', bubbles: true}))")
    await expect(first).to_be_focused()

    await page.keyboard.press("?")
    await page.get_by_label("Однобуквенные клавиши включены").uncheck()
    await page.get_by_role("button", name="Закрыть").click()
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("j")
    await expect(first).not_to_be_focused()


async def test_A11_a_draft_survives_a_reload_a_new_owner_and_a_sign_out(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    _, conversation_id = await called(desk)
    page = await a_page(chromium, office)
    path = f"{office.origin}/conversations/{conversation_id}"
    await page.goto(path)
    await page.keyboard.press("t")
    await expect(page.get_by_text("Ведёте вы")).to_be_visible()
    await page.locator("#words").fill("Посмотрела ваши документы, и вот что")
    await expect(page.get_by_text("Черновик сохранён")).to_be_visible()

    await page.reload()
    await expect(page.locator("#words")).to_have_value("Посмотрела ваши документы, и вот что")

    await page.get_by_role("button", name="В очередь").click()
    boris = await a_page(chromium, office, "boris")
    await boris.goto(path)
    await boris.keyboard.press("t")
    await boris.locator("#words").fill("Это Борис, отвечаю за Анну")
    await boris.keyboard.press("Control+Enter")
    await expect(boris.locator(".message.out")).to_have_count(1)
    await expect(page.locator(".message.out")).to_have_count(1)
    await expect(page.locator("#words")).to_have_value("Посмотрела ваши документы, и вот что")

    await page.get_by_role("button", name="Выйти").click()
    await page.wait_for_url("**/sign-in")
    await sign_in(page, office)
    await page.goto(path)
    await expect(page.locator("#words")).to_have_value("Посмотрела ваши документы, и вот что")


async def test_A11_what_was_typed_is_saved_even_when_the_page_is_left_at_once(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page, _, address = await at_conversation(chromium, office, desk)
    await page.keyboard.press("t")
    await expect(page.locator("#words")).to_be_visible()

    await page.keyboard.type("Минуту")
    await page.get_by_role("link", name="Приёмы").click()
    await page.wait_for_url("**/appointments")

    async def shown() -> str:
        await page.goto(address)
        return await page.locator("#words").input_value()

    assert await shown() == "Минуту"


async def test_A12_words_that_come_just_before_sending_stop_it_and_are_shown_first(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page, family, _ = await at_conversation(chromium, office, desk)
    await page.keyboard.press("t")
    await expect(page.get_by_text("Ведёте вы")).to_be_visible()
    await page.locator("#words").fill("Приходите в среду")
    await expect(page.get_by_text("Черновик сохранён")).to_be_visible()

    await family.say("Ой, в среду не могу")
    await page.keyboard.press("Control+Enter")

    await expect(page.get_by_role("alert").filter(has_text="пришло 1 новое сообщение")).to_be_visible()
    await expect(page.get_by_text("Ой, в среду не могу").first).to_be_visible()
    await expect(page.locator("#words")).to_have_value("Приходите в среду")
    await page.get_by_role("button", name="Всё равно отправить").click()
    await expect(page.locator(".message.out .words")).to_have_text("Приходите в среду")


async def test_A17_an_answer_that_arrives_late_does_not_hide_what_happened_meanwhile(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page, *_ = await at_conversation(chromium, office, desk)
    await page.keyboard.press("t")
    await expect(page.get_by_text("Ведёте вы")).to_be_visible()
    sent = page.locator(".message.out .foot")

    async def sent_before_the_answer_is_here(route: Route) -> None:
        answer = await route.fetch()
        await desk.deliver_all()
        await expect(sent).to_contain_text("Отправлено")
        await route.fulfill(response=answer)

    await page.route("**/reply*", sent_before_the_answer_is_here)
    await page.locator("#words").fill("Приходите в среду")
    async with page.expect_response("**/reply*"):
        await page.keyboard.press("Control+Enter")

    await expect(page.locator("#words")).to_have_value("")
    await expect(sent).to_contain_text("Отправлено")


async def test_A21_a_new_message_is_announced_to_those_who_listen_to_the_page(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page, family, _ = await at_conversation(chromium, office, desk)
    await expect(page.locator("#announcer[aria-live=polite]")).to_be_empty()

    await family.say("Вы ещё здесь?")

    await expect(page.locator("#announcer")).to_have_text("Новое сообщение: Вы ещё здесь?")
    await expect(page.locator(".message.in").last).to_contain_text("Вы ещё здесь?")


async def test_A19_title_icon_and_list_count_the_same_unread_in_every_tab_until_somebody_looks(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page, family, _ = await at_conversation(chromium, office, desk)
    await page.keyboard.press("t")
    await expect(page.get_by_text("Ведёте вы")).to_be_visible()
    tabs = [page, await page.context.new_page()]
    for tab in tabs:
        await tab.goto(f"{office.origin}/inbox?queue=mine")

    await family.say("Вы ещё здесь?")

    for tab in tabs:
        await expect(tab).to_have_title("(1) Мои · Рядом")
        await expect(tab.locator("link[rel=icon]")).to_have_attribute("href", re.compile("icon-unread"))
        await expect(tab.locator(".conversations .count.strong")).to_contain_text(re.compile(r"^[12] нов"))
    await tabs[0].locator(".conversations a").click()
    await expect(tabs[1]).to_have_title("Мои · Рядом")
    await expect(tabs[1].locator("link[rel=icon]")).to_have_attribute("href", re.compile(r"icon\.svg"))


async def test_sounds_tell_of_words_somewhere_else_and_of_danger_nobody_has_taken(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    """Counts the tones of the browser's own audio: the first gesture wakes it, the button says how it is."""
    family, conversation_id = await called(desk)
    page = await a_page(chromium, office)
    await page.add_init_script(
        "let tones = 0; const nodes = AudioScheduledSourceNode.prototype, start = nodes.start;"
        "nodes.start = function (...args) { document.documentElement.dataset.tones = ++tones;"
        " return start.apply(this, args); };"
    )
    await page.goto(f"{office.origin}/conversations/{conversation_id}")
    await page.keyboard.press("t")
    await expect(page.get_by_text("Ведёте вы")).to_be_visible()
    await expect(page.locator("[data-unread-here]")).to_have_count(0)
    await page.goto(f"{office.origin}/inbox?queue=mine")
    await expect(page).to_have_title("Мои · Рядом")
    await page.locator("#main").click()
    await expect(page.get_by_role("button", name="Звук включён")).to_be_visible()

    await family.say("Вы ещё здесь?")
    await expect(page).to_have_title("(1) Мои · Рядом")
    await expect(page.locator("html")).to_have_attribute("data-tones", "2")
    await desk.visitor().call(crisis=True)
    await expect(page.locator("html")).to_have_attribute("data-tones", "6")

    await page.get_by_role("button", name="Звук включён").click()
    await expect(page.get_by_role("button", name="Звук выключен")).to_be_visible()


async def test_a_note_being_written_looks_and_reads_differently(office: Office, desk: Desk, chromium: Chromium) -> None:
    page, *_ = await at_conversation(chromium, office, desk)
    await page.keyboard.press("t")
    composer = page.locator("form[data-composer]")
    await expect(composer).to_be_visible()
    colour = "node => getComputedStyle(node).backgroundColor"
    as_reply = await composer.evaluate(colour)

    await page.get_by_role("radio", name="Заметка").check()

    assert await composer.evaluate(colour) != as_reply
    await expect(page.get_by_text("Семья этого не увидит")).to_be_visible()
    await expect(page.get_by_role("button", name="Отправить", exact=True)).to_be_hidden()


async def test_the_desk_works_without_any_script(office: Office, desk: Desk, chromium: Chromium) -> None:
    _, conversation_id = await called(desk)
    page = await a_page(chromium, office, java_script_enabled=False)
    await page.goto(f"{office.origin}/conversations/{conversation_id}")

    await page.get_by_role("button", name="Взять себе").click()
    await page.locator("#words").fill("Здравствуйте!")
    await page.get_by_role("button", name="Отправить", exact=True).click()

    await expect(page.locator(".message.out .words")).to_have_text("Здравствуйте!")
    await page.get_by_role("button", name="Выйти").click()
    await page.wait_for_url("**/sign-in")


async def test_chosen_files_are_named_kept_through_a_stopped_reply_and_sent_once(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page, family, _ = await at_conversation(chromium, office, desk)
    await page.keyboard.press("t")
    await expect(page.locator("#words")).to_be_focused()
    await page.locator("#words").fill("Вот памятка")
    leaflet = {"name": "Памятка.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    await page.get_by_label("Прикрепить файлы").set_input_files(leaflet)
    await expect(page.get_by_text("Памятка.pdf")).to_be_visible()

    await family.say("Спасибо, жду")
    await page.locator("#words").press("Control+Enter")
    await expect(page.get_by_role("alert").filter(has_text="новое сообщение")).to_be_visible()
    await page.get_by_role("button", name="Всё равно отправить").click()
    await expect(page.locator(".message.out")).to_contain_text("Памятка.pdf")

    await expect(page.get_by_text("Прикрепить файлы")).to_be_visible()
    kinds = [letter.letter.attachment is not None for letter in await desk.deliver_all()]
    assert kinds == [False, True]


async def test_A11_a_reply_that_could_not_be_sent_says_so_and_keeps_the_words(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page, *_ = await at_conversation(chromium, office, desk)
    await page.keyboard.press("t")
    await expect(page.locator("#words")).to_be_focused()

    async def too_big(route: Route) -> None:
        fault = await page.request.get(f"{office.origin}/no-such-page")
        await route.fulfill(status=413, body=await fault.body(), content_type="text/html")

    await page.route("**/reply*", too_big)
    await page.locator("#words").fill("Вот памятка")
    await page.keyboard.press("Control+Enter")

    await expect(page.locator("#flash")).to_be_visible()
    await expect(page.locator("#flash")).not_to_have_text("")
    await expect(page.locator("#words")).to_have_value("Вот памятка")
    await expect(page.get_by_text("Черновик сохранён")).to_be_visible()
    await page.reload()
    await expect(page.locator("#words")).to_have_value("Вот памятка")


async def test_what_a_small_form_has_saved_does_not_wait_in_it_to_be_saved_again(
    office: Office, desk: Desk, chromium: Chromium
) -> None:
    page, *_ = await at_conversation(chromium, office, desk)
    await page.locator(".tools summary").click()
    field = page.locator(".tools input[name=new]")

    await field.fill("жильё")
    await field.press("Enter")

    await expect(page.locator(".tools .tags")).to_have_text("#жильё")
    await expect(field).to_have_value("")


async def test_a_closed_session_says_so_and_keeps_the_words(office: Office, desk: Desk, chromium: Chromium) -> None:
    page, *_ = await at_conversation(chromium, office, desk)
    await page.keyboard.press("t")
    await expect(page.locator("#words")).to_be_visible()
    elsewhere = await a_page(chromium, office)
    await elsewhere.goto(f"{office.origin}/account")

    await elsewhere.get_by_role("button", name="Закрыть все, кроме этого").click()
    await expect(page.get_by_text("Сеанс закончился")).to_be_visible()
    await page.locator("#words").fill("Текст после выхода")

    await expect(page.get_by_text("Черновик не сохранён")).to_be_visible()
    await expect(page.locator("#words")).to_have_value("Текст после выхода")


async def test_B11_an_offer_appears_on_the_open_waiting_page_and_is_answered_there(
    office: Office, chromium: Chromium
) -> None:
    town = await a_town(office.store, horizon_days=3)
    office.clock.now = town.at(office.clock.now.date(), 10)
    staff = registrar(town.centre_id)
    await office.hire("lidia", Role.HEAD, Place(centre="primernyj"))
    page = await a_page(chromium, office, "lidia")
    await page.goto(f"{office.origin}/waiting?centre={town.centre_id}")
    await expect(page.get_by_text("Никто не ждёт.")).to_be_visible()

    paper = EnterFamily(town.centre_id, replace(KEEPING_DATA, version="paper"))
    family = await office.store.write(enter_family, paper, staff)
    wish = JoinWaiting(town.service_id, Mode.PLACE, family_id=family.id)
    await office.store.write(join_waiting, wish, staff)

    await expect(page.get_by_text("держим до 10:20")).to_be_visible()
    await page.get_by_role("button", name="Записать").click()
    await page.wait_for_url("**/visits/*")
    await expect(page.get_by_text("Записаны")).to_be_visible()
