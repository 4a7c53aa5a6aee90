"""Signing in and out, and what a captured cookie is worth afterwards."""

import pytest

from core.staff.accounts import disable_account
from core.staff.grants import Grant, Place, remove_role
from core.staff.roles import Role
from tests.panel.office import OFFICE, PASSWORD, Browser, Office


async def test_a_curator_signs_in_and_lands_on_the_own_page(office: Office) -> None:
    browser = await office.at_work("anna")

    page = await (await browser.open("/account")).text()

    assert "Anna" in page
    await browser.close()


async def test_a_stranger_sees_the_sign_in_page_and_is_led_back_afterwards(office: Office) -> None:
    browser = office.browser()
    asked = await browser.open("/account?done=password")
    assert asked.status == 401

    answer = await browser.post("/sign-in", login="anna", password=PASSWORD, next="/account?done=password")

    assert answer.url.path_qs == "/account?done=password"
    await browser.close()


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"])
async def test_signing_in_never_leads_to_another_site(office: Office, elsewhere: str) -> None:
    browser = office.browser()
    await browser.open("/sign-in")

    answer = await browser.post("/sign-in", login="anna", password=PASSWORD, next=elsewhere)

    assert str(answer.url).startswith(office.origin)
    await browser.close()


async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(office: Office) -> None:
    browser = office.browser()

    wrong = await browser.sign_in("anna", "не тот пароль совсем")
    unknown = await browser.sign_in("nobody", "не тот пароль совсем")

    assert wrong.status == unknown.status == 401
    assert (await wrong.text()).count("не подошли") == (await unknown.text()).count("не подошли") == 1
    await browser.close()


async def test_the_session_cookie_is_out_of_reach_for_scripts_and_dies_with_the_browser(office: Office) -> None:
    browser = office.browser()
    await browser.open("/sign-in")

    answer = await browser.post_raw(
        "/sign-in",
        data={"csrf": browser.token, "login": "anna", "password": PASSWORD},
        headers={"Origin": browser.origin},
    )

    cookie = next(line for line in answer.headers.getall("Set-Cookie") if line.startswith("ryadom_session"))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age" not in cookie
    await browser.close()


async def _leave(office: Office, browser: Browser) -> None:
    await browser.post("/sign-out")


async def _new_password(office: Office, browser: Browser) -> None:
    other = await office.at_work("anna")
    await other.open("/account")
    answer = await other.post("/account/password", old=PASSWORD, new="восемь громких китов")
    assert answer.status == 200
    await other.close()


async def _lose_the_role(office: Office, browser: Browser) -> None:
    grant = Grant(office.accounts["anna"], Role.CURATOR, Place(centre="tikhvin"))
    await office.store.write(remove_role, grant, OFFICE)


async def _be_disabled(office: Office, browser: Browser) -> None:
    await office.store.write(disable_account, office.person("anna"), OFFICE)


async def _stay_idle(office: Office, browser: Browser) -> None:
    office.clock.forward(minutes=30)


async def _work_twelve_hours(office: Office, browser: Browser) -> None:
    for _ in range(36):
        office.clock.forward(minutes=20)
        await browser.open("/account")


@pytest.mark.parametrize(
    "ending", [_leave, _new_password, _lose_the_role, _be_disabled, _stay_idle, _work_twelve_hours]
)
async def test_D2_a_captured_cookie_is_worth_nothing_after_the_session_ended(office: Office, ending) -> None:
    browser = await office.at_work("anna")
    await browser.open("/account")
    captured = browser.cookies()

    await ending(office, browser)

    thief = office.browser()
    answer = await thief.open("/account", cookies=captured)
    assert answer.status == 401
    await thief.close()
    await browser.close()


async def test_work_keeps_a_session_open_past_half_an_hour(office: Office) -> None:
    browser = await office.at_work("anna")

    for _ in range(4):
        office.clock.forward(minutes=20)
        assert (await browser.open("/account")).status == 200
    await browser.close()


async def test_updates_the_script_asks_for_by_itself_do_not_keep_a_session_open(office: Office) -> None:
    browser = await office.at_work("anna")

    for _ in range(2):
        office.clock.forward(minutes=20)
        answer = await browser.open("/account", headers={"X-Live": "1"})

    assert answer.status == 401
    await browser.close()


async def test_an_issued_password_opens_nothing_but_choosing_an_own_one(office: Office) -> None:
    await office.hire("new", Role.CURATOR, Place(centre="tikhvin"), chosen=False)
    browser = await office.at_work("new")
    assert (await browser.open("/inbox", allow_redirects=False)).headers["Location"] == "/account"

    await browser.open("/account")
    await browser.post("/account/password", old=PASSWORD, new="восемь громких китов")

    assert (await browser.open("/help")).url.path == "/help"
    await browser.close()


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("короткий", "короче 12"),
        ("annaannaanna", "ваш логин"),
        ("qwertyqwerty1", "легко угадать"),
        (PASSWORD, "тот же"),
    ],
)
async def test_a_weak_password_is_refused_with_the_reason(office: Office, new: str, said: str) -> None:
    browser = await office.at_work("anna")
    await browser.open("/account")

    answer = await browser.post("/account/password", old=PASSWORD, new=new)

    assert answer.status == 422
    assert said in await answer.text()
    await browser.close()


async def test_nobody_can_end_a_colleagues_session(office: Office) -> None:
    anna, boris = await office.at_work("anna"), await office.at_work("boris")
    await boris.open("/account")

    for session_id in range(1, 5):
        await boris.post("/account/sessions/end", session=session_id)

    assert (await anna.open("/account")).status == 200
    await anna.close()
    await boris.close()
