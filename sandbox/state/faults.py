"""Faults on order: what the network and Telegram do on a bad day, scheduled by a test.

A fault answers an error instead of the method, or breaks the connection before or after the method took effect.
The last one is what makes an outbox prove that it never sends twice by guessing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus

from sandbox.refusals import Refusal, flood

WORDS = {
    HTTPStatus.BAD_GATEWAY: "Bad Gateway",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Internal Server Error: sandbox",
    HTTPStatus.FORBIDDEN: "Forbidden: bot was blocked by the user",
    HTTPStatus.BAD_REQUEST: "Bad Request: sandbox",
}


class Break(Enum):
    """Where the connection is cut."""

    NOWHERE = "nowhere"
    BEFORE_ACCEPT = "before_accept"
    AFTER_ACCEPT = "after_accept"


@dataclass(slots=True)
class Fault:
    """`times` is how often it still strikes (None: always); `delay` holds the answer back for seconds."""

    method: str | None = None
    code: int | None = None
    times: int | None = 1
    contains: str | None = None
    chat_id: int | None = None
    retry_after: int | None = None
    description: str | None = None
    cut: Break = Break.NOWHERE
    delay: float = 0.0
    struck: int = 0

    def matches(self, method: str, chat_id: int | None, fields: Mapping[str, object]) -> bool:
        if self.method and self.method.lower() != method.lower():
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        return not self.contains or any(self.contains in str(value) for value in fields.values())

    def refusal(self) -> Refusal | None:
        """The error to answer; None when this fault only cuts or delays."""
        if self.code is None:
            return None
        if self.code == HTTPStatus.TOO_MANY_REQUESTS:
            return flood(self.retry_after or 1)
        words = WORDS.get(HTTPStatus(self.code), HTTPStatus(self.code).phrase)
        return Refusal(self.code, self.description or words)


class Faults:
    """The schedule: the oldest fault that matches strikes first."""

    def __init__(self) -> None:
        self.scheduled: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self.scheduled.append(fault)

    def clear(self) -> None:
        self.scheduled.clear()

    def strike(self, method: str, chat_id: int | None, fields: Mapping[str, object]) -> Fault | None:
        """The fault that hits this call, counted as used."""
        for fault in self.scheduled:
            if fault.matches(method, chat_id, fields):
                fault.struck += 1
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.scheduled.remove(fault)
                return fault
        return None
