"""What every Bot API method is given, and the checks they all share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiogram.methods import TelegramMethod

from sandbox.refusals import bad_request, forbidden
from sandbox.state.chats import Chat, Message
from sandbox.state.files import Upload
from sandbox.world import BotAccount, World


@dataclass(frozen=True, slots=True)
class Desk:
    """One call being served: whose bot, in which world, with which uploaded files (by attach name)."""

    world: World
    bot: BotAccount
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def seen_chat(self, chat_id: int | str) -> Chat:
        """A chat the bot may read and edit in; raises "chat not found" and the like."""
        person = self.world.people.get(chat_id) if isinstance(chat_id, int) else None
        if person is None:
            raise bad_request("chat not found")
        chat = self.bot.chats.get(person.id)
        if chat is None or not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def open_chat(self, chat_id: int | str) -> Chat:
        """A chat the bot may write to; raises 403 when the person blocked it or is gone."""
        chat = self.seen_chat(chat_id)
        if chat.person.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def message(self, chat: Chat, message_id: int | None, purpose: str) -> Message:
        """A message of the chat; `purpose` is Telegram's wording, e.g. "message to edit"."""
        if message_id is None:
            raise bad_request("message identifier is not specified")
        if message_id not in chat.messages:
            raise bad_request(f"{purpose} not found")
        return chat.messages[message_id]

    def seconds(self) -> int:
        return int(self.world.now())


Handler: TypeAlias = Callable[[Desk, Any], Any | Awaitable[Any]]
Handlers: TypeAlias = Mapping[type[TelegramMethod[Any]], Handler]
