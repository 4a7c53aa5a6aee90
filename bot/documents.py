"""A file as the immediate answer to a tap. The open window moves below it, so that its buttons stay at hand."""

from aiogram import Bot
from aiogram.types import BufferedInputFile
from aiogram_dialog import DialogManager, ShowMode

from bot.here import here


async def send_document(manager: DialogManager, name: str, content: bytes, caption_key: str) -> None:
    """Send `content` as a file called `name`. A tap handled twice after a crash may send it twice: nothing is lost."""
    bot: Bot = manager.middleware_data["bot"]
    around = here(manager)
    await bot.send_document(
        around.desk.address.external_id, BufferedInputFile(content, name), caption=around.say(caption_key)
    )
    manager.show_mode = ShowMode.DELETE_AND_SEND
