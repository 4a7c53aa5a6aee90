"""A person in front of their chat with a bot: what every act shares."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox import wire
from sandbox.state.chats import Chat, Message, Side
from sandbox.state.updates import Wire
from sandbox.world import BotAccount, World


class CannotDo(Exception):
    """The act is impossible for a person in a messenger; the text says why, for the page and for tests."""


@dataclass(frozen=True, slots=True)
class Scene:
    world: World
    bot: BotAccount
    chat: Chat

    def post(self, message: Message) -> Message:
        """Put the person's message into the chat and tell the bot; a blocked bot cannot be written to."""
        if self.chat.blocked:
            raise CannotDo("Бот заблокирован: сначала разблокируйте его")
        self.chat.started = True
        stored = self.chat.add(message)
        self.chat.read_up_to = stored.id
        self.tell("message", wire.message(self.bot, self.chat, stored))
        return stored

    def tell(self, kind: str, body: Wire) -> None:
        """Queue an update for the bot."""
        self.bot.updates.put(kind, body, self.chat.person.id, self.world.now())
        self.world.pulse.advance()

    def message(self, message_id: int) -> Message:
        if message_id not in self.chat.messages:
            raise CannotDo(f"Сообщения {message_id} нет в этом чате")
        return self.chat.messages[message_id]

    def own(self, message_id: int) -> Message:
        message = self.message(message_id)
        if message.side is not Side.PERSON:
            raise CannotDo("Это сообщение написал бот")
        return message

    def seconds(self) -> int:
        return int(self.world.now())
