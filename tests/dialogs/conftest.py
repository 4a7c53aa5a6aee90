"""The whole program once for all dialog tests: its own database, sandbox, bot and sender; families meet in it.

It is started as `ryadom run` starts it, so that what is tested is what runs. Each test brings people of its own.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from app.run import Role, Running, start
from app.settings import Settings
from sandbox.client import SandboxClient
from tests.dialogs.town import Town, open_town


def _never() -> None:
    raise AssertionError("the bot gave up receiving updates")


@pytest.fixture(scope="session")
def house_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A sandbox on free ports with a directory of its own."""
    var_dir: Path = tmp_path_factory.mktemp("ryadom")
    return Settings(_env_file=None, bot_token=None, var_dir=var_dir, sandbox_port=0, panel_port=0)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running(house_settings: Settings) -> AsyncIterator[Running]:
    """The started program."""
    async with start(house_settings, Role.ALL, _never) as program:
        yield program


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sandbox(running: Running) -> AsyncIterator[SandboxClient]:
    """Telegram's place, without its limits: tests tap faster than people."""
    assert running.sandbox_url is not None
    async with SandboxClient(running.sandbox_url) as client:
        await client.limits(enabled=False)
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(running: Running, sandbox: SandboxClient) -> Town:
    """Everybody who lives in these tests."""
    return await open_town(running.house, sandbox)


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _tidy_town(request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Services a test opened in the demo centre are gone after it, whatever file runs next on this worker."""
    yield
    if "town" in request.fixturenames:
        await request.getfixturevalue("town").tidy_up()
