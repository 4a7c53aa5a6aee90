"""Calls that come at the same second, answered in one go (P5).

A database server is a round trip away, and one call makes four of them. When hundreds call at once it is cheaper to
answer those who have gathered while the last group was being answered together. Nobody waits for others to come: a
call that finds nobody before it goes at once, a group of one. One group follows the other, so that two of them never
race for the same row.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from core.background import Background

C = TypeVar("C")
R = TypeVar("R")

GROUP = 256
"""No more than these at once: everybody waits for the whole group, a quarter of a millisecond for each."""


class Crowd(Generic[C, R]):
    """Gathers calls for `answer`, which gets some of them and returns one result each, in their order.

    It belongs to one event loop.
    """

    def __init__(self, answer: Callable[[Sequence[C]], Awaitable[Sequence[R]]]) -> None:
        self._answer = answer
        self._waiting: list[tuple[C, asyncio.Future[R]]] = []
        self._serving = False
        self._background = Background("a crowd of calls")

    async def join(self, call: C) -> R:
        """The result of `call`. What `answer` raises, everybody of the group gets."""
        result: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((call, result))
        if not self._serving:
            self._serving = True
            self._background.start(self._serve())
        return await result

    async def _serve(self) -> None:
        try:
            while group := self._next_group():
                await self._serve_one(group)
        except BaseException:
            for _, result in self._waiting:  # the loop is ending: nobody is left waiting for a task that is no more
                result.cancel()
            self._waiting.clear()
            raise
        finally:
            self._serving = False  # in the same step in which nobody was found waiting: whoever comes next begins anew

    def _next_group(self) -> list[tuple[C, asyncio.Future[R]]]:
        """Those who still wait, up to the size of a group."""
        still = [one for one in self._waiting if not one[1].done()]
        group, self._waiting = still[:GROUP], still[GROUP:]
        return group

    async def _serve_one(self, group: Sequence[tuple[C, asyncio.Future[R]]]) -> None:
        try:
            answers = await self._answer([call for call, _ in group])
            for (_, result), answer in list(zip(group, answers, strict=True)):  # all of them, or nobody gets another's
                if not result.done():  # whoever asked may have given up meanwhile
                    result.set_result(answer)
        except Exception as error:
            for _, result in group:
                if not result.done():
                    result.set_exception(error)
        finally:
            for _, result in group:
                result.cancel()  # changes nothing for those who have been answered
