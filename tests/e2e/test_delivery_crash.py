"""A7, P2: what becomes of a letter whose sender dies, is told to wait, or loses its connection; and of an answer that
was seen. Processes are killed for real, and the sandbox counts what reached the family independently of the outbox.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.database import open_database
from bot.sender import HORIZON, RECOVER_EVERY, TRY_SECONDS
from core.messaging.delivery import retry_now
from core.messaging.letters import TELEGRAM, Address, Letter, Verbatim
from core.messaging.memo import MEMOS
from core.messaging.outbox import LEASE, Lane, Outgoing, enqueue
from core.messaging.tables import outbox
from core.storage.database import Unit
from core.storage.signals import Signals
from core.storage.vault import Vault
from core.use_case import Store, System
from sandbox.state.faults import Break, Fault
from tests.crash.harness import Storm, digest_of
from tests.crash.small_bot import SMALL_LEASE, WORD, heard

TESTER = System("harness")
ECHO = "echo"
KILLS = 6
PATIENCE = 30.0
EMBEDDED = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What does not depend on the engine is shown on one."""


@dataclass
class Post:
    """The small bot's outbox as it is seen beside the bot, and what reached the chats."""

    storm: Storm
    store: Store
    engine: sa.Engine

    async def letter(self, kind: str, words: str, chat_id: int | None = None) -> int:
        """Queue a letter; returns the chat it goes to."""
        chat = chat_id or self.storm.new_person()
        outgoing = Outgoing(
            kind, Lane.CURATOR, Address(TELEGRAM, chat), Letter(Verbatim(words)), f"{kind}:{words}", "letter:1"
        )
        await self.store.database.write(lambda unit: enqueue(self.store.open(unit, TESTER), outgoing))
        return chat

    async def retry(self, kind: str, words: str) -> None:
        """A person asks for one more try."""

        def try_again(unit: Unit) -> bool:
            found = sa.select(outbox.c.id).where(outbox.c.dedup_key == f"{kind}:{words}")
            return retry_now(self.store.open(unit, TESTER), unit.connection.execute(found).scalar_one())

        assert await self.store.database.write(try_again)

    def state(self, kind: str, words: str) -> str:
        """Where a letter stands."""
        with self.engine.connect() as connection:
            query = sa.select(outbox.c.state).where(outbox.c.dedup_key == f"{kind}:{words}")
            return str(connection.execute(query).scalar_one())

    def sending(self) -> int:
        """How many letters are in `sending`."""
        with self.engine.connect() as connection:
            query = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == "sending")
            return int(connection.execute(query).scalar_one())

    def kept(self) -> set[str]:
        """What the small bot has stored of what people said."""
        with self.engine.connect() as connection:
            return set(connection.execute(sa.select(heard.c.said)).scalars())

    async def until(self, holds: Callable[[], bool]) -> float:
        """Wait until something holds; returns for how many seconds."""
        began = asyncio.get_running_loop().time()
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await asyncio.sleep(0.02)
        return asyncio.get_running_loop().time() - began

    def arrived(self, chat_id: int, words: str) -> int:
        """How often these words reached this chat."""
        return self.order(chat_id).count(digest_of(words))

    def order(self, chat_id: int) -> list[str]:
        """Contents in the order in which they reached this chat."""
        return [one.digest for one in self.storm.world.journal.accepted if one.chat_id == chat_id]


@pytest.fixture
async def post(database_url: str) -> AsyncIterator[Post]:
    """A running small bot, and its post."""
    database, engine = open_database(database_url, Signals()), sa.create_engine(database_url)
    store = Store(database, lambda: datetime.now(UTC), lambda: None, Vault([bytes(32)]), MEMOS)  # type: ignore[arg-type,return-value]
    async with Storm(database_url, webhook_port=None, seed=1) as storm:
        await storm.spawn()
        yield Post(storm, store, engine)
    engine.dispose()
    await database.close()


async def test_A7_a_worker_killed_between_acceptance_and_commit_leaves_no_letter_in_sending(post: Post) -> None:
    slow = Fault(method="sendMessage", delay=1.0, times=2)
    post.storm.world.faults.add(slow)
    mother, father = await post.letter(WORD, "слово куратора"), await post.letter(ECHO, "напоминание")
    await post.until(lambda: slow.struck == 2)
    post.storm.freeze()  # the calls are on their way; what Telegram answers is not heard any more
    await post.until(lambda: post.arrived(mother, "слово куратора") + post.arrived(father, "напоминание") == 2)
    assert post.sending() == 2, "accepted, and not known here"

    post.storm.kill()
    await post.storm.spawn()
    took = await post.until(lambda: not post.sending())
    await post.until(lambda: post.state(ECHO, "напоминание") == "sent")

    assert took <= SMALL_LEASE + RECOVER_EVERY.total_seconds() + 3, "the lease, and the next look at leases"
    assert post.state(WORD, "слово куратора") == "unknown"
    assert post.arrived(mother, "слово куратора") == 1, "nobody guesses about a curator's words"
    assert post.arrived(father, "напоминание") == 2, "a reminder is repeated by itself"
    await post.retry(WORD, "слово куратора")
    await post.until(lambda: post.state(WORD, "слово куратора") == "sent")
    assert post.arrived(mother, "слово куратора") == 2, "a retry is a real call"


def test_A7_no_letter_of_the_product_stays_in_sending_longer_than_a_minute() -> None:
    longest_try = HORIZON + timedelta(seconds=TRY_SECONDS)
    longest_stay = LEASE + 2 * RECOVER_EVERY
    assert longest_try < LEASE, "a living sender gives up before its lease is over"
    assert longest_stay < timedelta(minutes=1)


@EMBEDDED
async def test_A7_a_connection_that_breaks_after_acceptance_is_told_apart_by_kind(post: Post) -> None:
    post.storm.world.faults.add(Fault(method="sendMessage", cut=Break.AFTER_ACCEPT, times=2))

    mother, father = await post.letter(WORD, "слово куратора"), await post.letter(ECHO, "напоминание")
    await post.until(lambda: post.state(WORD, "слово куратора") == "unknown")
    await post.until(lambda: post.state(ECHO, "напоминание") == "sent")

    assert (post.arrived(mother, "слово куратора"), post.arrived(father, "напоминание")) == (1, 2)


@EMBEDDED
async def test_C4_a_pause_holds_no_letter_in_sending_and_doubles_none(post: Post) -> None:
    """Telegram asks for a longer silence than the lease of a letter."""
    silence = int(SMALL_LEASE) + 3
    flood = Fault(method="sendMessage", code=429, retry_after=silence)
    post.storm.world.faults.add(flood)
    began = post.storm.world.now()
    chats = {words: await post.letter(WORD, words) for words in map(str, range(12))}
    await post.until(lambda: flood.struck > 0)

    waited = await post.until(lambda: not post.sending())
    await post.until(lambda: all(post.state(WORD, words) == "sent" for words in chats))

    assert waited < SMALL_LEASE, "a letter that has to wait is given back, not held"
    assert [post.arrived(chat, words) for words, chat in chats.items()] == [1] * len(chats)
    assert min(one.at for one in post.storm.world.journal.accepted) >= began + silence, "no call in the pause"


@EMBEDDED
async def test_C4_a_refusal_of_one_chat_pauses_that_chat_alone(post: Post) -> None:
    silence = 5
    mother, father = post.storm.new_person(), post.storm.new_person()
    post.storm.world.faults.add(Fault(method="sendMessage", code=429, retry_after=silence, chat_id=mother))
    began = post.storm.world.now()
    await post.letter(WORD, "маме", mother)
    await post.until(lambda: post.state(WORD, "маме") == "pending" and bool(post.storm.world.journal.by_status[429]))

    await post.letter(WORD, "папе", father)
    await post.until(lambda: post.state(WORD, "папе") == "sent")
    assert post.arrived(mother, "маме") == 0
    await post.until(lambda: post.state(WORD, "маме") == "sent")

    at = {one.chat_id: one.at for one in post.storm.world.journal.accepted}
    assert at[father] < began + silence <= at[mother] + 0.5


@EMBEDDED
async def test_C4_five_long_pauses_are_kept_by_every_lane_and_end_by_themselves(post: Post) -> None:
    silence = 3
    for number in range(5):
        first = post.storm.world.journal.total_accepted
        post.storm.world.faults.add(Fault(method="sendMessage", code=429, retry_after=silence))
        began = post.storm.world.now()
        names = [f"{number} {place}" for place in range(6)]
        for place, words in enumerate(names):
            await post.letter(WORD if place % 2 else ECHO, words)
        await post.until(lambda names=names: all(post.state(_kind(words), words) == "sent" for words in names))
        late = [one.at for one in list(post.storm.world.journal.accepted)[first:]]
        assert min(late) >= began + silence - 0.5, "no call of any lane in the pause"


def _kind(words: str) -> str:
    return WORD if int(words.partition(" ")[2]) % 2 else ECHO


async def test_letters_of_a_chat_keep_their_order_when_the_first_is_refused_for_a_while(post: Post) -> None:
    post.storm.world.faults.add(Fault(method="sendMessage", code=500, contains="первое"))

    mother = await post.letter(WORD, "первое")
    await post.letter(WORD, "второе", mother)
    await post.until(lambda: post.state(WORD, "второе") == "sent")

    assert post.order(mother) == [digest_of("первое"), digest_of("второе")]


@EMBEDDED
async def test_a_letter_waits_while_Telegram_is_away_and_leaves_once(post: Post) -> None:
    post.storm.world.faults.add(Fault(method="sendMessage", code=502))

    mother = await post.letter(WORD, "слово куратора")
    await post.until(lambda: post.state(WORD, "слово куратора") == "sent")

    assert post.arrived(mother, "слово куратора") == 1


async def test_P2_an_answer_is_kept_before_the_window_shows_it(post: Post) -> None:
    """The moment the window is seen the process dies; what it answers must be there, whatever else is not."""
    person = post.storm.new_person()
    for number in range(KILLS):
        windows = {digest_of(f"window ответ {number} #{count}") for count in range(1, KILLS + 1)}
        post.storm.push(post.storm.message(person, f"ответ {number}"))
        while windows.isdisjoint(post.order(person)):
            assert await post.storm.world.pulse.change(PATIENCE)
        post.storm.kill()
        assert f"ответ {number}" in post.kept(), "shown, but not kept"
        await post.storm.spawn()


@EMBEDDED
async def test_P2_the_embedded_database_waits_for_the_disk(database_url: str) -> None:
    database = open_database(database_url, Signals())

    def promises(unit: Unit) -> tuple[object, ...]:
        pragmas = ("synchronous", "journal_mode", "foreign_keys")
        return tuple(unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in pragmas)

    assert await database.write(promises) == (2, "wal", 1), "FULL: a commit returns after the write-ahead log is synced"
    await database.close()
