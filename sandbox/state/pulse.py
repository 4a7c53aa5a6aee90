"""One growing revision for everything visible, and a way to wait for the next change without polling.

The chat page, the test client and the webhook courier all sleep on it, so nobody in the sandbox ever spins.
"""

from __future__ import annotations

import asyncio


class Pulse:
    """A counter that wakes its waiters; belongs to the event loop that serves the sandbox."""

    def __init__(self) -> None:
        self.revision = 0
        self._waiters: set[asyncio.Future[None]] = set()

    def advance(self) -> int:
        """Count one visible change, wake everybody who waits, return the new revision."""
        self.revision += 1
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
        return self.revision

    async def change(self, timeout: float) -> bool:
        """Wait for the next change for at most `timeout` seconds; False when nothing changed."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(timeout):
                await waiter
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return True
