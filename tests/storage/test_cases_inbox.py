"""The inbox as a list people work through: complete, in order of urgency, with counters that agree (A19, C2)."""

import random

import pytest

from core.cases.inbox import Place, Queue, ReadInbox, inbox
from core.cases.reading import MarkRead, ReadConversation, mark_read, read_conversation
from core.storage.database import Database
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import store_over


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


async def walk(desk: Desk, curator: Curator, queue: Queue, size: int) -> list[str]:
    """Numbers of a whole queue, page after page."""
    numbers: list[str] = []
    after: Place | None = None
    while True:
        page = await desk.store.read(inbox, ReadInbox(queue, after, size), curator.actor)
        numbers += [row.number for row in page.rows]
        if page.next is None:
            return numbers
        after = page.next


async def test_C2_pages_hold_every_conversation_once_most_urgent_first(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    called = []
    for number in range(23):
        desk.store.clock.forward(seconds=number % 3)  # several share a second
        called.append((await desk.visitor().call(crisis=number in (7, 15))).number)
    urgent = [called[7], called[15]]

    expected = urgent + [number for number in called if number not in urgent]
    assert await walk(desk, anna, Queue.FREE, 5) == expected
    assert await walk(desk, anna, Queue.CENTRE, 4) == expected
    assert await walk(desk, anna, Queue.MINE, 5) == []


async def test_C2_each_queue_holds_what_its_name_says(desk: Desk) -> None:
    anna, boris = await desk.curator("Анна"), await desk.curator("Борис")
    free, mine, answered, others = [(await desk.visitor().call()) for _ in range(4)]
    for each in (mine, answered):
        await anna.take(each.conversation_id)
    await boris.take(others.conversation_id)
    desk.store.clock.forward(minutes=1)
    await anna.say(answered.conversation_id, "Ждём вашего ответа.")

    seen = {queue: {row.number for row in await anna.queue(queue)} for queue in Queue}
    assert seen == {
        Queue.MINE: {mine.number, answered.number},
        Queue.FREE: {free.number},
        Queue.CENTRE: {free.number, mine.number, answered.number, others.number},
        Queue.WAITING: {answered.number},
        Queue.SNOOZED: set(),
        Queue.CLOSED: set(),
    }
    assert [row.number for row in await anna.queue(Queue.MINE)] == [mine.number, answered.number]
    counts = await anna.counts()
    assert (counts.mine, counts.free, counts.centre, counts.waiting) == (2, 1, 4, 1)


async def test_a_row_that_moves_hides_no_other(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    numbers = [(await desk.visitor().call()).number for _ in range(6)]
    first = await desk.store.read(inbox, ReadInbox(Queue.FREE, size=3), anna.actor)
    await anna.take(first.rows[0].conversation_id)

    second = await desk.store.read(inbox, ReadInbox(Queue.FREE, first.next, 3), anna.actor)

    assert [row.number for row in (*first.rows, *second.rows)] == numbers


async def test_A19_unread_agrees_everywhere_after_random_work_in_five_tabs(desk: Desk) -> None:
    anna, boris = await desk.curator("Анна"), await desk.curator("Борис")
    mother, conversation_id = await owned(desk, anna)
    rng = random.Random(19)
    tabs, incoming, read = [0] * 5, [], 0

    for _ in range(120):
        tab = rng.randrange(5)
        match rng.choice(("family", "look", "mark", "answer", "colleague looks")):
            case "family":
                incoming.append((await mother.say("ещё одно")).message_id)
            case "look":
                tabs[tab] = (await anna.read(conversation_id)).head.newest_id
            case "mark":
                await desk.store.write(mark_read, MarkRead(conversation_id, tabs[tab]), anna.actor)
                read = max(read, tabs[tab])
            case "answer":
                read = max(read, (await anna.say(conversation_id, "Вижу.")).message_id)
            case _:
                await desk.store.write(mark_read, MarkRead(conversation_id, 10**9), boris.actor)

        unread = sum(message_id > read for message_id in incoming)
        [row] = await anna.queue(Queue.MINE)
        counts = await anna.counts()
        assert (row.unread, (await anna.read(conversation_id)).head.unread) == (unread, unread)
        assert counts.unread == (unread > 0)


async def owned(desk: Desk, curator: Curator) -> tuple[Person, int]:
    """A family whose conversation the curator owns."""
    mother = await desk.adult()
    called = await mother.call()
    await curator.take(called.conversation_id)
    return mother, called.conversation_id


async def test_a_long_conversation_is_read_page_by_page(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    mother, conversation_id = await owned(desk, anna)
    said = [f"сообщение {number}" for number in range(25)]
    for text in said:
        await mother.say(text)

    texts: list[str | None] = []
    before: int | None = None
    while True:
        page = await desk.store.read(read_conversation, ReadConversation(conversation_id, before, 7), anna.actor)
        texts = [line.text for line in page.lines] + texts
        if not page.earlier:
            break
        before = page.lines[0].message_id

    assert [text for text in texts if text is not None] == said
