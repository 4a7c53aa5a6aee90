"""Calls that come at the same second, answered in one go (P5).

A database server is a round trip away, and one call makes four of them. When hundreds call at once it is cheaper to
answer those who have gathered while the last group was being answered together. Nobody waits for others to come: a
call that finds nobody before it goes at once, alone. One group follows the other, so that two of them never race for
the same row.
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
    """Gathers calls for `answer`, which gets some of them and returns one result each, in their order."""

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
            while self._waiting:
                group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
                await self._serve_one(group)
        finally:
            self._serving = False  # in the same step in which nobody was found waiting: whoever comes next begins anew

    async def _serve_one(self, group: Sequence[tuple[C, asyncio.Future[R]]]) -> None:
        try:
            answers = await self._answer([call for call, _ in group])
        except Exception as error:
            for _, result in group:
                if not result.done():  # whoever asked may have given up meanwhile
                    result.set_exception(error)
            return
        for (_, result), answer in zip(group, answers, strict=True):
            if not result.done():
                result.set_result(answer)
