"""What Telegram writes into a private chat by itself, not in anybody's words.

Only the kinds listed here are let go, each for its reason. Whatever else arrives becomes a row a curator sees, even a
kind nobody knows yet (A4): forgetting to list one here costs a needless row, never a family's message.
"""

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.types import Message

NOT_SAID = {
    ContentType.PINNED_MESSAGE: "a pin points at words that were kept when they were said",
    ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED: "a setting of the chat on the person's side",
    ContentType.CHAT_BACKGROUND_SET: "a picture behind the chat",
    ContentType.WRITE_ACCESS_ALLOWED: "permission to write, which the first message gives as well",
    ContentType.CONNECTED_WEBSITE: "a sign-in on a web page, which we do not offer",
    ContentType.BOOST_ADDED: "a boost belongs to a group, not to a talk",
}
"""Kind -> why nobody is bothered with it."""


def build() -> Router:
    """The router of what nobody said."""
    router = Router(name="service")
    router.message.register(let_go, F.content_type.in_(NOT_SAID))
    return router


async def let_go(message: Message) -> None:
    """Nothing was said, so nothing is answered."""
