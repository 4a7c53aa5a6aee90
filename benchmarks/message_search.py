"""A20: search over 100,000 messages by keyed digests, beside SQLite's own full-text search over the plain words.

The peer reads what we promise nobody can read (the words), knows no Russian morphology (it is asked by the beginning of
the word) and opens no sealed text; so it shows what encryption and morphology cost, not what to copy. Messages are
real-life questions of the development sets, joined at random.
"""

import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa
import yaml
from sqlmodel import col, select

from app.content import prepare_edition
from app.database import load_all_tables, open_database
from app.finding import words_of
from app.settings import ROOT
from core.cases.indexing import digest_of
from core.cases.message_words import MessageWords
from core.cases.sealing import Envelope, envelope, message_text
from core.cases.search_tables import MessageWord
from core.cases.searching import SearchMessages, searching
from core.cases.states import Direction
from core.cases.tables import Conversation, Message
from core.language.stems import stem
from core.storage.database import Unit
from core.storage.schema import metadata
from core.storage.signals import Signals
from core.use_case import Store
from tests.desks import Curator, desk_at
from tests.stores import MORNING, TEST, store_over

MESSAGES, CONVERSATIONS, QUESTIONS = 100_000, 500, 300
COMMON = ("пособие", "ребёнок", "справка", "выплата", "помощь", "как получить", "пособие на ребёнка")


def main() -> None:
    """Fill, ask both, print milliseconds of one thread and their ratio."""
    asyncio.run(_run())


async def _run() -> None:
    load_all_tables()
    words = words_of(prepare_edition(ROOT / "data"))
    sentences = [row["q"] for row in yaml.safe_load((ROOT / "tests/eval/search_dev.yaml").read_text("utf-8"))]
    draw = random.Random(7)
    texts = [" ".join(draw.choices(sentences, k=2)) for _ in range(MESSAGES)]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'search.sqlite'}"
        engine = sa.create_engine(url)
        metadata.create_all(engine)
        _fill_peer(engine, texts)
        database = open_database(url, Signals())
        store = store_over(database)
        desk = await desk_at(store)
        anna = await desk.curator("Анна")
        for _ in range(CONVERSATIONS):
            await desk.visitor().call()
        began = time.process_time()
        await database.write(lambda unit: _fill(unit, store, words, texts))
        print(f"{MESSAGES} messages indexed, {(time.process_time() - began) / MESSAGES * 1e6:.0f} µs of CPU each")
        asked = [
            draw.choice(COMMON) if number % 2 else " ".join(draw.choice(sentences).split()[:2])
            for number in range(QUESTIONS)
        ]
        ours = [await _ours(store, anna, words, question) for question in asked]
        peers = _peer(engine, asked)
        await database.close()
        engine.dispose()
    print("question to answer with its pieces, milliseconds of CPU: p50 / p95")
    print(f"  keyed digests         {statistics.median(ours):7.2f} {_p95(ours):7.2f}   (promise: p95 <= 300 ms)")
    print(f"  FTS5, plain words     {statistics.median(peers):7.2f} {_p95(peers):7.2f}")
    print(f"  ratio of the p95      {_p95(ours) / _p95(peers):7.1f}x")


def _fill(unit: Unit, store: Store, words: MessageWords, texts: list[str]) -> None:
    tx = store.open(unit, TEST)
    open_to: list[tuple[int, Envelope]] = [
        (conversation.id or 0, envelope(tx, conversation)) for conversation in unit.session.exec(select(Conversation))
    ]
    first = (unit.session.exec(select(sa.func.max(col(Message.id)))).one() or 0) + 1
    rows, digests = [], []
    for number, text in enumerate(texts, first):
        conversation_id, key = open_to[number % len(open_to)]
        sealed = key.seal(text, message_text(number))
        rows.append(
            {
                "id": number,
                "conversation_id": conversation_id,
                "direction": Direction.IN,
                "content": "text",
                "external_id": str(number),
                "text_sealed": sealed,
                "created_at": MORNING,
                "said_at": MORNING,
            }
        )
        digests += [{"digest": digest_of(tx.vault, each), "message_id": number} for each in words.keys(text)]
    unit.session.execute(sa.insert(Message), rows)
    unit.session.execute(sa.insert(MessageWord), digests)


async def _ours(store: Store, anna: Curator, words: MessageWords, question: str) -> float:
    began = time.process_time()
    await store.read(searching(words), SearchMessages(question), anna.actor)
    return (time.process_time() - began) * 1000


def _fill_peer(engine: sa.Engine, texts: list[str]) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE VIRTUAL TABLE plain_words USING fts5(text)")
        connection.exec_driver_sql("INSERT INTO plain_words (text) VALUES (?)", [(text,) for text in texts])


def _peer(engine: sa.Engine, asked: list[str]) -> list[float]:
    query = "SELECT rowid, snippet(plain_words, 0, '', '', '…', 12) FROM plain_words WHERE plain_words MATCH ? "
    taken = []
    with engine.connect() as connection:
        for question in asked:
            match = " ".join(f'"{stem(word.strip("?!,.").lower())}"*' for word in question.split())
            began = time.process_time()
            connection.exec_driver_sql(query + "ORDER BY rowid DESC LIMIT 31", (match,)).all()
            taken.append((time.process_time() - began) * 1000)
    return taken


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
