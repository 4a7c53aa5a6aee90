"""A fresh world, an unmodified aiogram bot and a test client for every test of the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson
from sandbox.run import RunningSandbox, start_sandbox
from sandbox.world import DEMO_TOKEN, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def running(world: World) -> AsyncIterator[RunningSandbox]:
    started = await start_sandbox(world, patience=0.01)
    yield started
    await started.stop()


@pytest.fixture
async def bot(running: RunningSandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(running.base_url))
    made = Bot(DEMO_TOKEN, session=session)
    yield made
    await session.close()


@pytest.fixture
async def client(running: RunningSandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(running.base_url) as made:
        yield made


@pytest.fixture
async def marina(client: SandboxClient) -> ClientPerson:
    """Somebody who has pressed START; the bot has not read her update yet."""
    person = await client.person("Марина", username="marina")
    await person.start()
    return person
