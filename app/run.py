"""Running the program: which parts live in this process, in which order they start and stop.

Order of stopping: intake first, then running updates, then the sender, then the panel, then the database.
"""

import asyncio
import contextlib
import gc
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING

import structlog

from app.house import House, open_house, utc_now
from app.roles import CannotStart, Role, serve_app
from app.settings import Settings
from core.content.edition import Edition
from core.messaging.duties import take_duty
from core.messaging.inbox import new_owner

if TYPE_CHECKING:
    from aiogram import Bot

    from core.use_case import Store

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Running:
    """A started program, for tests and for the command line."""

    house: House
    panel_url: str | None = None
    sandbox_url: str | None = None


async def serve(settings: Settings, role: Role, announce: Callable[[Running], None]) -> bool:
    """Run until SIGTERM or SIGINT. False when a part of the program could not go on; its line is in the log."""
    stop, gave_up = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def give_up() -> None:
        gave_up.set()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with start(settings, role, give_up) as running:
        announce(running)
        await stop.wait()
        log.info("stopping")
    return not gave_up.is_set()


@asynccontextmanager
async def start(
    settings: Settings,
    role: Role,
    fatal: Callable[[], None],
    clock: Callable[[], datetime] = utc_now,
    edition: Edition | None = None,
) -> AsyncIterator[Running]:
    """Start the parts of `role`; stops them when left. `fatal` is called when a part cannot go on."""
    if role is not Role.ALL and settings.database.startswith("sqlite"):
        raise CannotStart("several processes need PostgreSQL: set DATABASE_URL, or run without --role")
    async with AsyncExitStack() as stack:
        stack.enter_context(_only_process(settings))
        house = await stack.enter_async_context(open_house(settings, clock, edition))
        running = Running(house)
        await _settle_in(house)
        if settings.sandbox:
            running.sandbox_url = await _start_sandbox(house, stack)
        from app.bots import make_bot

        bot = make_bot(house, running.sandbox_url, stack)
        if role.does(Role.PANEL):
            running.panel_url = await _start_panel(house, bot, stack)
        if role.does(Role.WORKER) or role.does(Role.BOT):
            from app.telegram import start_telegram

            await start_telegram(house, role, running.sandbox_url, bot, stack, fatal)
        from app.ticks import start_ticks

        start_ticks(house, stack, worker=role.does(Role.WORKER))
        # What is loaded now stays: without this every collection walks the hundreds of thousands of objects of the
        # libraries' models, in the middle of somebody's tap.
        gc.freeze()
        gc.enable()
        yield running


async def _settle_in(house: House) -> None:
    """What every start does once: published centres in the books, leases of a killed process forgotten."""
    from core.centres.opening import EnterPublishedCentres, FindCentres, enter_published_centres, find_centres
    from core.messaging.delivery import expire_leases
    from core.messaging.inbox import forget_leases
    from core.use_case import System

    actor = System("start")
    if not await _first_here(house):
        return
    await house.store.write(enter_published_centres, EnterPublishedCentres(), actor)
    centres = (await house.store.read(find_centres, FindCentres(), actor)).entries
    for centre, left in (await keep_promised_hours(house.store, [one.id for one in centres])).items():
        log.warning("the clocks moved and some promised hours are taken", centre=centre, left=left)
    if house.settings.database.startswith("sqlite"):
        await house.database.write(forget_leases)
        await house.store.write(expire_leases, None, actor)


async def keep_promised_hours(store: "Store", centres: Iterable[int]) -> Mapping[int, int]:
    """A changed time zone database moves instants, never the hour a family was promised (B9).

    Returns how many could not be given theirs, by the id of the centre. A family may be promised an hour at one centre
    at which it still stands at another: where something was left it is tried again, as long as that moves anything.
    """
    from core.booking.realigning import Realign, realign
    from core.use_case import System

    left, before = dict.fromkeys(centres, 0), None
    while left and left != before:
        before = left
        done = {one: (await store.write(realign, Realign(one), System("start"))).left for one in before}
        left = {one: count for one, count in done.items() if count}
    return left


async def _first_here(house: House) -> bool:
    """Of processes that start together one settles in; on SQLite there is only one."""
    if house.settings.database.startswith("sqlite"):
        return True
    name, lease = new_owner(), timedelta(seconds=30)
    return await house.database.write(lambda unit: take_duty(unit, "settling in", name, utc_now(), lease))


async def _start_sandbox(house: House, stack: AsyncExitStack) -> str:
    from app.demo import furnish
    from core.staff.passwords import Passwords
    from sandbox.run import start_sandbox
    from sandbox.world import World

    await furnish(house.store, Passwords())
    started = int(time.time())
    # The sandbox forgets everything when it stops, the bot's database does not: no number may come twice.
    world = World(first_person=started, first_update=started * 1_000)
    sandbox = await start_sandbox(world, port=house.settings.sandbox_port)
    stack.push_async_callback(sandbox.stop)
    return sandbox.base_url


async def _start_panel(house: House, bot: "Bot", stack: AsyncExitStack) -> str:
    from admin.app import build_panel
    from admin.keys import PanelSettings
    from app.files import telegram_files, telegram_name
    from app.finding import words_of

    settings = house.settings
    fetch_file = telegram_files(bot)
    panel = PanelSettings(settings.panel_url, settings.trusted_proxies)
    edition = house.live.current
    app = build_panel(
        house.store, house.signals, edition.texts, panel, fetch_file, words_of(edition), bot_name=telegram_name(bot)
    )
    return await serve_app(app, settings.panel_host, settings.panel_port, stack)


def _lock_file(settings: Settings) -> IO[str]:
    try:
        settings.var_dir.mkdir(parents=True, exist_ok=True)
        return (settings.var_dir / ("sandbox.lock" if settings.sandbox else "ryadom.lock")).open("w")
    except OSError as error:
        raise CannotStart(f"VAR_DIR: nothing can be written to {settings.var_dir} ({error.strerror})") from None


@contextlib.contextmanager
def _only_process(settings: Settings) -> Iterator[None]:
    """SQLite belongs to one process: a second one is refused instead of quietly sharing leases."""
    if not settings.database.startswith("sqlite"):
        yield
        return
    import fcntl

    with _lock_file(settings) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"«Рядом» runs already with the database in {settings.var_dir}") from None
        yield
