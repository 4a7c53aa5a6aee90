"""What the family is entitled to: a package by need, four verdicts, nothing twice, papers in one list (F4)."""

from bot.dialogs.result.windows import build

__all__ = ["build"]
