"""The order in which an update meets its handler (reference/telegram-stack.md §7):
errors, danger, commands, a curator's conversation, letters' buttons, dialogs, everything else.

Letters' buttons come before the dialogs: an open dialog takes every tap it is given, also those that are not its own.
"""

from aiogram import Bot, Dispatcher, F
from aiogram.enums import ChatType
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import BotCommand
from aiogram_dialog import setup_dialogs

from bot import window_ids
from bot.dialogs import build_dialogs
from bot.errors import build_errors
from bot.handlers import (
    commands,
    danger,
    duty_chat,
    fallback,
    hiding,
    inline,
    letters,
    membership,
    proactive,
    relay,
    service,
)
from bot.own_window import ManagerFactory
from bot.screens import ScreenStorage
from core.texts import Texts


def build_dispatcher() -> Dispatcher:
    """A dispatcher with every handler of the bot. Chats are serialised by the inbox, so nothing isolates here."""
    window_ids.install()
    dispatcher = Dispatcher(storage=ScreenStorage(), events_isolation=DisabledEventIsolation())
    dispatcher.message.filter(F.chat.type == ChatType.PRIVATE)
    dispatcher.edited_message.filter(F.chat.type == ChatType.PRIVATE)
    danger.install(dispatcher)
    dispatcher.include_routers(
        build_errors(),
        membership.build(),
        service.build(),
        commands.build(),
        duty_chat.build(),
        relay.build_first(),
        letters.build(),
        hiding.build(),
        proactive.build(),
        *build_dialogs(),
        inline.build(),
        relay.build_last(),
        fallback.build(),
    )
    setup_dialogs(dispatcher, dialog_manager_factory=ManagerFactory(), events_isolation=DisabledEventIsolation())
    return dispatcher


COMMANDS = ("start", "help", "person", "sos", "plan", "visits", "data")


async def introduce_bot(bot: Bot, texts: Texts) -> None:
    """Tell Telegram the commands and the descriptions people see before they write."""
    await bot.set_my_commands(
        [BotCommand(command=name, description=texts.render(f"command-{name}", {})) for name in COMMANDS]
    )
    await bot.set_my_description(texts.render("bot-description", {}))
    await bot.set_my_short_description(texts.render("bot-short-description", {}))
