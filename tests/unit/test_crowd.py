"""Calls that come at the same second are answered in one go, each with its own answer (P5)."""

import asyncio
from collections.abc import Sequence

import pytest

from core.crowd import GROUP, Crowd


class Doubling:
    """Answers with twice the number; keeps the groups it was asked for. Answers nobody before `gate` opens."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.gate = asyncio.Event()

    async def __call__(self, calls: Sequence[int]) -> list[int]:
        self.groups.append(list(calls))
        await self.gate.wait()
        if 13 in calls:
            raise ValueError("unlucky")
        return [2 * call for call in calls]


async def test_P5_those_who_come_at_once_share_a_group_and_each_gets_the_own_answer() -> None:
    answer = Doubling()
    answer.gate.set()
    crowd = Crowd(answer)
    assert await asyncio.gather(*(crowd.join(number) for number in range(20, 50))) == list(range(40, 100, 2))
    assert answer.groups == [list(range(20, 50))]


async def test_P5_nobody_waits_for_others_to_come() -> None:
    answer = Doubling()
    answer.gate.set()
    crowd = Crowd(answer)
    assert [await crowd.join(1), await crowd.join(2)] == [2, 4]
    assert answer.groups == [[1], [2]]


async def test_P5_whoever_comes_while_a_group_is_answered_is_gathered_for_the_next() -> None:
    answer = Doubling()
    crowd = Crowd(answer)
    people = [asyncio.ensure_future(crowd.join(1_000 + number)) for number in range(GROUP + 5)]
    await asyncio.sleep(0.01)
    people += [asyncio.ensure_future(crowd.join(2_000 + number)) for number in range(10)]
    await asyncio.sleep(0.01)
    assert [len(group) for group in answer.groups] == [GROUP]
    answer.gate.set()
    assert await asyncio.gather(*people) == [2 * call for group in answer.groups for call in group]
    assert [len(group) for group in answer.groups] == [GROUP, 15]


async def test_P5_a_fault_reaches_the_whole_group_and_the_next_one_is_answered() -> None:
    answer = Doubling()
    crowd = Crowd(answer)
    lost = [asyncio.ensure_future(crowd.join(number)) for number in (12, 13)]
    await asyncio.sleep(0.01)
    answer.gate.set()
    for one in lost:
        with pytest.raises(ValueError, match="unlucky"):
            await one
    assert await crowd.join(4) == 8


async def test_P5_somebody_who_gave_up_takes_nothing_from_the_others() -> None:
    answer = Doubling()
    crowd = Crowd(answer)
    tasks = [asyncio.ensure_future(crowd.join(number)) for number in (1, 2, 3)]
    await asyncio.sleep(0.01)
    tasks[1].cancel()
    answer.gate.set()
    async with asyncio.timeout(10):
        assert await asyncio.gather(tasks[0], tasks[2]) == [2, 6]
        assert await crowd.join(5) == 10


async def test_P5_what_nobody_waits_for_any_more_is_not_done() -> None:
    answer = Doubling()
    crowd = Crowd(answer)
    first = asyncio.ensure_future(crowd.join(1))
    await asyncio.sleep(0.01)
    given_up, other = (asyncio.ensure_future(crowd.join(number)) for number in (2, 3))
    await asyncio.sleep(0.01)
    given_up.cancel()
    answer.gate.set()
    async with asyncio.timeout(10):
        assert await asyncio.gather(first, other) == [2, 6]
    assert answer.groups == [[1], [3]]


async def test_P5_an_answer_too_few_is_a_fault_for_all_and_no_silence() -> None:
    async def answer(calls: Sequence[int]) -> list[int]:
        return [2 * call for call in calls[1:]]

    crowd = Crowd(answer)
    async with asyncio.timeout(10):
        told = await asyncio.gather(*(crowd.join(number) for number in range(3)), return_exceptions=True)
    assert all(isinstance(one, ValueError) for one in told)


async def test_P5_a_loop_that_ends_leaves_nobody_waiting() -> None:
    answer = Doubling()
    crowd = Crowd(answer)
    before = asyncio.all_tasks()
    callers = [asyncio.ensure_future(crowd.join(number)) for number in range(GROUP + 2)]
    await asyncio.sleep(0.01)
    (serving,) = asyncio.all_tasks() - before - set(callers)
    serving.cancel()
    async with asyncio.timeout(10):
        told = await asyncio.gather(*callers, return_exceptions=True)
    assert all(isinstance(one, asyncio.CancelledError) for one in told)


async def test_P5_nobody_is_left_waiting_whenever_they_come() -> None:
    """People who come back the moment they are answered, whatever the loop does between."""

    async def answer(calls: Sequence[int]) -> list[int]:
        for _ in range(calls[0] % 3):
            await asyncio.sleep(0)
        return [2 * call for call in calls]

    crowd = Crowd(answer)

    async def person(number: int) -> int:
        right = 0
        for step in range(200):
            right += await crowd.join(number + step) == 2 * (number + step)
            for _ in range((number + step) % 4):
                await asyncio.sleep(0)
        return right

    async with asyncio.timeout(30):
        assert await asyncio.gather(*(person(number) for number in range(7))) == [200] * 7
