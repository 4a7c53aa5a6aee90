"""`/duty CODE`: a member of staff wants to be woken here. The code comes from the panel and works once."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.here import from_data
from core.duty.refusals import CodeDoesNotWork
from core.duty.staff_chats import LinkChat, link_chat


def build() -> Router:
    """The router of the command; it stands in no list of commands, because families have no use for it."""
    router = Router(name="duty chat")
    router.message.register(link, Command("duty"))
    return router


async def link(message: Message, command: CommandObject, **data: object) -> None:
    """Link this chat to the account the code was made for."""
    around = from_data(data)
    try:
        linked = await around.desk.write(link_chat, LinkChat(around.desk.address, command.args or ""))
    except CodeDoesNotWork:
        await message.answer(around.say("duty-chat-wrong"))
    else:
        await message.answer(around.say("duty-chat-linked", name=linked.name))
