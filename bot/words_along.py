"""A question that was searched goes along to a person: nobody has to type it twice.

The open screen holds it until the person is called; only then, and only because of the call, the centre keeps it.
"""

from datetime import UTC, datetime
from typing import Any

from aiogram.types import Message
from aiogram_dialog import DialogManager

from bot.here import Here, here
from core.cases.receive import Incoming, receive_message
from core.cases.states import Content

_SHOWN = 200


def remembered(message: Message) -> dict[str, str | int]:
    """What a screen remembers of a question, to pass it on later."""
    said_at = datetime.fromtimestamp(message.date.timestamp(), UTC)
    words = message.text or message.caption or ""
    return {"words": words, "message_id": message.message_id, "said_at": said_at.isoformat()}


def along(manager: DialogManager) -> dict[str, Any]:
    """The start data with which a search opens «позвать человека»."""
    return {name: manager.dialog_data[name] for name in ("words", "message_id", "said_at")}


def said_along(manager: DialogManager, key: str) -> str | None:
    """The question in a sentence, when there is one that goes along."""
    if not _has_question(manager.start_data):
        return None
    words = str(manager.start_data["words"])  # type: ignore[index,call-overload]
    return here(manager).say(key, words=words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")


async def pass_on(manager: DialogManager, around: Here, centre_id: int) -> None:
    """Make the question the conversation's message; the same message is kept once."""
    data = manager.start_data
    if not isinstance(data, dict) or not _has_question(data):
        return
    question = Incoming(
        address=around.desk.address,
        centre_id=centre_id,
        external_id=str(data["message_id"]),
        said_at=datetime.fromisoformat(data["said_at"]),
        content=Content.TEXT,
        text=data["words"],
    )
    await around.desk.write(receive_message, question)


def _has_question(data: Any) -> bool:
    return isinstance(data, dict) and "message_id" in data
