"""«Кружки и события»: what there is, enrolling a child or oneself, the queue, giving a place up (F12)."""

from bot.dialogs.gatherings.windows import build

__all__ = ["build"]
