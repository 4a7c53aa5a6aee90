"""The second step of signing in: taught with a picture, asked for every time, and no way around it (D4)."""

import re
from datetime import timedelta

from core.staff.accounts import IssuedPassword, issue_password
from core.staff.totp import code_of, from_written, new_secret, step_at, written
from tests.panel.office import CHEAP, OFFICE, PASSWORD, Browser, Office
from tests.stores import Clock


async def teach(office: Office, browser: Browser) -> bytes:
    """Switch the second factor on; returns the secret the phone has learned."""
    page = await (await browser.open("/account")).text()
    assert "<svg" in page, "a picture for the app"
    found = re.search(r'name="secret" value="([A-Z2-7]{32})"', page)
    secret = from_written(found.group(1)) if found else None
    assert found is not None and secret is not None
    code = code_of(secret, step_at(office.clock()))
    answer = await browser.post("/account/second-factor", secret=found.group(1), code=code)
    assert "нужен код" in await answer.text()
    return secret


async def first_step(office: Office) -> tuple[Browser, str]:
    """Login and password fit; the page asks for the code."""
    browser = office.browser()
    page = await (await browser.sign_in("anna")).text()
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket is not None, page
    return browser, ticket.group(1)


async def second_step(browser: Browser, ticket: str, code: str) -> int:
    return (await browser.post("/sign-in/code", ticket=ticket, code=code, next="")).status


async def test_D4_a_password_alone_opens_nothing_and_the_same_code_works_once(office: Office, clock: Clock) -> None:
    anna = await office.at_work("anna")
    secret = await teach(office, anna)
    clock.forward(seconds=30)
    browser, ticket = await first_step(office)
    assert (await browser.open("/inbox")).status == 401, "the password alone is not enough"
    code = code_of(secret, step_at(clock()))
    assert await second_step(browser, ticket, code) == 200
    assert (await browser.open("/inbox")).status == 200

    again, ticket = await first_step(office)
    assert await second_step(again, ticket, code) == 401
    clock.forward(seconds=30)
    assert await second_step(again, ticket, code_of(secret, step_at(clock()))) == 200
    for each in (anna, browser, again):
        await each.close()


async def test_D4_codes_are_not_guessed_and_a_colleague_is_not_locked_out(office: Office, clock: Clock) -> None:
    anna = await office.at_work("anna")
    secret = await teach(office, anna)
    clock.forward(seconds=30)
    thief, ticket = await first_step(office)
    statuses = [await second_step(thief, ticket, f"{number:06}") for number in range(14)]
    assert 429 in statuses and statuses[0] == 401

    await anna.post("/sign-out")
    page = await (await anna.sign_in("anna")).text()
    mine = re.search(r'name="ticket" value="([^"]+)"', page)
    assert mine is not None, "the known browser is not slowed down"
    assert await second_step(anna, mine.group(1), code_of(secret, step_at(clock()))) == 200
    await thief.close()
    await anna.close()


async def test_D4_a_ticket_grows_old_and_cannot_be_made_up_or_used_after_a_new_password(
    office: Office, clock: Clock
) -> None:
    anna = await office.at_work("anna")
    secret = await teach(office, anna)
    clock.forward(seconds=30)
    browser, ticket = await first_step(office)
    assert await second_step(browser, "AAAA" + ticket[4:], code_of(secret, step_at(clock()))) == 401
    clock.now += timedelta(minutes=6)
    assert await second_step(browser, ticket, code_of(secret, step_at(clock()))) == 401

    browser, ticket = await first_step(office)
    new = IssuedPassword(office.accounts["anna"], CHEAP.hash("другие тихие слоны"))
    await office.store.write(issue_password, new, OFFICE)
    assert await second_step(browser, ticket, code_of(secret, step_at(clock()))) == 401
    fresh = office.browser()
    assert (await fresh.sign_in("anna", "другие тихие слоны")).status == 200, "a lost phone is not asked for any more"
    for each in (anna, browser, fresh):
        await each.close()


async def test_D4_it_is_switched_off_with_a_code_only(office: Office, clock: Clock) -> None:
    anna = await office.at_work("anna")
    secret = await teach(office, anna)
    clock.forward(seconds=30)
    assert (await anna.post("/account/second-factor/off", code="000000")).status == 422
    answer = await anna.post("/account/second-factor/off", code=code_of(secret, step_at(clock())))
    assert "больше не нужен" in await answer.text()
    browser = office.browser()
    assert (await browser.sign_in("anna", PASSWORD)).status == 200
    await anna.close()
    await browser.close()


async def test_D4_an_open_page_alone_does_not_replace_it_with_another_phone(office: Office, clock: Clock) -> None:
    anna = await office.at_work("anna")
    secret = await teach(office, anna)
    clock.forward(seconds=30)
    strange = new_secret()

    answer = await anna.post(
        "/account/second-factor", secret=written(strange), code=code_of(strange, step_at(office.clock()))
    )

    assert answer.status == 409
    browser, ticket = await first_step(office)
    assert await second_step(browser, ticket, code_of(secret, step_at(clock()))) == 200
    await anna.close()
    await browser.close()


async def test_D4_the_code_that_switches_it_off_is_not_guessed_either(office: Office, clock: Clock) -> None:
    anna = await office.at_work("anna")
    secret = await teach(office, anna)
    clock.forward(seconds=30)

    statuses = [(await anna.post("/account/second-factor/off", code=f"{number:06}")).status for number in range(11)]
    assert statuses == [422] * 10 + [429]

    clock.forward(minutes=6)
    answer = await anna.post("/account/second-factor/off", code=code_of(secret, step_at(clock())))
    assert "больше не нужен" in await answer.text()
    await anna.close()
