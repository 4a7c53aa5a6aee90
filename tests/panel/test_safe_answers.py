"""What every answer carries, and what no log and no error page ever does (D5, D8, D14)."""

import logging

import pytest
from aiohttp.test_utils import TestServer

from admin.app import build_panel
from admin.keys import PanelSettings
from core.staff.passwords import Passwords
from core.storage.signals import Signals
from core.texts import Texts
from tests.desks import Desk
from tests.panel.office import CHEAP, PASSWORD, WORDS, Browser, Office, from_memory, texts

PAGES = [
    "/sign-in",
    "/inbox",
    "/account",
    "/help",
    "/appointments",
    "/book",
    "/waiting",
    "/gatherings",
    "/nowhere",
    "/conversations/999999",
]


@pytest.mark.parametrize("path", PAGES)
async def test_D14_every_page_carries_the_headers_that_keep_it_safe(office: Office, path: str) -> None:
    anna = await office.at_work("anna")

    answer = await anna.open(path)

    policy = answer.headers["Content-Security-Policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    page = await answer.text()
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert page.count("<script") == page.count(f'nonce="{nonce}"') - page.count('rel="stylesheet"')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers
    await anna.close()


async def test_two_pages_never_share_a_nonce(office: Office) -> None:
    anna = await office.at_work("anna")

    policies = {(await anna.open("/help")).headers["Content-Security-Policy"] for _ in range(5)}

    assert len(policies) == 5
    await anna.close()


async def test_over_https_cookies_are_bound_to_the_host_and_the_browser_remembers_https(office: Office) -> None:
    settings = PanelSettings(origin="https://panel.example")
    server = TestServer(
        build_panel(office.store, Signals(), texts(), settings, from_memory({}), WORDS, Passwords(CHEAP))
    )
    await server.start_server()
    browser = Browser(f"http://{server.host}:{server.port}", {})

    page = await browser.open("/sign-in")
    device = page.headers["Set-Cookie"]
    answer = await browser.post_raw(
        "/sign-in",
        data={"csrf": browser.token, "login": "anna", "password": PASSWORD},
        headers={"Origin": "https://panel.example", "Cookie": device.partition(";")[0]},
    )

    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    for cookie in (device, *answer.headers.getall("Set-Cookie")):
        assert cookie.startswith("__Host-") and "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie
    await browser.close()
    await server.close()


async def test_D5_a_body_over_a_megabyte_is_refused(office: Office) -> None:
    anna = await office.at_work("anna")
    await anna.open("/account")

    answer = await anna.post("/conversations/1/note", text="ж" * 1_100_000, client_uuid="0" * 36)

    assert answer.status == 413
    await anna.close()


SECRETS = ("Евдокия", "+79211234567", "боюсь мужа", "ул. Лесная, 14")


async def test_D8_a_day_at_the_desk_leaves_no_words_of_anybody_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = Desk(office.store, office.centres["tikhvin"])
    family, anna = desk.visitor(), await office.at_work("anna")
    await family.call()
    conversation_id = (await family.say(", ".join(SECRETS))).conversation_id
    path = f"/conversations/{conversation_id}"
    await anna.open("/account")

    await anna.post(f"{path}/take")
    await anna.post(f"{path}/draft", text=SECRETS[0])
    await anna.post(f"{path}/reply", text=SECRETS[1], client_uuid="7" * 36, last_seen=0)
    await anna.post(f"{path}/note", text=SECRETS[2], client_uuid="8" * 36)
    await anna.post("/account/password", old=SECRETS[3], new=PASSWORD)
    await anna.post("/appointments", ticket=SECRETS[0], status="arrived")
    await anna.sign_in("anna", SECRETS[3])

    assert caplog.records
    logged = "\n".join(f"{record.getMessage()} {record.args} {record.exc_info}" for record in caplog.records)
    assert [secret for secret in (*SECRETS, PASSWORD) if secret in logged] == []
    await anna.close()


async def test_D8_an_unforeseen_fault_shows_a_code_and_logs_a_place_but_no_words(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(office.store, office.centres["tikhvin"])
    await desk.visitor().call()
    wordless = Texts([_without("panel-queue-mine")])
    server = TestServer(
        build_panel(office.store, Signals(), wordless, PanelSettings(), from_memory({}), WORDS, Passwords(CHEAP))
    )
    await server.start_server()
    anna = Browser(f"http://{server.host}:{server.port}", {})
    await anna.sign_in("anna")

    answer = await anna.open(f"/inbox?queue=mine&words={SECRETS[0]}")

    page = await answer.text()
    assert answer.status == 500 and "Назовите администратору код" in page
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name == "panel")
    assert "MissingText" in logged and "desk.py" in logged
    assert SECRETS[0] not in page and SECRETS[0] not in logged
    await anna.close()
    await server.close()


def _without(key: str) -> str:
    from tests.panel.office import TEXTS_FOLDER

    words = "".join((TEXTS_FOLDER / name).read_text(encoding="utf-8") for name in ("panel.ftl", "duty.ftl"))
    return "\n".join(line for line in words.splitlines() if not line.startswith(f"{key} ="))
