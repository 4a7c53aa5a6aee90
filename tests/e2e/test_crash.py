"""A1, A2: kill -9 at random moments, polling and webhook, both engines: nothing lost, nothing done twice."""

import asyncio
import json
from collections import Counter

import aiohttp
import pytest

from bot.webhook import SECRET_HEADER, webhook_path
from tests.crash.harness import Storm, digest_of
from tests.ports import free_port

UPDATES = 240
KILLS = 4
CHATS = 24


def expected_windows(said: list[tuple[int, str]]) -> set[tuple[int, str]]:
    """Every answer a person should have seen: the window numbers grow by one per chat."""
    count: Counter[int] = Counter()
    windows = set()
    for chat_id, text in said:
        count[chat_id] += 1
        windows.add((chat_id, digest_of(f"window {text} #{count[chat_id]}")))
    return windows


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_A1_nothing_is_lost_or_doubled_by_kill_9(database_url: str, mode: str) -> None:
    port = free_port() if mode == "webhook" else None
    async with Storm(database_url, webhook_port=port, seed=7) as storm:
        await storm.spawn()
        said = await storm.talk(CHATS, UPDATES, KILLS)
        await storm.settle(expected=UPDATES)
        ending = storm.ending()

    assert storm.kills == KILLS
    assert ending.inbox_left == 0
    assert ending.domain_rows == Counter(said), "every message wrote its row exactly once"
    assert len(ending.letters) == sum(ending.letters.values()) == UPDATES, "every message queued one letter"
    assert ending.states == Counter({"sent": UPDATES})
    echoes = {(chat_id, digest_of(f"heard {text}")) for chat_id, text in said}
    windows = expected_windows(said)
    assert set(ending.accepted) == echoes | windows, "distinct contents are exactly the expected ones"
    repeats = sum(ending.accepted.values()) - len(ending.accepted)
    assert repeats <= KILLS * CHATS, f"{repeats} repeats: more than what was in flight at the kills"


async def test_A2_each_update_posted_three_times_at_once_is_heard_once(database_url: str) -> None:
    port = free_port()
    async with Storm(database_url, webhook_port=port, seed=11) as storm:
        await storm.spawn()
        url = f"http://127.0.0.1:{port}{webhook_path('harness-secret')}"
        people = [storm.new_person() for _ in range(12)]
        posts = [storm.message(people[number % 12], f"m{number}", 5_000 + number) for number in range(100)] * 3
        async with aiohttp.ClientSession() as session:
            await storm.until_answering(session, url)
            gate = asyncio.Semaphore(50)

            async def post(update: dict[str, object]) -> int:
                async with gate, session.post(url, json=update, headers={SECRET_HEADER: "harness-secret"}) as answer:
                    return answer.status

            statuses = await asyncio.gather(*(post(update) for update in posts))
        await storm.settle(expected=100)
        ending = storm.ending()

    assert set(statuses) == {200}
    assert len(ending.domain_rows) == sum(ending.domain_rows.values()) == 100
    assert sum(ending.letters.values()) == 100


async def test_a_poison_update_is_buried_and_the_chat_goes_on(database_url: str) -> None:
    async with Storm(database_url, webhook_port=None, seed=3) as storm:
        await storm.spawn()
        person = storm.new_person()
        for number, text in enumerate(["before", "poison", "after"]):
            storm.push(storm.message(person, text, 100 + number))
        await storm.settle(expected=3)
        ending = storm.ending()

    assert ending.domain_rows == Counter({(person, "before"): 1, (person, "after"): 1})
    sorry = (person, digest_of("Это сообщение не прочиталось. Пожалуйста, напишите иначе."))
    assert ending.accepted[sorry] == 1, "the person is told once, kindly"


async def test_D5_a_webhook_with_a_wrong_secret_or_body_is_refused(database_url: str) -> None:
    port = free_port()
    async with Storm(database_url, webhook_port=port, seed=5) as storm:
        await storm.spawn()
        url = f"http://127.0.0.1:{port}{webhook_path('harness-secret')}"
        update = storm.message(storm.new_person(), "forged", 1)
        async with aiohttp.ClientSession() as session:
            await storm.until_answering(session, url)
            answers = [
                await _status(session, url, json.dumps(update), {}),
                await _status(session, url, json.dumps(update), {SECRET_HEADER: "guess"}),
                await _status(session, url, json.dumps(update), {"X-Forwarded-For": "149.154.160.1"}),
                await _status(session, url, "not json", {SECRET_HEADER: "harness-secret"}),
                await _status(session, url, "x" * (2 * 1024 * 1024), {SECRET_HEADER: "harness-secret"}),
            ]
        ending = storm.ending()

    assert answers == [401, 401, 401, 400, 413]
    assert not ending.domain_rows


async def _status(session: aiohttp.ClientSession, url: str, body: str, headers: dict[str, str]) -> int:
    async with session.post(url, data=body, headers={"Content-Type": "application/json", **headers}) as answer:
        return answer.status
