"""A18: from the click on «Отправить» to the call at the Bot API, idle and while a broadcast leaves.

The whole program runs as `make run` starts it (SQLite, panel, bot, sender, sandbox) in this one process, so every
figure holds the panel's answer, the commit and the sender. The clock starts with the form's POST and stops when the
sandbox has the message. The mass lane never runs dry; the limiter keeps Telegram's 30 calls a second.
Promise: p95 <= 500 ms idle, <= 1 s during a broadcast of 80,000 (the lane decides, not the length of the queue).
"""

import asyncio
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from app.demo import PASSWORD, SLUG
from app.house import SORRY_KIND, House
from app.run import Role, Running, start
from app.settings import Settings
from core.messaging.letters import TELEGRAM, Address, Letter, Text
from core.messaging.outbox import Lane, Outgoing, enqueue
from core.storage.database import Unit
from core.use_case import System
from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson
from tests.panel.office import Browser

FAMILIES, CROWD, LETTERS = 24, 500, 8_000


def main() -> None:
    """Run, answer, print."""
    asyncio.run(_run())


async def _run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, bot_token=None, var_dir=Path(folder), sandbox_port=0, panel_port=0)
        async with start(settings, Role.ALL, lambda: sys.exit("the bot gave up")) as program:
            assert program.sandbox_url is not None
            async with SandboxClient(program.sandbox_url) as sandbox:
                await _measure(program, sandbox)


async def _measure(program: Running, sandbox: SandboxClient) -> None:
    assert program.panel_url is not None
    families = [await _called(sandbox, f"Семья {number}") for number in range(FAMILIES)]
    browser = Browser(program.panel_url, {})
    await browser.sign_in("anna", PASSWORD)
    talks = await _taken(browser)
    _print("the machine: help page", [await _help(browser) for _ in range(FAMILIES)], 0)
    print(f"a reply to each of {FAMILIES} families, click to Bot API, milliseconds: p50 / p95")
    _print("idle", await _replies(browser, talks, families, "idle"), 500)
    people = await sandbox.crowd(CROWD)
    await program.house.database.write(lambda unit: _broadcast(program.house, unit, people))
    busy = await _replies(browser, talks, families, "busy")
    left = await program.house.database.read(_waiting)
    _print("during a broadcast", busy, 1_000)
    print(f"  {LETTERS - left} letters of the broadcast left meanwhile, {left} still waited: the lane never ran dry")
    await browser.close()


async def _help(browser: Browser) -> float:
    """How long the smallest page of the same server takes at this moment: what the machine itself adds."""
    began = time.perf_counter()
    await browser.open("/help")
    return (time.perf_counter() - began) * 1000


async def _called(sandbox: SandboxClient, name: str) -> ClientPerson:
    """A family that called a person and says who it is."""
    family = await sandbox.person(name)
    await family.start(SLUG.removeprefix("demo-"))
    await family.wait_for("Я рядом")
    await family.tap("🙋 Позвать человека")
    await family.wait_for("Позову")
    await family.tap("Да, позовите")
    await family.wait_for("Номер")
    await family.say(name)
    await sandbox.idle()
    return family


async def _taken(browser: Browser) -> list[str]:
    """Anna takes every conversation; their addresses in the order the families called."""
    page = await (await browser.open("/inbox?queue=free")).text()
    paths = sorted(set(re.findall(r'href="(/conversations/\d+)', page)), key=lambda path: int(path.rpartition("/")[2]))
    for path in paths:
        await browser.post(f"{path}/take")
    return paths


async def _replies(browser: Browser, talks: list[str], families: list[ClientPerson], what: str) -> list[float]:
    """One chat hears one reply: Telegram lets a chat hear about one message a second, however fast we are."""
    taken = []
    for number, (path, family) in enumerate(zip(talks, families, strict=True)):
        words = f"{what} {number}."
        began = time.perf_counter()
        posted = asyncio.ensure_future(
            browser.post(f"{path}/reply", text=words, client_uuid=f"{what}{number:032}", last_seen=10**9)
        )
        await family.wait_for(words, 30)
        taken.append((time.perf_counter() - began) * 1000)
        await posted
    return taken


def _broadcast(house: House, unit: Unit, people: range) -> None:
    tx = house.store.open(unit, System("broadcast"))
    for number in range(LETTERS):
        address = Address(TELEGRAM, people[number % len(people)])
        letter = Letter(Text("urgent-mistake-thanks"))
        enqueue(tx, Outgoing(SORRY_KIND, Lane.MASS, address, letter, f"broadcast:{number}", "broadcast"))


def _waiting(unit: Unit) -> int:
    query = "SELECT count(*) FROM outbox WHERE state = 'pending' AND subject = 'broadcast'"
    return int(unit.session.connection().exec_driver_sql(query).scalar_one())


def _print(what: str, times: list[float], promise: int) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    promised = f"   (promise: p95 <= {promise})" if promise else ""
    print(f"  {what:22} {statistics.median(times):7.1f} {p95:7.1f}{promised}")
