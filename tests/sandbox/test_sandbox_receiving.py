"""Long polling: what the offset acknowledges, who may poll, which kinds come."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError, TelegramUnauthorizedError

from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson
from sandbox.run import RunningSandbox
from sandbox.state.updates import UpdateQueue
from sandbox.world import DEMO_TOKEN


async def _texts(bot: Bot, **how: int) -> list[str]:
    return [update.message.text or "" for update in await bot.get_updates(**how) if update.message]


async def test_updates_repeat_until_the_next_offset_confirms_them(bot: Bot, marina: ClientPerson) -> None:
    await marina.say("раз")
    await marina.say("два")
    first = await bot.get_updates()
    assert [update.update_id for update in first] == list(range(first[0].update_id, first[0].update_id + 3))
    assert await _texts(bot) == ["/start", "раз", "два"]
    assert await _texts(bot, offset=first[1].update_id) == ["раз", "два"]
    assert await _texts(bot) == ["раз", "два"], "/start was confirmed and is gone"
    assert await _texts(bot, limit=1) == ["раз"]
    assert await _texts(bot, offset=-1) == ["два"]
    assert await _texts(bot) == ["два"], "a negative offset forgets the rest"


async def test_a_poll_waits_for_the_next_words(bot: Bot, marina: ClientPerson) -> None:
    (start,) = await bot.get_updates()
    waiting = asyncio.ensure_future(bot.get_updates(offset=start.update_id + 1, timeout=20))
    await marina.say("я здесь")
    (update,) = await waiting
    assert update.message and update.message.text == "я здесь"


async def test_an_idle_poll_ends_empty_after_its_timeout(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == []


async def test_the_second_poller_ends_the_first_with_409(bot: Bot) -> None:
    """Whichever of the two came later goes on; the one before is told to stop."""
    polls = await asyncio.gather(bot.get_updates(timeout=1), bot.get_updates(timeout=1), return_exceptions=True)
    refused = [poll for poll in polls if isinstance(poll, TelegramConflictError)]
    assert len(refused) == 1 and [] in polls
    assert "terminated by other getUpdates request; make sure that only one bot" in refused[0].message


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:1/hook")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_only_asked_kinds_come_and_reactions_only_when_asked(bot: Bot, marina: ClientPerson) -> None:
    await bot.get_updates(allowed_updates=["message", "message_reaction"])
    await marina.react(1, "👍")
    await marina.edit("/start tikhvin")
    kinds = [update.event_type for update in await bot.get_updates(allowed_updates=[])]
    assert kinds == ["message", "message_reaction"], "the edit came while only two kinds were wanted"
    await marina.react(1, None)
    await marina.edit("/start tosno")
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["message", "message_reaction", "edited_message"]


async def test_unconfirmed_updates_live_a_day(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    await client.advance(hours=23)
    assert await _texts(bot) == ["/start"]
    await client.advance(hours=2)
    assert await _texts(bot) == []


async def test_a_raw_update_keeps_its_id_even_repeated_and_old(bot: Bot, client: SandboxClient) -> None:
    person = {"id": 7, "is_bot": False, "first_name": "Анна"}
    chat = {"id": 7, "type": "private", "first_name": "Анна"}
    dice = {"message_id": 1, "from": person, "chat": chat, "date": 1, "dice": {"emoji": "🎲", "value": 3}}
    for update_id in (500, 500, 499):
        await client.inject({"update_id": update_id, "message": dice})
    first = await bot.get_updates()
    assert [update.update_id for update in first] == [500, 500, 499]
    assert first[0].message and first[0].message.content_type == "dice"
    assert await bot.get_updates(offset=501) == []
    await client.inject({"update_id": 500, "message": dice})
    assert [update.update_id for update in await bot.get_updates(offset=501)] == [500], "redelivered once more"
    assert await bot.get_updates(offset=501) == []
    await client.idle()


async def test_a_foreign_token_is_unauthorized_and_nonsense_is_not_found(running: RunningSandbox, bot: Bot) -> None:
    stranger = Bot("43:else", session=bot.session)
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{running.base_url}/botnonsense/getMe") as answer:
            assert (answer.status, (await answer.json())["description"]) == (404, "Not Found")
        async with http.get(f"{running.base_url}/bot{DEMO_TOKEN}/sendPizza") as answer:
            shape = {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
            assert (answer.status, await answer.json()) == (404, shape)


async def test_get_post_and_json_are_the_same_call(running: RunningSandbox, marina: ClientPerson) -> None:
    url = f"{running.base_url}/bot{DEMO_TOKEN}/SENDMESSAGE"
    asked = {"chat_id": marina.id, "text": "Да"}
    async with aiohttp.ClientSession() as http:
        for request in (
            http.get(url, params=asked),
            http.post(url, data=asked),
            http.post(url, json=asked | {"parse_mode": None}),
        ):
            async with request as answer:
                assert (await answer.json())["result"]["text"] == "Да"
        async with http.post(url, data=asked | {"reply_markup": "{broken"}) as answer:
            assert (await answer.json())["description"] == "Bad Request: can't parse reply markup JSON object"
        async with http.post(url, json={"text": "Да"}) as answer:
            assert (await answer.json())["description"] == "Bad Request: chat_id is empty"


def test_the_queue_confirms_thousands_without_walking_them_all() -> None:
    queue = UpdateQueue()
    for number in range(5_000):
        queue.put("message", {"n": number}, lane=number, now=0.0)
    taken = 0
    while batch := queue.batch(100):
        taken += len(batch)
        queue.acknowledge(batch[-1]["update_id"] + 1, now=0.0)
    assert (taken, len(queue), queue.confirmed) == (5_000, 0, 5_000)
