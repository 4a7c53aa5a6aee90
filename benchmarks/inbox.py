"""The curator's list at 10,000 conversations with 100,000 messages: what a page costs, and what a deep page costs (P7).

Beside it, in the same run, the way lists are usually paged: the same rows by OFFSET. Absolute times belong to this
machine; the ratios are what counts. The database is SQLite in a temporary folder.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.database import load_all_tables, open_database
from core.cases.inbox import PAGE, InboxPage, Place, Queue, ReadInbox, inbox
from core.cases.sealing import message_text
from core.cases.tables import Case, Conversation, ConversationAddress, Message, Request
from core.families.tables import DataKey
from core.storage.database import Unit
from core.storage.schema import Record, metadata
from core.storage.signals import Signals
from tests.desks import Curator, Desk, desk_at
from tests.stores import store_over

CONVERSATIONS = 10_000
MESSAGES_EACH = 10
REPEATS = 20
_OPEN = "SELECT id FROM conversation WHERE owner_kind <> 'bot'"
OFFSET = sa.text(f"{_OPEN} ORDER BY rank, since, id LIMIT {PAGE} OFFSET :skip")
SEEK = sa.text(f"{_OPEN} AND (rank, since, id) > (:rank, :since, :id) ORDER BY rank, since, id LIMIT {PAGE}")
WORDS = "Здравствуйте, нужна помощь с документами на пособие, второй ребёнок родился в сентябре."


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one conversation, by table."""

    table: type[Record]
    values: list[dict[str, Any]]


def main() -> None:
    """Fill, measure, print."""
    asyncio.run(_run())


async def _run() -> None:
    load_all_tables()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'inbox.sqlite'}"
        engine = sa.create_engine(url)
        metadata.create_all(engine)
        engine.dispose()
        database = open_database(url, Signals())
        desk = await desk_at(store_over(database))
        curator = await desk.curator("Анна")
        await database.write(lambda unit: _fill(unit, desk, curator))
        await _report(desk, curator)
        await database.close()


async def _report(desk: Desk, curator: Curator) -> None:
    print(
        f"{CONVERSATIONS} conversations, {CONVERSATIONS * MESSAGES_EACH} messages, pages of {PAGE}, median milliseconds"
    )
    for queue in Queue:
        _line(f"first page of {queue}", await _median(lambda queue=queue: _page(desk, curator, queue)))
    _line("counters, counted from nothing", await _median(curator.counts))
    _line("one conversation", await _median(lambda: curator.read(1)))
    place, depth = await _last_full_page(desk, curator)
    first = await _median(lambda: _page(desk, curator, Queue.CENTRE))
    deep = await _median(lambda: _page(desk, curator, Queue.CENTRE, place))
    _line(f"page {depth // PAGE + 1}", deep, f"{deep / first:.2f}x of the first page")
    seek = await _median(lambda: _ids(desk, SEEK, **_named(place)))
    offset = await _median(lambda: _ids(desk, OFFSET, skip=depth))
    _line("its ids by the last row seen", seek)
    _line("its ids by OFFSET", offset, f"{offset / seek:.1f}x of that")


def _line(what: str, milliseconds: float, remark: str = "") -> None:
    print(f"  {what:30} {milliseconds:7.2f}  {remark}".rstrip())


async def _page(desk: Desk, curator: Curator, queue: Queue, after: Place | None = None) -> InboxPage:
    return await desk.store.read(inbox, ReadInbox(queue, after), curator.actor)


async def _last_full_page(desk: Desk, curator: Curator) -> tuple[Place, int]:
    """After which row it begins, and how many rows lie before it."""
    page = await _page(desk, curator, Queue.CENTRE)
    ends: list[Place] = []
    while page.next is not None:
        ends.append(page.next)
        page = await _page(desk, curator, Queue.CENTRE, page.next)
    return ends[-2], PAGE * (len(ends) - 1)


async def _ids(desk: Desk, query: sa.TextClause, **values: object) -> None:
    await desk.store.database.read(lambda unit: unit.session.execute(query, values).all())


def _named(place: Place) -> dict[str, object]:
    since = place.since.strftime("%Y-%m-%d %H:%M:%S.%f")
    return {"rank": place.rank, "since": since, "id": place.conversation_id}


async def _median(act: Callable[[], Awaitable[object]]) -> float:
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        await act()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _fill(unit: Unit, desk: Desk, curator: Curator) -> None:
    rng = random.Random(7)
    for start in range(1, CONVERSATIONS + 1, 500):
        for rows in zip(
            *(_conversation(number, desk, curator, rng) for number in range(start, start + 500)), strict=True
        ):
            values = [row for each in rows for row in each.values]
            unit.session.execute(sa.insert(rows[0].table), values)


def _conversation(number: int, desk: Desk, curator: Curator, rng: random.Random) -> Iterator[Rows]:
    now = desk.store.clock()
    cipher, wrapped = desk.store.vault.new_family_key()
    owner = rng.choice(("queue", "curator", "curator", "bot"))
    yield Rows(DataKey, [{"id": number, "wrapped": wrapped}])
    yield Rows(
        Conversation,
        [
            {
                "id": number,
                "centre_id": desk.centre_id,
                "data_key_id": number,
                "basis": "call",
                "owner_kind": owner,
                "curator_id": curator.actor.account_id if owner == "curator" else None,
                "crisis": owner != "bot" and rng.random() < 0.01,
                "waits_for": "nobody" if owner == "bot" else rng.choice(("staff", "family")),
                "since": now - timedelta(minutes=rng.randrange(20_000)),
                "opened_at": now,
            }
        ],
    )
    yield Rows(ConversationAddress, [{"conversation_id": number, "channel": "telegram", "external_id": number}])
    ticket = f"{number:08}"
    yield Rows(Case, [{"id": number, "ticket": ticket, "centre_id": desk.centre_id, "opened_at": now}])
    request = {
        "id": number,
        "number": ticket,
        "centre_id": desk.centre_id,
        "conversation_id": number,
        "case_id": number,
    }
    yield Rows(Request, [{**request, "channel": "telegram", "reason": "called", "opened_at": now}])
    first = number * MESSAGES_EACH
    yield Rows(
        Message,
        [
            {
                "id": message_id,
                "conversation_id": number,
                "direction": "in",
                "external_id": str(message_id),
                "text_sealed": cipher.seal(WORDS.encode(), message_text(message_id)),
                "created_at": now,
                "said_at": now,
            }
            for message_id in range(first, first + MESSAGES_EACH)
        ],
    )


if __name__ == "__main__":
    main()
