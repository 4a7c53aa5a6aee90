"""What a person does in the messenger, and what the bot hears of it."""

from __future__ import annotations

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
    Update,
)

from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson
from sandbox.client_views import SandboxError
from sandbox.run import RunningSandbox, start_sandbox
from sandbox.world import World


async def _newest(bot: Bot) -> Update:
    (update,) = await bot.get_updates(offset=-1)
    return update


async def test_a_deep_link_carries_its_payload(bot: Bot, client: SandboxClient) -> None:
    olga = await client.person("Ольга", last_name="Ким", username="olga")
    await olga.start("tikhvin")
    message = (await _newest(bot)).message
    assert message.text == "/start tikhvin" and message.entities[0].type == "bot_command"
    assert (message.from_user.full_name, message.from_user.username) == ("Ольга Ким", "olga")
    assert message.chat.id == message.from_user.id == olga.id
    with pytest.raises(SandboxError, match="до 64 латинских"):
        await olga.start("тихвин")


async def test_blocking_and_unblocking_are_heard_and_close_the_chat(bot: Bot, marina: ClientPerson) -> None:
    await marina.block()
    change = (await _newest(bot)).my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(SandboxError, match="сначала разблокируйте"):
        await marina.say("ау")
    with pytest.raises(SandboxError, match="уже заблокирован"):
        await marina.block()
    await marina.unblock()
    change = (await _newest(bot)).my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("kicked", "member")


async def test_own_words_are_corrected_and_answered(bot: Bot, marina: ClientPerson) -> None:
    sent = await marina.say("хочу записатся")
    await marina.edit("хочу записаться")
    edited = (await _newest(bot)).edited_message
    assert (edited.message_id, edited.text) == (sent, "хочу записаться") and edited.edit_date
    await marina.say("к юристу", reply_to=sent)
    assert (await _newest(bot)).message.reply_to_message.message_id == sent
    answer = await bot.send_message(marina.id, "Хорошо")
    with pytest.raises(SandboxError, match="написал бот"):
        await marina.edit("чужое", message_id=answer.message_id)


async def test_own_number_and_somebody_elses_card_differ(bot: Bot, marina: ClientPerson) -> None:
    await marina.share_contact()
    contact = (await _newest(bot)).message.contact
    assert contact.user_id == marina.id and contact.phone_number.startswith("+7900")
    await marina.share_contact(phone_number="+79990000000", first_name="Сосед", someone_else=True)
    assert (await _newest(bot)).message.contact.user_id is None
    await marina.share_place(59.6, 33.5)
    assert (await _newest(bot)).message.location.longitude == 33.5


async def test_a_hidden_message_is_gone_only_for_the_person(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_message(marina.id, "секрет")
    await marina.hide(sent.message_id)
    assert "секрет" not in await marina.transcript()
    assert (await bot.edit_message_text("всё ещё есть", chat_id=marina.id, message_id=sent.message_id)).text


async def test_chat_action_is_seen_as_typing(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    await bot.send_chat_action(marina.id, "typing")
    (notice,) = (await client.request("GET", f"people/{marina.id}/chat"))["notices"]
    assert (notice["kind"], notice["text"]) == ("action", "typing")


async def test_the_bot_introduces_itself(bot: Bot, client: SandboxClient) -> None:
    me = await bot.get_me()
    assert me.is_bot and me.username.endswith("_bot")
    await bot.set_my_name("Рядом (проба)")
    await bot.set_my_description("Помощь семьям")
    await bot.set_my_short_description("Семейный центр")
    everywhere = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand(command="start", description="Начать")], scope=everywhere)
    assert [one.command for one in await bot.get_my_commands(scope=everywhere)] == ["start"]
    assert await bot.get_my_commands() == []
    assert (await bot.get_my_name()).name == "Рядом (проба)"
    assert (await bot.get_my_description()).description == "Помощь семьям"
    assert (await bot.get_my_short_description()).short_description == "Семейный центр"
    assert await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    shown = (await client.request("GET", "people"))["bot"]
    assert (shown["first_name"], shown["commands"][0]["command"]) == ("Рядом (проба)", "start")
    await bot.delete_my_commands(scope=everywhere)
    assert (await client.request("GET", "people"))["bot"]["commands"] == []


async def test_wrong_commands_and_long_words_are_refused(bot: Bot, marina: ClientPerson) -> None:
    scope = BotCommandScopeChat(chat_id=marina.id)
    for command, text, complaint in [
        ("Start", "Начать", "BOT_COMMAND_INVALID"),
        ("start", "я" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ]:
        with pytest.raises(TelegramBadRequest, match=complaint):
            await bot.set_my_commands([BotCommand(command=command, description=text)], scope=scope)
    with pytest.raises(TelegramBadRequest, match="BOT_COMMANDS_TOO_MUCH"):
        await bot.set_my_commands([BotCommand(command=f"c{n}", description="a") for n in range(101)])
    with pytest.raises(TelegramBadRequest, match="text is too long"):
        await bot.set_my_short_description("я" * 121)


async def test_nobody_by_that_number(client: SandboxClient) -> None:
    with pytest.raises(SandboxError, match="Не найдено"):
        await client.known(31337).say("ау")


async def test_two_worlds_live_side_by_side(running: RunningSandbox, client: SandboxClient) -> None:
    other = await start_sandbox(World(tokens=["77:second", "78:third"]))
    async with SandboxClient(other.base_url, bot="sandbox78_bot") as second:
        olga = await second.person("Ольга")
        await olga.say("я в третьем")
        assert [len(bot.updates) for bot in other.world.bots.values()] == [0, 1]
        assert running.world.people == {}
    await other.stop()


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Host": "127.0.0.1.evil.example:80"}],
)
async def test_a_foreign_page_reaches_nothing(running: RunningSandbox, headers: dict[str, str]) -> None:
    async with aiohttp.ClientSession() as http:
        for path in ("/", "/sim/people", "/bot42:sandbox/getMe"):
            async with http.get(running.base_url + path, headers=headers) as answer:
                assert answer.status == 403
        async with http.post(f"{running.base_url}/sim/crowd", json={"count": 1}, headers=headers) as answer:
            assert answer.status == 403
    assert running.world.people == {}


async def test_the_sandbox_never_listens_beyond_this_computer() -> None:
    with pytest.raises(ValueError, match=r"not on 0\.0\.0\.0"):
        await start_sandbox(World(), host="0.0.0.0")
