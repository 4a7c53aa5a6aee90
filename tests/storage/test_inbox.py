"""The inbox: order within a chat, one server per chat, nothing handled twice, nothing forgotten."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from core.messaging.inbox import DEATHS, FAILURES, Arrived, Claim, Inbox, LeaseLost, Ready
from core.storage.database import Database
from tests.stores import MORNING, vault

BOT = 42


def inbox(owner: str = "this process") -> Inbox:
    return Inbox(owner, vault(), timedelta(seconds=10))


def said(update_id: int, chat_id: int = 7) -> Arrived:
    return Arrived(BOT, update_id, chat_id, {"update_id": update_id, "message": {"text": f"m{update_id}"}})


async def accept(database: Database, mine: Inbox, *rows: Arrived, seconds: float = 0) -> Claim:
    now = MORNING + timedelta(seconds=seconds)
    return await database.write(lambda unit: mine.accept(unit, rows, now))


async def finish(database: Database, mine: Inbox, done: Ready, seconds: float = 0, **screens: bytes) -> Claim:
    now = MORNING + timedelta(seconds=seconds)
    return await database.write(lambda unit: mine.finish(unit, done, screens, now))


def ids(ready: Iterable[Ready]) -> list[int]:
    return [one.update_id for one in ready]


async def test_a_batch_of_one_chat_is_served_one_by_one_in_order(database: Database) -> None:
    mine = inbox()
    claim = await accept(database, mine, said(1), said(2), said(3), said(4, chat_id=8))
    assert ids(claim.ready) == [1, 4], "one update per chat; the rest waits behind it"

    order = []
    ready: Ready | None = claim.ready[0]
    while ready is not None:
        order.append(ready.update_id)
        following = await finish(database, mine, ready)
        ready = following.ready[0] if following.ready else None
    assert order == [1, 2, 3]


async def test_A2_a_repeated_update_changes_nothing(database: Database) -> None:
    mine = inbox()
    first = (await accept(database, mine, said(1))).ready[0]
    assert not (await accept(database, mine, said(1))).ready, "while it is being handled"
    await finish(database, mine, first)
    assert not (await accept(database, mine, said(1))).ready, "and after it is done"


async def test_a_screen_is_stored_with_done_and_comes_back_with_the_next_update(database: Database) -> None:
    mine = inbox()
    first = (await accept(database, mine, said(1))).ready[0]
    assert dict(first.screens) == {}
    await finish(database, mine, first, key=b"menu")
    second = (await accept(database, mine, said(2))).ready[0]
    assert dict(second.screens) == {"key": b"menu"}


async def test_nobody_takes_a_living_chat_over_and_a_dead_one_is_taken_over_once(database: Database) -> None:
    mine, other = inbox(), inbox("another process")
    stuck = (await accept(database, mine, said(1))).ready[0]
    assert not (await accept(database, other, said(2), seconds=1)).ready
    assert not (await database.write(lambda unit: mine.sweep(unit, MORNING + timedelta(minutes=5)))).ready, (
        "a slow process takes nothing over from itself"
    )

    late = MORNING + timedelta(minutes=1)
    taken = (await database.write(lambda unit: other.sweep(unit, late))).ready
    assert ids(taken) == [1] and taken[0].attempt == 2
    assert not (await database.write(lambda unit: other.sweep(unit, late))).ready

    with pytest.raises(LeaseLost):
        await finish(database, mine, stuck, seconds=61, key=b"stale screen")
    following = await finish(database, other, taken[0], seconds=62)
    assert ids(following.ready) == [2]
    assert dict(following.ready[0].screens) == {}, "the slow process wrote nothing"


async def test_the_same_update_is_not_finished_twice_by_one_process(database: Database) -> None:
    mine = inbox()
    first = (await accept(database, mine, said(1), said(2))).ready[0]
    await finish(database, mine, first)
    with pytest.raises(LeaseLost):
        await finish(database, mine, first)
    late = MORNING + timedelta(minutes=1)
    assert ids((await database.write(lambda unit: inbox("next").sweep(unit, late))).ready) == [2]


async def test_a_failing_update_waits_its_time_then_is_buried_and_the_chat_goes_on(database: Database) -> None:
    mine = inbox()
    ready = (await accept(database, mine, said(1), said(2))).ready[0]
    for failure in range(FAILURES):
        now = MORNING + timedelta(seconds=10 * failure)
        claim = await database.write(
            lambda unit, ready=ready, now=now: mine.postpone(unit, ready, "fault", timedelta(seconds=5), now)
        )
        if failure + 1 < FAILURES:
            assert not claim.ready, "the chat waits for its update"
            early = await database.write(lambda unit, now=now: mine.sweep(unit, now + timedelta(seconds=1)))
            assert not early.ready
            ready = (await database.write(lambda unit, now=now: mine.sweep(unit, now + timedelta(seconds=6)))).ready[0]
    assert [one.update_id for one in claim.buried] == [1]
    assert ids(claim.ready) == [2]


@pytest.mark.parametrize("counted", [True, False], ids=["failed", "put off for Telegram"])
async def test_A1_an_update_that_was_begun_before_is_known_to_have_been(database: Database, counted: bool) -> None:
    """Whoever takes it for a new one writes again what the first try wrote."""
    mine = inbox()
    ready = (await accept(database, mine, said(1))).ready[0]
    assert ready.first
    pause = timedelta(seconds=5)
    await database.write(lambda unit: mine.postpone(unit, ready, "fault", pause, MORNING, counted=counted))
    [again] = (await database.write(lambda unit: mine.sweep(unit, MORNING + 2 * pause))).ready
    assert not again.first


async def test_an_update_that_kills_its_process_is_told_apart_from_its_neighbours(database: Database) -> None:
    """Kill after kill: the innocent are handled, the killer is claimed alone and buried at last."""
    await accept(database, inbox("p0"), said(1, chat_id=1), said(2, chat_id=2), said(3, chat_id=3))
    buried: list[int] = []
    done: list[int] = []
    for death in range(1, 3 * DEATHS):
        process = inbox(f"p{death}")
        now = MORNING + timedelta(minutes=death)
        claim = await database.write(lambda unit, process=process, now=now: process.sweep(unit, now))
        buried += [one.update_id for one in claim.buried]
        killer = [one for one in claim.ready if one.update_id == 2]
        if killer and len(claim.ready) == 1 and killer[0].attempt > 3:
            continue  # alone with the killer: the process dies, nobody else is harmed
        if killer:
            continue  # dies before it gets to the others
        for one in claim.ready:
            await finish(database, process, one, seconds=60.0 * death)
            done.append(one.update_id)
    assert buried == [2]
    assert sorted(done) == [1, 3]
