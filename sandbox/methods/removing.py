"""Deleting, pinning and reacting: what a bot does to a message without changing its words."""

from __future__ import annotations

from dataclasses import replace

from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    PinChatMessage,
    SetMessageReaction,
    UnpinAllChatMessages,
    UnpinChatMessage,
)
from aiogram.types import ReactionTypeEmoji

from sandbox.desk import Desk, Handlers
from sandbox.refusals import bad_request
from sandbox.state.chats import Chat, Message, Pin, Side

DELETABLE_SECONDS = 48 * 3600
MAX_IDS = 100
REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)


def delete_message(desk: Desk, call: DeleteMessage) -> bool:
    """In a private chat a bot deletes its own and the person's messages, for 48 hours after they were sent."""
    chat = desk.seen_chat(call.chat_id)
    message = desk.message(chat, call.message_id, "message to delete")
    if not _is_fresh(desk, message):
        raise bad_request("message can't be deleted for everyone")
    _remove(chat, message.id)
    return True


def delete_messages(desk: Desk, call: DeleteMessages) -> bool:
    """Unknown messages are skipped in silence; one that is too old refuses the call."""
    if not 1 <= len(call.message_ids) <= MAX_IDS:
        many = "too many message identifiers specified"
        raise bad_request(many if call.message_ids else "message identifiers are not specified")
    chat = desk.seen_chat(call.chat_id)
    found = [chat.messages[message_id] for message_id in call.message_ids if message_id in chat.messages]
    if not all(_is_fresh(desk, message) for message in found):
        raise bad_request("message can't be deleted for everyone")
    for message_id in {message.id for message in found}:
        _remove(chat, message_id)
    return True


def _is_fresh(desk: Desk, message: Message) -> bool:
    return desk.seconds() - message.sent_at < DELETABLE_SECONDS


def _remove(chat: Chat, message_id: int) -> None:
    chat.remove(message_id)
    if chat.pinned == message_id:
        chat.pinned = None


def pin_message(desk: Desk, call: PinChatMessage) -> bool:
    chat = desk.open_chat(call.chat_id)
    message = desk.message(chat, call.message_id, "message to pin")
    chat.pinned = message.id
    chat.add(Message(id=0, side=Side.BOT, sent_at=desk.seconds(), content=Pin(message.id)))
    return True


def unpin_message(desk: Desk, call: UnpinChatMessage) -> bool:
    chat = desk.open_chat(call.chat_id)
    if call.message_id is not None and call.message_id != chat.pinned:
        raise bad_request("message to unpin not found")
    return _unpin(chat)


def unpin_all(desk: Desk, call: UnpinAllChatMessages) -> bool:
    return _unpin(desk.open_chat(call.chat_id))


def _unpin(chat: Chat) -> bool:
    chat.pinned = None
    chat.touch()
    return True


def set_reaction(desk: Desk, call: SetMessageReaction) -> bool:
    """A bot puts at most one emoji on a message; an empty list takes it back."""
    chat = desk.open_chat(call.chat_id)
    message = desk.message(chat, call.message_id, "message to react")
    reactions = call.reaction or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    chosen = next((reaction for reaction in reactions if isinstance(reaction, ReactionTypeEmoji)), None)
    if reactions and (chosen is None or chosen.emoji.rstrip("\ufe0f") not in REACTIONS):
        raise bad_request("REACTION_INVALID")
    chat.update(replace(message, bot_reaction=chosen.emoji if chosen else None))
    return True


HANDLERS: Handlers = {
    DeleteMessage: delete_message,
    DeleteMessages: delete_messages,
    PinChatMessage: pin_message,
    UnpinChatMessage: unpin_message,
    UnpinAllChatMessages: unpin_all,
    SetMessageReaction: set_reaction,
}
