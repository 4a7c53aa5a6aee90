"""Detached work is kept: faults are told without words, endless loops begin again, stopping leaves nothing behind."""

import asyncio
import contextlib

from core import background
from core.background import Background, repr_without_data


async def test_an_endless_loop_that_fails_begins_again(monkeypatch) -> None:
    monkeypatch.setattr(background, "AGAIN_SECONDS", 0)
    turns: list[int] = []
    went_on = asyncio.Event()

    async def loop() -> None:
        turns.append(len(turns))
        if len(turns) < 3:
            raise ValueError("a row nobody expected")
        went_on.set()
        await asyncio.Event().wait()

    kept = Background("test")
    kept.keep(loop)
    await asyncio.wait_for(went_on.wait(), 5)
    await kept.cancel()
    assert turns == [0, 1, 2]
    assert len(kept) == 0


async def test_draining_lets_running_work_finish() -> None:
    done: list[str] = []
    gate = asyncio.Event()

    async def work() -> None:
        await gate.wait()
        done.append("finished")

    kept = Background("test")
    kept.start(work())
    asyncio.get_running_loop().call_later(0.01, gate.set)
    await kept.drain(5)
    assert done == ["finished"]


def test_D8_a_fault_is_told_by_kind_and_place_never_by_its_words() -> None:
    try:
        raise ValueError("меня зовут Мария, телефон 89001234567")
    except ValueError as fault:
        told = repr_without_data(fault)
    assert "Мария" not in told and "8900" not in told
    assert told.startswith("ValueError at ")


async def test_a_task_that_lost_its_first_cancellation_does_not_keep_the_program_from_stopping() -> None:
    """As `asyncio.wait_for` of Python 3.11 does when what it waits for comes at the same moment."""
    never, begun, background = asyncio.Event(), asyncio.Event(), Background("stubborn", patience=0.01)

    async def stubborn() -> None:
        begun.set()
        with contextlib.suppress(asyncio.CancelledError):
            await never.wait()
        await never.wait()

    background.start(stubborn())
    await begun.wait()
    await asyncio.wait_for(background.cancel(), 20)

    assert len(background) == 0
