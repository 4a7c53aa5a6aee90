"""Bad days: too many messages, bans, ordered faults, broken connections; and the counts that stay true."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson
from sandbox.refusals import Refusal
from sandbox.state.chats import Message, Side, Text
from sandbox.state.journal import content_digest
from sandbox.state.limits import Limiter, Limits
from sandbox.state.people import Person
from sandbox.text.formatted import Formatted
from sandbox.world import Sizes, World


async def test_a_burst_in_one_chat_passes_and_then_the_chat_is_banned_alone(
    bot: Bot, client: SandboxClient, marina: ClientPerson
) -> None:
    for number in range(10):
        await bot.send_message(marina.id, f"{number}")
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(marina.id, "лишнее")
    assert 1 <= refused.value.retry_after <= 4
    with pytest.raises(TelegramRetryAfter):
        await bot.send_chat_action(marina.id, "typing")
    (other,) = await client.crowd(1)
    await bot.send_message(other, "соседу можно")
    await client.advance(seconds=refused.value.retry_after)
    await bot.send_message(marina.id, "теперь можно")


async def test_a_flood_over_all_chats_bans_everything_but_receiving(bot: Bot, client: SandboxClient) -> None:
    ids = await client.crowd(40)
    sent = await asyncio.gather(*(bot.send_message(number, "всем") for number in ids), return_exceptions=True)
    refused = [answer for answer in sent if isinstance(answer, TelegramRetryAfter)]
    assert refused and len(sent) - len(refused) >= 30
    with pytest.raises(TelegramRetryAfter):
        await bot.get_chat(ids[0])
    assert await bot.get_updates() == []
    assert (await client.statuses())[429] == len(refused) + 1
    await client.limits(enabled=False)
    await asyncio.gather(*(bot.send_message(number, "всем") for number in ids))


def _passed(limits: Limits, seconds: int, rate: int, chats: int) -> int:
    """How many of evenly spaced messages get through."""
    limiter, passed = Limiter(limits), 0
    for at in range(seconds * rate):
        now = 1000.0 + at / rate
        try:
            limiter.check_bans(at % chats, now)
            limiter.check_rate(at % chats, 1, now)
        except Refusal:
            continue
        limiter.charge(at % chats, 1, now)
        passed += 1
    return passed


def test_thirty_a_second_is_never_refused_and_forty_is() -> None:
    assert _passed(Limits(), seconds=120, rate=30, chats=1_000) == 3_600
    assert _passed(Limits(), seconds=120, rate=40, chats=1_000) < 3_600
    assert _passed(Limits(), seconds=60, rate=1, chats=1) == 60
    assert _passed(Limits().scaled(10), seconds=12, rate=300, chats=10_000) == 3_600


async def test_an_injected_429_with_a_chat_pauses_that_chat_only(bot: Bot, client: SandboxClient) -> None:
    one, other = await client.crowd(2)
    await client.faults(code=429, chat_id=one, retry_after=30)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(one, "раз")
    assert refused.value.retry_after == 30
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(one, "ещё раз")
    await bot.send_message(other, "соседу можно")
    await client.advance(seconds=31)
    await bot.send_message(one, "можно")


async def test_an_injected_global_429_pauses_every_lane(bot: Bot, client: SandboxClient) -> None:
    one, other = await client.crowd(2)
    await client.faults(method="sendMessage", code=429, retry_after=30)
    for chat in (one, other):
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(chat, "раз")
    assert (await client.statuses())[429] == 2
    await client.clear_faults()
    await bot.send_message(one, "пауза снята")


async def test_faults_strike_the_calls_they_describe(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    await client.faults(method="sendMessage", code=502, times=2, contains="пособие")
    await client.faults(code=400, method="sendMessage", contains="льгота", description="Bad Request: нарочно")
    await bot.send_message(marina.id, "привет")
    for _ in range(2):
        with pytest.raises(TelegramServerError, match="Bad Gateway"):
            await bot.send_message(marina.id, "ваше пособие")
    await bot.send_message(marina.id, "ваше пособие")
    with pytest.raises(TelegramBadRequest, match="нарочно"):
        await bot.send_message(marina.id, "ваша льгота")


async def test_a_connection_can_break_before_or_after_the_message_was_taken(
    bot: Bot, client: SandboxClient, marina: ClientPerson
) -> None:
    await client.faults(method="sendMessage", contains="до", cut="before_accept")
    await client.faults(method="sendMessage", contains="после", drop_after_accept=True)
    for text in ("до", "после"):
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(marina.id, text)
    assert [shown.text for shown in await marina.messages()] == ["/start", "после"]
    accepted = await client.accepted(marina.id)
    assert [message.digest for message in accepted] == [content_digest("после")]
    assert (await client.statuses())[0] == 2
    assert await client.accepted_counts() == {(marina.id, content_digest("после")): 1}


async def test_a_held_answer_lets_others_pass(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    await client.faults(method="sendMessage", contains="медленно", delay=0.3)
    slow = asyncio.ensure_future(bot.send_message(marina.id, "медленно"))
    while (await client.request("GET", "faults"))["faults"]:
        assert not slow.done()
    await bot.send_message(marina.id, "быстро")
    await slow
    assert [shown.text for shown in await marina.messages()] == ["/start", "быстро", "медленно"]


async def test_the_call_log_tells_what_the_bot_tried(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(424242, "никому")
    await bot.send_message(marina.id, "Марине")
    failed, done = await client.calls("sendMessage")
    assert (failed.code, failed.description) == (400, "Bad Request: chat not found")
    assert (done.code, done.chat_id, done.fields["text"]) == (200, marina.id, "Марине")


async def test_who_may_not_be_written_to(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(99, "никого")
    silent = await client.person("Ольга")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(silent.id, "первым нельзя")
    await marina.block()
    for call in (bot.send_message(marina.id, "ау"), bot.edit_message_text("ау", chat_id=marina.id, message_id=1)):
        with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
            await call
    await marina.unblock()
    await bot.send_message(marina.id, "снова можно")
    await marina.change(deactivated=True)
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(marina.id, "аккаунта нет")


def test_memory_is_bounded_while_totals_stay_true() -> None:
    world = World(sizes=Sizes(messages_per_chat=10, calls=5, accepted=7))
    chat = world.chat(world.first_bot, world.add_person(Person(0, "Марина")).id)
    for number in range(50):
        chat.add(Message(0, Side.BOT, number, Text(Formatted(f"{number}"))))
        world.journal.note(number, "sendMessage", chat.person.id, {}, 200, "")
    assert list(chat.messages) == list(range(41, 51))
    assert (len(world.journal.calls), world.journal.total_calls) == (5, 50)
