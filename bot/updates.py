"""What has to be known of a raw update before anything parses it: its number, its chat, and whether it can wait."""

from typing import Any

from core.messaging.inbox import Arrived

INTERNAL = "ryadom"
"""Key of updates we make ourselves (never sent by Telegram)."""

_WITH_CHAT = ("message", "edited_message", "my_chat_member", "chat_member", "chat_join_request", "message_reaction")


def is_inline(update: dict[str, Any]) -> bool:
    """Inline queries are answered at once or never: they do not go through the inbox."""
    return "inline_query" in update


def chat_of(update: dict[str, Any]) -> int:
    """The chat whose order this update belongs to; 0 when it belongs to none."""
    for name in _WITH_CHAT:
        if name in update:
            return int(update[name]["chat"]["id"])
    if "callback_query" in update:
        query = update["callback_query"]
        return int((query.get("message") or {}).get("chat", query["from"])["id"])
    if INTERNAL in update:
        return int(update[INTERNAL]["chat_id"])
    holder = next((value for value in update.values() if isinstance(value, dict) and "from" in value), None)
    return int(holder["from"]["id"]) if holder else 0


def message_of(update: dict[str, Any]) -> int | None:
    """The number of the message the person has just sent; None when the update is about something else."""
    return int(update["message"]["message_id"]) if "message" in update else None


def arrived(bot_id: int, update: dict[str, Any]) -> Arrived:
    """The update as the inbox stores it."""
    return Arrived(bot_id, int(update["update_id"]), chat_of(update), update)


def reshow_request(bot_id: int, chat_id: int, outbox_id: int) -> Arrived:
    """Our own update: show the open window again below a letter that was just delivered.

    Negative numbers cannot collide with Telegram's, and one letter asks once however often it is settled.
    """
    return arrived(bot_id, {"update_id": -outbox_id, INTERNAL: {"chat_id": chat_id, "action": "reshow"}})
