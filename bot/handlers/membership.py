"""The person blocked the bot or came back: nothing proactive goes to a closed door (C5)."""

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberUpdated

from bot.here import from_data
from core.families.addresses import Reachability, note_reachability


def build() -> Router:
    """The router of membership."""
    router = Router(name="membership")
    router.my_chat_member.register(door, F.chat.type == "private")
    return router


async def door(event: ChatMemberUpdated, **data: object) -> None:
    """Remember whether this person can be reached."""
    desk = from_data(data).desk
    blocked = event.new_chat_member.status in (ChatMemberStatus.KICKED, ChatMemberStatus.LEFT)
    await desk.write_as_bot(note_reachability, Reachability(desk.address, blocked))
