"""What the bot asked for, and what was really accepted, counted apart from the chats.

Crash harnesses compare these independent counts with the bot's own ledger. Both logs are bounded.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Call:
    """One Bot API request and its answer; `at` is Unix seconds, `code` the HTTP status (0: connection cut)."""

    seq: int
    at: float
    method: str
    chat_id: int | None
    fields: Mapping[str, object]
    code: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """One message that Telegram took; `digest` names its content."""

    at: float
    method: str
    chat_id: int
    message_id: int
    digest: str


def content_digest(text: str) -> str:
    """Short name of a content, the same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(slots=True)
class Journal:
    """Bounded logs and unbounded totals."""

    keep_calls: int = 5_000
    keep_accepted: int = 100_000
    total_calls: int = 0
    total_accepted: int = 0
    by_status: Counter[int] = field(default_factory=Counter)
    calls: deque[Call] = field(init=False)
    accepted: deque[Accepted] = field(init=False)

    def __post_init__(self) -> None:
        self.calls = deque(maxlen=self.keep_calls)
        self.accepted = deque(maxlen=self.keep_accepted)

    def note(
        self, at: float, method: str, chat_id: int | None, fields: Mapping[str, object], code: int, description: str
    ) -> None:
        self.total_calls += 1
        self.by_status[code] += 1
        self.calls.append(Call(self.total_calls, at, method, chat_id, fields, code, description))

    def accept(self, accepted: Accepted) -> None:
        self.total_accepted += 1
        self.accepted.append(accepted)

    def clear(self) -> None:
        """Forget everything counted so far."""
        self.calls.clear()
        self.accepted.clear()
        self.by_status.clear()
        self.total_calls = self.total_accepted = 0
