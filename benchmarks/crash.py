"""A1 at full size: 1,000 updates, ten kill -9 at random moments, polling and webhook, both engines.

Prints what was lost and what was doubled, counted by the sandbox and by the tables independently of the bot. A
re-rendered window or a repeated letter per kill is allowed and counted.
"""

import asyncio
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.migrating import upgrade
from tests.conftest import POSTGRES
from tests.crash.harness import Ending, Storm, digest_of
from tests.ports import free_port

UPDATES, KILLS, CHATS = 1_000, 10, 50


@contextmanager
def database(engine: str) -> Iterator[str]:
    """An empty migrated database."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'crash.sqlite'}"
            upgrade(url)
            yield url
        return
    name = f"ryadom_crash_{uuid.uuid4().hex[:8]}"
    admin = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    url = sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    upgrade(url)
    yield url
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


async def storm(url: str, webhook: bool) -> tuple[list[tuple[int, str]], Ending]:
    """One run."""
    async with Storm(url, webhook_port=free_port() if webhook else None, seed=2026) as running:
        await running.spawn()
        said = await running.talk(CHATS, UPDATES, KILLS)
        await running.settle(expected=UPDATES, timeout=240)
        return said, running.ending()


def report(name: str, said: list[tuple[int, str]], ending: Ending) -> None:
    """Lost and doubled, and how often something was shown again."""
    wanted = Counter(said)
    lost = sum((wanted - ending.domain_rows).values())
    doubled = sum((ending.domain_rows - wanted).values())
    echoes = {(chat_id, digest_of(f"heard {text}")) for chat_id, text in said}
    undelivered = len(echoes - set(ending.accepted))
    repeats = sum(ending.accepted.values()) - len(ending.accepted)
    print(
        f"  {name:<22} lost {lost}, done twice {doubled}, letters {len(ending.letters)} of {UPDATES},"
        f" undelivered {undelivered}, shown again {repeats} over {KILLS} kills"
    )


def main() -> None:
    """Four combinations; PostgreSQL is left out with its reason when it does not answer."""
    print(f"{UPDATES} updates in {CHATS} chats, {KILLS} kill -9 each")
    for engine in ("sqlite", "postgresql"):
        for webhook in (False, True):
            name = f"{engine}, {'webhook' if webhook else 'polling'}"
            try:
                with database(engine) as url:
                    said, ending = asyncio.run(storm(url, webhook))
            except sa.exc.OperationalError as away:
                print(f"  {name:<22} left out: {str(away.orig).splitlines()[0]}")
                continue
            report(name, said, ending)
