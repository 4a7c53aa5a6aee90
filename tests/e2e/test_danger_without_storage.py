"""E3, E9 on the real program: the database stops, somebody writes of danger, taps the button or sends /sos.

All of them get the numbers, and nothing of what was written stands in the log.
"""

import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.migrating import upgrade
from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson
from sandbox.run import start_sandbox
from sandbox.state.limits import Limits
from sandbox.world import World
from tests.conftest import POSTGRES, missing
from tests.e2e.programs import TOKEN, Program, Wire, running, wire_to

DANGER, URGENT = "муж меня бьёт, боюсь идти домой", "🆘 Срочная помощь"
STATIC = "Я на связи, но сейчас отвечаю с трудом"
PATIENCE = 180.0


@pytest.fixture
def database_url() -> Iterator[str]:
    """A migrated database of its own."""
    name = f"ryadom_danger_{uuid.uuid4().hex[:8]}"
    admin = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    except sa.exc.OperationalError:
        missing("PostgreSQL does not answer on its standard local port (set TEST_POSTGRES_URL)")
    url = sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    upgrade(url)
    yield url
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@asynccontextmanager
async def program_on_a_wire(folder: Path, database_url: str) -> AsyncIterator[tuple[Program, Wire, SandboxClient]]:
    """`ryadom run` with a token, Telegram's stand-in, and a wire to the database that can be cut."""
    real = sa.make_url(database_url)
    sandbox = await start_sandbox(World(limits=Limits(enabled=False), tokens=[TOKEN]), patience=0.2)
    with wire_to(str(real.host), int(real.port or 5432)) as wire:
        url = real.set(host="127.0.0.1", port=wire.port, drivername="postgresql").render_as_string(hide_password=False)
        settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.base_url, "DATABASE_URL": url, "SECRET_KEY": "one"}
        async with running(folder, **settings) as program, SandboxClient(sandbox.base_url) as client:
            yield program, wire, client
    await sandbox.stop()


async def arrived(client: SandboxClient, name: str) -> ClientPerson:
    person = await client.person(name)
    await person.start()
    await person.wait_for(lambda shown: bool(shown.buttons), PATIENCE)
    return person


async def test_E3_with_the_database_stopped_danger_is_answered_by_words_by_button_and_by_command(
    tmp_path: Path, database_url: str
) -> None:
    async with program_on_a_wire(tmp_path, database_url) as (program, wire, client):
        writes, taps, commands, calm = [await arrived(client, name) for name in ("Пишет", "Жмёт", "Зовёт", "Спокойна")]
        wire.cut()
        await writes.say(DANGER)
        await taps.tap(URGENT)
        await commands.say("/sos")
        await calm.say("садик")

        for person in (writes, taps, commands):
            card = await person.wait_for(STATIC, PATIENCE)
            assert "112" in card.text
        await writes.say(DANGER)
        wire.mend()

        card = await writes.wait_for("102", PATIENCE)
        assert card.text.startswith("112"), "with the database back the whole card comes too"
        await calm.wait_for("Вот что подходит", PATIENCE)
        shown = [each for each in await writes.messages() if STATIC in each.text]
        asked = [each for each in await calm.messages() if STATIC in each.text]

    assert len(shown) == 1, "not again within half an hour"
    assert asked == [], "a calm question brings no card"
    said = "\n".join(program.lines).lower()
    assert not [word for word in ("бьёт", "бьет", "домой", "садик", "бояться") if word in said]
