"""Telegram says `retry_after` and never whether it means one chat or the whole bot (C4).

A refusal of one chat pauses that chat. When another chat is refused within a second, it is the bot: everything pauses.
Calls that concern no chat count as the bot at once.
"""

from datetime import datetime, timedelta

TOGETHER = timedelta(seconds=1)


class Flood:
    """The last refusal, of one process's calls."""

    def __init__(self) -> None:
        self._last: tuple[int, datetime] | None = None

    def everywhere(self, chat_id: int | None, now: datetime) -> bool:
        """Note a refusal of `chat_id` at `now` (UTC); True when it means the whole bot."""
        if chat_id is None:
            return True
        last, self._last = self._last, (chat_id, now)
        return last is not None and last[0] != chat_id and now - last[1] <= TOGETHER
