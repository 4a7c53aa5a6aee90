"""Wake-ups between parts of the program: "outbox", "events", "inbox".

A signal carries no data and may be lost: whoever waits also looks by itself now and then. On SQLite every part lives
in one process, on PostgreSQL the engine repeats each signal through LISTEN/NOTIFY, so features never know which it is.
"""

import asyncio
from collections.abc import Iterable


class Signals:
    """Named wake-ups inside one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}

    def fire(self, names: Iterable[str]) -> None:
        """Wake everybody who listens to one of `names`. Call it on the event loop's thread."""
        for name in names:
            for event in self._waiting.get(name, ()):
                event.set()

    def listen(self, name: str) -> "Listener":
        """A listener hears every signal raised after this call, even while it is busy."""
        event = asyncio.Event()
        self._waiting.setdefault(name, set()).add(event)
        return Listener(event, self._waiting[name])


class Listener:
    """One waiting place. Close it when done."""

    def __init__(self, event: asyncio.Event, group: set[asyncio.Event]) -> None:
        self._event = event
        self._group = group

    async def wait(self, timeout: float) -> bool:
        """True when a signal came, False after `timeout` seconds without one."""
        try:
            await asyncio.wait_for(self._event.wait(), timeout)
        except TimeoutError:
            return False
        self._event.clear()
        return True

    def close(self) -> None:
        """Stop listening."""
        self._group.discard(self._event)
