"""The only place for detached tasks: they are kept from the garbage collector, their faults are logged, and stopping
waits for them. `asyncio.create_task` is banned elsewhere (pyproject.toml)."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 1.0
PATIENCE = 10.0
"""Seconds a cancelled task may tidy up before it is cancelled again."""


class Background:
    """Tasks of one part of the program."""

    def __init__(self, name: str, patience: float = PATIENCE) -> None:
        self._name = name
        self._patience = patience
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run `work` beside the caller."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def keep(self, loop: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[Any]:
        """Run an endless `loop` beside the caller; a fault in it is logged and it begins again after a second."""
        return self.start(self._again_and_again(loop))

    async def _again_and_again(self, loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while True:
            try:
                await loop()
                return
            except Exception as fault:
                log.error("a loop failed and begins again", part=self._name, fault=repr_without_data(fault))
                await asyncio.sleep(AGAIN_SECONDS)

    async def drain(self, seconds: float) -> None:
        """Wait for running tasks, then cancel what is left."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        await self.cancel()

    async def cancel(self) -> None:
        """Cancel everything and wait until it has ended.

        More than once if need be: until Python 3.12 `asyncio.wait_for` loses a cancellation that meets what it waits
        for, and the loop around it would go on for ever, with whoever stops the program waiting for it.
        """
        left = set(self._tasks)
        while left:
            for task in left:
                task.cancel()
            _, left = await asyncio.wait(left, timeout=self._patience)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("background task failed", part=self._name, fault=repr_without_data(fault))


def repr_without_data(fault: BaseException) -> str:
    """Where and what kind, never the message: messages of exceptions quote what people wrote."""
    frame = fault.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" at {frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}" if frame else ""
    return f"{type(fault).__name__}{place}"
