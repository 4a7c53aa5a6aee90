"""The two uses that matter most: aiogram-dialog unmodified, and the sandbox as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.types import ContentType, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, RequestContact, SwitchTo
from aiogram_dialog.widgets.markup.reply_keyboard import ReplyKeyboardFactory
from aiogram_dialog.widgets.text import Const, Format

from sandbox.client import SandboxClient

ROOT = Path(__file__).parents[2]


class Visit(StatesGroup):
    menu = State()
    phone = State()
    done = State()


async def _keep_phone(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    manager.dialog_data["phone"] = message.contact.phone_number
    await manager.switch_to(Visit.done)


async def _phone(dialog_manager: DialogManager, **_: object) -> dict[str, str]:
    return {"phone": dialog_manager.dialog_data["phone"]}


@pytest.fixture
async def dialogs(bot: Bot) -> AsyncIterator[None]:
    """A three-window dialog: inline menu, a reply keyboard for the phone, back to inline."""
    dialog = Dialog(
        Window(Const("Запись"), SwitchTo(Const("Юрист"), id="lawyer", state=Visit.phone), state=Visit.menu),
        Window(
            Const("Ваш номер?"),
            RequestContact(Const("Дать номер")),
            MessageInput(_keep_phone, content_types=ContentType.CONTACT),
            markup_factory=ReplyKeyboardFactory(resize_keyboard=True),
            state=Visit.phone,
        ),
        Window(Format("Записали: {phone}"), Button(Const("Хорошо"), id="ok"), state=Visit.done, getter=_phone),
    )
    dispatcher = Dispatcher(events_isolation=SimpleEventIsolation())

    @dispatcher.message(CommandStart())
    async def start(_message: Message, dialog_manager: DialogManager) -> None:
        await dialog_manager.start(Visit.menu, mode=StartMode.RESET_STACK)

    dispatcher.include_router(dialog)
    setup_dialogs(dispatcher)
    task = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    yield
    await dispatcher.stop_polling()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_dialog_goes_from_inline_to_reply_keyboard_and_back(client: SandboxClient, dialogs: None) -> None:
    marina = await client.person("Марина", phone_number="+79001112233")
    await marina.start()
    await marina.wait_for("Запись")
    await marina.tap("Юрист")
    await marina.wait_for("Ваш номер?")
    assert await marina.reply_buttons() == ["Дать номер"]
    await marina.tap("Дать номер")
    await marina.wait_for("Записали: +79001112233")
    assert await marina.buttons() == ["Хорошо"]
    refused = [call for call in await client.calls() if call.code != 200]
    assert refused == []


async def test_the_sandbox_runs_as_its_own_process_and_stops_on_sigterm() -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", "5:process", "--no-limits"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    base_url = (await process.stdout.readline()).decode().strip()
    async with SandboxClient(base_url) as client, aiohttp.ClientSession() as http:
        (person,) = await client.crowd(1)
        for number in range(40):
            async with http.post(
                f"{base_url}/bot5:process/sendMessage", data={"chat_id": person, "text": f"{number}"}
            ) as answer:
                assert answer.status == 200
        assert len(await client.accepted_counts()) == 40
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
