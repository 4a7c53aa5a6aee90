"""What waits for an answer of the bot: a tapped button, an inline question."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import InlineQueryResultUnion

ANSWER_SECONDS = 60.0


@dataclass(slots=True)
class Tap:
    """A tapped callback button. Telegram takes one answer, and only while the query is fresh."""

    id: str
    chat_id: int
    message_id: int
    row: int
    column: int
    at: float
    answered: bool = False

    def is_open(self, now: float) -> bool:
        """Still waiting (Telegram publishes no exact term; a minute is what clients wait at most)."""
        return not self.answered and now - self.at <= ANSWER_SECONDS


@dataclass(slots=True)
class InlineQuestion:
    """`@bot text` typed by a person, and the results the bot offered."""

    id: str
    person_id: int
    query: str
    at: float
    answered: bool = False
    results: tuple[InlineQueryResultUnion, ...] = ()

    def is_open(self, now: float) -> bool:
        return not self.answered and now - self.at <= ANSWER_SECONDS
