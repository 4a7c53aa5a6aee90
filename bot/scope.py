"""What belongs to the handling of one update: its screens, buffered until the update is done, and its memo keys.

The FSM is never ahead of the domain: aiogram reads and writes screens here, in memory, and the whole change reaches
the database together with "done" (`core.messaging.inbox.Inbox.finish`). If the handler fails or the process dies, the
screens are what they were, and the handler runs again.
"""

from collections import Counter
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json, to_json

from core.messaging.inbox import Ready
from core.use_case import MemoKey


@dataclass(slots=True)
class Screen:
    """FSM state and data under one storage key."""

    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)

    def dump(self) -> bytes | None:
        """JSON, or None when there is nothing left to keep."""
        if self.state is None and not self.data:
            return None
        return to_json({"s": self.state, "d": self.data})

    @classmethod
    def load(cls, content: bytes) -> "Screen":
        """From stored JSON."""
        parsed = from_json(content)
        return cls(parsed["s"], parsed["d"])


class UpdateScope:
    """The update being handled in this task."""

    def __init__(self, bot_id: int, update_id: int, screens: Mapping[str, bytes], *, first: bool = False) -> None:
        """`first`: nobody has handled this update before, so there is nothing to recall."""
        self._first = first
        self._bot_id = bot_id
        self._update_id = update_id
        self._stored = screens
        self._open: dict[str, Screen] = {}
        self._calls: Counter[str] = Counter()
        self.sent: list[int] = []
        """Numbers of the messages this handling has sent."""

    @classmethod
    def of(cls, ready: Ready) -> "UpdateScope":
        """The scope of a claimed update."""
        return cls(ready.bot_id, ready.update_id, ready.screens, first=ready.first)

    def screen(self, key: str) -> Screen:
        """The screen under `key`, as this update sees it."""
        found = self._open.get(key)
        if found is None:
            content = self._stored.get(key)
            found = self._open[key] = Screen.load(content) if content else Screen()
        return found

    def changed(self) -> dict[str, bytes | None]:
        """Screens that differ from what is stored."""
        dumped = {key: screen.dump() for key, screen in self._open.items()}
        return {key: content for key, content in dumped.items() if content != self._stored.get(key)}

    def next_memo(self, case_name: str) -> MemoKey:
        """The key of the next call of this use case by this update."""
        self._calls[case_name] += 1
        return MemoKey(self._bot_id, self._update_id, self._calls[case_name], fresh=self._first)

    @property
    def wrote(self) -> bool:
        """Whether this handling ran a writing use case."""
        return bool(self._calls)


current_update: ContextVar[UpdateScope] = ContextVar("current_update")
