"""What an operator sees when something is wrong: one clear line, an exit status, no traceback; and when Telegram or the
database goes away and comes back, the program goes on and no update is lost.
"""

import asyncio
import shutil
import socket
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from app.database import open_database
from app.keys import master_keys, open_vault
from app.migrating import bring_up_to_date
from app.settings import ROOT, Settings
from core.storage.signals import Signals
from sandbox.run import RunningSandbox, start_sandbox
from sandbox.state.limits import Limits
from sandbox.state.people import Person
from sandbox.world import World
from tests.conftest import POSTGRES, missing
from tests.crash.harness import Storm, digest_of
from tests.e2e.programs import TOKEN, Ended, Program, ended, running, wire_to
from tests.ports import free_port

NOWHERE = "postgresql://postgres@127.0.0.1:1/ryadom"


def one_line(end: Ended, status: int, *words: str) -> None:
    """The program ended with this status and one line that has these words."""
    assert "Traceback" not in end.errors
    assert len(end.lines) == 1, end.errors
    assert end.status == status
    assert [word for word in words if word not in end.errors] == []


async def test_every_wrong_setting_is_named_on_a_line_of_its_own(tmp_path: Path) -> None:
    wrong = {
        "PANEL_PORT": "здесь",
        "WEBHOOK_PORT": "70000",
        "TELEGRAM_API_URL": "ftp://telegram",
        "DATABASE_URL": "mysql://root@localhost/ryadom",
        "LOG_FORMAT": "xml",
        "TRUSTED_PROXIES": "proxy.example.org",
        "BOT_TOKEN": "не токен",
    }

    end = await ended(tmp_path, "run", **wrong)

    assert end.status == 2
    assert {line.partition(":")[0] for line in end.lines} == set(wrong)
    assert "не токен" not in end.errors and "root@localhost" not in end.errors, "values are never shown"


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"BOT_TOKEN": "123:short"}, "BOT_TOKEN"),
        ({"BOT_TOKEN": TOKEN, "DATABASE_URL": "postgresql://host:notaport/x"}, "DATABASE_URL"),
        ({"WEBHOOK_URL": "https://ryadom.example"}, "BOT_TOKEN"),
        ({"PANEL_HOST": "0.0.0.0"}, "PANEL_HOST"),
    ],
)
async def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, settings: dict[str, str], name: str) -> None:
    one_line(await ended(tmp_path, "run", **settings), 2, name)


async def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a directory should be")

    one_line(await ended(tmp_path, "run", BOT_TOKEN=TOKEN), 1, "VAR_DIR")


async def test_a_broken_catalogue_file_stops_the_start_with_file_record_and_mend(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    file = next(data.glob("regions/LEN/measures/*.yaml"))
    record = file.read_text(encoding="utf-8").partition("- id: ")[2].partition("\n")[0]
    file.write_text(file.read_text(encoding="utf-8").replace("  summary:", "  sumary:", 1), encoding="utf-8")

    end = await ended(tmp_path, "run", BOT_TOKEN=TOKEN, DATA_DIR=str(data))

    assert end.status == 2 and "Traceback" not in end.errors
    assert any("sumary" in line for line in end.lines)
    for line in end.lines:
        assert line.startswith(f"{file.relative_to(data)} · {record}: ") and "Как исправить:" in line


async def test_a_broken_text_stops_the_start_with_file_line_and_mend(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    with (data / "texts" / "ru" / "common.ftl").open("a", encoding="utf-8") as file:
        file.write("button-new = { $\n")

    end = await ended(tmp_path, "run", BOT_TOKEN=TOKEN, DATA_DIR=str(data))

    one_line(end, 2, "texts/ru/common.ftl · строка ", "button-new", "Как исправить:")


async def test_a_key_of_another_installation_is_refused(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, bot_token=TOKEN, var_dir=tmp_path / "var", secret_key="the first key")
    bring_up_to_date(settings)
    database = open_database(settings.database, Signals())
    await open_vault(database, master_keys(settings))  # what the first start does
    await database.close()

    end = await ended(tmp_path, "run", BOT_TOKEN=TOKEN, SECRET_KEY="another key")

    one_line(end, 2, "SECRET_KEY does not open this database")
    assert "another key" not in end.errors


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "ryadom.sqlite").write_bytes(bytes(range(256)) * 32)

    one_line(await ended(tmp_path, "run", BOT_TOKEN=TOKEN), 1, "ryadom.sqlite", "not a database")
    one_line(await ended(tmp_path, "db", "upgrade", BOT_TOKEN=TOKEN), 1, "not a database")


async def test_postgresql_away_is_said_in_one_line(tmp_path: Path) -> None:
    one_line(await ended(tmp_path, "run", BOT_TOKEN=TOKEN, DATABASE_URL=NOWHERE), 1, "PostgreSQL does not answer")
    one_line(await ended(tmp_path, "db", "upgrade", BOT_TOKEN=TOKEN, DATABASE_URL=NOWHERE), 1, "does not answer")


async def test_an_unmigrated_postgresql_names_the_command(tmp_path: Path) -> None:
    try:
        with sa.create_engine(POSTGRES, connect_args={"connect_timeout": 3}).connect():
            pass
    except sa.exc.OperationalError:
        missing("PostgreSQL does not answer on its standard local port (set TEST_POSTGRES_URL)")

    end = await ended(tmp_path, "run", BOT_TOKEN=TOKEN, DATABASE_URL=POSTGRES)

    one_line(end, 2, "ryadom db upgrade")


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        one_line(await ended(tmp_path, "run", BOT_TOKEN=TOKEN, PANEL_PORT=port), 1, port)


async def heard_from(world: World, person: int) -> None:
    """Wait until the bot has written to this person."""
    async with asyncio.timeout(60):
        while not any(one.chat_id == person for one in world.journal.accepted):
            await world.pulse.change(1.0)


class Telegram:
    """Telegram's place: what people sent stays there while it is away."""

    def __init__(self) -> None:
        self.world = World(limits=Limits(enabled=False), tokens=[TOKEN])
        self.port = free_port()
        self._sandbox: RunningSandbox | None = None

    @property
    def url(self) -> str:
        """Its address, whether it answers or not."""
        return f"http://127.0.0.1:{self.port}"

    async def comes(self) -> None:
        """It answers."""
        self._sandbox = await start_sandbox(self.world, port=self.port)

    async def goes(self) -> None:
        """It does not."""
        if self._sandbox is not None:
            await self._sandbox.stop()
            self._sandbox = None

    def newcomer(self) -> int:
        """Somebody who presses START; the update waits at Telegram's."""
        person = self.world.add_person(Person(id=0, first_name="Семья"))
        self.world.chat(self.world.first_bot, person.id).started = True
        who = {"id": person.id, "first_name": "Семья"}
        message = {"message_id": 1, "date": int(self.world.now()), "chat": {**who, "type": "private"}, "text": "/start"}
        update = {"message": {**message, "from": {**who, "is_bot": False}}}
        self.world.first_bot.updates.inject(update, person.id, self.world.now())
        self.world.pulse.advance()
        return person.id

    async def has_answered(self, person: int) -> None:
        """Wait until this person sees a window."""
        await heard_from(self.world, person)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def telegram() -> AsyncIterator[Telegram]:
    place = Telegram()
    yield place
    await place.goes()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def program(telegram: Telegram, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    """The program of an installation with a token, started while Telegram is away."""
    folder = tmp_path_factory.mktemp("installation")
    async with running(folder, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=telegram.url, SECRET_KEY="one") as started:
        await started.says("Панель куратора:")
        yield started


@pytest.mark.asyncio(loop_scope="module")
async def test_Telegram_away_is_one_line_and_when_it_comes_back_everybody_is_answered(
    program: Program, telegram: Telegram
) -> None:
    await program.says("Telegram does not answer")
    early = telegram.newcomer()
    await telegram.comes()
    await telegram.has_answered(early)
    await telegram.goes()
    late = [telegram.newcomer() for _ in range(3)]
    await telegram.comes()
    for person in late:
        await telegram.has_answered(person)

    assert [line for line in program.lines if "error" in line or "Traceback" in line] == []
    assert 1 <= program.count("Telegram does not answer") <= 2, "one line each time it went away, none per try"
    assert Counter(one.chat_id for one in telegram.world.journal.accepted) == Counter([early, *late])


@pytest.mark.asyncio(loop_scope="module")
async def test_a_second_process_on_the_same_file_is_refused(program: Program, telegram: Telegram) -> None:
    folder = Path(f"/proc/{program.process.pid}/cwd").resolve()

    one_line(await ended(folder, "run", BOT_TOKEN=TOKEN, SECRET_KEY="one"), 1, "runs already", str(folder / "var"))


async def test_a_token_Telegram_does_not_know_stops_the_program(tmp_path: Path) -> None:
    telegram = Telegram()
    await telegram.comes()
    unknown = f"987654321:{TOKEN.partition(':')[2]}"

    end = await ended(tmp_path, "run", BOT_TOKEN=unknown, TELEGRAM_API_URL=telegram.url)
    await telegram.goes()

    assert end.status == 1
    assert sum("Telegram refused BOT_TOKEN" in line for line in end.lines) == 1
    assert unknown not in end.errors and "Traceback" not in end.errors


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_E3_PostgreSQL_dies_and_returns_and_no_update_is_lost(database_url: str) -> None:
    real = sa.make_url(database_url)
    with wire_to(str(real.host), int(real.port or 5432)) as wire:
        proxied = real.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
        async with Storm(proxied, webhook_port=None, seed=5) as storm:
            await storm.spawn()
            said = await storm.talk(8, 40, kills=0)
            wire.cut()
            afraid = storm.new_person()
            storm.push(storm.message(afraid, "sos"))
            said += [(afraid, "sos"), *await storm.talk(8, 40, kills=0)]
            await heard_from(storm.world, afraid)
            wire.mend()
            await storm.settle(expected=len(said))
            end = storm.ending()

    assert (end.inbox_left, end.domain_rows) == (0, Counter(said))
    assert end.states == Counter({"sent": len(said)})
    assert end.accepted[(afraid, digest_of("112"))] >= 1, "danger is answered without the database"
