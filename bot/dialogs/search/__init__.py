"""Search from free text anywhere: short cards with paging, an honest «не нашли», a way to a person."""

from bot.dialogs.search.windows import build

__all__ = ["build"]
