"""The card of one measure: the verdict for this family and why, how much, until when, whose word it is (F6)."""

from bot.dialogs.card.windows import build

__all__ = ["build"]
